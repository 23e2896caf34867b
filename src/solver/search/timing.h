#pragma once
// When a trip with given stops leaves best.
#include <vector>

#include "solver/search/flow.h"

namespace isotrail::solver::search {

/// The flow of a whole trip, back at its site.
Flow flowOf(const Day& day, int site, const std::vector<int>& stops);
/// Whether the flow alone says which departure is best, which is then `timing`, not possible when there is none; else the trip must be followed.
inline bool flowTiming(const Day& day, const Flow& flow, Range range, Timing& timing) {
  timing = {};
  const int last = std::min(flow.latest, range.to - flow.shift), first = day.gridUp(range.from);
  if (flow.earliest > range.to || first > last) return true;
  const int depart = std::max(first, day.gridDown(std::min(flow.on_time, last)));
  if (depart > last) return true;
  if (depart > flow.on_time || depart < flow.exact_from) return false;
  const int back = flow.arrival(depart);
  timing = {depart, back, flow.cost + day.cost_per_minute * (back - depart)};
  return true;
}
/// The cheapest departure on the grid: the latest one that makes nobody late and is back in time; earlier never costs less. `flow` is
/// that of the whole trip.
Timing bestTiming(const Day& day, int site, const std::vector<int>& stops, const Flow& flow, Range range);
/// The exact course of a trip that leaves at `depart`; not possible when a deadline or post is missed.
Timing follow(const Day& day, int site, const std::vector<int>& stops, int depart);

}  // namespace isotrail::solver::search
