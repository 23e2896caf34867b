#pragma once
// How long material has to decay before it may leave control: the sum of specific activity over clearance level of all
// members has come to the limit for good. Where daughters grow in the sum is not monotone, so it is the last crossing that
// counts; long-lived impurities decide, not the principal nuclide ("ten half-lives" is no proof).
#include <map>
#include <string>
#include <vector>

#include "nuclide/dataset.h"
#include "units/quantity.h"

namespace isotrail {

struct ClearancePart {
  std::string nuclide;
  SpecificActivity activity;  // at the start of the wait
};
/// What a level is asked of: 1/level per member, by the listed nuclide that it comes from.
using ClearanceLevels = std::map<std::string, SpecificActivity>;

struct ClearanceQuestion {
  std::vector<ClearancePart> parts;
  ClearanceLevels levels;
  /// Members whose activity a parent's level includes ("Mo-99+"): not counted where they grow from that parent.
  std::map<std::string, std::vector<std::string>> included;
  double limit = 1.0;     // of the sum; 1, or what an administration allows itself
  bool in_growth = true;  // daughters counted; without it only the listed nuclides decay, each alone
};
struct ClearanceShare {
  std::string nuclide;
  double at_start = 0.0, at_end = 0.0;  // specific activity over level
};
struct ClearanceWait {
  Seconds time;  // 0 when it may leave at once
  double sum_at_start = 0.0;
  std::string deciding;  // largest share when it may leave
  std::vector<ClearanceShare> shares;
};
/// EMPTY_MIXTURE, UNKNOWN_NUCLIDE, NEGATIVE_ACTIVITY, NONFINITE_ACTIVITY, LEVEL_NOT_POSITIVE, LIMIT_NOT_POSITIVE.
Result<ClearanceWait> waitToClearance(const Dataset& set, const ClearanceQuestion& question);
/// The sum of fractions `t` after the start.
Result<double> clearanceSum(const Dataset& set, const ClearanceQuestion& question, Seconds t);

/// The table's question for these parts (data/clearance.csv): levels of the parts and all that grows from them, `own` ones
/// before the table's. A member
/// without a level of its own counts with the part it comes from where its half-life is below ten days and the part's; for
/// any other NO_CLEARANCE_LEVEL names it. UNKNOWN_NUCLIDE.
Result<ClearanceQuestion> clearanceByTable(const Dataset& set, const std::vector<ClearancePart>& parts, const ClearanceLevels& own = {});

}  // namespace isotrail
