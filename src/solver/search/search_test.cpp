// Properties of the search on days made up from seeds: what it adds up is what the checker adds up, and time is kept.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>

#include "solver/rppd/checker.h"
#include "solver/bound/bound.h"
#include "solver/explain/explain.h"
#include "solver/search/searcher.h"
#include "solver/search/solve.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver::search {
namespace {

using test::DayShape;
using test::madeUpDay;
using test::moves;
using test::read;
using test::roads;

const DayShape kShapes[] = {{1, 8, 1, 3}, {2, 14, 1, 3}, {3, 20, 2, 2}, {3, 24, 3, 3}};

TEST(Search, EveryCurrentPlanIsFeasibleAndCostsWhatItSays) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const auto instance = read(madeUpDay(seed, kShapes[seed % 4]));
    const Day day(instance);
    Searcher searcher(day, seed, [] { return false; });
    for (int k = 0; k < 300; ++k) {
      searcher.step(80.0);
      if (k % 3 != 0) continue;
      const Draft& now = searcher.current();
      ASSERT_NEAR(now.cost(), now.costFromScratch(), 1e-6) << "seed " << seed << " move " << k;
      const auto checked = rppd::checkPlan(instance, now.plan(instance));
      ASSERT_TRUE(checked.feasible()) << "seed " << seed << " move " << k << " " << checked.violations[0].path << " " << checked.violations[0].code;
      ASSERT_NEAR(now.cost(), checked.cost.total(), 1e-6) << "seed " << seed << " move " << k;
      ASSERT_GE(checked.cost.total(), lowerBound(day, [] { return false; }) - 1e-6);
    }
    ASSERT_LE(searcher.best().cost(), searcher.current().cost() + 1e-6);
    ASSERT_NEAR(searcher.best().cost(), rppd::checkPlan(instance, searcher.best().plan(instance)).cost.total(), 1e-6);
  }
}

TEST(Search, WhoGoesOnFromAnothersBestGivesNoNumberOfStopsTwice) {
  const auto instance = read(madeUpDay(3, kShapes[3]));
  const Day day(instance);
  Searcher searcher(day, 3, [] { return false; });
  for (int k = 0; k < 400; ++k) searcher.step(80.0);
  Draft draft = searcher.best();
  std::int64_t last = 0;
  int order = -1;
  for (int o = 0; o < static_cast<int>(day.orders.size()); ++o) {
    if (!draft.served(o)) continue;
    last = std::max(last, draft.tripOf(o).stops_id);
    if (draft.tripOf(o).stops.size() > 1) order = o;
  }
  ASSERT_GE(order, 0);
  const int trip = draft.tripIndexOf(order);
  draft.take({order});
  EXPECT_GT(draft.trip(trip).stops_id, last);
}

TEST(Search, ARunOfManyOrdersIsAddedUpAsTheCheckerDoes) {
  const auto instance = roads(160, 3);
  const Day day(instance);
  Searcher searcher(day, 1, [] { return false; });
  for (int k = 0; k < 2'000; ++k) {
    searcher.step(100.0);
    if (k % 100 != 0) continue;
    const Draft& now = searcher.current();
    ASSERT_NEAR(now.cost(), now.costFromScratch(), 1e-6) << k;
    const auto checked = rppd::checkPlan(instance, now.plan(instance));
    ASSERT_TRUE(checked.feasible()) << k << " " << checked.violations[0].path << " " << checked.violations[0].code;
    ASSERT_NEAR(now.cost(), checked.cost.total(), 1e-6) << k;
    for (std::size_t o = 0; o < day.orders.size(); ++o)
      if (now.served(static_cast<int>(o))) {
        ASSERT_LE(now.runOf(static_cast<int>(o)).first, now.tripOf(static_cast<int>(o)).timing.depart) << k;
      }
  }
  const auto once = solve(instance, moves(3'000, 2)), again = solve(instance, moves(3'000, 2));
  EXPECT_EQ(rppd::planText(once.plan, instance), rppd::planText(again.plan, instance));
}

