// Doses that were not given, and what became of those that were.
#include <gtest/gtest.h>

#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/ordering/facts.h"
#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

class Outcomes : public ::testing::Test {
 protected:
  Ward w;
  void SetUp() override { w.ready(); }
  void refused(const std::string& codes, const char* command, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(w.lei, command, std::move(b)), codes) << command;
    EXPECT_EQ(w.entries(), before);
  }
  static Json says(const char* outcome, Json rest = Json::object()) {
    Json b = body({{"dose", "S-251217-01"}, {"outcome", outcome}});
    for (const auto& [k, v] : rest.members()) b.set(k, v);
    return b;
  }
  void expectAccountCloses() {
    const Instant day = instant("2025-12-17T00:00:00+08:00");
    for (const auto& l : dayAccount(w.db(), SiteId("cotai-hotlab"), day, day + days(1)))
      EXPECT_TRUE(l.closes()) << l.nuclide << " leaves " << l.residue() << ", unexplained " << l.unexplained;
  }
};

TEST_F(Outcomes, ADoseThatIsNotGivenLeavesItsOrderToAnother) {
  const Json b = body({{"dose", "S-251217-01"}, {"reason", "patient_unfit"}, {"again", true}});
  refused("BAD_VALUE", "clinic/not-given", body({{"dose", "S-251217-01"}, {"reason", "no time"}, {"again", true}}));
  refused("NOT_FOUND", "clinic/not-given", body({{"dose", "S-9"}, {"reason", "patient_unfit"}, {"again", true}}));
  refused("PATIENT_NAMED", "clinic/not-given",
          body({{"dose", "S-251217-01"}, {"reason", "patient_unfit"}, {"again", true}, {"remark", "Amélia Testada-Um is unwell"}}));
  w.must(w.lei, "clinic/not-given", b);
  refused("OUT_OF_ORDER", "clinic/not-given", b);
  refused("OUT_OF_ORDER", "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  EXPECT_EQ(ordering::order(w.db(), OrderId("ORD-01"))->state, "promised");
  EXPECT_FALSE(hotlab::doseOfOrder(w.db(), OrderId("ORD-01")));
  w.draw("S-251217-1B", "ORD-01", "2025-12-17T09:15:00+08:00");
  EXPECT_EQ(hotlab::doseOfOrder(w.db(), OrderId("ORD-01"))->dose.str(), "S-251217-1B");
  w.must(w.lei, "waste/store", body({{"container", "W-1"}, {"items", Json(Json::Array{"S-251217-01"})}}));
  expectAccountCloses();
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Outcomes, ExtravasationTakesItsShareOffWhatCounts) {
  refused("OUT_OF_ORDER", "clinic/report-outcome", says("extravasated", body({{"share", "40 %"}})));
  w.give();
  refused("MISSING_FIELD", "clinic/report-outcome", says("extravasated"));
  refused("BAD_VALUE", "clinic/report-outcome", says("extravasated", body({{"share", "120 %"}})));
  const Json answer = w.must(w.lei, "clinic/report-outcome", says("extravasated", body({{"share", "40 %"}})));
  EXPECT_NEAR(answer["net_bq"].number(), 0.6 * 252e6, 10);
  EXPECT_NEAR(answer["off_percent"].number(), -40, 1e-4);
  EXPECT_EQ(answer["reportable"].text(), "");  // a diagnostic dose, 50 %
  refused("ALREADY_EXISTS", "clinic/report-outcome", says("extravasated", body({{"share", "40 %"}})));
  w.at("2025-12-17T09:25:00+08:00");
  // 8 MBq left at 09:25 are 8.5217 MBq of 09:15: 0.6 x 243.478 MBq = 146.087 MBq; 0.019 mSv/MBq of it 2.7757 mSv.
  const Json net = w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  EXPECT_NEAR(net["net_bq"].number(), 146.087e6, 1e3);
  EXPECT_NEAR(net["effective_dose_msv"].number(), 2.7757, 1e-4);
  expectAccountCloses();
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Outcomes, WhatWasVomitedIsOnTheAccountAgain) {
  w.give();
  w.at("2025-12-17T09:25:00+08:00");
  const auto found = [](const char* activity) { return body({{"recovered", activity}, {"bag", "BAG-1"}, {"calibrator", "CAL-CT"}}); };
  refused("MISSING_FIELD", "clinic/report-outcome", says("vomited"));
  refused("MISSING_FIELD", "clinic/report-outcome", says("vomited", body({{"recovered", "130 MBq"}, {"calibrator", "CAL-CT"}})));
  refused("BAD_VALUE", "clinic/report-outcome", says("interrupted", found("130 MBq")));
  refused("RESIDUAL_LARGER_THAN_DOSE", "clinic/report-outcome", says("vomited", found("240 MBq")));
  const Json answer = w.must(w.lei, "clinic/report-outcome", says("vomited", found("130 MBq")));
  // 130 MBq of 09:25 are 138.478 MBq of 09:15: 113.522 MBq stayed, 55 % less than ordered.
  EXPECT_NEAR(answer["net_bq"].number(), 113.522e6, 2e3);
  EXPECT_NE(answer["reportable"].text(), "");
  EXPECT_NEAR(findItem(w.db(), ItemId("BAG-1"))->inventoryAt(w.now()).activity("F-18").value, 130e6, 10);
  expectAccountCloses();
  refused("RESIDUAL_LARGER_THAN_DOSE", "clinic/measure-residual", Ward::residual("S-251217-01", "110 MBq"));
  w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  w.must(w.lei, "waste/store", body({{"container", "W-1"}, {"items", Json(Json::Array{"S-251217-01", "BAG-1"})}}));
  expectAccountCloses();
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Outcomes, AnEstimatedShareOfWhatWasVomitedCounts) {
  w.give();
  refused("BAD_VALUE", "clinic/report-outcome", says("vomited", body({{"share", "0 %"}})));
  refused("BAD_VALUE", "clinic/report-outcome",
          says("vomited", body({{"share", "30 %"}, {"recovered", "80 MBq"}, {"bag", "BAG-1"}, {"calibrator", "CAL-CT"}})));
  const Json answer = w.must(w.lei, "clinic/report-outcome", says("vomited", body({{"share", "30 %"}})));
  EXPECT_NEAR(answer["net_bq"].number(), 0.7 * 252e6, 10);
  EXPECT_FALSE(findItem(w.db(), ItemId("BAG-1")));  // nothing was recovered, nothing comes back on the account
  w.at("2025-12-17T09:25:00+08:00");
  // 8 MBq left at 09:25 are 8.5217 MBq of 09:15: 0.7 x 243.478 MBq = 170.435 MBq.
  const Json net = w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  EXPECT_NEAR(net["net_bq"].number(), 170.435e6, 1e3);
  expectAccountCloses();
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Outcomes, AnInterruptedDoseIsWhatTheResidualLeaves) {
  w.give();
  w.must(w.lei, "clinic/report-outcome", says("interrupted", body({{"remark", "line blocked"}})));
  const Json net = w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "100 MBq"));
  EXPECT_NEAR(net["net_bq"].number(), 152e6, 10);
}

}  // namespace
}  // namespace isotrail::test
