#include "solver/rppd/checker.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "nuclide/decay.h"
#include "solver/rppd/course.h"
#include "solver/rppd/fields.h"
#include "solver/stations/stays.h"

namespace isotrail::solver::rppd {
namespace {

constexpr double kRounding = 1e-9;  // share by which a draw may seem to exceed what a run made
constexpr double kNoCap = 1e300;    // MBq

double shareLeft(const Product& p, double minutes) { return remainingShare(Seconds(p.half_life), Seconds(minutes)); }

class Checker {
 public:
  Checker(const Instance& instance, const Plan& plan) : in_(instance), plan_(plan), road_(instance) {}

  Checked check() {
    out_.deliveries.resize(in_.orders.size());
    released_.resize(in_.orders.size());
    made_at_.assign(in_.orders.size(), -1);
    findBegun();
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) checkRun(static_cast<int>(i), plan_.runs[i]);
    for (std::size_t i = 0; i < plan_.trips.size(); ++i) checkTrip(static_cast<int>(i), plan_.trips[i]);
    findOverlaps(lines_, "runs", "PLAN_LINE_BUSY");
    findOverlaps(roads_, "trips", "PLAN_VEHICLE_BUSY");
    for (const auto& [vehicle, trips] : roads_) out_.cost.vehicles += vehicleAt(vehicle.first).fixed_cost;
    out_.vehicles = static_cast<int>(roads_.size());
    checkHospitals();
    checkStations();
    priceChanges();
    for (std::size_t o = 0; o < in_.orders.size(); ++o) {
      const Order& order = in_.orders[o];
      if (out_.deliveries[o].trip >= 0) {
        out_.injected += order.dose * order.patients;
        continue;
      }
      out_.cost.unserved += in_.loss(order);
      if (order.patients > 0) ++out_.unserved;  // one that was cancelled has none
      out_.patients_unserved += order.patients;
    }
    return std::move(out_);
  }

 private:
  struct Occupied {
    int from = 0, to = 0, index = 0;
    bool begun = false;
  };
  using Occupation = std::map<std::pair<int, int>, std::vector<Occupied>>;

  const Order& orderAt(int o) const { return in_.orders[static_cast<std::size_t>(o)]; }
  const Vehicle& vehicleAt(int v) const { return in_.vehicles[static_cast<std::size_t>(v)]; }
  std::string name(int o) const { return idText(orderAt(o).id); }
  void violated(std::string path, const char* code, Json params) { out_.violations.push_back({std::move(path), code, std::move(params)}); }

  const Order& stopOf(const Trip& trip, std::size_t k) const { return orderAt(trip.stops[k]); }

  /// Which runs and trips of the plan are those that have begun, and which orders those trips lose on the way.
  void findBegun() {
    const auto sameRun = [](const Run& a, const Run& b) { return a.site == b.site && a.line == b.line && a.start == b.start && a.beam == b.beam; };
    const auto sameTrip = [](const Trip& a, const Trip& b) { return a.vehicle == b.vehicle && a.depart == b.depart && a.stops == b.stops; };
    const auto match = [this](const auto& frozen, const auto& all, auto same, auto& begun, const char* list) {
      begun.assign(all.size(), -1);
      for (std::size_t k = 0; k < frozen.size(); ++k) {
        std::size_t i = 0;
        while (i < all.size() && (begun[i] >= 0 || !same(all[i], frozen[k]))) ++i;
        if (i < all.size())
          begun[i] = static_cast<int>(k);
        else
          violated(list, "PLAN_BEGUN_LEFT_OUT", Json::object({{"what", "frozen." + element(list, k)}}));
      }
    };
    match(in_.frozen.runs, plan_.runs, sameRun, begun_runs_, "runs");
    match(in_.frozen.trips, plan_.trips, sameTrip, begun_trips_, "trips");
    on_the_road_.assign(in_.orders.size(), false);
    lost_.assign(in_.orders.size(), false);
    for (const Trip& t : in_.frozen.trips) {
      const Course c = courseOf(in_, road_, t, true);
      for (std::size_t k = 0; k < t.stops.size(); ++k) {
        const auto o = static_cast<std::size_t>(t.stops[k]);
        on_the_road_[o] = true;
        lost_[o] = k >= c.arrivals.size() || c.arrivals[k] > stopOf(t, k).deadline;
      }
    }
  }

