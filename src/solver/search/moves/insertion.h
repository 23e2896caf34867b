#pragma once
// Finds where an order that nobody serves costs least: every run and every trip of the sites that can reach it, and new ones, together.
#include <vector>

#include "solver/search/chance.h"
#include "solver/search/moves/course.h"
#include "solver/search/moves/near.h"

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
  Insertion(const Day& day, std::size_t sites)
      : day_(day), sites_(sites), few_(day.orders.size() <= kFew * day.sites.size()), courses_(day), near_(day, kNear, apartOnATrip) {}
  /// What others may look up too.
  Courses& courses() { return courses_; }
  Near& near() { return near_; }
  /// To be called before a draft that is no copy of the last one's.
  void forget() { courses_.forget(); }
  /// The cheapest placing below `limit` EUR; none is possible otherwise.
  Placing best(const Draft& draft, int order, double limit, const Mood& mood, Chance& chance);

 private:
  static constexpr std::size_t kFew = 150;  // orders a site
  static constexpr std::size_t kNear = 60;
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
  void lookAt(int site, const Mood& mood, Chance& chance);
  void startOptions();
  void tryLines(int site, const Mood& mood);
  void findAlone(int site, const Flow& alone, const Mood& mood);
  void leaveAlone(int site, double fixed, int vehicle, const Flow& alone);
  void findNear(int site, const Mood& mood, Chance& chance);
  void findAll(int site, const Mood& mood, Chance& chance);
  bool addCandidate(int site, int trip, const Mood& mood, Chance& chance);
  void passPosition(Candidate& candidate, std::size_t position);
  void joinCandidates(int site);
  void joinTrip(int site, const Candidate& candidate, double dear);
  int longer(int site, const Trip& trip) const;
  bool reaches(const Position& position, int here, int depart) const;
  Flow walked(Flow flow, const Trip& trip, std::size_t from, int home) const;
  Timing timed(const Trip& trip, std::size_t position, int site, const Flow& flow, Range range);
  void tryRuns(int line, const Mood& mood);
  void tryRun(int line, std::size_t slot);
  void tryFixed(int line, std::size_t slot);
  double changeCost(const Option& option, const Timing& timing, int line) const;
  void tryNewRun(int line, std::size_t slot, double cost);
  void keep(const Option& option, const Timing& timing, double cost, int line, int run, std::size_t slot);
  Timing delayed(const Option& option, int site, int from);

  const Day& day_;
  std::size_t sites_;
  bool few_;  // sites with few orders: all trips are looked at
  const Draft* draft_ = nullptr;
  int order_ = 0;
  Placing best_;
  double least_ = 0.0;  // cost of the cheapest way to travel from the site at hand
  std::vector<Option> options_;
  std::vector<Candidate> candidates_;
  std::vector<int> stops_, kinds_;
  Courses courses_;
  Near near_;
  std::vector<int> candidate_of_;                // by trip, while they are gathered
  std::vector<int> trips_;                       // that were looked at
  const Leg *into_ = nullptr, *from_ = nullptr;  // the drives to and from the order
};

}  // namespace isotrail::solver::search
