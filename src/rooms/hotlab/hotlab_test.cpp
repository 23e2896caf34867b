// From the package at the door to a labelled syringe, and every way it is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "rooms/hotlab/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

double activityOf(HotLab& m, const char* item, const char* nuclide = "F-18") {
  return findItem(m.db(), ItemId(item))->inventoryAt(m.now()).activity(nuclide).value;
}

class Drawing : public ::testing::Test {
 protected:
  HotLab m;
  void SetUp() override { m.atTheBench(); }
  /// The codes, and that nothing was written.
  std::string no(const Caller& who, const Json& b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(who, "hotlab/draw-dose", b);
    EXPECT_EQ(m.entries(), before);
    EXPECT_TRUE(m.desk().rebuild(true).empty());
    return codes;
  }
  static Json with(Json b, const char* key, Json v) { return b.set(key, std::move(v)); }
};

TEST_F(Drawing, TakesWhatTheCalibratorSaysAndTheAtomsClose) {
  const double before = activityOf(m, "FDG-251217-A.V1");
  EXPECT_NEAR(before, 14e9 * std::exp2(-203 * 60 / 6586.2), 1e7);  // 05:35 to 08:58
  const Json answer = m.must(m.lei, "hotlab/draw-dose", m.draw());
  EXPECT_NEAR(answer["at_injection_bq"].number(), 290e6 * std::exp2(-17 * 60 / 6586.2), 1e5);
  EXPECT_NEAR(activityOf(m, "S-251217-01"), 290e6, 1);
  EXPECT_NEAR(activityOf(m, "FDG-251217-A.V1"), before - 290e6, 10);
  const auto item = findItem(m.db(), ItemId("S-251217-01"));
  EXPECT_EQ(item->kind, "dose");
  EXPECT_EQ(item->batch.str(), "FDG-251217-A");
  EXPECT_NEAR(item->volume.value, 0.75e-3, 1e-9);
  EXPECT_NEAR(findItem(m.db(), ItemId("FDG-251217-A.V1"))->volume.value, 9.25e-3, 1e-9);
  const auto d = hotlab::doseOfOrder(m.db(), OrderId("ORD-01"));
  ASSERT_TRUE(d);
  EXPECT_EQ(d->state, "drawn");
  EXPECT_EQ(d->patient.str(), "P-01");
  EXPECT_EQ(d->by.str(), "lei.fan");
  EXPECT_FALSE(d->labelled);
  for (const auto& line : dayAccount(m.db(), SiteId("cotai-hotlab"), instant("2025-12-17T00:00:00+08:00"), instant("2025-12-18T00:00:00+08:00")))
    EXPECT_TRUE(line.closes()) << line.nuclide << " " << line.residue();
}

TEST_F(Drawing, LabelSaysTheActivityAtInjectionAndUntilWhen) {
  m.must(m.lei, "hotlab/draw-dose", m.draw());
  EXPECT_EQ(m.refusal(m.ho, "hotlab/label-dose", body({{"dose", "S-9"}})), "NOT_FOUND");
  const Json label = m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}}));
  EXPECT_NEAR(label["activity_bq"].number(), 290e6 * std::exp2(-17 * 60 / 6586.2), 1e5);
  EXPECT_EQ(label["u_bq"].number(), 0.02 * label["activity_bq"].number());
  // 290 MBq of 08:58 fall to 90 % of 252 MBq, 226.8 MBq, after 109.77 min * log2(290/226.8) = 38.9 min.
  EXPECT_NEAR((instant(label["inject_before"].text()) - instant("2025-12-17T08:58:00+08:00")).value / 60, 38.9, 0.1);
  EXPECT_TRUE(hotlab::dose(m.db(), ItemId("S-251217-01"))->labelled);
  EXPECT_EQ(m.refusal(m.lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}})), "OUT_OF_ORDER");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Drawing, OnceAnOrderOnly) {
  m.must(m.lei, "hotlab/draw-dose", m.draw());
  EXPECT_EQ(no(m.lei, m.draw()), "ALREADY_EXISTS");
  EXPECT_EQ(no(m.lei, m.draw("S-2")), "OUT_OF_ORDER");
  EXPECT_EQ(no(m.lei, with(m.draw("S-3"), "order", "ORD-77")), "NOT_FOUND");
}

TEST_F(Drawing, LapsedQualificationNamesWhoCan) {
  auto refused = m.submit(m.ho, "hotlab/draw-dose", m.draw());
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.refusal().gates.size(), 1u);
  EXPECT_EQ(refused.refusal().gates[0].code, "QUALIFICATION_LAPSED");
  EXPECT_NE(refused.refusal().gates[0].params["who_can"].text().find("lei.fan"), std::string::npos);
}

TEST_F(Drawing, RangeIsTheInjectionsNotTheBenchs) {
  // 252 MBq now is right now and 10.2 % short at 09:15: 252 * 2^(-17/109.77) = 226.3 MBq.
  EXPECT_EQ(no(m.lei, m.draw("S-1", "252 MBq")), "DRAW_OUTSIDE_TOLERANCE");
  EXPECT_EQ(no(m.lei, m.draw("S-1", "315 MBq")), "DRAW_OUTSIDE_TOLERANCE");
  m.must(m.lei, "hotlab/draw-dose", m.draw("S-1", "253 MBq"));
}

