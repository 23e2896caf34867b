// Into the decay store and out of control, never early and never above a limit.
#include <gtest/gtest.h>

#include <cmath>

#include "rooms/waste/clearance.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

/// The codes, and that nothing was written.
std::string no(HotLab& m, const Caller& who, const char* command, const Json& b) {
  const auto before = m.entries();
  const std::string codes = m.refusal(who, command, b);
  EXPECT_EQ(m.entries(), before);
  return codes;
}
Json stores(const char* container, std::initializer_list<const char*> items) {
  Json list = Json::array();
  for (const char* i : items) list.push(i);
  return body({{"container", container}, {"items", list}});
}
Json clears(const char* reading = "0.13 uSv/h", const char* background = "0.12 uSv/h", const char* meter = "SM-CT") {
  return body({{"container", "W-251217-F"}, {"reading", reading}, {"background", background}, {"meter", meter}});
}
double half_life(const char* nuclide) { return Dataset::shipped().find(nuclide)->half_life.value; }
Inventory holds(const char* nuclide, double bq) {
  return Inventory::of(*Dataset::shipped().find(nuclide), Activity(bq), instant("2025-12-17T06:30:00Z"));
}
waste::ClearancePlan plan(const Inventory& contents, const char* jurisdiction, double kg = 1.0) {
  return waste::clearancePlan(contents, Mass(kg), instant("2025-12-17T06:30:00Z"), jurisdiction);
}
double daysUntil(const waste::ClearancePlan& p) { return (*p.at - instant("2025-12-17T06:30:00Z")).value / 86400; }

TEST(WasteClearance, WaitsForTheLevelsAndForTheRuleOfThePlace) {
  // 1 GBq in 1 kg against 10 Bq/g: log2(1e9 / 1e4) = 16.61 half-lives of 109.7 min.
  const auto here = plan(holds("F-18", 1e9), "MO");
  EXPECT_EQ(here.rule, "clearance_levels");
  EXPECT_NEAR(daysUntil(here) * 86400, std::log2(1e5) * half_life("F-18"), 61);
  // 1 MBq is below the level after 6.6 half-lives, but ten are waited.
  EXPECT_EQ(plan(holds("F-18", 1e6), "MO").rule, "ten_half_lives");
  EXPECT_NEAR(daysUntil(plan(holds("F-18", 1e6), "MO")) * 86400, 10 * half_life("F-18"), 61);
  EXPECT_EQ(plan(holds("F-18", 1e9), "CN").rule, "thirty_days");
  EXPECT_NEAR(daysUntil(plan(holds("F-18", 1e9), "CN")), 30, 1e-3);
  EXPECT_NEAR(daysUntil(plan(holds("Lu-177", 1e6), "CN")) * 86400, 10 * half_life("Lu-177"), 61);
  EXPECT_EQ(plan(holds("I-131", 1e5), "CN").rule, "iodine_180_days");
  EXPECT_NEAR(daysUntil(plan(holds("I-131", 1e5), "CN")), 180, 1e-3);
}

TEST(WasteClearance, MixturesGoBySumOfFractions) {
  const Inventory f18 = holds("F-18", 8e3), tc = holds("Tc-99m", 80e3);  // in 1 kg: 0.8 of 10 Bq/g, and 0.8 of 100 Bq/g
  EXPECT_NEAR(waste::fractionOfLevels(f18, Mass(1.0)), 0.8, 1e-12);
  EXPECT_NEAR(waste::fractionOfLevels(f18.plus(tc), Mass(1.0)), 1.6, 1e-12);
  EXPECT_NEAR(waste::fractionOfLevels(f18.plus(tc), Mass(2.0)), 0.8, 1e-12);
}

TEST(WasteClearance, LongLivedStopsButTracesOfProgenyDoNot) {
  // Tc-99m leaves Tc-99 behind, far below its own level.
  EXPECT_TRUE(plan(holds("Tc-99m", 10e9), "MO").at);
  const auto never = plan(holds("Cs-137", 1e6), "MO");
  EXPECT_FALSE(never.at);
  EXPECT_EQ(never.rule, "long_lived");
  // Rb-82 (76 s) has no level of its own: it counts with the strontium that feeds it, and alone it cannot be cleared.
  const Inventory strontium = holds("Sr-82", 1e5).at(instant("2025-12-17T07:30:00Z"));
  EXPECT_GT(strontium.activity("Rb-82").value, 9e4);
  EXPECT_NEAR(waste::fractionOfLevels(strontium, Mass(1.0)), strontium.activity("Sr-82").value / 1e3, 1e-9);
  EXPECT_GT(waste::fractionOfLevels(holds("Rb-82", 1e5), Mass(1.0)), 1e6);
  EXPECT_EQ(plan(Inventory(), "MO").at->iso(), "2025-12-17T06:30:00Z");
}

class DecayStore : public ::testing::Test {
 protected:
  HotLab m;
  void SetUp() override {
    m.atTheBench();
    m.must(m.lei, "hotlab/draw-dose", m.draw());
    m.at("2025-12-17T14:30:00+08:00");
  }
  Json shown(const Caller& who, const char* container = "W-251217-F") {
    const auto view = m.view(who, "waste", "containers");
    for (const auto& row : (*view)["containers"].items())
      if (row["container"].text() == container) return row;
    return Json();
  }
};

