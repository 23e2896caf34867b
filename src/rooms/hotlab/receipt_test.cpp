// Receipt of packages, the calibrator's readings, kits, and what the page of the hot lab shows.
#include <gtest/gtest.h>

#include <cmath>

#include "rooms/hotlab/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

Json with(Json b, const char* key, Json v) { return b.set(key, std::move(v)); }
/// The codes, and that nothing was written.
std::string no(HotLab& m, const Caller& who, const char* command, const Json& b) {
  const auto before = m.entries();
  const std::string codes = m.refusal(who, command, b);
  EXPECT_EQ(m.entries(), before);
  return codes;
}
Json rowOf(HotLab& m, const Caller& who, const char* list, const std::string& item) {
  const auto view = m.view(who, "hotlab", "stock");
  for (const auto& row : (*view)[list].items())
    if (row["item"].text() == item) return row;
  return Json();
}

TEST(HotLabReceipt, AcceptedPackageIsUnpackedAndInCustody) {
  HotLab m;
  m.deliver();
  m.receive();
  const auto vial = findItem(m.db(), ItemId("FDG-251217-A.V1"));
  EXPECT_EQ(vial->stage, "here");
  EXPECT_EQ(vial->org.str(), "cotai");
  EXPECT_EQ(vial->site.str(), "cotai-hotlab");
  EXPECT_TRUE(vial->container.empty());
  EXPECT_EQ(findItem(m.db(), ItemId("P-251217-01"))->org.str(), "cotai");
  EXPECT_EQ(no(m, m.lei, "hotlab/receive-package", m.receipt()), "OUT_OF_ORDER");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
  const Json row = rowOf(m, m.lei, "vials", "FDG-251217-A.V1");
  EXPECT_EQ(row["state"].text(), "available");
  EXPECT_NEAR(row["activity_bq"].number(), 14e9 * std::exp2(-197 * 60 / 6586.2), 1e7);
  EXPECT_NEAR(row["volume_ml"].number(), 10, 1e-9);
  EXPECT_EQ(row["zone"].text(), "Asia/Macau");
  // 10 h after the end of synthesis at 05:35.
  EXPECT_EQ(row["usable_until"].text(), "2025-12-17T07:35:00Z");
}

TEST(HotLabReceipt, SurveyIsComparedWithTheLabelAndWithDecay) {
  HotLab m;
  m.deliver();
  const char* receive = "hotlab/receive-package";
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt(), "meter", "SM-LN")), "EQUIPMENT_ELSEWHERE");
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt(), "wipe", "4.1 Bq/cm2")), "WIPE_ABOVE_LIMIT");
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt(), "surface_rate", "600 uSv/h")), "SURVEY_ABOVE_LABEL");
  // TI 1.2 against a label of 0.6, and 12 uSv/h where 2.3 were expected.
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt(), "rate_1m", "12 uSv/h")), "SURVEY_ABOVE_LABEL SURVEY_UNEXPECTED");
  // The label allows 6.0, decay leaves 2.3.
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt(), "rate_1m", "5.8 uSv/h")), "SURVEY_UNEXPECTED");
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt("accept_with_remark"), "rate_1m", "5.8 uSv/h")), "REMARK_NEEDED");
  EXPECT_EQ(no(m, m.lei, receive, with(m.receipt("refuse"), "rate_1m", "12 uSv/h")), "REMARK_NEEDED");
  EXPECT_EQ(no(m, m.he, receive, m.receipt()), "NOT_YOUR_ORGANISATION");
  m.must(m.lei, receive, with(with(m.receipt("accept_with_remark"), "rate_1m", "5.8 uSv/h"), "remark", "lead pot shifted inside"));
  EXPECT_TRUE(findItem(m.db(), ItemId("FDG-251217-A.V1"))->container.empty());
}

