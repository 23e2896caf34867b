// Kits: an eluate into a kit vial, and the test of what came of it.
#include <algorithm>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/protection/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::hotlab {
namespace {

// What a kit vial of the usual size takes (leaflets of Tc-99m kits: 2 to 10 mL, up to 500 mCi).
constexpr Volume kKitLow = 1.0_mL, kKitHigh = 10.0_mL;
constexpr Activity kKitMost = 18.5_GBq;

bool mentions(const std::string& text, const std::string& word) { return !word.empty() && text.find(word) != std::string::npos; }

/// A lot that names its product decides by it; an older one by what is written on it.
bool makes(const Item& kit, const catalogue::ProductFacts& product) {
  if (!kit.product.empty()) return kit.product == product.product;
  return mentions(kit.label, product.product.str()) || mentions(kit.label, product.name);
}

void requireKit(Act& act, const Item& kit, const catalogue::ProductFacts& product) {
  requireUsable(act, kit);
  Json params =
      Json::object({{"kit", kit.id.str()}, {"kit_says", kit.product.empty() ? kit.label : kit.product.str()}, {"product", product.product.str()}});
  act.gates().check(kit.kind == "kit" && makes(kit, product), "KIT_WRONG_PRODUCT", "HOT-09", "house rule", params);
  const auto left = kitsLeft(act.db(), kit.id);
  if (kit.kind == "kit") act.gates().check(left && *left > 0, "KIT_LOT_USED_UP", "HOT-09", "house rule", params);
}

void requireEluate(Act& act, const Item& eluate, const PrepareKit& c, const catalogue::ProductFacts& product) {
  requireUsable(act, eluate);
  const Inventory there = eluate.inventoryAt(act.now());
  const bool right = eluate.kind == "eluate" && there.leading() == product.nuclide;
  if (!act.gates().check(right, "ELUATE_WRONG", "HOT-08", "house rule", Json::object({{"eluate", c.eluate.str()}, {"wanted", product.nuclide}})))
    return;
  const auto until = supply::breakthroughUntil(act.db(), c.eluate);
  act.gates().check(until && act.now() <= *until, "BREAKTHROUGH_NOT_PASSED", "HOT-08", "10 CFR 35.204(a); USP",
                    Json::object({{"eluate", c.eluate.str()}, {"until", until ? until->iso() : "-"}}));
  const Activity held = there.activity(product.nuclide);
  Json params = Json::object({{"vial", c.eluate.str()}, {"measured", showActivity(c.activity)}, {"there", showActivity(held)}});
  params.set("volume_ml", c.volume.value * 1e3).set("there_ml", eluate.volume.value * 1e3);
  act.gates().check(c.activity.value <= held.value * (1 + 1e-9) && c.volume.value <= eluate.volume.value * (1 + 1e-9), "DRAW_MORE_THAN_THERE",
                    "HOT-15", "house rule", params);
}

void requireFits(Act& act, const PrepareKit& c, const std::optional<SetKitRule>& rule) {
  const Volume low = rule ? rule->low : kKitLow, high = rule ? rule->high : kKitHigh;
  const Activity most = rule ? rule->most : kKitMost;
  Json params = Json::object({{"low_ml", low.value * 1e3}, {"high_ml", high.value * 1e3}, {"max_activity", showActivity(most)}});
  params.set("volume_ml", c.volume.value * 1e3).set("activity", showActivity(c.activity));
  const bool fits =
      c.volume.value >= low.value * (1 - 1e-9) && c.volume.value <= high.value * (1 + 1e-9) && c.activity.value <= most.value * (1 + 1e-9);
  act.gates().check(fits, "KIT_OVERLOADED", "HOT-10", rule ? "house rule; " + rule->source : "house rule; leaflets of Tc-99m kits", params);
}

/// The first of all limits ends a preparation's use; `limit` says which.
Instant usableUntil(Act& act, const Item& eluate, const catalogue::ProductFacts& product, const std::optional<SetKitRule>& rule, std::string& limit) {
  // The parent's limit holds at administration, so a preparation is good for no longer than the eluate's breakthrough.
  Instant until = act.now() + product.shelf_life;
  limit = "shelf_life";
  const auto earlier = [&](std::optional<Instant> t, const char* name) {
    if (t && *t < until) {
      until = *t;
      limit = name;
    }
  };
  earlier(supply::breakthroughUntil(act.db(), eluate.id), "breakthrough");
  if (rule && rule->beyond_use) earlier(act.now() + *rule->beyond_use, "kit_rule");
  if (const auto room = roomLimit(act.db(), eluate.site)) earlier(act.now() + *room, "room");
  return until;
}

Movement prepared(const Act& act, const PrepareKit& c, const Item& eluate, const catalogue::ProductFacts& product, Instant expires) {
  const Inventory all = eluate.inventoryAt(act.now());
  const Inventory part = all.times(std::min(1.0, c.activity / all.activity(product.nuclide)));
  Movement m;
  m.kind = MovementKind::split;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.takes.push_back({c.eluate, part, c.volume, false});
  m.takes.push_back({c.kit_lot, {}, {}, false});  // without atoms: lineage names the lot
  m.puts.push_back({c.preparation, part, c.volume, NewItem{"preparation", product.name, product.product, c.preparation, expires, {}}});
  return m;
}

/// The lower limit of radiochemical purity filed for the hospital's market, as a share.
std::optional<double> purityLimit(Db& db, const ProductId& product, const std::string& market, std::string& clause) {
  for (const auto& limit : catalogue::limits(db, product, market)) {
    if (limit.test != "radiochemical purity" || !limit.lower) continue;
    clause = limit.clause;
    return limit.unit == "%" ? *limit.lower / 100.0 : *limit.lower;
  }
  return std::nullopt;
}

}  // namespace

