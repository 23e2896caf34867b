// A dose in two syringes, and patients of like name on one day.
#include <gtest/gtest.h>

#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/ordering/facts.h"
#include "tests/support/hospital.h"

namespace isotrail::test {
namespace {

class Split : public ::testing::Test {
 protected:
  Hospital m;
  void SetUp() override {
    m.must(m.fong, "ordering/place-order", m.order("ORD-1", "PT-1", "2025-12-17T09:00:00+08:00", "250 MBq"));
    m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-1"}}));
  }
  void bench() {
    m.at("2025-12-17T08:50:00+08:00");
    m.checkCalibrator();
    m.arrives("FDG.V1", "FDG", "F-18", 4e9);
    m.at("2025-12-17T09:00:00+08:00");
  }
  void prescribed(int syringes) {
    m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-1"}, {"justification", "staging"}, {"syringes", syringes}}));
  }
  std::string no(const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(m.lei, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
  static Json first(const char* activity, int parts) {
    return body({{"dose", "S-1"},
                 {"vial", "FDG.V1"},
                 {"order", "ORD-1"},
                 {"activity", activity},
                 {"volume", "0.4 mL"},
                 {"calibrator", "CAL-CT"},
                 {"parts", parts}});
  }
  static Json second(const char* activity, const char* part = "S-1b") {
    return body({{"part", part}, {"dose", "S-1"}, {"vial", "FDG.V1"}, {"activity", activity}, {"volume", "0.3 mL"}, {"calibrator", "CAL-CT"}});
  }
  static Json gives() { return body({{"dose", "S-1"}, {"patient", "PT-1"}, {"route", "intravenous"}}); }
};

TEST_F(Split, TwoSyringesAreOneDoseWithOneNet) {
  EXPECT_EQ(m.refusal(m.fong, "clinic/prescribe", body({{"order", "ORD-1"}, {"justification", "staging"}, {"syringes", 5}})), "BAD_VALUE");
  prescribed(2);
  bench();
  EXPECT_EQ(no("hotlab/draw-dose", first("150 MBq", 1)), "DRAW_OUTSIDE_TOLERANCE SYRINGE_COUNT_DIFFERS");
  EXPECT_EQ(no("hotlab/draw-dose", first("280 MBq", 2)), "DRAW_OUTSIDE_TOLERANCE");  // already too much
  m.must(m.lei, "hotlab/draw-dose", first("150 MBq", 2));
  m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-1"}}));
  EXPECT_EQ(no("clinic/administer", gives()), "DOSE_OUT_OF_TOLERANCE SYRINGE_MISSING");
  EXPECT_EQ(no("hotlab/draw-part", second("50 MBq")), "DRAW_OUTSIDE_TOLERANCE");   // 200 of 250 MBq
  EXPECT_EQ(no("hotlab/draw-part", second("150 MBq")), "DRAW_OUTSIDE_TOLERANCE");  // 300
  const Json told = m.must(m.lei, "hotlab/draw-part", second("101 MBq"));
  EXPECT_NEAR(told["sum_bq"].number(), 251e6, 10);
  EXPECT_EQ(no("hotlab/draw-part", second("1 MBq", "S-1c")), "OUT_OF_ORDER");
  EXPECT_EQ(no("clinic/administer", gives().set("syringes", Json(Json::Array{"S-1b"}))), "DOSE_NOT_LABELLED");
  m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-1b"}}));
  EXPECT_EQ(no("clinic/administer", gives()), "SYRINGE_MISSING");  // only one was scanned
  const Json shown = *m.view(m.fong, "clinic", "doses", "ORD-1");
  EXPECT_EQ(shown["parts"].integer(), 2);
  EXPECT_EQ(shown["syringes"].items().at(0)["dose"].text(), "S-1b");
  EXPECT_NEAR(shown["drawn"]["activity_bq"].number(), 251e6, 10);
  EXPECT_EQ(shown["state"].text(), "labelled");
  EXPECT_EQ(no("clinic/administer", gives().set("dose", "S-1b")), "BAD_VALUE");
  EXPECT_EQ(
      no("hotlab/top-up-dose", body({{"dose", "S-1"}, {"vial", "FDG.V1"}, {"activity", "250 MBq"}, {"volume", "0.1 mL"}, {"calibrator", "CAL-CT"}})),
      "BAD_VALUE");
  const Json given = m.must(m.lei, "clinic/administer", gives().set("syringes", Json(Json::Array{"S-1b"})));
  EXPECT_NEAR(given["activity_bq"].number(), 251e6, 10);
  EXPECT_EQ(ordering::order(m.db(), OrderId("ORD-1"))->state, "fulfilled");
  EXPECT_EQ(findItem(m.db(), ItemId("S-1b"))->stage, "given");
  EXPECT_EQ(hotlab::dose(m.db(), ItemId("S-1b"))->state, "given");
  // Both emptied syringes are measured together: 11 MBq are left, 240 were given.
  const Json net = m.must(m.lei, "clinic/measure-residual", body({{"dose", "S-1"}, {"activity", "11 MBq"}, {"calibrator", "CAL-CT"}}));
  EXPECT_NEAR(net["net_bq"].number(), 240e6, 10);
  for (const auto& line : dayAccount(m.db(), SiteId("cotai-hotlab"), instant("2025-12-17T00:00:00+08:00"), instant("2025-12-18T00:00:00+08:00")))
    EXPECT_TRUE(line.closes()) << line.nuclide << " " << line.residue();
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Split, WhatIsNotGivenIsNotGivenWhole) {
  prescribed(2);
  bench();
  m.must(m.lei, "hotlab/draw-dose", first("150 MBq", 2));
  m.must(m.lei, "hotlab/draw-part", second("100 MBq"));
  m.must(m.fong, "clinic/not-given", body({{"dose", "S-1"}, {"reason", "patient_absent"}, {"again", true}}));
  EXPECT_EQ(hotlab::dose(m.db(), ItemId("S-1b"))->state, "not_given");
  EXPECT_FALSE(hotlab::doseOfOrder(m.db(), OrderId("ORD-1")));
}

TEST_F(Split, PatientsOfLikeNameOnOneDayAreScannedAtTheDraw) {
  const auto named = [&](const char* id, const char* family, const char* given) {
    m.must(m.fong, "clinic/register-patient",
           body({{"patient", id},
                 {"family_name", family},
                 {"given_name", given},
                 {"birth_date", "1965-04-09"},
                 {"sex", "male"},
                 {"site", "cotai-hotlab"}}));
  };
  const auto due = [&](const char* order, const char* patient, const char* at) {
    m.must(m.fong, "ordering/place-order", m.order(order, patient, at, "250 MBq"));
  };
  named("PT-1", "CHAN \u9673", "Ka Meng");
  named("PT-2", "Chan", "Kit");  // same family name, same initial
  named("PT-3", "Chan", "Wai");  // another initial
  named("PT-4", "CHAN", "Kin");  // alike, but due on another day
  due("ORD-3", "PT-3", "2025-12-17T11:00:00+08:00");
  due("ORD-4", "PT-4", "2025-12-18T09:00:00+08:00");
  prescribed(1);
  bench();
  m.must(m.lei, "hotlab/draw-dose", first("250 MBq", 1));
  m.must(m.fong, "clinic/not-given", body({{"dose", "S-1"}, {"reason", "dose_damaged"}, {"again", true}}));
  due("ORD-2", "PT-2", "2025-12-17T15:00:00+08:00");
  const Json again = first("250 MBq", 1).set("dose", "S-2");
  EXPECT_EQ(no("hotlab/draw-dose", again), "LIKE_NAME_UNCONFIRMED");
  EXPECT_EQ(no("hotlab/draw-dose", Json(again).set("patient", "PT-2")), "WRONG_PATIENT");
  m.must(m.lei, "hotlab/draw-dose", Json(again).set("patient", "PT-1"));
  m.must(m.fong, "ordering/cancel-order", body({{"order", "ORD-2"}, {"reason", "moved"}}));
}

}  // namespace
}  // namespace isotrail::test
