// Around the draw: topping up, what a reading means, look-alike vials, and pieces in a pot.
#include <gtest/gtest.h>

#include <cmath>

#include "rooms/hotlab/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

class Around : public ::testing::Test {
 protected:
  HotLab m;
  void SetUp() override {
    m.orderDose();
    m.orderDose("ORD-02", "2025-12-17T09:45:00+08:00");
    m.orderDose("ORD-03", "2025-12-17T10:30:00+08:00");
    m.deliver();
    m.receive();
    m.checkCalibrator();
    m.at("2025-12-17T08:58:00+08:00");
  }
  std::string no(const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(m.lei, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
  Json advice(const char* order, const char* activity) {
    auto v = m.view(m.lei, "hotlab", "draw-advice", order, {{"vial", "FDG-251217-A.V1"}, {"activity", activity}});
    EXPECT_TRUE(v);
    return v ? *v : Json();
  }
  static Json topUp(const char* activity, const char* volume = "0.2 mL") {
    return body({{"dose", "S-251217-01"}, {"vial", "FDG-251217-A.V1"}, {"activity", activity}, {"volume", volume}, {"calibrator", "CAL-CT"}});
  }
  double here(const char* item) { return findItem(m.db(), ItemId(item))->inventoryAt(m.now()).activity("F-18").value; }
};

TEST_F(Around, ALatePatientsDoseIsToppedUpAndLabelledAnew) {
  m.must(m.lei, "hotlab/draw-dose", m.draw());
  m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}}));
  m.at("2025-12-17T09:50:00+08:00");  // 290 MBq * 2^(-52/109.73) = 208.8 MBq, too weak for 252 +- 10 %
  EXPECT_NEAR(here("S-251217-01"), 208.8e6, 1e5);
  EXPECT_EQ(no("hotlab/top-up-dose", topUp("200 MBq")), "BAD_VALUE");
  EXPECT_EQ(no("hotlab/top-up-dose", topUp("220 MBq")), "DRAW_OUTSIDE_TOLERANCE");
  EXPECT_EQ(no("hotlab/top-up-dose", topUp("250 MBq", "20 mL")), "DRAW_MORE_THAN_THERE");
  EXPECT_EQ(no("hotlab/top-up-dose", topUp("250 MBq").set("dose", "S-9")), "NOT_FOUND");
  const double vial = here("FDG-251217-A.V1");
  const Json answer = m.must(m.lei, "hotlab/top-up-dose", topUp("250 MBq"));
  EXPECT_NEAR(answer["added_bq"].number(), 250e6 - 208.8e6, 1e5);
  EXPECT_NEAR(here("S-251217-01"), 250e6, 10);
  EXPECT_NEAR(here("FDG-251217-A.V1"), vial - answer["added_bq"].number(), 10);
  const auto d = hotlab::dose(m.db(), ItemId("S-251217-01"));
  EXPECT_EQ(d->state, "drawn");
  EXPECT_FALSE(d->labelled);
  EXPECT_NEAR(d->volume.value, 0.95e-3, 1e-9);
  m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}}));
  for (const auto& line : dayAccount(m.db(), SiteId("cotai-hotlab"), instant("2025-12-17T00:00:00+08:00"), instant("2025-12-18T00:00:00+08:00")))
    EXPECT_TRUE(line.closes()) << line.nuclide << " " << line.residue();
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Around, AWeakReadingIsToppedUpMovedOrSwapped) {
  // 252 MBq at 09:15 are 252 * 2^(17/109.73) = 280.57 MBq at 08:58. 230 MBq are low: 50.57 MBq of 3.88 GBq in 10 mL are 0.13 mL.
  const Json a = advice("ORD-01", "230 MBq");
  EXPECT_EQ(a["verdict"].text(), "low");
  EXPECT_NEAR(a["top_up"]["activity_bq"].number(), 50.57e6, 2e5);
  EXPECT_NEAR(a["top_up"]["volume_ml"].number(), 0.13, 0.005);
  // 230 MBq fall to 226.8 MBq after 109.73 * log2(230/226.8) = 2.2 min: only right away.
  EXPECT_NEAR((instant(a["move"]["until"].text()) - m.now()).value / 60, 2.2, 0.1);
  EXPECT_EQ(a["swap"].size(), 0u);
}

