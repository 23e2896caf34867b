#pragma once
// The orders nearest to another, in one of two senses.
#include <cstddef>
#include <vector>

#include "solver/search/day.h"

namespace isotrail::solver::search {

/// Minutes of road from one to the other, whichever comes first on a trip, what has to be waited there and what it comes too late counted in
/// (after Vidal, Crainic, Gendreau and Prins 2013).
double apartOnATrip(const Day& day, const Order& one, const Order& other);
/// Minutes of road, and a share of what lies between the ends of their windows: how little two orders have to do with each other.
double unrelated(const Day& day, const Order& one, const Order& other);

class Near {
 public:
  using Apart = double (*)(const Day& day, const Order& one, const Order& other);
  Near(const Day& day, std::size_t most, Apart apart) : day_(day), most_(most), apart_(apart), lists_(day.orders.size()) {}
  /// At most so many others, the nearest first; worked out when it is first asked for.
  const std::vector<int>& of(int order);

 private:
  const Day& day_;
  std::size_t most_;
  Apart apart_;
  std::vector<std::vector<int>> lists_;
};

}  // namespace isotrail::solver::search
