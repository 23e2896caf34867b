#include "rooms/logistics/packages.h"

#include <algorithm>
#include <limits>

#include "desk/words.h"
#include "nuclide/transport.h"
#include "rooms/licensing/facts.h"
#include "rooms/ordering/facts.h"

namespace isotrail::logistics {
namespace {

bool feeds(const Nuclide& from, const std::string& to) {
  return std::any_of(from.branches.begin(), from.branches.end(), [&](const Branch& b) {
    if (b.daughter == to) return true;
    const Nuclide* d = Dataset::shipped().find(b.daughter);
    return d && !d->stable && feeds(*d, to);
  });
}

/// A daughter that lives shorter than a parent beside it is counted with the parent (SSR-6 para. 404).
bool countedWithParent(const Inventory& held, const Nuclide& n) {
  return std::any_of(held.atoms().begin(), held.atoms().end(), [&](const auto& member) {
    const Nuclide* parent = Dataset::shipped().find(member.first);
    return parent && !parent->stable && parent->half_life > n.half_life && feeds(*parent, n.name);
  });
}

/// Of `product`, promised to the site and neither there nor on the way to it: this room is reserved for what now leaves.
Activity stillReserved(Db& db, const SiteId& site, const ProductId& product, const std::string& nuclide, Instant at) {
  double open = 0;
  for (const auto& o : ordering::orders(db, site, Instant(), Instant::fromMicros(std::numeric_limits<std::int64_t>::max())))
    if (o.product == product && o.state == "promised") open += o.activity.value;
  for (const auto& item : itemsAt(db, site))
    if (item.product == product && !item.inventory.empty() && at >= item.inventory.reference()) open -= item.inventory.activityAt(nuclide, at).value;
  return Activity(std::max(0.0, open));
}

std::optional<licensing::LicenceFacts> transportLicence(Db& db, const OrgId& carrier, Instant at) {
  std::optional<licensing::LicenceFacts> best;
  for (const auto& l : licensing::licences(db)) {
    const bool covers = std::find(l.operations.begin(), l.operations.end(), "transport") != l.operations.end();
    if (l.org != carrier || !covers) continue;
    if (!best || (at >= l.valid_from && l.valid_until > best->valid_until)) best = l;
  }
  return best;
}

}  // namespace

std::vector<Item> everythingIn(Db& db, const ItemId& container) {
  std::vector<Item> out;
  for (auto& item : itemsIn(db, container)) {
    const ItemId id = item.id;
    out.push_back(std::move(item));
    for (auto& inner : everythingIn(db, id)) out.push_back(std::move(inner));
  }
  return out;
}

double transportIndexOf(Db& db, const ConsignmentId& consignment) {
  std::vector<double> indices;
  for (const auto& card : kPackages.under(db, consignment.str())) indices.push_back(card.doc["ti"].number());
  return consignmentIndex(indices);
}

Activities licensedActivities(const std::vector<Item>& contents, Instant t) {
  Activities out;
  for (const auto& item : contents) {
    if (item.inventory.empty()) continue;
    const Inventory held = item.inventoryAt(t);
    for (const auto& [name, atoms] : held.atoms()) {
      const Nuclide* n = Dataset::shipped().find(name);
      if (!n || n->stable || countedWithParent(held, *n)) continue;
      Activity& sum = out[name][item.product];
      sum = sum + held.activity(name);
    }
  }
  std::erase_if(out, [](const auto& entry) {
    return classifyPackage({{entry.first, total(entry.second), true}}, DoseRate(), false).exempt_fraction <= 1.0;
  });
  return out;
}

Activity total(const std::map<ProductId, Activity>& by_product) {
  Activity sum;
  for (const auto& [product, activity] : by_product) sum = sum + activity;
  return sum;
}

void requireLicencesOfEnds(Act& act, const Consignment& c, const std::vector<Item>& contents) {
  for (const auto& [nuclide, by_product] : licensedActivities(contents, act.now()))
    licensing::requireLicence(act, c.from.site, "hold", nuclide, total(by_product) * -1.0, act.now());
  const Instant arrives = std::max(act.now(), c.facts.eta);
  for (const auto& [nuclide, by_product] : licensedActivities(contents, arrives)) {
    Activity added;
    for (const auto& [product, activity] : by_product) {
      const Activity reserved = product.empty() ? Activity() : stillReserved(act.db(), c.to.site, product, nuclide, arrives);
      added = added + Activity(std::max(0.0, (activity - reserved).value));
    }
    licensing::requireLicence(act, c.to.site, "hold", nuclide, added, arrives);
  }
}

void requireCarrierLicence(Act& act, const Consignment& c, const std::vector<Item>& contents) {
  const char* clause = "State Council Order 562 (licence of the carrier); MOT Order 2010 No. 6";
  const auto licence = transportLicence(act.db(), c.facts.carrier, act.now());
  Json params = Json::object({{"carrier", c.facts.carrier.str()}, {"licence", licence ? licence->licence.str() : ""}});
  if (!act.gates().check(licence.has_value(), "CARRIER_LICENCE_MISSING", "LOG-03", clause, params)) return;
  params.set("until", licence->valid_until.iso()).set("until_local", showInstant(licence->valid_until, c.from.zone));
  const bool valid = act.now() >= licence->valid_from && act.now() < licence->valid_until;
  if (!act.gates().check(valid, "CARRIER_LICENCE_EXPIRED", "LOG-03", clause, params)) return;
  for (const auto& [nuclide, by_product] : licensedActivities(contents, act.now())) {
    const auto cap = licensing::capState(act.db(), licence->site, "transport", nuclide, act.now()).cap;
    if (!cap) continue;  // a transport licence need not name nuclides
    const Activity asked = total(by_product);
    Json p = params;
    act.gates().check(asked <= *cap, "CARRIER_CAP_EXCEEDED", "LOG-03", clause,
                      p.set("nuclide", nuclide).set("cap", showActivity(*cap)).set("asked", showActivity(asked)));
  }
}

}  // namespace isotrail::logistics
