#pragma once
// Why an order is not served, or late: the rule that binds, and the smallest change that would mend it.
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

/// One reason for each order that is late or not served, in the order of the instance. The plan is feasible and `checked` is of it.
std::vector<Reason> explain(const rppd::Instance& instance, const rppd::Plan& plan, const rppd::Checked& checked);

}  // namespace isotrail::solver
