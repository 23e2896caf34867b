#include "solver/search/moves/insertion.h"

#include <algorithm>

namespace isotrail::solver::search {
namespace {

constexpr int kUnseen = -1, kUnfit = -2;
constexpr double kSuits = 60.0;     // EUR a trip may cost more than another for the run it suits
constexpr std::size_t kJoined = 8;  // trips of a site an order tries to join, those with the least detour

}  // namespace

Placing Insertion::best(const Draft& draft, int order, double limit, const Mood& mood, Chance& chance) {
  draft_ = &draft;
  order_ = order;
  const Order& o = day_.orders[static_cast<std::size_t>(order)];
  best_ = {};
  best_.cost = limit;
  into_ = day_.travel.into(o.place);
  from_ = day_.travel.from(o.place);
  if (!draft.fitsCap(o) || !draft.fitsRota(order)) return best_;
  for (std::size_t s = 0; s < std::min(sites_, o.sites.size()); ++s) lookAt(o.sites[s], mood, chance);
  return best_;
}

/// Trips near the order, all trips where those are few or none of the near ones serves it, and one of its own unless that is dearer whatever run
/// makes it.
void Insertion::lookAt(int site, const Mood& mood, Chance& chance) {
  stops_.assign(1, order_);
  const Flow alone = flowOf(day_, site, stops_);
  if (alone.latest == -kNever) return;
  if (!few_) {
    startOptions();
    findNear(site, mood, chance);
    joinCandidates(site);
    tryLines(site, mood);
  }
  if (!best_.possible() || few_) {
    startOptions();
    findAll(site, mood, chance);
    joinCandidates(site);
    tryLines(site, mood);
  }
  if (alone.cost >= best_.cost) return;
  startOptions();
  stops_.assign(1, order_);  // trips it might have joined were followed stop by stop
  findAlone(site, alone, mood);
  tryLines(site, mood);
}

void Insertion::startOptions() {
  options_.clear();
  least_ = best_.cost;
}

void Insertion::tryLines(int site, const Mood& mood) {
  if (options_.empty()) return;
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  for (const int l : day_.sites[static_cast<std::size_t>(site)].lines)
    if (day_.lines[static_cast<std::size_t>(l)].product == o.product) tryRuns(l, mood);
}

void Insertion::findAlone(int site, const Flow& alone, const Mood& mood) {
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  kinds_.clear();
  for (const int v : day_.sites[static_cast<std::size_t>(site)].vehicles) {
    const Vehicle& vehicle = day_.vehicles[static_cast<std::size_t>(v)];
    const bool unused = draft_->unused(v);
    if (vehicle.packages < o.packages) continue;
    if (unused) {  // of unused vehicles that are alike one is enough
      if (std::find(kinds_.begin(), kinds_.end(), vehicle.kind) != kinds_.end()) continue;
      kinds_.push_back(vehicle.kind);
    }
    leaveAlone(site, unused ? vehicle.fixed_cost * mood.new_vehicle : 0.0, v, alone);
  }
}

/// Trips that serve orders near this one, with the least detour before or after one of those.
void Insertion::findNear(int site, const Mood& mood, Chance& chance) {
  candidates_.clear();
  for (const int other : near_.of(order_)) {
    const int index = draft_->tripIndexOf(other);
    if (index < 0) continue;
    if (static_cast<std::size_t>(index) >= candidate_of_.size()) candidate_of_.resize(static_cast<std::size_t>(index) + 1, kUnseen);
    int& candidate = candidate_of_[static_cast<std::size_t>(index)];
    if (candidate == kUnseen) {
      trips_.push_back(index);
      candidate = addCandidate(site, index, mood, chance) ? static_cast<int>(candidates_.size()) - 1 : kUnfit;
      if (candidate != kUnfit) {
        passPosition(candidates_.back(), 0);
        passPosition(candidates_.back(), courses_.of(*draft_, index).size() - 1);
      }
    }
    if (candidate == kUnfit) continue;
    const std::size_t at = courses_.at(courses_.of(*draft_, index), other);
    passPosition(candidates_[static_cast<std::size_t>(candidate)], at);
    passPosition(candidates_[static_cast<std::size_t>(candidate)], at + 1);
  }
  for (const int trip : trips_) candidate_of_[static_cast<std::size_t>(trip)] = kUnseen;
  trips_.clear();
}

void Insertion::findAll(int site, const Mood& mood, Chance& chance) {
  candidates_.clear();
  for (const int v : day_.sites[static_cast<std::size_t>(site)].vehicles)
    for (const int trip : draft_->tripsOf(v)) {
      if (!addCandidate(site, trip, mood, chance)) continue;
      for (std::size_t p = 0; p < courses_.of(*draft_, trip).size(); ++p) passPosition(candidates_.back(), p);
    }
}

/// A trip that has room for the order and is on the road in its hours, unless it is overlooked.
bool Insertion::addCandidate(int site, int index, const Mood& mood, Chance& chance) {
  const Trip& trip = draft_->trip(index);
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const Vehicle& vehicle = day_.vehicles[static_cast<std::size_t>(trip.vehicle)];
  if (trip.fixed >= 0 || vehicle.site != site || (mood.blink > 0.0 && chance.happens(mood.blink))) return false;
  if (vehicle.packages < o.packages + trip.packages) return false;
  const auto& trips = draft_->tripsOf(trip.vehicle);
  const auto slot = static_cast<std::size_t>(std::find(trips.begin(), trips.end(), index) - trips.begin());
  const Range range = draft_->gap(trip.vehicle, slot, true);
  if (o.deadline < range.from || o.opens > range.to) return false;
  candidates_.push_back({kNever, index, static_cast<int>(slot), range});
  return true;
}

void Insertion::passPosition(Candidate& candidate, std::size_t p) {
  const auto& positions = courses_.of(*draft_, candidate.trip);
  const Position& position = positions[p];
  const int here = p > 0 ? positions[p - 1].place : positions.back().place;
  const double detour = into_[here].cost + from_[position.place].cost - position.gap;
  if (detour < candidate.least && reaches(position, here, candidate.range.from)) candidate.least = detour;
}

/// Joins the candidates with the least detour.
void Insertion::joinCandidates(int site) {
  for (auto& c : candidates_) c.least += day_.cost_per_minute * longer(site, draft_->trip(c.trip));
  const auto looked = candidates_.begin() + static_cast<std::ptrdiff_t>(std::min(kJoined, candidates_.size()));
  std::partial_sort(candidates_.begin(), looked, candidates_.end(), [](const auto& a, const auto& b) { return a.least < b.least; });
  for (auto c = candidates_.begin(); c != looked; ++c) {
    // A trip that costs much more than another is no use even if it suits a run better.
    const double dear = std::min(best_.cost, least_ + kSuits);
    if (c->least >= dear) break;
    joinTrip(site, *c, dear);
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

/// Whether the order can be served in front of a position and the rest of the trip still is, when it leaves at `depart` or later.
bool Insertion::reaches(const Position& position, int here, int depart) const {
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const int at = std::max(o.opens, std::max(depart + position.before.shift, position.before.earliest) + into_[here].minutes);
  return at <= o.deadline && at + day_.service + from_[position.place].minutes <= position.rest.latest;
}

/// Minutes a trip takes longer at least: from when it leaves in time for its first stop and for the order until it is back after its last
/// stop and the order.
int Insertion::longer(int site, const Trip& trip) const {
  if (day_.cost_per_minute <= 0.0) return 0;
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const int home = day_.sites[static_cast<std::size_t>(site)].place;
  const Order &first = day_.orders[static_cast<std::size_t>(trip.stops.front())], &last = day_.orders[static_cast<std::size_t>(trip.stops.back())];
  const int leaves = std::min(first.deadline - day_.travel.leg(home, first.place).minutes, o.deadline - into_[home].minutes);
  const int back = std::max(last.opens + day_.travel.leg(last.place, home).minutes, o.opens + from_[home].minutes) + day_.service;
  return std::max(0, back - leaves - (trip.timing.back - trip.timing.depart));
}

/// The timing of a trip with the order at a position.
Timing Insertion::timed(const Trip& trip, std::size_t position, int site, const Flow& flow, Range range) {
  Timing timing;
  if (flowTiming(day_, flow, range, timing)) return timing;
  stops_ = trip.stops;
  stops_.insert(stops_.begin() + static_cast<std::ptrdiff_t>(position), order_);
  return bestTiming(day_, site, stops_, flow, range);
}

/// The best position among the stops of a trip.
void Insertion::joinTrip(int site, const Candidate& candidate, double dear) {
  const Trip& trip = draft_->trip(candidate.trip);
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  Range range = candidate.range;
  range.from = std::max(range.from, draft_->releaseOf(trip.stops));
  const int home = day_.sites[static_cast<std::size_t>(site)].place;
  Option found{candidate.trip, trip.vehicle, candidate.slot, 0, range, {}, trip.timing.cost};
  double limit = dear + trip.timing.cost;
  const auto& positions = courses_.of(*draft_, candidate.trip);
  int here = home;
  for (std::size_t p = 0; p < positions.size(); here = positions[p++].place) {
    const Position& position = positions[p];
    if (position.before.latest < range.from) break;
    if (trip.timing.cost + into_[here].cost + from_[position.place].cost - position.gap >= limit || !reaches(position, here, range.from)) continue;
    Flow flow = position.before;
    flow.drive(into_[here]);
    flow.serve(o, day_.service);
    Flow whole = flow;
    whole.drive(from_[position.place]);
    if (!whole.goOn(position.rest)) whole = walked(flow, trip, p, home);
    if (whole.latest < range.from || whole.cost >= limit) continue;
    const Timing t = timed(trip, p, site, whole, range);
    if (!t.possible() || t.cost >= limit) continue;
    limit = t.cost;
    found.timing = t;
    found.position = static_cast<int>(p);
  }
  if (!found.timing.possible()) return;
  options_.push_back(found);
  least_ = std::min(least_, found.cost());
}

/// The flow of a trip that goes on stop by stop from the order in front of position `from`.
Flow Insertion::walked(Flow flow, const Trip& trip, std::size_t from, int home) const {
  int here = day_.orders[static_cast<std::size_t>(order_)].place;
  for (std::size_t k = from; k < trip.stops.size(); ++k) {
    const Order& next = day_.orders[static_cast<std::size_t>(trip.stops[k])];
    flow.drive(day_.travel.leg(here, next.place));
    flow.serve(next, day_.service);
    here = next.place;
  }
  flow.drive(day_.travel.leg(here, home));
  return flow;
}

}  // namespace isotrail::solver::search