TEST_F(Around, AStrongReadingWaitsOrServesAnother) {
  // 340 MBq are 305.4 MBq at 09:15 (21 % high) and 252.6 MBq at 09:45.
  const Json a = advice("ORD-01", "340 MBq");
  EXPECT_EQ(a["verdict"].text(), "high");
  EXPECT_TRUE(a["top_up"].isNull());
  ASSERT_EQ(a["swap"].size(), 1u);
  EXPECT_EQ(a["swap"].items()[0]["order"].text(), "ORD-02");
  // 340 to 252 MBq: 109.73 * log2(340/252) = 47.4 min after 08:58.
  EXPECT_NEAR((instant(a["move"]["inject_at"].text()) - m.now()).value / 60, 47.4, 0.1);
  EXPECT_EQ(advice("ORD-01", "285 MBq")["verdict"].text(), "good");
}

TEST_F(Around, TheEffectOnLaterDosesIsShown) {
  // The vial holds 3.88 GBq; ORD-02 needs 339 MBq and ORD-03 451 MBq of now. 3.2 GBq taken leaves one of them.
  const Json a = advice("ORD-01", "3.2 GBq");
  ASSERT_EQ(a["later"].size(), 2u);
  EXPECT_TRUE(a["later"].items()[0]["served"].boolean());
  EXPECT_FALSE(a["later"].items()[1]["served"].boolean());
  EXPECT_TRUE(a["later_exact"].items()[1]["served"].boolean());
  EXPECT_FALSE(m.view(m.he, "hotlab", "draw-advice", "ORD-01", {{"vial", "FDG-251217-A.V1"}, {"activity", "1 MBq"}}));
}

TEST_F(Around, TheProductIsScannedWhereAnotherLooksAlike) {
  m.must(m.admin, "catalogue/define-product",
         body({{"product", "FET"},
               {"name", "Fluoroethyltyrosine (F-18)"},
               {"name_zh_hans", "氟乙基酪氨酸"},
               {"name_zh_hant", "氟乙基酪氨酸"},
               {"name_pt", "Fluoroetiltirosina (F-18)"},
               {"nuclide", "F-18"},
               {"kind", "cyclotron"},
               {"use", "diagnostic"},
               {"shelf_life", "10 h"},
               {"letter", "T"}}));
  m.must(m.lei, "hotlab/draw-dose", m.draw("S-0").set("product", "FDG"));  // scanned though nothing looks alike
  m.stands("FET-1.V1", "FET", 1e9);
  const Json next = m.draw("S-2", "340 MBq").set("order", "ORD-02");
  Json b = next;
  EXPECT_EQ(no("hotlab/draw-dose", b), "LOOK_ALIKE_UNCONFIRMED");
  EXPECT_EQ(no("hotlab/draw-dose", b.set("product", "FET")), "DRAW_WRONG_PRODUCT");
  m.must(m.lei, "hotlab/draw-dose", b.set("product", "FDG"));
}

TEST_F(Around, AnOpenedVialIsUsedForAsLongAsTheRoomAllows) {
  m.must(m.lei, "hotlab/declare-room", body({{"site", "cotai-hotlab"}, {"room", "immediate"}}));
  m.must(m.lei, "hotlab/draw-dose", m.draw());
  const Json third = m.draw("S-3", "270 MBq").set("order", "ORD-03");
  m.at("2025-12-17T10:20:00+08:00");
  EXPECT_EQ(no("hotlab/draw-dose", third), "VIAL_BEYOND_USE");
  m.must(m.lei, "hotlab/declare-room", body({{"site", "cotai-hotlab"}, {"room", "segregated"}}));
  m.must(m.lei, "hotlab/draw-dose", third);
}

TEST_F(Around, AsManyPiecesAsPrescribed) {
  m.must(m.fong, "ordering/place-order", m.order("ORD-04", "P-04", "2025-12-17T09:20:00+08:00"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-04"}}));
  m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-04"}, {"justification", "staging"}, {"count", 2}}));
  Json b = m.draw("S-4").set("order", "ORD-04");
  EXPECT_EQ(no("hotlab/draw-dose", b), "ITEM_COUNT_DIFFERS");
  EXPECT_EQ(no("hotlab/draw-dose", b.set("count", 3)), "ITEM_COUNT_DIFFERS");
  m.must(m.lei, "hotlab/draw-dose", b.set("count", 2));
  m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-4"}}));
  m.qualify("lei.fan", "administration", "2026-06-30T00:00:00Z");
  const Json gives = body({{"dose", "S-4"}, {"patient", "P-04"}, {"route", "intravenous"}});
  m.at("2025-12-17T09:20:00+08:00");
  Json one = gives;
  EXPECT_EQ(no("clinic/administer", one), "ITEM_COUNT_DIFFERS");
  m.must(m.lei, "clinic/administer", one.set("count", 2));
}

}  // namespace
}  // namespace isotrail::test
