#include "solver/rppd/checker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "nuclide/decay.h"
#include "solver/rppd/fields.h"

namespace isotrail::solver::rppd {
namespace {

constexpr double kRounding = 1e-9;  // share by which a draw may seem to exceed what a run made

double shareLeft(const Product& p, double minutes) { return remainingShare(Seconds(p.half_life), Seconds(minutes)); }

struct Drive {
  int at = 0;
  double km = 0.0;
};

class Checker {
 public:
  Checker(const Instance& instance, const Plan& plan) : in_(instance), plan_(plan) {}

  Checked check() {
    out_.deliveries.resize(in_.orders.size());
    released_.resize(in_.orders.size());
    made_at_.assign(in_.orders.size(), -1);
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) checkRun(static_cast<int>(i), plan_.runs[i]);
    for (std::size_t i = 0; i < plan_.trips.size(); ++i) checkTrip(static_cast<int>(i), plan_.trips[i]);
    findOverlaps(lines_, "runs", "PLAN_LINE_BUSY");
    findOverlaps(roads_, "trips", "PLAN_VEHICLE_BUSY");
    for (const auto& [vehicle, trips] : roads_) out_.cost.vehicles += vehicleAt(vehicle.first).fixed_cost;
    out_.vehicles = static_cast<int>(roads_.size());
    for (std::size_t o = 0; o < in_.orders.size(); ++o) {
      const Order& order = in_.orders[o];
      if (out_.deliveries[o].trip >= 0) {
        out_.injected += order.dose * order.patients;
        continue;
      }
      out_.cost.unserved += in_.loss(order);
      ++out_.unserved;
      out_.patients_unserved += order.patients;
    }
    return std::move(out_);
  }

 private:
  struct Occupied {
    int from = 0, to = 0, index = 0;
  };
  using Occupation = std::map<std::pair<int, int>, std::vector<Occupied>>;

  const Order& orderAt(int o) const { return in_.orders[static_cast<std::size_t>(o)]; }
  const Vehicle& vehicleAt(int v) const { return in_.vehicles[static_cast<std::size_t>(v)]; }
  std::string name(int o) const { return idText(orderAt(o).id); }
  void violated(std::string path, const char* code, Json params) { out_.violations.push_back({std::move(path), code, std::move(params)}); }

  void checkRun(int index, const Run& run) {
    const Site& site = in_.sites[static_cast<std::size_t>(run.site)];
    const Line& line = site.lines[static_cast<std::size_t>(run.line)];
    const Product& product = in_.products[static_cast<std::size_t>(line.product)];
    const std::string path = element("runs", static_cast<std::size_t>(index));
    const int end = run.start + run.beam + product.synthesis;
    if (std::find(line.beams.begin(), line.beams.end(), run.beam) == line.beams.end())
      violated(path + ".irr", "PLAN_NO_LEVEL", Json::object({{"value", run.beam}, {"line", idText(line.id)}}));
    if (run.start % in_.grid != 0) violated(path + ".start", "PLAN_OFF_GRID", Json::object({{"value", run.start}, {"grid", in_.grid}}));
    if (run.start < line.open.from || end > line.open.to)
      violated(path + ".start", "PLAN_LINE_CLOSED",
               Json::object({{"from", line.open.from}, {"to", line.open.to}, {"start", run.start}, {"end", end}}));
    lines_[{run.site, run.line}].push_back({run.start, end + line.turnaround, index});
    double drawn = 0.0;
    for (std::size_t k = 0; k < run.orders.size(); ++k) {
      const int o = run.orders[k];
      const Order& order = orderAt(o);
      Delivery& d = out_.deliveries[static_cast<std::size_t>(o)];
      const std::string at = path + "." + element("orders", k);
      if (order.product != line.product) violated(at, "PLAN_WRONG_PRODUCT", Json::object({{"order", name(o)}, {"line", idText(line.id)}}));
      if (made_at_[static_cast<std::size_t>(o)] >= 0) violated(at, "PLAN_MADE_TWICE", Json::object({{"order", name(o)}}));
      made_at_[static_cast<std::size_t>(o)] = run.site;
      released_[static_cast<std::size_t>(o)] = end + product.tests;
      d.run = index;
      d.drawn = draw(order, end);
      drawn += d.drawn;
      out_.cost.risk += line.fail_chance * in_.loss(order);
    }
    const double made =
        line.saturation * saturationShare(Seconds(product.half_life), Seconds(run.beam)) * product.yield * shareLeft(product, product.synthesis);
    if (drawn > made * (1.0 + kRounding))
      violated(path + ".orders", "PLAN_RUN_TOO_WEAK", Json::object({{"drawn", std::round(drawn)}, {"made", std::floor(made)}}));
    out_.drawn += drawn;
    out_.cost.runs += line.run_cost;
    out_.cost.beam += line.beam_cost * run.beam;
  }

  /// MBq to draw at the end of synthesis so that every patient of the order gets the dose.
  double draw(const Order& order, int end) const {
    const Product& p = in_.products[static_cast<std::size_t>(order.product)];
    double sum = 0.0;
    for (int k = 0; k < order.patients; ++k) sum += order.dose / shareLeft(p, order.calibration - end + k * order.spacing);
    return sum;
  }

  int minutes(double km) const { return static_cast<int>(std::ceil(km / in_.speed - 1e-9)); }

