// Breeding of trips: what is joined is what is walked, no small change is left, plans are the checker's, and only where only the road costs.
#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <set>

#include "solver/rppd/checker.h"
#include "solver/search/routes/breeder.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver::search::routes {
namespace {

const std::function<bool()> kNever = [] { return false; };
const Price kPrice{1'000, 5'000};

/// A plan's cost, minutes late and packages too many, worked out from the first departure on; late stops go on from when they close.
Plan walked(const Roads& roads, std::vector<std::vector<int>> trips) {
  Plan out;
  for (const auto& trip : trips) {
    int here = 0, now = roads.customer(0).opens, packages = 0;
    std::vector<int> stops = trip;
    stops.push_back(0);
    for (const int c : stops) {
      const Customer& customer = roads.customer(c);
      out.cost += roads.cost(here, c);
      now = std::max(customer.opens, now + roads.minutes(here, c));
      out.late += std::max(0, now - customer.closes);
      now = std::min(now, customer.closes);
      packages += customer.packages;
      here = c;
    }
    out.excess += std::max(0, packages - roads.room());
  }
  out.trips = std::move(trips);
  return out;
}

std::vector<std::vector<int>> dealt(const Roads& roads, int trips, std::mt19937& rng) {
  std::vector<int> all(roads.places() - 1);
  std::iota(all.begin(), all.end(), 1);
  std::shuffle(all.begin(), all.end(), rng);
  std::vector<std::vector<int>> out(static_cast<std::size_t>(trips));
  for (std::size_t k = 0; k < all.size(); ++k) out[k % out.size()].push_back(all[k]);
  return out;
}

void expectSame(const Plan& a, const Plan& b) {
  ASSERT_EQ(a.cost, b.cost);
  ASSERT_EQ(a.late, b.late);
  ASSERT_EQ(a.excess, b.excess);
}

TEST(Routes, WhatIsJoinedIsWhatIsWalked) {
  const auto instance = test::roads(40, 5);
  const Day day(instance);
  const auto roads = Roads::of(day);
  ASSERT_TRUE(roads);
  std::mt19937 rng(3);
  Board board(*roads);
  for (int k = 0; k < 50; ++k) {
    const Plan plan = walked(*roads, dealt(*roads, 1 + k % 12, rng));
    board.lay(plan, 0, kPrice);
    expectSame(board.plan(), plan);
    for (std::size_t t = 0; t < plan.trips.size(); ++t) {
      const Trip& trip = board.trip(static_cast<int>(t));
      for (std::size_t p = 1; p < trip.stops.size(); ++p)
        ASSERT_EQ(joined(trip.before[p - 1], roads->minutes(trip.stops[p - 1], trip.stops[p]), trip.after[p]).late, trip.before.back().late) << p;
    }
  }
}

/// The cheapest plan one stop away: it stands elsewhere, or two change places; and with all that follows exchanged.
Money cheapestNextTo(const Roads& roads, const Plan& plan) {
  Money least = plan.costAt(kPrice);
  const auto look = [&](const std::vector<std::vector<int>>& trips) { least = std::min(least, walked(roads, trips).costAt(kPrice)); };
  const auto near = [&](int u, int v) { return std::find(roads.near(u).begin(), roads.near(u).end(), v) != roads.near(u).end(); };
  for (std::size_t a = 0; a < plan.trips.size(); ++a)
    for (std::size_t i = 0; i < plan.trips[a].size(); ++i)
      for (std::size_t b = 0; b < plan.trips.size(); ++b)
        for (std::size_t j = 0; j < plan.trips[b].size(); ++j) {
          const int u = plan.trips[a][i], v = plan.trips[b][j];
          if (u == v || !near(u, v)) continue;
          auto trips = plan.trips;
          std::swap(trips[a][i], trips[b][j]);
          if (a != b || i + 1 < j || j + 1 < i) look(trips);
          trips = plan.trips;
          trips[a].erase(trips[a].begin() + static_cast<std::ptrdiff_t>(i));
          auto& to = trips[b];
          to.insert(std::find(to.begin(), to.end(), v) + 1, u);
          look(trips);
          if (a == b) continue;
          trips = plan.trips;
          const auto from = trips[a].begin() + static_cast<std::ptrdiff_t>(i), at = trips[b].begin() + static_cast<std::ptrdiff_t>(j) + 1;
          const std::vector<int> given(from, trips[a].end()), taken(at, trips[b].end());
          trips[a].erase(from, trips[a].end());
          trips[b].erase(at, trips[b].end());
          trips[a].insert(trips[a].end(), taken.begin(), taken.end());
          trips[b].insert(trips[b].end(), given.begin(), given.end());
          look(trips);
        }
  return least;
}

TEST(Routes, NoSmallChangeIsLeft) {
  const auto instance = test::roads(45, 11);
  const Day day(instance);
  const auto roads = Roads::of(day);
  ASSERT_TRUE(roads);
  std::mt19937 rng(1);
  Chance chance(1);
  Improver improver(*roads, chance);
  for (int k = 0; k < 4; ++k) {
    const Plan before = walked(*roads, dealt(*roads, 3 + 4 * k, rng));
    improver.lay(before, 0, kPrice);
    ASSERT_TRUE(improver.improve(kNever));
    const Plan after = improver.plan();
    expectSame(after, walked(*roads, after.trips));
    EXPECT_LT(after.costAt(kPrice), before.costAt(kPrice));
    EXPECT_EQ(cheapestNextTo(*roads, after), after.costAt(kPrice)) << k;
  }
}

/// What a breeder holds is a plan that serves everybody once, and costs what it says to the draft and to the checker.
void expectPlan(const rppd::Instance& instance, const Day& day, const Roads& roads, const Plan& best) {
  expectSame(best, walked(roads, best.trips));
  std::multiset<int> served;
  for (const auto& trip : best.trips) served.insert(trip.begin(), trip.end());
  ASSERT_EQ(served.size(), roads.places() - 1);
  ASSERT_EQ(std::set<int>(served.begin(), served.end()).size(), served.size());
  Draft draft(day);
  ASSERT_TRUE(draft.load(roads.planOf(best)));
  ASSERT_NEAR(draft.cost(), static_cast<double>(best.cost) / 1'000.0, 1e-6);
  const auto checked = rppd::checkPlan(instance, draft.plan(instance));
  ASSERT_TRUE(checked.feasible()) << checked.violations[0].path << " " << checked.violations[0].code;
  ASSERT_NEAR(checked.cost.total(), draft.cost(), 1e-6);
}

TEST(Routes, EveryChildServesEverybodyOnceAndCostsWhatItSays) {
  for (const std::size_t vehicles : {5, 6, 40}) {  // five hardly do
    auto instance = test::roads(40, 2);
    instance.vehicles.resize(vehicles);
    const Day day(instance);
    const auto roads = Roads::of(day);
    ASSERT_TRUE(roads);
    Breeder breeder(*roads, 4);
    Money before = 0;
    for (int k = 0; k < 150; ++k) {
      breeder.breed(kNever);
      const Plan& best = breeder.best();
      if (best.trips.empty() || best.cost == before) continue;
      ASSERT_TRUE(before == 0 || best.cost < before);
      before = best.cost;
      expectPlan(instance, day, *roads, best);
    }
    EXPECT_FALSE(breeder.best().trips.empty()) << vehicles;
  }
}

TEST(Routes, WhatIsOverIsDropped) {
  const auto instance = test::roads(30, 2);
  const Day day(instance);
  const auto roads = Roads::of(day);
  Breeder breeder(*roads, 4);
  breeder.breed([] { return true; });
  EXPECT_TRUE(breeder.best().trips.empty());
  EXPECT_LE(breeder.looked(), 1);
}

TEST(Routes, OnlyWhereOnlyTheRoadCosts) {
  auto instance = test::roads(20, 2);
  const auto fits = [&](auto change) {
    auto other = instance;
    change(other);
    return Roads::of(Day(other)).has_value();
  };
  EXPECT_TRUE(fits([](auto&) {}));
  EXPECT_FALSE(fits([](auto& d) { d.cost_per_minute = 0.5; }));
  EXPECT_FALSE(fits([](auto& d) { d.vehicles[3].fixed_cost = 1.0; }));
  EXPECT_FALSE(fits([](auto& d) { d.vehicles[3].packages -= 1; }));
  EXPECT_FALSE(fits([](auto& d) { d.orders[3].deadline += 1; }));
  EXPECT_FALSE(fits([](auto& d) { d.sites[0].release = {{0, 100}}; }));
  EXPECT_FALSE(fits([](auto& d) { d.sites[0].lines[0].saturation = 1.0; }));
  EXPECT_FALSE(fits([](auto& d) { d.legs[1][2].km += 1.0; }));
  EXPECT_FALSE(fits([](auto& d) { d.legs[1][2].stages[0].open = {{0, 100}}; }));
  EXPECT_FALSE(Roads::of(Day(test::read(test::madeUpDay(3, {1, 8, 1, 3})))));
}

TEST(Routes, ThePlanIsTheSameForASeedAndANumberOfMovesAndTheCheckers) {
  const auto instance = test::roads(30, 8);
  for (const int threads : {1, 2}) {
    const auto once = solve(instance, test::moves(3'000, threads)), again = solve(instance, test::moves(3'000, threads));
    EXPECT_EQ(rppd::planText(once.plan, instance), rppd::planText(again.plan, instance));
    EXPECT_TRUE(once.whole);
    const auto checked = rppd::checkPlan(instance, once.plan);
    ASSERT_TRUE(checked.feasible());
    EXPECT_NEAR(checked.cost.total(), once.end.best, 1e-6);
    EXPECT_EQ(checked.unserved, 0);
  }
}

}  // namespace
}  // namespace isotrail::solver::search::routes
