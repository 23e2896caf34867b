// Into the decay store, and out of control.
#include <algorithm>
#include <set>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/production/facts.h"
#include "rooms/waste/clearance.h"
#include "rooms/waste/commands.h"
#include "rooms/waste/records.h"

namespace isotrail::waste {
namespace {

/// A survey meter in routine use does not tell less than a fifth from the background.
constexpr double kAboveBackground = 1.2;
/// Sv/h: where the place itself reads more, something else is radiating there.
constexpr double kBackgroundMost = 0.5e-6;

std::string stream(const ItemId& container) { return "waste/" + container.str(); }

/// What may be thrown away is in our hands: in stock, or a syringe that was emptied into a patient.
void requireDisposable(Act& act, const Item& item, const SiteId& site) {
  Json params = Json::object({{"item", item.id.str()}, {"stage", item.stage}, {"package", item.container.str()}});
  act.gates().check(item.stage == "here" || item.stage == "given", "ITEM_NOT_HERE", "TR-01", "house rule", params);
  requireOwn(act, item.org, item.id.str().c_str());
  act.gates().check(item.container.empty(), "SOURCE_STILL_PACKED", "WAS-01", "house rule", params);
  act.gates().check(item.site == site, "LOT_ELSEWHERE", "WAS-01", "house rule",
                    Json::object({{"lot", item.id.str()}, {"site", item.site.str()}, {"wanted", site.str()}}));
}

Inventory together(const Inventory& a, const Inventory& b, Instant now) {
  if (b.empty()) return a;
  const Inventory there = b.at(now);
  return a.empty() ? there : a.at(now).plus(there);
}

/// All of every item into the container, which is one more item: its atoms stay in the site's account and under its caps.
Movement stored(const Act& act, const Store& c, const std::vector<Item>& items, bool fresh) {
  Movement m;
  m.kind = MovementKind::discard;
  m.at = act.now();
  m.place = "decay store";
  Put into{c.container, {}, {}, std::nullopt};
  if (fresh) into.created = NewItem{"waste", "decay container " + c.container.str(), {}, {}, std::nullopt, {}};
  for (const auto& item : items) {
    const Inventory all = item.inventory.empty() ? Inventory() : item.inventoryAt(act.now());
    m.takes.push_back({item.id, all, item.volume, true});
    m.items.push_back(item.id);
    into.amount = together(into.amount, all, act.now());
    into.volume = into.volume + item.volume;
  }
  m.puts.push_back(into);
  return m;
}

Json nuclidesJson(const Inventory& contents, Mass mass) {
  Json list = Json::array();
  for (const auto& [name, atoms] : contents.atoms())
    if (const Activity a = contents.activity(name); a.value >= 1.0)
      list.push(Json::object({{"nuclide", name}, {"activity_bq", a.value}, {"specific_bq_g", a.value / (mass.value * 1e3)}}));
  return list;
}

Result<std::vector<Item>> itemsOf(Db& db, const Store& c) {
  std::vector<Item> out;
  std::set<ItemId> seen;
  if (c.items.empty()) return Refusal::field({"items", "BAD_VALUE", "", "at least one item", 0, 0});
  for (const auto& id : c.items) {
    auto item = itemOf(db, "items", id);
    if (!item) return item.refusal();
    if (!seen.insert(id).second || id == c.container)
      return Refusal::field({"items", "BAD_VALUE", id.str(), "every item once, without the container", 0, 0});
    out.push_back(std::move(*item));
  }
  return out;
}

}  // namespace

Verdict store(Act& act, const Store& c) {
  auto items = itemsOf(act.db(), c);
  if (!items) return items.refusal();
  if (c.mass && c.mass->value <= 0) return Refusal::field({"mass", "BAD_VALUE", "0", "more than 0 kg", 0, 0});
  const auto card = kContainers.find(act.db(), c.container.str());
  const auto container = findItem(act.db(), c.container);
  if (container && !card) return alreadyExists("container", c.container.str());
  if (card && card->state != "stored") return outOfOrder("stored", card->state);
  const SiteId where = container ? container->site : items->front().site;
  const auto site = identity::site(act.db(), where);
  if (!site) return notFound("site", where.str());
  requireOwn(act, site->org, c.container.str().c_str());
  for (const auto& item : *items) requireDisposable(act, item, where);
  const bool sharps = c.sharps.value_or(card && card->doc["sharps"].boolean());
  for (const auto& item : *items)
    act.gates().check(!sharps || item.kind == "dose", "SHARPS_ONLY", "WAS-05", "house rule; Directive 2010/32/EU (sharps)",
                      Json::object({{"container", c.container.str()}, {"item", item.id.str()}, {"kind", item.kind}}));
  act.gates().check(!card || sharps == card->doc["sharps"].boolean(), "SHARPS_CONTAINER_FIXED", "WAS-05", "house rule; Directive 2010/32/EU (sharps)",
                    Json::object({{"container", c.container.str()}}));
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m = stored(act, c, *items, !container);
  const Inventory all = together(container ? container->inventory : Inventory(), m.puts[0].amount, act.now());
  const Mass before = card ? Mass(card->doc["mass_kg"].number()) : kAssumedMass;
  const Mass mass = c.mass.value_or(before);
  const bool assumed = !c.mass && (!card || card->doc["mass_assumed"].boolean());
  // What is added starts the waiting time anew.
  const ClearancePlan plan = clearancePlan(all, mass, act.now(), site->jurisdiction);
  Json payload = encodePayload(c);
  payload.set("sharps", sharps)
      .set("site", where.str())
      .set("mass_kg", mass.value)
      .set("mass_assumed", assumed)
      .set("nuclides", nuclidesJson(all, mass));
  payload.set("clear_at", isoOrNull(plan.at)).set("rule", plan.rule).set("clause", plan.clause).set("nuclide", plan.nuclide);
  payload.set("clear_at_local", plan.at ? showInstant(*plan.at, site->zone) : "-");
  act.emit(where, stream(c.container), "waste.Stored", payload, m);
  act.answer(Json::object({{"container", c.container.str()},
                           {"clear_at", isoOrNull(plan.at)},
                           {"rule", plan.rule},
                           {"nuclide", plan.nuclide},
                           {"mass_assumed", assumed}}));
  return Done{};
}

namespace {

void requireDecayed(Act& act, const Clear& c, const Card& card, const Inventory& left, const identity::SiteFacts& site) {
  const bool by_decay = card.doc["clear_at"].isString();
  const Instant due = instantIn(card.doc["clear_at"]);
  Json params = Json::object({{"container", c.container.str()}, {"nuclide", card.doc["nuclide"]}, {"rule", card.doc["rule"]}});
  const std::string& clause = card.doc["clause"].text();
  if (act.gates().check(by_decay, "NOT_CLEARED_BY_DECAY", "WAS-02", clause, params)) {
    params.set("clear_at", due.iso()).set("clear_at_local", showInstant(due, site.zone));
    act.gates().check(act.now() >= due, "TOO_EARLY", "WAS-02", clause, params);
  }
  const double fraction = fractionOfLevels(left, Mass(card.doc["mass_kg"].number()));
  params.set("fraction_percent", fraction * 100);
  act.gates().check(fraction <= 1.0, "CLEARANCE_LEVEL_EXCEEDED", "WAS-03", "2013/59/Euratom Annex VII Table A (sum of fractions)", params);
}

void requireBackground(Act& act, const Clear& c) {
  Json params =
      Json::object({{"container", c.container.str()}, {"reading_usv_h", c.reading.value * 1e6}, {"background_usv_h", c.background.value * 1e6}});
  const double limit = c.background.value * kAboveBackground;
  params.set("limit_usv_h", limit * 1e6).set("most_usv_h", kBackgroundMost * 1e6);
  if (!act.gates().check(c.background.value > 0 && c.background.value <= kBackgroundMost, "BACKGROUND_IMPLAUSIBLE", "WAS-04", "house rule", params))
    return;
  act.gates().check(c.reading.value <= limit * (1 + 1e-9), "READING_ABOVE_BACKGROUND", "WAS-04", "HJ 1188-2021 7.2.3; 10 CFR 35.92", params);
}

}  // namespace

Verdict clear(Act& act, const Clear& c) {
  const auto card = kContainers.find(act.db(), c.container.str());
  if (!card) return notFound("container", c.container.str());
  if (card->state != "stored") return outOfOrder("stored", card->state);
  auto item = itemOf(act.db(), "container", c.container);
  if (!item) return item.refusal();
  const auto site = identity::site(act.db(), item->site);
  if (!site) return notFound("site", item->site.str());
  const Inventory left = item->inventory.empty() ? Inventory() : item->inventoryAt(act.now());
  act.gates().check(item->stage == "here" && item->container.empty(), "ITEM_NOT_HERE", "TR-01", "house rule",
                    Json::object({{"item", c.container.str()}, {"stage", item->stage}}));
  requireOwn(act, item->org, c.container.str().c_str());
  requireDecayed(act, c, *card, left, *site);
  requireBackground(act, c);
  production::requireEquipment(act, c.meter, "survey_meter", item->site);
  instruments::requireChecked(act, c.meter);
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::clear;
  m.at = act.now();
  m.with = {{"equipment", c.meter.str()}};
  m.takes.push_back({c.container, left, item->volume, true});
  const Mass mass(card->doc["mass_kg"].number());
  Json payload = encodePayload(c);
  payload.set("activity_bq", left.total().value)
      .set("fraction_percent", fractionOfLevels(left, mass) * 100)
      .set("nuclides", nuclidesJson(left, mass));
  act.emit(item->site, stream(c.container), "waste.Cleared", payload.set("mass_kg", mass.value).set("items", card->doc["items"]), m);
  return Done{};
}

}  // namespace isotrail::waste
