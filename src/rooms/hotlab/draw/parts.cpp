// A dose split over several syringes: each is drawn, measured and labelled by itself; together they are what was prescribed.
#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/draw/drawing.h"
#include "rooms/hotlab/records.h"

namespace isotrail::hotlab {

Verdict drawPart(Act& act, const DrawPart& c) {
  if (findItem(act.db(), c.part)) return alreadyExists("part", c.part.str());
  const auto first = dose(act.db(), c.dose);
  if (!first) return notFound("dose", c.dose.str());
  if (first->state != "drawn" && first->state != "labelled") return outOfOrder("drawn, labelled", first->state);
  auto parts = partsOf(act.db(), c.dose);
  const auto drawn = static_cast<std::int64_t>(parts.size()) + 1;
  if (drawn >= first->parts) return outOfOrder(std::to_string(first->parts) + " syringes", std::to_string(drawn));
  auto vial = itemOf(act.db(), "vial", c.vial);
  if (!vial) return vial.refusal();
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  const auto order = ordering::order(act.db(), first->order);
  const Drawing d = drawingOf(act.db(), *order, *vial);
  requireOwn(act, order->org, c.dose.str().c_str());
  requireSource(act, d);
  requireEnough(act, d, c.activity, c.volume);
  // What the others hold by now and this one together.
  parts.push_back(*first);
  Activity sum = c.activity;
  for (const auto& p : parts)
    if (const auto item = findItem(act.db(), p.dose)) sum = sum + item->inventoryAt(act.now()).activity(d.product.nuclide);
  requireTolerance(act, d, sum, drawn + 1 < first->parts);
  clinic::requirePrescribed(act, first->order, d.product.use == "therapeutic");
  requireBench(act, {c.calibrator, d.product.nuclide, c.activity, c.reading, c.witness});
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("patient", order->patient.str())
      .set("product", order->product.str())
      .set("nuclide", d.product.nuclide)
      .set("order", order->order.str());
  payload.set("site", order->site.str()).set("u_bq", c.activity.value * kCalibratorUncertainty).set("sum_bq", sum.value);
  act.emit(order->site, stream(c.part), "hotlab.PartDrawn", payload, movesInto(act, d, c.part, c.activity, c.volume, c.calibrator, newSyringe(d)));
  act.answer(Json::object({{"part", c.part.str()}, {"sum_bq", sum.value}, {"syringes", drawn + 1}, {"of", first->parts}}));
  return Done{};
}

}  // namespace isotrail::hotlab