TEST_F(Drawing, TheUncertaintyTravelsWithTheDoseAndIntoTheRefusal) {
  // 252 MBq fall to 226.3 MBq at the injection, U = 2 x 2 % of it: 9.05 MBq.
  auto refused = m.submit(m.lei, "hotlab/draw-dose", m.draw("S-1", "252 MBq"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().gates.at(0).params["expanded"].text(), "9.05 MBq");
  // 2 % of what is left; the half-life's own 8e-5 over 17 min adds nothing that shows.
  const Json drawn = m.must(m.lei, "hotlab/draw-dose", m.draw("S-1", "290 MBq"));
  EXPECT_NEAR(drawn["at_injection_u_bq"].number() / drawn["at_injection_bq"].number(), 0.02, 1e-7);
}

TEST_F(Drawing, AfterThePlannedTimeTheInjectionIsNow) {
  m.at("2025-12-17T09:40:00+08:00");
  EXPECT_EQ(no(m.lei, m.draw("S-1", "290 MBq")), "DRAW_OUTSIDE_TOLERANCE");
  m.must(m.lei, "hotlab/draw-dose", m.draw("S-1", "252 MBq"));
}

TEST_F(Drawing, MoreThanTheVialHoldsIsRefused) {
  EXPECT_EQ(no(m.lei, m.draw("S-1", "5 GBq")), "DRAW_MORE_THAN_THERE DRAW_OUTSIDE_TOLERANCE");
  EXPECT_EQ(no(m.lei, with(m.draw("S-1"), "volume", "10.1 mL")), "DRAW_MORE_THAN_THERE");
  EXPECT_EQ(no(m.lei, with(m.draw("S-1"), "volume", "0 mL")), "BAD_VALUE");
}

TEST_F(Drawing, UncheckedCalibratorProvesNothing) {
  m.must(m.lei, "hotlab/check-calibrator", body({{"calibrator", "CAL-CT"}, {"nuclide", "Cs-137"}, {"reading", "8.0 MBq"}, {"expected", "7.4 MBq"}}));
  EXPECT_EQ(no(m.lei, m.draw()), "CALIBRATOR_UNCHECKED");
  EXPECT_EQ(no(m.lei, with(m.draw(), "calibrator", "SM-CT")), "CALIBRATOR_UNCHECKED EQUIPMENT_WRONG_KIND");
  EXPECT_EQ(no(m.lei, with(m.draw(), "calibrator", "CAL-1")), "CALIBRATOR_UNCHECKED EQUIPMENT_ELSEWHERE");
  // Yesterday's check is not today's.
  EXPECT_TRUE(hotlab::calibratorChecked(m.db(), EquipmentId("CAL-CT"), instant("2025-12-17T08:53:00+08:00"), "Asia/Macau"));
  EXPECT_FALSE(hotlab::calibratorChecked(m.db(), EquipmentId("CAL-CT"), m.now(), "Asia/Macau"));
  m.checkCalibrator();
  EXPECT_TRUE(hotlab::calibratorChecked(m.db(), EquipmentId("CAL-CT"), m.now(), "Asia/Macau"));
  EXPECT_FALSE(hotlab::calibratorChecked(m.db(), EquipmentId("CAL-CT"), instant("2025-12-18T00:10:00+08:00"), "Asia/Macau"));
}

TEST_F(Drawing, HeldMaterialIsNotDrawn) {
  m.must(m.lin, "quality/hold-item", body({{"item", "K-2291"}, {"reason", "particles"}}));
  EXPECT_EQ(no(m.lei, m.draw()), "ITEM_ON_HOLD");
}

TEST_F(Drawing, ExpiredToTheMinute) {
  m.at("2025-12-17T15:35:00+08:00");                               // 10 h after the end of synthesis
  EXPECT_EQ(no(m.lei, m.draw("S-1", "252 MBq")), "ITEM_EXPIRED");  // 318 MBq are left
}

TEST_F(Drawing, OtherHospitalsPeopleAreNotLetIn) {
  EXPECT_EQ(no(m.he, m.draw()), "EQUIPMENT_ELSEWHERE NOT_YOUR_ORGANISATION NOT_YOUR_ORGANISATION QUALIFICATION_MISSING");
}

TEST(HotLabDraw, WithoutPrescriptionOrReleaseIsRefused) {
  HotLab m;
  m.orderDose("ORD-01", "2025-12-17T09:15:00+08:00", false);
  m.synthesise();
  m.testAll();
  m.release("[\"CN\"]");
  m.at("2025-12-17T06:20:00+08:00");
  m.packed("FDG-251217-A.V1", "P-251217-01", "II-YELLOW", 0.6, 6.0);
  m.at("2025-12-17T08:47:00+08:00");
  m.brought("P-251217-01");
  m.at("2025-12-17T08:52:00+08:00");
  m.checkCalibrator();
  m.at("2025-12-17T08:58:00+08:00");
  const auto before = m.entries();
  EXPECT_EQ(m.refusal(m.lei, "hotlab/draw-dose", m.draw()),
            "ITEM_NOT_HERE LOT_ELSEWHERE NOT_RELEASED_FOR_MARKET NOT_YOUR_ORGANISATION PRESCRIPTION_MISSING SOURCE_STILL_PACKED");
  EXPECT_EQ(m.entries(), before);
}

}  // namespace
}  // namespace isotrail::test
