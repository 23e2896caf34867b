#pragma once
// Plans to breed from: of those that keep all hours and those that do not yet, the cheap ones and those unlike the others stay.
#include <memory>
#include <utility>
#include <vector>

#include "solver/search/chance.h"
#include "solver/search/routes/roads.h"

namespace isotrail::solver::search::routes {

class Population {
 public:
  explicit Population(const Roads& roads) : roads_(roads) {}
  void add(Plan plan, const Price& price);
  std::size_t size() const { return kept_.size() + late_.size(); }
  /// Two parents: each the better of two at random, unlike each other where a few tries find such.
  std::pair<const Plan*, const Plan*> parents(const Price& price, Chance& chance);
  void clear();

 private:
  struct Member {
    Plan plan;
    std::vector<std::pair<int, int>> beside;                 // by customer: who is before and behind it
    std::vector<std::pair<double, const Member*>> likeness;  // to the others of its group, the likest first
    double rank = 0.0;                                       // the less the better
  };
  using Group = std::vector<std::unique_ptr<Member>>;

  double apart(const Member& a, const Member& b) const;
  static double apartFromNear(const Member& m);
  void rank(Group& group, const Price& price);
  void keepBest(Group& group, const Price& price);
  const Member& oneOfTwo(Chance& chance) const;

  const Roads& roads_;
  Group kept_, late_;
};

}  // namespace isotrail::solver::search::routes
