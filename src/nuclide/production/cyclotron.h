#pragma once
// Cyclotron targets. The yield at saturation (A_sat per current) holds energy, thickness and enrichment of a target and is
// the site's own measured value; a beam is a list of segments, a trip being one without current.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "nuclide/dataset.h"
#include "nuclide/production/amounts.h"

namespace isotrail::making {

struct BeamSegment {
  Current current;
  Seconds lasts;
};
using Beam = std::vector<BeamSegment>;

/// A_k+1 = A_k exp(-l d) + A_sat I (1 - exp(-l d)), over all segments, from `before` in the target. Refuses NEGATIVE_HALF_LIFE,
/// NEGATIVE_YIELD, NEGATIVE_ACTIVITY, NEGATIVE_CURRENT, NEGATIVE_TIME, EMPTY_BEAM.
Result<Activity> endOfBeam(Seconds half_life, SaturationYield yield, const Beam& beam, Activity before = Activity());
/// What has been put on the target: the sum of I t. It says the activity only of a beam much shorter than the half-life.
Charge chargeOf(const Beam& beam);
Seconds lengthOf(const Beam& beam);

/// Time for `wanted` at end of beam. UNREACHABLE_ACTIVITY when it is at or above saturation; its params carry
/// "saturation_share" (wanted over A_sat I) and "saturation_bq".
Result<Seconds> beamTimeFor(Seconds half_life, SaturationYield yield, Current current, Activity wanted);

/// The site's own yield from a beam whose end was measured: the whole profile counts. UNDEFINED_YIELD for a beam without current.
Result<SaturationYield> calibratedYield(Seconds half_life, Activity measured, const Beam& beam);
/// The same for one even beam; the caller has checked that it ran: half-life, current and time above 0.
SaturationYield evenBeamYield(Seconds half_life, Activity measured, Current current, Seconds lasts);
/// End of one even beam, for callers that have checked their input.
Activity evenBeam(Seconds half_life, SaturationYield yield, Current current, Seconds lasts);

/// Several runs whose products are put together: each begins at its own time and may be of its own target.
struct TargetRun {
  Seconds starts;
  Beam beam;
  SaturationYield yield;
};
/// Activity of all at `t`, what is not yet made not counted. Refuses as endOfBeam.
Result<Activity> ofRuns(Seconds half_life, std::span<const TargetRun> runs, Seconds t);

/// A product that comes of others (Xe-123 -> I-123, Sc-44m beside Sc-44): what the beam makes directly of each nuclide, Bq/A
/// at saturation, and what the chain adds. Atoms of every member after the beam, from `before`. UNKNOWN_NUCLIDE and as endOfBeam.
Result<Atoms> chainBeam(const Dataset& set, const std::map<std::string, SaturationYield>& yields, const Beam& beam, const Atoms& before = {});

}  // namespace isotrail::making
