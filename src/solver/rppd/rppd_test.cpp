// Files of days and plans: what is wrong is named by its path; the checker prices and finds what it should.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

#include "solver/rppd/checker.h"
#include "solver/rppd/diff.h"

namespace isotrail::solver::rppd {
namespace {

/// One site with a line of F, two hospitals 60 km away, two vehicles; country B behind a post.
Json smallDay() {
  return *Json::parse(R"({"name":"small","format":"rppd-1","grid":5,
    "products":[{"id":"F","half_life":110,"synth":30,"qc":30,"yield":0.6},{"id":"G","half_life":68,"synth":30,"qc":20,"yield":0.6}],
    "sites":[{"id":"s","x":0,"y":0,"country":"A","lines":[{"id":"L","product":"F","a_sat":60000,"irr":[30,60],"open":[0,960],"turnaround":20,
      "fail_prob":0.05,"run_cost":500,"beam_cost_per_min":3}]}],
    "hospitals":[{"id":0,"x":60,"y":0,"country":"A"},{"id":1,"x":60,"y":12,"country":"B"}],
    "orders":[{"id":10,"hospital":0,"product":"F","patients":2,"dose":300,"spacing":30,"calibration":600,"window":[555,585],"deadline":600,
      "packages":1,"penalty":1000,"late_cost_per_min":4},
     {"id":11,"hospital":1,"product":"F","patients":1,"dose":250,"spacing":30,"calibration":660,"window":[600,630],"deadline":660,"packages":1,
      "penalty":900,"late_cost_per_min":8}],
    "vehicles":[{"id":0,"site":"s","shift":[120,1080],"packages":4,"fixed_cost":100},{"id":1,"site":"s","shift":[120,1080],"packages":1,"fixed_cost":80}],
    "borders":[{"a":"A","b":"B","x":60,"y":6,"open":[560,1140],"cross_min":10}],
    "service_min":10,"speed_km_per_min":1.2,"cost_per_km":0.35,"cost_per_min":0.55})");
}
constexpr const char* kPlan = R"({"runs":[{"site":"s","line":"L","product":"F","start":440,"irr":30,"orders":[10,11]}],
  "trips":[{"vehicle":0,"depart":535,"stops":[10,11]}]})";

Instance small() { return *readInstance(smallDay().dump()); }
Checked check(const std::string& plan) {
  const Instance instance = small();
  auto read = readPlan(plan, instance);
  EXPECT_TRUE(read.ok());
  return checkPlan(instance, *read);
}
std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(RppdChecker, PricesEveryPart) {
  const Checked c = check(kPlan);
  ASSERT_TRUE(c.feasible()) << c.violations[0].code;
  // 535 + 50 = 585 on time; served 595; 6 km are 5 min to the post, 10 to cross, 5 on: 615; served 625; back the same way: 625 + 5 + 10 + 6
  // km to the site by the post: from the post at (60,6) sqrt(60^2 + 6^2) = 60.299 km, 51 min: 691.
  EXPECT_DOUBLE_EQ(c.cost.runs, 500);
  EXPECT_DOUBLE_EQ(c.cost.beam, 90);
  EXPECT_DOUBLE_EQ(c.cost.risk, 0.05 * 2900);
  EXPECT_DOUBLE_EQ(c.cost.vehicles, 100);
  EXPECT_NEAR(c.cost.kilometres, 0.35 * (60 + 6 + 6 + 6 + std::hypot(60, 6)), 1e-9);
  EXPECT_NEAR(c.cost.time, 0.55 * (691 - 535), 1e-9);
  EXPECT_DOUBLE_EQ(c.cost.lateness, 0);
  EXPECT_DOUBLE_EQ(c.cost.unserved, 0);
  EXPECT_EQ(c.deliveries[1].arrival, 615);
  // Drawn at 500: 300 (1 + 2^(30/110)) 2^(100/110) and 250 x 2^(160/110).
  EXPECT_NEAR(c.drawn, 300 * (1 + std::exp2(30 / 110.)) * std::exp2(100 / 110.) + 250 * std::exp2(160 / 110.), 1e-6);
  EXPECT_NEAR(c.injected, 850, 1e-12);
}

