#include "solver/search/timing.h"

namespace isotrail::solver::search {
namespace {

int placeOf(const Day& day, int order) { return day.orders[static_cast<std::size_t>(order)].place; }

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
    now = std::max(arrival.at, order.opens);
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
  const int last = std::min(flow.latest, range.to - flow.shift);
  const int first = day.gridUp(range.from);
  if (flow.earliest > range.to || first > last) return {};
  int depart = day.gridDown(std::min(flow.on_time, last));
  if (depart < first) depart = first;
  if (depart > last) return {};
  if (depart <= flow.on_time && depart >= flow.exact_from) {
    const int back = flow.arrival(depart);
    return {depart, back, flow.cost + day.cost_per_minute * (back - depart)};
  }
  Timing best = follow(day, site, stops, depart);
  // A trip that waits for a post may wait at home instead.
  for (int later = depart + day.grid; depart < flow.exact_from && later <= last; later += day.grid) {
    const Timing t = follow(day, site, stops, later);
    if (!t.possible() || (best.possible() && t.cost >= best.cost)) break;
    best = t;
  }
  return best.possible() && best.back <= range.to ? best : Timing{};
}

}  // namespace isotrail::solver::search
