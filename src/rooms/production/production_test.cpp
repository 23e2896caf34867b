#include <gtest/gtest.h>

#include <cmath>

#include "rooms/production/facts.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

Json sign(int step) { return body({{"batch", "FDG-251217-A"}, {"step", step}}); }
Json startBody(std::initializer_list<const char*> lots) {
  Json list = Json::array();
  for (const char* l : lots) list.push(l);
  return body({{"batch", "B1"}, {"product", "FDG"}, {"site", "lingnan-nansha"}, {"bulk", "IR-251217-1"}, {"lots", list}});
}

TEST(ProductionStart, NeedsMaterialsInDateABulkOfItsNuclideAndAQualifiedPerson) {
  Maker m;
  m.beam();
  EXPECT_EQ(m.refusal(m.he, "production/start-batch", startBody({"PRE-7", "K-OLD"})), "ITEM_EXPIRED MATERIAL_MISSING");
  EXPECT_EQ(m.refusal(m.he, "production/start-batch", startBody({"PRE-7", "K-2291", "VB-30"}).set("bulk", "W-118")), "BULK_WRONG");
  EXPECT_EQ(m.refusal(m.lin, "production/start-batch", startBody({"PRE-7", "K-2291", "VB-30"})), "QUALIFICATION_MISSING");
  EXPECT_EQ(m.refusal(m.he, "production/start-batch", startBody({"PRE-7", "NONE"})), "NOT_FOUND");
  m.startBatch();
  EXPECT_EQ(m.refusal(m.he, "production/start-batch", startBody({"PRE-7", "K-2291", "VB-30"})), "BULK_TAKEN");
}

TEST(ProductionStart, EveryLotAndTheBulkAreParentsOfTheBatch) {
  Maker m;
  m.beam();
  m.startBatch();
  std::vector<std::string> parents;
  for (const auto& id : ancestors(m.db(), ItemId("FDG-251217-A"))) parents.push_back(id.str());
  for (const char* wanted : {"IR-251217-1", "W-118", "PRE-7", "K-2291", "VB-30"})
    EXPECT_NE(std::find(parents.begin(), parents.end(), wanted), parents.end()) << wanted;
}

TEST(ProductionSteps, ComeInOrderAndAreCheckedByASecondPerson) {
  Maker m;
  m.beam();
  m.startBatch();
  EXPECT_EQ(m.refusal(m.he, "production/sign-step", sign(2)), "OUT_OF_ORDER");
  EXPECT_EQ(m.refusal(m.zhou, "production/check-step", sign(1)), "OUT_OF_ORDER");
  m.step(1);
  EXPECT_EQ(m.refusal(m.he, "production/sign-step", sign(1)), "OUT_OF_ORDER");  // its check is due now
  EXPECT_EQ(m.refusal(m.he, "production/check-step", sign(1)), "CHECKS_OWN_STEP");
  EXPECT_EQ(m.refusal(m.lin, "production/check-step", sign(1)), "QUALIFICATION_MISSING");
  m.check(1);
  EXPECT_EQ(m.refusal(m.zhou, "production/check-step", sign(1)), "OUT_OF_ORDER");
}

TEST(ProductionSteps, ReadingsAreHeldAgainstActionAndAlertLimits) {
  Maker m;
  m.beam();
  m.startBatch();
  m.step(1);
  m.check(1);
  const auto before = m.entries();
  EXPECT_EQ(m.refusal(m.he, "production/sign-step", sign(2)), "READING_MISSING");
  EXPECT_EQ(m.refusal(m.he, "production/sign-step", sign(2).set("reading", 120.0)), "COMMENT_NEEDED STEP_OUT_OF_LIMITS");
  EXPECT_EQ(m.refusal(m.he, "production/sign-step", sign(2).set("reading", 112.0)), "COMMENT_NEEDED");
  EXPECT_EQ(m.entries(), before);
  m.must(m.he, "production/sign-step", sign(2).set("reading", 112.0).set("comment", "slow start of the heater"));
  // Steps of the product wait for the product.
  EXPECT_EQ(m.refusal(m.he, "production/sign-step", sign(3)), "OUT_OF_ORDER");
}

TEST(ProductionSynthesis, ClosesInAtomsWithTheLossesAsWaste) {
  Maker m;
  m.synthesise();
  const Instant eos = instant("2025-12-17T05:35:00+08:00");
  const auto batch = findItem(m.db(), ItemId("FDG-251217-A"));
  const auto waste = findItem(m.db(), ItemId("FDG-251217-A.W"));
  const auto bulk = findItem(m.db(), ItemId("IR-251217-1"));
  ASSERT_TRUE(batch && waste && bulk);
  EXPECT_EQ(bulk->stage, "consumed");
  const double at_eos = 45e9 * std::exp2(-35 * 60 / 6584.04);  // 36.07 GBq
  EXPECT_NEAR(batch->inventoryAt(eos).activity("F-18").value, 21e9, 10);
  EXPECT_NEAR(waste->inventoryAt(eos).activity("F-18").value, at_eos - 21e9, 100);
  EXPECT_NEAR(batch->volume.value, 0.015, 1e-12);
  for (const auto& line : dayAccount(m.db(), SiteId("lingnan-nansha"), instant("2025-12-17T00:00:00+08:00"), instant("2025-12-18T00:00:00+08:00")))
    EXPECT_TRUE(line.closes()) << line.nuclide << " " << line.residue();
}

