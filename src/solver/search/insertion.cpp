#include "solver/search/insertion.h"

#include <algorithm>

namespace isotrail::solver::search {

Placing Insertion::best(const Draft& draft, int order, double limit, const Mood& mood, Chance& chance) {
  draft_ = &draft;
  order_ = order;
  const Order& o = day_.orders[static_cast<std::size_t>(order)];
  best_ = {};
  best_.cost = limit;
  for (std::size_t s = 0; s < std::min(sites_, o.sites.size()); ++s) {
    findTrips(o.sites[s], mood, chance);
    if (options_.empty()) continue;
    for (const int l : day_.sites[static_cast<std::size_t>(o.sites[s])].lines)
      if (day_.lines[static_cast<std::size_t>(l)].product == o.product) tryRuns(l, mood);
  }
  return best_;
}

void Insertion::findTrips(int site, const Mood& mood, Chance& chance) {
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  options_.clear();
  kinds_.clear();
  least_ = best_.cost;
  stops_.assign(1, order_);
  const Flow alone = flowOf(day_, site, stops_);
  if (alone.latest == -kNever) return;
  for (const int v : day_.sites[static_cast<std::size_t>(site)].vehicles) {
    const Vehicle& vehicle = day_.vehicles[static_cast<std::size_t>(v)];
    const auto& trips = draft_->tripsOf(v);
    if (vehicle.packages < o.packages) continue;
    if (trips.empty()) {  // of unused vehicles that are alike one is enough
      if (std::find(kinds_.begin(), kinds_.end(), vehicle.kind) != kinds_.end()) continue;
      kinds_.push_back(vehicle.kind);
    }
    const double fixed = trips.empty() ? vehicle.fixed_cost * mood.new_vehicle : 0.0;
    for (std::size_t slot = 0; slot <= trips.size(); ++slot) {
      const Range range = draft_->gap(v, slot, false);
      stops_.assign(1, order_);
      if (alone.cost + fixed < best_.cost && alone.earliest <= range.to && alone.latest >= range.from) {
        const Timing t = bestTiming(day_, site, stops_, alone, range);
        if (t.possible() && t.cost + fixed < best_.cost) options_.push_back({-1, v, static_cast<int>(slot), 0, range, t, -fixed});
      }
      if (slot < trips.size() && vehicle.packages >= o.packages + draft_->trip(trips[slot]).packages &&
          !(mood.blink > 0.0 && chance.happens(mood.blink)))
        joinTrip(site, trips[slot], slot);
    }
  }
  for (const auto& option : options_) least_ = std::min(least_, option.cost());
}

/// The best position among the stops of a trip.
void Insertion::joinTrip(int site, int index, std::size_t slot) {
  const Trip& trip = draft_->trip(index);
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  Range range = draft_->gap(trip.vehicle, slot, true);
  if (o.deadline < range.from || o.opens > range.to) return;
  range.from = std::max(range.from, draft_->releaseOf(trip));
  const int home = day_.sites[static_cast<std::size_t>(site)].place;
  Option found{index, trip.vehicle, static_cast<int>(slot), 0, range, {}, trip.timing.cost};
  double limit = best_.cost + trip.timing.cost;
  Flow before;  // of the stops in front of the order
  int here = home;
  stops_.assign(1, order_);
  stops_.insert(stops_.end(), trip.stops.begin(), trip.stops.end());
  for (std::size_t p = 0; p <= trip.stops.size(); ++p) {
    Flow flow = before;
    int at = o.place;
    flow.drive(day_.travel.leg(here, at));
    flow.serve(o, day_.service);
    for (std::size_t k = p; k < trip.stops.size() && flow.latest >= range.from; ++k) {
      const Order& next = day_.orders[static_cast<std::size_t>(trip.stops[k])];
      flow.drive(day_.travel.leg(at, next.place));
      flow.serve(next, day_.service);
      at = next.place;
    }
    if (flow.latest >= range.from) {
      flow.drive(day_.travel.leg(at, home));
      if (flow.cost < limit) {
        const Timing t = bestTiming(day_, site, stops_, flow, range);
        if (t.possible() && t.cost < limit) {
          limit = t.cost;
          found.timing = t;
          found.position = static_cast<int>(p);
        }
      }
    }
    if (p == trip.stops.size()) break;
    const Order& passed = day_.orders[static_cast<std::size_t>(trip.stops[p])];
    before.drive(day_.travel.leg(here, passed.place));
    before.serve(passed, day_.service);
    here = passed.place;
    if (before.latest < range.from) break;
    std::swap(stops_[p], stops_[p + 1]);
  }
  if (found.timing.possible()) options_.push_back(found);
}

void Insertion::tryRuns(int l, const Mood& mood) {
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const double risk = line.fail_chance * day_.orders[static_cast<std::size_t>(order_)].loss;
  if (least_ + risk >= best_.cost) return;
  const auto& runs = draft_->runsOn(l);
  for (std::size_t slot = 0; slot <= runs.size(); ++slot) {
    if (slot < runs.size()) tryRun(l, slot);
    tryNewRun(l, slot, risk + line.run_cost * mood.new_run);
  }
}

/// Joins a run: it may end earlier for a trip that leaves earlier, or the trip waits for it as it is.
void Insertion::tryRun(int l, std::size_t slot) {
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const auto& runs = draft_->runsOn(l);
  const Run& run = draft_->run(runs[slot]);
  const double risk = line.fail_chance * o.loss, weight = run.weight + o.weight;
  const int free_from = slot > 0 ? draft_->run(runs[slot - 1]).earliest + line.turnaround : line.opens;
  const int limit = std::min(line.closes, slot + 1 < runs.size() ? draft_->run(runs[slot + 1]).start - line.turnaround : kNever);
  const int until = std::min(limit, run.due);
  const Level& level = line.levels[static_cast<std::size_t>(run.level)];
  const bool room = level.activity * day_.growth(line.product, run.end) >= weight;
  for (const auto& option : options_) {
    if (option.cost() + risk >= best_.cost) continue;
    const int end = std::min(until, option.timing.depart - line.tests);
    const RunFit fit = fitRun(day_, line, weight, end, free_from, run.level);
    if (fit.level >= 0)
      keep(option, option.timing, option.cost() + risk + line.levels[static_cast<std::size_t>(fit.level)].cost - level.cost, l, runs[slot], slot);
    if (room && fit.level != run.level && option.timing.depart < run.end + line.tests) {
      const Timing later = delayed(option, line.site, run.end + line.tests);
      if (later.possible()) keep(option, later, later.cost - option.before + risk, l, runs[slot], slot);
    }
  }
}

void Insertion::tryNewRun(int l, std::size_t slot, double cost) {
  if (least_ + cost >= best_.cost) return;
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const auto& runs = draft_->runsOn(l);
  const int free_from = slot > 0 ? draft_->run(runs[slot - 1]).earliest + line.turnaround : line.opens;
  const int limit = std::min(line.closes, slot < runs.size() ? draft_->run(runs[slot]).start - line.turnaround : kNever);
  const int soonest = free_from + line.levels[0].beam + line.synthesis;
  if (soonest > limit) return;
  for (const auto& option : options_) {
    if (option.cost() + cost >= best_.cost) continue;
    const RunFit fit = fitRun(day_, line, o.weight, std::min(limit, option.timing.depart - line.tests), free_from, 0);
    if (fit.level >= 0) {
      keep(option, option.timing, option.cost() + cost + line.levels[static_cast<std::size_t>(fit.level)].cost, l, -1, slot);
    } else if (option.timing.depart < soonest + line.tests) {
      const Timing later = delayed(option, line.site, soonest + line.tests);
      if (!later.possible()) continue;
      const RunFit late = fitRun(day_, line, o.weight, std::min(limit, later.depart - line.tests), free_from, 0);
      if (late.level >= 0)
        keep(option, later, later.cost - option.before + cost + line.levels[static_cast<std::size_t>(late.level)].cost, l, -1, slot);
    }
  }
}

/// The option's trip when it leaves from minute `from` on.
Timing Insertion::delayed(const Option& option, int site, int from) {
  stops_.clear();
  if (option.trip >= 0) stops_ = draft_->trip(option.trip).stops;
  stops_.insert(stops_.begin() + option.position, order_);
  return bestTiming(day_, site, stops_, flowOf(day_, site, stops_), {std::max(option.range.from, from), option.range.to});
}

void Insertion::keep(const Option& option, const Timing& timing, double cost, int line, int run, std::size_t slot) {
  if (cost >= best_.cost) return;
  best_ = {cost, run, line, static_cast<int>(slot), option.trip, option.vehicle, option.slot, option.position, timing};
}

}  // namespace isotrail::solver::search
