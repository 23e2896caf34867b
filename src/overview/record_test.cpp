// Recall simulation, audit trail and the day's account over what a maker did; identifiers are those of the showcase.
#include <gtest/gtest.h>

#include "overview/overview.h"
#include "tests/support/lane.h"
#include "tests/support/maker.h"
#include "tests/support/overview_reader.h"

namespace isotrail::overview {
namespace {
using namespace test;

class Released : public Maker {
 public:
  Released() {
    must(fong, "ordering/place-order", order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
    must(wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
    synthesise();
    testAll();
    Json markets = Json::array();
    markets.push("CN").push("MO");
    must(liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", markets}}));
  }
};

TEST(Recall, ManyAreDrawnAsCountsByPlaceAndListsStop) {
  Released house;
  for (std::int64_t i = 0; i < 600; ++i) {
    Movement m;
    m.kind = MovementKind::split;
    m.takes.push_back({ItemId("FDG-251217-A.V1"), {}, {}, false});
    m.puts.push_back({ItemId("X-" + std::to_string(i)), {}, {}, NewItem{"vial", "x", {}, {}, std::nullopt, {}}});
    Event e;
    e.seq = 100'000 + i;
    e.site = SiteId("lingnan-nansha");
    e.org = OrgId("lingnan");
    e.stream = "test/split";
    e.movement = m.toJson();
    applyTrace(house.db(), e);
  }
  const Json r = shown(house, house.liang, "recall", "simulate", "", {{"item", "K-2291"}});
  EXPECT_LT(r["graph"]["nodes"].size(), 20u);
  EXPECT_FALSE(memberOf(r["graph"]["nodes"], "id", "K-2291").isNull()) << "what is recalled stands by itself";
  const Json vials = memberOf(r["graph"]["nodes"], "id", "vial@lingnan-nansha here");
  EXPECT_EQ(vials["count"].integer(), 601) << r["graph"].dump();
  EXPECT_EQ(vials["label"].text(), "× 601");
  EXPECT_FALSE(memberOf(r["graph"]["edges"], "to", "vial@lingnan-nansha here").isNull());
  EXPECT_GT(r["counts"]["holds"].integer(), 600);
  EXPECT_EQ(r["holds"].size(), 500u);
}

TEST(Recall, TheCassetteLotFindsEveryVialAndWhoCanStillBeSpared) {
  Released house;
  house.at("2025-12-17T06:15:00+08:00");
  const Json r = shown(house, house.liang, "recall", "simulate", "", {{"item", "K-2291"}});
  EXPECT_EQ(r["affected"]["batches"].integer(), 1);
  EXPECT_EQ(r["affected"]["vials"].integer(), 1);
  EXPECT_EQ(r["affected"]["doses"].integer(), 1);
  EXPECT_EQ(r["affected"]["patients"].integer(), 1);
  EXPECT_EQ(r["affected"]["sites"].integer(), 2) << "where the vial is and where the patient waits";
  EXPECT_EQ(r["affected"]["jurisdictions"].integer(), 2);
  ASSERT_EQ(r["stoppable"].size(), 1u);
  const Json& s = r["stoppable"].items()[0];
  EXPECT_EQ(s["vial"].text(), "FDG-251217-A.V1");
  EXPECT_EQ(s["order"].text(), "ORD-01");
  EXPECT_EQ(s["state"].text(), "not_drawn");
  EXPECT_EQ(s["seconds_left"].number(), 180 * 60.0);
  EXPECT_EQ(s["patient"].text(), "") << "the maker does not see who it is";
  EXPECT_EQ(r["nearest"]["order"].text(), "ORD-01");
  EXPECT_EQ(memberOf(r["holds"], "item", "K-2291")["why"].text(), "the recalled item");
  EXPECT_EQ(memberOf(r["holds"], "item", "FDG-251217-A.V1")["why"].text(), "came out of K-2291");
  EXPECT_EQ(memberOf(r["tell"], "org", "cotai")["by"].text(), "2025-12-17T01:15:00Z");
  EXPECT_EQ(memberOf(r["tell"], "org", "cotai")["languages"].size(), 2u);
  EXPECT_FALSE(memberOf(r["graph"]["nodes"], "id", "ORD-01").isNull());
  EXPECT_GT(r["found_ms"].number(), 0.0);
}

TEST(Recall, TheHospitalSeesItsOwnPatientsInItsOwnWords) {
  Released house;
  house.at("2025-12-17T06:15:00+08:00");
  const Caller admin = house.admin;
  const Json r = shown(house, admin, "recall", "simulate", "", {{"item", "IR-251217-1"}}, "zh-Hant");
  EXPECT_EQ(r["stoppable"].items().at(0)["patient"].text(), "P-01");
  EXPECT_EQ(memberOf(r["holds"], "item", "FDG-251217-A")["why"].text(), "源自 IR-251217-1");
}

TEST(Recall, AHoldReachesWhatIsOnTheRoadAtOnce) {
  LaneScene house;
  house.ready();
  house.leave();
  const auto vial = [&] {
    return memberOf(shown(house, house.liang, "recall", "simulate", "", {{"item", "K-2291"}})["holds"], "item", "FDG-251217-A.V2");
  };
  ASSERT_EQ(findItem(house.db(), ItemId("FDG-251217-A.V2"))->stage, "in_transit");
  EXPECT_FALSE(vial()["held_already"].boolean());
  house.must(house.liang, "quality/hold-item", body({{"item", "K-2291"}, {"reason", "leak"}}));  // the cassette, two steps above
  EXPECT_TRUE(vial()["held_already"].boolean());
  EXPECT_EQ(heldBy(house.db(), ItemId("FDG-251217-A.V2"))->str(), "K-2291");
  house.at("2025-12-17T07:30:00+08:00");
  house.must(house.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
  EXPECT_TRUE(house.refuses(house.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "ITEM_ON_HOLD"));
}

TEST(Audit, NewestFirstWithFiltersAndHeads) {
  Released house;
  const Json all = shown(house, house.liang, "audit", "entries", "", {{"limit", "5"}});
  ASSERT_EQ(all["entries"].size(), 5u);
  const auto& e = all["entries"].items();
  EXPECT_GT(e[0]["seq"].integer(), e[1]["seq"].integer());
  EXPECT_EQ(all["next_before"].integer(), e[4]["seq"].integer());
  const Json older = shown(house, house.liang, "audit", "entries", "", {{"before", std::to_string(e[4]["seq"].integer())}, {"limit", "5"}});
  EXPECT_LT(older["entries"].items()[0]["seq"].integer(), e[4]["seq"].integer());
  const Json releases = shown(house, house.liang, "audit", "entries", "", {{"type", "quality.BatchReleased"}});
  ASSERT_EQ(releases["entries"].size(), 1u);
  const Json& release = releases["entries"].items()[0];
  EXPECT_EQ(release["actor_name"].text(), "F G");
  ASSERT_EQ(release["signatures"].size(), 1u);
  EXPECT_EQ(release["signatures"].items()[0]["person"].text(), "liang.wei");
  EXPECT_EQ(memberOf(all["heads"], "site", "lingnan-nansha")["hash"].text().size(), 64u);
  EXPECT_TRUE(memberOf(all["heads"], "site", "cotai-hotlab").isNull());
  EXPECT_EQ(refusalOf(house, house.liang, "audit", "entries", {{"limit", "many"}}), "BAD_VALUE");
}

TEST(Audit, AnEntryCarriesWhatItsSignatureIsCheckedBy) {
  Released house;
  const Json list = shown(house, house.liang, "audit", "entries", "", {{"type", "quality.BatchReleased"}});
  const Json e = shown(house, house.liang, "audit", "entries", list["entries"].items().at(0)["id"].text());
  const Json& s = e["signatures"].items().at(0);
  EXPECT_EQ(s["statement"].text(), "liang.wei\n" + s["meaning"].text() + "\n" + s["at"].text() + "\n" + e["hash"].text());
  EXPECT_TRUE(s["matches"].boolean());
  EXPECT_EQ(e["stored_sha256"].text(), e["hash"].text());
  EXPECT_EQ(sha256Hex(e["stored"].text()), e["hash"].text());
  EXPECT_TRUE(e["link"]["previous_matches"].boolean());
  EXPECT_TRUE(e["link"]["next_matches"].boolean());
}

TEST(Audit, OthersSeeTheSharedOrderWithoutThePatient) {
  Released house;
  const Json list = shown(house, house.wong, "audit", "entries", "", {{"type", "ordering.OrderPlaced"}});
  ASSERT_EQ(list["entries"].size(), 1u) << "an order is shared by hospital and maker";
  EXPECT_EQ(list.dump().find("P-01"), std::string::npos);
  const Json e = shown(house, house.wong, "audit", "entries", list["entries"].items()[0]["id"].text());
  EXPECT_TRUE(e["redacted"].boolean());
  EXPECT_TRUE(e["stored"].isNull());
  EXPECT_EQ(e.dump().find("P-01"), std::string::npos);
  const Json own = shown(house, house.fong, "audit", "entries", list["entries"].items()[0]["id"].text());
  EXPECT_EQ(own["payload"]["patient"].text(), "P-01");
  // The hospital does not see how the maker works.
  EXPECT_EQ(shown(house, house.fong, "audit", "entries", "", {{"type", "production.StepPerformed"}})["entries"].size(), 0u);
  const Caller inspector = Fixture::caller("inspector.ssm", "ssm", {"regulator"}, "", "agency", "MO");
  const Json seen = shown(house, inspector, "audit", "entries", "", {{"site", "cotai-hotlab"}});
  EXPECT_GT(seen["entries"].size(), 0u);
  EXPECT_EQ(seen.dump().find("P-01"), std::string::npos);
  EXPECT_EQ(shown(house, inspector, "audit", "entries", "", {{"site", "lingnan-nansha"}})["entries"].size(), 0u);
}

TEST(AccountDay, TheMakersDayClosesInAtoms) {
  Released house;
  house.at("2025-12-17T12:00:00+08:00");
  const Json a = shown(house, house.liang, "account", "day", "", {{"site", "lingnan-nansha"}, {"day", "2025-12-17"}});
  EXPECT_EQ(a["zone"].text(), "Asia/Shanghai");
  EXPECT_EQ(a["from"].text(), "2025-12-16T16:00:00Z");
  EXPECT_TRUE(a["closes"].boolean());
  const Json& f18 = memberOf(a["lines"], "nuclide", "F-18");
  EXPECT_GT(f18["made_atoms"].number(), 0.0);
  EXPECT_TRUE(f18["closes"].boolean());
  EXPECT_NEAR(f18["made_atoms"].number() / (f18["closing_atoms"].number() + f18["decayed_atoms"].number()), 1.0, 1e-9);
  EXPECT_EQ(refusalOf(house, house.liang, "account", "day", {{"site", "cotai-hotlab"}}), "NOT_FOUND");
  EXPECT_EQ(refusalOf(house, house.liang, "account", "day", {{"site", "lingnan-nansha"}, {"day", "yesterday"}}), "BAD_VALUE");
}

}  // namespace
}  // namespace isotrail::overview
