// Injection rooms and cameras: the rule with its arithmetic written out, and that search and checker, which share nothing of it, agree.
#include <gtest/gtest.h>

#include <random>

#include "solver/explain/explain.h"
#include "solver/rppd/checker.h"
#include "solver/rppd/write.h"
#include "solver/search/searcher.h"
#include "solver/search/solve.h"
#include "solver/stations/stays.h"
#include "solver/whatif/replan.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver {
namespace {

using stations::Stay;
using stations::staysOf;
using test::moves;
using test::read;

Result<rppd::Instance> tryRead(const Json& day) { return rppd::readInstance(day.dump()); }

/// A site and a hospital 60 km away with one injection room and one camera; two orders of two patients, the second `apart` minutes after
/// the first. 10 min in the room, 60 of uptake, 20 on the camera, 15 later at most.
Json oneCamera(int apart) {
  Json day = *Json::parse(R"({"name":"one camera","format":"rppd-1","grid":5,
    "products":[{"id":"F","half_life":110,"synth":30,"qc":30,"yield":0.6,"visit":{"injection":10,"uptake":60,"scan":20,"bears":15}}],
    "sites":[{"id":"s","x":0,"y":0,"country":"A","lines":[{"id":"L","product":"F","a_sat":60000,"irr":[30,60],"open":[0,960],"turnaround":20,
      "fail_prob":0.05,"run_cost":500,"beam_cost_per_min":3}]}],
    "hospitals":[{"id":"h","x":60,"y":0,"country":"A","prepare":20,"rooms":[{"id":"R1"}],"cameras":[{"id":"PET 1","open":[[480,1080]]}]}],
    "orders":[{"id":"a","hospital":"h","product":"F","patients":2,"dose":300,"spacing":30,"calibration":600,"window":[500,595],"deadline":600,
      "packages":1,"penalty":1000,"late_cost_per_min":4}],
    "vehicles":[{"id":0,"site":"s","shift":[120,1180],"packages":4,"fixed_cost":100}],
    "borders":[],"service_min":10,"speed_km_per_min":1.2,"cost_per_km":0.35,"cost_per_min":0.55})");
  Json second = day["orders"].items()[0];
  second.set("id", "b").set("calibration", 600 + apart).set("window", Json::array().push(500).push(595 + apart)).set("deadline", 600 + apart);
  day.findMutable("orders")->push(second.set("penalty", 900));
  return day;
}
Json& hospital(Json& day) { return day.findMutable("hospitals")->itemsMutable()[0]; }
std::vector<Stay> stays(const rppd::Instance& in, bool camera, std::vector<bool> begun = {false, false}) {
  auto all = staysOf(in, 0, {true, true}, begun);
  std::erase_if(all, [&](const Stay& s) { return s.camera != camera; });
  return all;
}

TEST(Stations, PatientsTakeTheFirstFreeCameraAsTheyAreReady) {
  // Ready at 670, 700 and, of b, 680, 710: on the one camera at 670, 690 (10 later), 710 (10 later), 730 (20 later: more than 15).
  const auto one = stays(read(oneCamera(10)), true);
  ASSERT_EQ(one.size(), 4u);
  EXPECT_EQ(one[0].from, 670);
  EXPECT_EQ(one[1].from, 690);
  EXPECT_EQ(one[1].order, 1);
  EXPECT_EQ(one[2].from, 710);
  EXPECT_EQ(one[3].station, -1);
  Json two = oneCamera(10);
  hospital(two).findMutable("cameras")->push(Json::object({{"id", "PET 2"}}));
  for (const Stay& s : stays(read(two), true)) EXPECT_EQ(s.from, s.ready);
  // On the road already b comes first and waits for nobody: 680 and 710. Then a at 670: until 690 it would meet b; at 700, 30 later: none.
  const auto begun = stays(read(oneCamera(10)), true, {false, true});
  EXPECT_EQ(begun[0].order, 1);
  EXPECT_EQ(begun[0].from, 680);
  EXPECT_EQ(begun[1].from, 710);
  EXPECT_EQ(begun[2].station, -1);
}

