// Plans carried out in scenarios: where nothing is uncertain they cost what the checker says, else what chance says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "solver/robust/risk.h"
#include "solver/rppd/checker.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver {
namespace {

using test::moves;
using test::read;

constexpr Spread kCertain{1.0, 1.0, 1.0};
const Spreads kNothing{kCertain, kCertain, kCertain, kCertain, kCertain, false};

/// A site with two lines of F, an order of 4 patients 50 min away, wanted at 10:00.
rppd::Instance oneOrder() {
  return read(*Json::parse(R"({"name":"one","format":"rppd-1","grid":5,
    "products":[{"id":"F","half_life":110,"synth":30,"qc":30,"yield":0.6}],
    "sites":[{"id":"s","x":0,"y":0,"country":"A","lines":[
      {"id":"L","product":"F","a_sat":60000,"irr":[30],"open":[0,960],"turnaround":20,"fail_prob":0.2,"run_cost":500,"beam_cost_per_min":3},
      {"id":"M","product":"F","a_sat":60000,"irr":[30],"open":[0,960],"turnaround":20,"fail_prob":0.2,"run_cost":600,"beam_cost_per_min":3}]}],
    "hospitals":[{"id":0,"x":60,"y":0,"country":"A"}],
    "orders":[{"id":0,"hospital":0,"product":"F","patients":4,"dose":300,"spacing":30,"calibration":600,"window":[555,585],"deadline":600,
      "packages":1,"penalty":1000,"late_cost_per_min":4}],
    "vehicles":[{"id":0,"site":"s","shift":[120,1080],"packages":4,"fixed_cost":100}],
    "borders":[],"service_min":10,"speed_km_per_min":1.2,"cost_per_km":0.35,"cost_per_min":0.55})"));
}
const rppd::Plan kPlan{{{0, 0, 440, 30, {0}}}, {{0, 535, {0}}}};

TEST(Robust, WhereNothingIsUncertainThePlanCostsWhatTheCheckerSays) {
  int served = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const test::DayShape shape{2, 16, 1 + static_cast<int>(seed % 3), 3};
    const auto instance = read(seed % 2 ? test::richDay(seed, shape) : test::madeUpDay(seed, shape));
    const auto plan = search::solve(instance, moves(200)).plan;
    const auto checked = rppd::checkPlan(instance, plan);
    const Outcome out = Rehearsal(instance, plan).in(Scenario(kNothing, 1, 0));
    ASSERT_NEAR(out.cost, checked.cost.total() - checked.cost.risk, 1e-6) << seed;
    for (std::size_t o = 0; o < instance.orders.size(); ++o) {
      ASSERT_EQ(out.patients[o], checked.deliveries[o].trip >= 0 ? instance.orders[o].patients : 0) << seed << " " << o;
      ASSERT_EQ(out.late[o], checked.deliveries[o].late) << seed << " " << o;
      served += out.patients[o];
    }
  }
  EXPECT_GT(served, 100);
}

