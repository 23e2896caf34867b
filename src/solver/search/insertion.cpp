#include "solver/search/insertion.h"

#include <algorithm>

namespace isotrail::solver::search {
namespace {

constexpr double kSuits = 60.0;  // EUR a trip may cost more than another for the run it suits
constexpr std::size_t kArrived = SIZE_MAX;
constexpr std::size_t kLong = 10;   // stops from which on the rest of a trip is looked up and not walked
constexpr std::size_t kJoined = 8;  // trips of a site an order tries to join, those with the least detour

}  // namespace

Placing Insertion::best(const Draft& draft, int order, double limit, const Mood& mood, Chance& chance) {
  draft_ = &draft;
  order_ = order;
  const Order& o = day_.orders[static_cast<std::size_t>(order)];
  best_ = {};
  best_.cost = limit;
  if (!draft.fitsCap(o) || !draft.fitsRota(order)) return best_;
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
  const auto& vehicles = day_.sites[static_cast<std::size_t>(site)].vehicles;
  for (const int v : vehicles) {
    const Vehicle& vehicle = day_.vehicles[static_cast<std::size_t>(v)];
    const bool unused = draft_->unused(v);
    if (vehicle.packages < o.packages) continue;
    if (unused) {  // of unused vehicles that are alike one is enough
      if (std::find(kinds_.begin(), kinds_.end(), vehicle.kind) != kinds_.end()) continue;
      kinds_.push_back(vehicle.kind);
    }
    leaveAlone(site, unused ? vehicle.fixed_cost * mood.new_vehicle : 0.0, v, alone);
  }
  findCandidates(site, mood, chance);
  const auto looked = candidates_.begin() + static_cast<std::ptrdiff_t>(std::min(kJoined, candidates_.size()));
  std::partial_sort(candidates_.begin(), looked, candidates_.end(), [](const auto& a, const auto& b) { return a.least < b.least; });
  for (auto c = candidates_.begin(); c != looked; ++c) {
    // A trip that costs much more than another is no use even if it suits a run better.
    const double dear = std::min(best_.cost, least_ + kSuits);
    if (c->least >= dear) break;
    joinTrip(site, *c, dear);
  }
}

void Insertion::findCandidates(int site, const Mood& mood, Chance& chance) {
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const double dear = std::min(best_.cost, least_ + kSuits);
  candidates_.clear();
  for (const int v : day_.sites[static_cast<std::size_t>(site)].vehicles) {
    const auto& trips = draft_->tripsOf(v);
    const Vehicle& vehicle = day_.vehicles[static_cast<std::size_t>(v)];
    Range range{vehicle.from, 0};
    for (std::size_t slot = 0; slot < trips.size(); ++slot) {
      const Trip& trip = draft_->trip(trips[slot]);
      range.to = slot + 1 < trips.size() ? draft_->trip(trips[slot + 1]).timing.depart : vehicle.to;
      if (trip.fixed < 0 && vehicle.packages >= o.packages + trip.packages && o.deadline >= range.from && o.opens <= range.to &&
          !(mood.blink > 0.0 && chance.happens(mood.blink))) {
        const double least = leastDetour(site, trip);
        if (least < dear) candidates_.push_back({least, trips[slot], static_cast<int>(slot), range});
      }
      range.from = trip.timing.back;
    }
  }
}

/// Trips with the order alone, in every gap of a vehicle's day.
void Insertion::leaveAlone(int site, double fixed, int v, const Flow& alone) {
  if (alone.cost + fixed >= best_.cost) return;
  const Vehicle& vehicle = day_.vehicles[static_cast<std::size_t>(v)];
  const auto& trips = draft_->tripsOf(v);
  Range range{vehicle.from, 0};
  for (std::size_t slot = 0; slot <= trips.size(); ++slot) {
    range.to = slot < trips.size() ? draft_->trip(trips[slot]).timing.depart : vehicle.to;
    if (alone.earliest <= range.to && alone.latest >= range.from) {
      const Timing t = bestTiming(day_, site, stops_, alone, range);
      if (t.possible() && t.cost + fixed < best_.cost) {
        options_.push_back({-1, v, static_cast<int>(slot), 0, range, t, -fixed});
        least_ = std::min(least_, t.cost + fixed);
      }
    }
    if (slot < trips.size()) range.from = draft_->trip(trips[slot]).timing.back;
  }
}

/// What the order costs more at least on a trip, in EUR: the shortest detour, and the time from when it leaves in time for its first stop
/// and for the order until it is back after its last stop and the order.
double Insertion::leastDetour(int site, const Trip& trip) const {
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const Order &first = day_.orders[static_cast<std::size_t>(trip.stops.front())], &last = day_.orders[static_cast<std::size_t>(trip.stops.back())];
  const int home = day_.sites[static_cast<std::size_t>(site)].place;
  const int leaves = std::min(first.deadline - day_.travel.leg(home, first.place).minutes, o.deadline - day_.travel.leg(home, o.place).minutes);
  const int back = std::max(last.opens + day_.travel.leg(last.place, home).minutes, o.opens + day_.travel.leg(o.place, home).minutes) + day_.service;
  const int longer = std::max(0, back - leaves - (trip.timing.back - trip.timing.depart));
  double detour = kNever;
  int here = home;
  for (std::size_t k = 0; k <= trip.stops.size(); ++k) {
    const int next = k < trip.stops.size() ? day_.orders[static_cast<std::size_t>(trip.stops[k])].place : home;
    detour = std::min(detour, day_.travel.leg(here, o.place).cost + day_.travel.leg(o.place, next).cost - day_.travel.leg(here, next).cost);
    here = next;
  }
  return detour + day_.cost_per_minute * longer;
}

/// How a trip goes on from its arrival at each stop, and at home.
void Insertion::findRests(const Trip& trip, int home) {
  rests_.assign(trip.stops.size() + 1, Flow{});
  for (std::size_t k = trip.stops.size(); k-- > 0;) {
    const Order& o = day_.orders[static_cast<std::size_t>(trip.stops[k])];
    const int next = k + 1 < trip.stops.size() ? day_.orders[static_cast<std::size_t>(trip.stops[k + 1])].place : home;
    Flow& rest = rests_[k];
    rest.serve(o, day_.service);
    rest.drive(day_.travel.leg(o.place, next));
    if (rest.goOn(rests_[k + 1])) continue;
    rest = {};  // late whatever it does: nothing may be looked up there
    rest.on_time = -kNever;
  }
}

/// The best position among the stops of a trip.
void Insertion::joinTrip(int site, const Candidate& candidate, double dear) {
  const Trip& trip = draft_->trip(candidate.trip);
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  Range range = candidate.range;
  range.from = std::max(range.from, draft_->releaseOf(trip));
  const int home = day_.sites[static_cast<std::size_t>(site)].place;
  Option found{candidate.trip, trip.vehicle, candidate.slot, 0, range, {}, trip.timing.cost};
  double limit = dear + trip.timing.cost;
  Flow before;  // of the stops in front of the order
  int here = home;
  stops_.assign(1, order_);
  stops_.insert(stops_.end(), trip.stops.begin(), trip.stops.end());
  const bool is_long = trip.stops.size() >= kLong;
  if (is_long) findRests(trip, home);
  for (std::size_t p = 0; p <= trip.stops.size(); ++p) {
    Flow flow = before;
    int at = o.place;
    flow.drive(day_.travel.leg(here, at));
    flow.serve(o, day_.service);
    std::size_t walked = p;
    if (is_long && flow.latest >= range.from) {
      Flow whole = flow;
      whole.drive(day_.travel.leg(at, p < trip.stops.size() ? day_.orders[static_cast<std::size_t>(trip.stops[p])].place : home));
      if (whole.goOn(rests_[p])) {
        flow = whole;
        walked = kArrived;
      }
    }
    for (std::size_t k = walked; k < trip.stops.size() && flow.latest >= range.from; ++k) {
      const Order& next = day_.orders[static_cast<std::size_t>(trip.stops[k])];
      flow.drive(day_.travel.leg(at, next.place));
      flow.serve(next, day_.service);
      at = next.place;
    }
    if (flow.latest >= range.from) {
      if (walked != kArrived) flow.drive(day_.travel.leg(at, home));
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
  if (!found.timing.possible()) return;
  options_.push_back(found);
  least_ = std::min(least_, found.cost());
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
  if (run.fixed >= 0) return tryFixed(l, slot);
  const double risk = line.fail_chance * o.loss, weight = run.weight + o.weight;
  const int free_from = slot > 0 ? draft_->run(runs[slot - 1]).earliest + line.turnaround : line.opens;
  const int limit = std::min(line.closes, slot + 1 < runs.size() ? draft_->run(runs[slot + 1]).start - line.turnaround : kNever);
  const int until = std::min(limit, run.due);
  const Level& level = line.levels[static_cast<std::size_t>(run.level)];
  const bool room = level.activity * day_.growth(line.product, run.end) >= weight;
  for (const auto& option : options_) {
    if (option.cost() + risk >= best_.cost) continue;
    const int end = std::min(until, day_.latestEnd(line, option.timing.depart));
    const RunFit fit = fitRun(day_, line, weight, end, free_from, run.level);
    if (fit.level >= 0)
      keep(option, option.timing, option.cost() + risk + line.levels[static_cast<std::size_t>(fit.level)].cost - level.cost, l, runs[slot], slot);
    const int released = day_.releasedAt(line.site, run.end + line.tests);
    if (room && fit.level != run.level && option.timing.depart < released) {
      const Timing later = delayed(option, line.site, released);
      if (later.possible()) keep(option, later, later.cost - option.before + risk, l, runs[slot], slot);
    }
  }
}

/// Joins a run that has begun, if it makes enough: the trip waits for it.
void Insertion::tryFixed(int l, std::size_t slot) {
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const int index = draft_->runsOn(l)[slot];
  const FixedRun& fixed = day_.fixed_runs[static_cast<std::size_t>(draft_->run(index).fixed)];
  if (fixed.beam < 0 || draft_->run(index).weight + o.weight > fixed.room) return;
  const double risk = line.fail_chance * o.loss;
  const int released = day_.releasedAt(line.site, fixed.end + line.tests);
  for (const auto& option : options_) {
    if (option.cost() + risk >= best_.cost) continue;
    const Timing timing = option.timing.depart >= released ? option.timing : delayed(option, line.site, released);
    if (timing.possible()) keep(option, timing, timing.cost - option.before + risk, l, index, slot);
  }
}

void Insertion::tryNewRun(int l, std::size_t slot, double cost) {
  if (least_ + cost >= best_.cost) return;
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  if (line.levels.empty()) return;  // all beyond what the site may hold
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const auto& runs = draft_->runsOn(l);
  const int free_from = slot > 0 ? draft_->run(runs[slot - 1]).earliest + line.turnaround : line.opens;
  const int limit = std::min(line.closes, slot < runs.size() ? draft_->run(runs[slot]).start - line.turnaround : kNever);
  const int soonest = free_from + line.levels[0].beam + line.synthesis;
  if (soonest > limit) return;
  const int released = day_.releasedAt(line.site, soonest + line.tests);
  for (const auto& option : options_) {
    if (option.cost() + cost >= best_.cost) continue;
    const RunFit fit = fitRun(day_, line, o.weight, std::min(limit, day_.latestEnd(line, option.timing.depart)), free_from, 0);
    if (fit.level >= 0) {
      keep(option, option.timing, option.cost() + cost + line.levels[static_cast<std::size_t>(fit.level)].cost, l, -1, slot);
    } else if (option.timing.depart < released) {
      const Timing later = delayed(option, line.site, released);
      if (!later.possible()) continue;
      const RunFit late = fitRun(day_, line, o.weight, std::min(limit, day_.latestEnd(line, later.depart)), free_from, 0);
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

/// EUR more for what is served otherwise than promised: the order, and those of its trip that a new departure moves.
double Insertion::changeCost(const Option& option, const Timing& timing, int line) const {
  double cost = day_.changeCost(order_, line, option.vehicle, timing.depart);
  if (option.trip < 0) return cost;
  const Trip& trip = draft_->trip(option.trip);
  for (const int o : trip.stops) cost += day_.changeCost(o, draft_->runOf(o).line, trip.vehicle, timing.depart);
  return cost - trip.change;
}

void Insertion::keep(const Option& option, const Timing& timing, double cost, int line, int run, std::size_t slot) {
  if (day_.change_price > 0.0) cost += changeCost(option, timing, line);
  if (cost >= best_.cost) return;
  best_ = {cost, run, line, static_cast<int>(slot), option.trip, option.vehicle, option.slot, option.position, timing};
}

}  // namespace isotrail::solver::search
