// A draft's trips change without an order leaving the plan.
#include <algorithm>

#include "base/check.h"
#include "solver/search/draft.h"

namespace isotrail::solver::search {

bool Draft::swapParts(const Swap& swap) {
  const auto part = [this](const SwapPart& p) {
    const auto& stops = trip(p.trip).stops;
    return std::vector<int>(stops.begin() + p.from, stops.begin() + p.to);
  };
  const std::vector<int> given = part(swap.one), taken = part(swap.two);
  const int before = trip(swap.one.trip).timing.depart, other = trip(swap.two.trip).timing.depart;
  const auto receive = [this](const SwapPart& p, const std::vector<int>& lost, const std::vector<int>& got, int from) {
    Trip& t = tripAt(p.trip);
    t.stops.erase(t.stops.begin() + p.from, t.stops.begin() + p.to);
    t.stops.insert(t.stops.begin() + p.from, got.begin(), got.end());
    stopsChanged(p.trip);
    for (const int o : lost) t.packages -= day_->orders[static_cast<std::size_t>(o)].packages;
    for (const int o : got) {
      t.packages += day_->orders[static_cast<std::size_t>(o)].packages;
      trip_of_[static_cast<std::size_t>(o)] = p.trip;
      changes_.orders.add(o);
      departs(o, from, p.timing.depart);
    }
    if (t.stops.empty())
      dropTrip(p.trip);
    else
      setTiming(p.trip, p.timing);
  };
  receive(swap.one, given, taken, other);
  receive(swap.two, taken, given, before);
  lines_scratch_.clear();
  for (const int t : {swap.one.trip, swap.two.trip}) linesOf(trip(t), lines_scratch_);
  return setLines(lines_scratch_);
}

bool Draft::retime(int i, int depart) {
  const Trip& t = trip(i);
  if (t.fixed >= 0) return false;
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
  if (t.fixed >= 0 || vehicle == t.vehicle || to.packages < t.packages) return false;
  const auto& trips = tripsOf(vehicle);
  std::size_t slot = 0;
  while (slot < trips.size() && trip(trips[slot]).timing.depart < t.timing.depart) ++slot;
  const Range range = gap(vehicle, slot, false);
  if (t.timing.depart < range.from || t.timing.back > range.to) return false;
  std::erase(on_vehicle_[static_cast<std::size_t>(t.vehicle)], i);
  if (unused(t.vehicle)) cost_ -= day_->vehicles[static_cast<std::size_t>(t.vehicle)].fixed_cost;
  if (unused(vehicle)) cost_ += to.fixed_cost;
  auto& into = on_vehicle_[static_cast<std::size_t>(vehicle)];
  into.insert(into.begin() + static_cast<std::ptrdiff_t>(slot), i);
  changes_.vehicles.add(t.vehicle);
  changes_.vehicles.add(vehicle);
  changes_.trips.add(i);
  tripAt(i).vehicle = vehicle;
  setTiming(i, trip(i).timing);  // what it carries may be promised otherwise
  return true;
}

}  // namespace isotrail::solver::search
