#include "solver/search/moves/exchange.h"

#include <algorithm>

namespace isotrail::solver::search {
namespace {

constexpr std::size_t kTaken = 3;  // stops at most, unless all that follow

}  // namespace

Swap Exchange::best(const Draft& draft, int order, double limit) {
  draft_ = &draft;
  best_ = {};
  best_.more = limit;
  Side a{draft.tripIndexOf(order)};
  const int site = day_.vehicles[static_cast<std::size_t>(draft.trip(a.trip).vehicle)].site;
  if (!usable(a.trip, site)) return best_;
  a.positions = &courses_.of(draft, a.trip);
  a.from = courses_.at(*a.positions, order) + 1;
  const auto& near = near_.of(order);
  // Courses are worked out first: a reference to one lasts until another is asked for.
  for (const int other : near)
    if (draft.served(other)) courses_.of(draft, draft.tripIndexOf(other));
  a.positions = &courses_.of(draft, a.trip);
  a.waits = waiting(a);
  for (const int other : near) {
    Side b{draft.tripIndexOf(other)};
    // Two trips of one vehicle are left as they are: each of them limits when the other may go.
    if (b.trip < 0 || draft.trip(b.trip).vehicle == draft.trip(a.trip).vehicle || !usable(b.trip, site)) continue;
    b.positions = &courses_.of(draft, b.trip);
    b.from = courses_.at(*b.positions, other);
    b.waits = waiting(b);
    tryLengths(a, b);
  }
  return best_;
}

bool Exchange::usable(int trip, int site) const {
  const Trip& t = draft_->trip(trip);
  return t.fixed < 0 && day_.vehicles[static_cast<std::size_t>(t.vehicle)].site == site;
}

void Exchange::tryLengths(Side a, Side b) {
  for (std::size_t x = 0; x <= kTaken && a.from + x < a.stops(); ++x)
    for (std::size_t y = 1; y <= kTaken && b.from + y < b.stops(); ++y) {
      a.to = a.from + x;
      b.to = b.from + y;
      tryOne(a, b);
    }
  a.to = a.stops();
  b.to = b.stops();
  tryOne(a, b);
}

/// EUR more for kilometres and for minutes on the road.
double Exchange::road(const Side& a, const Side& b) const {
  const auto joint = [this](int from, int to) {
    const Leg& leg = day_.travel.leg(from, to);
    return leg.cost + day_.cost_per_minute * leg.minutes;
  };
  const auto left = [this](const Position& p) { return p.gap + day_.cost_per_minute * p.minutes; };
  const bool tails = a.to == a.stops() && b.to == b.stops();
  double more = -left(a.at(a.from)) - left(b.at(b.from));
  if (tails) return more + joint(a.placeBefore(a.from), b.at(b.from).place) + joint(b.placeBefore(b.from), a.at(a.from).place);
  const auto side = [&](const Side& to, const Side& from) {
    if (from.from == from.to) return joint(to.placeBefore(to.from), to.at(to.to).place);
    return joint(to.placeBefore(to.from), from.at(from.from).place) + joint(from.placeBefore(from.to), to.at(to.to).place);
  };
  if (a.to > a.from) more -= left(a.at(a.to));
  if (b.to > b.from) more -= left(b.at(b.to));
  return more + side(a, b) + side(b, a);
}

/// EUR for the minutes a trip stands still and waits: what an exchange may save besides the road.
double Exchange::waiting(const Side& s) const {
  const Timing& t = draft_->trip(s.trip).timing;
  return day_.cost_per_minute * (t.back - t.depart - s.at(s.stops()).before.shift - s.at(s.stops()).minutes);
}

/// How trip `a` goes with what `b` gives it; false where the parts do not tell.
bool Exchange::flow(const Side& a, const Side& b, Flow& flow) const {
  flow = a.at(a.from).before;
  int here = a.placeBefore(a.from);
  const bool tails = a.to == a.stops() && b.to == b.stops();
  if (tails) {
    flow.drive(day_.travel.leg(here, b.at(b.from).place));
    return flow.goOn(b.at(b.from).rest);
  }
  for (std::size_t k = b.from; k < b.to; ++k) {
    flow.drive(day_.travel.leg(here, b.at(k).place));
    flow.serve(day_.orders[static_cast<std::size_t>(b.at(k).order)], day_.service);
    here = b.at(k).place;
  }
  flow.drive(day_.travel.leg(here, a.at(a.to).place));
  return flow.goOn(a.at(a.to).rest);
}

/// When trip `a` leaves with what `b` gives it; false when it cannot.
bool Exchange::timing(const Side& a, const Side& b, Timing& timing) {
  Flow whole;
  if (!flow(a, b, whole) || whole.latest == -kNever) return false;
  const Trip& trip = draft_->trip(a.trip);
  stops_.clear();
  for (std::size_t k = 0; k < a.from; ++k) stops_.push_back(a.at(k).order);
  for (std::size_t k = b.from; k < b.to; ++k) stops_.push_back(b.at(k).order);
  for (std::size_t k = a.to; k < a.stops(); ++k) stops_.push_back(a.at(k).order);
  timing = {};
  if (stops_.empty()) return true;
  const auto& trips = draft_->tripsOf(trip.vehicle);
  Range range = draft_->gap(trip.vehicle, static_cast<std::size_t>(std::find(trips.begin(), trips.end(), a.trip) - trips.begin()), true);
  range.from = std::max(range.from, draft_->releaseOf(stops_));
  timing = bestTiming(day_, day_.vehicles[static_cast<std::size_t>(trip.vehicle)].site, stops_, whole, range);
  return timing.possible();
}

void Exchange::tryOne(const Side& a, const Side& b) {
  if (road(a, b) - a.waits - b.waits >= best_.more) return;
  const Trip &one = draft_->trip(a.trip), &two = draft_->trip(b.trip);
  const int given = a.at(a.to).packages - a.at(a.from).packages, taken = b.at(b.to).packages - b.at(b.from).packages;
  const auto room = [this](const Trip& t) { return day_.vehicles[static_cast<std::size_t>(t.vehicle)].packages - t.packages; };
  if (taken - given > room(one) || given - taken > room(two)) return;
  Timing first, second;
  if (!timing(a, b, first)) return;
  const double before = one.timing.cost + two.timing.cost;
  if (first.cost - before >= best_.more || !timing(b, a, second)) return;
  const double more = first.cost + second.cost - before;
  if (more >= best_.more) return;
  const auto part = [](const Side& s, const Timing& t) { return SwapPart{s.trip, static_cast<int>(s.from), static_cast<int>(s.to), t}; };
  best_ = {more, part(a, first), part(b, second)};
}

}  // namespace isotrail::solver::search
