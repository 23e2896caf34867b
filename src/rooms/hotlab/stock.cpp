// What is here, what is coming, what it is good for: the page of the hot lab.
#include <algorithm>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::hotlab {
namespace {

/// The hospital's own people see their hot labs; an administrator and those who oversee see all.
bool sees(const ViewRequest& q, const identity::SiteFacts& site) {
  if (q.caller.has("admin") || q.caller.has("regulator")) return true;
  return site.org == q.caller.org;
}

/// The last instant of use: expiry, and for an eluate how long the parent's share stays within the limit.
std::optional<Instant> usableUntil(Db& db, const Item& item) {
  if (item.kind != "eluate") return item.expires_at;
  const auto until = supply::breakthroughUntil(db, item.id);
  if (!until || !item.expires_at) return until;
  return std::min(*until, *item.expires_at);
}

std::string testedState(Db& db, const Item& item, const std::string& market) {
  if (item.kind == "vial") {
    const auto r = quality::release(db, item.batch);
    const bool here = r && r->state == "released" && std::find(r->markets.begin(), r->markets.end(), market) != r->markets.end();
    return here ? "available" : "waiting_release";
  }
  if (item.kind == "preparation") {
    const std::string state = preparationState(db, item.id);
    return state == "passed" ? "available" : state;
  }
  if (item.kind == "eluate") return supply::breakthroughPassed(db, item.id) ? "available" : "untested";
  if (item.kind == "dose") {
    const auto d = dose(db, item.id);
    return d ? d->state : "drawn";
  }
  return "here";
}

std::string stateOf(ViewRequest& q, const Item& item, const std::string& market) {
  if (item.stage != "here") return item.stage;
  if (heldBy(q.db, item.id)) return preparationState(q.db, item.id) == "failed" ? "failed" : "on_hold";
  const auto until = usableUntil(q.db, item);
  if (until && q.now >= *until) return "expired";
  if (item.expires_at && q.now >= *item.expires_at) return "expired";
  if (!item.container.empty()) return "in_transit";
  const bool liquid = item.kind == "vial" || item.kind == "preparation" || item.kind == "eluate";
  if (liquid && item.volume.value < 1e-5) return "spent";  // below 0.01 mL nothing can be drawn
  if (item.kind == "kit" && kitsLeft(q.db, item.id).value_or(0) <= 0) return "used";
  return testedState(q.db, item, market);
}

/// The nuclide people speak of: the product's, of a generator the parent, else what is most.
std::string nuclideOf(const Item& item, const Inventory& now, const std::optional<catalogue::ProductFacts>& product) {
  if (product && item.kind != "kit") return product->nuclide;
  std::string longest;
  double half_life = 0;
  if (item.kind != "generator") return now.leading();
  for (const auto& [name, atoms] : now.atoms())
    if (const Nuclide* n = Dataset::shipped().find(name); n && !n->stable && n->half_life < days(3650) && n->half_life.value > half_life) {
      half_life = n->half_life.value;
      longest = name;
    }
  return longest;
}

Json row(ViewRequest& q, const Item& item, const identity::SiteFacts& site) {
  const auto product = item.product.empty() ? std::nullopt : catalogue::product(q.db, item.product);
  const Inventory now = item.inventory.empty() ? Inventory() : item.inventoryAt(q.now);
  const std::string nuclide = item.inventory.empty() ? "" : nuclideOf(item, now, product);
  Json j = Json::object({{"item", item.id.str()}, {"kind", item.kind}, {"label", item.label}, {"nuclide", nuclide}, {"product", item.product.str()}});
  j.set("product_name", product ? catalogue::productName(*product, q.language) : "");
  j.set("activity_bq", nuclide.empty() ? Json() : Json(now.activity(nuclide).value));
  j.set("volume_ml", item.volume.value > 0 ? Json(item.volume.value * 1e3) : Json());
  j.set("usable_until", isoOrNull(usableUntil(q.db, item))).set("expires_at", isoOrNull(item.expires_at));
  if (item.kind == "kit") j.set("units", kitsLeft(q.db, item.id).value_or(0));
  if (item.kind == "dose")
    if (const auto d = dose(q.db, item.id))
      j.set("order", d->order.str()).set("activity_u_bq", now.activity(d->nuclide).value * kCalibratorUncertainty);
  j.set("state", stateOf(q, item, site.jurisdiction)).set("site", site.site.str()).set("place", item.place);
  return j.set("zone", site.zone);
}

/// Packages on their way to a site that nobody has received yet, with their label and when they are due.
void addExpected(ViewRequest& q, const identity::SiteFacts& site, Json& list) {
  for (const auto& card : kPackages.all(q.db)) {
    const auto consignment = logistics::consignment(q.db, ConsignmentId(card.parent));
    if (card.state != "packed" || !consignment || consignment->to_site != site.site || consignment->direction != "outbound") continue;
    const auto item = findItem(q.db, ItemId(card.id));
    Json j = Json::object({{"item", card.id}, {"kind", "package"}, {"label", item ? item->label : ""}, {"consignment", card.parent}});
    j.set("category", card.doc["category"]).set("ti", card.doc["ti"]).set("eta", consignment->eta.iso()).set("state", consignment->state);
    list.push(j.set("site", site.site.str()).set("zone", site.zone));
  }
}

struct Kind {
  const char *list, *kind;
};
constexpr Kind kKinds[] = {{"vials", "vial"}, {"preparations", "preparation"}, {"generators", "generator"}, {"eluates", "eluate"}, {"kits", "kit"},
                           {"doses", "dose"}};

}  // namespace

Result<Json> stockView(ViewRequest& q) {
  Json out = Json::object(), expected = Json::array();
  std::vector<std::pair<Item, identity::SiteFacts>> items;
  for (const auto& site : identity::sites(q.db)) {
    const auto org = identity::org(q.db, site.org);
    if (!org || org->kind != "hospital" || !sees(q, site)) continue;
    for (auto& item : itemsAt(q.db, site.site)) items.emplace_back(std::move(item), site);
    addExpected(q, site, expected);
  }
  for (const auto& k : kKinds) {
    Json list = Json::array();
    for (const auto& [item, site] : items)
      if (item.kind == k.kind) list.push(row(q, item, site));
    out.set(k.list, list);
  }
  return out.set("expected", expected);
}

}  // namespace isotrail::hotlab