TEST(HotLabReceipt, RefusedPackageStaysClosedInQuarantine) {
  HotLab m;
  m.orderDose();
  m.deliver();
  m.must(m.lei, "hotlab/receive-package", with(with(m.receipt("refuse"), "wipe", "9 Bq/cm2"), "remark", "contaminated outside"));
  const auto vial = findItem(m.db(), ItemId("FDG-251217-A.V1"));
  EXPECT_EQ(vial->container.str(), "P-251217-01");
  EXPECT_EQ(vial->place, "quarantine");
  m.checkCalibrator();
  m.at("2025-12-17T08:58:00+08:00");
  EXPECT_EQ(no(m, m.lei, "hotlab/draw-dose", m.draw()), "SOURCE_STILL_PACKED");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST(HotLabBench, WrongProductAndTherapyWithoutDirectiveAreRefused) {
  HotLab m;
  m.must(m.admin, "catalogue/define-product",
         body({{"product", "LUD"},
               {"name", "Lu-177 dotatate"},
               {"name_zh_hans", "L"},
               {"name_zh_hant", "L"},
               {"name_pt", "L"},
               {"nuclide", "Lu-177"},
               {"kind", "reactor"},
               {"use", "therapeutic"},
               {"shelf_life", "72 h"},
               {"letter", "L"}}));
  m.must(m.admin, "registration/register-approval",
         body({{"approval", "LUD-MO"},
               {"product", "LUD"},
               {"market", "MO"},
               {"kind", "marketing"},
               {"agency", "test"},
               {"number", "1"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2027-01-01T00:00:00Z"}}));
  m.must(m.admin, "licensing/set-cap", body({{"licence", "RSL-CT"}, {"nuclide", "Lu-177"}, {"max_activity", "20 GBq"}}));
  m.must(m.fong, "ordering/place-order", m.order("ORD-12", "P-12", "2025-12-17T14:00:00+08:00", "7.4 GBq").set("product", "LUD"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-12"}}));
  m.prescribe("ORD-12");
  m.deliver();
  m.receive();
  m.checkCalibrator();
  const Json b = with(m.draw("S-251217-12", "252 MBq"), "order", "ORD-12");
  EXPECT_EQ(no(m, m.lei, "hotlab/draw-dose", b), "DIRECTIVE_MISSING DRAW_MORE_THAN_THERE DRAW_OUTSIDE_TOLERANCE DRAW_WRONG_PRODUCT");
  m.must(m.fong, "clinic/sign-directive", body({{"order", "ORD-12"}, {"activity", "7.4 GBq"}}));
  EXPECT_EQ(no(m, m.lei, "hotlab/draw-dose", b), "DRAW_MORE_THAN_THERE DRAW_OUTSIDE_TOLERANCE DRAW_WRONG_PRODUCT");
}

TEST(HotLabBench, AssayPutsTheDifferenceInTheOpen) {
  HotLab m;
  m.deliver();
  m.receive();
  const double there = findItem(m.db(), ItemId("FDG-251217-A.V1"))->inventoryAt(m.now()).activity("F-18").value;  // 4.03 GBq
  const auto reading = [](const char* activity) { return body({{"item", "FDG-251217-A.V1"}, {"activity", activity}, {"calibrator", "CAL-CT"}}); };
  EXPECT_EQ(no(m, m.lei, "hotlab/assay", reading("4.0 GBq")), "CALIBRATOR_UNCHECKED");
  m.checkCalibrator();
  EXPECT_EQ(no(m, m.lei, "hotlab/assay", reading("4.0 MBq")), "ASSAY_IMPLAUSIBLE");
  EXPECT_FALSE(m.must(m.lei, "hotlab/assay", reading("4.1 GBq"))["disputed"].boolean());
  EXPECT_NEAR(findItem(m.db(), ItemId("FDG-251217-A.V1"))->inventoryAt(m.now()).activity("F-18").value, 4.1e9, 10);
  // 2 * 0.02 * hypot(3.7, 4.1) GBq = 0.22 GBq; the difference is 0.4 GBq.
  EXPECT_TRUE(m.must(m.lei, "hotlab/assay", reading("3.7 GBq"))["disputed"].boolean());
  EXPECT_NEAR(findItem(m.db(), ItemId("FDG-251217-A.V1"))->calibration->activity.value, 3.7e9, 10);
  for (const auto& line : dayAccount(m.db(), SiteId("cotai-hotlab"), instant("2025-12-17T00:00:00+08:00"), instant("2025-12-18T00:00:00+08:00"))) {
    if (line.nuclide != "F-18") continue;
    const double lambda = Dataset::shipped().find("F-18")->lambda();
    EXPECT_NEAR(line.unexplained * lambda, there - 3.7e9, 1e3);  // lost between the two books
    EXPECT_NEAR(line.residue(), 0, 1e-6 * line.in);
  }
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

class Kits : public ::testing::Test {
 protected:
  HotLab m;
  void SetUp() override {
    m.kits();
    m.elute();
  }
};

TEST_F(Kits, AreMadeFromATestedEluateAndTestedThemselves) {
  EXPECT_EQ(no(m, m.lei, "hotlab/prepare-kit", m.kit()), "BREAKTHROUGH_NOT_PASSED");
  m.breakthrough("350 kBq");  // 0.05 kBq/MBq, good for 10.5 h
  m.at("2025-12-17T07:00:00+08:00");
  m.must(m.lei, "hotlab/prepare-kit", m.kit());
  const auto item = findItem(m.db(), ItemId("MDP-251217-1"));
  EXPECT_EQ(item->kind, "preparation");
  EXPECT_NEAR(item->inventoryAt(m.now()).activity("Tc-99m").value, 4e9, 10);
  EXPECT_NEAR(item->volume.value, 3e-3, 1e-12);
  EXPECT_EQ(item->expires_at->iso(), "2025-12-17T07:00:00Z");  // 8 h, shorter than the breakthrough
  const auto from = ancestors(m.db(), ItemId("MDP-251217-1"));
  EXPECT_EQ(from.size(), 3u);  // kit lot, generator, eluate
  EXPECT_EQ(rowOf(m, m.lei, "kits", "MDP-K1")["units"].integer(), 1);
  EXPECT_EQ(rowOf(m, m.lei, "preparations", "MDP-251217-1")["state"].text(), "untested");
  const Json pass = m.must(m.lei, "hotlab/test-preparation", body({{"preparation", "MDP-251217-1"}, {"purity", "97.5 %"}}));
  EXPECT_EQ(pass["verdict"].text(), "pass");
  EXPECT_EQ(no(m, m.lei, "hotlab/test-preparation", body({{"preparation", "MDP-251217-1"}, {"purity", "98 %"}})), "OUT_OF_ORDER");
  EXPECT_EQ(rowOf(m, m.lei, "preparations", "MDP-251217-1")["state"].text(), "available");
  EXPECT_EQ(rowOf(m, m.lei, "generators", "GEN-MO-0412")["nuclide"].text(), "Mo-99");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Kits, FailedBreakthroughMakesNoKit) {
  m.breakthrough("1.4 MBq");  // 0.2 kBq/MBq
  EXPECT_EQ(no(m, m.lei, "hotlab/prepare-kit", m.kit()), "BREAKTHROUGH_NOT_PASSED ITEM_ON_HOLD");
  EXPECT_EQ(rowOf(m, m.lei, "eluates", "E-251217-1")["state"].text(), "on_hold");
}

TEST_F(Kits, WrongOldOrOverfilledKitsAreRefused) {
  m.breakthrough("350 kBq");
  const char* prepare = "hotlab/prepare-kit";
  EXPECT_EQ(no(m, m.lei, prepare, m.kit("X", "DTPA-K1")), "KIT_WRONG_PRODUCT");
  m.at("2025-12-17T08:00:00+08:00");
  EXPECT_EQ(no(m, m.lei, prepare, m.kit("Y", "MDP-OLD")), "ITEM_EXPIRED");
  EXPECT_EQ(no(m, m.lei, prepare, with(m.kit("Y"), "volume", "0.5 mL")), "KIT_OVERLOADED");
  EXPECT_EQ(no(m, m.lei, prepare, with(m.kit("Y"), "activity", "8 GBq")), "DRAW_MORE_THAN_THERE");
  EXPECT_EQ(no(m, m.lei, prepare, with(m.kit("Y"), "product", "FDG")), "ELUATE_WRONG KIT_WRONG_PRODUCT NOT_A_KIT_PRODUCT");
  EXPECT_EQ(no(m, m.ho, prepare, m.kit("Y")), "QUALIFICATION_LAPSED");
}

TEST_F(Kits, ADoseComesOutOfAPassedPreparationOnly) {
  m.breakthrough("350 kBq");
  m.must(m.admin, "registration/register-approval",
         body({{"approval", "MDP-MO"},
               {"product", "MDP"},
               {"market", "MO"},
               {"kind", "marketing"},
               {"agency", "test"},
               {"number", "1"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2027-01-01T00:00:00Z"}}));
  m.at("2025-12-17T07:00:00+08:00");
  m.must(m.lei, "hotlab/prepare-kit", m.kit());
  m.must(m.fong, "ordering/place-order",
         m.order("ORD-09", "P-09", "2025-12-17T09:30:00+08:00", "700 MBq").set("product", "MDP").set("maker_site", "cotai-hotlab"));
  m.must(m.lei, "ordering/accept-order", body({{"order", "ORD-09"}}));
  m.prescribe("ORD-09");
  m.checkCalibrator();
  m.at("2025-12-17T09:20:00+08:00");
  const Json dose = body({{"dose", "S-251217-09"},
                          {"vial", "MDP-251217-1"},
                          {"order", "ORD-09"},
                          {"activity", "710 MBq"},
                          {"volume", "0.7 mL"},
                          {"calibrator", "CAL-CT"}});
  EXPECT_EQ(no(m, m.lei, "hotlab/draw-dose", dose), "PREPARATION_UNTESTED");
  EXPECT_EQ(m.must(m.lei, "hotlab/test-preparation", body({{"preparation", "MDP-251217-1"}, {"purity", "93 %"}}))["verdict"].text(), "fail");
  EXPECT_EQ(no(m, m.lei, "hotlab/draw-dose", dose), "ITEM_ON_HOLD PREPARATION_FAILED");
  EXPECT_EQ(rowOf(m, m.lei, "preparations", "MDP-251217-1")["state"].text(), "failed");
  m.must(m.lei, "hotlab/prepare-kit", m.kit("MDP-251217-2").set("activity", "1.2 GBq").set("volume", "1.5 mL"));
  m.must(m.lei, "hotlab/test-preparation", body({{"preparation", "MDP-251217-2"}, {"purity", "97 %"}}));
  m.must(m.lei, "hotlab/draw-dose", with(dose, "vial", "MDP-251217-2"));
  EXPECT_EQ(rowOf(m, m.lei, "doses", "S-251217-09")["state"].text(), "drawn");
  EXPECT_EQ(findItem(m.db(), ItemId("S-251217-09"))->batch.str(), "MDP-251217-2");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST(HotLabStock, IsTheHospitalsOwnBusiness) {
  HotLab m;
  m.deliver();
  m.receive();
  EXPECT_TRUE(rowOf(m, m.he, "vials", "FDG-251217-A.V1").isNull());
  EXPECT_FALSE(rowOf(m, Fixture::caller("inspector.ssm", "ssm", {"regulator"}), "vials", "FDG-251217-A.V1").isNull());
}

}  // namespace
}  // namespace isotrail::test
