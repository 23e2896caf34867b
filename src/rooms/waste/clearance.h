#pragma once
// From when a decay container may leave control: what it holds against the clearance levels, and the waiting time of the place.
#include <optional>
#include <string>

#include "nuclide/inventory.h"

namespace isotrail::waste {

/// Sum over nuclides of specific activity over clearance level (2013/59/Euratom Annex VII); at most 1 may be cleared. A
/// nuclide without a level counts with the parent that feeds it, else as far above its level from 1 Bq on.
double fractionOfLevels(const Inventory& contents, Mass mass);

struct ClearancePlan {
  std::optional<Instant> at;  // none: not by decay
  std::string rule;           // clearance_levels thirty_days iodine_180_days ten_half_lives long_lived
  std::string clause;
  std::string nuclide;  // that decides
};
/// `contents` as stored at `from`. In CN the waiting times of HJ 1188-2021 7.2.3 hold: 30 d when every half-life is below
/// 24 h, else ten times the longest, 180 d for I-131. Elsewhere ten times the longest half-life is a house rule. Either way not
/// before the sum of fractions has come to 1.
ClearancePlan clearancePlan(const Inventory& contents, Mass mass, Instant from, const std::string& jurisdiction);

}  // namespace isotrail::waste
