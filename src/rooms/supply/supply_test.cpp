#include <gtest/gtest.h>

#include <cmath>

#include "rooms/supply/facts.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

TEST(SupplyBeam, EndOfBombardmentIsTheRunsItemAndNamesTheTarget) {
  Maker m;
  m.beam();
  const auto item = findItem(m.db(), ItemId("IR-251217-1"));
  ASSERT_TRUE(item);
  EXPECT_EQ(item->kind, "bulk");
  EXPECT_NEAR(item->inventoryAt(instant("2025-12-17T05:00:00+08:00")).activity("F-18").value, 45e9, 1);
  const auto parents = ancestors(m.db(), ItemId("IR-251217-1"));
  ASSERT_EQ(parents.size(), 1u);
  EXPECT_EQ(parents[0].str(), "W-118");
  const auto run = supply::run(m.db(), ItemId("IR-251217-1"));
  ASSERT_TRUE(run && run->beam_off);
  EXPECT_EQ((*run->beam_off - run->beam_on).value, 3600);
  // 45 GBq / (45e-6 A * (1 - 2^(-60/109.734))) = 45e9 / (45e-6 * 0.315471) Bq/A, plausible below 10.7e15 Bq/A.
  auto view = m.view(m.he, "supply", "runs");
  ASSERT_TRUE(view);
  const Json& row = (*view)["runs"].items().at(0);
  const double expected = 45e9 / (45e-6 * (1 - std::exp2(-3600.0 / 6584.04)));
  EXPECT_NEAR(row["saturation_bq_per_a"].number() / expected, 1.0, 1e-9);
  EXPECT_TRUE(row["plausible"].boolean());
}

TEST(SupplyBeam, IsRefusedWithEveryReason) {
  Maker m;
  m.at("2025-12-17T04:00:00+08:00");
  auto beam = [](const char* lot, const char* nuclide) {
    return body({{"run", "R1"}, {"cyclotron", "CYC-1"}, {"target_lot", lot}, {"nuclide", nuclide}, {"current", "45 uA"}});
  };
  EXPECT_EQ(m.refusal(m.he, "supply/start-beam", beam("PRE-7", "C-11")), "LICENCE_MISSING LOT_WRONG_KIND");
  EXPECT_EQ(m.refusal(m.zhou, "supply/start-beam", beam("W-118", "F-18")), "QUALIFICATION_MISSING");
  EXPECT_EQ(m.refusal(m.ho, "supply/start-beam", beam("W-118", "F-18")), "NOT_YOUR_ORGANISATION NOT_YOUR_ORGANISATION QUALIFICATION_MISSING");
  m.must(m.he, "supply/start-beam", beam("W-118", "F-18"));
  Json second = beam("W-118", "F-18");
  EXPECT_EQ(m.refusal(m.he, "supply/start-beam", second), "ALREADY_EXISTS");
  EXPECT_EQ(m.refusal(m.he, "supply/start-beam", second.set("run", "R2")), "CYCLOTRON_BUSY");
  m.at("2025-12-17T05:00:00+08:00");
  EXPECT_EQ(m.refusal(m.he, "supply/end-beam", body({{"run", "R1"}, {"activity", "45 GBq"}, {"calibrator", "CAL-OLD"}})),
            "EQUIPMENT_CALIBRATION_LAPSED EQUIPMENT_UNQUALIFIED");
}

class Generator : public ::testing::Test {
 protected:
  Maker m;
  /// 40 GBq Mo-99 fresh at 06:40 on 16 December.
  void SetUp() override {
    m.at("2025-12-16T08:00:00+08:00");
    m.must(m.ho, "supply/receive-generator",
           body({{"generator", "G-0412"},
                 {"site", "cotai-hotlab"},
                 {"parent", "Mo-99"},
                 {"activity", "40 GBq"},
                 {"reference_at", "2025-12-16T06:40:00+08:00"},
                 {"efficiency", "92 %"},
                 {"expires_at", "2025-12-30T00:00:00Z"},
                 {"supplier", "supplier"}}));
    m.at("2025-12-17T06:40:00+08:00");
  }
  Json elution(const char* activity) {
    return body({{"generator", "G-0412"}, {"eluate", "E1"}, {"activity", activity}, {"volume", "5 mL"}, {"calibrator", "CAL-CT"}});
  }
};

TEST_F(Generator, DaughterGrowsByItself) {
  // Fresh column, 24 h: 25.33519 GBq at 92 % efficiency, so 27.5382 GBq on the column.
  const auto column = findItem(m.db(), ItemId("G-0412"))->inventoryAt(m.now());
  EXPECT_NEAR(column.activity("Tc-99m").value, 25.33519e9 / 0.92, 1e5);
}

