// The room plan: rooms and points, what is contaminated or overdue, the class of a workplace, and incidents.
#include <gtest/gtest.h>

#include "rooms/protection/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

class RoomPlan : public ::testing::Test {
 protected:
  HotLab m;
  static Json room(const char* id, double x, double width, const char* area = "controlled") {
    return body({{"room", id},
                 {"site", "cotai-hotlab"},
                 {"name", id},
                 {"area", area},
                 {"x", std::to_string(x) + " m"},
                 {"y", "0 m"},
                 {"width", std::to_string(width) + " m"},
                 {"height", "4 m"}});
  }
  static Json point(const char* id, const char* x = "1 m", const char* in = "R1") {
    return body({{"point", id}, {"room", in}, {"name", "bench 2"}, {"x", x}, {"y", "2 m"}, {"every", "7 d"}});
  }
  static Json survey(const char* at, const char* wipe) { return body({{"site", "cotai-hotlab"}, {"point", at}, {"wipe", wipe}, {"meter", "SM-CT"}}); }
  static Json use(const char* nuclide, const char* operation, const char* daily, const char* form = "liquid") {
    return body({{"room", "R1"}, {"nuclide", nuclide}, {"operation", operation}, {"form", form}, {"daily", daily}});
  }
  Json pointNow() { return (*m.view(m.sou, "protection", "plan"))["points"].items().at(0); }
  std::string no(const Caller& who, const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(who, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
};

TEST_F(RoomPlan, RoomsShareWallsAndPointsLieInTheirRoom) {
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5));
  EXPECT_EQ(no(m.sou, "protection/draw-room", room("R2", 4.9, 3)), "ROOMS_OVERLAP");
  m.must(m.sou, "protection/draw-room", room("R2", 5, 3, "supervised"));
  EXPECT_EQ(no(m.sou, "protection/draw-room", room("R3", 9, 0)), "BAD_VALUE");
  EXPECT_EQ(no(m.sou, "protection/draw-room", room("R3", 9, 2).set("equipment", Json(Json::Array{"CAL-1"}))), "NOT_FOUND");  // the maker's
  EXPECT_EQ(no(m.he, "protection/draw-room", room("R3", 9, 2)), "NOT_YOUR_ORGANISATION");
  EXPECT_EQ(no(m.sou, "protection/set-point", point("P1", "6 m")), "POINT_OUTSIDE_ROOM");
  m.must(m.sou, "protection/set-point", point("P1", "4 m"));
  EXPECT_EQ(no(m.sou, "protection/draw-room", room("R1", 0, 3)), "POINT_OUTSIDE_ROOM");  // it would lose its point
  const auto plan = *m.view(m.sou, "protection", "plan");
  EXPECT_EQ(plan["rooms"].size(), 2u);
  EXPECT_EQ(plan["points"].size(), 1u);
  EXPECT_EQ((*m.view(m.he, "protection", "plan"))["rooms"].size(), 0u);
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(RoomPlan, APointIsOverdueContaminatedAndCleanAgain) {
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5, "supervised"));
  m.must(m.sou, "protection/set-point", point("P1"));
  EXPECT_EQ(pointNow()["state"].text(), "unsurveyed");
  m.at("2025-12-23T08:00:00+08:00");  // seven days after it was set
  EXPECT_EQ(pointNow()["state"].text(), "overdue");
  EXPECT_EQ(m.must(m.lei, "protection/survey-place", survey("P1", "5 Bq/cm2"))["limit_bq_cm2"].number(), 4);  // the room is supervised
  const std::string since = pointNow()["contaminated_since"].text();
  EXPECT_EQ(instant(since), m.now());
  m.at("2025-12-23T11:00:00+08:00");
  m.must(m.lei, "protection/survey-place", survey("P1", "4.1 Bq/cm2"));
  EXPECT_EQ(pointNow()["state"].text(), "contaminated");
  EXPECT_EQ(pointNow()["contaminated_since"].text(), since);
  ASSERT_EQ(protection::warnings(m.db(), m.now()).size(), 1u);
  EXPECT_EQ(*protection::warnings(m.db(), m.now())[0].since, instant(since));
  m.must(m.lei, "protection/survey-place", survey("P1", "0.4 Bq/cm2"));
  EXPECT_EQ(pointNow()["state"].text(), "clean");
  EXPECT_TRUE(pointNow()["contaminated_since"].isNull());
  EXPECT_TRUE(protection::warnings(m.db(), m.now()).empty());
  EXPECT_EQ(no(m.lei, "protection/survey-place", survey("P9", "1 Bq/cm2")), "NOT_FOUND");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(RoomPlan, TheMetersCheckGatesASurvey) {
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5));
  m.must(m.sou, "protection/set-point", point("P1"));
  const auto stands = [&](const char* id, const char* kind) {
    m.must(m.admin, "production/register-equipment",
           body({{"equipment", id},
                 {"site", "cotai-hotlab"},
                 {"kind", kind},
                 {"name", id},
                 {"qualified_until", "2028-06-30T00:00:00Z"},
                 {"calibrated_until", "2028-06-30T00:00:00Z"}}));
  };
  stands("SM-2", "survey_meter");
  stands("WC-CT", "wipe_counter");
  const auto check = [](const char* instrument, const char* what, const char* measured, const char* expected) {
    return body({{"instrument", instrument}, {"check", what}, {"measured", Json(Json::Array{measured})}, {"expected", Json(Json::Array{expected})}});
  };
  // A survey meter that shows 14 instead of 10 uSv/h, and a wipe counter that finds half of what is there.
  EXPECT_EQ(m.must(m.lei, "instruments/check-instrument", check("SM-CT", "calibration", "14 uSv/h", "10 uSv/h"))["verdict"].text(), "fail");
  EXPECT_EQ(no(m.lei, "protection/survey-place", survey("P1", "1 Bq/cm2")), "INSTRUMENT_CHECK_FAILED");
  m.must(m.lei, "instruments/check-instrument", check("SM-CT", "calibration", "10 uSv/h", "10 uSv/h"));
  EXPECT_EQ(m.must(m.lei, "instruments/check-instrument", check("WC-CT", "efficiency", "50 Bq", "100 Bq"))["verdict"].text(), "fail");
  EXPECT_EQ(no(m.lei, "protection/survey-place", survey("P1", "1 Bq/cm2").set("wipe_counter", "WC-CT")), "INSTRUMENT_CHECK_FAILED");
  m.must(m.lei, "instruments/check-instrument", check("WC-CT", "efficiency", "100 Bq", "100 Bq"));
  m.must(m.lei, "protection/survey-place", survey("P1", "1 Bq/cm2").set("wipe_counter", "WC-CT"));
  // The counter's source is checked each day of use, the meter is calibrated each year; each alone shuts what it measures.
  m.at("2025-12-17T08:00:01+08:00");
  Json b = survey("P1", "1 Bq/cm2").set("meter", "SM-2");
  EXPECT_EQ(no(m.lei, "protection/survey-place", Json(b).set("wipe_counter", "WC-CT")), "INSTRUMENT_CHECK_OVERDUE");
  m.must(m.lei, "protection/survey-place", b);
  m.at("2026-12-16T08:00:01+08:00");
  EXPECT_EQ(no(m.lei, "protection/survey-place", b), "INSTRUMENT_CHECK_OVERDUE");
  m.must(m.lei, "instruments/check-instrument", check("SM-2", "calibration", "10 uSv/h", "10 uSv/h"));
  m.must(m.lei, "protection/survey-place", b);
}

