#include "solver/robust/rehearsal.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "nuclide/decay.h"
#include "solver/rppd/road.h"

namespace isotrail::solver {
namespace {

constexpr double kRounding = 1e-9;

double shareLeft(const rppd::Product& p, double minutes) { return remainingShare(Seconds(p.half_life), Seconds(minutes)); }
int stretched(int minutes, double factor) { return static_cast<int>(std::ceil(minutes * factor - 1e-9)); }

}  // namespace

Rehearsal::Rehearsal(const rppd::Instance& instance, const rppd::Plan& plan, std::vector<Spare> spares)
    : in_(instance), plan_(plan), spares_(std::move(spares)), run_of_(instance.orders.size(), -1), spare_of_(instance.orders.size(), -1) {
  for (std::size_t i = 0; i < plan.runs.size(); ++i) runs_.push_back({&plan.runs[i], 0, static_cast<int>(i), -1});
  for (const auto& s : spares_) runs_.push_back({&s.run, 0, -1, s.of});
  std::stable_sort(runs_.begin(), runs_.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.run->site, a.run->line, a.run->start) < std::tuple(b.run->site, b.run->line, b.run->start);
  });
  std::map<std::pair<int, int>, int> planned, standing_by;  // numbers of spares are their own, so that a spare changes no other's draw
  for (std::size_t k = 0; k < runs_.size(); ++k) {
    const std::pair line(runs_[k].run->site, runs_[k].run->line);
    runs_[k].number = runs_[k].index >= 0 ? planned[line]++ : 1'000 + standing_by[line]++;
    const rppd::Line& own = in_.sites[static_cast<std::size_t>(line.first)].lines[static_cast<std::size_t>(line.second)];
    fixed_ += own.run_cost + own.beam_cost * runs_[k].run->beam;
    const auto& orders = runs_[k].index >= 0 ? runs_[k].run->orders : plan.runs[static_cast<std::size_t>(runs_[k].spare_of)].orders;
    for (const int o : orders) (runs_[k].index >= 0 ? run_of_ : spare_of_)[static_cast<std::size_t>(o)] = static_cast<int>(k);
  }
  std::set<int> vehicles;
  for (const auto& t : plan.trips) {
    trips_.push_back(&t);
    if (vehicles.insert(t.vehicle).second) fixed_ += in_.vehicles[static_cast<std::size_t>(t.vehicle)].fixed_cost;
  }
  std::stable_sort(trips_.begin(), trips_.end(),
                   [](const auto* a, const auto* b) { return std::pair(a->depart, a->vehicle) < std::pair(b->depart, b->vehicle); });
}

/// A run starts when planned or when its line is free again.
std::vector<Rehearsal::Made> Rehearsal::make(const Scenario& scenario) const {
  std::vector<Made> made(runs_.size());
  std::pair<int, int> line(-1, -1);
  int free_from = 0;
  for (std::size_t k = 0; k < runs_.size(); ++k) {
    const rppd::Run& r = *runs_[k].run;
    const rppd::Site& site = in_.sites[static_cast<std::size_t>(r.site)];
    const rppd::Line& l = site.lines[static_cast<std::size_t>(r.line)];
    const rppd::Product& p = in_.products[static_cast<std::size_t>(l.product)];
    const int n = runs_[k].number;
    if (line != std::pair(r.site, r.line)) free_from = r.start;
    line = {r.site, r.line};
    const int start = std::max(r.start, free_from), synthesis = stretched(p.synthesis, scenario.synthesis(r.site, r.line, n));
    Made& m = made[k];
    m.failed = scenario.fails(r.site, r.line, n, l.fail_chance);
    m.end = start + r.beam + synthesis;
    const auto released = rppd::firstIn(site.release, m.end + stretched(p.tests, scenario.tests(r.site, r.line, n)));
    m.failed = m.failed || !released;
    m.released = released.value_or(m.end);
    const double level =
        r.made ? *r.made / shareLeft(p, p.synthesis) : l.saturation * saturationShare(Seconds(p.half_life), Seconds(r.beam)) * p.yield;
    m.left = m.failed ? 0.0 : level * shareLeft(p, synthesis) * scenario.yield(r.site, r.line, n);
    for (const auto& begun : in_.frozen.runs)
      if (begun.made && begun.site == r.site && begun.line == r.line && begun.start == r.start) {
        m.failed = false;
        m.left = *begun.made;
      }
    free_from = m.end + l.turnaround;
  }
  return made;
}

double Rehearsal::drawFor(const rppd::Order& order, int patients, int end) const {
  const rppd::Product& p = in_.products[static_cast<std::size_t>(order.product)];
  double sum = 0.0;
  for (int k = 0; k < patients; ++k) sum += order.dose / shareLeft(p, order.calibration - end + k * order.spacing);
  return sum;
}

/// Draws for as many patients as there is activity, the first ones first.
int Rehearsal::serve(const rppd::Order& order, Made& made) const {
  if (made.failed) return 0;
  int patients = order.patients;
  while (patients > 0 && drawFor(order, patients, made.end) > made.left * (1.0 + kRounding)) --patients;
  made.left = std::max(0.0, made.left - drawFor(order, patients, made.end));
  return patients;
}

