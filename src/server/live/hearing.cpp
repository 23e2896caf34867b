#include "server/live/hearing.h"

#include <algorithm>

#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"
#include "trace/lineage_index.h"
#include "trace/trace.h"

namespace isotrail::server {
namespace {

constexpr std::string_view kMasterData = "registry";  // the chain everybody reads

}  // namespace

Hearing::Hearing(Db& db, const Caller& caller, LineageIndex& lineage)
    : caller_(caller), lineage_(lineage), everything_(caller.has("admin")), agency_(caller.has("regulator")) {
  learn(db);
}

void Hearing::learn(Db& db) {
  orgs_ = {caller_.org.str()};
  sites_.clear();
  if (agency_)
    for (const auto& o : identity::orgs(db))
      if (o.jurisdiction == caller_.jurisdiction) orgs_.insert(o.org.str());
  for (const auto& s : identity::sites(db))
    if (ours(s.org.str())) sites_.insert(s.site.str());
  ends_ = sites_;
  if (caller_.org_kind != "broker") return;
  for (const auto& s : identity::sites(db))
    if (s.jurisdiction == caller_.jurisdiction) ends_.insert(s.site.str());
}

bool Hearing::names(const Json& value) const {
  if (value.isString()) return orgs_.contains(value.text()) || sites_.contains(value.text());
  const auto& items = value.items();
  const auto& members = value.members();
  return std::any_of(items.begin(), items.end(), [&](const Json& v) { return names(v); }) ||
         std::any_of(members.begin(), members.end(), [&](const auto& m) { return names(m.second); });
}

bool Hearing::concernsConsignment(Db& db, const std::string& id) const {
  const auto c = logistics::consignment(db, ConsignmentId(id));
  return c && (ours(c->carrier.str()) || ends_.contains(c->from_site.str()) || ends_.contains(c->to_site.str()));
}

/// A hold or a recall concerns whoever has, or made, the item or anything that came out of it.
bool Hearing::concernsItem(Db& db, const std::string& id) const {
  const auto item = findItem(db, ItemId(id));
  if (!item) return false;
  if (ours(item->org.str()) || ours(item->maker.str())) return true;
  bool found = false;
  eachPlace(db, lineage_.descendants(db, item->id), [&](const ItemPlace& place) { found = found || ours(place.org.str()); });
  return found;
}

bool Hearing::concerns(Db& db, const Event& e) {
  if (e.type.starts_with("identity.")) learn(db);
  if (everything_ || e.site.str() == kMasterData) return true;
  if (ours(e.org.str()) || sites_.contains(e.site.str()) || names(e.payload) || names(e.movement)) return true;
  if (const Json* consignment = e.payload.find("consignment")) return concernsConsignment(db, consignment->text());
  const Json* item = e.payload.find("item");
  return item && concernsItem(db, item->text());
}

Json Hearing::told(const Event& e) const {
  std::string stream = e.stream;
  const std::string& patient = e.payload["patient"].text();
  if (agency_ && !patient.empty() && stream.find(patient) != std::string::npos) stream.clear();
  return Json::object({{"seq", e.seq}, {"type", e.type}, {"site", e.site.str()}, {"at", e.occurred_at.iso()}, {"stream", stream}});
}

}  // namespace isotrail::server
