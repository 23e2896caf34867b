// People's doses against their limits, and surveys of places.
#include <gtest/gtest.h>

#include "rooms/protection/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

class Protection : public ::testing::Test {
 protected:
  HotLab m;
  static Json dose(const char* amount, const char* from = "2025-11-01", const char* until = "2025-11-30", const char* quantity = "effective") {
    return body({{"person", "lei.fan"}, {"quantity", quantity}, {"dose", amount}, {"from", from}, {"until", until}, {"dosimeter", "TLD-7"}});
  }
  std::string no(const Caller& who, const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(who, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
};

TEST_F(Protection, DosesAddUpInTheirYearAndAreExplainedAboveTheLevel) {
  const Json first = m.must(m.sou, "protection/record-dose", dose("0.2 mSv"));
  EXPECT_NEAR(first["year_msv"].number(), 0.2, 1e-12);
  EXPECT_EQ(first["level"].text(), "below");
  EXPECT_EQ(no(m.sou, "protection/record-dose", dose("0.2 mSv")), "DOSE_RECORDED_TWICE");
  EXPECT_EQ(no(m.sou, "protection/record-dose", dose("0.2 mSv", "2025-11-30", "2025-12-10")), "DOSE_RECORDED_TWICE");
  EXPECT_EQ(no(m.sou, "protection/record-dose", dose("0.6 mSv", "2025-10-01", "2025-10-31")), "DOSE_UNEXPLAINED");
  EXPECT_EQ(no(m.sou, "protection/record-dose", dose("0.2 mSv", "2025-12-01", "2025-12-31")), "BAD_VALUE");  // not over yet
  EXPECT_EQ(no(m.sou, "protection/record-dose", dose("0.2", "2025-10-01", "2025-10-31")), "BAD_UNIT");
  EXPECT_EQ(no(m.he, "protection/record-dose", dose("0.2 mSv", "2025-10-01", "2025-10-31")), "NOT_YOUR_ORGANISATION");
  const Json more = m.must(m.sou, "protection/record-dose", dose("4.9 mSv", "2025-10-01", "2025-10-31").set("remark", "spill on 7 October"));
  EXPECT_EQ(more["level"].text(), "constraint");  // 5.1 of 5 mSv
  m.must(m.sou, "protection/record-dose", dose("3 mSv", "2024-10-01", "2024-10-31").set("remark", "late report"));
  EXPECT_NEAR(protection::receivedIn(m.db(), PersonId("lei.fan"), "effective", m.now()).value, 5.1e-3, 1e-12);
  EXPECT_EQ((*m.view(m.ho, "protection", "workers"))["workers"].size(), 0u);
  EXPECT_EQ((*m.view(m.sou, "protection", "workers"))["workers"].size(), 1u);
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Protection, WhoHasReachedALimitDrawsNothing) {
  m.orderDose();
  m.deliver();
  m.receive();
  m.checkCalibrator();
  m.at("2025-12-17T08:58:00+08:00");
  m.must(m.sou, "protection/record-dose", dose("500 mSv", "2025-11-01", "2025-11-30", "extremities").set("remark", "finger ring beside a vial"));
  EXPECT_EQ(no(m.lei, "hotlab/draw-dose", m.draw()), "DOSE_LIMIT_REACHED");
}

TEST_F(Protection, APlaceIsContaminatedUntilASurveyFindsItClean) {
  const auto survey = [](const char* wipe, const char* area = "supervised") {
    return body({{"site", "cotai-hotlab"}, {"place", "bench 2"}, {"area", area}, {"wipe", wipe}, {"meter", "SM-CT"}});
  };
  EXPECT_EQ(m.must(m.lei, "protection/survey-place", survey("5 Bq/cm2"))["verdict"].text(), "fail");
  EXPECT_EQ((*m.view(m.sou, "protection", "places"))["places"].items().at(0)["state"].text(), "contaminated");
  EXPECT_EQ(m.must(m.lei, "protection/survey-place", survey("5 Bq/cm2", "controlled"))["verdict"].text(), "pass");
  EXPECT_EQ(m.must(m.lei, "protection/survey-place", survey("5 Bq/cm2", "controlled").set("alpha", true))["verdict"].text(), "fail");
  m.must(m.lei, "protection/survey-place", survey("0.3 Bq/cm2"));
  EXPECT_EQ((*m.view(m.sou, "protection", "places"))["places"].items().at(0)["state"].text(), "clean");
  EXPECT_EQ(no(m.lei, "protection/survey-place", survey("1 Bq/cm2").set("meter", "SM-LN")), "EQUIPMENT_ELSEWHERE");
  EXPECT_EQ(no(m.lei, "protection/survey-place", body({{"site", "cotai-hotlab"}, {"place", "b"}, {"area", "supervised"}, {"meter", "SM-CT"}})),
            "MISSING_FIELD");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
