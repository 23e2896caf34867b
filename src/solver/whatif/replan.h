#pragma once
// A day planned again after something happened: what has begun stays, changes are priced, and several answers are ranked by their cost.
#include "solver/rppd/diff.h"
#include "solver/search/solve.h"
#include "solver/whatif/change.h"

namespace isotrail::solver {

/// One answer to what happened.
struct Option {
  std::string code;  // OPTION_...: its text is the title
  rppd::Plan plan;
  rppd::Checked checked;  // on the changed day, with the price of changes asked for
  rppd::PlanDiff diff;    // from the plan before, on the day before
};
struct Replan {
  rppd::Instance instance;      // the changed day, what has begun frozen in it
  double bound = 0.0;           // EUR: no plan of it costs less
  std::vector<Option> options;  // at least one, by cost; plans that are the same are named once
  const Option& best() const { return options.front(); }
};

/// EUR an order that is served otherwise than promised costs where nobody says another price.
inline constexpr double kChangePrice = 50.0;

/// The plan and what may be done after `changes`, seen at minute `now`. `effort` is for all options together; with moves, for each. The plan
/// must be one of the instance; it need not be feasible.
Replan replan(const rppd::Instance& instance, const rppd::Plan& plan, const std::vector<Change>& changes, int now, double change_price,
              const search::Effort& effort);

/// The plan without what the instance does not allow, nothing else changed.
rppd::Plan withoutBroken(const rppd::Instance& instance, rppd::Plan plan);

}  // namespace isotrail::solver
