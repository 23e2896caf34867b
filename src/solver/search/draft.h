#pragma once
// A plan in the making. What is decided: which run makes an order, which trip carries it at which stop, which vehicle goes when, and in
// which sequence a line does its runs. What follows is always worked out: starts and levels of a line's runs, and the cost.
#include <vector>

#include "solver/rppd/plan.h"
#include "solver/search/timing.h"

namespace isotrail::solver::search {

struct Run {
  int line = -1;           // -1: not in use
  int start = 0, end = 0;  // beam on; end of synthesis
  int level = 0;
  int due = 0;          // the end of synthesis its orders ask for: their first departure less the tests
  int earliest = 0;     // the end of synthesis it could be moved to at no cost, all runs before it moved too
  double weight = 0.0;  // of its orders
  double cost = 0.0;    // run, beam and what is lost on average when it fails
  std::vector<int> orders;
  int fixed = -1;            // of Day::fixed_runs
  double loss = 0.0;         // EUR when none of its orders is served
  int first = kNever;        // departure of its orders
  int stale_sums = 0;        // above 0: weight and loss are to be added up anew
  bool stale_first = false;  // `first` is to be looked for
};
struct Trip {
  int vehicle = -1;  // -1: not in use
  Timing timing;
  int packages = 0;
  std::vector<int> stops;
  double change = 0.0;        // EUR for those of its orders that were promised otherwise
  int fixed = -1;             // of Day::fixed_trips
  std::int64_t stops_id = 0;  // the same only for the same stops, of all trips a draft and its copies ever had
};

/// How a run fits between what stands before and after it on its line; level -1 when it does not.
struct RunFit {
  int level = -1, start = 0, end = 0;
};
/// The least level, and with it the latest start, for a run that ends by `latest_end` and starts from `free_from` on.
RunFit fitRun(const Day& day, const Line& line, double weight, int latest_end, int free_from, int from_level);

/// One way to serve an order.
struct Placing {
  double cost = 0.0;                              // EUR more, as the one who looked for it saw it
  int run = -1, line = -1, line_slot = 0;         // run -1: a new one at that place of the line's sequence
  int trip = -1, vehicle = -1, vehicle_slot = 0;  // trip -1: a new one at that place among the vehicle's trips
  int position = 0;                               // among the trip's stops
  Timing timing;                                  // of the whole trip
  bool possible() const { return line >= 0; }
};

/// Stops of two trips that change hands: those at `from` and before `to` of each, with the timings the trips then have; possible where `one`
/// names a trip.
struct SwapPart {
  int trip = -1, from = 0, to = 0;
  Timing timing;  // not possible: the trip has no stop left
};
struct Swap {
  double more = 0.0;  // EUR, as the one who looked for it saw it
  SwapPart one, two;
  bool possible() const { return one.trip >= 0; }
};

/// Which parts of a draft changed.
class Marks {
 public:
  void size(std::size_t n) { marked_.assign(n, 0); }
  void add(int i) {
    if (static_cast<std::size_t>(i) >= marked_.size()) marked_.resize(static_cast<std::size_t>(i) + 1, 0);
    if (marked_[static_cast<std::size_t>(i)]) return;
    marked_[static_cast<std::size_t>(i)] = 1;
    list_.push_back(i);
  }
  void clear() {
    for (const int i : list_) marked_[static_cast<std::size_t>(i)] = 0;
    list_.clear();
  }
  const std::vector<int>& list() const { return list_; }

 private:
  std::vector<char> marked_;
  std::vector<int> list_;
};
struct Changes {
  Marks orders, runs, trips, lines, vehicles;
  void clear();
  void add(const Changes& more);
};

class Draft {
 public:
  explicit Draft(const Day& day);

  /// Serves whom a feasible plan serves; starts and levels of runs are worked out anew. False when it is not feasible.
  bool load(const rppd::Plan& plan);
  /// Takes out orders a loaded plan serves beyond a hospital's cap as the search sees it, which is a little stricter than the checker.
  void keepCaps();