  void checkRun(int index, const Run& run) {
    const Site& site = in_.sites[static_cast<std::size_t>(run.site)];
    const Line& line = site.lines[static_cast<std::size_t>(run.line)];
    const Product& product = in_.products[static_cast<std::size_t>(line.product)];
    const std::string path = element("runs", static_cast<std::size_t>(index));
    const int begun = begun_runs_[static_cast<std::size_t>(index)], end = run.start + run.beam + product.synthesis;
    const double level =
        line.saturation * saturationShare(Seconds(product.half_life), Seconds(run.beam)) * product.yield * shareLeft(product, product.synthesis);
    const double made = begun >= 0 ? in_.frozen.runs[static_cast<std::size_t>(begun)].made.value_or(level) : level;
    if (begun < 0) checkLine(path, site, line, run, end, made);
    lines_[{run.site, run.line}].push_back({run.start, end + line.turnaround, index, begun >= 0});
    const auto released = firstIn(site.release, end + product.tests);
    if (!released && begun < 0 && !run.orders.empty())
      violated(path + ".start", "PLAN_NOBODY_RELEASES", Json::object({{"from", end + product.tests}}));
    std::vector<int> poured;  // drawn from this run and lost on the road
    if (begun >= 0)
      std::copy_if(in_.frozen.runs[static_cast<std::size_t>(begun)].orders.begin(), in_.frozen.runs[static_cast<std::size_t>(begun)].orders.end(),
                   std::back_inserter(poured), [this](int o) { return lost_[static_cast<std::size_t>(o)]; });
    double drawn = 0.0;
    bool judged = false;
    for (std::size_t k = 0; k < run.orders.size(); ++k) {
      const auto o = static_cast<std::size_t>(run.orders[k]);
      const Order& order = in_.orders[o];
      drawn += draw(order, end);
      if (std::erase(poured, run.orders[k]) > 0) continue;  // it may be made again, even by this run
      judged = judged || begun < 0 || !on_the_road_[o] || lost_[o];
      Delivery& d = out_.deliveries[o];
      const std::string at = path + "." + element("orders", k);
      if (order.product != line.product) violated(at, "PLAN_WRONG_PRODUCT", Json::object({{"order", idText(order.id)}, {"line", idText(line.id)}}));
      if (made_at_[o] >= 0) violated(at, "PLAN_MADE_TWICE", Json::object({{"order", idText(order.id)}}));
      made_at_[o] = run.site;
      released_[o] = released.value_or(kLongAfter);
      d.run = index;
      d.drawn = draw(order, end);
      out_.cost.risk += line.fail_chance * in_.loss(order);
    }
    if (judged && drawn > made * (1.0 + kRounding))
      violated(path + ".orders", "PLAN_RUN_TOO_WEAK", Json::object({{"drawn", std::round(drawn)}, {"made", std::floor(made)}}));
    out_.made += made;
    out_.drawn += drawn;
    out_.cost.runs += line.run_cost;
    out_.cost.beam += line.beam_cost * run.beam;
  }

  void checkLine(const std::string& path, const Site& site, const Line& line, const Run& run, int end, double made) {
    if (std::find(line.beams.begin(), line.beams.end(), run.beam) == line.beams.end())
      violated(path + ".irr", "PLAN_NO_LEVEL", Json::object({{"value", run.beam}, {"line", idText(line.id)}}));
    if (run.start % in_.grid != 0) violated(path + ".start", "PLAN_OFF_GRID", Json::object({{"value", run.start}, {"grid", in_.grid}}));
    if (run.start < line.open.from || end > line.open.to)
      violated(path + ".start", "PLAN_LINE_CLOSED",
               Json::object({{"from", line.open.from}, {"to", line.open.to}, {"start", run.start}, {"end", end}}));
    for (const Span& s : line.down)
      if (run.start < s.to && end + line.turnaround > s.from)
        violated(path + ".start", "PLAN_LINE_DOWN", Json::object({{"from", s.from}, {"to", s.to}, {"start", run.start}, {"end", end}}));
    const double cap = capOf(site.cap, line.product);
    if (made > cap * (1.0 + kRounding))
      violated(path + ".irr", "PLAN_SITE_CAP", Json::object({{"made", std::round(made)}, {"cap", cap}, {"site", idText(site.id)}}));
  }

  static double capOf(const std::vector<double>& caps, int product) {
    const auto p = static_cast<std::size_t>(product);
    return p < caps.size() && caps[p] > 0.0 ? caps[p] : kNoCap;
  }

  /// MBq to draw at the end of synthesis so that every patient of the order gets the dose.
  double draw(const Order& order, int end) const {
    const Product& p = in_.products[static_cast<std::size_t>(order.product)];
    double sum = 0.0;
    for (int k = 0; k < order.patients; ++k) sum += order.dose / shareLeft(p, order.calibration - end + k * order.spacing);
    return sum;
  }

