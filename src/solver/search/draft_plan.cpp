#include "solver/search/draft.h"

#include <algorithm>

#include "base/check.h"

namespace isotrail::solver::search {

Draft::Draft(const Day& day)
    : day_(&day),
      cost_(day.all_lost),
      run_of_(day.orders.size(), -1),
      trip_of_(day.orders.size(), -1),
      on_line_(day.lines.size()),
      on_vehicle_(day.vehicles.size()),
      held_(day.caps.size(), 0) {
  for (std::size_t o = 0; o < day.orders.size(); ++o)
    if (!day.orders[o].begun) unserved_.push_back(static_cast<int>(o));
  addFixed();
}

/// What has begun is in every plan, and so is what it costs.
void Draft::addFixed() {
  for (std::size_t k = 0; k < day_->fixed_trips.size(); ++k) {
    const FixedTrip& fixed = day_->fixed_trips[k];
    const int i = static_cast<int>(trips_.size());
    trips_.push_back({fixed.vehicle, {fixed.depart, fixed.back, fixed.cost}, 0, fixed.served, 0.0, static_cast<int>(k)});
    on_vehicle_[static_cast<std::size_t>(fixed.vehicle)].push_back(i);
    cost_ += fixed.cost;
    for (const int o : fixed.served) trip_of_[static_cast<std::size_t>(o)] = i;
  }
  for (std::size_t v = 0; v < on_vehicle_.size(); ++v)
    if (!unused(static_cast<int>(v))) cost_ += day_->vehicles[v].fixed_cost;
  for (std::size_t k = 0; k < day_->fixed_runs.size(); ++k) {
    const FixedRun& fixed = day_->fixed_runs[k];
    const int i = static_cast<int>(runs_.size());
    runs_.push_back({fixed.line, fixed.start, fixed.end, 0, kNever, fixed.end, 0.0, 0.0, fixed.orders, static_cast<int>(k)});
    on_line_[static_cast<std::size_t>(fixed.line)].push_back(i);
    for (const int o : fixed.orders) {
      run_of_[static_cast<std::size_t>(o)] = i;
      cost_ -= day_->orders[static_cast<std::size_t>(o)].loss;
      hold(o, 1);
    }
  }
  for (auto& t : trips_) {
    t.change = changeOf(t);
    cost_ += t.change;
  }
  if (!runs_.empty())
    for (std::size_t l = 0; l < day_->lines.size(); ++l) ISOTRAIL_CHECK(setLine(static_cast<int>(l)));
}

/// A trip of a plan, unless it has begun and is here already.
bool Draft::loadTrip(const rppd::Trip& t) {
  if (t.stops.empty()) return true;
  const auto& own = tripsOf(t.vehicle);
  std::size_t slot = 0;
  while (slot < own.size() && trip(own[slot]).timing.depart <= t.depart) {
    const Trip& other = trip(own[slot++]);
    if (other.fixed >= 0 && other.timing.depart == t.depart && day_->fixed_trips[static_cast<std::size_t>(other.fixed)].stops == t.stops) return true;
  }
  const Timing timing = follow(*day_, day_->vehicles[static_cast<std::size_t>(t.vehicle)].site, t.stops, t.depart);
  if (!timing.possible()) return false;
  const int i = newTrip(t.vehicle, static_cast<int>(slot));
  setTiming(i, timing);
  tripAt(i).stops = t.stops;
  for (const int o : t.stops) {
    if (served(o)) return false;
    tripAt(i).packages += day_->orders[static_cast<std::size_t>(o)].packages;
    trip_of_[static_cast<std::size_t>(o)] = i;
  }
  stopsChanged(i);
  return true;
}

bool Draft::loadRun(const rppd::Run& r) {
  const int line = day_->sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)];
  const auto& own = runsOn(line);
  const auto is = [&](int k) {
    const Run& other = run(k);
    return other.fixed >= 0 && other.start == r.start && day_->fixed_runs[static_cast<std::size_t>(other.fixed)].beam == r.beam;
  };
  const auto begun = std::find_if(own.begin(), own.end(), is);
  std::vector<int> orders, lost;
  if (begun != own.end()) lost = day_->fixed_runs[static_cast<std::size_t>(run(*begun).fixed)].lost;
  for (const int o : r.orders)
    if (std::erase(lost, o) == 0 && served(o) && run_of_[static_cast<std::size_t>(o)] < 0) orders.push_back(o);
  if (orders.empty()) return true;
  std::size_t slot = 0;
  while (slot < own.size() && run(own[slot]).start <= r.start) ++slot;
  const int i = begun != own.end() ? *begun : newRun(line, static_cast<int>(slot));
  if (run(i).fixed < 0) runAt(i).start = r.start;
  for (const int o : orders) {
    joinRun(o, i);
    cost_ -= day_->orders[static_cast<std::size_t>(o)].loss;
    hold(o, 1);
    unserved_.erase(std::find(unserved_.begin(), unserved_.end(), o));
  }
  return true;
}