TEST(Search, AnExchangeCostsWhatItIsSaidToCost) {
  const auto instance = roads(120, 9);
  const Day day(instance);
  Searcher searcher(day, 1, [] { return false; });
  Draft draft = searcher.current();
  Courses courses(day);
  Near near(day, 60, apartOnATrip);
  Exchange exchange(day, courses, near);
  int made = 0;
  for (int k = 0; k < 600; ++k) {
    const int order = (k * 7) % 120;
    if (!draft.served(order)) continue;
    const Swap swap = exchange.best(draft, order, 50.0);  // dearer ones too: the plan keeps moving
    if (!swap.possible()) continue;
    const double before = draft.cost();
    ASSERT_TRUE(draft.swapParts(swap));
    ASSERT_NEAR(draft.cost() - before, swap.more, 1e-6) << k;
    ASSERT_NEAR(draft.cost(), draft.costFromScratch(), 1e-6) << k;
    const auto checked = rppd::checkPlan(instance, draft.plan(instance));
    ASSERT_TRUE(checked.feasible()) << k << " " << checked.violations[0].path << " " << checked.violations[0].code;
    ++made;
  }
  EXPECT_GT(made, 100);
}

TEST(Search, ATripKeptReadyIsAsOneWorkedOutAnew) {
  const auto instance = read(madeUpDay(4, kShapes[3]));
  const Day day(instance);
  Searcher searcher(day, 2, [] { return false; });
  Courses kept(day);
  for (int k = 0; k < 300; ++k) {
    searcher.step(80.0);
    const Draft& now = searcher.current();
    Courses anew(day);
    for (std::size_t v = 0; v < day.vehicles.size(); ++v)
      for (const int t : now.tripsOf(static_cast<int>(v))) {
        const auto &a = kept.of(now, t), &b = anew.of(now, t);
        ASSERT_EQ(a.size(), now.trip(t).stops.size() + 1);
        for (std::size_t p = 0; p < a.size(); ++p) {
          ASSERT_EQ(a[p].order, b[p].order);
          ASSERT_EQ(a[p].packages, b[p].packages);
          ASSERT_EQ(a[p].before.earliest, b[p].before.earliest);
          ASSERT_EQ(a[p].rest.latest, b[p].rest.latest);
        }
        ASSERT_EQ(a.back().packages, now.trip(t).packages);
      }
  }
}

TEST(Search, ThePlanIsTheSameForASeedAndANumberOfMoves) {
  const auto instance = read(madeUpDay(5, {2, 16, 2, 3}));
  for (const int threads : {1, 2}) {
    const auto once = solve(instance, moves(500, threads)), again = solve(instance, moves(500, threads));
    EXPECT_EQ(rppd::planText(once.plan, instance), rppd::planText(again.plan, instance));
    EXPECT_TRUE(once.whole);
    EXPECT_EQ(once.end.moves, 500 * threads);
  }
}

TEST(Search, AloneOnItsDayAnOrderTakesTheLateRunAndTheTripThatDoesNotWait) {
  const auto instance = read(test::dayOfOne());
  const auto solution = solve(instance, moves(50));
  // 60 km are 50 min; on time until 585, so it leaves at 535, back at 645. Released 30 min after the end of synthesis at 505.
  ASSERT_EQ(solution.plan.trips.size(), 1U);
  EXPECT_EQ(solution.plan.trips[0].depart, 535);
  ASSERT_EQ(solution.plan.runs.size(), 1U);
  EXPECT_EQ(solution.plan.runs[0].start, 505 - 30 - 30);
  // Run 500, beam 30 x 3, risk 0.05 x 2000, vehicle 100, 120 km at 0.35, 110 min at 0.55.
  EXPECT_NEAR(solution.end.best, 500 + 90 + 100 + 100 + 42 + 60.5, 1e-9);
  EXPECT_LE(solution.end.bound, solution.end.best);
}

TEST(Search, ADayWithoutAWayServesNobody) {
  Json day = madeUpDay(3, {1, 4, 1, 2});
  for (auto& order : day.findMutable("orders")->itemsMutable())
    order.set("calibration", 60).set("window", Json::array().push(0).push(30)).set("deadline", 60);
  const auto instance = read(day);
  const auto solution = solve(instance, moves(100));
  EXPECT_TRUE(solution.plan.runs.empty());
  const auto checked = rppd::checkPlan(instance, solution.plan);
  EXPECT_EQ(checked.unserved, 4);
  EXPECT_NEAR(solution.end.best, checked.cost.unserved, 1e-9);
  EXPECT_NEAR(solution.end.bound, solution.end.best, 1e-6);
}

TEST(Search, ADayWithoutOrdersIsPlannedAtOnce) {
  auto instance = read(madeUpDay(3, {1, 4, 1, 2}));
  instance.orders.clear();
  for (const std::int64_t n : {0, 100}) {
    const auto solution = solve(instance, moves(n));
    EXPECT_TRUE(solution.plan.runs.empty() && solution.plan.trips.empty());
    EXPECT_TRUE(solution.whole);
    EXPECT_EQ(solution.end.best, 0.0);
  }
}

