#pragma once
// How long a part of a trip takes, joined to the next part in constant time (Vidal, Crainic, Gendreau and Prins 2013): who comes after a window
// closes is taken back to when it closes, and the minutes taken back count as late.
#include <algorithm>

namespace isotrail::solver::search::routes {

struct Stretch {
  int duration = 0;      // minutes at the least, waiting and service included
  int late = 0;          // minutes at the least
  int from = 0, to = 0;  // arrivals at its first place for which both are so
};

inline Stretch joined(const Stretch& a, int minutes, const Stretch& b) {
  const int passed = a.duration - a.late + minutes;
  const int wait = std::max(b.from - passed - a.to, 0), late = std::max(a.from + passed - b.to, 0);
  return {a.duration + b.duration + minutes + wait, a.late + b.late + late, std::max(b.from - passed, a.from) - wait,
          std::min(b.to - passed, a.to) + late};
}

}  // namespace isotrail::solver::search::routes
