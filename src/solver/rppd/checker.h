#pragma once
// Prices a plan and finds what it breaks, from the instance alone: nothing of the search is used, so that each checks the other.
#include <string>
#include <vector>

#include "solver/rppd/plan.h"

namespace isotrail::solver::rppd {

struct Cost {  // EUR
  double runs = 0.0, beam = 0.0, risk = 0.0;
  double vehicles = 0.0, kilometres = 0.0, time = 0.0, lateness = 0.0;
  double unserved = 0.0;
  double change = 0.0;  // of what was promised
  double total() const { return runs + beam + risk + vehicles + kilometres + time + lateness + unserved + change; }
};
struct Violation {
  std::string path;  // in the plan's file, "trips[2].stops[0]"
  std::string code;  // PLAN_...
  Json params;       // for the words of `code`
};
struct Delivery {
  int run = -1, trip = -1;  // of the plan; -1: none
  int arrival = 0;          // service begins
  int late = 0;             // minutes after the window
  double drawn = 0.0;       // MBq at the end of synthesis
  double activity = 0.0;    // MBq of the order at the arrival
};
struct Checked {
  Cost cost;
  std::vector<Violation> violations;
  std::vector<Delivery> deliveries;  // by order
  std::vector<int> returns;          // by trip, minutes; its departure when it cannot be made
  int unserved = 0, patients_unserved = 0;
  int vehicles = 0;
  int moved = 0;                       // orders that are served, as promised, but otherwise
  double made = 0.0;                   // MBq of all runs at their ends of synthesis
  double drawn = 0.0, injected = 0.0;  // MBq at the ends of synthesis; of the doses of those served
  bool feasible() const { return violations.empty(); }
};

Checked checkPlan(const Instance& instance, const Plan& plan);

}  // namespace isotrail::solver::rppd
