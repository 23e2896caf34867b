#include "solver/whatif/change.h"

#include <algorithm>
#include <set>

#include "nuclide/decay.h"
#include "solver/rppd/additions.h"
#include "solver/rppd/course.h"

namespace isotrail::solver {
namespace {

using rppd::Instance;
using rppd::Plan;
using rppd::Span;

constexpr Span kNeverOpen{1'000'000, 1'000'000};

double shareLeft(const rppd::Product& p, double minutes) { return remainingShare(Seconds(p.half_life), Seconds(minutes)); }

/// Puts a span among others, joined with those it meets.
void addSpan(std::vector<Span>& spans, Span s) {
  std::vector<Span> out;
  for (const Span& other : spans) {
    if (other.to < s.from || other.from > s.to)
      out.push_back(other);
    else
      s = {std::min(s.from, other.from), std::max(s.to, other.to)};
  }
  out.push_back(s);
  std::sort(out.begin(), out.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  spans = std::move(out);
}

/// What is left of a stage's hours.
void shutStage(rppd::Stage& stage, Span shut) {
  if (stage.open.empty()) stage.open.push_back({rppd::kEarliest, rppd::kLatest});
  std::vector<Span> left;
  for (const Span& s : stage.open) {
    if (s.from < shut.from && std::min(s.to, shut.from) - s.from >= stage.minutes) left.push_back({s.from, std::min(s.to, shut.from)});
    if (s.to > shut.to && s.to - std::max(s.from, shut.to) >= stage.minutes) left.push_back({std::max(s.from, shut.to), s.to});
  }
  if (left.empty()) left.push_back(kNeverOpen);
  stage.open = std::move(left);
}

class Changing {
 public:
  Changing(const Instance& instance, const Plan& plan, int now) : now_(now), out_{instance, plan} {
    Instance& in = out_.instance;
    in.promised = plan;
    for (std::size_t i = 0; i < plan.trips.size(); ++i)
      if (plan.trips[i].depart < now || among(in.frozen.trips, plan.trips[i])) begun_trips_.insert(static_cast<int>(i));
    for (std::size_t i = 0; i < plan.runs.size(); ++i)
      if (plan.runs[i].start < now || among(in.frozen.runs, plan.runs[i]) || onTheRoad(plan.runs[i])) begun_runs_.insert(static_cast<int>(i));
    // What a run that has begun makes is known where the day says it.
    for (const int i : begun_runs_)
      for (const auto& f : in.frozen.runs)
        if (same(f, run(i))) run(i).made = f.made;
    forgetLost();
  }

  void apply(const Change& c) {
    switch (c.kind) {
      case Change::Kind::delay:
        return c.trip >= 0 ? delayTrip(c.trip, c.minutes) : delayRun(c.run, c.minutes);
      case Change::Kind::yield:
        begun_runs_.insert(c.run);
        run(c.run).made = makes(run(c.run)) * c.factor;
        return;
      case Change::Kind::down:
        if (c.hospital >= 0) return stationDown(c);
        return c.vehicle >= 0 ? vehicleDown(c.vehicle, c.when) : lineDown(c.site, c.line, c.when);
      case Change::Kind::shut:
        return shut(c);
      case Change::Kind::cancel:
        return cancel(c.order);
      case Change::Kind::dose:
        if (!frozenTripOf(c.order)) order(c.order).dose = c.dose;
        return;
      case Change::Kind::stat:
        out_.instance.orders.push_back(*c.added);
        rppd::prepared(out_.instance.hospitals[static_cast<std::size_t>(c.added->hospital)], out_.instance.orders.back());
        return;
    }
  }

  ChangedDay take() {
    Instance& in = out_.instance;
    in.frozen = {};
    for (const int i : begun_runs_) in.frozen.runs.push_back(run(i));
    for (const int i : begun_trips_) in.frozen.trips.push_back(trip(i));
    for (auto& r : out_.plan.runs) r.made.reset();
    // Nothing can begin in the past.
    const Span past{std::min(rppd::kEarliest, now_ - 1), now_};
    for (auto& site : in.sites)
      for (auto& line : site.lines) addSpan(line.down, past);
    for (auto& vehicle : in.vehicles) addSpan(vehicle.down, past);
    return std::move(out_);
  }

 private:
  static bool same(const rppd::Run& a, const rppd::Run& b) { return a.site == b.site && a.line == b.line && a.start == b.start && a.beam == b.beam; }
  static bool same(const rppd::Trip& a, const rppd::Trip& b) { return a.vehicle == b.vehicle && a.depart == b.depart && a.stops == b.stops; }
  template <class Item>
  static bool among(const std::vector<Item>& all, const Item& one) {
    return std::any_of(all.begin(), all.end(), [&](const Item& other) { return same(other, one); });
  }
  bool onTheRoad(const rppd::Run& r) const {
    return std::any_of(r.orders.begin(), r.orders.end(), [this](int o) { return frozenTripOf(o); });
  }
  bool frozenTripOf(int o) const {
    return std::any_of(begun_trips_.begin(), begun_trips_.end(), [&](int t) {
      const auto& stops = out_.plan.trips[static_cast<std::size_t>(t)].stops;
      return std::find(stops.begin(), stops.end(), o) != stops.end();
    });
  }

  rppd::Run& run(int i) { return out_.plan.runs[static_cast<std::size_t>(i)]; }
  rppd::Trip& trip(int i) { return out_.plan.trips[static_cast<std::size_t>(i)]; }
  rppd::Order& order(int o) { return out_.instance.orders[static_cast<std::size_t>(o)]; }
  rppd::Line& lineOf(const rppd::Run& r) { return out_.instance.sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)]; }
  const rppd::Product& productOf(const rppd::Run& r) { return out_.instance.products[static_cast<std::size_t>(lineOf(r).product)]; }
  int endOf(const rppd::Run& r) { return r.start + r.beam + productOf(r).synthesis; }

