#pragma once
// The best timetable of a short list, proven: every set of patients by a price on every minute of rooms, people and cameras, then by labels.
#include <cstdint>

#include "solver/slots/day.h"

namespace isotrail::solver::slots {

struct Proof {
  Timetable timetable;
  double cost = 0.0;
  bool proven = false;     // nothing cheaper exists; false: the steps ran out
  double bound = 0.0;      // MBq: no timetable costs less; `cost` when proven
  std::int64_t steps = 0;  // sets looked at, and beginnings of timetables, 200 a step
};
/// Goes on from `start`, a feasible timetable; at most about so many steps. Up to 16 open patients; of more only a bound. The same for the same list,
/// start and steps.
Proof prove(const List& list, const Timetable& start, std::int64_t steps);

}  // namespace isotrail::solver::slots
