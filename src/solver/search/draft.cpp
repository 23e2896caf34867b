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

RunFit fitRun(const Day& day, const Line& line, double weight, int latest_end, int free_from, int from_level) {
  for (std::size_t k = static_cast<std::size_t>(from_level); k < line.levels.size(); ++k) {
    const Level& level = line.levels[k];
    const int start = day.gridDown(latest_end - line.synthesis - level.beam);
    if (start < free_from) break;
    const int end = start + level.beam + line.synthesis;
    if (level.activity * day.growth(line.product, end) >= weight) return {static_cast<int>(k), start, end};
  }
  return {};
}

Draft::Draft(const Day& day)
    : day_(&day),
      cost_(day.all_lost),
      run_of_(day.orders.size(), -1),
      trip_of_(day.orders.size(), -1),
      on_line_(day.lines.size()),
      on_vehicle_(day.vehicles.size()) {
  for (std::size_t o = 0; o < day.orders.size(); ++o) unserved_.push_back(static_cast<int>(o));
}

bool Draft::load(const rppd::Plan& plan) {
  std::vector<const rppd::Trip*> trips;
  for (const auto& t : plan.trips) trips.push_back(&t);
  std::sort(trips.begin(), trips.end(), [](const auto* a, const auto* b) { return a->depart < b->depart; });
  for (const auto* t : trips) {
    if (t->stops.empty()) continue;
    const int i = newTrip(t->vehicle, static_cast<int>(tripsOf(t->vehicle).size()));
    setTiming(i, follow(*day_, day_->vehicles[static_cast<std::size_t>(t->vehicle)].site, t->stops, t->depart));
    tripAt(i).stops = t->stops;
    for (const int o : t->stops) {
      tripAt(i).packages += day_->orders[static_cast<std::size_t>(o)].packages;
      trip_of_[static_cast<std::size_t>(o)] = i;
    }
  }
  std::vector<const rppd::Run*> runs;
  for (const auto& r : plan.runs) runs.push_back(&r);
  std::sort(runs.begin(), runs.end(), [](const auto* a, const auto* b) { return a->start < b->start; });
  for (const auto* r : runs) {
    const int line = day_->sites[static_cast<std::size_t>(r->site)].lines[static_cast<std::size_t>(r->line)];
    if (std::none_of(r->orders.begin(), r->orders.end(), [this](int o) { return served(o); })) continue;
    const int i = newRun(line, static_cast<int>(runsOn(line).size()));
    for (const int o : r->orders) {
      if (!served(o)) continue;
      runAt(i).orders.push_back(o);
      run_of_[static_cast<std::size_t>(o)] = i;
      cost_ -= day_->orders[static_cast<std::size_t>(o)].loss;
      erase(unserved_, o);
    }
  }
  for (std::size_t l = 0; l < day_->lines.size(); ++l)
    if (!setLine(static_cast<int>(l))) return false;
  return true;
}

