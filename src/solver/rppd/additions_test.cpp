// What a day may have beyond RPPD: read with every error at its path, judged with the arithmetic written out.
#include "solver/rppd/additions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "solver/rppd/checker.h"

#include "solver/rppd/write.h"

namespace isotrail::solver::rppd {
namespace {

/// A site and two hospitals, an hour's road to the first, 50 min, export and import to the second.
Json day() {
  return *Json::parse(R"({"name":"rich","format":"rppd-1","grid":5,
    "products":[{"id":"F","half_life":110,"synth":30,"qc":30,"yield":0.6}],
    "sites":[{"id":"s","x":0,"y":0,"country":"A","release":[[480,600],[660,900]],"cap":{"F":20000},"lines":[{"id":"L","product":"F","a_sat":60000,
      "irr":[30,60,240],"open":[0,960],"turnaround":20,"fail_prob":0.05,"run_cost":500,"beam_cost_per_min":3,"down":[[200,300]]}]}],
    "hospitals":[{"id":0,"x":60,"y":0,"country":"A","receipt":[[400,560],[620,900]]},{"id":1,"x":70,"y":0,"country":"B","cap":{"F":1200}}],
    "orders":[{"id":10,"hospital":0,"product":"F","patients":1,"dose":300,"spacing":30,"calibration":640,"window":[540,630],"deadline":640,
      "packages":1,"penalty":1000,"late_cost_per_min":4},
     {"id":11,"hospital":1,"product":"F","patients":2,"dose":250,"spacing":30,"calibration":700,"window":[600,660],"deadline":690,"packages":1,
      "penalty":900,"late_cost_per_min":8}],
    "vehicles":[{"id":0,"site":"s","shift":[120,1080],"packages":4,"fixed_cost":100,"down":[[300,400]]}],
    "borders":[],"service_min":10,"speed_km_per_min":1.2,"cost_per_km":0.35,"cost_per_min":0.55,
    "legs":[[null,{"km":60,"stages":[{"code":"road","minutes":60}]},{"km":70,"stages":[{"code":"road","minutes":50},
        {"code":"export","minutes":10,"open":[[540,600],[640,900]]},{"code":"import","minutes":5,"open":[[500,900]]}]}],
      [{"km":60,"stages":[{"code":"road","minutes":60}]},null,{"km":80,"stages":[{"code":"road","minutes":70}]}],
      [{"km":70,"stages":[{"code":"road","minutes":65}]},{"km":80,"stages":[{"code":"road","minutes":70}]},null]]})");
}
Json& at(Json& d, const char* list, std::size_t i) { return d.findMutable(list)->itemsMutable()[i]; }
Instance read(const Json& d) {
  auto instance = readInstance(d.dump());
  EXPECT_TRUE(instance.ok()) << (instance.ok() || instance.refusal().fields.empty() ? "" : instance.refusal().fields[0].field);
  return std::move(*instance);
}
std::string codes(const Checked& c) {
  std::string all;
  for (const auto& v : c.violations) all += v.path + " " + v.code + ";";
  return all;
}

TEST(RppdAdditions, AStageWaitsUntilItCanBeginAndEndInOneOpening) {
  const Instance instance = read(day());
  // Made 440 to 500, tests to 530, released at once. Leaves 535: 585 at the post, where 10 min end by 600: 595; import 600; served 600.
  // Back 610 + 65 = 675.
  const Checked c = checkPlan(instance, {{{0, 0, 440, 30, {1}}}, {{0, 535, {1}}}});
  ASSERT_EQ(codes(c), "");
  EXPECT_EQ(c.deliveries[1].arrival, 600);
  EXPECT_EQ(c.returns[0], 675);
  EXPECT_NEAR(c.cost.kilometres, 0.35 * 140, 1e-9);
  // Ten minutes later it is at the post at 595, too late to end by 600: it waits until 640, import to 655, served 655, back 665 + 65.
  const Checked later = checkPlan(instance, {{{0, 0, 440, 30, {1}}}, {{0, 545, {1}}}});
  ASSERT_EQ(codes(later), "");
  EXPECT_EQ(later.deliveries[1].arrival, 655);
  EXPECT_EQ(later.returns[0], 730);
}

TEST(RppdAdditions, ReleaseWaitsForSomebodyAndReceiptForItsHours) {
  const Instance instance = read(day());
  // Tests end at 610, nobody may release between 600 and 660.
  const Checked early = checkPlan(instance, {{{0, 0, 520, 30, {1}}}, {{0, 610, {1}}}});
  EXPECT_NE(codes(early).find("trips[0].stops[0] PLAN_NOT_RELEASED"), std::string::npos) << codes(early);
  EXPECT_EQ(early.violations.back().params["release"].number(), 660);
  // Leaves 505, at the hospital at 565, which receives again at 620: served then, not late (630).
  const Checked waits = checkPlan(instance, {{{0, 0, 385, 30, {0}}}, {{0, 505, {0}}}});
  EXPECT_EQ(codes(waits), "");
  EXPECT_EQ(waits.deliveries[0].arrival, 620);
  EXPECT_EQ(waits.returns[0], 620 + 10 + 60);
}

TEST(RppdAdditions, CapsAndDowntimesBind) {
  const Instance instance = read(day());
  // 240 min of beam make 60000 (1 - 2^(-240/110)) 0.6 2^(-30/110), more than the 20000 of the site.
  const double made = 60'000 * (1 - std::exp2(-240 / 110.)) * 0.6 * std::exp2(-30 / 110.);
  ASSERT_GT(made, 20'000);
  const Checked strong = checkPlan(instance, {{{0, 0, 340, 240, {}}}, {}});
  ASSERT_EQ(codes(strong), "runs[0].irr PLAN_SITE_CAP;");
  EXPECT_NEAR(strong.violations[0].params["made"].number(), made, 0.5);
  // At 600 the two patients of 700 and 730 are 250 (2^(100/110) + 2^(130/110)) MBq; at 655 less: 250 (2^(45/110) + 2^(75/110)).
  const double early = 250 * (std::exp2(100 / 110.) + std::exp2(130 / 110.)), late = 250 * (std::exp2(45 / 110.) + std::exp2(75 / 110.));
  Json d = day();
  at(d, "hospitals", 1).set("cap", Json::object({{"F", (early + late) / 2}}));
  const Instance tight = read(d);
  EXPECT_EQ(codes(checkPlan(tight, {{{0, 0, 440, 30, {1}}}, {{0, 535, {1}}}})), "trips[0] PLAN_HOSPITAL_CAP;");
  EXPECT_EQ(codes(checkPlan(tight, {{{0, 0, 440, 30, {1}}}, {{0, 545, {1}}}})), "");
  // A run 155 to 185 with synthesis until 215 is on the line when it is down; so is the vehicle.
  EXPECT_EQ(codes(checkPlan(instance, {{{0, 0, 155, 30, {}}}, {}})), "runs[0].start PLAN_LINE_DOWN;");
  EXPECT_EQ(codes(checkPlan(instance, {{{0, 0, 300, 30, {}}}, {}})), "");
  EXPECT_NE(codes(checkPlan(instance, {{}, {{0, 395, {0}}}})).find("trips[0] PLAN_VEHICLE_DOWN;"), std::string::npos);
}

TEST(RppdAdditions, WhatHasBegunStaysAndIsNotJudged) {
  Instance instance = read(day());
  instance.frozen = {{{0, 0, 437, 31, {0, 1}, 900.0}}, {{0, 533, {1}}}};
  EXPECT_EQ(codes(checkPlan(instance, {})), "runs PLAN_BEGUN_LEFT_OUT;trips PLAN_BEGUN_LEFT_OUT;");
  // The order on the road needs 250 (1 + 2^(30/110)) 2^((700-498)/110) at 498, more than the 900 made: it is gone, nobody else is served.
  const Plan begun{{{0, 0, 437, 31, {1}}}, {{0, 533, {1}}}};
  const Checked c = checkPlan(instance, begun);
  EXPECT_EQ(codes(c), "");
  EXPECT_EQ(c.unserved, 1);
  const Plan more{{{0, 0, 437, 31, {0, 1}}}, {{0, 533, {1}}, {0, 700, {0}}}};
  EXPECT_NE(codes(checkPlan(instance, more)).find("runs[0].orders PLAN_RUN_TOO_WEAK"), std::string::npos);
  // It leaves at 640, is at the post at 690 and there at 705, after the deadline 690: the trip goes on, the order may be made again.
  instance.frozen.trips[0].depart = 640;
  const Checked lost = checkPlan(instance, {{{0, 0, 437, 31, {1}}}, {{0, 640, {1}}}});
  EXPECT_EQ(codes(lost), "");
  EXPECT_EQ(lost.unserved, 2);
  EXPECT_EQ(lost.returns[0], 705 + 65);
}

TEST(RppdAdditions, AnOrderServedOtherwiseThanPromisedCosts) {
  Instance instance = read(day());
  instance.promised = {{{0, 0, 440, 30, {1}}}, {{0, 535, {1}}}};
  instance.change_price = 70.0;
  EXPECT_DOUBLE_EQ(checkPlan(instance, instance.promised).cost.change, 0.0);
  const Checked moved = checkPlan(instance, {{{0, 0, 435, 30, {1}}}, {{0, 530, {1}}}});
  EXPECT_DOUBLE_EQ(moved.cost.change, 70.0);
  EXPECT_EQ(moved.moved, 1);
  EXPECT_DOUBLE_EQ(checkPlan(instance, {}).cost.change, 0.0);  // not served: the penalty says it
}

TEST(RppdAdditions, NamesEveryErrorByItsPath) {
  const auto spoiled = [](const std::function<void(Json&)>& change) {
    Json d = day();
    change(d);
    const auto r = readInstance(d.dump());
    return r.ok() ? std::string("accepted") : r.refusal().fields.at(0).field;
  };
  const auto spans = [](int a, int b, int c, int e) {
    return *Json::parse("[[" + std::to_string(a) + "," + std::to_string(b) + "],[" + std::to_string(c) + "," + std::to_string(e) + "]]");
  };
  const auto cell = [](Json& d, std::size_t a, std::size_t b) -> Json& { return d.findMutable("legs")->itemsMutable()[a].itemsMutable()[b]; };
  EXPECT_EQ(spoiled([](Json&) {}), "accepted");
  EXPECT_EQ(spoiled([&](Json& d) { at(d, "sites", 0).set("release", spans(480, 600, 590, 700)); }), "sites[0].release[1]");
  EXPECT_EQ(spoiled([&](Json& d) { at(d, "hospitals", 0).set("receipt", spans(600, 480, 700, 800)); }), "hospitals[0].receipt[0]");
  EXPECT_EQ(spoiled([&](Json& d) { at(d, "hospitals", 0).set("cap", Json::object({{"X", 5}})); }), "hospitals[0].cap.X");
  EXPECT_EQ(spoiled([&](Json& d) { at(d, "sites", 0).set("cap", Json::object({{"F", -5}})); }), "sites[0].cap.F");
  EXPECT_EQ(spoiled([&](Json& d) { at(d, "vehicles", 0).set("down", 7); }), "vehicles[0].down");
  EXPECT_EQ(spoiled([&](Json& d) { cell(d, 0, 2) = Json(); }), "legs[0][2]");
  EXPECT_EQ(spoiled([&](Json& d) { d.findMutable("legs")->itemsMutable().pop_back(); }), "legs");
  EXPECT_EQ(spoiled([&](Json& d) { cell(d, 0, 1).set("km", -1); }), "legs[0][1].km");
  EXPECT_EQ(spoiled([&](Json& d) { cell(d, 0, 1).findMutable("stages")->itemsMutable()[0].set("minutes", -60); }), "legs[0][1].stages[0].minutes");
  EXPECT_EQ(spoiled([&](Json& d) { cell(d, 0, 2).findMutable("stages")->itemsMutable()[1].set("open", spans(540, 545, 640, 649)); }),
            "legs[0][2].stages[1].open");  // never open for ten minutes
  EXPECT_EQ(spoiled([&](Json& d) { cell(d, 1, 0).findMutable("stages")->itemsMutable()[0].set("minutes", 600); }), "legs[1][0]");
  EXPECT_EQ(spoiled([&](Json& d) {
              cell(d, 1, 0).findMutable("stages")->itemsMutable()[0].set("minutes", 600);
              d.set("asymmetric", true);
            }),
            "accepted");
  EXPECT_EQ(spoiled([&](Json& d) { d.set("frozen", *Json::parse(R"({"runs":[],"trips":[{"vehicle":0,"depart":535,"stops":[11]}]})")); }),
            "frozen.trips[0].stops[0]");  // on the road and never made
  EXPECT_EQ(
      spoiled([&](Json& d) { d.set("frozen", *Json::parse(R"({"runs":[{"site":"s","line":"L","start":99999,"irr":30,"orders":[]}],"trips":[]})")); }),
      "frozen.runs[0].start");
  EXPECT_EQ(spoiled([&](Json& d) { d.set("promised", *Json::parse(R"({"runs":[],"trips":[{"vehicle":7,"depart":5,"stops":[]}]})")); }),
            "promised.trips[0].vehicle");
  EXPECT_EQ(spoiled([&](Json& d) { d.set("change_price", -1); }), "change_price");
}

TEST(RppdAdditions, ADayIsReadAsItWasWrittenAndCancelledOrdersAreGone) {
  Instance instance = read(day());
  instance.promised = {{{0, 0, 440, 30, {1}}}, {{0, 535, {1}}}};
  instance.frozen = {{{0, 0, 437, 31, {1}, 900.0}}, {{0, 533, {1}}}};
  instance.change_price = 12.5;
  const std::string text = instanceText(instance);
  const auto again = readInstance(text);
  ASSERT_TRUE(again.ok()) << again.refusal().fields.at(0).field << " " << again.refusal().fields.at(0).value;
  EXPECT_EQ(instanceText(*again), text);
  EXPECT_EQ(again->legs[0][2].stages[1].open[1].from, 640);
  EXPECT_DOUBLE_EQ(*again->frozen.runs[0].made, 900.0);
  const std::size_t all = again->orders.size();
  instance.orders[0].patients = 0;
  const auto less = readInstance(instanceText(instance));
  ASSERT_TRUE(less.ok());
  EXPECT_EQ(less->orders.size(), all - 1);
  EXPECT_EQ(idText(less->orders[static_cast<std::size_t>(less->frozen.runs[0].orders[0])].id), idText(instance.orders[1].id));
}

TEST(RppdAdditions, AHospitalsCapCountsAllProductsOfANuclide) {
  Json d = day();
  Json more = d["products"].items()[0];
  d.findMutable("products")->push(more.set("id", "G"));
  Json line = d["sites"].items()[0]["lines"].items()[0];
  at(d, "sites", 0).findMutable("lines")->push(line.set("id", "M").set("product", "G"));
  Json second = d["orders"].items()[1];
  d.findMutable("orders")->push(second.set("id", 12).set("product", "G"));
  // Each of the two orders holds 250 (2^(100/110) + 2^(130/110)) = 1037 MBq when it arrives at 600; the hospital may have 1200.
  const Plan both{{{0, 0, 440, 30, {1}}, {0, 1, 440, 30, {2}}}, {{0, 535, {1, 2}}}};
  EXPECT_EQ(codes(checkPlan(read(d), both)).find("PLAN_HOSPITAL_CAP"), std::string::npos);
  for (auto& p : d.findMutable("products")->itemsMutable()) p.set("nuclide", "F-18");
  const Instance instance = read(d);
  EXPECT_NE(codes(checkPlan(instance, both)).find("PLAN_HOSPITAL_CAP"), std::string::npos);
  EXPECT_EQ(instanceText(*readInstance(instanceText(instance))), instanceText(instance));
  at(d, "products", 0).set("nuclide", 18);
  const auto wrong = readInstance(d.dump());
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.refusal().fields.at(0).field, "products[0].nuclide");
}

TEST(RppdAdditions, AMatrixInShortFormIsReadAndItsGapsAreNamed) {
  const auto with = [](const char* travel) {
    Json d = day();
    auto& members = d;
    Json out = Json::object();
    for (const auto& [key, value] : members.members())
      if (key != "legs") out.set(key, value);
    return out.set("travel", *Json::parse(travel));
  };
  const auto first = [](const Json& d) {
    const auto r = readInstance(d.dump());
    return r.ok() ? std::string("accepted") : r.refusal().fields.at(0).field;
  };
  const char* km = R"("km":[[0,60,70],[60,0,80],[70,80,0]]})";
  const Json good = with((std::string(R"({"minutes":[[0,60,65],[60,0,70],[65,70,0]],)") + km).c_str());
  EXPECT_EQ(first(good), "accepted");
  EXPECT_EQ(read(good).legs[0][2].stages[0].minutes, 65);
  EXPECT_EQ(first(with((std::string(R"({"minutes":[[0,60,null],[60,0,70],[65,70,0]],)") + km).c_str())), "travel.minutes[0][2]");
  EXPECT_EQ(first(with((std::string(R"({"minutes":[[0,60,65],[60,0,70],[66,70,0]],)") + km).c_str())), "travel.minutes[2][0]");
  EXPECT_EQ(first(with((std::string(R"({"minutes":[[0,60,65],[60,0],[65,70,0]],)") + km).c_str())), "travel.minutes[1]");
  EXPECT_EQ(first(with((std::string(R"({"asymmetric":true,"minutes":[[0,60,65],[60,0,70],[66,70,0]],)") + km).c_str())), "accepted");
}

}  // namespace
}  // namespace isotrail::solver::rppd