TEST(RppdChecker, NamesWhatAPlanBreaksByItsPath) {
  const std::tuple<const char*, const char*, const char*, const char*> cases[] = {
      {"\"irr\":30", "\"irr\":45", "runs[0].irr", "PLAN_NO_LEVEL"},
      {"\"start\":440", "\"start\":437", "runs[0].start", "PLAN_OFF_GRID"},
      {"\"start\":440", "\"start\":-60", "runs[0].start", "PLAN_LINE_CLOSED"},
      {"\"start\":440", "\"start\":-60", "runs[0].orders", "PLAN_RUN_TOO_WEAK"},
      {"[10,11]}],", "[10,10]}],", "runs[0].orders[1]", "PLAN_MADE_TWICE"},
      {"[10,11]}],", "[10]}],", "trips[0].stops[1]", "PLAN_NOT_MADE_HERE"},
      {"\"start\":440", "\"start\":450", "trips[0].stops[0]", "PLAN_NOT_RELEASED"},
      {"\"depart\":535", "\"depart\":536", "trips[0].depart", "PLAN_OFF_GRID"},
      {"\"depart\":535", "\"depart\":560", "trips[0].stops[0]", "PLAN_AFTER_DEADLINE"},
      {"\"vehicle\":0", "\"vehicle\":1", "trips[0].stops", "PLAN_TOO_FULL"},
      {"\"stops\":[10,11]", "\"stops\":[10,10]", "trips[0].stops[1]", "PLAN_DELIVERED_TWICE"},
      {"\"depart\":535,\"stops\":[10,11]", "\"depart\":60,\"stops\":[]", "trips[0]", "PLAN_OUTSIDE_SHIFT"},
      {"\"stops\":[10,11]}", "\"stops\":[10]},{\"vehicle\":0,\"depart\":550,\"stops\":[11]}", "trips[1]", "PLAN_VEHICLE_BUSY"},
      {"\"orders\":[10,11]}", "\"orders\":[10,11]},{\"site\":\"s\",\"line\":\"L\",\"start\":510,\"irr\":30,\"orders\":[]}", "runs[1]",
       "PLAN_LINE_BUSY"}};
  for (const auto& [what, by, path, code] : cases) {
    const Checked c = check(replaced(kPlan, what, by));
    const auto found = std::find_if(c.violations.begin(), c.violations.end(), [&](const auto& v) { return v.path == path && v.code == code; });
    EXPECT_NE(found, c.violations.end()) << path << " " << code;
  }
}

TEST(RppdChecker, AnOrderNobodyCarriesCostsItsPenalty) {
  const Checked c = check(replaced(kPlan, "\"stops\":[10,11]", "\"stops\":[10]"));
  EXPECT_TRUE(c.feasible());
  EXPECT_EQ(c.unserved, 1);
  EXPECT_EQ(c.patients_unserved, 1);
  EXPECT_DOUBLE_EQ(c.cost.unserved, 900);
}