TEST(Robust, ASpreadHasItsMean) {
  const Spread s{0.9, 1.0, 1.4};
  double sum = 0.0;
  for (int k = 0; k < 100'000; ++k) sum += s.at((k + 0.5) / 100'000);
  EXPECT_NEAR(sum / 100'000, (0.9 + 1.0 + 1.4) / 3, 1e-4);
  EXPECT_DOUBLE_EQ(s.at(0.0), 0.9);
  EXPECT_DOUBLE_EQ(kCertain.at(0.7), 1.0);
}

TEST(Robust, AnOrderHasTheChanceOfItsRun) {
  const auto instance = oneOrder();
  ASSERT_TRUE(rppd::checkPlan(instance, kPlan).feasible());
  Spreads only_failures = kNothing;
  only_failures.failures = true;
  const Risk risk = rehearse(instance, kPlan, only_failures, 10'000, 1);
  // 0.8 with a standard error of sqrt(0.8 x 0.2 / 10000) = 0.004.
  EXPECT_NEAR(risk.orders[0].whole, 0.8, 0.016);
  EXPECT_NEAR(risk.orders[0].on_time, risk.orders[0].whole, 1e-12);
  EXPECT_NEAR(risk.patients, 4 * risk.orders[0].whole, 1e-9);
  EXPECT_NEAR(risk.error_patients, 4 * 0.004, 0.002);
  // A yield of half leaves room for the first patients only: 300 (1 + 2^(30/110) + ..) 2^(100/110) drawn at 500.
  Spreads half = kNothing;
  half.yield = {0.35, 0.35, 0.35};
  const double made = 60'000 * (1 - std::exp2(-30 / 110.)) * 0.6 * std::exp2(-30 / 110.) * 0.35;
  int fits = 0;
  for (double sum = 0.0; fits < 4; ++fits) {
    sum += 300 * std::exp2(fits * 30 / 110.) * std::exp2(100 / 110.);
    if (sum > made) break;
  }
  ASSERT_TRUE(fits > 0 && fits < 4) << fits;
  EXPECT_DOUBLE_EQ(rehearse(instance, kPlan, half, 10, 1).orders[0].served, fits / 4.0);
}

TEST(Robust, LateTestsMakeTheTripWaitAndARoadMakesItLate) {
  const auto instance = oneOrder();
  Spreads slow = kNothing;
  slow.tests = {1.5, 1.5, 1.5};  // 45 min: released at 545 instead of 530, leaves ten minutes late, there at 595
  EXPECT_EQ(rehearse(instance, kPlan, slow, 5, 1).orders[0].late_p90, 10);
  slow.tests = {2.0, 2.0, 2.0};  // 560, there at 610, after its deadline 600
  EXPECT_DOUBLE_EQ(rehearse(instance, kPlan, slow, 5, 1).orders[0].served, 0.0);
  Spreads jam = kNothing;
  jam.road = {1.2, 1.2, 1.2};  // 60 min: there at 595
  EXPECT_EQ(rehearse(instance, kPlan, jam, 5, 1).late_p90, 10);
}

TEST(Robust, ASpareRunHasItsPricePerPatientSaved) {
  const auto instance = oneOrder();
  Spreads only_failures = kNothing;
  only_failures.failures = true;
  const auto offers = offerSpares(instance, kPlan, only_failures, 10'000, 1);
  ASSERT_EQ(offers.size(), 1U);
  // Cheapest on the same line, before the run of 440: beam 30, synthesis 30, turnaround 20.
  EXPECT_EQ(offers[0].spare.run.line, 0);
  EXPECT_EQ(offers[0].spare.run.start, 440 - 20 - 30 - 30);
  EXPECT_DOUBLE_EQ(offers[0].price, 500 + 3 * 30);
  // It saves the four patients where the first run fails and it does not: 4 x 0.2 x 0.8 = 0.64, standard error 0.015.
  EXPECT_NEAR(offers[0].patients, 0.64, 0.06);
  EXPECT_NEAR(offers[0].per_patient(), 590 / 0.64, 90);
}

TEST(Robust, DrawsBelongToThingsSoThatPlansMeetTheSame) {
  const auto instance = read(test::madeUpDay(3, {3, 24, 1, 3}));
  const auto plan = search::solve(instance, moves(400)).plan;
  const Risk once = rehearse(instance, plan, {}, 60, 5), again = rehearse(instance, plan, {}, 60, 5), other = rehearse(instance, plan, {}, 60, 6);
  EXPECT_DOUBLE_EQ(once.cost, again.cost);
  EXPECT_NE(once.cost, other.cost);
  EXPECT_LE(once.cost, once.cost_p90);
  // Its runs and trips in another sequence are the same plan.
  rppd::Plan turned = plan;
  std::reverse(turned.runs.begin(), turned.runs.end());
  std::reverse(turned.trips.begin(), turned.trips.end());
  EXPECT_NEAR(rehearse(instance, turned, {}, 60, 5).patients, once.patients, 1e-9);
  const auto offers = offerSpares(instance, plan, {}, 60, 5);
  for (std::size_t k = 0; k < offers.size(); ++k) {
    EXPECT_NEAR(rehearse(instance, plan, {}, 60, 5, {offers[k].spare}).patients - once.patients, offers[k].patients, 1e-9);
    EXPECT_GE(offers[k].per_patient(), offers[k > 0 ? k - 1 : 0].per_patient());
  }
  EXPECT_FALSE(offers.empty());
}

TEST(Robust, TheBestOnAverageIsNoWorseThanTheCheapestOnPaper) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const auto instance = read(test::madeUpDay(seed, {2, 14, 2, 3}));
    const auto robust = solveForExpected(instance, moves(300), {}, 200, 9);
    EXPECT_TRUE(rppd::checkPlan(instance, robust.solution.plan).feasible());
    EXPECT_LE(robust.risk.cost, robust.cost_plain + 1e-9);
    EXPECT_NEAR(robust.risk.cost, rehearse(instance, robust.solution.plan, {}, 200, 9).cost, 1e-9);
  }
}

TEST(Robust, SpreadsAreReadWithTheirErrorsAtTheirPaths) {
  const auto first = [](const char* text) {
    const auto r = readSpreads(text);
    return r.ok() ? std::string("accepted") : r.refusal().fields.empty() ? r.refusal().code : r.refusal().fields[0].field;
  };
  EXPECT_EQ(first(R"({"yield":[0.8,1,1.1],"failures":false})"), "accepted");
  EXPECT_EQ(first(R"({"yield":[1.2,1,1.1]})"), "yield");
  EXPECT_EQ(first(R"({"road":[1,2]})"), "road");
  EXPECT_EQ(first(R"({"weather":[1,1,1]})"), "weather");
  EXPECT_EQ(first("[]"), "PLAN_NOT_JSON");
  EXPECT_DOUBLE_EQ(readSpreads(R"({"border":[1,1.5,3]})")->border.most, 3.0);
}

}  // namespace
}  // namespace isotrail::solver