  void checkTrip(int index, const Trip& trip) {
    const Vehicle& vehicle = vehicleAt(trip.vehicle);
    const std::string path = element("trips", static_cast<std::size_t>(index));
    const bool begun = begun_trips_[static_cast<std::size_t>(index)] >= 0;
    const Course c = courseOf(in_, road_, trip, begun);
    out_.returns.push_back(c.back.value_or(trip.depart));
    if (!c.back && !begun) return tellEnd(trip, path, c);  // nobody is served by a trip that cannot be made
    const int back = c.back.value_or(vehicle.shift.to);
    if (!begun) checkRoad(trip, path, vehicle, back);
    for (std::size_t k = 0; k < c.arrivals.size(); ++k)
      if (!begun || !lost_[static_cast<std::size_t>(trip.stops[k])]) {
        checkStop(index, path + "." + element("stops", k), trip.stops[k], c.arrivals[k], begun);
        out_.cost.lateness += std::max(0, c.arrivals[k] - stopOf(trip, k).window.to) * stopOf(trip, k).late_cost;
      }
    roads_[{trip.vehicle, 0}].push_back({trip.depart, back, index, begun});
    out_.cost.kilometres += c.km * in_.cost_per_km;
    out_.cost.time += (back - trip.depart) * in_.cost_per_minute;
  }

  /// Why a trip cannot be made.
  void tellEnd(const Trip& trip, const std::string& path, const Course& c) {
    if (trip.depart % in_.grid != 0) violated(path + ".depart", "PLAN_OFF_GRID", Json::object({{"value", trip.depart}, {"grid", in_.grid}}));
    const std::size_t reached = c.arrivals.size();
    const bool late = reached > 0 && c.arrivals.back() > stopOf(trip, reached - 1).deadline;
    if (late)
      violated(
          path + "." + element("stops", reached - 1), c.arrivals.back() == kLongAfter ? "PLAN_RECEIPT_SHUT" : "PLAN_AFTER_DEADLINE",
          Json::object({{"order", name(trip.stops[reached - 1])}, {"arrival", c.arrivals.back()}, {"deadline", stopOf(trip, reached - 1).deadline}}));
    else if (reached < trip.stops.size())
      violated(path + "." + element("stops", reached), "PLAN_POSTS_SHUT",
               Json::object({{"order", name(trip.stops[reached])}, {"depart", reached == 0 ? trip.depart : c.arrivals.back() + in_.service}}));
    else
      violated(path, "PLAN_NO_WAY_BACK", Json::object({{"depart", reached == 0 ? trip.depart : c.arrivals.back() + in_.service}}));
  }

  void checkRoad(const Trip& trip, const std::string& path, const Vehicle& vehicle, int back) {
    if (trip.depart % in_.grid != 0) violated(path + ".depart", "PLAN_OFF_GRID", Json::object({{"value", trip.depart}, {"grid", in_.grid}}));
    if (trip.depart < vehicle.shift.from || back > vehicle.shift.to)
      violated(path, "PLAN_OUTSIDE_SHIFT",
               Json::object({{"from", vehicle.shift.from}, {"to", vehicle.shift.to}, {"depart", trip.depart}, {"back", back}}));
    for (const Span& s : vehicle.down)
      if (trip.depart < s.to && back > s.from)
        violated(path, "PLAN_VEHICLE_DOWN", Json::object({{"from", s.from}, {"to", s.to}, {"depart", trip.depart}, {"back", back}}));
    int packages = 0;
    for (const int o : trip.stops) packages += orderAt(o).packages;
    if (packages > vehicle.packages) violated(path + ".stops", "PLAN_TOO_FULL", Json::object({{"packages", packages}, {"room", vehicle.packages}}));
  }

  void checkStop(int index, const std::string& at, int o, int arrival, bool begun) {
    const auto own = static_cast<std::size_t>(o);
    const Trip& trip = plan_.trips[static_cast<std::size_t>(index)];
    Delivery& d = out_.deliveries[own];
    if (d.trip >= 0) violated(at, "PLAN_DELIVERED_TWICE", Json::object({{"order", name(o)}}));
    d.trip = index;
    d.arrival = arrival;
    d.late = std::max(0, arrival - orderAt(o).window.to);
    d.activity = draw(orderAt(o), arrival);
    if (begun) return;
    if (made_at_[own] != vehicleAt(trip.vehicle).site)
      violated(at, "PLAN_NOT_MADE_HERE", Json::object({{"order", name(o)}}));
    else if (released_[own] > trip.depart)
      violated(at, "PLAN_NOT_RELEASED", Json::object({{"order", name(o)}, {"release", released_[own]}, {"depart", trip.depart}}));
  }