TEST_F(Generator, ElutionTakesTheMeasuredDaughterAndItsIsotopesInOneShare) {
  const auto before = findItem(m.db(), ItemId("G-0412"))->inventoryAt(m.now());
  m.must(m.ho, "supply/elute", elution("25 GBq"));
  const auto eluate = findItem(m.db(), ItemId("E1"))->inventoryAt(m.now());
  const auto column = findItem(m.db(), ItemId("G-0412"))->inventoryAt(m.now());
  EXPECT_NEAR(eluate.activity("Tc-99m").value, 25e9, 10);
  EXPECT_EQ(eluate.atoms().count("Mo-99"), 0u);
  // Mole fraction of Tc-99m, 24 h after the last elution: 0.281265.
  EXPECT_NEAR(eluate.atoms().at("Tc-99m") / (eluate.atoms().at("Tc-99m") + eluate.atoms().at("Tc-99")), 0.281265, 1e-5);
  EXPECT_NEAR(column.atoms().at("Mo-99"), before.atoms().at("Mo-99"), 1);
  for (const char* n : {"Tc-99m", "Tc-99"}) EXPECT_NEAR((column.atoms().at(n) + eluate.atoms().at(n)) / before.atoms().at(n), 1.0, 1e-12);
}

TEST_F(Generator, MoreThanTheColumnHoldsIsRefused) { EXPECT_EQ(m.refusal(m.ho, "supply/elute", elution("28 GBq")), "ELUTION_IMPLAUSIBLE"); }

TEST_F(Generator, PassedBreakthroughHoldsUntilTheRatioGrowsToTheLimit) {
  m.must(m.ho, "supply/elute", elution("25 GBq"));
  EXPECT_FALSE(supply::breakthroughPassed(m.db(), ItemId("E1")));
  // 0.05 kBq/MBq of 25 GBq is 1.25 MBq; 10.48 h to 0.15.
  m.must(m.ho, "supply/test-breakthrough", body({{"eluate", "E1"}, {"impurity", "1.25 MBq"}, {"calibrator", "CAL-CT"}}));
  EXPECT_TRUE(supply::breakthroughPassed(m.db(), ItemId("E1")));
  const auto until = supply::breakthroughUntil(m.db(), ItemId("E1"));
  ASSERT_TRUE(until);
  EXPECT_NEAR((*until - m.now()).value / 3600, 10.48, 0.01);
}

TEST_F(Generator, FailedBreakthroughHoldsTheEluateAndIsNotTestedAway) {
  m.must(m.ho, "supply/elute", elution("25 GBq"));
  // 0.16 kBq/MBq of 25 GBq is 4 MBq.
  const Json answer = m.must(m.ho, "supply/test-breakthrough", body({{"eluate", "E1"}, {"impurity", "4 MBq"}, {"calibrator", "CAL-CT"}}));
  EXPECT_EQ(answer["verdict"].text(), "fail");
  EXPECT_FALSE(supply::breakthroughPassed(m.db(), ItemId("E1")));
  EXPECT_TRUE(heldBy(m.db(), ItemId("E1")));
  EXPECT_TRUE(m.desk().rebuild(true).empty());
  EXPECT_EQ(m.refusal(m.ho, "supply/test-breakthrough", body({{"eluate", "E1"}, {"impurity", "1 MBq"}, {"calibrator", "CAL-CT"}})), "ITEM_ON_HOLD");
}

TEST(SupplyBulk, IsHeldAtTodaysActivityAndCountsAgainstTheCap) {
  Maker m;
  m.at("2025-12-17T00:00:00Z");
  auto bulk = [](const char* id, const char* activity) {
    return body({{"item", id},
                 {"site", "lingnan-nansha"},
                 {"nuclide", "Lu-177"},
                 {"activity", activity},
                 {"reference_at", "2025-12-16T00:00:00Z"},
                 {"supplier", "supplier"},
                 {"certificate", "C-1"}});
  };
  m.must(m.he, "supply/receive-bulk", bulk("LU-1", "30 GBq"));
  const auto held = findItem(m.db(), ItemId("LU-1"))->inventoryAt(m.now()).activity("Lu-177").value;
  EXPECT_NEAR(held / (30e9 * std::exp2(-86400.0 / Dataset::shipped().find("Lu-177")->half_life.value)), 1.0, 1e-9);
  EXPECT_EQ(m.refusal(m.he, "supply/receive-bulk", bulk("LU-2", "30 GBq")), "CAP_EXCEEDED");
}

}  // namespace
}  // namespace isotrail::test
