#include "ledger/amendment.h"

#include <algorithm>

#include "ledger/journal.h"

namespace isotrail {
namespace {

/// Entries of `type` on the entry's stream that name it.
std::vector<Event> naming(Db& db, const Event& entry, const char* type, const Until& until) {
  std::vector<Event> out;
  Journal journal(db);
  for (const auto& row :
       db.query("SELECT seq FROM event WHERE stream=$1 AND version>$2 AND type=$3 ORDER BY version", {entry.stream, entry.version, type})) {
    if (until.seq != 0 && row.integer(0) >= until.seq) break;
    auto e = journal.bySeq(row.integer(0));
    if (!e || (until.known && e->recorded_at > *until.known)) continue;
    if (e->payload["root"].text() == entry.id || e->payload["target"].text() == entry.id) out.push_back(std::move(*e));
  }
  return out;
}

/// What an amendment now says is right, put into its own list of changes.
void correctChanges(Json& payload, const Json& change) {
  if (Json* changes = payload.findMutable("changes"))
    for (auto& c : changes->itemsMutable())
      if (c["field"] == change["field"]) c.set("new", change["new"]);
}

}  // namespace

std::vector<Event> amendmentsOf(Db& db, const Event& entry, const Until& until) { return naming(db, entry, kAmended, until); }

std::vector<Event> proposalsOf(Db& db, const Event& entry) {
  auto proposals = naming(db, entry, kProposed, {});
  for (const auto& done : amendmentsOf(db, entry)) std::erase_if(proposals, [&](const Event& p) { return p.id == done.payload["proposal"].text(); });
  return proposals;
}

Event corrected(Event entry, const std::vector<Event>& amendments) {
  for (const auto& a : amendments)
    for (const auto& change : a.payload["changes"].items()) {
      if (entry.is(kAmended))
        correctChanges(entry.payload, change);
      else
        entry.payload.set(change["field"].text(), change["new"]);
    }
  return entry;
}

std::optional<Event> rootOf(Db& db, const Event& entry) {
  if (!entry.is(kAmended)) return entry;
  return Journal(db).byId(entry.payload["root"].text());
}

bool intact(Db& db, const Event& entry) {
  const auto rows = db.query("SELECT hash FROM event WHERE seq=$1", {entry.seq});
  if (rows.empty()) return false;
  const Blob& hash = rows[0].blob(0);
  return hex({reinterpret_cast<const char*>(hash.data()), hash.size()}) == entry.hash;
}

std::int64_t lastKnown(Db& db, Instant t) {
  Journal journal(db);
  std::int64_t known = 0, beyond = journal.lastSeq() + 1;  // what is at `known` was recorded by then, what is at `beyond` later
  while (beyond - known > 1) {
    const std::int64_t middle = known + (beyond - known) / 2;
    const auto e = journal.bySeq(middle);
    (e && e->recorded_at <= t ? known : beyond) = middle;
  }
  return known;
}

}  // namespace isotrail
