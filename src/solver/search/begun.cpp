// What a day has beyond RPPD, as the search sees it: receipt hours and caps of orders, promises, what has begun, times of being down.
#include <algorithm>
#include <cmath>
#include <map>

#include "nuclide/decay.h"
#include "solver/search/day.h"

namespace isotrail::solver::search {
namespace {

double shareLeft(const rppd::Product& p, int minutes) { return remainingShare(Seconds(p.half_life), Seconds(minutes)); }

/// Sorts what stands on a line or vehicle. What ends after one that begins later would leave a gap that is none: it is blocked by name.
template <class Fixed, class Begin, class End, class Block>
void settle(std::vector<Fixed>& all, Begin begin, End end, Block block) {
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return begin(a) < begin(b); });
  std::vector<Fixed> out;
  int until = -kNever;
  for (auto& f : all) {
    const int from = begin(f), to = end(f);
    out.push_back(std::move(f));
    if (to < until) out.push_back(block(from, until));
    until = std::max(until, to);
  }
  all = std::move(out);
}

}  // namespace

/// One time of receipt only shortens the window. The earliest arrival is the one with the most activity.
void Day::addHours(const rppd::Instance& instance, const rppd::Order& from, Order& o) {
  const auto& hospital = instance.hospitals[static_cast<std::size_t>(from.hospital)];
  std::vector<rppd::Span> hours;
  for (const auto& s : hospital.receipt)
    if (s.to >= o.opens && s.from <= o.deadline) hours.push_back(s);
  if (!hospital.receipt.empty() && hours.empty()) {
    o.opens = o.deadline + 1;  // never received
  } else if (!hours.empty()) {
    o.opens = std::max(o.opens, hours.front().from);
    o.deadline = std::min(o.deadline, hours.back().to);
    if (hours.size() > 1) {
      o.receipt = std::move(hours);
      opens_again = true;
    }
  }
  const int family = instance.family(from.product);
  const double cap = instance.capOf(hospital, family);
  if (cap <= 0.0) return;
  const auto& p = instance.products[static_cast<std::size_t>(from.product)];
  double sum = 0.0;
  for (int k = 0; k < from.patients; ++k) sum += from.dose / shareLeft(p, from.calibration - o.opens + k * from.spacing);
  o.held = static_cast<std::int64_t>(std::ceil(std::min(sum, 1e12) * 1000.0));
  o.cap = from.hospital * static_cast<int>(instance.products.size()) + family;
  caps.resize(instance.hospitals.size() * instance.products.size(), INT64_MAX);
  caps[static_cast<std::size_t>(o.cap)] = static_cast<std::int64_t>(std::floor(cap * 1000.0));
}

void Day::addPromises(const rppd::Instance& instance) {
  change_price = instance.change_price;
  std::vector<int> made_on(orders.size(), -1);
  for (const auto& r : instance.promised.runs)
    for (const int o : r.orders) made_on[static_cast<std::size_t>(o)] = lineOf(r.site, r.line);
  for (const auto& t : instance.promised.trips)
    for (const int o : t.stops) {
      Order& order = orders[static_cast<std::size_t>(o)];
      order.line = made_on[static_cast<std::size_t>(o)];
      order.vehicle = t.vehicle;
      order.depart = t.depart;
    }
}

