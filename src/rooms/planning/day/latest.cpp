#include <algorithm>

#include "rooms/planning/day/bars.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

LatestLeg latestOf(const rppd::Leg& leg, int limit, const std::string& binds) {
  LatestLeg out;
  out.ends.assign(leg.stages.size(), limit);
  out.binds.assign(leg.stages.size(), binds);
  int end = limit;
  std::string by = binds;
  for (std::size_t k = leg.stages.size(); k-- > 0;) {
    const auto& stage = leg.stages[k];
    int best = stage.open.empty() ? end : -100'000;
    for (const auto& s : stage.open)
      if (std::min(end, s.to) - stage.minutes >= s.from) best = std::max(best, std::min(end, s.to));
    if (best < end) by = "border";
    end = best;
    out.ends[k] = end;
    out.binds[k] = by;
    end -= stage.minutes;
  }
  out.start = end;
  out.start_binds = by;
  return out;
}

}  // namespace isotrail::planning
