#pragma once
// A trip made ready for one more stop: how it comes to each of its positions, and how it goes on from there. Kept until its stops change.
#include <vector>

#include "solver/search/draft.h"

namespace isotrail::solver::search {

/// Before a stop, or before home.
struct Position {
  Flow before;       // from the departure until the stop before it is served
  Flow rest;         // from the arrival here until home
  double gap = 0.0;  // EUR for the kilometres from the stop before it
  int minutes = 0;   // of that drive
  int place = 0;     // where it leads
  int order = -1;    // the stop; -1: home
  int packages = 0;  // of all stops before it
};

class Courses {
 public:
  explicit Courses(const Day& day) : day_(day), at_(day.orders.size(), 0) {}
  /// One position more than the trip has stops; valid until the next call for the same trip.
  const std::vector<Position>& of(const Draft& draft, int trip);
  /// Which of the positions of its trip an order is at; of() must have been called for the trip as it is.
  std::size_t at(const std::vector<Position>& positions, int order);
  /// To be called before trips of a draft that is no copy of the last one's.
  void forget() { kept_.clear(); }

 private:
  struct Kept {
    std::int64_t stops_id = -1;
    std::vector<Position> positions;
  };
  void work(const Trip& trip, std::vector<Position>& positions) const;

  const Day& day_;
  std::vector<Kept> kept_;       // by trip
  std::vector<std::size_t> at_;  // by order: where it was last seen
};

}  // namespace isotrail::solver::search
