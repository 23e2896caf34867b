#include <gtest/gtest.h>

#include "ledger/journal.h"
#include "rooms/quality/facts.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

Json releaseBody(std::initializer_list<const char*> markets) {
  Json list = Json::array();
  for (const char* m : markets) list.push(m);
  return body({{"batch", "FDG-251217-A"}, {"markets", list}});
}
Json resultBody(const char* test, Json value) {
  const bool words = value.isString();
  return body({{"batch", "FDG-251217-A"}, {"test", test}, {words ? "text" : "value", value}});
}

class Quality : public ::testing::Test {
 protected:
  Maker m;
  void SetUp() override { m.synthesise(); }
};

TEST_F(Quality, SampleTakesItsShare) {
  m.must(m.lin, "quality/take-sample", body({{"batch", "FDG-251217-A"}, {"sample", "FDG-251217-A.S1"}, {"volume", "0.5 mL"}}));
  EXPECT_NEAR(findItem(m.db(), ItemId("FDG-251217-A.S1"))->inventoryAt(m.now()).activity("F-18").value, 21e9 / 30, 10);
  EXPECT_EQ(m.refusal(m.lin, "quality/take-sample", body({{"batch", "FDG-251217-A"}, {"sample", "S2"}, {"volume", "15 mL"}})),
            "BATCH_VOLUME_EXCEEDED");
}

TEST_F(Quality, ResultIsJudgedAgainstEveryMarketAndNotRepeated) {
  // pH 8.0 meets Macao's filed limit (8.5) and fails the mainland's (7.5).
  const Json answer = m.must(m.lin, "quality/record-result", resultBody("pH", 8.0));
  EXPECT_EQ(answer["passes"].dump(), "[\"MO\"]");
  EXPECT_EQ(answer["fails"].dump(), "[\"CN\"]");
  EXPECT_EQ(m.refusal(m.lin, "quality/record-result", resultBody("pH", 6.0)), "ALREADY_EXISTS");
  EXPECT_EQ(m.refusal(m.lin, "quality/record-result", resultBody("taste", 6.0)), "NOT_FOUND");
  EXPECT_EQ(m.refusal(m.lin, "quality/record-result", resultBody("appearance", 6.0)), "MISSING_FIELD");
  EXPECT_EQ(m.refusal(m.he, "quality/record-result", resultBody("radiochemical purity", 98.0)), "QUALIFICATION_MISSING");
}

TEST_F(Quality, ReleaseNamesEverythingThatIsMissing) {
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN"})), "RESULT_MISSING RESULT_MISSING RESULT_MISSING STEPS_OPEN");
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"XX"})), "BAD_VALUE");
  m.testAll();
  m.must(m.lin, "quality/hold-item", body({{"item", "K-2291"}, {"reason", "supplier's notice"}}));
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN"})), "ITEM_ON_HOLD");
}

