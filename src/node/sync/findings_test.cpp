// What records of several sites say of the same things: contradictions become findings, holds reach whoever asks.
#include <gtest/gtest.h>

#include "tests/support/sites.h"

namespace isotrail::test {
namespace {

Movement use(const std::string& item, bool up) {
  Movement m;
  m.kind = MovementKind::combine;
  m.takes.push_back({ItemId(item), {}, {}, up});
  return m;
}

class Beside : public ::testing::Test, protected Lands {
 protected:
  /// With the hub's clock at the site's time.
  void expectPushed(Station& s) {
    hub.clock.set(s.clock.now());
    expectPushedAt(s);
  }
  void expectPushedAt(Station& s) {
    auto pushed = push(s);
    ASSERT_TRUE(pushed) << pushed.refusal().code << pushed.refusal().params.dump();
    EXPECT_TRUE(hub.desk().rebuild(true).empty());
    EXPECT_TRUE(hub.check().report.ok);
  }
  void vial(Station& s, const std::string& batch, const std::string& item) {
    Movement m;
    m.kind = MovementKind::bring_in;
    m.puts.push_back({ItemId(item), {}, {}, NewItem{"vial", item, {}, ItemId(batch), {}, {}}});
    s.happened("scene.Filled", "scene/" + item, Json::object(), m);
  }
  Movement drawn(const std::string& item) {
    Movement m;
    m.kind = MovementKind::draw;
    m.takes.push_back({ItemId(item), {}, {}, false});
    return m;
  }
};

TEST_F(Beside, TwoSitesUseUpOneItem) {
  for (Station* s : {&cotai, &taipa}) s->lot("K-1");
  cotai.at("2025-12-17T09:00:00+08:00");
  cotai.happened("scene.Used", "scene/1", Json::object(), use("K-1", true));
  taipa.at("2025-12-17T08:59:00+08:00");
  taipa.happened("scene.Used", "scene/1", Json::object(), use("K-1", true));
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "");
  expectPushed(taipa);
  EXPECT_EQ(hub.findings(), "sync.ItemUsedTwice");
  expectPushed(cotai);
  const Json shown = hub.read([&](Db& db) {
    const Caller caller = Node::operatorCaller();
    ViewRequest q{db, caller, hub.clock.now(), "", {{"open", "true"}}, "pt"};
    return *hub.desk().view(caller, "sync", "findings", std::move(q));
  });
  ASSERT_EQ(shown["findings"].size(), 1u);
  const Json& f = shown["findings"].items()[0];
  EXPECT_EQ(f["facts"]["item"].text(), "K-1");
  EXPECT_EQ(f["text"].text(), "K-1 foi gasto pelo nó " + f["facts"]["node"].text() + " em " + f["facts"]["at"].text() + " e usado pelo nó " +
                                  f["facts"]["other_node"].text() + " em " + f["facts"]["other_at"].text());
  hub.must("sync/settle-finding", body({{"finding", f["finding"]}, {"how", "two boxes bore one number"}}));
  EXPECT_EQ(hub.findings(), "");
  EXPECT_EQ(hub.refusal("sync/settle-finding", body({{"finding", f["finding"]}, {"how", "again"}})), "ALREADY_EXISTS");
}

TEST_F(Beside, AnItemUsedElsewhereAfterItWasUsedUp) {
  for (Station* s : {&cotai, &taipa}) s->lot("K-1");
  cotai.happened("scene.Used", "scene/1", Json::object(), use("K-1", false));  // before: both may use it in turn
  taipa.at("2025-12-17T09:00:00+08:00");
  taipa.happened("scene.Used", "scene/1", Json::object(), use("K-1", true));
  expectPushed(taipa);
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "");
  cotai.at("2025-12-17T09:30:00+08:00");
  cotai.happened("scene.Used", "scene/2", Json::object(), use("K-1", false));
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "sync.ItemUsedTwice");
}