TEST(Stations, ARoomIsFreeAtTheInjectionOrNotAtAll) {
  for (const Stay& s : stays(read(oneCamera(10)), false)) EXPECT_EQ(s.station, 0) << s.order;
  const auto busy = stays(read(oneCamera(5)), false);  // 600 to 610 and 605 to 615
  EXPECT_EQ(busy[0].station, 0);
  EXPECT_EQ(busy[1].station, -1);
  Json more = oneCamera(5);
  hospital(more).findMutable("rooms")->push(Json::object({{"id", "R2"}}));
  for (const Stay& s : stays(read(more), false)) EXPECT_EQ(s.station, s.order);
}

TEST(Stations, HoursAndProductsBind) {
  Json day = oneCamera(200);
  hospital(day).findMutable("cameras")->itemsMutable()[0].set("down", *Json::parse("[[660,700]]"));
  // Ready at 670: down until 700, 30 later. The second, ready at 700, is taken.
  const auto down = stays(read(day), true);
  EXPECT_EQ(down[0].station, -1);
  EXPECT_EQ(down[1].from, 700);
  hospital(day).findMutable("cameras")->itemsMutable()[0].set("open", *Json::parse("[[480,719]]"));
  EXPECT_EQ(stays(read(day), true)[1].station, -1);  // it would last until 720
  day = oneCamera(200);
  hospital(day).findMutable("cameras")->itemsMutable()[0].set("products", Json::array().push("G"));
  const auto unknown = tryRead(day);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.refusal().fields[0].field, "hospitals[0].cameras[0].products");
}

TEST(Stations, OfTwoOrdersForOneCameraTheOneWithTheLargerLossIsServedAndTheOtherToldWhatHelps) {
  const auto instance = read(oneCamera(10));
  const auto solution = search::solve(instance, moves(300));
  const auto checked = rppd::checkPlan(instance, solution.plan);
  ASSERT_TRUE(checked.feasible());
  EXPECT_GE(checked.deliveries[0].trip, 0);
  EXPECT_LT(checked.deliveries[1].trip, 0);
  const auto reasons = explain(instance, solution.plan, checked);
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].code, "WHY_CAMERA_BUSY");
  // Injected at 615 b is ready at 685 and 715: after a's 670 to 690 at 690, a's second 700 at 710, b's at 730: 15 later, which they bear.
  EXPECT_EQ(reasons[0].params["then"].integer(), 615);
  // Both by hand: the checker names what breaks.
  rppd::Plan both = solution.plan;
  both.runs[0].orders = {0, 1};
  both.runs[0].beam = 60;
  both.runs[0].start -= 30;
  both.trips[0].stops = {0, 1};
  std::string codes;
  for (const auto& v : rppd::checkPlan(instance, both).violations) codes += v.code + " " + v.params["order"].text() + ";";
  EXPECT_EQ(codes, "PLAN_CAMERA_BUSY b;");
}

TEST(Stations, PreparationEndsWhatAnOrderMayTakeToArrive) {
  const auto instance = read(oneCamera(100));
  EXPECT_EQ(instance.orders[0].deadline, 580);
  EXPECT_EQ(instance.orders[0].window.to, 580);
  EXPECT_EQ(rppd::instanceJson(read(rppd::instanceJson(instance))).dump(), rppd::instanceJson(instance).dump());
}

TEST(Stations, ACameraThatBreaksDownGivesUpWhomNoOtherOneTakes) {
  const auto instance = read(oneCamera(100));
  const auto plan = search::solve(instance, moves(300)).plan;
  ASSERT_EQ(rppd::checkPlan(instance, plan).unserved, 0);
  const auto changes = readChanges(R"([{"kind":"down","hospital":"h","camera":"PET 1","from":760,"to":800}])", instance, plan);
  ASSERT_TRUE(changes);
  const auto answer = replan(instance, plan, *changes, 100, 40.0, moves(100));
  for (const auto& option : answer.options) {
    EXPECT_TRUE(option.checked.feasible());
    EXPECT_GE(option.checked.deliveries[0].trip, 0) << option.code;
    EXPECT_LT(option.checked.deliveries[1].trip, 0) << option.code;  // ready at 770 and 800
  }
  EXPECT_FALSE(readChanges(R"([{"kind":"down","hospital":"h","camera":"PET 9","from":760,"to":800}])", instance, plan));
}

