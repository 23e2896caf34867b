#include "nuclide/production/cyclotron.h"

#include <algorithm>
#include <cmath>

#include "nuclide/chain.h"
#include "nuclide/decay.h"
#include "nuclide/production/network.h"

namespace isotrail::making {
namespace {

void checkBeam(InputCheck& check, const Beam& beam) {
  check.that(!beam.empty(), "beam", 0, "EMPTY_BEAM", "at least one segment with current and time");
  for (const auto& s : beam) {
    check.notNegative("current", s.current.value, "NEGATIVE_CURRENT", "a finite current, 0 A or more");
    check.time("lasts", s.lasts);
  }
}
void checkYield(InputCheck& check, SaturationYield yield) {
  check.notNegative("saturation_yield", yield.value, "NEGATIVE_YIELD", "a finite yield, 0 Bq/A or more");
}

Activity over(Seconds half_life, SaturationYield yield, const Beam& beam, Activity a) {
  for (const auto& s : beam) a = a * remainingShare(half_life, s.lasts) + evenBeam(half_life, yield, s.current, s.lasts);
  return a;
}

/// What of the beam has run by `t`.
Beam until(const Beam& beam, Seconds t) {
  Beam out;
  for (const auto& s : beam) {
    if (t.value <= 0) break;
    out.push_back({s.current, std::min(s.lasts, t)});
    t = t - s.lasts;
  }
  return out;
}

}  // namespace

Activity evenBeam(Seconds half_life, SaturationYield yield, Current current, Seconds lasts) {
  return Activity(yield.value * current.value * saturationShare(half_life, lasts));
}
SaturationYield evenBeamYield(Seconds half_life, Activity measured, Current current, Seconds lasts) {
  return SaturationYield(measured.value / (current.value * saturationShare(half_life, lasts)));
}

Result<Activity> endOfBeam(Seconds half_life, SaturationYield yield, const Beam& beam, Activity before) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  checkYield(check, yield);
  check.activity("before", before);
  checkBeam(check, beam);
  if (auto v = check.verdict(); !v) return v.refusal();
  return over(half_life, yield, beam, before);
}

Charge chargeOf(const Beam& beam) {
  double sum = 0;
  for (const auto& s : beam) sum += s.current.value * s.lasts.value;
  return Charge(sum);
}
Seconds lengthOf(const Beam& beam) {
  Seconds sum(0);
  for (const auto& s : beam) sum = sum + s.lasts;
  return sum;
}

Result<Seconds> beamTimeFor(Seconds half_life, SaturationYield yield, Current current, Activity wanted) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  checkYield(check, yield);
  check.notNegative("current", current.value, "NEGATIVE_CURRENT", "a finite current, 0 A or more");
  check.activity("wanted", wanted);
  if (auto v = check.verdict(); !v) return v.refusal();
  if (wanted.value == 0) return Seconds(0);
  const double saturation = yield.value * current.value;
  if (wanted.value < saturation) return saturationTime(half_life, wanted.value / saturation);
  Refusal r = Refusal::field({"wanted", "UNREACHABLE_ACTIVITY", plainNumber(wanted.value), "below " + plainNumber(saturation) + " Bq", 0, 0});
  r.params.set("saturation_bq", saturation).set("saturation_share", saturation > 0 ? Json(wanted.value / saturation) : Json());
  return r;
}

Result<SaturationYield> calibratedYield(Seconds half_life, Activity measured, const Beam& beam) {
  // The end of beam is proportional to the yield, so a yield of one shows the factor.
  auto of_one = endOfBeam(half_life, SaturationYield(1.0), beam);
  if (!of_one) return of_one.refusal();
  InputCheck check;
  check.activity("measured", measured);
  check.that(of_one->value > 0, "beam", of_one->value, "UNDEFINED_YIELD", "a beam with current");
  if (auto v = check.verdict(); !v) return v.refusal();
  return SaturationYield(measured / *of_one);
}

Result<Activity> ofRuns(Seconds half_life, std::span<const TargetRun> runs, Seconds t) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  check.time("at", t);
  for (const auto& r : runs) {
    check.time("starts", r.starts);
    checkYield(check, r.yield);
    checkBeam(check, r.beam);
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  Activity sum;
  for (const auto& r : runs) {
    const Beam ran = until(r.beam, t - r.starts);
    const Seconds since = t - r.starts - lengthOf(ran);
    sum = sum + over(half_life, r.yield, ran, Activity()) * remainingShare(half_life, Seconds(std::max(0.0, since.value)));
  }
  return sum;
}

Result<Atoms> chainBeam(const Dataset& set, const std::map<std::string, SaturationYield>& yields, const Beam& beam, const Atoms& before) {
  InputCheck check;
  checkBeam(check, beam);
  check.that(!yields.empty(), "saturation_yield", 0, "EMPTY_MIXTURE", "at least one nuclide with its yield");
  for (const auto& [name, yield] : yields) {
    if (auto n = set.get("nuclide", name); !n) return n.refusal();
    checkYield(check, yield);
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  Atoms now = before;
  for (const auto& s : beam) {
    Atoms next = decayChain(set, now, s.lasts);
    // A_sat I is the rate of atoms made; each made during the segment decays for the rest of it.
    for (const auto& [name, yield] : yields)
      for (const auto& [member, atoms] : madeDuring(set, name, Rate(yield.value * s.current.value), s.lasts)) next[member] += atoms;
    now = std::move(next);
  }
  return now;
}

}  // namespace isotrail::making
