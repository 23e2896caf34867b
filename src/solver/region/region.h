#pragma once
// Plans the day of a region: its parts by themselves, side by side, then again and again in other parts across their borders, then whole.
#include "solver/search/solve.h"

namespace isotrail::solver::region {

/// Whether a day is taken apart: many orders, of several sites.
bool large(const rppd::Instance& instance);

/// As search::solve, which plans days that are not large; a number of moves and a seed give the same plan every time. A plan to start
/// from is improved in parts.
search::Solution solveInParts(const rppd::Instance& instance, const search::Effort& effort);

}  // namespace isotrail::solver::region
