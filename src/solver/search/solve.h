#pragma once
// Plans a day: searches side by side that share their best at fixed points, until time or moves are used up.
#include <atomic>
#include <cstdint>
#include <functional>

#include "solver/rppd/plan.h"
#include "solver/search/day.h"

namespace isotrail::solver::search {

struct Progress {
  double seconds = 0.0;
  std::int64_t moves = 0;  // of all searches
  double best = 0.0;       // EUR
  double bound = 0.0;      // EUR: no plan costs less
  /// What the bound leaves open, as a share of the best.
  double gap() const { return best > 0.0 ? (best - bound) / best : 0.0; }
};
struct Effort {
  double seconds = 10.0;   // wall time; the search ends within a few milliseconds of it
  std::int64_t moves = 0;  // a search; above 0 the plan is the same every time, as long as the time lasts
  int threads = 1;         // searches
  std::uint64_t seed = 1;
  const rppd::Plan* start = nullptr;                   // a feasible plan to go on from; the search starts cooler
  const std::atomic<bool>* stop = nullptr;             // set: ends at once with the best so far
  bool bound = true;                                   // whether a bound is looked for, in a tenth of the time; 0 otherwise
  std::function<void(const Progress&)> progress = {};  // called now and then, from one search at a time
};
struct Solution {
  rppd::Plan plan;
  Progress end;
  bool whole = true;     // all moves asked for were made, or all the time was used
  double ready_s = 0.0;  // seconds that making the day ready took
};

/// Always answers with a feasible plan, at worst one that serves nobody.
Solution solve(const rppd::Instance& instance, const Effort& effort);
/// The same of a day that was made ready of the instance.
Solution solveReady(const Day& day, const rppd::Instance& instance, const Effort& effort);

}  // namespace isotrail::solver::search