TEST_F(Beside, TheHubsOwnRecordStandsBesideTheOthers) {
  for (Station* s : {&hub, &cotai}) {
    s->lot("K-1");
    s->happened("scene.Used", "scene/1", Json::object(), use("K-1", true));
  }
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "sync.ItemUsedTwice");
}

TEST_F(Beside, AGeneratorThatTwoSitesSayTheyHave) {
  for (Station* s : {&cotai, &taipa}) {
    s->licence("RSL", s->site, s->org, "30 GBq");
    s->generator("GEN-1");
  }
  expectPushed(cotai);
  expectPushed(taipa);
  EXPECT_EQ(hub.findings(), "sync.ItemInTwoPlaces");
}

TEST_F(Beside, AnItemThatWasHandedOverIsInOnePlace) {
  for (Station* s : {&cotai, &taipa}) s->licence("RSL-" + s->org, s->site, s->org, "30 GBq");
  cotai.generator("GEN-1");
  cotai.at("2025-12-17T09:00:00+08:00");
  Movement m;
  m.kind = MovementKind::hand_over;
  m.items = {ItemId("GEN-1")};
  m.from = SiteId(cotai.site);
  m.to = SiteId(taipa.site);
  cotai.happened("scene.HandedOver", "scene/1", Json::object(), m);
  taipa.at("2025-12-17T10:00:00+08:00");
  taipa.generator("GEN-1");
  expectPushed(taipa);
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "");
}

TEST_F(Beside, ADoseDrawnBeforeItsBatchWasReleased) {
  vial(taipa, "FDG-1", "FDG-1.V1");
  taipa.at("2025-12-17T09:10:00+08:00");
  taipa.happened("scene.Drawn", "scene/1", Json::object(), drawn("FDG-1.V1"));
  taipa.at("2025-12-17T09:40:00+08:00");
  taipa.happened("scene.Drawn", "scene/2", Json::object(), drawn("FDG-1.V1"));
  expectPushed(taipa);
  cotai.at("2025-12-17T09:30:00+08:00");
  cotai.happened("quality.BatchReleased", "quality/FDG-1", body({{"batch", "FDG-1"}, {"markets", Json::array()}}));
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "sync.ActBeforeRelease");
}

TEST_F(Beside, ACapThatTheSiteDidNotKnowOf) {
  cotai.licence("RSL-CT", cotai.site, "cotai", "30 GBq");
  hub.must("identity/register-site", body({{"site", cotai.site}, {"org", "cotai"}, {"name", "c"}, {"zone", "Asia/Macau"}}));
  hub.licence("RSL-CT", cotai.site, "cotai", "20 GBq");
  hub.at("2025-12-17T08:10:00+08:00");
  cotai.at("2025-12-17T08:20:00+08:00");
  cotai.generator("GEN-1");  // 12 GBq
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "");
  cotai.generator("GEN-2");  // 24 GBq of 30 there, of 20 here
  expectPushed(cotai);
  EXPECT_EQ(hub.findings(), "sync.CapExceeded");
}

TEST_F(Beside, ClocksInDisagreement) {
  hub.at("2025-12-17T08:00:00+08:00");
  cotai.at("2025-12-17T08:01:50+08:00");
  cotai.lot("K-1");
  expectPushedAt(cotai);
  EXPECT_EQ(hub.findings(), "") << "two minutes are borne";
  cotai.at("2025-12-17T08:07:00+08:00");
  cotai.lot("K-3");
  cotai.at("2025-12-17T08:00:00+08:00");  // set right before it calls
  expectPushedAt(cotai);
  EXPECT_EQ(hub.findings(), "sync.ClocksDisagree") << "entries from seven minutes ahead";
  cotai.at("2025-12-17T07:00:00+08:00");  // set back while nobody looked
  cotai.lot("K-2");
  expectPushedAt(cotai);
  EXPECT_EQ(hub.findings(), "sync.ClocksDisagree sync.ClocksDisagree sync.ClocksDisagree") << "at contact, and backwards in the record";
}

