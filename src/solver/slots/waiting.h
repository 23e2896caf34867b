#pragma once
// Who can best wait: what it costs in activity when one patient is injected later, and how late that may be.
#include <vector>

#include "solver/slots/solve.h"

namespace isotrail::solver::slots {

struct Wait {
  int patient = 0;
  int could = 0;           // minutes later than in the timetable, all others staying where they are; 0: none
  double price_mbq = 0.0;  // more activity at the reference minute when the patient waits `minutes` and the others are timed anew
  bool possible = true;    // false: then somebody is not served any more
};
/// Every open patient the timetable serves, who can best wait first. The same for a seed and a number of moves.
std::vector<Wait> whoCanWait(const List& list, const Timetable& timetable, int minutes, const Effort& effort);

}  // namespace isotrail::solver::slots