  std::optional<Drive> drive(const Place& a, const Place& b, int leave) const {
    const double straight = std::hypot(a.x - b.x, a.y - b.y);
    if (a.country == b.country) return Drive{leave + minutes(straight), straight};
    const int next = b.country > a.country ? a.country + 1 : a.country - 1;
    std::optional<Drive> best;
    for (const Post& post : in_.posts) {
      if (std::minmax(post.a, post.b) != std::minmax(a.country, next)) continue;
      const double km = std::hypot(a.x - post.place.x, a.y - post.place.y);
      const int there = leave + minutes(km);
      if (there > post.open.to) continue;
      auto rest = drive({post.place.x, post.place.y, next}, b, std::max(there, post.open.from) + post.crossing);
      if (!rest) continue;
      rest->km += km;
      if (!best || std::pair(rest->at, rest->km) < std::pair(best->at, best->km)) best = rest;
    }
    return best;
  }

  void checkTrip(int index, const Trip& trip) {
    const Vehicle& vehicle = vehicleAt(trip.vehicle);
    const std::string path = element("trips", static_cast<std::size_t>(index));
    if (trip.depart % in_.grid != 0) violated(path + ".depart", "PLAN_OFF_GRID", Json::object({{"value", trip.depart}, {"grid", in_.grid}}));
    std::vector<int> arrivals;
    double km = 0.0, late_cost = 0.0;
    const auto back = course(trip, path, arrivals, km, late_cost);
    out_.returns.push_back(back.value_or(trip.depart));
    if (!back) return;  // nobody is served by a trip that cannot be made
    if (trip.depart < vehicle.shift.from || *back > vehicle.shift.to)
      violated(path, "PLAN_OUTSIDE_SHIFT",
               Json::object({{"from", vehicle.shift.from}, {"to", vehicle.shift.to}, {"depart", trip.depart}, {"back", *back}}));
    int packages = 0;
    for (std::size_t k = 0; k < trip.stops.size(); ++k) {
      packages += orderAt(trip.stops[k]).packages;
      checkStop(index, path + "." + element("stops", k), trip.stops[k], arrivals[k]);
    }
    if (packages > vehicle.packages) violated(path + ".stops", "PLAN_TOO_FULL", Json::object({{"packages", packages}, {"room", vehicle.packages}}));
    roads_[{trip.vehicle, 0}].push_back({trip.depart, *back, index});
    out_.cost.kilometres += km * in_.cost_per_km;
    out_.cost.time += (*back - trip.depart) * in_.cost_per_minute;
    out_.cost.lateness += late_cost;
  }

  /// Follows a trip; its return, or nothing and a violation.
  std::optional<int> course(const Trip& trip, const std::string& path, std::vector<int>& arrivals, double& km, double& late_cost) {
    const Place& home = in_.sites[static_cast<std::size_t>(vehicleAt(trip.vehicle).site)].place;
    Place here = home;
    int now = trip.depart;
    for (std::size_t k = 0; k < trip.stops.size(); ++k) {
      const Order& order = orderAt(trip.stops[k]);
      const Place& there = in_.hospitals[static_cast<std::size_t>(order.hospital)].place;
      const std::string at = path + "." + element("stops", k);
      const auto leg = drive(here, there, now);
      if (!leg) return violated(at, "PLAN_POSTS_SHUT", Json::object({{"order", name(trip.stops[k])}, {"depart", now}})), std::nullopt;
      now = std::max(leg->at, order.window.from);
      km += leg->km;
      if (now > order.deadline)
        return violated(at, "PLAN_AFTER_DEADLINE", Json::object({{"order", name(trip.stops[k])}, {"arrival", now}, {"deadline", order.deadline}})),
               std::nullopt;
      late_cost += std::max(0, now - order.window.to) * order.late_cost;
      arrivals.push_back(now);
      now += in_.service;
      here = there;
    }
    const auto leg = drive(here, home, now);
    if (!leg) return violated(path, "PLAN_NO_WAY_BACK", Json::object({{"depart", now}})), std::nullopt;
    km += leg->km;
    return leg->at;
  }

  void checkStop(int index, const std::string& at, int o, int arrival) {
    const auto own = static_cast<std::size_t>(o);
    const Trip& trip = plan_.trips[static_cast<std::size_t>(index)];
    Delivery& d = out_.deliveries[own];
    if (d.trip >= 0) violated(at, "PLAN_DELIVERED_TWICE", Json::object({{"order", name(o)}}));
    d.trip = index;
    d.arrival = arrival;
    d.late = std::max(0, arrival - orderAt(o).window.to);
    if (made_at_[own] != vehicleAt(trip.vehicle).site)
      violated(at, "PLAN_NOT_MADE_HERE", Json::object({{"order", name(o)}}));
    else if (released_[own] > trip.depart)
      violated(at, "PLAN_NOT_RELEASED", Json::object({{"order", name(o)}, {"release", released_[own]}, {"depart", trip.depart}}));
  }

  void findOverlaps(Occupation& all, const char* list, const char* code) {
    for (auto& [key, spans] : all) {
      std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return std::pair(a.from, a.to) < std::pair(b.from, b.to); });
      for (std::size_t k = 1; k < spans.size(); ++k)
        if (spans[k - 1].to > spans[k].from)
          violated(
              element(list, static_cast<std::size_t>(spans[k].index)), code,
              Json::object(
                  {{"other", element(list, static_cast<std::size_t>(spans[k - 1].index))}, {"until", spans[k - 1].to}, {"from", spans[k].from}}));
    }
  }

  const Instance& in_;
  const Plan& plan_;
  Checked out_;
  std::vector<int> released_, made_at_;
  Occupation lines_, roads_;  // by (site, line); by (vehicle, 0)
};

}  // namespace

Checked checkPlan(const Instance& instance, const Plan& plan) { return Checker(instance, plan).check(); }

}  // namespace isotrail::solver::rppd
