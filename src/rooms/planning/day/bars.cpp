#include "rooms/planning/day/bars.h"

#include <algorithm>

#include "rooms/planning/day/draughtsman.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

Chart Draughtsman::draw() {
  for (std::size_t t = 0; t < day_.plan.trips.size(); ++t) trip(t);
  for (std::size_t r = 0; r < day_.plan.runs.size(); ++r) run(r);
  std::vector<std::size_t> patients(in_.orders.size());  // by injection: the cameras take them in turn
  for (std::size_t o = 0; o < patients.size(); ++o) patients[o] = o;
  std::stable_sort(patients.begin(), patients.end(), [&](auto a, auto b) { return in_.orders[a].calibration < in_.orders[b].calibration; });
  for (const std::size_t o : patients) patient(o);
  stays();
  const auto rank = [](const std::string& kind) {
    static const std::vector<std::string> order = {"line", "qc", "release", "pack", "road", "border", "receipt", "draw", "room", "camera"};
    return std::find(order.begin(), order.end(), kind) - order.begin();
  };
  std::stable_sort(chart_.lanes.begin(), chart_.lanes.end(), [&](const Lane& a, const Lane& b) { return rank(a.kind) < rank(b.kind); });
  std::stable_sort(chart_.bars.begin(), chart_.bars.end(),
                   [](const Bar& a, const Bar& b) { return std::pair(a.starts, a.ends) < std::pair(b.starts, b.ends); });
  return std::move(chart_);
}

const Bar* Chart::find(const std::string& id) const {
  for (const auto& b : bars)
    if (b.id == id) return &b;
  return nullptr;
}

Chart chartOf(const PlannedDay& day, const rppd::Checked& checked) { return Draughtsman(day, checked).draw(); }

}  // namespace isotrail::planning
