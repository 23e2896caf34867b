#pragma once
// A trip as a function of its departure d, built stop by stop: it reaches where it is now at max(d + shift, earliest).
#include <algorithm>

#include "solver/search/day.h"

namespace isotrail::solver::search {

/// When a trip leaves, is back, and what it costs without the vehicle's fixed cost; `depart` is kNever when it cannot run.
struct Timing {
  int depart = kNever, back = kNever;
  double cost = 0.0;
  bool possible() const { return depart != kNever; }
};
/// When a vehicle may be on the road, and when all that a trip carries is released.
struct Range {
  int from = 0;  // the earliest departure
  int to = 0;    // the latest return
};

struct Flow {
  int shift = 0;
  int earliest = -kNever;    // however early it leaves: a window made it wait
  int latest = kNever;       // departures after it miss a deadline or a closing post
  int on_time = kNever;      // departures after it add lateness
  int exact_from = -kNever;  // departures before it wait for a post; the flow does not know how long
  double cost = 0.0;         // kilometres, and lateness that no departure avoids

  void drive(const Leg& leg) {
    if (earliest > leg.last) latest = -kNever;
    latest = std::min(latest, leg.last - shift);
    if (earliest < leg.from) exact_from = std::max(exact_from, leg.from - shift);
    shift += leg.minutes;
    earliest += leg.minutes;
    cost += leg.cost;
  }
  void serve(const Order& o, int service) {
    earliest = std::max(earliest, o.opens);
    latest = earliest > o.deadline ? -kNever : std::min(latest, o.deadline - shift);
    on_time = std::min(on_time, std::max(earliest, o.closes) - shift);
    if (!o.receipt.empty()) exact_from = kNever;
    if (earliest > o.closes) cost += o.late_cost * (earliest - o.closes);
    shift += service;
    earliest += service;
  }
  /// This way and then `rest`, which tells how it goes on from where this one ends. False where it must be walked: lateness that only
  /// the two together cannot avoid is in neither cost.
  bool goOn(const Flow& rest) {
    if (earliest > rest.on_time && earliest <= rest.latest) return false;
    latest = earliest > rest.latest ? -kNever : std::min(latest, rest.latest - shift);
    on_time = std::min(on_time, rest.on_time - shift);
    if (earliest < rest.exact_from) exact_from = std::max(exact_from, rest.exact_from - shift);
    earliest = std::max(earliest + rest.shift, rest.earliest);
    shift += rest.shift;
    cost += rest.cost;
    return true;
  }
  int arrival(int depart) const { return std::max(depart + shift, earliest); }
};

}  // namespace isotrail::solver::search