TEST_F(Beside, AHoldAtTheHubStopsASiteAtItsFirstContact) {
  cotai.lot("K-1");
  expectPushed(cotai);
  cotai.lot("K-9");
  hub.must("sync/hold-item", body({{"item", "K-1"}, {"reason", "recalled"}}));
  EXPECT_EQ(hub.refusal("sync/hold-item", body({{"item", "K-9"}, {"reason", "unknown here"}})), "NOT_FOUND");
  const auto held = [&](const char* item) { return cotai.read([&](Db& db) { return heldBy(db, ItemId(item)).has_value(); }); };
  EXPECT_FALSE(held("K-1"));
  auto pulled = pull(cotai);
  ASSERT_TRUE(pulled) << pulled.refusal().code << pulled.refusal().params.dump();
  EXPECT_EQ((*pulled)["taken"].integer(), 1);
  EXPECT_TRUE(held("K-1"));
  EXPECT_EQ((*pull(cotai))["taken"].integer(), 0) << "once";
  EXPECT_EQ(cotai.refusal("quality/lift-hold", body({{"item", "K-1"}, {"reason", "we need it"}})), "HOLD_FROM_ELSEWHERE");
  EXPECT_EQ((*pull(taipa))["taken"].integer(), 1) << "a site that has not got the item is told too: it may come there";
  hub.must("sync/lift-hold", body({{"item", "K-1"}, {"reason", "mistaken"}}));
  EXPECT_EQ((*pull(cotai))["taken"].integer(), 1);
  EXPECT_FALSE(held("K-1"));
  EXPECT_TRUE(cotai.check().report.ok);
  EXPECT_TRUE(cotai.desk().rebuild(true).empty());
  expectPushed(cotai);
}

TEST_F(Beside, AGateRefusesWhatCameOutOfAHeldItem) {
  cotai.licence("RSL", cotai.site, "cotai", "30 GBq");
  cotai.generator("GEN-1");
  cotai.must("production/register-equipment", body({{"equipment", "CAL"},
                                                    {"site", cotai.site},
                                                    {"kind", "calibrator"},
                                                    {"name", "CAL"},
                                                    {"qualified_until", "2026-06-30T00:00:00Z"},
                                                    {"calibrated_until", "2026-06-30T00:00:00Z"}}));
  const auto elution = [](const char* id) {
    return body({{"generator", "GEN-1"}, {"eluate", id}, {"activity", "1 GBq"}, {"volume", "5 mL"}, {"calibrator", "CAL"}});
  };
  cotai.at("2025-12-17T14:00:00+08:00");
  hub.at("2025-12-17T14:00:00+08:00");
  EXPECT_EQ(cotai.refusal("supply/elute", elution("E-1")), "");
  expectPushed(cotai);
  hub.must("sync/hold-item", body({{"item", "GEN-1"}, {"reason", "recalled"}}));
  EXPECT_EQ(cotai.refusal("supply/test-breakthrough", body({{"eluate", "E-1"}, {"impurity", "1 kBq"}, {"calibrator", "CAL"}})), "");
  ASSERT_TRUE(pull(cotai));
  EXPECT_EQ(cotai.refusal("supply/elute", elution("E-2")), "ITEM_ON_HOLD");
  EXPECT_EQ(cotai.refusal("supply/test-breakthrough", body({{"eluate", "E-1"}, {"impurity", "1 kBq"}, {"calibrator", "CAL"}})), "ITEM_ON_HOLD");
}

