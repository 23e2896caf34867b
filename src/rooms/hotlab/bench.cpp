// Work with the calibrator: its daily check, and assays.
#include <cmath>

#include "desk/words.h"
#include "nuclide/uncertainty/uncertain.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/facts.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"

namespace isotrail::hotlab {
namespace {

constexpr double kCheckLimit = 0.05;  // share of the expected value: IAEA TRS 454, daily constancy
/// A factor of two is a wrong unit, setting or item, not a measurement.
constexpr double kPlausibleFactor = 2.0;

/// Everything out, what was measured in: the difference is posted as unexplained, and the reading becomes the calibration.
Movement measured(const Act& act, const Item& item, const Inventory& there, double ratio, const EquipmentId& calibrator) {
  Movement m;
  m.kind = MovementKind::measure;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.with = {{"equipment", calibrator.str()}};
  m.takes.push_back({item.id, there, {}, false});
  m.puts.push_back({item.id, there.times(ratio), {}, std::nullopt});
  return m;
}

}  // namespace

Verdict checkCalibrator(Act& act, const CheckCalibrator& c) {
  const auto known = production::equipment(act.db(), c.calibrator);
  if (!known) return notFound("calibrator", c.calibrator.str());
  auto nuclide = Dataset::shipped().get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  if (c.expected.value <= 0) return Refusal::field({"expected", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  const auto site = identity::site(act.db(), known->site);
  if (!site) return notFound("site", known->site.str());
  requireOwn(act, site->org, c.calibrator.str().c_str());
  production::requireEquipment(act, c.calibrator, "calibrator", known->site);
  if (auto v = act.gates().verdict(); !v) return v;
  const double off = c.reading / c.expected - 1.0;
  const char* verdict = std::abs(off) <= kCheckLimit + 1e-12 ? "pass" : "fail";
  CheckCalibrator recorded = c;
  recorded.nuclide = (*nuclide)->name;
  Json payload = encodePayload(recorded);
  payload.set("deviation_percent", off * 100)
      .set("limit_percent", kCheckLimit * 100)
      .set("verdict", verdict)
      .set("day", localDay(act.now(), site->zone));
  act.emit(known->site, "hotlab/" + c.calibrator.str(), "hotlab.CalibratorChecked", payload);
  act.answer(Json::object({{"verdict", verdict}, {"deviation_percent", off * 100}, {"limit_percent", kCheckLimit * 100}}));
  return Done{};
}

Verdict assay(Act& act, const Assay& c) {
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  const Inventory there = item->inventoryAt(act.now());
  const std::string nuclide = there.leading();
  // What is held or expired may be measured too; measuring uses nothing.
  act.gates().check(item->stage == "here", "ITEM_NOT_HERE", "TR-01", "house rule", Json::object({{"item", c.item.str()}, {"stage", item->stage}}));
  requireOwn(act, item->org, c.item.str().c_str());
  act.gates().check(item->container.empty(), "SOURCE_STILL_PACKED", "HOT-13", "house rule",
                    Json::object({{"item", c.item.str()}, {"package", item->container.str()}}));
  requireCalibrator(act, c.calibrator);
  const bool any = act.gates().check(!nuclide.empty(), "NOTHING_TO_MEASURE", "HOT-07", "house rule", Json::object({{"item", c.item.str()}}));
  const Activity computed = any ? there.activity(nuclide) : Activity(1.0);
  const double ratio = c.activity / computed;
  if (any)
    act.gates().check(ratio <= kPlausibleFactor && ratio >= 1 / kPlausibleFactor, "ASSAY_IMPLAUSIBLE", "HOT-07", "house rule",
                      Json::object({{"item", c.item.str()}, {"measured", showActivity(c.activity)}, {"computed", showActivity(computed)}}));
  if (auto v = act.gates().verdict(); !v) return v;
  // What the record computes rests on a measurement of the same kind, but not of this reading.
  const auto reading = making::measured(c.activity, c.activity * kCalibratorUncertainty, "reading");
  const auto difference = reading - making::measured(computed, computed * kCalibratorUncertainty, "record");
  const bool disputed = std::abs(difference.value.value) > difference.expanded().value;
  Json payload = encodePayload(c);
  payload.set("nuclide", nuclide)
      .set("computed_bq", computed.value)
      .set("difference_bq", difference.value.value)
      .set("difference_percent", (ratio - 1.0) * 100);
  payload.set("u_bq", reading.u().value).set("two_sigma_bq", difference.expanded().value).set("disputed", disputed).set("maker", item->maker.str());
  act.emit(item->site, stream(c.item), "hotlab.Assayed", payload, measured(act, *item, there, ratio, c.calibrator));
  act.answer(Json::object({{"computed_bq", computed.value}, {"difference_percent", (ratio - 1.0) * 100}, {"disputed", disputed}})
                 .set("u_bq", reading.u().value)
                 .set("difference_u_bq", difference.u().value));
  return Done{};
}

}  // namespace isotrail::hotlab
