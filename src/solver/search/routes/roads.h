#pragma once
// A day on which only the road costs: one site with vehicles that are alike, hours nobody may miss, and one run that is ready before the
// first trip and enough for all. Customers count from 1, 0 is the site.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/search/draft.h"

namespace isotrail::solver::search::routes {

using Money = std::int64_t;  // thousandths of EUR

struct Customer {
  int opens = 0, closes = 0;  // of the site: when vehicles may leave, when they are to be back
  int packages = 0;
};
/// What a plan under way pays for what it may not do in the end.
struct Price {
  Money late = 0;    // thousandths of EUR a minute
  Money excess = 0;  // the same a package that does not fit
};
/// Trips by their customers, which may be late or too full.
struct Plan {
  std::vector<std::vector<int>> trips;
  Money cost = 0;
  std::int64_t late = 0, excess = 0;  // minutes; packages
  bool feasible() const { return late == 0 && excess == 0; }
  Money costAt(const Price& price) const { return cost + late * price.late + excess * price.excess; }
};

class Roads {
 public:
  /// Nothing where more than the road costs or binds.
  static std::optional<Roads> of(const Day& day);

  std::size_t places() const { return customers_.size(); }
  const Customer& customer(int c) const { return customers_[static_cast<std::size_t>(c)]; }
  /// Thousandths of EUR of the drives from a place, by where they lead; as much as back.
  const std::int32_t* costs(int a) const { return &costs_[static_cast<std::size_t>(a) * customers_.size()]; }
  Money cost(int a, int b) const { return costs(a)[b]; }
  /// Of a drive and the service before it.
  int minutes(int a, int b) const { return minutes_[static_cast<std::size_t>(a) * customers_.size() + static_cast<std::size_t>(b)]; }
  /// The customers nearest in place and time, the nearest first; who is near to one has that one near.
  const std::vector<int>& near(int c) const { return near_[static_cast<std::size_t>(c)]; }
  int fleet() const { return fleet_; }
  int room() const { return room_; }  // packages a vehicle takes
  /// Prices as high as the road: a minute late costs what a minute of road does, and a customer's packages the way to it.
  Price price() const;

  /// Of a feasible plan: as the rest of the planner sees it.
  rppd::Plan planOf(const Plan& plan) const;
  /// The trips of a draft that serves everybody.
  Plan tripsOf(const Draft& draft) const;

 private:
  explicit Roads(const Day& day);
  void rankNear();

  const Day* day_;
  int fleet_ = 0, room_ = 0;
  std::vector<Customer> customers_;
  std::vector<std::int32_t> costs_, minutes_;
  std::vector<std::vector<int>> near_;
};

}  // namespace isotrail::solver::search::routes