TEST(ProductionSynthesis, CannotMakeMoreThanThereWas) {
  Maker m;
  m.beam();
  m.startBatch();
  Json done = body({{"batch", "FDG-251217-A"}, {"activity", "40 GBq"}, {"volume", "15 mL"}, {"calibrator", "CAL-1"}});
  EXPECT_EQ(m.refusal(m.he, "production/complete-synthesis", done), "OUT_OF_ORDER");
  m.step(1);
  m.check(1);
  m.step(2, 104.0);
  m.at("2025-12-17T05:35:00+08:00");
  EXPECT_EQ(m.refusal(m.he, "production/complete-synthesis", done), "YIELD_IMPLAUSIBLE");
  EXPECT_EQ(m.refusal(m.he, "production/complete-synthesis", done.set("activity", "21 GBq").set("calibrator", "CAL-OLD")),
            "EQUIPMENT_CALIBRATION_LAPSED EQUIPMENT_UNQUALIFIED");
}

TEST(ProductionVial, GetsItsShareAndTheShelfLifeAndNeverMoreThanIsLeft) {
  Maker m;
  m.synthesise();
  const auto fill = [](const char* vial, const char* volume) { return body({{"batch", "FDG-251217-A"}, {"vial", vial}, {"volume", volume}}); };
  m.must(m.he, "production/fill-vial", fill("V1", "10 mL"));
  EXPECT_EQ(m.refusal(m.he, "production/fill-vial", fill("V2", "5.1 mL")), "BATCH_VOLUME_EXCEEDED");
  m.must(m.he, "production/fill-vial", fill("V2", "5 mL"));
  const auto v1 = findItem(m.db(), ItemId("V1"));
  ASSERT_TRUE(v1 && v1->expires_at && v1->calibration);
  EXPECT_NEAR(v1->inventoryAt(m.now()).activity("F-18").value, 14e9, 10);
  EXPECT_EQ(v1->expires_at->iso(), "2025-12-17T07:35:00Z");  // end of synthesis 21:35Z and 10 h
  EXPECT_NEAR(findItem(m.db(), ItemId("FDG-251217-A"))->volume.value, 0, 1e-12);
}

TEST(ProductionViews, TheBatchRecordShowsStepsYieldVialsAndWhetherItIsEnough) {
  Maker m;
  m.at("2025-12-16T09:00:00+08:00");
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
  m.synthesise();
  m.testAll();
  auto shown = m.view(m.he, "production", "batches", "FDG-251217-A");
  ASSERT_TRUE(shown);
  const Json& j = *shown;
  EXPECT_EQ(j["state"].text(), "made");
  EXPECT_EQ(j["due"].text(), "nothing");
  EXPECT_EQ(j["steps"].items().size(), 3u);
  EXPECT_EQ(j["steps"].items()[1]["state"].text(), "done");
  EXPECT_EQ(j["inputs"].items().size(), 4u);
  EXPECT_EQ(j["vials"].items().at(0)["state"].text(), "waiting_release");
  EXPECT_NEAR(j["yield"]["eob_bq"].number(), 45e9, 1);
  EXPECT_NEAR(j["yield"]["percent_decay_corrected"].number(), 100 * 21.0 / (45 * std::exp2(-2100 / 6584.04)), 1e-6);
  EXPECT_NEAR(j["enough"]["needed_bq"].number(), 252e6, 1);
  EXPECT_GT(j["enough"]["forecast_bq"].number(), 252e6);
  EXPECT_NEAR(j["since_eob_s"].number(), 2100, 1e-6);
  EXPECT_FALSE(m.view(m.fong, "production", "batches", "FDG-251217-A"));  // nothing of it is theirs yet
  for (const auto& line : j["record"].items()) EXPECT_EQ(line["text"].text().find("production."), std::string::npos) << line["text"].text();
}

TEST(ProductionLots, BelongToTheSiteAlsoWhenAnAdministratorTakesThemIn) {
  Maker m;
  const Caller clerk = Fixture::caller("local-admin", "node", {"admin"}, "registry");
  m.must(clerk, "production/receive-lot",
         body({{"lot", "K-9"},
               {"site", "lingnan-nansha"},
               {"kind", "cassette"},
               {"name", "K-9"},
               {"supplier", "supplier"},
               {"expires_at", "2026-06-30T00:00:00Z"},
               {"units", 3}}));
  EXPECT_EQ(findItem(m.db(), ItemId("K-9"))->org, OrgId("lingnan"));
  EXPECT_EQ(findItem(m.db(), ItemId("K-9"))->maker, OrgId("supplier"));
}

TEST(ProductionViews, RebuildEqualsLive) {
  Maker m;
  m.synthesise();
  m.testAll();
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
