// The board and the traces over what a maker and a hospital did; identifiers are those of the showcase.
#include "overview/overview.h"

#include <gtest/gtest.h>

#include "nuclide/inventory.h"
#include "tests/support/maker.h"
#include "tests/support/overview_reader.h"

namespace isotrail::overview {
namespace {
using namespace test;

/// 17 December after filling: V1 with 10 mL of 15 mL, two patients booked, nothing released.
class AfterFilling : public Maker {
 public:
  AfterFilling() {
    must(fong, "ordering/place-order", order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
    must(fong, "ordering/place-order", order("ORD-02", "P-02", "2025-12-17T11:35:00+08:00"));
    for (const char* o : {"ORD-01", "ORD-02"}) must(wong, "ordering/accept-order", body({{"order", o}}));
    synthesise();
    testAll();
  }
  Json show(const Caller& caller, const char* room, const char* name, std::map<std::string, std::string> params = {}) {
    return shown(*this, caller, room, name, "", std::move(params));
  }
};

const Json& rowOf(const Json& board, const std::string& item) { return memberOf(board["rows"], "item", item); }

TEST(Board, ARowSaysWhatIsThereAndWhatIsLeftForWhom) {
  AfterFilling house;
  house.at("2025-12-17T06:00:00+08:00");
  const Json board = house.show(house.wong, "board", "");
  const Json& v1 = rowOf(board, "FDG-251217-A.V1");
  EXPECT_EQ(v1["kind"].text(), "vial");
  EXPECT_EQ(v1["nuclide"].text(), "F-18");
  EXPECT_EQ(v1["product_name"].text(), "Fludeoxyglucose (F-18)");
  EXPECT_EQ(v1["letter"].text(), "F");
  EXPECT_EQ(v1["state"].text(), "waiting_release");
  // 21 GBq in 15 mL at 05:35; 10 mL of it, 25 min later.
  const Nuclide& f18 = *Dataset::shipped().find("F-18");
  const double expected = decayed(f18, Activity(14e9), minutes(25)).value;
  EXPECT_NEAR(v1["activity_bq"].number() / expected, 1.0, 1e-9);
  EXPECT_EQ(v1["volume_ml"].number(), 10.0);
  EXPECT_NEAR(v1["concentration_bq_per_ml"].number() / (expected / 10), 1.0, 1e-9);
  ASSERT_EQ(v1["coverage"].size(), 2u);
  const Json& first = v1["coverage"].items()[0];
  EXPECT_EQ(first["order"].text(), "ORD-01");
  EXPECT_TRUE(first["covered"].boolean());
  // 252 MBq at 09:15 out of 14 GBq that decayed for 220 min: the share of the 10 mL.
  const double share = 252e6 / decayed(f18, Activity(14e9), minutes(220)).value;
  EXPECT_NEAR(first["volume_ml_after"].number(), 10 * (1 - share), 1e-9);
  EXPECT_FALSE(first.has("patient")) << "the maker sees orders, not patients";
  EXPECT_EQ(v1["booked"].items()[1].text(), "2025-12-17T03:35:00Z");
}

TEST(Board, SlackIsTheLeastOverTheBookedOrders) {
  AfterFilling house;
  house.at("2025-12-17T06:00:00+08:00");
  const Json board = house.show(house.wong, "board", "");
  const Json& v1 = rowOf(board, "FDG-251217-A.V1");
  // At 11:35 (360 min after 05:35) what P-01 took at 09:15 is gone: slack = T log2(left / 252 MBq).
  const Nuclide& f18 = *Dataset::shipped().find("F-18");
  const Activity left = decayed(f18, Activity(14e9), minutes(360)) - decayed(f18, Activity(252e6), minutes(140));
  EXPECT_NEAR(v1["slack_minutes"].number(), decaySlack(f18, left, Activity(252e6)).value / 60, 1e-6);
  const Json& margin = board["tiles"]["margin"];
  EXPECT_EQ(margin["order"].text(), "ORD-02");
  EXPECT_EQ(margin["item"].text(), "FDG-251217-A.V1");
  EXPECT_EQ(board["tiles"]["patients"]["covered"].integer(), 2);
  EXPECT_EQ(board["tiles"]["waiting_release"]["count"].integer(), 1);
}

TEST(Board, AHeldVialCoversNobody) {
  AfterFilling house;
  house.must(house.lin, "quality/hold-item", body({{"item", "FDG-251217-A"}, {"reason", "leak"}}));
  const Json board = house.show(house.wong, "board", "");
  const Json& v1 = rowOf(board, "FDG-251217-A.V1");
  EXPECT_EQ(v1["state"].text(), "on_hold");
  EXPECT_FALSE(v1["coverage"].items().at(0)["covered"].boolean());
  EXPECT_EQ(board["tiles"]["patients"]["covered"].integer(), 0);
}

TEST(Board, AnotherOrganisationSeesNothingOfIt) {
  AfterFilling house;
  const Caller stranger = Fixture::caller("x", "elsewhere", {"planner"}, "", "maker", "CN");
  EXPECT_EQ(house.show(stranger, "board", "")["rows"].size(), 0u);
  const Caller inspector = Fixture::caller("inspector.gdee", "gdee", {"regulator"}, "", "agency", "CN");
  const Json seen = house.show(inspector, "board", "");
  ASSERT_FALSE(rowOf(seen, "FDG-251217-A.V1").isNull());
  EXPECT_EQ(seen.dump().find("P-01"), std::string::npos);
}

TEST(Board, AGeneratorTellsHowItsDaughterGrows) {
  Maker house;
  house.at("2025-12-17T06:00:00+08:00");
  house.must(house.ho, "supply/receive-generator",
             body({{"generator", "GEN-MO-0412"},
                   {"site", "cotai-hotlab"},
                   {"parent", "Mo-99"},
                   {"activity", "10 GBq"},
                   {"reference_at", "2025-12-16T06:00:00+08:00"},
                   {"efficiency", "90 %"},
                   {"expires_at", "2025-12-30T00:00:00Z"},
                   {"supplier", "supplier"}}));
  house.at("2025-12-17T07:00:00+08:00");
  house.must(house.ho, "supply/elute",
             body({{"generator", "GEN-MO-0412"}, {"eluate", "E-251217-1"}, {"activity", "5 GBq"}, {"volume", "5 mL"}, {"calibrator", "CAL-CT"}}));
  const Json board = shown(house, house.ho, "board", "");
  const Json& g = rowOf(board, "GEN-MO-0412");
  EXPECT_EQ(g["nuclide"].text(), "Mo-99");
  EXPECT_EQ(g["elutions"]["daughter"].text(), "Tc-99m");
  const Json& mo = memberOf(g["elutions"]["chain"], "nuclide", "Mo-99");
  EXPECT_NEAR(mo["feeds"].items()[0]["fraction"].number(), 0.876, 0.01);
  EXPECT_EQ(mo["activity_bq"].number(), g["activity_bq"].number());
  EXPECT_EQ(memberOf(g["elutions"]["chain"], "nuclide", "Tc-99m")["activity_bq"].number(), g["elutions"]["daughter_bq"].number());
  EXPECT_EQ(g["elutions"]["last_elution_at"].text(), "2025-12-16T23:00:00Z");
  EXPECT_EQ(rowOf(board, "E-251217-1")["state"].text(), "untested");
}

TEST(Trace, BackNamesBeamLotsPeopleAndEquipment) {
  AfterFilling house;
  const Json t = house.show(house.liang, "trace", "back", {{"item", "FDG-251217-A.V1"}});
  for (const char* id :
       {"W-118", "beam:IR-251217-1", "IR-251217-1", "PRE-7", "K-2291", "VB-30", "FDG-251217-A", "FDG-251217-A.V1", "CYC-1", "CAL-1", "he.yun"})
    EXPECT_FALSE(memberOf(t["nodes"], "id", id).isNull()) << id;
  EXPECT_EQ(memberOf(t["nodes"], "id", "W-118")["layer"].integer(), 0);
  EXPECT_EQ(memberOf(t["nodes"], "id", "beam:IR-251217-1")["kind"].text(), "beam");
  EXPECT_EQ(memberOf(t["nodes"], "id", "FDG-251217-A")["layer"].integer(), 2);
  EXPECT_EQ(memberOf(t["people"], "person", "zhou.kai")["name"].text(), "F G");
  EXPECT_FALSE(memberOf(t["equipment"], "equipment", "CYC-1").isNull());
  bool through_beam = false, past_beam = false;
  for (const auto& e : t["edges"].items()) {
    through_beam |= e["from"].text() == "beam:IR-251217-1" && e["to"].text() == "IR-251217-1";
    past_beam |= e["from"].text() == "W-118" && e["to"].text() == "IR-251217-1";
  }
  EXPECT_TRUE(through_beam);
  EXPECT_FALSE(past_beam) << "the target meets the bulk through the beam";
  EXPECT_FALSE(t["events"].items().front()["text"].text().empty());
}

TEST(Trace, ForwardFromTheCassetteShowsWhoWaitsForIt) {
  AfterFilling house;
  const Json t = house.show(house.liang, "trace", "forward", {{"item", "K-2291"}});
  EXPECT_FALSE(memberOf(t["nodes"], "id", "FDG-251217-A.V1").isNull());
  EXPECT_EQ(memberOf(t["nodes"], "id", "ORD-01")["state"].text(), "booked");
  EXPECT_EQ(t.dump().find("\"P-01\""), std::string::npos);
}

TEST(Trace, WhatIsNotTheCallersIsNotFound) {
  AfterFilling house;
  const Caller stranger = Fixture::caller("x", "elsewhere", {"planner"}, "", "maker", "CN");
  EXPECT_EQ(refusalOf(house, stranger, "trace", "back", {{"item", "FDG-251217-A.V1"}}), "NOT_FOUND");
  EXPECT_EQ(refusalOf(house, house.liang, "trace", "back", {{"item", "NO-SUCH"}}), "NOT_FOUND");
  EXPECT_EQ(refusalOf(house, house.liang, "trace", "forward", {}), "NOT_FOUND");
}

}  // namespace
}  // namespace isotrail::overview
