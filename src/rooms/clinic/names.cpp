// Names of patients: they must not slip into the record with free text, and two that are alike must not be taken for each other.
#include <set>

#include "desk/vault.h"
#include "rooms/clinic/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "units/time.h"

namespace isotrail::clinic {
namespace {

/// A name in the vault without a remark in brackets.
std::string plain(const std::string& name) { return name.substr(0, name.find('(')); }

/// The letters of one script, small, without what people put between the parts of a name; `breaks` are the offsets at which
/// a word begins or ends. People here write both scripts side by side ("Chan 陳"), so each is looked for by itself: Han signs take
/// three bytes in UTF-8, Latin letters with their accents one or two.
struct Letters {
  std::string text;
  std::set<std::size_t> breaks;
};
Letters lettersOf(const std::string& text, bool han) {
  Letters out;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t width = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    const bool latin = width == 2 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool wanted = han ? width >= 3 : latin;
    // Han has no blanks between words: every sign may begin one.
    if (wanted != inside || han) out.breaks.insert(out.text.size());
    if (wanted) out.text += c >= 'A' && c <= 'Z' ? std::string(1, static_cast<char>(c - 'A' + 'a')) : text.substr(i, width);
    inside = wanted;
    i += width;
  }
  out.breaks.insert(out.text.size());
  return out;
}

/// Whole words only: a patient Li An is not named by "Italian".
bool holds(const Letters& said, const std::string& name) {
  for (auto at = said.text.find(name); at != std::string::npos; at = said.text.find(name, at + 1))
    if (said.breaks.contains(at) && said.breaks.contains(at + name.size())) return true;
  return false;
}

bool names(Db& db, const PatientId& patient, const std::string& text) {
  const auto kept = fromVault(db, VaultOf::patient, patient.str());
  if (!kept) return false;
  for (const bool han : {false, true}) {
    const Letters said = lettersOf(text, han);
    const std::string family = lettersOf(plain((*kept)["family_name"].text()), han).text,
                      given = lettersOf(plain((*kept)["given_name"].text()), han).text;
    if (family.empty() || given.empty()) continue;
    if (holds(said, family + given) || holds(said, given + family)) return true;
  }
  return false;
}

/// The first letter, with its accent, or the first sign.
std::string initialOf(const std::string& letters) {
  const auto c = static_cast<unsigned char>(letters[0]);
  return letters.substr(0, c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4);
}
/// The same family name and the same initial in a script in which both are written.
bool alike(const Json& a, const Json& b) {
  for (const bool han : {false, true}) {
    const auto letters = [&](const Json& kept, const char* part) { return lettersOf(plain(kept[part].text()), han).text; };
    const std::string family = letters(a, "family_name"), given = letters(a, "given_name"), other = letters(b, "given_name");
    if (family.empty() || family != letters(b, "family_name")) continue;
    if (given.empty() || other.empty() || initialOf(given) == initialOf(other)) return true;
  }
  return false;
}

}  // namespace

void requireNotMistaken(Act& act, const OrderId& order, const std::optional<PatientId>& scanned) {
  const auto o = ordering::order(act.db(), order);
  if (!o) return;
  Json params = Json::object({{"order", order.str()}, {"patient", o->patient.str()}, {"expected", o->patient.str()}});
  params.set("dose", order.str()).set("found", scanned ? scanned->str() : "-");
  if (scanned) {
    act.gates().check(*scanned == o->patient, "WRONG_PATIENT", "CLI-07", "GSR Part 3 para. 3.168 (identification of the patient); house rule",
                      params);
    return;
  }
  const auto kept = fromVault(act.db(), VaultOf::patient, o->patient.str());
  const auto site = identity::site(act.db(), o->site);
  const auto day = site ? startOfDay("day", localDay(o->inject_at, site->zone), site->zone) : Result<Instant>(o->inject_at);
  if (!kept || !day) return;
  std::set<std::string> others;
  for (const auto& other : ordering::orders(act.db(), o->site, *day, *day + days(1))) {
    if (other.patient == o->patient || other.state == "cancelled") continue;
    const auto known = fromVault(act.db(), VaultOf::patient, other.patient.str());
    if (known && alike(*kept, *known)) others.insert(other.patient.str());
  }
  std::string list;
  for (const auto& id : others) list += (list.empty() ? "" : ", ") + id;
  act.gates().check(others.empty(), "LIKE_NAME_UNCONFIRMED", "CLI-27", "GSR Part 3 para. 3.168 (identification of the patient); house rule",
                    params.set("others", list));
}

void requireNoName(Act& act, const PatientId& patient, const char* field, const std::string& text) {
  act.gates().check(!names(act.db(), patient, text), "PATIENT_NAMED", "CLI-12", "house rule (no name in an entry)",
                    Json::object({{"field", field}, {"patient", patient.str()}}));
}

}  // namespace isotrail::clinic
