// Packing: what may go into a package, its class, label and transport index from the survey.
#include <algorithm>

#include "desk/words.h"
#include "nuclide/transport.h"
#include "rooms/logistics/commands.h"
#include "rooms/logistics/packages.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"

namespace isotrail::logistics {
namespace {

constexpr DoseRate kSurfaceLimit{2e-3};     // SSR-6 para. 527, not under exclusive use
constexpr double kIndexLimit = 10.0;        // SSR-6 para. 526, not under exclusive use
constexpr DoseRate kExceptedSurface{5e-6};  // SSR-6 para. 516
constexpr Activity kNothing{1.0};           // below one decay a second nothing is left that a meter could find

struct Load {
  std::vector<Item> listed;  // what goes in now
  std::vector<Item> all;     // with everything inside the listed and inside the case
  std::optional<Item> box;   // the case, when it is at hand already
};

void addInside(Db& db, const ItemId& container, std::vector<Item>& all) {
  for (auto& inside : everythingIn(db, container))
    if (std::none_of(all.begin(), all.end(), [&](const Item& i) { return i.id == inside.id; })) all.push_back(std::move(inside));
}

Result<Load> loadOf(Db& db, const Pack& c) {
  Load load;
  for (const auto& id : c.items) {
    const bool twice = std::any_of(load.listed.begin(), load.listed.end(), [&](const Item& i) { return i.id == id; });
    if (twice || id == c.package) return Refusal::field({"items", "BAD_VALUE", id.str(), "each item once, and not the package itself", 0, 0});
    auto item = itemOf(db, "items", id);
    if (!item) return item.refusal();
    load.listed.push_back(*item);
    load.all.push_back(std::move(*item));
  }
  for (const auto& item : load.listed) addInside(db, item.id, load.all);
  load.box = findItem(db, c.package);
  if (load.box && load.box->kind != "package")
    return Refusal::field({"package", "BAD_VALUE", c.package.str(), "a new number, or an emptied package", 0, 0});
  if (load.box) addInside(db, c.package, load.all);
  return load;
}

/// The consignment a package is packed for and has not left with.
std::optional<ConsignmentId> waitingWith(Db& db, const ItemId& package) {
  const auto id = consignmentOfPackage(db, package);
  const auto facts = id ? consignment(db, *id) : std::nullopt;
  return facts && beforeDeparture(facts->state) ? id : std::nullopt;
}

/// Here, the consignor's, at his site. A returned item may be expired or on hold: that is why it goes back.
void requireAtHand(Act& act, const Consignment& c, const Item& item) {
  const Json params = Json::object({{"item", item.id.str()}, {"stage", item.stage}, {"site", item.site.str()}, {"from_site", c.from.site.str()}});
  act.gates().check(item.stage == "here", "ITEM_NOT_HERE", "TR-01", "house rule", params);
  act.gates().check(item.site == c.from.site, "ITEM_AT_OTHER_SITE", "LOG-04", "house rule", params);
  act.gates().check(item.org == c.from.org, "NOT_YOUR_ORGANISATION", "ID-01", "house rule",
                    Json::object({{"what", item.id.str()}, {"org", item.org.str()}, {"yours", c.from.org.str()}}));
}

/// In a case that stands ready for the road, or in a waste container, it cannot be packed again.
void requireUnpacked(Act& act, const Item& item) {
  if (item.container.empty()) return;
  const bool travelled = consignmentOfPackage(act.db(), item.container) && !waitingWith(act.db(), item.container);
  act.gates().check(travelled, "ITEM_PACKED", "LOG-04", "house rule", Json::object({{"item", item.id.str()}, {"package", item.container.str()}}));
}

/// What goes out to be used: not on hold, in date, and its batch released for the market it goes to.
void requireFit(Act& act, const Consignment& c, const std::vector<Item>& items) {
  std::vector<ItemId> batches;
  for (const auto& item : items) {
    std::string reason;
    const auto held = heldBy(act.db(), item.id, &reason);
    act.gates().check(!held, "ITEM_ON_HOLD", "TR-02", "house rule",
                      Json::object({{"item", item.id.str()}, {"held", held ? held->str() : ""}, {"reason", reason}}));
    act.gates().check(!item.expires_at || act.now() < *item.expires_at, "ITEM_EXPIRED", "TR-03", "house rule",
                      Json::object({{"item", item.id.str()}, {"expires_at", item.expires_at ? item.expires_at->iso() : ""}}));
    if (!item.batch.empty() && std::find(batches.begin(), batches.end(), item.batch) == batches.end()) batches.push_back(item.batch);
  }
  for (const auto& batch : batches) quality::requireReleased(act, batch, c.to.jurisdiction);
}

void requirePackable(Act& act, const Consignment& c, const Pack& cmd, const Load& load) {
  for (const auto& item : load.listed) {
    requireAtHand(act, c, item);
    requireUnpacked(act, item);
  }
  if (c.outbound()) requireFit(act, c, load.all);
  if (!load.box) return;
  requireAtHand(act, c, *load.box);
  const auto other = waitingWith(act.db(), cmd.package);
  act.gates().check(!other, "PACKAGE_IN_USE", "LOG-04", "house rule",
                    Json::object({{"package", cmd.package.str()}, {"consignment", other ? other->str() : ""}}));
}

struct Label {
  PackageClass as;
  bool empty = false;
  double ti = 0.0;
  std::string category;  // "" for excepted packages, which bear no category label (SSR-6 para. 538)
  Json contents = Json::array();
};

Label labelOf(const Load& load, const Pack& c, Instant now) {
  Label label;
  std::vector<PackageContent> contents;
  Activity sum;
  for (const auto& item : load.all) {
    if (item.inventory.empty()) continue;
    const Inventory held = item.inventoryAt(now);
    for (const auto& [nuclide, atoms] : held.atoms())
      if (const Activity a = held.activity(nuclide); a.value > 0) contents.push_back({nuclide, a, item.volume.value > 0});
    sum = sum + held.total();
    const std::string leading = held.leading();
    if (leading.empty()) continue;
    label.contents.push(
        Json::object({{"item", item.id.str()}, {"label", item.label}, {"nuclide", leading}, {"activity_bq", held.activity(leading).value}}));
  }
  label.empty = sum < kNothing;
  label.as = classifyPackage(contents, c.surface_rate, label.empty);
  label.ti = transportIndex(c.rate_1m);
  const bool excepted = label.as.un_number == "UN2908" || label.as.un_number == "UN2910";
  if (!excepted) label.category = labelCategory(label.ti, c.surface_rate);
  return label;
}

void requireLimits(Act& act, const Pack& c, const Label& label) {
  Json params = Json::object({{"package", c.package.str()}, {"surface_usv_h", c.surface_rate.value * 1e6}, {"ti", label.ti}});
  params.set("a2_fraction", label.as.a2_fraction);
  act.gates().check(c.surface_rate <= kSurfaceLimit, "PACKAGE_SURFACE_LIMIT", "LOG-10", "SSR-6 para. 527; GB 11806-2019", params);
  act.gates().check(label.ti <= kIndexLimit, "PACKAGE_TI_LIMIT", "LOG-10", "SSR-6 para. 526; GB 11806-2019", params);
  act.gates().check(label.as.un_number != "UN2916", "PACKAGE_TYPE_B", "LOG-11", "SSR-6 paras 416 and 429", params);
  act.gates().check(!label.empty || c.surface_rate <= kExceptedSurface, "PACKAGE_NOT_EMPTY", "LOG-12", "SSR-6 paras 427 and 516", params);
}

Json packedPayload(const Pack& c, const Label& label) {
  Json items = Json::array();
  for (const auto& id : c.items) items.push(id.str());
  Json p = Json::object({{"consignment", c.consignment.str()}, {"package", c.package.str()}, {"items", items}});
  p.set("un_number", label.as.un_number)
      .set("proper_shipping_name", label.as.proper_shipping_name)
      .set("category", label.category)
      .set("ti", label.ti);
  p.set("surface_sv_h", c.surface_rate.value).set("rate_1m_sv_h", c.rate_1m.value).set("meter", c.meter.str());
  p.set("a2_fraction", label.as.a2_fraction).set("exempt_fraction", label.as.exempt_fraction).set("generic_values", label.as.generic_values);
  return p.set("contents", label.contents);
}

Movement packMovement(const Pack& c, const Load& load) {
  Movement m;
  m.kind = MovementKind::pack;
  m.items = c.items;
  m.container = c.package;
  if (!load.box) m.puts.push_back({c.package, {}, {}, NewItem{"package", "package " + c.package.str(), {}, {}, {}, {}}});
  return m;
}

}  // namespace

Verdict pack(Act& act, const Pack& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  if (!beforeDeparture(found->facts.state)) return outOfOrder("before hand-over", found->facts.state);
  if (c.rate_1m > c.surface_rate) return Refusal::field({"rate_1m", "BAD_VALUE", "", "at most the rate at the surface", 0, 0});
  const auto load = loadOf(act.db(), c);
  if (!load) return load.refusal();
  requireOwn(act, found->from.org, c.consignment.str().c_str());
  requirePackable(act, *found, c, *load);
  production::requireEquipment(act, c.meter, "survey_meter", found->from.site);
  const Label label = labelOf(*load, c, act.now());
  requireLimits(act, c, label);
  if (auto v = act.gates().verdict(); !v) return v;
  std::optional<Movement> movement;  // an emptied case that goes back as it stands does not move by being surveyed
  if (!load->box || !c.items.empty()) movement = packMovement(c, *load);
  act.emit(found->from.site, found->stream(), "logistics.Packed", packedPayload(c, label), std::move(movement));
  Json answer =
      Json::object({{"package", c.package.str()}, {"un_number", label.as.un_number}, {"proper_shipping_name", label.as.proper_shipping_name}});
  act.answer(answer.set("category", label.category).set("ti", label.ti).set("a2_fraction", label.as.a2_fraction));
  return Done{};
}

}  // namespace isotrail::logistics
