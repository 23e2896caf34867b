#pragma once
// Chooses which orders leave the plan together: neighbours in place and time, a run's, a vehicle's.
#include <vector>

#include "solver/search/chance.h"
#include "solver/search/draft.h"
#include "solver/search/moves/near.h"

namespace isotrail::solver::search {

class Ruin {
 public:
  explicit Ruin(const Day& day);
  /// Served orders to take out, at least one unless nobody is served or what is served has begun; some `size` of them.
  const std::vector<int>& choose(const Draft& draft, int size, Chance& chance);

 private:
  void strings(const Draft& draft, int seed, int size, Chance& chance);
  void run(const Draft& draft, int seed, int size, Chance& chance);
  void runs(const Draft& draft, int seed, int size);
  void vehicle(const Draft& draft, int seed, int size);
  void kin(const Draft& draft, int seed, int size, Chance& chance);
  void add(int order);

  const Day& day_;
  Near near_;  // by how related they are
  std::vector<int> chosen_, trips_, list_;
  std::vector<char> taken_;
};

}  // namespace isotrail::solver::search
