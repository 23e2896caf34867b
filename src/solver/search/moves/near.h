#pragma once
// The orders that may well follow or precede another on a trip, the nearest in place and time first.
#include <vector>

#include "solver/search/day.h"

namespace isotrail::solver::search {

class Near {
 public:
  explicit Near(const Day& day) : day_(day), lists_(day.orders.size()) {}
  /// At most `kNear` others; worked out when it is first asked for.
  const std::vector<int>& of(int order);

 private:
  double apart(const Order& first, const Order& second) const;

  const Day& day_;
  std::vector<std::vector<int>> lists_;
};

}  // namespace isotrail::solver::search