TEST(Stations, EveryPlanOfTheSearchIsFeasibleAndRefusesOnlyWhatTheCheckerDoes) {
  const test::DayShape shapes[] = {{1, 8, 1, 3, 2}, {2, 14, 1, 3, 3}, {3, 20, 2, 2, 4}, {3, 24, 3, 3, 4}};
  int bound = 0, served = 0;
  for (unsigned seed = 1; seed <= 16; ++seed) {
    const auto shape = shapes[seed % 4];
    const auto instance = read(test::withStations(seed % 2 ? test::richDay(seed, shape) : test::madeUpDay(seed, shape), seed));
    const search::Day day(instance);
    search::Searcher searcher(day, seed, [] { return false; });
    for (int k = 0; k < 150; ++k) {
      searcher.step(80.0);
      if (k % 3 != 0) continue;
      const auto plan = searcher.current().plan(instance);
      const auto checked = rppd::checkPlan(instance, plan);
      ASSERT_TRUE(checked.feasible()) << seed << " " << checked.violations[0].code << " " << checked.violations[0].params.dump();
      ASSERT_NEAR(searcher.current().cost(), checked.cost.total(), 1e-6);
      // One more order: the search's view of the stations is the checker's.
      for (std::size_t o = 0; o < instance.orders.size(); ++o) {
        std::vector<bool> with(instance.orders.size()), begun(instance.orders.size(), false);
        for (std::size_t i = 0; i < with.size(); ++i) with[i] = i == o || checked.deliveries[i].trip >= 0;
        bool fits = true;
        for (const Stay& s : staysOf(instance, instance.orders[o].hospital, with, begun)) fits = fits && s.station >= 0;
        ASSERT_EQ(fits, searcher.current().fitsRota(static_cast<int>(o))) << seed << " order " << o;
        bound += fits ? 0 : 1;
      }
    }
    const auto checked = rppd::checkPlan(instance, searcher.best().plan(instance));
    served += static_cast<int>(instance.orders.size()) - checked.unserved;
    for (const auto& reason : explain(instance, searcher.best().plan(instance), checked, {{}, 500})) ASSERT_TRUE(reason.code.starts_with("WHY_"));
  }
  EXPECT_GT(bound, 500);
  EXPECT_GT(served, 60);
}

TEST(Stations, WhatIsOnTheRoadKeepsItsPlaceWhateverElseIsPlanned) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    auto instance = read(test::withStations(test::madeUpDay(seed, {2, 16, 1, 3, 3}), seed));
    const auto plan = search::solve(instance, moves(150)).plan;
    std::vector<Change> changes;
    for (std::size_t h = 0; h < instance.hospitals.size(); ++h)
      for (std::size_t c = 0; c < instance.hospitals[h].cameras.size(); ++c) {
        Change down;
        down.kind = Change::Kind::down;
        down.hospital = static_cast<int>(h);
        down.camera = static_cast<int>(c);
        down.when = {600, 700};
        changes.push_back(down);
      }
    const auto answer = replan(instance, plan, changes, 430, 40.0, moves(60));
    ASSERT_FALSE(answer.options.empty());
    for (const auto& option : answer.options) {
      EXPECT_TRUE(option.checked.feasible()) << seed << " " << option.code << " " << option.checked.violations[0].code;
      for (const auto& t : answer.instance.frozen.trips)
        for (const int o : t.stops) EXPECT_GE(option.checked.deliveries[static_cast<std::size_t>(o)].trip, 0);
    }
  }
}

}  // namespace
}  // namespace isotrail::solver