  /// MBq at the end of synthesis.
  double makes(const rppd::Run& r) {
    if (r.made) return *r.made;
    const rppd::Product& p = productOf(r);
    return lineOf(r).saturation * saturationShare(Seconds(p.half_life), Seconds(r.beam)) * p.yield * shareLeft(p, p.synthesis);
  }

  /// On the road it comes later; at home its vehicle is not there before.
  void delayTrip(int i, int minutes) {
    rppd::Trip& t = trip(i);
    if (begun_trips_.contains(i)) {
      t.depart += minutes;
      return;
    }
    const rppd::Road road(out_.instance);
    int free = std::min(now_, t.depart);
    for (const auto& other : out_.plan.trips)
      if (other.vehicle == t.vehicle && other.depart < t.depart)
        free = std::max(free, rppd::courseOf(out_.instance, road, other, true).back.value_or(other.depart));
    if (free < t.depart + minutes) addSpan(out_.instance.vehicles[static_cast<std::size_t>(t.vehicle)].down, {free, t.depart + minutes});
  }

  /// A beam that is on ends later; one that is not cannot begin before.
  void delayRun(int i, int minutes) {
    rppd::Run& r = run(i);
    if (begun_runs_.contains(i)) {
      r.start += minutes;
      return;
    }
    int free = std::min(now_, r.start);
    for (const auto& other : out_.plan.runs)
      if (other.site == r.site && other.line == r.line && other.start < r.start) free = std::max(free, endOf(other) + lineOf(other).turnaround);
    if (free < r.start + minutes) addSpan(lineOf(r).down, {free, r.start + minutes});
  }

  /// A run under way when its line breaks down makes nothing.
  void lineDown(int site, int line, Span when) {
    addSpan(out_.instance.sites[static_cast<std::size_t>(site)].lines[static_cast<std::size_t>(line)].down, when);
    for (const int i : begun_runs_)
      if (run(i).site == site && run(i).line == line && run(i).start < when.to && endOf(run(i)) > when.from) run(i).made = 0.0;
  }

