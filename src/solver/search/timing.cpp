#include "solver/search/timing.h"

namespace isotrail::solver::search {
namespace {

constexpr int kSteps = 288;      // earlier departures tried: a day of five minutes each
constexpr double kSmall = 1e-9;  // EUR

int placeOf(const Day& day, int order) { return day.orders[static_cast<std::size_t>(order)].place; }

/// Where something opens more than once an earlier departure may wait less; none is better than one that never waits.
void leaveEarlier(const Day& day, int site, const std::vector<int>& stops, const Flow& flow, Range range, int depart, Timing& best) {
  const double least = flow.cost + day.cost_per_minute * flow.shift + kSmall;
  for (int steps = 0; depart - day.grid >= range.from && steps < kSteps; ++steps) {
    if (best.possible() && best.cost <= least) return;
    depart -= day.grid;
    const Timing t = follow(day, site, stops, depart);
    if (t.possible() && t.back <= range.to && (!best.possible() || t.cost < best.cost)) best = t;
  }
}

}  // namespace

Flow flowOf(const Day& day, int site, const std::vector<int>& stops) {
  Flow flow;
  const int home = day.sites[static_cast<std::size_t>(site)].place;
  int here = home;
  for (const int o : stops) {
    flow.drive(day.travel.leg(here, placeOf(day, o)));
    flow.serve(day.orders[static_cast<std::size_t>(o)], day.service);
    here = placeOf(day, o);
  }
  flow.drive(day.travel.leg(here, home));
  return flow;
}

Timing follow(const Day& day, int site, const std::vector<int>& stops, int depart) {
  const int home = day.sites[static_cast<std::size_t>(site)].place;
  int here = home, now = depart;
  double cost = 0.0;
  for (const int o : stops) {
    const Order& order = day.orders[static_cast<std::size_t>(o)];
    const Arrival arrival = day.travel.go(here, order.place, now);
    now = order.received(std::max(arrival.at, order.opens));
    if (now > order.deadline) return {};
    cost += arrival.cost + order.late_cost * std::max(0, now - order.closes);
    now += day.service;
    here = order.place;
  }
  const Arrival arrival = day.travel.go(here, home, now);
  if (arrival.at == kNever) return {};
  return {depart, arrival.at, cost + arrival.cost + day.cost_per_minute * (arrival.at - depart)};
}

Timing bestTiming(const Day& day, int site, const std::vector<int>& stops, const Flow& flow, Range range) {
  Timing best;
  if (flowTiming(day, flow, range, best)) return best;
  const int first = day.gridUp(range.from), last = std::min(flow.latest, range.to - flow.shift);
  const int depart = std::max(first, day.gridDown(std::min(flow.on_time, last)));
  best = follow(day, site, stops, depart);
  // A trip that waits for a post may wait at home instead.
  for (int later = depart + day.grid; depart < flow.exact_from && later <= last; later += day.grid) {
    const Timing t = follow(day, site, stops, later);
    if (!t.possible() || (best.possible() && t.cost >= best.cost)) break;
    best = t;
  }
  if (best.possible() && best.back > range.to) best = {};
  if (day.opens_again) leaveEarlier(day, site, stops, flow, {first, range.to}, depart, best);
  return best;
}

}  // namespace isotrail::solver::search
