#pragma once
// The timetable of a list: by first come, by local search, proven where the list is short, and again when something has changed.
#include <cstdint>

#include "solver/slots/checker.h"
#include "solver/slots/day.h"

namespace isotrail::solver::slots {

struct Effort {
  std::uint64_t seed = 1;
  int moves = 10'000;
  int exact_up_to = 10;  // open patients
  std::int64_t exact_steps = 10'000;
  int together = 0;  // of more: so many are then timed anew at a time, exactly; 0: none
};
struct Answer {
  Timetable timetable;
  Checked checked;
  bool proven = false;     // nothing cheaper exists
  double bound_mbq = 0.0;  // no timetable costs less; 0 where none was looked for
  std::int64_t steps = 0;
};
/// Everybody in the order of the list, each at the first possible minute with the first vial that serves.
Timetable firstCome(const List& list);
/// Never worse than first come or `start`; the same for a seed and a number of moves.
Timetable searched(const List& list, const Effort& effort, const Timetable* start = nullptr);
Answer solve(const List& list, const Effort& effort = {}, const Timetable* start = nullptr);

/// The list at `now` with a timetable that was told: what has begun stays, the rest keeps its time where moving it is not worth `moved_mbq`.
List again(const List& list, const Timetable& told, int now, double moved_mbq);

}  // namespace isotrail::solver::slots