TEST_F(RoomPlan, WeightedActivityAsksForAClass) {
  EXPECT_EQ(no(m.sou, "protection/plan-use", use("F-18", "very_simple", "10 GBq")), "NOT_FOUND");
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5));
  EXPECT_EQ(no(m.sou, "protection/plan-use", use("F-18", "very_simple", "10 GBq")), "WORKPLACE_CLASS_EXCEEDED");  // licensed for nothing
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5).set("workplace_class", "C").set("equipment", Json(Json::Array{"CAL-CT"})));
  // F-18 dispensed: 10 GBq x 0.01 / 10 = 10 MBq, class C up to 20 MBq. I-131 capsules: 3.7 GBq x 0.1 / 10 (solid, simple) = 37 MBq.
  const Json ok = m.must(m.sou, "protection/plan-use", use("F-18", "very_simple", "10 GBq"));
  EXPECT_NEAR(ok["equivalent_bq"].number(), 1e7, 1);
  EXPECT_EQ(ok["needed"].text(), "C");
  EXPECT_EQ(no(m.sou, "protection/plan-use", use("I-131", "simple", "3.7 GBq", "solid")), "WORKPLACE_CLASS_EXCEEDED");
  EXPECT_EQ(no(m.sou, "protection/plan-use", use("Xx-1", "simple", "1 GBq")), "UNKNOWN_NUCLIDE");
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5).set("workplace_class", "B").set("equipment", Json(Json::Array{"CAL-CT"})));
  const Json b = m.must(m.sou, "protection/plan-use", use("I-131", "simple", "3.7 GBq", "solid"));
  EXPECT_NEAR(b["equivalent_bq"].number(), 1e7 + 3.7e7, 1);
  EXPECT_EQ(b["needed"].text(), "B");
  EXPECT_EQ(no(m.sou, "protection/draw-room", room("R1", 0, 5).set("workplace_class", "C")), "WORKPLACE_CLASS_EXCEEDED");
  m.must(m.sou, "protection/plan-use", use("I-131", "simple", "0 Bq", "solid"));  // ended
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5).set("workplace_class", "C").set("equipment", Json(Json::Array{"CAL-CT"})));
  const auto shown = (*m.view(m.sou, "protection", "workplace"))["rooms"].items().at(0);
  EXPECT_EQ(shown["uses"].size(), 1u);
  EXPECT_NEAR(shown["limit_bq"].number(), 2e7, 1);
}

