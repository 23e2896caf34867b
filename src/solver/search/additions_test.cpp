// Properties of the search on days with all that a real day has beyond RPPD: the checker, which shares nothing with it, agrees.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>

#include "solver/explain/explain.h"
#include "solver/rppd/checker.h"
#include "solver/bound/bound.h"
#include "solver/search/searcher.h"
#include "solver/search/solve.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver::search {
namespace {

using test::DayShape;
using test::madeUpDay;
using test::moves;
using test::read;
using test::richDay;

const DayShape kShapes[] = {{1, 8, 1, 3}, {2, 14, 1, 3}, {3, 20, 2, 2}, {3, 24, 3, 3}};

void checkSearch(const rppd::Instance& instance, unsigned seed, int steps, const rppd::Plan* start = nullptr) {
  const Day day(instance);
  const auto never = [] { return false; };
  const double bound = lowerBound(day, never);
  Searcher searcher(day, seed, never, start);
  for (int k = 0; k < steps; ++k) {
    searcher.step(80.0);
    if (k % 3 != 0) continue;
    const Draft& now = searcher.current();
    ASSERT_NEAR(now.cost(), now.costFromScratch(), 1e-6) << "seed " << seed << " move " << k;
    const auto checked = rppd::checkPlan(instance, now.plan(instance));
    ASSERT_TRUE(checked.feasible()) << "seed " << seed << " move " << k << " " << checked.violations[0].path << " " << checked.violations[0].code
                                    << " " << checked.violations[0].params.dump();
    ASSERT_NEAR(now.cost(), checked.cost.total(), 1e-6) << "seed " << seed << " move " << k;
    ASSERT_GE(checked.cost.total(), bound - 1e-6) << "seed " << seed << " move " << k;
  }
}

/// What has begun by `now`: runs, trips, and the runs of those trips.
void freeze(rppd::Instance& instance, const rppd::Plan& plan, int now) {
  std::vector<char> gone(instance.orders.size(), 0);
  for (const auto& t : plan.trips) {
    if (t.depart >= now) continue;
    instance.frozen.trips.push_back(t);
    for (const int o : t.stops) gone[static_cast<std::size_t>(o)] = 1;
  }
  for (const auto& r : plan.runs) {
    bool begun = r.start < now;
    for (const int o : r.orders) begun = begun || gone[static_cast<std::size_t>(o)];
    if (begun) instance.frozen.runs.push_back(r);
  }
}

TEST(Additions, EveryPlanIsFeasibleAndCostsWhatItSays) {
  int served = 0;
  for (unsigned seed = 1; seed <= 24; ++seed) {
    const auto instance = read(richDay(seed, kShapes[seed % 4]));
    ASSERT_NO_FATAL_FAILURE(checkSearch(instance, seed, 300));
    served += static_cast<int>(instance.orders.size()) - rppd::checkPlan(instance, solve(instance, moves(100)).plan).unserved;
  }
  EXPECT_GT(served, 60);  // of 198: the days are hard, not hopeless
}

TEST(Additions, WhatHasBegunStaysInEveryPlan) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    auto instance = read(seed % 2 ? richDay(seed, kShapes[seed % 4]) : madeUpDay(seed, kShapes[seed % 4]));
    const auto before = solve(instance, moves(150)).plan;
    freeze(instance, before, 400 + 20 * static_cast<int>(seed));
    instance.promised = before;
    instance.change_price = 40.0;
    if (!instance.frozen.runs.empty()) instance.frozen.runs[0].made = seed % 3 == 0 ? 0.0 : 2'000.0;
    for (auto& t : instance.frozen.trips) t.depart += seed % 4 == 0 ? 47 : 0;
    ASSERT_NO_FATAL_FAILURE(checkSearch(instance, seed, 150));
  }
}

