// Generators, elutions and the test for what of the parent came along.
#include "base/check.h"
#include "desk/words.h"
#include "nuclide/generator/buildup.h"
#include "nuclide/generator/generator.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/production/facts.h"
#include "rooms/supply/commands.h"
#include "rooms/supply/facts.h"
#include "rooms/supply/records.h"

namespace isotrail::supply {
namespace {

/// USP <825>, generator elution in a segregated area: 12 h from the elution.
constexpr Seconds kEluateLife = hours(12);

std::string stream(const ItemId& item) { return "supply/" + item.str(); }

/// What of `held` leaves the column: every isotope and isomer of the daughter in one share. What of the parent comes along is
/// the breakthrough test's to say.
Inventory eluted(const Inventory& held, const std::string& parent, const std::string& daughter, double share) {
  const auto system = making::GeneratorSystem::of(held.dataset(), parent, daughter);
  ISOTRAIL_CHECK(system.ok());
  const making::Elution now{Seconds(0), Fraction(share)};
  const auto eluates = making::elute(*system, held.atoms(), std::span(&now, 1));
  ISOTRAIL_CHECK(eluates.ok());
  making::Atoms atoms = eluates->front().atoms;
  atoms.erase(parent);
  return Inventory::fromAtoms(held.dataset(), std::move(atoms), held.reference());
}

}  // namespace

Verdict receiveGenerator(Act& act, const ReceiveGenerator& c) {
  if (findItem(act.db(), c.generator)) return alreadyExists("generator", c.generator.str());
  auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (!identity::org(act.db(), c.supplier)) return notFound("supplier", c.supplier.str());
  auto parent = catalogue::dataset(act.db()).get("parent", c.parent);
  if (!parent) return parent.refusal();
  const auto limit = breakthroughLimit((*parent)->name);
  if (!limit) return Refusal::field({"parent", "BAD_VALUE", c.parent, "a parent of data/breakthrough_limits.csv", 0, 0});
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  if (c.efficiency.value <= 0 || c.efficiency.value > 1)
    return Refusal::field({"efficiency", "BAD_VALUE", "", "more than 0 and at most 100 %", 0, 0});
  // At the reference instant the column is taken as freshly eluted: no daughter yet. A reference still to come leaves the
  // parent alone today.
  const Inventory held = Inventory::of(**parent, c.activity, c.reference_at).at(act.now());
  requireOwn(act, site->org, c.site.str().c_str());
  licensing::requireLicence(act, c.site, "hold", (*parent)->name, held.activity((*parent)->name), act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::bring_in;
  m.to_org = site->org;
  m.at = act.now();
  const std::string label = (*parent)->name + "/" + limit->daughter + " generator " + c.generator.str();
  m.puts.push_back({c.generator, held, {}, NewItem{"generator", label, {}, {}, c.expires_at, c.supplier}});
  ReceiveGenerator recorded = c;
  recorded.parent = (*parent)->name;
  act.emit(c.site, stream(c.generator), "supply.GeneratorReceived", encodePayload(recorded).set("daughter", limit->daughter), m);
  return Done{};
}

Verdict elute(Act& act, const Elute& c) {
  auto card = kGenerators.find(act.db(), c.generator.str());
  if (!card) return notFound("generator", c.generator.str());
  if (findItem(act.db(), c.eluate)) return alreadyExists("eluate", c.eluate.str());
  auto generator = itemOf(act.db(), "generator", c.generator);
  if (!generator) return generator.refusal();
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  requireUsable(act, *generator);
  production::requireEquipment(act, c.calibrator, "calibrator", generator->site);
  const std::string& daughter = card->doc["daughter"].text();
  const Inventory column = generator->inventoryAt(act.now());
  const Activity there = column.activity(daughter);
  Json params = Json::object({{"generator", c.generator.str()}, {"nuclide", daughter}});
  params.set("measured", showActivity(c.activity)).set("column", showActivity(there));
  act.gates().check(c.activity <= there, "ELUTION_IMPLAUSIBLE", "SUP-04", "house rule", params);
  if (auto v = act.gates().verdict(); !v) return v;
  const double share = c.activity / there;
  const Inventory out = eluted(column, card->doc["parent"].text(), daughter, share);
  Movement m;
  m.kind = MovementKind::split;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.takes.push_back({c.generator, out, {}, false});
  m.puts.push_back({c.eluate, out, c.volume, NewItem{"eluate", daughter + " eluate " + c.eluate.str(), {}, {}, act.now() + kEluateLife, {}}});
  Json payload = encodePayload(c);
  payload.set("nuclide", daughter).set("column_bq", there.value).set("efficiency_fraction", share);
  act.emit(generator->site, stream(c.eluate), "supply.Eluted", payload, m);
  act.answer(Json::object({{"efficiency_percent", share * 100}, {"expires_at", (act.now() + kEluateLife).iso()}}));
  return Done{};
}

namespace {
/// How long the parent's share stays at or below the limit, a year at most.
std::optional<Instant> withinUntil(const Dataset& set, Instant now, const BreakthroughLimit& limit, double ratio) {
  if (ratio > limit.ratio) return std::nullopt;
  const Nuclide &parent = *set.find(limit.parent), &daughter = *set.find(limit.daughter);
  Fraction branch;
  for (const auto& b : parent.branches)
    if (b.daughter == daughter.name) branch = Fraction(b.fraction);
  const Seconds within =
      making::breakthroughWithin(making::Rate(parent.lambda()), making::Rate(daughter.lambda()), branch, Fraction(ratio), Fraction(limit.ratio));
  return now + std::min(within, days(365));
}
}  // namespace

Verdict testBreakthrough(Act& act, const TestBreakthrough& c) {
  auto card = kEluates.find(act.db(), c.eluate.str());
  if (!card) return notFound("eluate", c.eluate.str());
  auto eluate = itemOf(act.db(), "eluate", c.eluate);
  if (!eluate) return eluate.refusal();
  const auto generator = kGenerators.find(act.db(), card->parent);
  const auto limit = breakthroughLimit(generator->doc["parent"].text());
  requireUsable(act, *eluate);
  production::requireEquipment(act, c.calibrator, "calibrator", eluate->site);
  const Inventory held = eluate->inventoryAt(act.now());
  const Activity daughter = held.activity(limit->daughter);
  act.gates().check(daughter.value > 0, "ELUATE_EMPTY", "SUP-05", "house rule",
                    Json::object({{"eluate", c.eluate.str()}, {"nuclide", limit->daughter}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const double ratio = c.impurity / daughter;
  const auto until = withinUntil(held.dataset(), act.now(), *limit, ratio);
  Json payload = encodePayload(c);
  payload.set("parent", limit->parent).set("nuclide", limit->daughter).set("kbq_per_mbq", ratio * 1e3).set("limit_kbq_per_mbq", limit->ratio * 1e3);
  payload.set("clause", limit->clause).set("verdict", until ? "pass" : "fail").set("usable_until", isoOrNull(until));
  act.emit(eluate->site, stream(c.eluate), "supply.BreakthroughTested", payload);
  // Testing again until it passes is no way out: a failed eluate stays on hold until quality has decided.
  if (!until)
    act.emit(eluate->site, stream(c.eluate), "trace.Held",
             Json::object({{"item", c.eluate.str()}, {"reason", limit->parent + " breakthrough above the limit"}}));
  act.answer(Json::object({{"verdict", payload["verdict"]}, {"kbq_per_mbq", payload["kbq_per_mbq"]}, {"usable_until", payload["usable_until"]}}));
  return Done{};
}

}  // namespace isotrail::supply
