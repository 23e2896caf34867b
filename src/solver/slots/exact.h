#pragma once
// The best timetable of a short list, proven: branch and bound over who is injected next.
#include <cstdint>

#include "solver/slots/day.h"

namespace isotrail::solver::slots {

struct Proof {
  Timetable timetable;
  double cost = 0.0;
  bool proven = false;  // nothing cheaper exists; false: the steps ran out
  std::int64_t steps = 0;
};
/// Goes on from `start`, a feasible timetable; at most `steps` steps.
Proof prove(const List& list, const Timetable& start, std::int64_t steps);

}  // namespace isotrail::solver::slots
