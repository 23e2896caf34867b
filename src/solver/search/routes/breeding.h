#pragma once
// Lets a search go on by breeding: what it has found is bred from, and it goes on from what is bred where that is better.
#include "solver/search/routes/breeder.h"
#include "solver/search/searcher.h"

namespace isotrail::solver::search::routes {

class Breeding {
 public:
  Breeding(const Roads& roads, std::uint64_t seed) : roads_(roads), breeder_(roads, seed) {}
  /// One more plan; `searcher` serves everybody. Returns how many customers were looked at.
  std::int64_t breed(Searcher& searcher, const std::function<bool()>& over);

 private:
  const Roads& roads_;
  Breeder breeder_;
  double seen_ = 0.0;  // EUR of the searcher's best when it was last bred from
};

}  // namespace isotrail::solver::search::routes
