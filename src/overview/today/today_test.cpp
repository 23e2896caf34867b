// What waits for whom, on the day of a maker and a hospital.
#include <gtest/gtest.h>

#include "desk/texts.h"
#include "overview/overview.h"
#include "rooms/identity/facts.h"
#include "tests/support/maker.h"
#include "tests/support/overview_reader.h"

namespace isotrail::overview {
namespace {
using namespace test;

/// A caller with the rights his roles give, as the server resolves them.
Caller withRights(Caller c) {
  c.permissions = identity::permissionsOf(c.roles);
  return c;
}
std::string kinds(const Json& today) {
  std::string out;
  for (const auto& t : today["tasks"].items()) out += (out.empty() ? "" : " ") + t["kind"].text();
  return out;
}

TEST(Today, AStepWaitsForAnotherPersonToCheckIt) {
  Maker house;
  house.beam();
  house.startBatch();
  house.step(1);
  EXPECT_EQ(kinds(shown(house, withRights(house.he), "today", "")), "") << "nobody checks his own step";
  const Json zhou = shown(house, withRights(house.zhou), "today", "");
  ASSERT_EQ(kinds(zhou), "production.check-step");
  const Json& t = zhou["tasks"].items()[0];
  EXPECT_EQ(t["text"].text(), "Check step 1 of FDG-251217-A: Step (done by he.yun)");
  EXPECT_EQ(t["link"].text(), "/production/FDG-251217-A");
  EXPECT_EQ(t["id"].text(), "production.check-step:FDG-251217-A.1");
  EXPECT_EQ(shown(house, withRights(house.zhou), "today", "", "", {}, "zh-Hant")["tasks"].items()[0]["text"].text(),
            "覆核 FDG-251217-A 第 1 步：步驟（執行人 he.yun）");
  house.check(1);
  house.step(2, 104.0);
  EXPECT_EQ(kinds(shown(house, withRights(house.he), "today", "")), "production.complete-synthesis");
}

TEST(Today, ResultsThenReleaseThenNothing) {
  Maker house;
  house.synthesise();
  const Json lin = shown(house, withRights(house.lin), "today", "");
  EXPECT_EQ(kinds(lin), "quality.record-result quality.record-result quality.record-result");
  EXPECT_EQ(kinds(shown(house, withRights(house.liang), "today", "")).find("quality.release-batch") != std::string::npos, true);
  house.testAll();
  const Json liang = shown(house, withRights(house.liang), "today", "");
  ASSERT_EQ(kinds(liang), "quality.release-batch");
  EXPECT_EQ(liang["tasks"].items()[0]["text"].text(), "Release or reject FDG-251217-A, Fludeoxyglucose (F-18)");
  EXPECT_EQ(liang["tasks"].items()[0]["link"].text(), "/production/FDG-251217-A?step=release");
  EXPECT_GT(liang["changed"].size(), 0u);
  EXPECT_EQ(kinds(shown(house, withRights(house.lin), "today", "")), "");
}

TEST(Today, AHospitalPrescribesAMakerPromises) {
  Maker house;
  house.at("2025-12-17T06:00:00+08:00");
  house.must(house.fong, "ordering/place-order", house.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  EXPECT_EQ(kinds(shown(house, withRights(house.wong), "today", "")), "ordering.accept-order");
  const Json fong = shown(house, withRights(house.fong), "today", "");
  ASSERT_FALSE(memberOf(fong["tasks"], "kind", "clinic.prescribe").isNull());
  const Json& t = memberOf(fong["tasks"], "kind", "clinic.prescribe");
  EXPECT_EQ(t["text"].text(), "Prescribe ORD-01: Fludeoxyglucose (F-18) for P-01 at 09:15");
  EXPECT_EQ(t["due_at"].text(), "2025-12-17T00:15:00Z");
  EXPECT_EQ(t["urgency"].text(), "later");
  house.at("2025-12-17T08:20:00+08:00");
  EXPECT_EQ(memberOf(shown(house, withRights(house.fong), "today", "")["tasks"], "kind", "clinic.prescribe")["urgency"].text(), "overdue");
}

TEST(Today, AnInspectorHasNoTasksAndSeesNoPatient) {
  Maker house;
  house.must(house.fong, "ordering/place-order", house.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  const Json seen = shown(house, withRights(Fixture::caller("inspector.ssm", "ssm", {"regulator"}, "", "agency", "MO")), "today", "");
  EXPECT_EQ(seen["tasks"].size(), 0u);
  EXPECT_GT(seen["changed"].size(), 0u);
  EXPECT_EQ(seen.dump().find("P-01"), std::string::npos);
}

}  // namespace
}  // namespace isotrail::overview
