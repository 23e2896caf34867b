// Trips on the chart: each stage of the way there and back, and the receipt at each stop.
#include <algorithm>

#include "rooms/planning/day/draughtsman.h"
#include "rooms/planning/day/values.h"
#include "solver/rppd/road.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

/// A post stands on its own side of the border; the road is its vehicle's.
std::string Draughtsman::stageLane(const Drive& d, const rppd::Stage& s, const rppd::Vehicle& v) {
  const std::string from = siteAt(v.site).id.text(), to = d.frame.isNull() ? from : d.frame["to"].text();
  if (s.code != "export" && s.code != "import") return lane("road." + v.id.text(), from, "road", v.id.text(), {v.shift});
  std::string post;
  for (const auto& w : d.frame[d.out ? "outbound" : "return"].items())
    if (w["direction"].text() == s.code) post = w["post"].text();
  const std::string side = (s.code == "export") == d.out ? from : to;
  return lane("border." + post + "." + s.code + (d.out ? "" : ".return"), side, "border", post + " " + s.code, s.open);
}

void Draughtsman::drive(std::size_t t, Drive d) {
  const rppd::Vehicle& v = in_.vehicles[static_cast<std::size_t>(day_.plan.trips[t].vehicle)];
  const std::string name = "T" + std::to_string(t + 1);
  const LatestLeg latest = latestOf(d.leg, d.limit.at, d.limit.binds);
  int now = d.leaves;
  for (std::size_t k = 0; k < d.leg.stages.size(); ++k) {
    const auto& s = d.leg.stages[k];
    for (const auto& span : s.open)
      if (std::max(now, span.from) + s.minutes <= span.to) {
        now = std::max(now, span.from);
        break;
      }
    const bool border = s.code == "export" || s.code == "import";
    Bar bar{name + "." + d.part + "." + s.code,
            stageLane(d, s, v),
            border ? "border" : "road",
            s.code,
            now,
            now + s.minutes,
            latest.ends[k],
            latest.binds[k],
            d.needs,
            ids(d.orders),
            "",
            name,
            k == 0};
    d.needs = {bar.id};
    now = bar.ends;
    chart_.bars.push_back(std::move(bar));
  }
}

std::vector<Draughtsman::Stop> Draughtsman::stopsOf(const rppd::Trip& trip) const {
  std::vector<Stop> stops;
  for (const int o : trip.stops) {
    if (stops.empty() || stops.back().hospital != orderAt(o).hospital)
      stops.push_back({orderAt(o).hospital, checked_.deliveries[static_cast<std::size_t>(o)].arrival, {}, {1'000'000, "injection"}});
    stops.back().orders.push_back(o);
    stops.back().latest.limit(orderAt(o).deadline, "injection");
  }
  return stops;
}

/// From the last stop back: receipt hours, and what comes after it.
void Draughtsman::limitStops(std::size_t t, std::vector<Stop>& stops, const Latest& home_by) {
  const rppd::Road road(in_);
  const int at_home = road.siteAt(in_.vehicles[static_cast<std::size_t>(day_.plan.trips[t].vehicle)].site);
  LatestLeg later = latestOf(legAt(road.hospitalAt(stops.back().hospital), at_home), home_by.at, home_by.binds);
  for (std::size_t k = stops.size(); k-- > 0;) {
    Stop& s = stops[k];
    for (const auto& span : in_.hospitals[static_cast<std::size_t>(s.hospital)].receipt)
      if (s.arrival >= span.from && s.arrival <= span.to) s.latest.limit(span.to, "receipt");
    s.latest.limit(later.start - in_.service, later.start_binds);
    later = latestOf(legAt(k == 0 ? at_home : road.hospitalAt(stops[k - 1].hospital), road.hospitalAt(s.hospital)), s.latest.at, s.latest.binds);
  }
  latest_depart_[t] = {later.start, later.start_binds};
}

/// The bars that end with what the trip carries.
std::vector<std::string> Draughtsman::loadedFrom(const rppd::Trip& trip) const {
  std::vector<std::string> needs;
  for (const int o : trip.stops)
    if (const int r = checked_.deliveries[static_cast<std::size_t>(o)].run; r >= 0) {
      const std::string pack = "R" + std::to_string(r + 1) + (packMinutes(r) > 0 ? ".pack" : ".release");
      if (std::find(needs.begin(), needs.end(), pack) == needs.end()) needs.push_back(pack);
    }
  return needs;
}

void Draughtsman::receipt(std::size_t t, std::size_t k, const Stop& s, const std::vector<std::string>& needs) {
  const rppd::Hospital& hospital = in_.hospitals[static_cast<std::size_t>(s.hospital)];
  const std::string at = hospital.id.text(), name = "T" + std::to_string(t + 1);
  int minutes = 0;
  for (const int o : s.orders)
    minutes = std::max(minutes, orderAt(o).calibration - orderAt(o).deadline - static_cast<int>(stageTime("cyclotron", "draw").number()));
  chart_.bars.push_back({name + "." + std::to_string(k + 1) + ".receipt", lane("receipt." + at, at, "receipt", at, hospital.receipt), "receipt",
                         "receipt", s.arrival, s.arrival + minutes, s.latest.at + minutes, s.latest.binds, needs, ids(s.orders), "", name, false});
}

void Draughtsman::trip(std::size_t t) {
  const rppd::Trip& trip = day_.plan.trips[t];
  const rppd::Vehicle& v = in_.vehicles[static_cast<std::size_t>(trip.vehicle)];
  const std::string home = siteAt(v.site).id.text();
  std::vector<Stop> stops = stopsOf(trip);
  if (stops.empty()) return;
  // Home again within the shift, and before the vehicle leaves anew.
  Latest home_by{v.shift.to, "shift"};
  for (const auto& other : day_.plan.trips)
    if (other.vehicle == trip.vehicle && other.depart > trip.depart) home_by.limit(other.depart, "vehicle");
  limitStops(t, stops, home_by);
  const rppd::Road road(in_);
  const int at_home = road.siteAt(v.site);
  int here = at_home, leaves = trip.depart;
  std::vector<std::string> needs = loadedFrom(trip);
  for (std::size_t k = 0; k < stops.size(); ++k) {
    const Stop& s = stops[k];
    const int there = road.hospitalAt(s.hospital);
    const Json& frame = laneFrame(home, in_.hospitals[static_cast<std::size_t>(s.hospital)].id.text());
    drive(t, {std::to_string(k + 1), legAt(here, there), frame, true, leaves, s.latest, needs, s.orders});
    if (!chart_.bars.empty()) needs = {chart_.bars.back().id};
    if (!frame.isNull()) receipt(t, k, s, needs);
    here = there;
    leaves = s.arrival + in_.service;
  }
  const Json& frame = laneFrame(home, in_.hospitals[static_cast<std::size_t>(stops.back().hospital)].id.text());
  if (!frame.isNull()) drive(t, {"back", legAt(here, at_home), frame, false, leaves, home_by, needs, {}});
}

}  // namespace isotrail::planning
