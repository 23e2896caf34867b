#include "solver/search/moves/course.h"

namespace isotrail::solver::search {

const std::vector<Position>& Courses::of(const Draft& draft, int trip) {
  const auto at = static_cast<std::size_t>(trip);
  if (at >= kept_.size()) kept_.resize(at + 1);
  Kept& kept = kept_[at];
  const Trip& t = draft.trip(trip);
  if (kept.stops_id != t.stops_id) {
    work(t, kept.positions);
    kept.stops_id = t.stops_id;
  }
  return kept.positions;
}

std::size_t Courses::at(const std::vector<Position>& positions, int order) {
  std::size_t& at = at_[static_cast<std::size_t>(order)];
  if (at >= positions.size() || positions[at].order != order)
    for (at = 0; positions[at].order != order;) ++at;
  return at;
}

void Courses::work(const Trip& trip, std::vector<Position>& positions) const {
  const std::size_t stops = trip.stops.size();
  const int home = day_.sites[static_cast<std::size_t>(day_.vehicles[static_cast<std::size_t>(trip.vehicle)].site)].place;
  positions.resize(stops + 1);
  Flow before;
  int here = home, packages = 0;
  for (std::size_t k = 0; k < stops; ++k) {
    const Order& o = day_.orders[static_cast<std::size_t>(trip.stops[k])];
    const Leg& leg = day_.travel.leg(here, o.place);
    positions[k] = {before, {}, leg.cost, leg.minutes, o.place, trip.stops[k], packages};
    packages += o.packages;
    before.drive(leg);
    before.serve(o, day_.service);
    here = o.place;
  }
  const Leg& last = day_.travel.leg(here, home);
  positions[stops] = {before, {}, last.cost, last.minutes, home, -1, packages};
  for (std::size_t k = stops; k-- > 0;) {
    const Order& o = day_.orders[static_cast<std::size_t>(trip.stops[k])];
    Flow& rest = positions[k].rest;
    rest.serve(o, day_.service);
    rest.drive(day_.travel.leg(o.place, positions[k + 1].place));
    if (rest.goOn(positions[k + 1].rest)) continue;
    rest = {};  // late whatever it does: nothing may be looked up there
    rest.on_time = -kNever;
  }
}

}  // namespace isotrail::solver::search
