#include "solver/bound/few.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "solver/search/flow.h"

namespace isotrail::solver::search {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();
constexpr std::size_t kSequences = 10'000;  // of stops that are followed exactly, the shortest first
constexpr double kRounding = 1e-12;         // share of the bound that rounding may have added

using Set = std::uint32_t;  // of orders
using Byset = std::vector<double>;

std::size_t at(Set s) { return static_cast<std::size_t>(s); }

/// What a site's trips and runs cost at least, by the set of their orders.
class SiteSets {
 public:
  /// `minute`: EUR of a minute on the road.
  SiteSets(const Day& day, int site, double minute)
      : day_(day), site_(site), home_(day.sites[static_cast<std::size_t>(site)].place), minute_(minute), n_(day.orders.size()), all_(Set{1} << n_) {
    for (std::size_t o = 0; o < n_; ++o) {
      const auto& sites = day.orders[o].sites;
      if (std::find(sites.begin(), sites.end(), site) != sites.end()) reached_ |= Set{1} << o;
    }
    findTrips();
    findRuns();
  }
  /// The least of all ways to part each set into runs, and into trips; none for the empty set.
  Byset parted() const {
    Byset out = partedInto(runs_);
    const Byset trips = partedInto(trips_);
    for (Set u = 0; u < all_; ++u) out[at(u)] += trips[at(u)];
    return out;
  }

 private:
  const Order& order(std::size_t o) const { return day_.orders[o]; }
  /// A leg that neither waits nor shuts: no drive is quicker.
  Leg leg(int a, int b) const {
    Leg l = day_.travel.leg(a, b);
    l.from = INT16_MIN;
    l.last = kNever;
    return l;
  }

  void findTrips() {
    trips_.assign(all_, kNone);
    int room = 0;
    for (const int v : day_.sites[static_cast<std::size_t>(site_)].vehicles)
      room = std::max(room, day_.vehicles[static_cast<std::size_t>(v)].packages);
    fits_.assign(all_, 0);
    for (Set u = 1; u < all_; ++u) {
      int packages = 0;
      for (std::size_t o = 0; o < n_; ++o)
        if (u >> o & 1U) packages += order(o).packages;
      fits_[at(u)] = (u & ~reached_) == 0 && packages <= room ? 1 : 0;
    }
    std::size_t sequences = 1, sum = 0;
    while (followed_ < n_ && sum + sequences * (n_ - followed_) <= kSequences) sequences *= n_ - followed_++, sum += sequences;
    follow(Flow{}, home_, 0, 0);
    if (followed_ < n_) countLonger();
  }

  /// Every sequence of stops up to `followed_` of them: kilometres, and minutes from a departure that makes nobody late, or none waited.
  void follow(const Flow& flow, int here, Set set, std::size_t stops) {
    if (set != 0) {
      Flow whole = flow;
      whole.drive(leg(here, home_));
      int minutes = whole.shift;
      if (late_costs_) minutes = std::max(minutes, whole.earliest - std::min(whole.on_time, whole.latest));
      trips_[at(set)] = std::min(trips_[at(set)], whole.cost + minute_ * minutes);
    }
    if (stops == followed_) return;
    for (std::size_t o = 0; o < n_; ++o) {
      if ((set >> o & 1U) || !fits_[at(set | Set{1} << o)]) continue;
      Flow next = flow;
      next.drive(leg(here, order(o).place));
      next.serve(order(o), day_.service);
      if (next.latest == -kNever) continue;
      const bool before = late_costs_;
      late_costs_ = before && order(o).late_cost >= minute_;
      follow(next, order(o).place, set | Set{1} << o, stops + 1);
      late_costs_ = before;
    }
  }

  /// Longer trips: the least kilometres and minutes without a wait, and the earliest arrivals, each by the last stop.
  void countLonger() {
    std::vector<double> cost(all_ * n_, kNone);
    std::vector<int> done(all_ * n_, kNever);
    for (Set u = 1; u < all_; ++u) {
      if (!fits_[at(u)]) continue;
      for (std::size_t o = 0; o < n_; ++o) {
        if (!(u >> o & 1U)) continue;
        const Set before = u & ~(Set{1} << o);
        double& own = cost[at(u) * n_ + o];
        int& end = done[at(u) * n_ + o];
        const auto come = [&](int from, double paid, int left) {
          const Leg l = leg(from, order(o).place);
          const int served = std::max(order(o).opens, left + l.minutes);
          if (served > order(o).deadline) return;
          own = std::min(own, paid + l.cost + minute_ * (l.minutes + day_.service));
          end = std::min(end, served + day_.service);
        };
        if (before == 0) come(home_, 0.0, -kNever);
        for (std::size_t p = 0; p < n_; ++p)
          if ((before >> p & 1U) && done[at(before) * n_ + p] < kNever) come(order(p).place, cost[at(before) * n_ + p], done[at(before) * n_ + p]);
        if (static_cast<std::size_t>(std::popcount(u)) <= followed_ || end >= kNever) continue;
        const Leg back = leg(order(o).place, home_);
        trips_[at(u)] = std::min(trips_[at(u)], own + back.cost + minute_ * back.minutes);
      }
    }
  }

