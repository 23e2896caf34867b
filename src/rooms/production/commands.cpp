#include "rooms/production/commands.h"

#include <algorithm>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/production/facts.h"
#include "rooms/production/record.h"

namespace isotrail::production {
namespace {

constexpr double kCalibratorUncertainty = 0.02;  // k=1, relative: a dose calibrator in routine use

std::string stream(const ItemId& batch) { return "production/" + batch.str(); }

Json stepParams(const SignStep& c, const catalogue::Step& s) {
  Json p = Json::object({{"batch", c.batch.str()}, {"step", c.step}, {"reading", s.reading}, {"unit", s.unit}});
  if (c.reading) p.set("value", *c.reading);
  if (s.lower) p.set("lower", *s.lower);
  if (s.upper) p.set("upper", *s.upper);
  if (s.alert_lower) p.set("alert_lower", *s.alert_lower);
  if (s.alert_upper) p.set("alert_upper", *s.alert_upper);
  return p;
}

bool inside(double v, const std::optional<double>& lower, const std::optional<double>& upper) {
  return (!lower || v >= *lower) && (!upper || v <= *upper);
}

/// Gates about the value a step reads.
void requireReading(Act& act, const SignStep& c, const catalogue::Step& s) {
  if (s.reading.empty()) return;
  const Json params = stepParams(c, s);
  if (!act.gates().check(c.reading.has_value(), "READING_MISSING", "PRO-03", "China GMP 2010 Art. 175 (parameters recorded)", params)) return;
  act.gates().check(inside(*c.reading, s.lower, s.upper), "STEP_OUT_OF_LIMITS", "PRO-04", "house rule; limits of the master batch record", params);
  const bool alert = !inside(*c.reading, s.alert_lower, s.alert_upper);
  act.gates().check(!alert || (c.comment && !c.comment->empty()), "COMMENT_NEEDED", "PRO-05", "house rule", params);
}

}  // namespace

Verdict registerEquipment(Act& act, const RegisterEquipment& c) {
  if (equipment(act.db(), c.equipment)) return alreadyExists("equipment", c.equipment.str());
  auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "production/" + c.equipment.str(), "production.EquipmentRegistered", encodePayload(c));
  return Done{};
}

Verdict receiveLot(Act& act, const ReceiveLot& c) {
  if (findItem(act.db(), c.lot)) return alreadyExists("lot", c.lot.str());
  auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (!identity::org(act.db(), c.supplier)) return notFound("supplier", c.supplier.str());
  if (c.units <= 0) return Refusal::field({"units", "BAD_VALUE", std::to_string(c.units), "1 or more", 0, 0});
  if (c.product && !catalogue::product(act.db(), *c.product)) return notFound("product", c.product->str());
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::bring_in;
  m.to_org = site->org;
  m.puts.push_back({c.lot, {}, {}, NewItem{c.kind, c.name, c.product.value_or(ProductId()), {}, c.expires_at, c.supplier}});
  act.emit(c.site, stream(c.lot), "production.LotReceived", encodePayload(c), m);
  return Done{};
}

namespace {

/// Materials without which a synthesis cannot be traced: what the product is made from and what it is made in.
constexpr const char* kNeededKinds[] = {"precursor", "cassette", "vials"};

/// Whoever signs a part of the record is qualified for its first step.
std::string qualificationFor(const std::vector<catalogue::Step>& steps, const std::string& phase) {
  for (const auto& s : steps)
    if (s.phase == phase) return s.qualification;
  return steps.front().qualification;
}

void requireMaterials(Act& act, const StartBatch& c, const std::vector<Item>& lots) {
  for (const auto& lot : lots) {
    requireUsable(act, lot);
    act.gates().check(lot.site == c.site, "LOT_ELSEWHERE", "PRO-09", "house rule",
                      Json::object({{"lot", lot.id.str()}, {"site", lot.site.str()}, {"wanted", c.site.str()}}));
  }
  for (const char* kind : kNeededKinds) {
    const bool there = std::any_of(lots.begin(), lots.end(), [&](const Item& i) { return i.kind == kind; });
    Json params = Json::object({{"batch", c.batch.str()}});
    act.gates().check(there, "MATERIAL_MISSING", "PRO-09", "China GMP 2010 Art. 175 (lots used)", setKind(params, "kind", kind));
  }
}

void requireBulk(Act& act, const StartBatch& c, const Item& bulk, const catalogue::ProductFacts& product) {
  requireUsable(act, bulk);
  act.gates().check(bulk.site == c.site, "LOT_ELSEWHERE", "PRO-09", "house rule",
                    Json::object({{"lot", bulk.id.str()}, {"site", bulk.site.str()}, {"wanted", c.site.str()}}));
  const std::string found = bulk.inventory.empty() ? "" : bulk.inventoryAt(act.now()).leading();
  Json params = Json::object({{"bulk", bulk.id.str()}, {"nuclide", found}, {"wanted", product.nuclide}});
  act.gates().check(bulk.kind == "bulk" && found == product.nuclide, "BULK_WRONG", "PRO-10", "house rule", setKind(params, "kind", bulk.kind));
  std::string other;
  for (const auto& b : batches(act.db()))
    if (b.bulk == bulk.id) other = b.batch.str();
  act.gates().check(other.empty(), "BULK_TAKEN", "PRO-10", "house rule", Json::object({{"bulk", bulk.id.str()}, {"batch", other}}));
}

}  // namespace

