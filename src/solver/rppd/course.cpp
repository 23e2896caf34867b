#include "solver/rppd/course.h"

#include <algorithm>

namespace isotrail::solver::rppd {

Course courseOf(const Instance& instance, const Road& road, const Trip& trip, bool begun) {
  Course c;
  const int home = road.siteAt(instance.vehicles[static_cast<std::size_t>(trip.vehicle)].site);
  int here = home, now = trip.depart;
  for (const int o : trip.stops) {
    const Order& order = instance.orders[static_cast<std::size_t>(o)];
    const int there = road.hospitalAt(order.hospital);
    const auto leg = road.drive(here, there, now);
    if (!leg) return c;
    c.km += leg->km;
    const auto& receipt = instance.hospitals[static_cast<std::size_t>(order.hospital)].receipt;
    const int served = firstIn(receipt, std::max(leg->at, order.window.from)).value_or(kLongAfter);
    c.arrivals.push_back(served);
    if (served > order.deadline && !begun) return c;
    now = served > order.deadline ? leg->at : served + instance.service;
    here = there;
  }
  if (const auto leg = road.drive(here, home, now)) {
    c.km += leg->km;
    c.back = leg->at;
  }
  return c;
}

std::vector<Way> waysOf(const Instance& instance, const Plan& plan) {
  std::vector<Way> ways(instance.orders.size());
  for (const Run& r : plan.runs)
    for (const int o : r.orders) {
      ways[static_cast<std::size_t>(o)].site = r.site;
      ways[static_cast<std::size_t>(o)].line = r.line;
    }
  for (const Trip& t : plan.trips)
    for (const int o : t.stops) {
      ways[static_cast<std::size_t>(o)].vehicle = t.vehicle;
      ways[static_cast<std::size_t>(o)].depart = t.depart;
    }
  return ways;
}

}  // namespace isotrail::solver::rppd