TEST_F(RoomPlan, WhatWasDrawnIsHeldAgainstWhatWasDeclared) {
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5).set("workplace_class", "C").set("equipment", Json(Json::Array{"CAL-CT"})));
  m.must(m.sou, "protection/plan-use", use("F-18", "very_simple", "200 MBq"));
  m.orderDose();
  m.deliver();
  m.receive();
  m.checkCalibrator();
  m.at("2025-12-17T08:58:00+08:00");
  m.must(m.lei, "hotlab/draw-dose", m.draw());  // 290 MBq with CAL-CT, which stands in R1
  const auto shown = *m.view(m.sou, "protection", "workplace");
  const Json today = shown["rooms"].items().at(0)["today"];
  ASSERT_EQ(today.size(), 1u);
  EXPECT_NEAR(today.items()[0]["activity_bq"].number(), 290e6, 1);
  EXPECT_NEAR(today.items()[0]["equivalent_bq"].number(), 290e6 * 0.01 / 10, 1);
  EXPECT_TRUE(today.items()[0]["above"].boolean());
  EXPECT_EQ(shown["unplaced"].size(), 0u);
  m.at("2025-12-19T08:58:00+08:00");
  const Json later = (*m.view(m.sou, "protection", "workplace"))["rooms"].items().at(0);
  EXPECT_EQ(later["today"].size(), 0u);
  EXPECT_EQ(later["busiest"]["day"].text(), "2025-12-17");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(RoomPlan, AnIncidentStaysOpenWhileAPointIsContaminated) {
  m.must(m.sou, "protection/draw-room", room("R1", 0, 5));
  m.must(m.sou, "protection/set-point", point("P1"));
  const auto report = [](const char* id) {
    return body({{"incident", id}, {"site", "cotai-hotlab"}, {"kind", "spill"}, {"what", "a vial fell"}, {"from", "2025-12-16T07:00:00+08:00"}});
  };
  EXPECT_EQ(no(m.sou, "protection/report-incident", report("INC-1")), "MISSING_FIELD");
  EXPECT_EQ(no(m.sou, "protection/report-incident", report("INC-1").set("items", Json(Json::Array{"V-9"}))), "NOT_FOUND");
  EXPECT_EQ(no(m.sou, "protection/report-incident", report("INC-1").set("rooms", Json(Json::Array{"R9"}))), "NOT_FOUND");
  m.must(m.sou, "protection/report-incident", report("INC-1").set("rooms", Json(Json::Array{"R1"})));
  EXPECT_EQ(no(m.sou, "protection/report-incident", report("INC-1").set("rooms", Json(Json::Array{"R1"}))), "ALREADY_EXISTS");
  m.must(m.lei, "protection/survey-place", survey("P1", "60 Bq/cm2"));
  const Json close = body({{"incident", "INC-1"}, {"cause", "loose cap"}, {"measures", "caps are checked"}});
  EXPECT_EQ(no(m.sou, "protection/close-incident", close), "INCIDENT_NOT_CLEARED");
  m.must(m.lei, "protection/survey-place", survey("P1", "1 Bq/cm2"));
  m.must(m.sou, "protection/close-incident", close);
  EXPECT_EQ(no(m.sou, "protection/close-incident", close), "OUT_OF_ORDER");
  EXPECT_EQ((*m.view(m.sou, "protection", "incidents"))["incidents"].items().at(0)["state"].text(), "closed");
  EXPECT_EQ(protection::incident(m.db(), protection::IncidentId("INC-1"))->rooms.size(), 1u);
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