TEST(RppdReader, NamesEveryErrorByItsPath) {
  const auto spoiled = [](const std::function<void(Json&)>& change) {
    Json day = smallDay();
    change(day);
    const auto read = readInstance(day.dump());
    return read.ok() ? std::string("accepted") : read.refusal().fields.at(0).field;
  };
  const auto in = [](const char* list, std::size_t i, const char* key, Json value) {
    return [=](Json& day) { day.findMutable(list)->itemsMutable()[i].set(key, value); };
  };
  const Json backwards = Json::array().push(600).push(500);
  EXPECT_EQ(spoiled([](Json&) {}), "accepted");
  EXPECT_EQ(spoiled([](Json& d) { d.set("format", "other"); }), "format");
  EXPECT_EQ(spoiled([](Json& d) { d.set("vehicles", Json::array()); }), "vehicles");
  EXPECT_EQ(spoiled([](Json& d) { d.set("grid", 0); }), "grid");
  EXPECT_EQ(spoiled([](Json& d) { d.set("speed_km_per_min", 0); }), "speed_km_per_min");
  EXPECT_EQ(spoiled(in("orders", 1, "product", "X")), "orders[1].product");
  EXPECT_EQ(spoiled(in("orders", 0, "patients", 0)), "orders[0].patients");
  EXPECT_EQ(spoiled(in("orders", 0, "window", backwards)), "orders[0].window");
  EXPECT_EQ(spoiled(in("orders", 0, "deadline", 580)), "orders[0].deadline");
  EXPECT_EQ(spoiled(in("orders", 0, "calibration", -99999)), "orders[0].calibration");
  EXPECT_EQ(spoiled(in("orders", 0, "calibration", 600.5)), "orders[0].calibration");
  EXPECT_EQ(spoiled(in("orders", 1, "id", 10)), "orders[1].id");
  EXPECT_EQ(spoiled(in("orders", 1, "dose", -1)), "orders[1].dose");
  EXPECT_EQ(spoiled(in("products", 0, "half_life", 0)), "products[0].half_life");
  EXPECT_EQ(spoiled(in("vehicles", 0, "site", "t")), "vehicles[0].site");
  EXPECT_EQ(spoiled(in("vehicles", 0, "shift", backwards)), "vehicles[0].shift");
  EXPECT_EQ(spoiled(in("borders", 0, "open", backwards)), "borders[0].open");
  EXPECT_EQ(spoiled(in("borders", 0, "b", "C")), "borders[0].b");
  EXPECT_EQ(spoiled([](Json& d) { d.set("borders", Json::array()); }), "hospitals[1].country");
  EXPECT_EQ(
      spoiled([](Json& d) { d.findMutable("sites")->itemsMutable()[0].findMutable("lines")->itemsMutable()[0].set("irr", Json::array().push(-30)); }),
      "sites[0].lines[0].irr");
  EXPECT_EQ(spoiled([](Json& d) {
              Json& borders = *d.findMutable("borders");
              for (const char* a : {"A", "B", "C"})
                for (int k = 0; k < 5; ++k) borders.push(Json(borders.items()[0]).set("a", a).set("b", std::string(1, static_cast<char>(*a + 1))));
            }),
            "borders");
  EXPECT_EQ(readInstance("[]").refusal().code, "PLAN_NOT_JSON");
  EXPECT_EQ(readInstance("{").refusal().code, "PLAN_NOT_JSON");
}

TEST(RppdReader, APlanOfAnotherDayIsRefused) {
  const Instance instance = small();
  EXPECT_EQ(readPlan(R"({"instance":"other","runs":[],"trips":[]})", instance).refusal().code, "PLAN_OF_ANOTHER_DAY");
  const auto unknown = readPlan(replaced(kPlan, "\"stops\":[10,11]", "\"stops\":[10,99]"), instance);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.refusal().fields.at(0).field, "trips[0].stops[1]");
  EXPECT_EQ(readPlan(R"({"runs":[{"site":"s","line":"M","start":0,"irr":30,"orders":[]}],"trips":[]})", instance).refusal().fields.at(0).field,
            "runs[0].line");
}

TEST(RppdPlan, IsReadAsItWasWritten) {
  const Instance instance = small();
  const auto plan = readPlan(kPlan, instance);
  const std::string text = planText(*plan, instance);
  EXPECT_EQ(planText(*readPlan(text, instance), instance), text);
  EXPECT_NE(text.find("\"product\":\"F\""), std::string::npos);
}

TEST(RppdDiff, SaysWhoIsServedOtherwise) {
  const Instance instance = small();
  const auto before = readPlan(kPlan, instance);
  const auto after = readPlan(
      R"({"runs":[{"site":"s","line":"L","start":435,"irr":30,"orders":[10]}],"trips":[{"vehicle":1,"depart":530,"stops":[10]}]})", instance);
  const PlanDiff diff = diffPlans(instance, *before, *after);
  ASSERT_EQ(diff.orders.size(), 2U);
  EXPECT_TRUE(diff.orders[0].other_run && diff.orders[0].other_vehicle);
  EXPECT_EQ(diff.orders[0].minutes, -5);
  EXPECT_FALSE(diff.orders[1].is_served);
  EXPECT_EQ(diff.patients, -1);
  EXPECT_DOUBLE_EQ(diff.cost.unserved, 900);
  EXPECT_TRUE(diffPlans(instance, *before, *before).orders.empty());
}

}  // namespace
}  // namespace isotrail::solver::rppd
