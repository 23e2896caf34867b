#include "rooms/oversight/answerable.h"

#include <algorithm>

#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"
#include "trace/trace.h"

namespace isotrail::oversight {
namespace {

std::optional<ConsignmentId> consignmentOf(Db& db, const Json& payload) {
  if (!payload["consignment"].text().empty()) return ConsignmentId(payload["consignment"].text());
  if (!payload["package"].text().empty()) return logistics::consignmentOfPackage(db, ItemId(payload["package"].text()));
  return std::nullopt;
}

std::optional<DutyPlace> ofOrg(Db& db, const OrgId& id) {
  auto org = identity::org(db, id);
  if (!org) return std::nullopt;
  return DutyPlace{org->jurisdiction, org->org.str(), org->kind};
}

std::optional<DutyPlace> ofSite(Db& db, const SiteId& id) {
  auto site = identity::site(db, id);
  if (!site) return std::nullopt;
  return ofOrg(db, site->org);
}

/// The maker of the first item the payload names.
std::optional<DutyPlace> ofMaker(Db& db, const Json& payload) {
  for (const char* key : {"dose", "item", "vial", "batch"})
    if (auto item = findItem(db, ItemId(payload[key].text()))) {
      // A syringe is drawn by the hospital; the product's maker is the maker of the batch it came from.
      if (auto batch = findItem(db, item->batch)) return ofOrg(db, batch->maker);
      return ofOrg(db, item->maker);
    }
  return std::nullopt;
}

}  // namespace

std::optional<DutyPlace> Answerable::place(const Event& event, const std::string& where, const std::string& role) {
  if (where == "maker") return ofMaker(db_, event.payload);
  if (where == "site") return ofSite(db_, event.site);
  const auto id = consignmentOf(db_, event.payload);
  const auto consignment = id ? logistics::consignment(db_, *id) : std::nullopt;
  if (!consignment) return std::nullopt;
  auto place = ofSite(db_, where == "from" ? consignment->from_site : consignment->to_site);
  if (!place) return std::nullopt;
  // Carrier and broker answer under the law of the place where they act, not of where they are registered.
  const OrgId acting = role == "carrier" ? consignment->carrier : role == "broker" ? event.org : OrgId(place->holder);
  auto holder = ofOrg(db_, acting);
  if (!holder) return std::nullopt;
  return DutyPlace{place->jurisdiction, holder->holder, holder->holder_kind};
}

std::vector<std::string> Answerable::subjects(const Event& event, const std::string& key) {
  const Json& payload = event.payload;
  if (!payload[key].text().empty()) return {payload[key].text()};
  if (key == "consignment")
    if (auto id = consignmentOf(db_, payload)) return {id->str()};
  if (key == "batch")
    for (const char* named : {"vial", "item"})
      if (auto item = findItem(db_, ItemId(payload[named].text()))) return {item->batch.str()};
  std::vector<std::string> out;
  if (key == "package" && !payload["consignment"].text().empty())
    for (const auto& item : allItems(db_)) {
      if (item.kind != "package") continue;
      const auto in = logistics::consignmentOfPackage(db_, item.id);
      if (in && in->str() == payload["consignment"].text()) out.push_back(item.id.str());
    }
  return out;
}

std::vector<std::string> partners(Db& db, const std::string& org) {
  std::vector<std::string> out = {org};
  for (const auto& c : logistics::consignments(db)) {
    std::vector<std::string> parties = {c.carrier.str()};
    for (const auto& id : {c.from_site, c.to_site})
      if (auto site = identity::site(db, id)) parties.push_back(site->org.str());
    if (std::find(parties.begin(), parties.end(), org) == parties.end()) continue;
    for (auto& p : parties)
      if (std::find(out.begin(), out.end(), p) == out.end()) out.push_back(p);
  }
  return out;
}

}  // namespace isotrail::oversight
