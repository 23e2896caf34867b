#include "solver/explain/late.h"

#include <algorithm>

#include "solver/rppd/course.h"

namespace isotrail::solver {
namespace {

constexpr int kLongest = 1440;  // minutes a departure is moved at most

/// What a trip carries is released last, and the order that waits for it.
struct Released {
  int at = 0, order = -1;
};
Released lastReleased(const rppd::Instance& in, const rppd::Plan& plan, const rppd::Checked& checked, const rppd::Trip& trip) {
  Released last;
  for (const int stop : trip.stops) {
    const rppd::Run& run = plan.runs[static_cast<std::size_t>(checked.deliveries[static_cast<std::size_t>(stop)].run)];
    const rppd::Site& site = in.sites[static_cast<std::size_t>(run.site)];
    const rppd::Product& p = in.products[static_cast<std::size_t>(site.lines[static_cast<std::size_t>(run.line)].product)];
    const int ready = run.start + run.beam + p.synthesis + p.tests;
    const int at = rppd::firstIn(site.release, ready).value_or(ready);
    if (last.order < 0 || at > last.at) last = {at, stop};
  }
  return last;
}

}  // namespace

Reason LateTrips::reason(int o) const {
  const int late = checked_.deliveries[static_cast<std::size_t>(o)].late;
  const auto own = static_cast<std::size_t>(checked_.deliveries[static_cast<std::size_t>(o)].trip);
  const rppd::Trip& trip = plan_.trips[own];
  for (const auto& begun : in_.frozen.trips)
    if (begun.vehicle == trip.vehicle && begun.depart == trip.depart) return {o, true, "WHY_LATE_BEGUN", Json::object({{"late", late}})};
  // The trip leaving earlier: the first departure back from now that is on time.
  const rppd::Road road(in_);
  const auto stop = static_cast<std::size_t>(std::find(trip.stops.begin(), trip.stops.end(), o) - trip.stops.begin());
  rppd::Trip earlier = trip;
  const auto lateNow = [&] {
    const auto course = rppd::courseOf(in_, road, earlier, false);
    return course.arrivals.size() <= stop || course.arrivals[stop] > in_.orders[static_cast<std::size_t>(o)].window.to;
  };
  while (earlier.depart >= trip.depart - kLongest && lateNow()) {
    if (!waiting_.step())
      return {o, true, "WHY_LATE_NOT_TRACED", Json::object({{"late", late}, {"order", rppd::idText(in_.orders[static_cast<std::size_t>(o)].id)}})};
    earlier.depart -= in_.grid;
  }
  const int depart = earlier.depart;
  Json params = Json::object({{"late", late}, {"depart", depart}, {"minutes", trip.depart - depart}, {"other", ""}, {"at", 0}});
  if (lateNow()) return {o, true, "WHY_LATE_ROAD", params};
  if (const Released last = lastReleased(in_, plan_, checked_, trip); last.at > depart) {
    params.set("other", rppd::idText(in_.orders[static_cast<std::size_t>(last.order)].id)).set("at", last.at);
    return {o, true, "WHY_LATE_RELEASE", params.set("minutes", last.at - depart)};
  }
  const rppd::Vehicle& vehicle = in_.vehicles[static_cast<std::size_t>(trip.vehicle)];
  if (vehicle.shift.from > depart) return {o, true, "WHY_LATE_SHIFT", params.set("at", vehicle.shift.from)};
  int back = depart;
  for (std::size_t t = 0; t < plan_.trips.size(); ++t)
    if (plan_.trips[t].vehicle == trip.vehicle && plan_.trips[t].depart < trip.depart) back = std::max(back, checked_.returns[t]);
  if (back > depart) return {o, true, "WHY_LATE_VEHICLE", params.set("at", back).set("minutes", back - depart)};
  return {o, true, "WHY_LATE_CHOICE", params};
}

}  // namespace isotrail::solver