const rppd::Place& Rehearsal::place(int p) const {
  const auto at = static_cast<std::size_t>(p);
  return at < in_.sites.size() ? in_.sites[at].place : in_.hospitals[at - in_.sites.size()].place;
}

std::optional<Rehearsal::Arrival> Rehearsal::drive(const Scenario& scenario, int from, int to, int leave) const {
  const double road = scenario.road(from, to);
  if (in_.legs.empty()) return byPosts(scenario, place(from), place(to), road, leave);
  const rppd::Leg& leg = in_.legs[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
  int now = leave;
  for (const auto& stage : leg.stages) {
    const bool on_road = stage.open.empty();
    int which = 0;
    for (const char c : stage.code) which = (which * 31 + c) % 1'000'003;
    const int minutes = stretched(stage.minutes, on_road ? road : scenario.border(which));
    std::optional<int> begin;
    if (on_road) begin = now;
    for (const auto& s : stage.open)
      if (!begin && std::max(now, s.from) + minutes <= s.to) begin = std::max(now, s.from);
    if (!begin) return std::nullopt;
    now = *begin + minutes;
  }
  return Arrival{now, leg.km};
}

std::optional<Rehearsal::Arrival> Rehearsal::byPosts(const Scenario& scenario, const rppd::Place& a, const rppd::Place& b, double road,
                                                     int leave) const {
  const auto minutes = [&](double km) { return static_cast<int>(std::ceil(km / in_.speed * road - 1e-9)); };
  const double straight = std::hypot(a.x - b.x, a.y - b.y);
  if (a.country == b.country) return Arrival{leave + minutes(straight), straight};
  const int next = b.country > a.country ? a.country + 1 : a.country - 1;
  std::optional<Arrival> best;
  for (std::size_t k = 0; k < in_.posts.size(); ++k) {
    const rppd::Post& post = in_.posts[k];
    if (std::minmax(post.a, post.b) != std::minmax(a.country, next)) continue;
    const double km = std::hypot(a.x - post.place.x, a.y - post.place.y);
    int begin = std::max(leave + minutes(km), post.open.from);
    for (const auto& s : post.shut)
      if (begin >= s.from && begin < s.to) begin = s.to;
    if (begin > post.open.to) continue;
    auto rest =
        byPosts(scenario, {post.place.x, post.place.y, next}, b, road, begin + stretched(post.crossing, scenario.border(static_cast<int>(k))));
    if (!rest) continue;
    rest->km += km;
    if (!best || std::pair(rest->at, rest->km) < std::pair(best->at, best->km)) best = rest;
  }
  return best;
}

void Rehearsal::carry(const Scenario& scenario, const rppd::Trip& trip, std::vector<Made>& made, std::vector<int>& free_from, Outcome& out) const {
  int leave = std::max(trip.depart, free_from[static_cast<std::size_t>(trip.vehicle)]);
  std::vector<std::pair<int, int>> load;  // order, patients
  for (const int o : trip.stops) {
    const auto own = static_cast<std::size_t>(o);
    const rppd::Order& order = in_.orders[own];
    int best = 0, source = -1;
    for (const int k : {run_of_[own], spare_of_[own]}) {
      if (k < 0 || best == order.patients) continue;
      Made tried = made[static_cast<std::size_t>(k)];
      const int patients = serve(order, tried);
      if (patients > best) best = patients, source = k;
    }
    if (best == 0) continue;
    serve(order, made[static_cast<std::size_t>(source)]);
    leave = std::max(leave, made[static_cast<std::size_t>(source)].released);
    load.emplace_back(o, best);
  }
  if (load.empty()) return;
  const int home = in_.vehicles[static_cast<std::size_t>(trip.vehicle)].site;
  int here = home, now = leave;
  double km = 0.0;
  for (const auto& [o, patients] : load) {
    const auto own = static_cast<std::size_t>(o);
    const rppd::Order& order = in_.orders[own];
    const int there = static_cast<int>(in_.sites.size()) + order.hospital;
    const auto leg = drive(scenario, here, there, now);
    if (!leg) break;
    km += leg->km;
    now = leg->at;
    here = there;
    const auto open = rppd::firstIn(in_.hospitals[static_cast<std::size_t>(order.hospital)].receipt, std::max(now, order.window.from));
    if (!open || *open > order.deadline) continue;
    out.patients[own] = patients;
    out.late[own] = std::max(0, *open - order.window.to);
    out.cost += out.late[own] * order.late_cost;
    now = *open + in_.service;
  }
  if (const auto leg = drive(scenario, here, home, now)) {
    km += leg->km;
    now = leg->at;
  }
  free_from[static_cast<std::size_t>(trip.vehicle)] = now;
  out.cost += km * in_.cost_per_km + (now - leave) * in_.cost_per_minute;
}

Outcome Rehearsal::in(const Scenario& scenario) const {
  Outcome out;
  out.patients.assign(in_.orders.size(), 0);
  out.late.assign(in_.orders.size(), 0);
  out.cost = fixed_;
  auto made = make(scenario);
  std::vector<int> free_from(in_.vehicles.size(), -100'000);
  for (const auto* trip : trips_) carry(scenario, *trip, made, free_from, out);
  for (std::size_t o = 0; o < in_.orders.size(); ++o) out.cost += in_.orders[o].penalty * (in_.orders[o].patients - out.patients[o]);
  return out;
}

}  // namespace isotrail::solver