TEST_F(Beside, ASitesOwnHoldPassesToTheOthersAndItsOwnStaysWhenAnotherIsLifted) {
  for (Station* s : {&cotai, &taipa}) s->lot("K-1");
  cotai.must("quality/hold-item", body({{"item", "K-1"}, {"reason", "torn"}}));
  expectPushed(cotai);
  EXPECT_EQ((*pull(cotai))["taken"].integer(), 0) << "it is its own";
  EXPECT_EQ((*pull(taipa))["taken"].integer(), 1);
  const auto sources = [](Station& s) { return s.read([](Db& db) { return db.query("SELECT COUNT(*) FROM item_hold")[0].integer(0); }); };
  EXPECT_EQ(sources(hub), 1);
  EXPECT_EQ(sources(taipa), 1);
  taipa.happened("trace.Held", "quality/K-1", body({{"item", "K-1"}, {"reason", "ours"}}));
  EXPECT_EQ(sources(taipa), 2);
  expectPushed(taipa);
  cotai.happened("trace.HoldLifted", "quality/K-1", body({{"item", "K-1"}, {"reason", "mended"}}));
  expectPushed(cotai);
  ASSERT_TRUE(pull(taipa));
  EXPECT_EQ(sources(taipa), 1);
  EXPECT_TRUE(taipa.read([](Db& db) { return heldHere(db, ItemId("K-1")); }));
  EXPECT_EQ(sources(hub), 1) << "taipa's";
}

TEST_F(Beside, AHoldOfAParentReachesWhatTheSiteHasOfIt) {
  // The maker's record says that the vial came out of the batch; the hospital's only knows the vial.
  vial(cotai, "FDG-1", "FDG-1");
  Movement m;
  m.kind = MovementKind::split;
  m.takes.push_back({ItemId("FDG-1"), {}, {}, false});
  m.puts.push_back({ItemId("FDG-1.V1"), {}, {}, NewItem{"vial", "V1", {}, ItemId("FDG-1"), {}, {}}});
  cotai.happened("scene.Filled", "scene/V1", Json::object(), m);
  vial(taipa, "", "FDG-1.V1");
  expectPushed(cotai);
  hub.must("sync/hold-item", body({{"item", "FDG-1"}, {"reason", "sterility"}}));
  ASSERT_TRUE(pull(taipa));
  EXPECT_EQ(taipa.read([](Db& db) { return heldBy(db, ItemId("FDG-1.V1")).value_or(ItemId()).str(); }), "FDG-1.V1");
  hub.must("sync/lift-hold", body({{"item", "FDG-1"}, {"reason", "grew nothing"}}));
  ASSERT_TRUE(pull(taipa));
  EXPECT_FALSE(taipa.read([](Db& db) { return heldBy(db, ItemId("FDG-1.V1")).has_value(); }));
}

TEST_F(Beside, AForgedNoticeIsRefused) {
  cotai.lot("K-1");
  expectPushed(cotai);
  hub.must("sync/hold-item", body({{"item", "K-1"}, {"reason", "recalled"}}));
  auto d = door();
  Json answer = *d.get("sync/notices?node=" + cotai.name() + "&after=0");
  Json whole = Json::object();
  for (const auto& [k, v] : answer.members())
    if (k != "upto") whole.set(k, v);
  Json forged = whole;
  Json notice = whole["notices"].items()[0];
  std::string bytes = notice["bytes"].text();
  bytes.replace(bytes.find("K-1"), 3, "K-2");
  forged.set("notices", Json::array().push(notice.set("bytes", bytes)));
  EXPECT_EQ(cotai.refusal("sync/take-notices", forged), "SYNC_NOTICE_FORGED");
  std::string note = whole["note"].text();
  note[note.find('\n') + 1] ^= 1;
  EXPECT_EQ(cotai.refusal("sync/take-notices", Json(whole).set("note", note)), "SYNC_NOT_SIGNED");
  EXPECT_EQ(cotai.refusal("sync/take-notices", Json(whole).set("hub", taipa.name())), "SYNC_NODE_UNKNOWN");
  EXPECT_EQ(cotai.refusal("sync/take-notices", whole), "");
}

}  // namespace
}  // namespace isotrail::test
