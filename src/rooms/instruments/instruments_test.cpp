// Periodic checks gate the use of an instrument; readings come settled from a driver or typed with a witness.
#include <gtest/gtest.h>

#include "rooms/instruments/facts.h"
#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

Json list(std::initializer_list<const char*> texts) {
  Json out = Json::array();
  for (const char* t : texts) out.push(t);
  return out;
}
Json checks(const char* instrument, const char* check, Json measured, Json expected) {
  return body({{"instrument", instrument}, {"check", check}, {"measured", std::move(measured)}, {"expected", std::move(expected)}});
}

class Instruments : public ::testing::Test {
 protected:
  Ward w;
  void SetUp() override { w.vialArrives(); }
  std::string no(const char* command, Json b) {
    const auto before = w.entries();
    const std::string codes = w.refusal(w.lei, command, std::move(b));
    EXPECT_EQ(w.entries(), before);
    return codes;
  }
  Json drawing(const char* activity = "266 MBq") {
    w.at("2025-12-17T09:06:00+08:00");
    return body(
        {{"dose", "S-1"}, {"vial", "FDG-251217-A.V1"}, {"order", "ORD-01"}, {"activity", activity}, {"volume", "0.6 mL"}, {"calibrator", "CAL-CT"}});
  }
};

TEST_F(Instruments, LinearityAsksThatTheRatioStays) {
  // Ratios 0.90, 0.91, 0.89 of a mean of 0.90: off by 1.1 %, though all read a tenth low.
  const Json ok = w.must(w.lei, "instruments/check-instrument",
                         checks("CAL-CT", "linearity", list({"900 MBq", "91 MBq", "8.9 MBq"}), list({"1 GBq", "100 MBq", "10 MBq"})));
  EXPECT_EQ(ok["verdict"].text(), "pass");
  EXPECT_NEAR(ok["deviation_percent"].number(), 100.0 / 90.0, 1e-6);
  const Json bad = w.must(w.lei, "instruments/check-instrument", checks("CAL-CT", "accuracy", list({"90 MBq"}), list({"100 MBq"})));
  EXPECT_EQ(bad["verdict"].text(), "fail");
  EXPECT_EQ(no("hotlab/draw-dose", drawing()), "INSTRUMENT_CHECK_FAILED");
  w.must(w.lei, "instruments/check-instrument", checks("CAL-CT", "accuracy", list({"103 MBq"}), list({"100 MBq"})));
  w.must(w.lei, "hotlab/draw-dose", drawing());
}

TEST_F(Instruments, GeometryComparesWithTheFirstVessel) {
  const Json bad = w.must(w.lei, "instruments/check-instrument",
                          checks("CAL-CT", "geometry", list({"100 MBq", "100 MBq", "94 MBq"}), list({"100 MBq", "100 MBq", "100 MBq"})));
  EXPECT_EQ(bad["verdict"].text(), "fail");
  EXPECT_TRUE(bad["due"].isNull());
  EXPECT_EQ(no("hotlab/draw-dose", drawing()), "INSTRUMENT_CHECK_FAILED");
}

