#include "solver/search/moves/near.h"

#include <algorithm>

namespace isotrail::solver::search {
namespace {

constexpr std::size_t kNear = 60;
constexpr double kWait = 0.2;  // a minute waited weighs as much as so many minutes of road

}  // namespace

/// Minutes of road from one order to the next, what has to be waited there and what it comes too late counted in (after Vidal, Crainic,
/// Gendreau and Prins 2013).
double Near::apart(const Order& first, const Order& second) const {
  const int road = day_.travel.leg(first.place, second.place).minutes;
  const int leaves = first.closes + day_.service + road, comes = first.opens + day_.service + road;
  return road + kWait * std::max(0, second.opens - leaves) + std::max(0, comes - second.closes);
}

const std::vector<int>& Near::of(int order) {
  auto& list = lists_[static_cast<std::size_t>(order)];
  if (!list.empty()) return list;
  const Order& o = day_.orders[static_cast<std::size_t>(order)];
  std::vector<std::pair<double, int>> ranked;
  for (std::size_t k = 0; k < day_.orders.size(); ++k) {
    const Order& other = day_.orders[k];
    if (&other != &o) ranked.emplace_back(std::min(apart(o, other), apart(other, o)), static_cast<int>(k));
  }
  const auto kept = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(kNear, ranked.size()));
  std::partial_sort(ranked.begin(), kept, ranked.end());
  for (auto r = ranked.begin(); r != kept; ++r) list.push_back(r->second);
  return list;
}

}  // namespace isotrail::solver::search
