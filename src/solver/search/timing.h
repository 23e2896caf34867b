#pragma once
// When a trip with given stops leaves best.
#include <vector>

#include "solver/search/flow.h"

namespace isotrail::solver::search {

/// The flow of a whole trip, back at its site.
Flow flowOf(const Day& day, int site, const std::vector<int>& stops);
/// The cheapest departure on the grid: the latest one that makes nobody late and is back in time; earlier never costs less. `flow` is
/// that of the whole trip.
Timing bestTiming(const Day& day, int site, const std::vector<int>& stops, const Flow& flow, Range range);
/// The exact course of a trip that leaves at `depart`; not possible when a deadline or post is missed.
Timing follow(const Day& day, int site, const std::vector<int>& stops, int depart);

}  // namespace isotrail::solver::search
