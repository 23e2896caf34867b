#include "solver/search/routes/roads.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "solver/search/moves/near.h"

namespace isotrail::solver::search::routes {
namespace {

constexpr std::size_t kNear = 40;
// So that tables stay small, and whatever is added up fits its type.
constexpr std::size_t kMostOrders = 2'000;
constexpr double kMostCost = 1e6;      // EUR of a drive
constexpr int kMostMinutes = 300'000;  // from the first opening to the last deadline

/// One run of the site's only line that is ready when the first vehicle may leave and has enough for all orders.
bool oneRunServesAll(const Day& day) {
  if (day.lines.size() != 1 || day.lines[0].levels.empty()) return false;
  const Line& line = day.lines[0];
  const Level& level = line.levels[0];
  const int start = day.gridUp(line.opens), end = start + level.beam + line.synthesis;
  double weight = 0.0;
  for (const Order& o : day.orders) {
    if (o.product != line.product) return false;
    weight += o.weight;
  }
  return end <= line.closes && end + line.tests <= day.vehicles[0].from && level.activity * day.growth(line.product, end) >= weight;
}

bool plain(const Order& o) { return !o.begun && !o.sites.empty() && o.receipt.empty() && o.deadline <= o.closes && o.cap < 0; }

/// The way between two places costs the same in both directions, and is open whenever a vehicle may be on it.
bool openBothWays(const Day& day, int a, int b) {
  const Leg &there = day.travel.leg(a, b), &back = day.travel.leg(b, a);
  const Vehicle& v = day.vehicles[0];
  return there.from <= v.from && there.last >= v.to && there.cost == back.cost && there.cost <= kMostCost && there.minutes < INT16_MAX - 1;
}

bool fits(const Day& day) {
  int first = day.vehicles[0].from, last = day.vehicles[0].to;
  for (const Order& o : day.orders) {
    first = std::min(first, o.opens);
    last = std::max(last, o.deadline);
  }
  return day.orders.size() <= kMostOrders && last - first <= kMostMinutes;
}

bool onlyTheRoadCosts(const Day& day) {
  if (day.sites.size() != 1 || day.orders.empty() || day.vehicles.empty() || !fits(day)) return false;
  if (day.cost_per_minute > 0.0 || day.change_price > 0.0 || day.opens_again || !day.caps.empty() || !day.rota.empty()) return false;
  if (!day.fixed_runs.empty() || !day.fixed_trips.empty() || !day.sites[0].release.empty() || !oneRunServesAll(day)) return false;
  const auto alike = [&](const Vehicle& v) { return v.kind == day.vehicles[0].kind && v.fixed_cost <= 0.0 && v.downs == 0; };
  return std::all_of(day.vehicles.begin(), day.vehicles.end(), alike) && std::all_of(day.orders.begin(), day.orders.end(), plain);
}

}  // namespace

std::optional<Roads> Roads::of(const Day& day) {
  if (!onlyTheRoadCosts(day)) return std::nullopt;
  std::vector<int> places(1, day.sites[0].place);
  for (const Order& o : day.orders) places.push_back(o.place);
  for (const int a : places)
    for (const int b : places)
      if (!openBothWays(day, a, b)) return std::nullopt;
  return Roads(day);
}

Roads::Roads(const Day& day) : day_(&day), fleet_(static_cast<int>(day.vehicles.size())), room_(day.vehicles[0].packages) {
  customers_.push_back({day.vehicles[0].from, day.vehicles[0].to, 0});
  std::vector<int> places(1, day.sites[0].place);
  for (const Order& o : day.orders) {
    customers_.push_back({o.opens, o.deadline, o.packages});
    places.push_back(o.place);
  }
  for (std::size_t a = 0; a < places.size(); ++a)
    for (const int b : places) {
      const Leg& leg = day.travel.leg(places[a], b);
      costs_.push_back(static_cast<std::int32_t>(std::lround(leg.cost * 1'000.0)));
      minutes_.push_back(leg.minutes + (a > 0 ? day.service : 0));
    }
  rankNear();
}

void Roads::rankNear() {
  near_.resize(customers_.size());
  Near ranked(*day_, kNear, apartOnATrip);
  for (std::size_t c = 1; c < customers_.size(); ++c)
    for (const int other : ranked.of(static_cast<int>(c) - 1)) near_[c].push_back(other + 1);
  const auto lists = near_;
  for (std::size_t c = 1; c < customers_.size(); ++c)
    for (const int other : lists[c]) {
      const auto& back = lists[static_cast<std::size_t>(other)];
      if (std::find(back.begin(), back.end(), static_cast<int>(c)) == back.end())
        near_[static_cast<std::size_t>(other)].push_back(static_cast<int>(c));
    }
}

Price Roads::price() const {
  Money all = 0, road = 0, farthest = 0, most = 1;
  for (std::size_t c = 1; c < customers_.size(); ++c) {
    const Money out = cost(0, static_cast<int>(c));
    all += out;
    road += minutes(0, static_cast<int>(c));
    farthest = std::max(farthest, out);
    most = std::max<Money>(most, customers_[c].packages);
  }
  return {std::max<Money>(1, all / std::max<Money>(1, road)), std::max<Money>(1, farthest / most)};
}

rppd::Plan Roads::planOf(const Plan& plan) const {
  rppd::Plan out;
  const Line& line = day_->lines[0];
  out.runs.push_back({0, 0, day_->gridUp(line.opens), line.levels[0].beam, std::vector<int>(day_->orders.size())});
  std::iota(out.runs[0].orders.begin(), out.runs[0].orders.end(), 0);
  for (const auto& trip : plan.trips) {
    std::vector<int> stops;
    for (const int c : trip) stops.push_back(c - 1);
    const Timing timing = bestTiming(*day_, 0, stops, flowOf(*day_, 0, stops), {customers_[0].opens, customers_[0].closes});
    out.trips.push_back({static_cast<int>(out.trips.size()), timing.depart, std::move(stops)});
  }
  return out;
}

Plan Roads::tripsOf(const Draft& draft) const {
  Plan out;
  for (std::size_t v = 0; v < day_->vehicles.size(); ++v)
    for (const int t : draft.tripsOf(static_cast<int>(v))) {
      auto& trip = out.trips.emplace_back();
      for (const int o : draft.trip(t).stops) trip.push_back(o + 1);
    }
  return out;
}

}  // namespace isotrail::solver::search::routes