void Draft::keepCaps() {
  for (std::size_t o = 0; o < trip_of_.size(); ++o) {
    const Order& order = day_->orders[o];
    if (order.cap >= 0 && !order.begun && served(static_cast<int>(o)) &&
        held_[static_cast<std::size_t>(order.cap)] > day_->caps[static_cast<std::size_t>(order.cap)])
      take({static_cast<int>(o)});
  }
}

bool Draft::load(const rppd::Plan& plan) {
  std::vector<const rppd::Trip*> trips;
  for (const auto& t : plan.trips) trips.push_back(&t);
  std::sort(trips.begin(), trips.end(), [](const auto* a, const auto* b) { return a->depart < b->depart; });
  if (!std::all_of(trips.begin(), trips.end(), [this](const auto* t) { return loadTrip(*t); })) return false;
  std::vector<const rppd::Run*> runs;
  for (const auto& r : plan.runs) runs.push_back(&r);
  std::sort(runs.begin(), runs.end(), [](const auto* a, const auto* b) { return a->start < b->start; });
  if (!std::all_of(runs.begin(), runs.end(), [this](const auto* r) { return loadRun(*r); })) return false;
  for (std::size_t o = 0; o < run_of_.size(); ++o)
    if (served(static_cast<int>(o)) && run_of_[o] < 0) return false;
  for (std::size_t l = 0; l < day_->lines.size(); ++l)
    if (!setLine(static_cast<int>(l))) return false;
  for (std::size_t i = 0; i < trips_.size(); ++i)
    if (trips_[i].vehicle >= 0) setTiming(static_cast<int>(i), trips_[i].timing);
  return true;
}

double Draft::costFromScratch() const {
  double cost = 0.0;
  for (std::size_t l = 0; l < on_line_.size(); ++l)
    for (const int i : on_line_[l]) {
      const Line& line = day_->lines[l];
      for (const int o : run(i).orders) cost += line.fail_chance * day_->orders[static_cast<std::size_t>(o)].loss;
      if (run(i).fixed >= 0) {
        cost += day_->fixed_runs[static_cast<std::size_t>(run(i).fixed)].cost;
        continue;
      }
      cost += line.run_cost + line.levels[static_cast<std::size_t>(run(i).level)].cost;
    }
  for (std::size_t v = 0; v < on_vehicle_.size(); ++v) {
    if (!unused(static_cast<int>(v))) cost += day_->vehicles[v].fixed_cost;
    for (const int i : on_vehicle_[v]) {
      const Trip& t = trip(i);
      for (const int o : t.stops) cost += day_->changeCost(o, runOf(o).line, t.vehicle, t.timing.depart);
      cost += t.fixed >= 0 ? day_->fixed_trips[static_cast<std::size_t>(t.fixed)].cost
                           : follow(*day_, day_->vehicles[v].site, t.stops, t.timing.depart).cost;
    }
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
        const FixedRun* fixed = run(i).fixed < 0 ? nullptr : &day_->fixed_runs[static_cast<std::size_t>(run(i).fixed)];
        if (fixed && fixed->beam < 0) continue;  // the line is down
        if (fixed) orders.insert(orders.end(), fixed->lost.begin(), fixed->lost.end());
        std::sort(orders.begin(), orders.end());
        const int beam = fixed ? fixed->beam : day_->lines[static_cast<std::size_t>(line)].levels[static_cast<std::size_t>(run(i).level)].beam;
        out.runs.push_back({static_cast<int>(s), static_cast<int>(l), run(i).start, beam, std::move(orders)});
      }
  for (std::size_t v = 0; v < on_vehicle_.size(); ++v)
    for (const int i : on_vehicle_[v]) {
      const FixedTrip* fixed = trip(i).fixed < 0 ? nullptr : &day_->fixed_trips[static_cast<std::size_t>(trip(i).fixed)];
      if (!fixed || !fixed->down) out.trips.push_back({static_cast<int>(v), trip(i).timing.depart, fixed ? fixed->stops : trip(i).stops});
    }
  return out;
}

}  // namespace isotrail::solver::search
