#include <gtest/gtest.h>

#include <set>

#include "rooms/planning/day/bars.h"
#include "rooms/planning/day/day_problem.h"
#include "solver/rppd/write.h"
#include "tests/support/plan/day_planning.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

namespace rppd = solver::rppd;
using planning::Weights;

TEST(LatestOfALeg, IsBoundByTheWindowThatShutsAndElseByWhatFollows) {
  // Road 90, export 8 inside 450..495, road 22: to be there at 530 the export would end at 508, so 495 binds.
  const rppd::Leg leg{0.0, {{"road", 90, {}}, {"export", 8, {{450, 495}}}, {"road", 22, {}}}};
  const auto latest = planning::latestOf(leg, 530, "injection");
  EXPECT_EQ(latest.ends, (std::vector<int>{487, 495, 530}));
  EXPECT_EQ(latest.binds, (std::vector<std::string>{"border", "border", "injection"}));
  EXPECT_EQ(latest.start, 397);
  // There at 500: the export ends at 478, within its hours.
  const auto early = planning::latestOf(leg, 500, "injection");
  EXPECT_EQ(early.ends, (std::vector<int>{470, 478, 500}));
  EXPECT_EQ(early.start_binds, "injection");
}

TEST(PlanWeights, AreVisibleAndOnlyKnownOnesCanBeChanged) {
  const auto changed = Weights::with(body({{"run_cost", 500}}));
  ASSERT_TRUE(changed);
  EXPECT_EQ((*changed)["run_cost"], 500.0);
  EXPECT_TRUE(changed->toJson()["run_cost"]["changed"].boolean());
  EXPECT_FALSE(changed->toJson()["km_cost"]["changed"].boolean());
  const Json all = Weights().toJson();
  for (const auto& [name, w] : all.members()) EXPECT_FALSE(w["reason"].text().empty()) << name;
  for (const auto& wrong :
       {body({{"run_kost", 1}}), body({{"run_cost", -1}}), body({{"run_cost", "much"}}), body({{"fail_chance", 2}}), body({{"grid", 0}})})
    EXPECT_FALSE(Weights::with(wrong)) << wrong.dump();
}

TEST_F(DayPlanning, TheProblemIsAFileThatIsReadBackTheSame) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  promise(m.order("ORD-02", "P-02", "2025-12-17T09:35:00+08:00"));
  const planning::DayClock clock{"2025-12-17", "Asia/Shanghai", instant("2025-12-17T00:00:00+08:00")};
  const auto day = planning::dayProblem(m.db(), {"D", {SiteId("lingnan-nansha")}, clock, Weights(), m.now()});
  ASSERT_EQ(day.instance.orders.size(), 2u);
  const std::string text = rppd::instanceJson(day.instance).dump();
  const auto read = rppd::readInstance(text);
  ASSERT_TRUE(read) << read.refusal().params.dump();
  EXPECT_EQ(rppd::instanceJson(*read).dump(), text);
  // Injected at 09:15, drawn in 10 and received in 15 min: there at 08:50 = minute 530 at the latest. 252 MBq, of which 3 % stay in the
  // syringe, 5 % in the vial and 3 % are lost before it: 252 / 0.97 / 0.95 / 0.97 = 281.9 MBq.
  EXPECT_EQ(day.instance.orders[0].deadline, 530);
  EXPECT_NEAR(day.instance.orders[0].dose, 281.9, 0.1);
  // Half-life, tests of 34, release of 5 and packing of 11 min.
  EXPECT_EQ(day.instance.products[0].tests, 50);
}

TEST_F(DayPlanning, WhoIsNotServedIsToldTheRuleThatBinds) {
  road("02:00", "23:00");
  // 06:50 needs a packed vehicle at 04:25; the qualified person is there from 04:30.
  promise(m.order("EARLY", "P-01", "2025-12-17T06:50:00+08:00"));
  promise(m.order("LATER", "P-02", "2025-12-17T09:35:00+08:00"));
  make();
  EXPECT_EQ(whyOf("EARLY"), "DAY_NOBODY_RELEASES");
  EXPECT_EQ(whyOf("LATER"), "");
}

TEST_F(DayPlanning, AShutBorderIsNamed) {
  road("11:00", "11:45");
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  make();
  EXPECT_EQ(whyOf("ORD-01"), "DAY_BORDER_SHUT");
  EXPECT_EQ(m.refusal(m.wong, "planning/publish-day", body({{"plan", "D-1"}})), "PLAN_SERVES_NOBODY");
}