  /// Whose dose is on the road waits for another one.
  void stationDown(const Change& c) {
    auto& hospital = out_.instance.hospitals[static_cast<std::size_t>(c.hospital)];
    auto& station = c.camera >= 0 ? hospital.cameras[static_cast<std::size_t>(c.camera)] : hospital.rooms[static_cast<std::size_t>(c.room)];
    addSpan(station.down, c.when);
  }

  /// What a vehicle that breaks down has not delivered is lost with what was drawn for it.
  void vehicleDown(int v, Span when) {
    addSpan(out_.instance.vehicles[static_cast<std::size_t>(v)].down, when);
    const rppd::Road road(out_.instance);
    for (const int i : begun_trips_) {
      rppd::Trip& t = trip(i);
      if (t.vehicle != v || t.depart >= when.to) continue;
      const auto course = rppd::courseOf(out_.instance, road, t, true);
      if (course.back.value_or(kNeverOpen.to) <= when.from) continue;
      std::size_t done = 0;
      while (done < course.arrivals.size() && course.arrivals[done] + out_.instance.service <= when.from) ++done;
      for (std::size_t k = done; k < t.stops.size(); ++k) pourAway(t.stops[k]);
      t.stops.resize(done);
    }
  }

  /// From the first run that made it.
  void pourAway(int o) {
    rppd::Run* from = nullptr;
    for (auto& r : out_.plan.runs)
      if (std::find(r.orders.begin(), r.orders.end(), o) != r.orders.end() && (!from || r.start < from->start)) from = &r;
    if (!from) return;
    const rppd::Order& lost = order(o);
    double drawn = 0.0;
    for (int k = 0; k < lost.patients; ++k) drawn += lost.dose / shareLeft(productOf(*from), lost.calibration - endOf(*from) + k * lost.spacing);
    from->made = std::max(0.0, makes(*from) - drawn);
    from->orders.erase(std::find(from->orders.begin(), from->orders.end(), o));
  }

  /// What was lost on the road before and made again since: the first vehicle passes by.
  void forgetLost() {
    const rppd::Road road(out_.instance);
    for (const int i : begun_trips_) {
      rppd::Trip& t = trip(i);
      const auto course = rppd::courseOf(out_.instance, road, t, true);
      for (std::size_t k = t.stops.size(); k-- > 0;) {
        const int o = t.stops[k];
        const bool lost = k >= course.arrivals.size() || course.arrivals[k] > order(o).deadline;
        const bool again = std::any_of(out_.plan.trips.begin(), out_.plan.trips.end(), [&](const auto& other) {
          return &other != &t && std::find(other.stops.begin(), other.stops.end(), o) != other.stops.end();
        });
        if (!lost || !again) continue;
        pourAway(o);
        t.stops.erase(t.stops.begin() + static_cast<std::ptrdiff_t>(k));
      }
    }
  }

  void shut(const Change& c) {
    if (c.post >= 0) return addSpan(out_.instance.posts[static_cast<std::size_t>(c.post)].shut, c.when);
    for (auto& row : out_.instance.legs)
      for (auto& leg : row)
        for (auto& stage : leg.stages)
          if (stage.code == c.stage) shutStage(stage, c.when);
  }

  /// Nobody waits for it any more; what is on the road arrives all the same.
  void cancel(int o) {
    order(o).penalty = order(o).late_cost = 0.0;
    if (frozenTripOf(o)) return;
    order(o).patients = 0;
    for (auto& r : out_.plan.runs) std::erase(r.orders, o);
    for (auto& t : out_.plan.trips) std::erase(t.stops, o);
  }

  int now_;
  std::set<int> begun_runs_, begun_trips_;  // of the plan
  ChangedDay out_;
};

}  // namespace

ChangedDay applyChanges(const Instance& instance, const Plan& plan, const std::vector<Change>& changes, int now) {
  Changing changing(instance, plan, now);
  for (const Change& c : changes) changing.apply(c);
  return changing.take();
}

}  // namespace isotrail::solver
