#include "desk/retention.h"

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "ledger/journal.h"
#include "units/time.h"

namespace isotrail {
namespace {

struct Term {
  int years = 0;
  std::string clause;
};
/// The jurisdiction's own row before the one for all.
Term termOf(const std::string& whose, const std::string& jurisdiction) {
  static const auto table = parseCsv(embeddedText("data/retention.csv"));
  Term found;
  for (const auto& row : table->rows) {
    const std::string& where = row.cells[1].text;
    if (row.cells[0].text != whose || (where != jurisdiction && (where != "*" || found.years != 0))) continue;
    found = {std::stoi(row.cells[2].text), row.cells[3].text};
  }
  ISOTRAIL_CHECK(found.years > 0);
  return found;
}

/// Acts of a person; of a patient everything but that they were registered or erased.
bool named(const Event& e, const std::string& whose, const std::string& id) {
  if (whose == "person") return e.actor.str() == id;
  return e.payload["patient"].text() == id && !e.type.starts_with("clinic.Patient");
}

}  // namespace

Instant yearsAfter(Instant t, int years, const std::string& zone) {
  const std::string day = localDay(t, zone);
  const std::string year = std::to_string(std::stoi(day.substr(0, 4)) + years);
  const auto same = startOfDay("day", year + day.substr(4), zone);
  return same ? *same : *startOfDay("day", year + "-03-01", zone);
}

std::optional<KeptName> keptName(Db& db, const std::string& whose, const std::string& id, const std::string& jurisdiction, const std::string& zone) {
  std::optional<KeptName> out;
  Journal(db).readBack({}, [&](const Event& e) {
    if (!named(e, whose, id)) return true;
    const Term term = termOf(whose, jurisdiction);
    out = KeptName{e, yearsAfter(e.occurred_at, term.years, zone), term.clause};
    return false;
  });
  return out;
}

}  // namespace isotrail
