// Drawing a dose out of a vial or a preparation, and its label.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/draw/drawing.h"
#include "rooms/hotlab/records.h"
#include "rooms/licensing/facts.h"

namespace isotrail::hotlab {
namespace {

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
  const std::int64_t parts = c.parts.value_or(1);
  act.gates().check(parts == p->syringes, "SYRINGE_COUNT_DIFFERS", "HOT-22", "house rule; the prescription",
                    Json::object({{"dose", c.dose.str()}, {"count", parts}, {"prescribed", p->syringes}}));
}

/// The dose with all its syringes together, as of when this one was drawn.
DoseFacts whole(Db& db, DoseFacts syringe, const Nuclide& nuclide) {
  const ItemId first = syringe.part_of.empty() ? syringe.dose : syringe.part_of;
  auto all = partsOf(db, first);
  if (const auto f = dose(db, first)) all.push_back(*f);
  Activity sum;
  for (const auto& p : all) sum = sum + decayed(nuclide, p.activity, p.at, syringe.at);
  syringe.activity = sum;
  return syringe;
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
  if (c.parts && (*c.parts < 1 || *c.parts > 4)) return Refusal::field({"parts", "BAD_VALUE", std::to_string(*c.parts), "1 to 4", 0, 0});
  const Drawing d = drawingOf(act.db(), *order, *vial);
  const std::string& nuclide = d.product.nuclide;
  requireOwn(act, order->org, c.order.str().c_str());
  requireSource(act, d);
  requireEnough(act, d, c.activity, c.volume);
  requireTolerance(act, d, c.activity, c.parts.value_or(1) > 1);
  requireNoLookAlike(act, d, c);
  requireCount(act, d, c);
  clinic::requireNotMistaken(act, c.order, c.patient);
  clinic::requirePrescribed(act, c.order, d.product.use == "therapeutic");
  requireBench(act, {c.calibrator, nuclide, c.activity, c.reading, c.witness});
  licensing::requireLicensed(act, order->site, "use", nuclide, act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  // What the volume alone would have held, beside what was measured.
  const double by_volume = vial->inventoryAt(act.now()).activity(nuclide).value * (vial->volume.value > 0 ? c.volume / vial->volume : 0.0);
  Json payload = encodePayload(c);
  if (c.patient) payload.set("patient_scanned", true);
  payload.set("patient", order->patient.str()).set("product", order->product.str()).set("nuclide", nuclide).set("site", order->site.str());
  const Instant when = std::max(act.now(), order->inject_at);
  const auto then = atInjection(d, c.activity, when - act.now());
  payload.set("inject_at", order->inject_at.iso()).set("by_volume_bq", by_volume).set("u_bq", c.activity.value * kCalibratorUncertainty);
  act.emit(order->site, stream(c.dose), "hotlab.DoseDrawn", payload, movesInto(act, d, c.dose, c.activity, c.volume, c.calibrator, newSyringe(d)));
  act.answer(Json::object({{"dose", c.dose.str()}, {"at_injection_bq", then.value.value}, {"inject_at", when.iso()}})
                 .set("at_injection_u_bq", then.u().value));
  return Done{};
}

/// What is added comes out of the vial; what the syringe holds then is the calibrator's word, and its label is void.
Verdict topUpDose(Act& act, const TopUpDose& c) {
  const auto facts = dose(act.db(), c.dose);
  if (!facts) return notFound("dose", c.dose.str());
  if (facts->state != "drawn" && facts->state != "labelled") return outOfOrder("drawn, labelled", facts->state);
  if (facts->parts > 1 || !facts->part_of.empty()) return Refusal::field({"dose", "BAD_VALUE", c.dose.str(), "a dose in one syringe", 0, 0});
  auto item = itemOf(act.db(), "dose", c.dose);
  if (!item) return item.refusal();
  auto vial = itemOf(act.db(), "vial", c.vial);
  if (!vial) return vial.refusal();
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  const auto order = ordering::order(act.db(), facts->order);
  const Drawing d = drawingOf(act.db(), *order, *vial);
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
  requireBench(act, {c.calibrator, d.product.nuclide, c.activity, c.reading, c.witness});
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("added_bq", added.value).set("volume_l", (facts->volume + c.volume).value).set("added_l", c.volume.value);
  payload.set("order", order->order.str()).set("u_bq", c.activity.value * kCalibratorUncertainty);
  act.emit(order->site, stream(c.dose), "hotlab.DoseToppedUp", payload, movesInto(act, d, c.dose, added, c.volume, c.calibrator, std::nullopt));
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
  payload.set("inject_before", injectBefore(whole(act.db(), *facts, *nuclide), *order, *nuclide, item->expires_at).iso());
  act.emit(item->site, stream(c.dose), "hotlab.DoseLabelled", payload);
  act.answer(payload);
  return Done{};
}

}  // namespace isotrail::hotlab