FixedTrip Day::begun(const rppd::Instance& instance, const rppd::Trip& trip) const {
  const auto& vehicle = instance.vehicles[static_cast<std::size_t>(trip.vehicle)];
  const int home = sites[static_cast<std::size_t>(vehicle.site)].place;
  FixedTrip fixed{trip.vehicle, trip.depart, vehicle.shift.to, 0.0, false, trip.stops};
  int here = home, now = trip.depart;
  double cost = 0.0;
  bool home_again = true;
  for (const int o : trip.stops) {
    const Order& order = orders[static_cast<std::size_t>(o)];
    const Arrival arrival = travel.go(here, order.place, now);
    home_again = arrival.at != kNever;
    if (!home_again) break;
    cost += arrival.cost;
    const int received = order.received(std::max(arrival.at, order.opens));
    now = arrival.at;
    if (received <= order.deadline) {
      cost += order.late_cost * std::max(0, received - order.closes);
      now = received + service;
      fixed.served.push_back(o);
    }
    here = order.place;
  }
  if (home_again) {
    const Arrival arrival = travel.go(here, home, now);
    if (arrival.at != kNever) {
      cost += arrival.cost;
      fixed.back = arrival.at;
    }
  }
  fixed.cost = cost + cost_per_minute * (fixed.back - fixed.depart);
  return fixed;
}

void Day::addFixedTrips(const rppd::Instance& instance) {
  for (std::size_t v = 0; v < vehicles.size(); ++v) {
    std::vector<FixedTrip> own;
    for (const auto& t : instance.frozen.trips)
      if (t.vehicle == static_cast<int>(v)) own.push_back(begun(instance, t));
    for (const auto& t : own)
      for (const int o : t.served) orders[static_cast<std::size_t>(o)].begun = true;
    const auto down = [v](int from, int to) { return FixedTrip{static_cast<int>(v), from, to, 0.0, true}; };
    for (const auto& s : instance.vehicles[v].down) own.push_back(down(s.from, s.to));
    settle(
        own, [](const auto& t) { return t.depart; }, [](const auto& t) { return t.back; }, down);
    for (auto& t : own) {
      if (t.down) ++vehicles[v].downs;
      fixed_trips.push_back(std::move(t));
    }
  }
}

void Day::addFixedRuns(const rppd::Instance& instance) {
  std::vector<char> on_trip(orders.size(), 0);
  for (const auto& t : fixed_trips)
    for (const int o : t.stops) on_trip[static_cast<std::size_t>(o)] = 1;
  std::vector<std::vector<FixedRun>> own(lines.size());
  for (const auto& r : instance.frozen.runs) {
    const auto& site = instance.sites[static_cast<std::size_t>(r.site)];
    const auto& from = site.lines[static_cast<std::size_t>(r.line)];
    const auto& p = instance.products[static_cast<std::size_t>(from.product)];
    const Line& line = lines[static_cast<std::size_t>(lineOf(r.site, r.line))];
    FixedRun fixed{lineOf(r.site, r.line), r.start, r.start + r.beam + line.synthesis, 0.0, from.run_cost + from.beam_cost * r.beam, r.beam};
    const double level = from.saturation * saturationShare(Seconds(p.half_life), Seconds(r.beam)) * p.yield * shareLeft(p, p.synthesis);
    fixed.room = r.made.value_or(level) * growth(from.product, fixed.end);
    for (const int o : r.orders) {
      if (!on_trip[static_cast<std::size_t>(o)]) continue;
      const bool served = orders[static_cast<std::size_t>(o)].begun;
      (served ? fixed.orders : fixed.lost).push_back(o);
      if (!served) fixed.room -= orders[static_cast<std::size_t>(o)].weight;
    }
    own[static_cast<std::size_t>(fixed.line)].push_back(std::move(fixed));
  }
  for (std::size_t s = 0; s < sites.size(); ++s)
    for (std::size_t l = 0; l < sites[s].lines.size(); ++l) {
      const int index = sites[s].lines[l], turnaround = lines[static_cast<std::size_t>(index)].turnaround;
      const auto down = [&](int from, int to) { return FixedRun{index, from, to - turnaround}; };
      auto& all = own[static_cast<std::size_t>(index)];
      for (const auto& span : instance.sites[s].lines[l].down) all.push_back(down(span.from, span.to));
      settle(
          all, [](const auto& r) { return r.start; }, [&](const auto& r) { return r.end + turnaround; }, down);
      fixed_runs.insert(fixed_runs.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
    }
}

}  // namespace isotrail::solver::search