TEST_F(Instruments, AnOverdueCheckGatesUse) {
  w.at("2026-03-20T09:00:00+08:00");  // registered on 16 December: linearity was due on 17 March
  w.must(w.lei, "hotlab/check-calibrator", body({{"calibrator", "CAL-CT"}, {"nuclide", "Cs-137"}, {"reading", "7.4 MBq"}, {"expected", "7.4 MBq"}}));
  const Json assay = body({{"item", "FDG-251217-A.V1"}, {"activity", "1 Bq"}, {"calibrator", "CAL-CT"}});
  EXPECT_NE(no("hotlab/assay", assay).find("INSTRUMENT_CHECK_OVERDUE"), std::string::npos);
  const auto shown = w.view(w.lei, "instruments", "instruments");
  EXPECT_EQ((*shown)["instruments"].items().at(0)["state"].text(), "overdue");
  w.must(w.lei, "instruments/check-instrument",
         checks("CAL-CT", "linearity", list({"1 GBq", "100 MBq", "10 MBq"}), list({"1 GBq", "100 MBq", "10 MBq"})));
  EXPECT_EQ(no("hotlab/assay", assay).find("INSTRUMENT_CHECK_OVERDUE"), std::string::npos);
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Instruments, WrongChecksAreRefused) {
  EXPECT_EQ(no("instruments/check-instrument", checks("CAL-CT", "efficiency", list({"1 MBq"}), list({"1 MBq"}))), "BAD_VALUE");
  EXPECT_EQ(no("instruments/check-instrument", checks("CAL-CT", "linearity", list({"1 MBq"}), list({"1 MBq"}))), "BAD_VALUE");
  EXPECT_EQ(no("instruments/check-instrument", checks("CAL-CT", "accuracy", list({"1 uSv/h"}), list({"1 MBq"}))), "BAD_UNIT");
  EXPECT_EQ(no("instruments/check-instrument", checks("CAL-CT", "accuracy", list({"1 MBq"}), list({"0 MBq"}))), "BAD_VALUE");
  EXPECT_EQ(no("instruments/check-instrument", checks("NONE", "accuracy", list({"1 MBq"}), list({"1 MBq"}))), "NOT_FOUND");
  EXPECT_EQ(w.refusal(w.he, "instruments/check-instrument", checks("CAL-CT", "accuracy", list({"1 MBq"}), list({"1 MBq"}))), "NOT_YOUR_ORGANISATION");
}

TEST_F(Instruments, AConnectedCalibratorGivesTheReadingOrAWitnessDoes) {
  w.must(w.lei, "instruments/connect-instrument", body({{"instrument", "CAL-CT"}, {"address", "tcp://127.0.0.1:4661"}}));
  EXPECT_EQ(no("hotlab/draw-dose", drawing()), "READING_UNWITNESSED");
  EXPECT_EQ(no("hotlab/draw-dose", drawing().set("witness", "lei.fan")), "WITNESS_UNFIT");
  EXPECT_EQ(no("hotlab/draw-dose", drawing().set("witness", "chen.bo")), "WITNESS_UNFIT");
  const auto reads = [](const char* id, Json values) {
    return body({{"reading", id}, {"instrument", "CAL-CT"}, {"nuclide", "F-18"}, {"values", std::move(values)}});
  };
  EXPECT_EQ(no("instruments/take-reading", reads("R-1", list({"250 MBq", "262 MBq", "266 MBq"}))), "READING_UNSTABLE");
  EXPECT_EQ(no("instruments/take-reading", reads("R-1", list({"266 MBq", "266 MBq"}))), "BAD_VALUE");
  w.must(w.lei, "instruments/take-reading", reads("R-1", list({"265.9 MBq", "266.1 MBq", "266 MBq"})));
  EXPECT_EQ(no("hotlab/draw-dose", drawing("270 MBq").set("reading", "R-1")), "READING_OF_ANOTHER");
  const auto open = [&](const Caller& who) { return (*w.view(who, "instruments", "readings"))["readings"]; };
  const Json told = open(w.lei);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.items()[0]["reading"].text(), "R-1");
  EXPECT_NEAR(told.items()[0]["activity_bq"].number(), 266e6, 1);
  EXPECT_EQ(open(w.he).size(), 0u);  // of another house
  w.at("2025-12-17T09:12:00+08:00");
  const Json late = body({{"dose", "S-1"},
                          {"vial", "FDG-251217-A.V1"},
                          {"order", "ORD-01"},
                          {"activity", "266 MBq"},
                          {"volume", "0.6 mL"},
                          {"calibrator", "CAL-CT"},
                          {"reading", "R-1"}});
  EXPECT_EQ(no("hotlab/draw-dose", late), "READING_STALE");
  EXPECT_EQ(open(w.lei).size(), 0u);
  w.must(w.lei, "hotlab/draw-dose", drawing().set("reading", "R-1"));
  EXPECT_TRUE(instruments::reading(w.db(), instruments::ReadingId("R-1"))->used);
  Json second = drawing().set("dose", "S-2").set("order", "ORD-02").set("reading", "R-1");
  EXPECT_EQ(no("hotlab/draw-dose", second), "DRAW_OUTSIDE_TOLERANCE READING_USED");
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