  /// The soonest drive from the site to each order, by way of others where that is sooner.
  std::vector<int> soonest() const {
    std::vector<int> out(n_);
    for (std::size_t o = 0; o < n_; ++o) out[o] = leg(home_, order(o).place).minutes;
    for (std::size_t round = 0; round < n_; ++round)
      for (std::size_t a = 0; a < n_; ++a)
        for (std::size_t b = 0; b < n_; ++b) out[b] = std::min(out[b], out[a] + day_.service + leg(order(a).place, order(b).place).minutes);
    return out;
  }

  void findRuns() {
    runs_.assign(all_, kNone);
    const std::vector<int> drive = soonest();
    for (Set u = 1; u < all_; ++u) {
      if (u & ~reached_) continue;
      double weight = 0.0, loss = 0.0;
      int product = -1, latest = kNever;
      bool one = true;
      for (std::size_t o = 0; o < n_; ++o) {
        if (!(u >> o & 1U)) continue;
        one = one && (product < 0 || product == order(o).product);
        product = order(o).product;
        weight += order(o).weight;
        loss += order(o).loss;
        latest = std::min(latest, order(o).deadline - drive[o]);
      }
      if (one) runs_[at(u)] = leastRun(product, weight, loss, latest);
    }
  }
  double leastRun(int product, double weight, double loss, int latest) const {
    double least = kNone;
    for (const int l : day_.sites[static_cast<std::size_t>(site_)].lines) {
      const Line& line = day_.lines[static_cast<std::size_t>(l)];
      if (line.product != product) continue;
      const int end = std::min(line.closes, latest - line.tests);
      for (const Level& level : line.levels)
        if (end >= line.opens + level.beam + line.synthesis && level.activity * day_.growth(product, end) >= weight * (1.0 - 1e-9))
          least = std::min(least, line.run_cost + level.cost + line.fail_chance * loss);
    }
    return least;
  }

  Byset partedInto(const Byset& one) const {
    Byset out(all_, kNone);
    out[0] = 0.0;
    for (Set u = 1; u < all_; ++u) {
      const Set first = u & (~u + 1), rest = u & ~first;  // the lowest order is in one of them
      for (Set v = rest;; v = (v - 1) & rest) {
        out[at(u)] = std::min(out[at(u)], one[at(v | first)] + out[at(rest & ~v)]);
        if (v == 0) break;
      }
    }
    return out;
  }

  const Day& day_;
  const int site_, home_;
  const double minute_;
  const std::size_t n_;
  const Set all_;
  Set reached_ = 0;
  std::size_t followed_ = 0;
  bool late_costs_ = true;  // a minute late costs no less than one on the road, for all stops of the sequence at hand
  std::vector<char> fits_;
  Byset trips_, runs_;
};

/// The least cost when vehicles are paid by the minute, or one at each site that serves anybody.
double leastOf(const Day& day, bool by_minute, const std::function<bool()>& hurry) {
  const Set all = Set{1} << day.orders.size();
  Byset served(all, kNone);
  served[0] = 0.0;
  for (std::size_t s = 0; s < day.sites.size(); ++s) {
    const VehiclePrice price = priceOf(day, static_cast<int>(s));
    if (hurry()) return 0.0;
    if (std::isinf(price.whole)) continue;
    const Byset own = SiteSets(day, static_cast<int>(s), day.cost_per_minute + (by_minute ? price.minute : 0.0)).parted();
    Byset next = served;
    for (Set u = 1; u < all; ++u)
      for (Set v = u; v != 0; v = (v - 1) & u) next[at(u)] = std::min(next[at(u)], served[at(u & ~v)] + own[at(v)] + (by_minute ? 0.0 : price.whole));
    served = std::move(next);
  }
  double least = kNone;
  for (Set u = 0; u < all; ++u) {
    double lost = 0.0;
    for (std::size_t o = 0; o < day.orders.size(); ++o)
      if (!(u >> o & 1U)) lost += day.orders[o].loss;
    least = std::min(least, served[at(u)] + lost);
  }
  return least;
}

}  // namespace

VehiclePrice priceOf(const Day& day, int site) {
  VehiclePrice p;
  for (const int v : day.sites[static_cast<std::size_t>(site)].vehicles) {
    const Vehicle& vehicle = day.vehicles[static_cast<std::size_t>(v)];
    if (vehicle.to <= vehicle.from) continue;
    p.minute = std::min(p.minute, vehicle.fixed_cost / (vehicle.to - vehicle.from));
    p.whole = std::min(p.whole, vehicle.fixed_cost);
  }
  return p;
}

double boundOfFew(const Day& day, const std::function<bool()>& hurry) {
  if (day.orders.empty() || day.orders.size() > kFewOrders) return 0.0;
  const bool begun = std::any_of(day.fixed_runs.begin(), day.fixed_runs.end(), [](const auto& r) { return r.beam >= 0; }) ||
                     std::any_of(day.fixed_trips.begin(), day.fixed_trips.end(), [](const auto& t) { return !t.down; });
  if (begun) return 0.0;
  return std::max(leastOf(day, true, hurry), leastOf(day, false, hurry)) * (1.0 - kRounding);
}

}  // namespace isotrail::solver::search