TEST_F(Quality, OnlyAQpReleasesAndNeverTheirOwnWork) {
  m.testAll();
  EXPECT_EQ(m.refusal(m.lin, "quality/release-batch", releaseBody({"CN"})), "NOT_A_QP QUALIFICATION_MISSING RELEASES_OWN_WORK");
  m.must(m.liang, "quality/release-batch", releaseBody({"CN"}));
  const auto r = quality::release(m.db(), ItemId("FDG-251217-A"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->state, "released");
  EXPECT_EQ(r->by.str(), "liang.wei");
  EXPECT_EQ(r->markets, std::vector<std::string>{"CN"});
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN"})), "OUT_OF_ORDER");
  m.must(m.liang, "quality/release-batch", releaseBody({"CN", "MO"}));  // another market may follow
  EXPECT_EQ(quality::release(m.db(), ItemId("FDG-251217-A"))->markets, (std::vector<std::string>{"CN", "MO"}));
}

TEST_F(Quality, WhoTestedCannotRelease) {
  m.step(3);
  m.check(3);
  m.result("pH", 6.1);
  m.result("appearance", "clear, colourless");
  m.must(m.liang, "quality/record-result", resultBody("radiochemical purity", 98.4));
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN"})), "RELEASES_OWN_WORK");
}

TEST_F(Quality, AFailedResultBarsOnlyTheMarketsWhoseLimitItFails) {
  m.step(3);
  m.check(3);
  m.result("pH", 8.0);
  m.result("radiochemical purity", 98.4);
  m.result("appearance", "clear, colourless");
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN", "MO"})), "RESULT_FAILED");
  m.must(m.liang, "quality/release-batch", releaseBody({"MO"}));
}

TEST_F(Quality, FailedSterilityAfterReleaseHoldsEverythingOfTheBatch) {
  m.testAll();
  m.must(m.liang, "quality/release-batch", releaseBody({"CN", "MO"}));
  m.at("2025-12-31T09:00:00+08:00");
  EXPECT_FALSE(heldBy(m.db(), ItemId("FDG-251217-A.V1")));
  m.must(m.lin, "quality/record-result", resultBody("sterility", "growth"));
  std::string reason;
  EXPECT_EQ(heldBy(m.db(), ItemId("FDG-251217-A.V1"), &reason)->str(), "FDG-251217-A");
  EXPECT_EQ(reason, "sterility failed after release");
}

TEST_F(Quality, RejectionHoldsForGood) {
  m.must(m.liang, "quality/reject-batch", body({{"batch", "FDG-251217-A"}, {"reason", "filter broke"}}));
  EXPECT_EQ(quality::release(m.db(), ItemId("FDG-251217-A"))->state, "rejected");
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN"})), "OUT_OF_ORDER");
  EXPECT_EQ(m.refusal(m.liang, "quality/lift-hold", body({{"item", "FDG-251217-A"}, {"reason", "second thoughts"}})), "OUT_OF_ORDER");
}

TEST_F(Quality, HoldsAreLiftedWithASignatureWhereTheyWereSet) {
  m.must(m.lin, "quality/hold-item", body({{"item", "K-2291"}, {"reason", "supplier's notice"}}));
  EXPECT_EQ(m.refusal(m.lin, "quality/hold-item", body({{"item", "K-2291"}, {"reason", "again"}})), "ALREADY_EXISTS");
  EXPECT_EQ(m.refusal(m.he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", "V9"}, {"volume", "1 mL"}})), "ITEM_ON_HOLD");
  EXPECT_EQ(m.refusal(m.liang, "quality/lift-hold", body({{"item", "FDG-251217-A"}, {"reason", "x"}})), "OUT_OF_ORDER");
  EXPECT_EQ(m.refusal(m.lin, "quality/lift-hold", body({{"item", "K-2291"}, {"reason", "x"}})), "NOT_A_QP QUALIFICATION_MISSING");
  EXPECT_EQ(m.refusal(m.ho, "quality/hold-item", body({{"item", "FDG-251217-A"}, {"reason", "x"}})), "NOT_YOUR_ORGANISATION");
  m.must(m.liang, "quality/lift-hold", body({{"item", "K-2291"}, {"reason", "other lot"}}));
  EXPECT_FALSE(heldBy(m.db(), ItemId("FDG-251217-A")));
}

TEST_F(Quality, NothingExpiredIsReleased) {
  m.testAll();
  m.at("2025-12-17T15:35:00+08:00");  // 10 h after the end of synthesis, to the minute
  EXPECT_EQ(m.refusal(m.liang, "quality/release-batch", releaseBody({"CN"})), "ITEM_EXPIRED");
}

TEST_F(Quality, FromBeamToReleaseTheRecordSaysExactlyThis) {
  m.testAll();
  m.must(m.liang, "quality/release-batch", releaseBody({"CN", "MO"}));
  std::string said;
  Journal(m.db()).read(0, 0, [&](const Event& e) {
    const bool ours = e.type.starts_with("supply.") || e.type.starts_with("quality.") || e.type.starts_with("ledger.") ||
                      (e.type.starts_with("production.") && e.type != "production.EquipmentRegistered" && e.type != "production.LotReceived");
    if (ours)
      said += e.type + (e.movement.isNull() ? "" : " (" + e.movement["kind"].text() + ")") +
              (e.is("ledger.Signed") ? " " + e.payload["meaning"].text() : "") + "\n";
    return true;
  });
  EXPECT_EQ(said,
            "supply.BeamStarted\n"
            "supply.BeamEnded (make)\n"
            "production.BatchStarted (combine)\n"
            "production.StepPerformed\nledger.Signed performed\n"
            "production.StepChecked\nledger.Signed checked\n"
            "production.StepPerformed\nledger.Signed performed\n"
            "production.SynthesisCompleted (combine)\nledger.Signed performed\n"
            "production.StepPerformed\nledger.Signed performed\n"
            "production.StepChecked\nledger.Signed checked\n"
            "production.VialFilled (split)\n"
            "quality.ResultRecorded\nledger.Signed tested\n"
            "quality.ResultRecorded\nledger.Signed tested\n"
            "quality.ResultRecorded\nledger.Signed tested\n"
            "quality.BatchReleased\nledger.Signed certified\n");
}

TEST_F(Quality, QueueShowsWhatIsMissing) {
  auto q = m.view(m.liang, "quality", "queue");
  ASSERT_TRUE(q);
  const Json& row = (*q)["queue"].items().at(0);
  EXPECT_EQ(row["counts"]["pending"].integer(), 7);
  EXPECT_EQ(row["blockers"].items().size(), 7u);  // open steps, and three pre-release tests in each of two markets
}

}  // namespace
}  // namespace isotrail::test
