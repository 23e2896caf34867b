#pragma once
// How a trip goes, and by which way an order is served, worked out from instance and plan alone.
#include "solver/rppd/plan.h"
#include "solver/rppd/road.h"

namespace isotrail::solver::rppd {

inline constexpr int kLongAfter = 10'000'000;  // minutes: later than any day

struct Course {
  std::vector<int> arrivals;  // by stop, as far as the trip gets: when service begins; kLongAfter where receipt stays shut
  double km = 0.0;
  std::optional<int> back;  // nothing when it does not get home
};
/// `begun`: a stop that comes too late is passed by and the trip goes on; else it ends there.
Course courseOf(const Instance& instance, const Road& road, const Trip& trip, bool begun);

/// Who makes and who carries an order; -1 where nobody does.
struct Way {
  int site = -1, line = -1;
  int vehicle = -1, depart = 0;
  bool whole() const { return site >= 0 && vehicle >= 0; }
  bool operator==(const Way&) const = default;
};
/// By order of the instance.
std::vector<Way> waysOf(const Instance& instance, const Plan& plan);

}  // namespace isotrail::solver::rppd
