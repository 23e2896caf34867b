#include "solver/search/draft.h"

#include <algorithm>

#include "base/check.h"

namespace isotrail::solver::search {
namespace {

void insertAt(std::vector<int>& list, int slot, int value) { list.insert(list.begin() + slot, value); }
void erase(std::vector<int>& list, int value) { list.erase(std::find(list.begin(), list.end(), value)); }
void addOnce(std::vector<int>& list, int value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

}  // namespace

void Changes::clear() {
  for (Marks* m : {&orders, &runs, &trips, &lines, &vehicles}) m->clear();
}

void Changes::add(const Changes& more) {
  const auto join = [](Marks& to, const Marks& from) {
    for (const int i : from.list()) to.add(i);
  };
  join(orders, more.orders);
  join(runs, more.runs);
  join(trips, more.trips);
  join(lines, more.lines);
  join(vehicles, more.vehicles);
}

int Draft::releaseOf(const std::vector<int>& orders) const {
  int release = -kNever;
  for (const int o : orders) {
    const Run& r = runOf(o);
    const Line& line = day_->lines[static_cast<std::size_t>(r.line)];
    release = std::max(release, day_->releasedAt(line.site, r.earliest + line.tests));
  }
  return release;
}

Range Draft::gap(int vehicle, std::size_t slot, bool taken) const {
  const Vehicle& v = day_->vehicles[static_cast<std::size_t>(vehicle)];
  const auto& trips = tripsOf(vehicle);
  const std::size_t after = taken ? slot + 1 : slot;
  return {slot > 0 ? trip(trips[slot - 1]).timing.back : v.from, after < trips.size() ? trip(trips[after]).timing.depart : v.to};
}

int Draft::newRun(int line, int slot) {
  if (free_runs_.empty()) {
    free_runs_.push_back(static_cast<int>(runs_.size()));
    runs_.emplace_back();
  }
  const int i = free_runs_.back();
  free_runs_.pop_back();
  Run& r = runAt(i);
  r.line = line;
  r.weight = r.loss = 0.0;
  r.first = kNever;
  r.stale_sums = 0;
  r.stale_first = false;
  insertAt(on_line_[static_cast<std::size_t>(line)], slot, i);
  changes_.lines.add(line);
  changes_.runs.add(i);
  return i;
}

int Draft::newTrip(int vehicle, int slot) {
  if (free_trips_.empty()) {
    free_trips_.push_back(static_cast<int>(trips_.size()));
    trips_.emplace_back();
  }
  const int i = free_trips_.back();
  free_trips_.pop_back();
  tripAt(i).vehicle = vehicle;
  auto& trips = on_vehicle_[static_cast<std::size_t>(vehicle)];
  if (unused(vehicle)) cost_ += day_->vehicles[static_cast<std::size_t>(vehicle)].fixed_cost;
  insertAt(trips, slot, i);
  changes_.vehicles.add(vehicle);
  changes_.trips.add(i);
  return i;
}

void Draft::dropRun(int run) {
  Run& r = runAt(run);
  erase(on_line_[static_cast<std::size_t>(r.line)], run);
  changes_.lines.add(r.line);
  changes_.runs.add(run);
  cost_ -= r.cost;
  r.cost = 0.0;
  r.line = -1;
  free_runs_.push_back(run);
}

void Draft::dropTrip(int trip) {
  Trip& t = tripAt(trip);
  auto& trips = on_vehicle_[static_cast<std::size_t>(t.vehicle)];
  erase(trips, trip);
  if (unused(t.vehicle)) cost_ -= day_->vehicles[static_cast<std::size_t>(t.vehicle)].fixed_cost;
  changes_.vehicles.add(t.vehicle);
  changes_.trips.add(trip);
  cost_ -= t.timing.cost;
  if (t.change > 0.0) cost_ -= t.change;
  t.change = 0.0;
  t.timing = {};
  t.vehicle = -1;
  free_trips_.push_back(trip);
}

void Draft::setTiming(int trip, const Timing& timing) {
  Trip& t = tripAt(trip);
  cost_ += timing.cost - t.timing.cost;
  if (timing.depart != t.timing.depart)
    for (const int o : t.stops) departs(o, t.timing.depart, timing.depart);
  t.timing = timing;
  changes_.trips.add(trip);
  if (day_->change_price <= 0.0) return;
  const double change = changeOf(t);
  cost_ += change - t.change;
  t.change = change;
}

double Draft::changeOf(const Trip& t) const {
  double cost = 0.0;
  for (const int o : t.stops)
    if (run_of_[static_cast<std::size_t>(o)] >= 0) cost += day_->changeCost(o, runOf(o).line, t.vehicle, t.timing.depart);
  return cost;
}

void Draft::hold(int order, int times) {
  const Order& o = day_->orders[static_cast<std::size_t>(order)];
  if (o.cap >= 0) held_[static_cast<std::size_t>(o.cap)] += times * o.held;
}

bool Draft::crowded() const {
  if (day_->rota.empty()) return false;
  const auto& touched = changes_.orders.list();
  return std::any_of(touched.begin(), touched.end(),
                     [this](int o) { return !day_->rota.fitsWithout(o, [this](int other) { return served(other); }); });
}

bool Draft::leaveAnew(int trip) {
  const Trip& t = tripAt(trip);
  const int site = day_->vehicles[static_cast<std::size_t>(t.vehicle)].site;
  const auto& trips = tripsOf(t.vehicle);
  Range range = gap(t.vehicle, static_cast<std::size_t>(std::find(trips.begin(), trips.end(), trip) - trips.begin()), true);
  range.from = std::max(range.from, releaseOf(t.stops));
  const Timing timing = bestTiming(*day_, site, t.stops, flowOf(*day_, site, t.stops), range);
  if (timing.possible()) setTiming(trip, timing);
  return timing.possible();
}

void Draft::takeOut(int order) {
  const auto o = static_cast<std::size_t>(order);
  Run& r = runAt(run_of_[o]);
  Trip& t = tripAt(trip_of_[o]);
  leaveRun(order);
  erase(t.stops, order);
  stopsChanged(trip_of_[o]);
  t.packages -= day_->orders[o].packages;
  addOnce(lines_scratch_, r.line);
  addOnce(trips_scratch_, trip_of_[o]);
  changes_.orders.add(order);
  changes_.trips.add(trip_of_[o]);
  if (r.orders.empty() && r.fixed < 0) dropRun(run_of_[o]);
  run_of_[o] = trip_of_[o] = -1;
  cost_ += day_->orders[o].loss;
  hold(order, -1);
  unserved_.push_back(order);
}

void Draft::take(const std::vector<int>& orders) {
  lines_scratch_.clear();
  trips_scratch_.clear();
  for (const int o : orders) takeOut(o);
  ISOTRAIL_CHECK(setLines(lines_scratch_));
  std::vector<int> lines;
  for (std::size_t k = 0; k < trips_scratch_.size(); ++k) {
    const int i = trips_scratch_[k];
    if (trip(i).stops.empty()) {
      if (trip(i).vehicle >= 0) dropTrip(i);
      continue;
    }
    const int before = trip(i).timing.depart;
    linesOf(trip(i), lines);
    if (!leaveAnew(i)) {  // a shorter trip can be slower where the earliest post is not the best: its orders go too
      while (!trip(i).stops.empty()) takeOut(trip(i).stops.back());
      dropTrip(i);
    } else if (trip(i).timing.depart == before) {
      lines.clear();
    }
    ISOTRAIL_CHECK(setLines(lines));
    lines.clear();
  }
}

bool Draft::place(int order, const Placing& p) {
  const auto o = static_cast<std::size_t>(order);
  if (!fitsCap(day_->orders[o]) || !fitsRota(order)) return false;
  const bool new_trip = p.trip < 0, new_run = p.run < 0;
  const int t = new_trip ? newTrip(p.vehicle, p.vehicle_slot) : p.trip;
  const int r = new_run ? newRun(p.line, p.line_slot) : p.run;
  const Timing before = trip(t).timing;
  insertAt(tripAt(t).stops, p.position, order);
  stopsChanged(t);
  tripAt(t).packages += day_->orders[o].packages;
  trip_of_[o] = t;
  changes_.orders.add(order);
  joinRun(order, r);
  setTiming(t, p.timing);
  lines_scratch_.assign(1, p.line);
  if (!new_trip && p.timing.depart != before.depart) linesOf(trip(t), lines_scratch_);
  if (setLines(lines_scratch_)) {
    erase(unserved_, order);
    cost_ -= day_->orders[o].loss;
    hold(order, 1);
    return true;
  }
  leaveRun(order);
  run_of_[o] = trip_of_[o] = -1;
  erase(tripAt(t).stops, order);
  stopsChanged(t);
  tripAt(t).packages -= day_->orders[o].packages;
  setTiming(t, before);
  if (new_run) dropRun(r);
  if (new_trip) dropTrip(t);
  ISOTRAIL_CHECK(setLines(lines_scratch_));
  return false;
}

void Draft::linesOf(const Trip& t, std::vector<int>& lines) const {
  for (const int o : t.stops) addOnce(lines, runOf(o).line);
}

void Draft::copy(const Draft& other, const Changes& changes) {
  runs_.resize(std::max(runs_.size(), other.runs_.size()));
  trips_.resize(std::max(trips_.size(), other.trips_.size()));
  const auto each = [](const Marks& marks, auto& to, const auto& from) {
    for (const int i : marks.list()) {
      const auto at = static_cast<std::size_t>(i);
      if (at < from.size())
        to[at] = from[at];
      else
        to[at] = {};
    }
  };
  each(changes.orders, run_of_, other.run_of_);
  each(changes.orders, trip_of_, other.trip_of_);
  each(changes.runs, runs_, other.runs_);
  each(changes.trips, trips_, other.trips_);
  each(changes.lines, on_line_, other.on_line_);
  each(changes.vehicles, on_vehicle_, other.on_vehicle_);
  // Entities the other has never used are free here.
  free_runs_ = other.free_runs_;
  free_trips_ = other.free_trips_;
  for (std::size_t i = other.runs_.size(); i < runs_.size(); ++i) free_runs_.push_back(static_cast<int>(i));
  for (std::size_t i = other.trips_.size(); i < trips_.size(); ++i) free_trips_.push_back(static_cast<int>(i));
  unserved_ = other.unserved_;
  held_ = other.held_;
  cost_ = other.cost_;
  stops_ids_ = std::max(stops_ids_, other.stops_ids_);  // whoever goes on from here gives none of the numbers again
}

}  // namespace isotrail::solver::search
