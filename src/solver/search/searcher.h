#pragma once
// One search: orders leave the plan in groups and come back where they cost least, worse plans are accepted as simulated annealing does.
#include <cstdint>
#include <functional>
#include <vector>

#include "solver/search/draft.h"
#include "solver/search/moves/exchange.h"
#include "solver/search/moves/insertion.h"
#include "solver/search/moves/ruin.h"

namespace isotrail::solver::search {

class Searcher {
 public:
  /// Starts with `start`, a feasible plan, where given, and puts in whom it leaves out in one go; `hurry` says whether there is time.
  Searcher(const Day& day, std::uint64_t seed, const std::function<bool()>& hurry, const rppd::Plan* start = nullptr);

  /// One move at `temperature` (EUR): two trips exchange parts where that pays, and one change of any other kind.
  void step(double temperature);
  const Draft& current() const { return current_; }
  const Draft& best() const { return best_; }
  /// Goes on from another search's best.
  void goOnFrom(const Draft& draft);

 private:
  void ruinAndRecreate();
  bool exchangeParts(double allowed);
  bool shiftTrip();
  bool changeVehicle();
  void recreate(const std::vector<int>& orders);
  void insert(int order, const Mood& mood);
  void sortForInsertion(std::vector<int>& orders);
  void decide(double allowed);

  const Day& day_;
  Chance chance_;
  Ruin ruin_;
  Insertion insertion_;
  Exchange exchange_;
  Draft current_, next_, best_;
  Changes since_best_;
  std::vector<int> list_;
  std::vector<std::pair<double, int>> keys_;
};

}  // namespace isotrail::solver::search
