#pragma once
// The room's own tables, as folded from its entries.
#include <optional>

#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::supply {

inline constexpr Shelf kRuns("supply_run"), kGenerators("supply_generator"), kEluates("supply_eluate");

void applySupply(Db& db, const Event& event);
Result<Json> runsView(ViewRequest& q);
Result<Json> generatorsView(ViewRequest& q);

/// The limit on a parent's share in what is eluted (data/breakthrough_limits.csv).
struct BreakthroughLimit {
  std::string parent, daughter;
  double ratio = 0.0;  // Bq of parent per Bq of daughter
  std::string clause;
};
std::optional<BreakthroughLimit> breakthroughLimit(const std::string& parent);
/// k=1, relative: a dose calibrator in routine use.
inline constexpr double kCalibratorUncertainty = 0.02;

}  // namespace isotrail::supply
