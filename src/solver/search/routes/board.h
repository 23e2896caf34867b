#pragma once
// A plan laid out so that any change of one or two trips is priced in constant time.
#include <cstdint>
#include <vector>

#include "solver/search/routes/roads.h"
#include "solver/search/routes/stretch.h"

namespace isotrail::solver::search::routes {

struct Trip {
  std::vector<int> stops;              // customers, the site first and last
  std::vector<Stretch> before, after;  // from the site to each of them, and from there to the site
  std::vector<int> load;               // packages of all stops up to each
  Money penalty = 0;
  std::int64_t changed = 0;  // the change that made it what it is
  std::size_t last() const { return stops.size() - 1; }
  bool empty() const { return stops.size() == 2; }
};

class Board {
 public:
  explicit Board(const Roads& roads);

  /// Lays out a plan; trips from `anew` on count as changed, those before it do not.
  void lay(const Plan& plan, std::size_t anew, const Price& price);
  /// Other prices; trips that pay any count as changed, the others do not. False where none pays.
  bool makeDearer(const Price& price);
  Plan plan() const;
  const Price& price() const { return price_; }
  Money penalty(int late, int load) const { return late * price_.late + std::max(0, load - roads_.room()) * price_.excess; }

  bool placed(int customer) const { return trip_[static_cast<std::size_t>(customer)] >= 0; }
  int tripOf(int customer) const { return trip_[static_cast<std::size_t>(customer)]; }
  std::size_t at(int customer) const { return at_[static_cast<std::size_t>(customer)]; }
  const Trip& trip(int t) const { return trips_[static_cast<std::size_t>(t)]; }
  std::int64_t changes() const { return changes_; }
  /// A trip without stops; -1 when every vehicle has some.
  int emptyTrip();

  /// Gives a trip other stops; `stops` with the site first and last. Trips that lost stops to it are to be changed next.
  void change(int trip, std::vector<int>& stops);
  Stretch alone(int customer) const {
    const Customer& c = roads_.customer(customer);
    return {0, 0, c.opens, c.closes};
  }
  Stretch then(const Stretch& way, int last, int customer) const { return joined(way, roads_.minutes(last, customer), alone(customer)); }

 private:
  void measure(int trip);

  const Roads& roads_;
  Price price_;
  std::vector<Trip> trips_;
  std::vector<int> trip_;        // by customer
  std::vector<std::size_t> at_;  // by customer: which stop of its trip
  std::int64_t changes_ = 0;
  int empty_ = 0;  // where to look for one first
};

}  // namespace isotrail::solver::search::routes
