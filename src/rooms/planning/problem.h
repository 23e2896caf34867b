#pragma once
// The solver's problem as built from what the rooms know, and its answer with the orders that had to be given up.
#include <string>
#include <vector>

#include "base/ports.h"
#include "rooms/catalogue/facts.h"
#include "rooms/ordering/facts.h"
#include "solver/backward.h"

namespace isotrail::planning {

/// Every input of the problem beside orders, stages and windows, with where it came from.
struct LineValues {
  double saturation_bq_per_a = 0.0;
  double beam_current_a = 0.0;
  double synthesis_yield = 1.0;
  std::string saturation_source;  // the site's run, or the table
  Json toJson() const;
};
LineValues lineValues(Db& db, const SiteId& maker_site, const catalogue::ProductFacts& product);

/// Stages of a product kind with the lane's windows on the days around `day_start`; windows are read in their own zone.
Result<std::vector<solver::Stage>> stagesOf(Db& db, const std::string& kind, const LaneId& lane, Instant day_start);

solver::Problem problemOf(const catalogue::ProductFacts& product, const std::vector<ordering::OrderFacts>& orders, std::vector<solver::Stage> stages,
                          const LineValues& line);

/// Serves as many orders as it can: while the whole is impossible the order that stands in the way is given up and named.
solver::Plan serveMost(solver::Problem problem);

}  // namespace isotrail::planning
