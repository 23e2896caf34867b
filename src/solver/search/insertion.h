#pragma once
// Finds where an order that nobody serves costs least: every run and every trip of the sites that can reach it, and new ones, together.
#include <vector>

#include "solver/search/chance.h"
#include "solver/search/draft.h"

namespace isotrail::solver::search {

/// How costs are seen while orders are put in; seeing new runs cheaper or dearer than they are leads to other plans.
struct Mood {
  double new_run = 1.0;      // times its cost
  double new_vehicle = 1.0;  // times its fixed cost
  double blink = 0.0;        // chance that a trip is overlooked
};

class Insertion {
 public:
  /// `sites`: at most so many of the sites that can serve an order are looked at, the most promising first.
  Insertion(const Day& day, std::size_t sites) : day_(day), sites_(sites) {}
  /// The cheapest placing below `limit` EUR; none is possible otherwise.
  Placing best(const Draft& draft, int order, double limit, const Mood& mood, Chance& chance);

 private:
  struct Candidate {     // a trip the order may join
    double least = 0.0;  // EUR it costs more at least
    int trip = 0, slot = 0;
    Range range;
  };
  struct Option {  // how the order travels
    int trip = -1, vehicle = -1, slot = 0, position = 0;
    Range range;
    Timing timing;
    double before = 0.0;  // cost of the trip without the order, less the vehicle's fixed cost where it is new
    double cost() const { return timing.cost - before; }
  };
  void findTrips(int site, const Mood& mood, Chance& chance);
  void leaveAlone(int site, double fixed, int vehicle, const Flow& alone);
  void findCandidates(int site, const Mood& mood, Chance& chance);
  void joinTrip(int site, const Candidate& candidate, double dear);
  void findRests(const Trip& trip, int home);
  double leastDetour(int site, const Trip& trip) const;
  void tryRuns(int line, const Mood& mood);
  void tryRun(int line, std::size_t slot);
  void tryFixed(int line, std::size_t slot);
  double changeCost(const Option& option, const Timing& timing, int line) const;
  void tryNewRun(int line, std::size_t slot, double cost);
  void keep(const Option& option, const Timing& timing, double cost, int line, int run, std::size_t slot);
  Timing delayed(const Option& option, int site, int from);

  const Day& day_;
  std::size_t sites_;
  const Draft* draft_ = nullptr;
  int order_ = 0;
  Placing best_;
  double least_ = 0.0;  // cost of the cheapest way to travel from the site at hand
  std::vector<Option> options_;
  std::vector<Candidate> candidates_;
  std::vector<int> stops_, kinds_;
  std::vector<Flow> rests_;  // of the trip at hand
};

}  // namespace isotrail::solver::search