TEST(Search, StopsWhenAsked) {
  const auto instance = read(madeUpDay(2));
  const std::atomic<bool> stop = true;
  Effort effort = moves(1'000'000'000);
  effort.stop = &stop;
  const auto solution = solve(instance, effort);
  EXPECT_FALSE(solution.whole);
  EXPECT_TRUE(rppd::checkPlan(instance, solution.plan).feasible());
}

/// A value somewhere in the file becomes another one.
void spoil(Json& json, std::mt19937& rng) {
  if (json.isArray() && json.size() > 0) return spoil(json.itemsMutable()[rng() % json.size()], rng);
  if (json.isObject() && json.size() > 0) return spoil(*json.findMutable(json.members()[rng() % json.size()].first), rng);
  const Json values[] = {0, 1, -5, 1.5, 7, 240, 1440, 1e8, 100000, "A", "F", Json(), Json::array(), 0.001, 1};
  json = values[rng() % std::size(values)];
}

/// What no day can keep, though each number alone could be meant: hours that end before they begin or never come, nobody to drive, windows
/// after the injection.
void contradict(Json& day, std::mt19937& rng) {
  const auto one = [&](const char* list) { return &day.findMutable(list)->itemsMutable()[rng() % day[list].size()]; };
  const auto span = [](int from, int to) { return Json::array().push(from).push(to); };
  switch (rng() % 7) {
    case 0:
      return (void)one("orders")->set("window", span(900, 420));
    case 1:
      return (void)one("orders")->set("deadline", static_cast<int>(rng() % 300)).set("window", span(600, 700));
    case 2:
      return (void)day.set("vehicles", Json::array());
    case 3:
      return (void)one("hospitals")->set("receipt", Json::array().push(span(0, 1)));
    case 4:
      return (void)one("hospitals")->set("cameras", Json::array().push(Json::object({{"id", "C"}}).set("open", Json::array().push(span(700, 700)))));
    case 5:
      return (void)one("vehicles")->set("shift", span(1000, 200));
    default:
      return (void)one("sites")->set("release", Json::array().push(span(0, 2)));
  }
}

TEST(Search, SpoiledDaysAreRefusedByPathOrPlannedInTime) {
  std::mt19937 rng(7);
  int planned = 0;
  for (int k = 0; k < (std::getenv("ISOTRAIL_FULL") ? 6'000 : 150); ++k) {
    const auto seed = static_cast<unsigned>(k);
    Json day = k % 2 == 0 ? madeUpDay(seed, kShapes[k / 2 % 4]) : test::richDay(seed, kShapes[k / 2 % 4]);
    if (k % 3 == 0) day = test::withStations(std::move(day), seed);
    if (k % 5 == 0) contradict(day, rng);
    for (unsigned n = 1 + rng() % 4; n > 0; --n) spoil(day, rng);
    const auto instance = rppd::readInstance(day.dump());
    if (!instance) {
      ASSERT_EQ(instance.refusal().code, "BAD_PLAN_FILE");
      ASSERT_FALSE(instance.refusal().fields[0].field.empty());
      continue;
    }
    ++planned;
    Effort effort;
    effort.seconds = 0.01;
    effort.seed = rng();
    effort.threads = 1 + k % 2;
    // Other programs may hold the machine up: one of some tries has to be in time.
    double over = 1.0;
    for (int tries = 0; tries < 3 && over > 0.1; ++tries) {
      const auto from = std::chrono::steady_clock::now();
      const auto elapsed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count(); };
      const auto solution = solve(*instance, effort);
      const auto checked = rppd::checkPlan(*instance, solution.plan);
      ASSERT_TRUE(checked.feasible()) << k << " " << checked.violations[0].path << " " << checked.violations[0].code << "\n" << day.dump();
      const auto reasons = explain(*instance, solution.plan, checked, {[&] { return 2.0 * effort.seconds - elapsed(); }, 0});
      over = elapsed() - 2.0 * effort.seconds;
      for (const auto& reason : reasons) ASSERT_TRUE(reason.code.starts_with("WHY_")) << k;
      ASSERT_NEAR(checked.cost.total(), solution.end.best, 1e-6 * std::max(1.0, solution.end.best)) << k << "\n" << day.dump();
      ASSERT_LE(solution.end.bound, solution.end.best * (1 + 1e-9) + 1e-6) << k << day.dump();
    }
    ASSERT_LE(over, 0.1) << k;
  }
  EXPECT_GT(planned, 20);
}

}  // namespace
}  // namespace isotrail::solver::search
