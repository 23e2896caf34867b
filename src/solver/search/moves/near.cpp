#include "solver/search/moves/near.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace isotrail::solver::search {
namespace {

constexpr double kWait = 0.2;       // a minute waited weighs as much as so many minutes of road
constexpr double kPerMinute = 0.3;  // so does a minute between windows

double inTurn(const Day& day, const Order& first, const Order& second) {
  const int road = day.travel.leg(first.place, second.place).minutes;
  const int leaves = first.closes + day.service + road, comes = first.opens + day.service + road;
  return road + kWait * std::max(0, second.opens - leaves) + std::max(0, comes - second.closes);
}

}  // namespace

double apartOnATrip(const Day& day, const Order& one, const Order& other) { return std::min(inTurn(day, one, other), inTurn(day, other, one)); }

double unrelated(const Day& day, const Order& one, const Order& other) {
  return day.travel.leg(one.place, other.place).minutes + kPerMinute * std::abs(one.closes - other.closes);
}

const std::vector<int>& Near::of(int order) {
  auto& list = lists_[static_cast<std::size_t>(order)];
  if (!list.empty()) return list;
  const Order& o = day_.orders[static_cast<std::size_t>(order)];
  std::vector<std::pair<double, int>> ranked;
  for (std::size_t k = 0; k < day_.orders.size(); ++k) {
    const Order& other = day_.orders[k];
    if (&other != &o) ranked.emplace_back(apart_(day_, o, other), static_cast<int>(k));
  }
  const auto kept = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(most_, ranked.size()));
  std::partial_sort(ranked.begin(), kept, ranked.end());
  for (auto r = ranked.begin(); r != kept; ++r) list.push_back(r->second);
  return list;
}

}  // namespace isotrail::solver::search