Verdict startBatch(Act& act, const StartBatch& c) {
  if (findItem(act.db(), c.batch)) return alreadyExists("batch", c.batch.str());
  auto product = catalogue::product(act.db(), c.product);
  if (!product) return notFound("product", c.product.str());
  auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  auto bulk = itemOf(act.db(), "bulk", c.bulk);
  if (!bulk) return bulk.refusal();
  const auto steps = catalogue::steps(act.db(), c.product);
  if (steps.empty()) return notFound("master record of product", c.product.str());
  std::vector<Item> lots;
  Movement m;
  m.kind = MovementKind::combine;
  for (const auto& id : c.lots) {
    auto lot = itemOf(act.db(), "lots", id);
    if (!lot) return lot.refusal();
    lots.push_back(*lot);
    m.takes.push_back({id, {}, {}, false});
  }
  requireOwn(act, site->org, c.site.str().c_str());
  requireBulk(act, c, *bulk, *product);
  requireMaterials(act, c, lots);
  identity::requireQualified(act, qualificationFor(steps, "before"));
  licensing::requireLicence(act, c.site, "make", product->nuclide, Activity(), act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  m.takes.push_back({c.bulk, {}, {}, false});
  m.puts.push_back({c.batch, {}, {}, NewItem{"batch", product->name, c.product, c.batch, std::nullopt, {}}});
  act.emit(c.site, stream(c.batch), "production.BatchStarted", encodePayload(c), m);
  return Done{};
}

Verdict signStep(Act& act, const SignStep& c) {
  auto record = recordOf(act.db(), c.batch);
  if (!record) return notFound("batch", c.batch.str());
  const auto steps = catalogue::steps(act.db(), ProductId(record->doc["product"].text()));
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& s) { return s.step == c.step; });
  if (found == steps.end()) return notFound("step", std::to_string(c.step));
  const std::string due = nextDue(steps, record->doc);
  if (due != "step " + std::to_string(c.step)) return outOfOrder(due, "step " + std::to_string(c.step));
  const bool product_phase = found->phase == "product" || found->phase == "close";
  if (product_phase && record->state != "made") return outOfOrder("complete-synthesis", "step " + std::to_string(c.step));
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  requireUsable(act, *item);
  identity::requireQualified(act, found->qualification);
  requireReading(act, c, *found);
  if (c.equipment) requireEquipment(act, *c.equipment, "", item->site);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(item->site, stream(c.batch), "production.StepPerformed", encodePayload(c));
  return Done{};
}

Verdict settleStep(Act& act, Event& corrected) {
  const auto c = decodePayload<SignStep>(corrected.payload);
  const auto record = recordOf(act.db(), c.batch);
  if (!record) return notFound("batch", c.batch.str());
  for (const auto& s : catalogue::steps(act.db(), ProductId(record->doc["product"].text())))
    if (s.step == c.step) requireReading(act, c, s);
  if (c.equipment) requireEquipment(act, *c.equipment, "", corrected.site);
  return Done{};
}

Verdict checkStep(Act& act, const CheckStep& c) {
  auto record = recordOf(act.db(), c.batch);
  if (!record) return notFound("batch", c.batch.str());
  const auto steps = catalogue::steps(act.db(), ProductId(record->doc["product"].text()));
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& s) { return s.step == c.step; });
  if (found == steps.end()) return notFound("step", std::to_string(c.step));
  const Json& step = record->doc["steps"][std::to_string(c.step)];
  if (!step.has("performed")) return outOfOrder("step " + std::to_string(c.step) + " performed", "not yet performed");
  if (step.has("checked")) return outOfOrder("one check", "already checked");
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  requireOwn(act, item->org, c.batch.str().c_str());
  identity::requireQualified(act, found->qualification);
  act.gates().check(step["performed"]["by"].text() != act.caller().person.str(), "CHECKS_OWN_STEP", "PRO-06",
                    "China GMP 2010 Art. 175 (second person)", Json::object({{"person", act.caller().person.str()}, {"step", c.step}}));
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(item->site, stream(c.batch), "production.StepChecked", encodePayload(c));
  return Done{};
}

