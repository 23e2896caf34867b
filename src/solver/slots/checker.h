#pragma once
// Whether a timetable can be carried out, and what it costs. Shares nothing with the search but the words of the list.
#include <string>
#include <vector>

#include "solver/slots/day.h"

namespace isotrail::solver::slots {

struct Checked {
  Cost cost;
  int served = 0;
  std::vector<double> given_mbq;    // by patient, at the injection: the dose, or what a weak vial leaves of it
  std::vector<std::string> faults;  // empty: it can be carried out
  bool feasible() const { return faults.empty(); }
};
Checked check(const List& list, const Timetable& timetable);

}  // namespace isotrail::solver::slots
