#pragma once
// What differs between two plans of a day: who is served, by which run and trip, when, and at what cost.
#include "solver/rppd/checker.h"

namespace isotrail::solver::rppd {

struct OrderChange {
  int order = 0;
  bool was_served = false, is_served = false;
  bool other_run = false;  // another line, or another start
  bool other_vehicle = false;
  int minutes = 0;     // later arrival; 0 unless served in both
  double drawn = 0.0;  // MBq more at the end of synthesis
};
struct PlanDiff {
  std::vector<OrderChange> orders;  // those that differ, in the order of the instance
  int patients = 0;                 // served more
  int minutes = 0;                  // sum of later arrivals
  double drawn = 0.0;               // MBq more
  Cost cost;                        // EUR more, part by part
};

PlanDiff diffPlans(const Instance& instance, const Plan& before, const Plan& after);
/// The same where the day has changed too: the later one has the orders of the earlier one first, in the same order.
PlanDiff diffPlans(const Instance& earlier, const Plan& before, const Instance& later, const Plan& after);

}  // namespace isotrail::solver::rppd