  void findOverlaps(Occupation& all, const char* list, const char* code) {
    for (auto& [key, spans] : all) {
      std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return std::pair(a.from, a.to) < std::pair(b.from, b.to); });
      for (std::size_t k = 1; k < spans.size(); ++k)
        if (spans[k - 1].to > spans[k].from && !(spans[k - 1].begun && spans[k].begun))
          violated(
              element(list, static_cast<std::size_t>(spans[k].index)), code,
              Json::object(
                  {{"other", element(list, static_cast<std::size_t>(spans[k - 1].index))}, {"until", spans[k - 1].to}, {"from", spans[k].from}}));
    }
  }

  /// What the deliveries of products of a nuclide to a hospital hold at their arrivals together.
  void checkHospitals() {
    for (std::size_t h = 0; h < in_.hospitals.size(); ++h)
      for (int family = 0; family < static_cast<int>(in_.products.size()); ++family)
        if (const double cap = in_.capOf(in_.hospitals[h], family); cap > 0.0) checkHospital(static_cast<int>(h), family, cap);
  }
  void checkHospital(int h, int family, double cap) {
    double sum = 0.0;
    int last = -1;  // to be named: the last one that has not begun
    for (std::size_t o = 0; o < in_.orders.size(); ++o) {
      const Delivery& d = out_.deliveries[o];
      if (d.trip < 0 || in_.orders[o].hospital != h || in_.family(in_.orders[o].product) != family) continue;
      sum += d.activity;
      if (!on_the_road_[o] && (last < 0 || d.arrival >= out_.deliveries[static_cast<std::size_t>(last)].arrival)) last = static_cast<int>(o);
    }
    if (last < 0 || sum <= cap * (1.0 + kRounding)) return;
    violated(
        element("trips", static_cast<std::size_t>(out_.deliveries[static_cast<std::size_t>(last)].trip)), "PLAN_HOSPITAL_CAP",
        Json::object(
            {{"order", name(last)}, {"held", std::round(sum)}, {"cap", cap}, {"hospital", idText(in_.hospitals[static_cast<std::size_t>(h)].id)}}));
  }

  /// Every patient whose dose is not on the road yet has an injection room and a camera in time.
  void checkStations() {
    std::vector<bool> served(in_.orders.size()), begun(in_.orders.size());
    for (std::size_t o = 0; o < served.size(); ++o) {
      served[o] = out_.deliveries[o].trip >= 0;
      begun[o] = served[o] && begun_trips_[static_cast<std::size_t>(out_.deliveries[o].trip)] >= 0;
    }
    for (std::size_t h = 0; h < in_.hospitals.size(); ++h)
      if (!in_.hospitals[h].rooms.empty() || !in_.hospitals[h].cameras.empty())
        for (const stations::Stay& s : stations::staysOf(in_, static_cast<int>(h), served, begun)) {
          if (s.station >= 0 || begun[static_cast<std::size_t>(s.order)]) continue;
          const int t = out_.deliveries[static_cast<std::size_t>(s.order)].trip;
          const auto& stops = plan_.trips[static_cast<std::size_t>(t)].stops;
          const auto k = static_cast<std::size_t>(std::find(stops.begin(), stops.end(), s.order) - stops.begin());
          violated(element("trips", static_cast<std::size_t>(t)) + "." + element("stops", k), s.camera ? "PLAN_CAMERA_BUSY" : "PLAN_ROOM_BUSY",
                   Json::object({{"order", name(s.order)},
                                 {"hospital", idText(in_.hospitals[h].id)},
                                 {"ready", s.ready},
                                 {"latest", s.latest},
                                 {"minutes", s.to - s.from}}));
        }
  }

  /// What was promised is served by the same line, vehicle and departure, or costs.
  void priceChanges() {
    if (in_.promised.trips.empty()) return;
    const auto was = waysOf(in_, in_.promised);
    for (std::size_t o = 0; o < in_.orders.size(); ++o) {
      const Delivery& d = out_.deliveries[o];
      if (d.trip < 0 || d.run < 0 || !was[o].whole()) continue;
      const Run& r = plan_.runs[static_cast<std::size_t>(d.run)];
      const Trip& t = plan_.trips[static_cast<std::size_t>(d.trip)];
      if (was[o] == Way{r.site, r.line, t.vehicle, t.depart}) continue;
      ++out_.moved;
      out_.cost.change += in_.change_price;
    }
  }

  const Instance& in_;
  const Plan& plan_;
  Road road_;
  std::vector<int> begun_runs_, begun_trips_;  // by run and trip of the plan: which of the instance's frozen ones it is, or -1
  std::vector<bool> on_the_road_, lost_;       // by order: on a frozen trip; which comes too late with it
  Checked out_;
  std::vector<int> released_, made_at_;
  Occupation lines_, roads_;  // by (site, line); by (vehicle, 0)
};

}  // namespace

Checked checkPlan(const Instance& instance, const Plan& plan) { return Checker(instance, plan).check(); }

}  // namespace isotrail::solver::rppd
