#pragma once
// Why an order is not served, or late: the rule that binds, and the smallest change that would mend it.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "solver/rppd/checker.h"

namespace isotrail::solver {

struct Reason {
  int order = 0;
  bool late = false;  // served, but after its window; else not served
  std::string code;   // WHY_...: its text names the rule, its remedy the change
  Json params;
};

/// How long reasons are looked for. Where it ends first, an order gets the reason a look at it gives: WHY_NO_ROOM, WHY_NOT_TRACED,
/// WHY_LATE_NOT_TRACED.
struct Patience {
  std::function<double()> seconds_left = {};  // none: all the time there is
  std::int64_t steps = 0;                     // placings tried and departures followed at most, the same every time; 0: no limit
  double day_seconds = 0.0;                   // that making the day ready took: with less than some of that left no orders are tried on it
};

/// One reason for each order that is late or not served, in the order of the instance. The plan is feasible and `checked` is of it.
std::vector<Reason> explain(const rppd::Instance& instance, const rppd::Plan& plan, const rppd::Checked& checked, const Patience& patience = {});

}  // namespace isotrail::solver
