#pragma once
// A genetic search of trips (Vidal, Crainic, Gendreau and Prins 2013; the exchange of trips after Nagata, Braeysy and Dullaert 2010): a child
// has the trips of one plan in a part of the map and those of another elsewhere, and is improved.
#include <functional>

#include "solver/search/routes/improver.h"
#include "solver/search/routes/population.h"

namespace isotrail::solver::search::routes {

class Breeder {
 public:
  Breeder(const Roads& roads, std::uint64_t seed);
  /// One more plan; `over` ends it, and what it was at is dropped.
  void breed(const std::function<bool()>& over);
  /// Takes in a feasible plan found elsewhere.
  void adopt(const Plan& plan);
  /// The cheapest feasible one; without trips while there is none.
  const Plan& best() const { return best_; }
  /// How many customers the improvement looked at.
  std::int64_t looked() const { return improver_.looked(); }

 private:
  struct Child {
    Plan plan;                 // the trips it has from one parent unchanged come first
    std::size_t same = 0;      // so many
    std::vector<int> missing;  // who is in none of its trips
  };
  void create();
  void cross();
  void choosePart(const Plan& a, const Plan& b);
  Child childOf(const Plan& a, const Plan& b, bool whole) const;
  void layOut(const Child& child);
  void keep();
  void adjust(const Plan& plan);

  const Roads& roads_;
  Chance chance_;
  Improver improver_;
  Population population_;
  Price price_;
  Plan best_;
  int created_ = 0, unimproved_ = 0;
  int bred_ = 0, in_time_ = 0, in_room_ = 0;  // since prices were last set
  std::vector<std::pair<std::int32_t, int>> ranked_;
  std::vector<char> trips_a_, trips_b_;  // which trips of the parents change
  std::vector<char> in_a_, in_b_;        // by customer: who is in those
};

}  // namespace isotrail::solver::search::routes