TEST_F(DayPlanning, WithoutALaneNobodyIsServedAndWithoutAVehicleNothingIsPlanned) {
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  const Json ask = body({{"plan", "D-1"}, {"day", "2025-12-17"}});
  EXPECT_EQ(m.refusal(m.wong, "planning/make-day", ask), "DAY_WITHOUT_VEHICLES");
  m.must(m.admin, "logistics/register-vehicle",
         body({{"vehicle", "VAN"}, {"org", "lingnan"}, {"plate", "FICT-1"}, {"licence_until", "2026-06-30T00:00:00Z"}}));
  make();
  EXPECT_EQ(whyOf("ORD-01"), "DAY_NO_LANE");
}

TEST_F(DayPlanning, TooLateIsSaidOnTheDay) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  m.at("2025-12-17T06:00:00+08:00");  // the beam would have had to begin at 04:40
  make();
  EXPECT_EQ(whyOf("ORD-01"), "DAY_TOO_LATE");
}

TEST_F(DayPlanning, APaperThatCannotBeHadInTimeBindsTheLane) {
  road("05:00", "12:00");
  promise(m.order("ORD-01", "P-01", "2025-12-17T11:15:00+08:00"));
  paperRule("export-approval", "export", "30 d");  // a standing permit does not bind
  paperRule("export-declaration", "export", "4 h");
  m.at("2025-12-17T00:00:00+08:00");
  EXPECT_EQ(make("D-1")["served"].integer(), 1);
  const Json day = shown("D-1");
  for (const auto& bar : day["bars"].items())
    if (bar["id"].text() == "T1.1.export") {
      EXPECT_GE(bar["starts"].text(), "2025-12-16T20:01:00Z") << bar.dump();  // 00:00 and four hours
    }
  m.at("2025-12-17T02:00:00+08:00");
  paperRule("export-declaration", "export", "9 h");  // not before 11:01, and the injection is at 11:15
  make("D-2");
  const Json late = shown("D-2");
  const Json& why = late["orders"].items()[0]["why"];
  EXPECT_EQ(why["code"].text(), "DAY_PAPER_LATE") << late["orders"].dump();
  EXPECT_NE(why["text"].text().find("11:01"), std::string::npos) << why.dump();
}

