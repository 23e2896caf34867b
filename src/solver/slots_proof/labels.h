#pragma once
// The cheapest timetable that serves exactly some patients. They are injected one after another; of two beginnings with the same
// patients the one that is no earlier, costs and draws no less and leaves no more room, person or camera free is dropped.
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/slots_proof/prices.h"

namespace isotrail::solver::slots {

/// Something no timetable may exceed: what it comes to at the least, and were a choice taken, as in `Left`.
struct Measure {
  double bound = 0.0, limit = 0.0;
  std::vector<std::vector<double>> with;
};
struct Labelled {
  std::vector<const Choice*> taken;  // by open patient; empty: nothing below the first measure's limit
  bool complete = true;              // false: there were too many beginnings
  std::int64_t labels = 0;
};
/// Of `left` every patient is served or not as all that is left to it says. The first measure is the cost above what has begun.
Labelled cheapest(const Choices& choices, const Left& left, const std::vector<Measure>& measures, std::int64_t most);

}  // namespace isotrail::solver::slots
