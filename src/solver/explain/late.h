#pragma once
// Why a trip brings an order too late: what keeps it from leaving in time.
#include "solver/explain/explain.h"

namespace isotrail::solver {

/// What is left of a patience.
class Waiting {
 public:
  explicit Waiting(const Patience& patience) : patience_(patience) {}
  /// Takes steps; false once there is no more time, and from then on.
  bool step(std::int64_t steps = 1) {
    taken_ += steps;
    if ((patience_.steps > 0 && taken_ > patience_.steps) || !left()) over_ = true;
    return !over_;
  }
  /// Whether there are more than so many seconds.
  bool left(double seconds = 0.0) const { return !over_ && (!patience_.seconds_left || patience_.seconds_left() > seconds); }
  bool over() const { return over_; }
  double daySeconds() const { return patience_.day_seconds; }

 private:
  const Patience& patience_;
  std::int64_t taken_ = 0;
  bool over_ = false;
};

class LateTrips {
 public:
  /// All of them are kept by reference.
  LateTrips(const rppd::Instance& instance, const rppd::Plan& plan, const rppd::Checked& checked, Waiting& waiting)
      : in_(instance), plan_(plan), checked_(checked), waiting_(waiting) {}
  /// When the trip of a late order would have to leave for it to be on time, and what keeps it.
  Reason reason(int order) const;

 private:
  const rppd::Instance& in_;
  const rppd::Plan& plan_;
  const rppd::Checked& checked_;
  Waiting& waiting_;
};

}  // namespace isotrail::solver
