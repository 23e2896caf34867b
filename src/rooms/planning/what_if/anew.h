#pragma once
// The rest of a day planned anew around what happened.
#include "rooms/planning/what_if/changes.h"
#include "solver/whatif/replan.h"

namespace isotrail::planning {

struct Anew {
  std::vector<solver::Option> options;  // by cost
  double bound = 0.0;
};

/// Makes the changes, plans what has not begun anew, and puts the option `pick` into `day`: "best", or the code of one ("OPTION_CALM").
/// `doc` is the plan as kept. Refuses as applyChanges does; BAD_VALUE for an option that was not found.
Result<Anew> planAnew(PlannedDay& day, const Json& changes, const Json& doc, Instant now, const std::string& pick);

}  // namespace isotrail::planning
