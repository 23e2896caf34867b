// Drawing a dose out of a vial or a preparation, and its label.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "nuclide/uncertainty/uncertain.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/facts.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/protection/facts.h"
#include "rooms/quality/facts.h"

namespace isotrail::hotlab {
namespace {

/// What a draw is decided on, looked up once.
struct Drawing {
  ordering::OrderFacts order;
  Item vial;
  catalogue::ProductFacts product;
  identity::SiteFacts site;
  const Nuclide* nuclide;
};

void requireSource(Act& act, const Drawing& d) {
  requireUsable(act, d.vial);
  Json params = Json::object({{"item", d.vial.id.str()}, {"kind", d.vial.kind}});
  act.gates().check(d.vial.kind == "vial" || d.vial.kind == "preparation", "SOURCE_NOT_DRAWABLE", "HOT-13", "house rule", params);
  params.set("package", d.vial.container.str());
  act.gates().check(d.vial.container.empty(), "SOURCE_STILL_PACKED", "HOT-13", "house rule", params);
  act.gates().check(d.vial.site == d.order.site, "LOT_ELSEWHERE", "HOT-13", "house rule",
                    Json::object({{"lot", d.vial.id.str()}, {"site", d.vial.site.str()}, {"wanted", d.order.site.str()}}));
  Json products = Json::object({{"vial", d.vial.id.str()}, {"product", d.vial.product.str()}, {"order", d.order.order.str()}});
  const bool right = act.gates().check(d.vial.product == d.order.product, "DRAW_WRONG_PRODUCT", "HOT-12", "house rule",
                                       products.set("ordered", d.order.product.str()));
  if (right) requireReleasedOrTested(act, d.vial, d.site.jurisdiction);
  requireWithinUse(act, d.vial);
}

/// More than the record says is there cannot be drawn: then the vial is assayed first.
void requireEnough(Act& act, const Drawing& d, Activity activity, Volume volume) {
  const Activity there = d.vial.inventoryAt(act.now()).activity(d.nuclide->name);
  Json params = Json::object({{"vial", d.vial.id.str()}, {"measured", showActivity(activity)}, {"there", showActivity(there)}});
  params.set("volume_ml", volume.value * 1e3).set("there_ml", d.vial.volume.value * 1e3);
  const bool activity_ok = activity.value <= there.value * (1 + 1e-9);
  const bool volume_ok = volume.value <= d.vial.volume.value * (1 + 1e-9);
  act.gates().check(activity_ok && volume_ok, "DRAW_MORE_THAN_THERE", "HOT-15", "house rule", params);
}

/// The measured activity at the injection, with what the calibrator and the half-life leave in doubt.
making::Uncertain<Activity> atInjection(const Drawing& d, Activity measured, Seconds until) {
  const auto now = making::measured(measured, measured * kCalibratorUncertainty, "calibrator");
  return making::decayedFor(now, {d.nuclide->half_life, Seconds(d.nuclide->half_life_unc_s)}, until);
}

/// The prescription's range holds at the injection, not at the bench. Once its time has passed, the injection is now.
void requireTolerance(Act& act, const Drawing& d, Activity measured) {
  const Instant when = std::max(act.now(), d.order.inject_at);
  const auto then = atInjection(d, measured, when - act.now());
  const double off = then.value / d.order.activity - 1.0;
  Json params = Json::object({{"order", d.order.order.str()}, {"then", showActivity(then.value)}, {"wanted", showActivity(d.order.activity)}});
  params.set("expanded", showActivity(then.expanded()));
  params.set("inject_at", when.iso()).set("inject_at_local", showInstant(when, d.site.zone));
  params.set("off_percent", off * 100).set("tolerance_percent", d.order.tolerance.value * 100);
  const Activity low = decayed(*d.nuclide, d.order.activity * (1 - d.order.tolerance.value), when, act.now());
  const Activity high = decayed(*d.nuclide, d.order.activity * (1 + d.order.tolerance.value), when, act.now());
  params.set("low_now", showActivity(low)).set("high_now", showActivity(high));
  act.gates().check(std::abs(off) <= d.order.tolerance.value + 1e-12, "DRAW_OUTSIDE_TOLERANCE", "HOT-14", "house rule; the order's range", params);
}

/// Another open vial of the same nuclide at the bench looks the same: then the product is scanned, not assumed.
void requireNoLookAlike(Act& act, const Drawing& d, const DrawDose& c) {
  std::string others;
  for (const auto& item : itemsAt(act.db(), d.order.site)) {
    const bool open = (item.kind == "vial" || item.kind == "preparation") && item.container.empty() && item.volume.value >= 1e-5;
    if (!open || item.product == d.order.product || item.product.empty()) continue;
    const auto other = catalogue::product(act.db(), item.product);
    if (other && other->nuclide == d.product.nuclide) others += (others.empty() ? "" : ", ") + item.id.str() + " (" + item.product.str() + ")";
  }
  const Json params = Json::object({{"vial", d.vial.id.str()},
                                    {"order", d.order.order.str()},
                                    {"others", others},
                                    {"ordered", d.order.product.str()},
                                    {"product", c.product ? c.product->str() : "-"}});
  if (c.product)
    act.gates().check(*c.product == d.vial.product && *c.product == d.order.product, "DRAW_WRONG_PRODUCT", "HOT-12", "house rule", params);
  else
    act.gates().check(others.empty(), "LOOK_ALIKE_UNCONFIRMED", "HOT-17", "house rule; GSR Part 3 para. 3.168", params);
}
/// As many pieces in the pot as were prescribed: two capsules look like one through its wall.
void requireCount(Act& act, const Drawing& d, const DrawDose& c) {
  const auto p = clinic::prescription(act.db(), d.order.order);
  if (!p) return;  // PRESCRIPTION_MISSING says so
  const std::int64_t in_pot = c.count.value_or(1);
  act.gates().check(in_pot == p->count, "ITEM_COUNT_DIFFERS", "HOT-16", "house rule; GSR Part 3 para. 3.168",
                    Json::object({{"dose", c.dose.str()}, {"count", in_pot}, {"prescribed", p->count}}));
}

Movement drawn(const Act& act, const Drawing& d, const DrawDose& c) {
  const Inventory all = d.vial.inventoryAt(act.now());
  // The calibrator's word decides how many atoms leave the vial; every isotope goes in the same share.
  const Inventory part = all.times(std::min(1.0, c.activity / all.activity(d.nuclide->name)));
  const ItemId batch = d.vial.kind == "vial" ? d.vial.batch : d.vial.id;
  const NewItem syringe{"dose", d.product.name, d.product.product, batch, d.vial.expires_at, d.vial.maker};
  Movement m;
  m.kind = MovementKind::draw;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.with = {{"equipment", c.calibrator.str()}, {"order", d.order.order.str()}, {"patient", d.order.patient.str()}};
  m.takes.push_back({d.vial.id, part, c.volume, false});
  m.puts.push_back({c.dose, part, c.volume, syringe});
  return m;
}

/// Until when the dose is inside the range, but not beyond the expiry of what it came from.
Instant injectBefore(const DoseFacts& dose, const ordering::OrderFacts& o, const Nuclide& nuclide, const std::optional<Instant>& expires) {
  const Activity low = o.activity * (1 - o.tolerance.value);
  const Instant until = dose.at + timeToReach(nuclide, dose.activity.value, low.value);
  return expires ? std::min(until, *expires) : until;
}

}  // namespace

Verdict drawDose(Act& act, const DrawDose& c) {
  if (findItem(act.db(), c.dose)) return alreadyExists("dose", c.dose.str());
  auto order = ordering::order(act.db(), c.order);
  if (!order) return notFound("order", c.order.str());
  auto vial = itemOf(act.db(), "vial", c.vial);
  if (!vial) return vial.refusal();
  if (order->state != "promised") return outOfOrder("promised", order->state);
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  const auto product = catalogue::product(act.db(), order->product);
  const Drawing d{*order, *vial, *product, *identity::site(act.db(), order->site), Dataset::shipped().find(product->nuclide)};
  requireOwn(act, order->org, c.order.str().c_str());
  requireSource(act, d);
  requireEnough(act, d, c.activity, c.volume);
  requireTolerance(act, d, c.activity);
  requireNoLookAlike(act, d, c);
  requireCount(act, d, c);
  clinic::requirePrescribed(act, c.order, product->use == "therapeutic");
  requireCalibrator(act, c.calibrator);
  instruments::requireReading(act, {c.calibrator, product->nuclide, c.activity, c.reading, c.witness});
  identity::requireQualified(act, "hotlab-dispensing");
  protection::requireBelowLimits(act);
  licensing::requireLicensed(act, order->site, "use", product->nuclide, act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  // What the volume alone would have held, beside what was measured.
  const double by_volume = vial->inventoryAt(act.now()).activity(product->nuclide).value * (vial->volume.value > 0 ? c.volume / vial->volume : 0.0);
  Json payload = encodePayload(c);
  payload.set("patient", order->patient.str()).set("product", order->product.str()).set("nuclide", product->nuclide).set("site", order->site.str());
  const Instant when = std::max(act.now(), order->inject_at);
  const auto then = atInjection(d, c.activity, when - act.now());
  payload.set("inject_at", order->inject_at.iso()).set("by_volume_bq", by_volume).set("u_bq", c.activity.value * kCalibratorUncertainty);
  act.emit(order->site, stream(c.dose), "hotlab.DoseDrawn", payload, drawn(act, d, c));
  act.answer(Json::object({{"dose", c.dose.str()}, {"at_injection_bq", then.value.value}, {"inject_at", when.iso()}})
                 .set("at_injection_u_bq", then.u().value));
  return Done{};
}

/// What is added comes out of the vial; what the syringe holds then is the calibrator's word, and its label is void.
Verdict topUpDose(Act& act, const TopUpDose& c) {
  const auto facts = dose(act.db(), c.dose);
  if (!facts) return notFound("dose", c.dose.str());
  if (facts->state != "drawn" && facts->state != "labelled") return outOfOrder("drawn, labelled", facts->state);
  auto item = itemOf(act.db(), "dose", c.dose);
  if (!item) return item.refusal();
  auto vial = itemOf(act.db(), "vial", c.vial);
  if (!vial) return vial.refusal();
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  const auto order = ordering::order(act.db(), facts->order);
  const auto product = catalogue::product(act.db(), facts->product);
  const Drawing d{*order, *vial, *product, *identity::site(act.db(), order->site), Dataset::shipped().find(product->nuclide)};
  const Activity before = item->inventoryAt(act.now()).activity(facts->nuclide), added = c.activity - before;
  if (added.value <= 0)
    return Refusal::field({"activity", "BAD_VALUE", showActivity(c.activity), "more than " + showActivity(before) + ", which is there", 0, 0});
  requireOwn(act, order->org, c.dose.str().c_str());
  requireUsable(act, *item);
  requireSource(act, d);
  act.gates().check(c.vial == facts->vial, "TOP_UP_OF_ANOTHER_VIAL", "HOT-18", "house rule (one batch in a syringe)",
                    Json::object({{"dose", c.dose.str()}, {"vial", facts->vial.str()}, {"found", c.vial.str()}}));
  requireEnough(act, d, added, c.volume);
  requireTolerance(act, d, c.activity);
  requireCalibrator(act, c.calibrator);
  instruments::requireReading(act, {c.calibrator, product->nuclide, c.activity, c.reading, c.witness});
  identity::requireQualified(act, "hotlab-dispensing");
  protection::requireBelowLimits(act);
  if (auto v = act.gates().verdict(); !v) return v;
  const Inventory all = vial->inventoryAt(act.now()), part = all.times(std::min(1.0, added / all.activity(product->nuclide)));
  Movement m;
  m.kind = MovementKind::draw;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.with = {{"equipment", c.calibrator.str()}, {"order", order->order.str()}, {"patient", order->patient.str()}};
  m.takes.push_back({c.vial, part, c.volume, false});
  m.puts.push_back({c.dose, part, c.volume, std::nullopt});
  Json payload = encodePayload(c);
  payload.set("added_bq", added.value).set("volume_l", (facts->volume + c.volume).value).set("added_l", c.volume.value);
  payload.set("order", order->order.str()).set("u_bq", c.activity.value * kCalibratorUncertainty);
  act.emit(order->site, stream(c.dose), "hotlab.DoseToppedUp", payload, m);
  act.answer(Json::object({{"dose", c.dose.str()}, {"added_bq", added.value}}));
  return Done{};
}

Verdict labelDose(Act& act, const LabelDose& c) {
  const auto facts = dose(act.db(), c.dose);
  if (!facts) return notFound("dose", c.dose.str());
  if (facts->state != "drawn") return outOfOrder("drawn", facts->state);
  auto item = itemOf(act.db(), "dose", c.dose);
  if (!item) return item.refusal();
  requireUsable(act, *item);
  if (auto v = act.gates().verdict(); !v) return v;
  const auto order = ordering::order(act.db(), facts->order);
  const auto product = catalogue::product(act.db(), facts->product);
  const Nuclide* nuclide = Dataset::shipped().find(facts->nuclide);
  const Activity then = decayed(*nuclide, facts->activity, facts->at, order->inject_at);
  Json payload = encodePayload(c);
  payload.set("order", facts->order.str()).set("patient", facts->patient.str()).set("product", facts->product.str()).set("letter", product->letter);
  payload.set("vial", facts->vial.str())
      .set("volume_l", facts->volume.value)
      .set("activity_bq", then.value)
      .set("u_bq", then.value * kCalibratorUncertainty)
      .set("inject_at", order->inject_at.iso());
  payload.set("inject_before", injectBefore(*facts, *order, *nuclide, item->expires_at).iso());
  act.emit(item->site, stream(c.dose), "hotlab.DoseLabelled", payload);
  act.answer(payload);
  return Done{};
}

}  // namespace isotrail::hotlab
