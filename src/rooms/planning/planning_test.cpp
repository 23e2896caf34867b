#include <gtest/gtest.h>

#include "rooms/planning/facts.h"
#include "rooms/planning/problem.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

solver::Problem twoOrders() {
  solver::Problem p;
  p.half_life_s = 6584.04;
  p.demands = {{"early", 252_MBq, instant("2025-12-17T07:40:00+08:00")}, {"late", 252_MBq, instant("2025-12-17T09:15:00+08:00")}};
  p.stages = {{"synthesis", minutes(35), {}},
              {"export", minutes(8), {{instant("2025-12-17T07:30:00+08:00"), instant("2025-12-17T08:15:00+08:00")}}},
              {"road_mo", minutes(60), {}}};
  p.synthesis_index = 0;
  return p;
}

TEST(PlanningProblem, GivesUpTheInjectionNoWindowServes) {
  const auto plan = planning::serveMost(twoOrders());
  ASSERT_EQ(plan.unserved.size(), 1u);
  EXPECT_EQ(plan.unserved[0].order, "early");
  EXPECT_EQ(plan.unserved[0].code, "NO_WINDOW");
  ASSERT_EQ(plan.stages.size(), 3u);
  EXPECT_EQ(plan.stages[1].ends, instant("2025-12-17T08:15:00+08:00"));
}

TEST(PlanningProblem, GivesUpTheOrderThatAsksMostOfAWeakBeam) {
  auto p = twoOrders();
  p.stages = {{"beam", minutes(30), {}}, {"synthesis", minutes(35), {}}, {"road_mo", minutes(60), {}}};
  p.synthesis_index = 1;
  p.demands = {{"small", 252_MBq, instant("2025-12-17T09:15:00+08:00")}, {"large", Activity(9e12), instant("2025-12-17T09:15:00+08:00")}};
  p.saturation_bq_per_a = 8e15;
  p.beam_current_a = 45e-6;
  const auto plan = planning::serveMost(p);
  ASSERT_EQ(plan.unserved.size(), 1u);
  EXPECT_EQ(plan.unserved[0].order, "large");
  EXPECT_EQ(plan.unserved[0].code, "BEAM_TOO_WEAK");
}

class Planning : public ::testing::Test {
 protected:
  Maker m;
  void SetUp() override {
    m.must(m.admin, "logistics/open-lane",
           body({{"lane", "GZ-MO"}, {"name", "Nansha to Macao"}, {"from_site", "lingnan-nansha"}, {"to_site", "cotai-hotlab"}}));
    m.must(m.admin, "logistics/set-window",
           body({{"lane", "GZ-MO"},
                 {"post", "zhuhai-port"},
                 {"direction", "export"},
                 {"opens", "07:30"},
                 {"closes", "08:15"},
                 {"zone", "Asia/Shanghai"}}));
    m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
    m.must(m.fong, "ordering/place-order", m.order("ORD-02", "P-02", "2025-12-17T09:35:00+08:00"));
    m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
    m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-02"}}));
  }
  Json planBody() { return body({{"plan", "PL-1"}, {"product", "FDG"}, {"lane", "GZ-MO"}, {"maker_site", "lingnan-nansha"}, {"day", "2025-12-17"}}); }
};

TEST_F(Planning, AllPromisedOrdersOfTheDay) {
  m.must(m.wong, "planning/make-plan", planBody());
  auto shown = m.view(m.wong, "planning", "plans", "PL-1");
  ASSERT_TRUE(shown);
  EXPECT_EQ((*shown)["served"].size(), 2u);
  EXPECT_EQ((*shown)["unserved"].size(), 0u);
  EXPECT_EQ((*shown)["stages"].items().front()["code"].text(), "beam");
  EXPECT_EQ((*shown)["stages"].items().back()["ends"].text(), "2025-12-17T01:15:00Z");
  // 09:15 less 47 min on the other side would be 08:28; the window shuts at 08:15.
  const Json& border = (*shown)["stages"].items().at(6);
  EXPECT_EQ(border["code"].text(), "export");
  EXPECT_EQ(border["ends"].text(), "2025-12-17T00:15:00Z");
  EXPECT_TRUE(border["waits"].boolean());
  // Both doses and what they lose until used: more in the vial at the end of synthesis than 504 MBq.
  EXPECT_GT((*shown)["needed_eos_bq"].number(), 504e6);
  EXPECT_GT((*shown)["needed_eob_bq"].number(), (*shown)["needed_eos_bq"].number());
  EXPECT_GT((*shown)["slack_minutes"].number(), 0);
}

TEST_F(Planning, PublishesOnceAndNotTooLate) {
  m.must(m.wong, "planning/make-plan", planBody());
  EXPECT_EQ(m.refusal(m.wong, "planning/make-plan", planBody()), "ALREADY_EXISTS");
  EXPECT_EQ(m.refusal(m.fong, "planning/publish-plan", body({{"plan", "PL-1"}})), "NOT_YOUR_ORGANISATION");
  m.at("2025-12-17T08:00:00+08:00");
  EXPECT_EQ(m.refusal(m.wong, "planning/publish-plan", body({{"plan", "PL-1"}})), "PLAN_TOO_LATE");
  m.at("2025-12-16T18:00:00+08:00");
  m.must(m.wong, "planning/publish-plan", body({{"plan", "PL-1"}}));
  EXPECT_EQ(planning::plan(m.db(), PlanId("PL-1"))->state, "published");
  EXPECT_EQ(m.refusal(m.wong, "planning/publish-plan", body({{"plan", "PL-1"}})), "OUT_OF_ORDER");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Planning, RefusesOrdersThatAreNotForIt) {
  m.must(m.fong, "ordering/place-order", m.order("ORD-03", "P-03", "2025-12-17T09:55:00+08:00"));
  Json orders = Json::array();
  orders.push("ORD-01");
  orders.push("ORD-03");
  EXPECT_EQ(m.refusal(m.wong, "planning/make-plan", planBody().set("orders", orders)), "ORDER_NOT_FOR_PLAN");
  EXPECT_EQ(m.refusal(m.wong, "planning/make-plan", planBody().set("day", "2025-12-19")), "NO_ORDERS");
  EXPECT_EQ(m.refusal(m.wong, "planning/make-plan", planBody().set("day", "tomorrow")), "BAD_VALUE");
  EXPECT_EQ(m.refusal(m.wong, "planning/make-plan", planBody().set("lane", "NONE")), "LANE_WITHOUT_WINDOWS");
}

}  // namespace
}  // namespace isotrail::test