TEST(Additions, GoingOnFromAPlanKeepsItWhereNothingIsBetter) {
  const auto instance = read(madeUpDay(4, {2, 14, 1, 3}));
  const auto first = solve(instance, moves(2'000));
  Effort effort = moves(50);
  effort.start = &first.plan;
  const auto again = solve(instance, effort);
  EXPECT_LE(again.end.best, first.end.best + 1e-6);
}

/// A value somewhere in the file becomes another one.
void spoil(Json& json, std::mt19937& rng) {
  if (json.isArray() && json.size() > 0) return spoil(json.itemsMutable()[rng() % json.size()], rng);
  if (json.isObject() && json.size() > 0) return spoil(*json.findMutable(json.members()[rng() % json.size()].first), rng);
  const Json values[] = {0, 1, -5, 1.5, 7, 240, 1440, 1e8, 100000, "A", "F", Json(), Json::array(), 0.001, -300, 4320};
  json = values[rng() % std::size(values)];
}

TEST(Additions, SpoiledDaysAreRefusedByPathOrPlanned) {
  std::mt19937 rng(23);
  int planned = 0, refused = 0;
  for (int k = 0; k < 150; ++k) {
    Json day = richDay(static_cast<unsigned>(k), kShapes[k % 4]);
    const char* parts[] = {"legs", "sites", "hospitals", "vehicles", "orders"};
    for (unsigned n = 1 + rng() % 3; n > 0; --n) spoil(*day.findMutable(parts[rng() % 5]), rng);
    const auto instance = rppd::readInstance(day.dump());
    if (!instance) {
      ASSERT_EQ(instance.refusal().code, "BAD_PLAN_FILE");
      ASSERT_FALSE(instance.refusal().fields[0].field.empty());
      ++refused;
      continue;
    }
    ++planned;
    const auto solution = solve(*instance, moves(30));
    const auto checked = rppd::checkPlan(*instance, solution.plan);
    ASSERT_TRUE(checked.feasible()) << k << " " << checked.violations[0].path << " " << checked.violations[0].code;
    ASSERT_NEAR(checked.cost.total(), solution.end.best, 1e-6 * std::max(1.0, solution.end.best)) << k;
    ASSERT_LE(solution.end.bound, solution.end.best * (1 + 1e-9) + 1e-6) << k;
    for (const auto& reason : explain(*instance, solution.plan, checked, {{}, 500})) ASSERT_TRUE(reason.code.starts_with("WHY_")) << k;
  }
  EXPECT_GT(planned, 20);
  EXPECT_GT(refused, 20);
}

TEST(Additions, PlansKeepACapThatProductsOfANuclideShare) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    Json day = richDay(seed, kShapes[seed % 4]);
    for (auto& p : day.findMutable("products")->itemsMutable()) p.set("nuclide", "X");
    for (auto& h : day.findMutable("hospitals")->itemsMutable()) h.set("cap", Json::object({{"F", 2'500}}));
    const auto instance = read(day);
    const auto solution = solve(instance, moves(200));
    const auto checked = rppd::checkPlan(instance, solution.plan);
    ASSERT_TRUE(checked.feasible()) << seed << " " << checked.violations[0].code;
    EXPECT_NEAR(checked.cost.total(), solution.end.best, 1e-6 * solution.end.best);
  }
}

/// Plans of plain days as their costs: what a day may have beyond RPPD changes nothing where it has none of it.
TEST(Additions, PlainDaysGetTheSamePlans) {
  const double costs[] = {10424.992145649, 6737.272595437, 12797.383286554, 7845.553514132, 10927.033067513, 6109.090601375};
  for (unsigned k = 1; k <= 6; ++k) {
    Effort effort = moves(2'000);
    effort.seed = 7;
    const auto instance = read(madeUpDay(k, k % 2 ? DayShape{3, 24, 3, 3} : DayShape{2, 14, 1, 3}));
    EXPECT_NEAR(solve(instance, effort).end.best, costs[k - 1], 1e-6) << k;
  }
}

}  // namespace
}  // namespace isotrail::solver::search
