// The bound stays below every plan, and near the best where there are few orders.
#include "solver/bound/bound.h"

#include <gtest/gtest.h>

#include "solver/bound/few.h"
#include "solver/rppd/checker.h"
#include "solver/search/searcher.h"
#include "solver/search/solve.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver::search {
namespace {

using test::moves;
using test::read;

constexpr auto kNoHurry = [] { return false; };

TEST(Bound, IsBelowEveryPlanOfFewOrders) {
  const test::DayShape shapes[] = {{1, 5, 1, 2}, {1, 9, 1, 3}, {2, 10, 1, 2}, {3, 8, 2, 2}, {2, 12, 1, 2}};
  double gaps = 0.0;
  int days = 0;
  for (unsigned seed = 1; seed <= 15; ++seed) {
    const auto& shape = shapes[seed % 5];
    Json made = seed % 3 == 0 ? test::richDay(seed, shape) : test::madeUpDay(seed, shape);
    if (seed % 4 == 1)  // to be late is cheaper than to be on the road
      for (auto& o : made.findMutable("orders")->itemsMutable()) o.set("late_cost_per_min", 0.1);
    const auto instance = read(made);
    const Day day(instance);
    const double bound = lowerBound(day, kNoHurry), few = boundOfFew(day, kNoHurry);
    EXPECT_GE(bound, few);
    Searcher searcher(day, seed, kNoHurry);
    for (int k = 0; k < 600; ++k) {
      searcher.step(k < 300 ? 200.0 : 5.0);
      const double cost = searcher.current().cost();
      ASSERT_LE(bound, cost + 1e-6) << "seed " << seed;
    }
    gaps += (searcher.best().cost() - bound) / searcher.best().cost();
    ++days;
  }
  EXPECT_LT(gaps / days, 0.25);  // of what so short a search finds
}

TEST(Bound, OfOneOrderIsWhatItCosts) {
  // A run of 500 and 30 min of beam at 3, risk 0.05 x 2000, a vehicle of 100, 120 km at 0.35, 110 min at 0.55.
  EXPECT_NEAR(boundOfFew(Day(read(test::dayOfOne())), kNoHurry), 500 + 90 + 100 + 100 + 42 + 60.5, 1e-6);
}

TEST(Bound, OfManyOrdersOrWhatHasBegunIsNotThatOfSets) {
  EXPECT_EQ(boundOfFew(Day(read(test::madeUpDay(1, {2, 14, 1, 3}))), kNoHurry), 0.0);
  auto instance = read(test::madeUpDay(2, {1, 8, 1, 3}));
  const auto plan = solve(instance, moves(100)).plan;
  ASSERT_FALSE(plan.runs.empty());
  instance.frozen.runs.push_back(plan.runs[0]);
  EXPECT_EQ(boundOfFew(Day(instance), kNoHurry), 0.0);
  EXPECT_EQ(boundOfFew(Day(read(test::madeUpDay(2, {1, 8, 1, 3}))), [] { return true; }), 0.0);
}

}  // namespace
}  // namespace isotrail::solver::search