int Draft::releaseOf(const Trip& t) const {
  int release = -kNever;
  for (const int o : t.stops) {
    const Run& r = runOf(o);
    release = std::max(release, r.earliest + day_->lines[static_cast<std::size_t>(r.line)].tests);
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
  runAt(i).line = line;
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
  if (trips.empty()) cost_ += day_->vehicles[static_cast<std::size_t>(vehicle)].fixed_cost;
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
  if (trips.empty()) cost_ -= day_->vehicles[static_cast<std::size_t>(t.vehicle)].fixed_cost;
  changes_.vehicles.add(t.vehicle);
  changes_.trips.add(trip);
  cost_ -= t.timing.cost;
  t.timing = {};
  t.vehicle = -1;
  free_trips_.push_back(trip);
}

void Draft::setTiming(int trip, const Timing& timing) {
  Trip& t = tripAt(trip);
  cost_ += timing.cost - t.timing.cost;
  t.timing = timing;
  changes_.trips.add(trip);
}

bool Draft::leaveAnew(int trip) {
  const Trip& t = tripAt(trip);
  const int site = day_->vehicles[static_cast<std::size_t>(t.vehicle)].site;
  const auto& trips = tripsOf(t.vehicle);
  Range range = gap(t.vehicle, static_cast<std::size_t>(std::find(trips.begin(), trips.end(), trip) - trips.begin()), true);
  range.from = std::max(range.from, releaseOf(t));
  const Timing timing = bestTiming(*day_, site, t.stops, flowOf(*day_, site, t.stops), range);
  if (timing.possible()) setTiming(trip, timing);
  return timing.possible();
}

void Draft::takeOut(int order) {
  const auto o = static_cast<std::size_t>(order);
  Run& r = runAt(run_of_[o]);
  Trip& t = tripAt(trip_of_[o]);
  erase(r.orders, order);
  erase(t.stops, order);
  t.packages -= day_->orders[o].packages;
  addOnce(lines_scratch_, r.line);
  addOnce(trips_scratch_, trip_of_[o]);
  changes_.orders.add(order);
  changes_.trips.add(trip_of_[o]);
  if (r.orders.empty()) dropRun(run_of_[o]);
  run_of_[o] = trip_of_[o] = -1;
  cost_ += day_->orders[o].loss;
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
  const bool new_trip = p.trip < 0, new_run = p.run < 0;
  const int t = new_trip ? newTrip(p.vehicle, p.vehicle_slot) : p.trip;
  const int r = new_run ? newRun(p.line, p.line_slot) : p.run;
  const Timing before = trip(t).timing;
  insertAt(tripAt(t).stops, p.position, order);
  tripAt(t).packages += day_->orders[o].packages;
  runAt(r).orders.push_back(order);
  run_of_[o] = r;
  trip_of_[o] = t;
  changes_.orders.add(order);
  setTiming(t, p.timing);
  lines_scratch_.assign(1, p.line);
  if (!new_trip && p.timing.depart != before.depart) linesOf(trip(t), lines_scratch_);
  if (setLines(lines_scratch_)) {
    erase(unserved_, order);
    cost_ -= day_->orders[o].loss;
    return true;
  }
  run_of_[o] = trip_of_[o] = -1;
  erase(tripAt(t).stops, order);
  erase(runAt(r).orders, order);
  tripAt(t).packages -= day_->orders[o].packages;
  setTiming(t, before);
  if (new_run) dropRun(r);
  if (new_trip) dropTrip(t);
  ISOTRAIL_CHECK(setLines(lines_scratch_));
  return false;
}

bool Draft::retime(int i, int depart) {
  const Trip& t = trip(i);
  const auto& trips = tripsOf(t.vehicle);
  const Range range = gap(t.vehicle, static_cast<std::size_t>(std::find(trips.begin(), trips.end(), i) - trips.begin()), true);
  const Timing before = t.timing;
  const Timing timing = follow(*day_, day_->vehicles[static_cast<std::size_t>(t.vehicle)].site, t.stops, depart);
  if (!timing.possible() || depart < range.from || timing.back > range.to) return false;
  setTiming(i, timing);
  lines_scratch_.clear();
  linesOf(t, lines_scratch_);
  if (setLines(lines_scratch_)) return true;
  setTiming(i, before);
  ISOTRAIL_CHECK(setLines(lines_scratch_));
  return false;
}

bool Draft::moveTrip(int i, int vehicle) {
  const Trip& t = trip(i);
  const Vehicle& to = day_->vehicles[static_cast<std::size_t>(vehicle)];
  if (vehicle == t.vehicle || to.packages < t.packages) return false;
  const auto& trips = tripsOf(vehicle);
  std::size_t slot = 0;
  while (slot < trips.size() && trip(trips[slot]).timing.depart < t.timing.depart) ++slot;
  const Range range = gap(vehicle, slot, false);
  if (t.timing.depart < range.from || t.timing.back > range.to) return false;
  auto& from = on_vehicle_[static_cast<std::size_t>(t.vehicle)];
  erase(from, i);
  if (from.empty()) cost_ -= day_->vehicles[static_cast<std::size_t>(t.vehicle)].fixed_cost;
  if (trips.empty()) cost_ += to.fixed_cost;
  insertAt(on_vehicle_[static_cast<std::size_t>(vehicle)], static_cast<int>(slot), i);
  changes_.vehicles.add(t.vehicle);
  changes_.vehicles.add(vehicle);
  changes_.trips.add(i);
  tripAt(i).vehicle = vehicle;
  return true;
}

void Draft::linesOf(const Trip& t, std::vector<int>& lines) const {
  for (const int o : t.stops) addOnce(lines, runOf(o).line);
}

bool Draft::setLines(const std::vector<int>& lines) {
  return std::all_of(lines.begin(), lines.end(), [this](int l) { return setLine(l); });
}

/// From the last run back: each ends as late as its orders and the next run allow, on the least level. That leaves the runs before it
/// the most room, so no setting of this sequence is cheaper.
bool Draft::setLine(int l) {
  const Line& line = day_->lines[static_cast<std::size_t>(l)];
  const auto& runs = runsOn(l);
  int limit = line.closes;
  for (std::size_t k = runs.size(); k-- > 0;) {
    Run& r = runAt(runs[k]);
    changes_.runs.add(runs[k]);
    double weight = 0.0, loss = 0.0;
    int first = kNever;
    for (const int o : r.orders) {
      const Order& order = day_->orders[static_cast<std::size_t>(o)];
      weight += order.weight;
      loss += order.loss;
      first = std::min(first, tripOf(o).timing.depart);
    }
    r.weight = weight;
    r.due = first - line.tests;
    const RunFit fit = fitRun(*day_, line, weight, std::min(limit, r.due), line.opens, 0);
    if (fit.level < 0) return false;
    r.level = fit.level;
    r.start = fit.start;
    r.end = fit.end;
    limit = fit.start - line.turnaround;
    const double cost = line.run_cost + line.levels[static_cast<std::size_t>(fit.level)].cost + line.fail_chance * loss;
    cost_ += cost - r.cost;
    r.cost = cost;
  }
  int free_from = line.opens;
  for (const int i : runs) {
    Run& r = runAt(i);
    const Level& level = line.levels[static_cast<std::size_t>(r.level)];
    const int made = level.beam + line.synthesis;
    const int enough = day_->growsTo(line.product, r.weight / level.activity, free_from + made, r.end);
    r.earliest = std::min(r.end, day_->gridUp(enough - made) + made);
    free_from = r.earliest + line.turnaround;
  }
  return true;
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
  cost_ = other.cost_;
}

double Draft::costFromScratch() const {
  double cost = 0.0;
  for (std::size_t l = 0; l < on_line_.size(); ++l)
    for (const int i : on_line_[l]) {
      const Line& line = day_->lines[l];
      cost += line.run_cost + line.levels[static_cast<std::size_t>(run(i).level)].cost;
      for (const int o : run(i).orders) cost += line.fail_chance * day_->orders[static_cast<std::size_t>(o)].loss;
    }
  for (std::size_t v = 0; v < on_vehicle_.size(); ++v) {
    if (!on_vehicle_[v].empty()) cost += day_->vehicles[v].fixed_cost;
    for (const int i : on_vehicle_[v]) cost += follow(*day_, day_->vehicles[v].site, trip(i).stops, trip(i).timing.depart).cost;
  }
  for (const int o : unserved_) cost += day_->orders[static_cast<std::size_t>(o)].loss;
  return cost;
}

rppd::Plan Draft::plan(const rppd::Instance& instance) const {
  rppd::Plan out;
  int line = 0;
  for (std::size_t s = 0; s < instance.sites.size(); ++s)
    for (std::size_t l = 0; l < instance.sites[s].lines.size(); ++l, ++line)
      for (const int i : runsOn(line)) {
        std::vector<int> orders = run(i).orders;
        std::sort(orders.begin(), orders.end());
        const int beam = day_->lines[static_cast<std::size_t>(line)].levels[static_cast<std::size_t>(run(i).level)].beam;
        out.runs.push_back({static_cast<int>(s), static_cast<int>(l), run(i).start, beam, std::move(orders)});
      }
  for (std::size_t v = 0; v < on_vehicle_.size(); ++v)
    for (const int i : on_vehicle_[v]) out.trips.push_back({static_cast<int>(v), trip(i).timing.depart, trip(i).stops});
  return out;
}

}  // namespace isotrail::solver::search