TEST_F(DecayStore, HoldsWhatWasPutInUntilItsDate) {
  const Json answer = m.must(m.lei, "waste/store", stores("W-251217-F", {"FDG-251217-A.V1", "S-251217-01"}).set("mass", "1 kg"));
  // 14 GBq of 05:35 are 478 MBq at 14:30, the syringe's part included: log2(478e6 / 1e4) = 15.5 half-lives, 28.4 h.
  EXPECT_NEAR((instant(answer["clear_at"].text()) - m.now()).value / 3600, 28.4, 0.1);
  EXPECT_EQ(findItem(m.db(), ItemId("S-251217-01"))->stage, "discarded");
  const auto container = findItem(m.db(), ItemId("W-251217-F"));
  EXPECT_EQ(container->kind, "waste");
  EXPECT_NEAR(container->inventoryAt(m.now()).activity("F-18").value, 14e9 * std::exp2(-535 * 60 / half_life("F-18")), 1e5);
  EXPECT_GT(holding(m.db(), SiteId("cotai-hotlab"), "F-18", m.now()).value, 4e8);  // still under the cap
  const Json row = shown(m.sou);
  EXPECT_EQ(row["state"].text(), "stored");
  EXPECT_EQ(row["items"].size(), 2u);
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-251217-F", {"S-251217-01"})), "ITEM_NOT_HERE");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(DecayStore, IsNotClearedEarlyOrAboveALimit) {
  m.must(m.lei, "waste/store", stores("W-251217-F", {"FDG-251217-A.V1", "S-251217-01"}));
  EXPECT_EQ(no(m, m.sou, "waste/clear", clears("0.9 uSv/h")), "CLEARANCE_LEVEL_EXCEEDED READING_ABOVE_BACKGROUND TOO_EARLY");
  m.at("2025-12-18T09:10:00+08:00");
  EXPECT_EQ(no(m, m.sou, "waste/clear", clears()), "CLEARANCE_LEVEL_EXCEEDED TOO_EARLY");
  m.at("2025-12-18T19:05:00+08:00");
  EXPECT_EQ(shown(m.sou)["state"].text(), "clearable");
  EXPECT_EQ(no(m, m.sou, "waste/clear", clears("0.15 uSv/h")), "READING_ABOVE_BACKGROUND");
  EXPECT_EQ(no(m, m.sou, "waste/clear", clears("0.6 uSv/h", "0.6 uSv/h")), "BACKGROUND_IMPLAUSIBLE");
  EXPECT_EQ(no(m, m.sou, "waste/clear", clears("0.12 uSv/h", "0.12 uSv/h", "SM-LN")), "EQUIPMENT_ELSEWHERE");
  EXPECT_EQ(no(m, m.he, "waste/clear", clears()), "NOT_YOUR_ORGANISATION");
  m.must(m.sou, "waste/clear", clears());
  EXPECT_EQ(shown(m.sou)["state"].text(), "cleared");
  EXPECT_EQ(findItem(m.db(), ItemId("W-251217-F"))->stage, "cleared");
  EXPECT_EQ(no(m, m.sou, "waste/clear", clears()), "OUT_OF_ORDER");
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-251217-F", {"P-251217-01"})), "OUT_OF_ORDER");
  for (const auto& line : dayAccount(m.db(), SiteId("cotai-hotlab"), instant("2025-12-18T00:00:00+08:00"), instant("2025-12-19T00:00:00+08:00"))) {
    EXPECT_TRUE(line.closes()) << line.nuclide;
    if (line.nuclide == "F-18") {
      EXPECT_GT(line.cleared, 0);
    }
  }
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(DecayStore, AddingStartsTheWaitingAnew) {
  const Json first = m.must(m.lei, "waste/store", stores("W-251217-F", {"S-251217-01"}).set("mass", "500 g"));
  m.at("2025-12-17T16:00:00+08:00");
  const Json second = m.must(m.lei, "waste/store", stores("W-251217-F", {"FDG-251217-A.V1"}));
  EXPECT_LT(instant(first["clear_at"].text()), instant(second["clear_at"].text()));
  EXPECT_FALSE(second["mass_assumed"].boolean());  // as weighed the first time
  EXPECT_EQ(shown(m.sou)["items"].size(), 2u);
}

TEST_F(DecayStore, MainlandWaitsThirtyDays) {
  const Json answer = m.must(m.zhou, "waste/store", stores("W-251217-N", {"FDG-251217-A.W"}));
  EXPECT_EQ(answer["rule"].text(), "thirty_days");
  EXPECT_EQ(answer["clear_at"].text(), "2026-01-16T06:30:00Z");
  EXPECT_TRUE(shown(m.sou, "W-251217-N").isNull());
}

TEST_F(DecayStore, TakesOnlyWhatIsHereAndOurs) {
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-1", {})), "BAD_VALUE");
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-1", {"S-251217-01", "S-251217-01"})), "BAD_VALUE");
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-1", {"NOTHING"})), "NOT_FOUND");
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("FDG-251217-A.V1", {"S-251217-01"})), "ALREADY_EXISTS");
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-1", {"FDG-251217-A.W"})), "NOT_YOUR_ORGANISATION NOT_YOUR_ORGANISATION");
  EXPECT_EQ(no(m, m.lei, "waste/store", stores("W-1", {"S-251217-01"}).set("mass", "0 kg")), "BAD_VALUE");
}

}  // namespace
}  // namespace isotrail::test