  const Day& day() const { return *day_; }
  double cost() const { return cost_; }
  const std::vector<int>& unserved() const { return unserved_; }
  bool served(int order) const { return trip_of_[static_cast<std::size_t>(order)] >= 0; }
  const Run& runOf(int order) const { return run(run_of_[static_cast<std::size_t>(order)]); }
  const Trip& tripOf(int order) const { return trip(trip_of_[static_cast<std::size_t>(order)]); }
  int tripIndexOf(int order) const { return trip_of_[static_cast<std::size_t>(order)]; }
  const Run& run(int i) const { return runs_[static_cast<std::size_t>(i)]; }
  const Trip& trip(int i) const { return trips_[static_cast<std::size_t>(i)]; }
  const std::vector<int>& runsOn(int line) const { return on_line_[static_cast<std::size_t>(line)]; }
  const std::vector<int>& tripsOf(int vehicle) const { return on_vehicle_[static_cast<std::size_t>(vehicle)]; }
  /// No trip of the vehicle is planned or has begun, so that its fixed cost is not due.
  bool unused(int vehicle) const {
    return tripsOf(vehicle).size() == static_cast<std::size_t>(day_->vehicles[static_cast<std::size_t>(vehicle)].downs);
  }
  /// Whether the hospital's cap has room for one more order.
  bool fitsCap(const Order& o) const {
    return o.cap < 0 || held_[static_cast<std::size_t>(o.cap)] + o.held <= day_->caps[static_cast<std::size_t>(o.cap)];
  }
  /// Whether rooms and cameras of its hospital take one more order beside those served.
  bool fitsRota(int order) const {
    return day_->rota.fits(order, [this](int o) { return served(o); });
  }
  /// Whether they do not take those any more that an order left behind: where stations have hours another one may come first.
  bool crowded() const;
  std::int64_t held(int cap) const { return held_[static_cast<std::size_t>(cap)]; }
  /// When everything the trip carries can be released at no more cost.
  int releaseOf(const std::vector<int>& orders) const;
  /// The road left to a trip at `slot` of its vehicle: from the return of the one before to the departure of the one after.
  Range gap(int vehicle, std::size_t slot, bool taken) const;

  /// Takes orders out; their trips leave anew, their lines are set anew.
  void take(const std::vector<int>& orders);
  /// Serves an order; false, and nothing changed, when a line cannot be set so after all.
  bool place(int order, const Placing& placing);
  /// Lets a trip leave at another time; false, and nothing changed, when that is not possible.
  bool retime(int trip, int depart);
  /// Exchanges parts of two trips; false when a line cannot be set so, and the draft is of no use then but to be made a copy of another.
  bool swapParts(const Swap& swap);
  /// Moves a trip to another vehicle of its site with its timing; false when it does not fit there.
  bool moveTrip(int trip, int vehicle);

  const Changes& changes() const { return changes_; }
  void forgetChanges() { changes_.clear(); }
  /// Makes the parts that `changes` names those of `other`.
  void copy(const Draft& other, const Changes& changes);

  /// The cost worked out anew from what is decided.
  double costFromScratch() const;
  rppd::Plan plan(const rppd::Instance& instance) const;

 private:
  Run& runAt(int i) { return runs_[static_cast<std::size_t>(i)]; }
  Trip& tripAt(int i) { return trips_[static_cast<std::size_t>(i)]; }
  int newRun(int line, int slot);
  int newTrip(int vehicle, int slot);
  void dropRun(int run);
  void dropTrip(int trip);
  void setTiming(int trip, const Timing& timing);
  bool leaveAnew(int trip);
  void takeOut(int order);
  void stopsChanged(int trip) { tripAt(trip).stops_id = ++stops_ids_; }
  void joinRun(int order, int run);
  void leaveRun(int order);
  void addUp(Run& run) const;
  void departs(int order, int before, int now);
  bool setLine(int line);
  bool setFixed(Run& run);
  void addFixed();
  bool loadTrip(const rppd::Trip& trip);
  bool loadRun(const rppd::Run& run);
  double changeOf(const Trip& t) const;
  void hold(int order, int times);
  bool setLines(const std::vector<int>& lines);
  void linesOf(const Trip& t, std::vector<int>& lines) const;

  const Day* day_;
  double cost_ = 0.0;
  std::vector<int> run_of_, trip_of_, unserved_;
  std::vector<Run> runs_;
  std::vector<Trip> trips_;
  std::vector<int> free_runs_, free_trips_;
  std::vector<std::vector<int>> on_line_, on_vehicle_;
  std::vector<std::int64_t> held_;  // kBq, by cap
  std::int64_t stops_ids_ = 0;
  Changes changes_;
  std::vector<int> lines_scratch_, trips_scratch_;
};

}  // namespace isotrail::solver::search
