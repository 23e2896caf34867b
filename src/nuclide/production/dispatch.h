#pragma once
// From end of beam to the patient: each stage lasts, and passes a share on. The same list answers what arrives and what has
// to be made.
#include <span>
#include <string>
#include <vector>

#include "nuclide/production/amounts.h"

namespace isotrail::making {

/// "synthesis", "quality control", "transport" ...: `passes` is decay-corrected, what of the activity goes on (radiochemical
/// yield, what stays in filter, tubing, vial or syringe taken off).
struct DispatchStage {
  std::string name;
  Seconds lasts;
  Fraction passes{1.0};
};
struct StageActivity {
  std::string name;
  Seconds at;         // end of the stage, from the start of the first one
  Activity activity;  // after it
};

/// Activities after each stage, from `first` at the start. Refuses NEGATIVE_HALF_LIFE, NEGATIVE_ACTIVITY, NEGATIVE_TIME,
/// YIELD_OUT_OF_RANGE.
Result<std::vector<StageActivity>> forward(Seconds half_life, Activity first, std::span<const DispatchStage> stages);
/// Activities needed after each stage for `last` at the end of the last one; what is needed at the start comes first, with
/// the name "". A stage that passes nothing refuses with YIELD_OUT_OF_RANGE.
Result<std::vector<StageActivity>> backward(Seconds half_life, Activity last, std::span<const DispatchStage> stages);

/// Y_dc exp(-l t): what of the activity at the start is there at the end of a stage.
Fraction notDecayCorrected(Seconds half_life, const DispatchStage& stage);

/// What leaves: the larger of the doses, brought to the dispatch, and the contract's least, with `margin` on top.
/// `doses` as activity and time after dispatch. Refuses NEGATIVE_ACTIVITY, NEGATIVE_TIME, NEGATIVE_HALF_LIFE, NEGATIVE_MARGIN.
struct DueDose {
  Seconds after;
  Activity activity;
};
Result<Activity> dispatched(Seconds half_life, std::span<const DueDose> doses, Activity least, Fraction margin);

}  // namespace isotrail::making