Verdict prepareKit(Act& act, const PrepareKit& c) {
  if (findItem(act.db(), c.preparation)) return alreadyExists("preparation", c.preparation.str());
  auto kit = itemOf(act.db(), "kit_lot", c.kit_lot);
  if (!kit) return kit.refusal();
  auto eluate = itemOf(act.db(), "eluate", c.eluate);
  if (!eluate) return eluate.refusal();
  const auto product = catalogue::product(act.db(), c.product);
  if (!product) return notFound("product", c.product.str());
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  act.gates().check(product->kind == "generator", "NOT_A_KIT_PRODUCT", "HOT-09", "house rule", Json::object({{"product", c.product.str()}}));
  requireKit(act, *kit, *product);
  requireEluate(act, *eluate, c, *product);
  const auto rule = kitRule(act.db(), eluate->site, c.product);
  requireFits(act, c, rule);
  if (rule) requireEluateAge(act, *eluate, *rule);
  act.gates().check(kit->site == eluate->site, "LOT_ELSEWHERE", "HOT-09", "house rule",
                    Json::object({{"lot", c.kit_lot.str()}, {"site", kit->site.str()}, {"wanted", eluate->site.str()}}));
  identity::requireQualified(act, "hotlab-dispensing");
  protection::requireBelowLimits(act);
  licensing::requireLicensed(act, eluate->site, "use", product->nuclide, act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  std::string limit;
  const Instant expires = usableUntil(act, *eluate, *product, rule, limit);
  Json payload = encodePayload(c);
  payload.set("nuclide", product->nuclide).set("site", eluate->site.str()).set("expires_at", expires.iso()).set("limited_by", limit);
  act.emit(eluate->site, stream(c.preparation), "hotlab.KitPrepared", payload, prepared(act, c, *eluate, *product, expires));
  act.answer(Json::object({{"preparation", c.preparation.str()}, {"expires_at", expires.iso()}, {"limited_by", limit}}));
  return Done{};
}

Verdict testPreparation(Act& act, const TestPreparation& c) {
  const std::string state = preparationState(act.db(), c.preparation);
  if (state.empty()) return notFound("preparation", c.preparation.str());
  if (state != "untested") return outOfOrder("untested", state);
  auto item = itemOf(act.db(), "preparation", c.preparation);
  if (!item) return item.refusal();
  if (c.purity.value > 1) return Refusal::field({"purity", "BAD_VALUE", "", "at most 100 %", 0, 0});
  const auto site = identity::site(act.db(), item->site);
  std::string clause = "house rule";
  const auto limit = purityLimit(act.db(), item->product, site->jurisdiction, clause);
  requireUsable(act, *item);
  act.gates().check(limit.has_value(), "PURITY_LIMIT_NOT_FILED", "HOT-11", "house rule",
                    Json::object({{"product", item->product.str()}, {"market", site->jurisdiction}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const char* verdict = c.purity.value >= *limit - 1e-12 ? "pass" : "fail";
  Json payload = encodePayload(c);
  payload.set("purity_percent", c.purity.value * 100).set("limit_percent", *limit * 100).set("clause", clause).set("verdict", verdict);
  act.emit(item->site, stream(c.preparation), "hotlab.PreparationTested", payload.set("product", item->product.str()));
  if (*verdict == 'f')
    act.emit(item->site, stream(c.preparation), "trace.Held",
             Json::object({{"item", c.preparation.str()}, {"reason", "radiochemical purity below the limit"}}));
  act.answer(Json::object({{"verdict", verdict}, {"purity_percent", c.purity.value * 100}, {"limit_percent", *limit * 100}}));
  return Done{};
}

}  // namespace isotrail::hotlab