Verdict completeSynthesis(Act& act, const CompleteSynthesis& c) {
  auto record = recordOf(act.db(), c.batch);
  if (!record) return notFound("batch", c.batch.str());
  if (record->state != "in_process") return outOfOrder("in_process", record->state);
  const auto steps = catalogue::steps(act.db(), ProductId(record->doc["product"].text()));
  if (!phasesDone(steps, record->doc, {"before", "synthesis"})) return outOfOrder(nextDue(steps, record->doc), "complete-synthesis");
  auto batch_item = itemOf(act.db(), "batch", c.batch);
  auto bulk = itemOf(act.db(), "bulk", ItemId(record->doc["bulk"].text()));
  if (!batch_item) return batch_item.refusal();
  if (!bulk) return bulk.refusal();
  requireUsable(act, *batch_item);
  requireUsable(act, *bulk);
  requireEquipment(act, c.calibrator, "calibrator", batch_item->site);
  const Inventory all = bulk->inventoryAt(act.now());
  const std::string nuclide = all.leading();
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  identity::requireQualified(act, qualificationFor(steps, "synthesis"));
  const double share = nuclide.empty() ? 2.0 : c.activity / all.activity(nuclide);
  act.gates().check(share <= 1.0, "YIELD_IMPLAUSIBLE", "PRO-07", "house rule",
                    Json::object({{"measured", showActivity(c.activity)}, {"bulk", showActivity(all.activity(nuclide))}}));
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::combine;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.with = {{"equipment", c.calibrator.str()}};
  m.takes.push_back({bulk->id, all, bulk->volume, true});
  m.puts.push_back({c.batch, all.times(share), c.volume, std::nullopt});
  // What the synthesis did not turn into product stays in the cell: it is an item, so that the atoms close.
  const NewItem losses{"waste", "Synthesis losses of " + c.batch.str(), {}, c.batch, std::nullopt, {}};
  m.puts.push_back({ItemId(c.batch.str() + ".W"), all.times(1.0 - share), {}, losses});
  Json payload = encodePayload(c);
  payload.set("yield", share).set("bulk_bq", all.activity(nuclide).value).set("eos_at", act.now().iso());
  act.emit(batch_item->site, stream(c.batch), "production.SynthesisCompleted", payload, m);
  act.answer(Json::object({{"yield_percent", share * 100}, {"waste", c.batch.str() + ".W"}}));
  return Done{};
}

Verdict fillVial(Act& act, const FillVial& c) {
  auto facts = batch(act.db(), c.batch);
  if (!facts) return notFound("batch", c.batch.str());
  if (findItem(act.db(), c.vial)) return alreadyExists("vial", c.vial.str());
  if (facts->state != "made") return outOfOrder("complete-synthesis", "fill-vial");
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  auto product = catalogue::product(act.db(), facts->product);
  requireUsable(act, *item);
  identity::requireQualified(act, qualificationFor(catalogue::steps(act.db(), facts->product), "product"));
  const Instant expires = *facts->eos_at + product->shelf_life;
  act.gates().check(act.now() < expires, "ITEM_EXPIRED", "TR-03", "house rule",
                    Json::object({{"item", c.batch.str()}, {"expires_at", expires.iso()}}));
  act.gates().check(c.volume.value <= item->volume.value * (1 + 1e-9), "BATCH_VOLUME_EXCEEDED", "PRO-08", "house rule",
                    Json::object({{"batch", c.batch.str()}, {"asked_ml", c.volume.value * 1e3}, {"left_ml", item->volume.value * 1e3}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const Inventory part = item->inventoryAt(act.now()).times(std::min(1.0, c.volume / item->volume));
  Movement m;
  m.kind = MovementKind::split;
  m.at = act.now();
  m.takes.push_back({c.batch, part, c.volume, false});
  m.puts.push_back({c.vial, part, c.volume, NewItem{"vial", product->name, facts->product, c.batch, expires, {}}});
  act.emit(item->site, stream(c.vial), "production.VialFilled", encodePayload(c), m);
  return Done{};
}

}  // namespace isotrail::production