TEST_F(DayPlanning, PatientsAreScannedOnTheCameraThatIsFreeFirst) {
  road("05:00", "12:00");
  for (const char* n : {"1", "2", "3"})
    promise(m.order((std::string("ORD-0") + n).c_str(), (std::string("P-0") + n).c_str(), "2025-12-17T11:15:00+08:00").set("activity", "100 MBq"));
  EXPECT_EQ(make()["served"].integer(), 3);
  std::vector<std::pair<std::string, std::string>> scans;  // lane, start
  const Json day = shown();
  for (const auto& bar : day["bars"].items())
    if (bar["kind"].text() == "scan") scans.emplace_back(bar["lane"].text(), bar["starts"].text());
  ASSERT_EQ(scans.size(), 3u);
  // Injected until 11:20, an hour of uptake: on the one PET scanner at 12:20, 12:40 and 13:00, 5 and 25 min beyond what the images bear.
  std::sort(scans.begin(), scans.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  EXPECT_EQ(scans[0].second, "2025-12-17T04:20:00Z");
  EXPECT_EQ(scans[1].second, "2025-12-17T04:40:00Z");
  EXPECT_EQ(scans[2].second, "2025-12-17T05:00:00Z");
  for (const auto& [lane, starts] : scans) EXPECT_EQ(lane, "camera.cotai-hotlab.PET 1");
  std::vector<std::int64_t> slack;
  for (const auto& bar : day["bars"].items())
    if (bar["kind"].text() == "scan") slack.push_back(bar["slack_minutes"].integer());
  std::sort(slack.begin(), slack.end());
  EXPECT_EQ(slack, (std::vector<std::int64_t>{-25, -5, 15}));
}

TEST_F(DayPlanning, CamerasThatAHospitalHasDeclaredBindThePlan) {
  road("05:00", "12:00");
  for (const char* n : {"1", "2", "3"})
    promise(m.order((std::string("ORD-0") + n).c_str(), (std::string("P-0") + n).c_str(), "2025-12-17T11:15:00+08:00").set("activity", "100 MBq"));
  const auto declare = [&](const char* place, const char* kind) {
    m.must(m.admin, "slots/declare-place",
           body({{"place", place}, {"site", "cotai-hotlab"}, {"kind", kind}, {"name", place}, {"opens", "08:00"}, {"closes", "18:00"}}));
  };
  declare("CT-1", "camera");
  // Ready for the one camera at 12:20 all three, 20 min each: only one begins within the 15 min that images bear.
  EXPECT_EQ(make("D-1")["served"].integer(), 1);
  int busy = 0;
  const Json one = shown("D-1");
  for (const auto& o : one["orders"].items())
    if (o["why"]["code"].text() == "WHY_CAMERA_BUSY") {
      ++busy;
      EXPECT_NE(o["why"]["remedy"].text().find("11:20"), std::string::npos) << o["why"].dump();
    }
  EXPECT_EQ(busy, 2);
  declare("CT-2", "camera");
  declare("CT-3", "camera");
  EXPECT_EQ(make("D-2")["served"].integer(), 3);
  std::set<std::string> lanes;
  const Json three = shown("D-2");
  for (const auto& bar : three["bars"].items())
    if (bar["kind"].text() == "scan") {
      lanes.insert(bar["lane"].text());
      EXPECT_EQ(bar["starts"].text(), "2025-12-17T04:20:00Z");
    }
  EXPECT_EQ(lanes.size(), 3u);
  // One of them breaks down: somebody loses the dose, and is told why.
  const auto lost = m.ask(m.wong, "planning", "what-if",
                          body({{"plan", "D-2"}, {"changes", *Json::parse(R"([{"kind":"down","place":"CT-2","from":"2025-12-17T10:00:00+08:00",
                                  "to":"2025-12-17T16:00:00+08:00"}])")}}));
  ASSERT_TRUE(lost);
  ASSERT_EQ((*lost)["lost"].size(), 1u) << lost->dump();
  EXPECT_EQ((*lost)["lost"].items()[0]["why"]["code"].text(), "PLAN_CAMERA_BUSY");
}

TEST_F(DayPlanning, TwoProductsOfOneCyclotronAreMadeOneAfterTheOther) {
  road("05:00", "12:00");
  m.must(m.admin, "catalogue/define-product",
         body({{"product", "NAF"},
               {"name", "Sodium fluoride (F-18)"},
               {"name_zh_hans", "氟[18F]化钠注射液"},
               {"name_zh_hant", "氟[18F]化鈉注射液"},
               {"name_pt", "Fluoreto de sódio (F-18)"},
               {"nuclide", "F-18"},
               {"kind", "cyclotron"},
               {"use", "diagnostic"},
               {"shelf_life", "10 h"},
               {"letter", "N"}}));
  m.must(m.admin, "registration/register-approval",
         body({{"approval", "NAF-MO"},
               {"product", "NAF"},
               {"market", "MO"},
               {"kind", "marketing"},
               {"agency", "test"},
               {"number", "1"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2027-01-01T00:00:00Z"}}));
  promise(m.order("ORD-01", "P-01", "2025-12-17T11:15:00+08:00"));
  promise(m.order("ORD-02", "P-02", "2025-12-17T11:15:00+08:00").set("product", "NAF"));
  // 3 GBq of F-18 are too little for both, of whatever product, as early as they could arrive.
  EXPECT_EQ(make("D-0")["served"].integer(), 1);
  m.must(m.admin, "licensing/set-cap", body({{"licence", "RSL-CT"}, {"nuclide", "F-18"}, {"max_activity", "10 GBq"}}));
  EXPECT_EQ(make()["served"].integer(), 2);
  const Json day = shown();
  ASSERT_EQ(day["runs"].size(), 2u);
  std::vector<std::pair<Instant, Instant>> taken;  // 60 min of turnaround after each
  for (const auto& r : day["runs"].items())
    taken.emplace_back(*parseInstant("", r["starts"].text()), *parseInstant("", r["ends"].text()) + minutes(60));
  std::sort(taken.begin(), taken.end());
  EXPECT_LE(taken[0].second, taken[1].first);
}

TEST_F(DayPlanning, HospitalsSeeTheirDayAndOthersDoNot) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  make();
  EXPECT_TRUE(m.view(m.fong, "planning", "days", "D-1"));
  const Caller stranger = Fixture::caller("x", "supplier", {"planner"}, "", "supplier", "INT");
  EXPECT_FALSE(m.view(stranger, "planning", "days", "D-1"));
  EXPECT_EQ((*m.view(stranger, "planning", "days"))["rows"].size(), 0u);
  EXPECT_FALSE(m.ask(stranger, "planning", "what-if", body({{"plan", "D-1"}, {"changes", Json::array()}})));
  EXPECT_TRUE(m.ask(m.fong, "planning", "what-if", body({{"plan", "D-1"}, {"changes", Json::array()}})));
  EXPECT_EQ(m.refusal(m.fong, "planning/publish-day", body({{"plan", "D-1"}})), "NOT_YOUR_ORGANISATION");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
