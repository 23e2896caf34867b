#include "rooms/hotlab/draw/drawing.h"

#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "rooms/hotlab/records.h"
#include "rooms/instruments/facts.h"
#include "rooms/protection/facts.h"

namespace isotrail::hotlab {

Drawing drawingOf(Db& db, const ordering::OrderFacts& order, const Item& vial) {
  const auto product = catalogue::product(db, order.product);
  return {order, vial, *product, *identity::site(db, order.site), Dataset::shipped().find(product->nuclide)};
}

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
void requireTolerance(Act& act, const Drawing& d, Activity measured, bool more_follow) {
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
  const bool fits = off <= d.order.tolerance.value + 1e-12 && (more_follow || -off <= d.order.tolerance.value + 1e-12);
  act.gates().check(fits, "DRAW_OUTSIDE_TOLERANCE", "HOT-14", "house rule; the order's range", params);
}

void requireBench(Act& act, const instruments::Said& said) {
  requireCalibrator(act, said.instrument);
  instruments::requireReading(act, said);
  identity::requireQualified(act, "hotlab-dispensing");
  protection::requireBelowLimits(act);
}

NewItem newSyringe(const Drawing& d) {
  const ItemId batch = d.vial.kind == "vial" ? d.vial.batch : d.vial.id;
  return {"dose", d.product.name, d.product.product, batch, d.vial.expires_at, d.vial.maker};
}

Movement movesInto(const Act& act, const Drawing& d, const ItemId& into, Activity activity, Volume volume, const EquipmentId& calibrator,
                   std::optional<NewItem> syringe) {
  const Inventory all = d.vial.inventoryAt(act.now());
  // The calibrator's word decides how many atoms leave the vial; every isotope goes in the same share.
  const Inventory part = all.times(std::min(1.0, activity / all.activity(d.nuclide->name)));
  Movement m;
  m.kind = MovementKind::draw;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.with = {{"equipment", calibrator.str()}, {"order", d.order.order.str()}, {"patient", d.order.patient.str()}};
  m.takes.push_back({d.vial.id, part, volume, false});
  m.puts.push_back({into, part, volume, std::move(syringe)});
  return m;
}

}  // namespace isotrail::hotlab
