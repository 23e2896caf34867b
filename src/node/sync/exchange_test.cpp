// Segments on their way: whole, doubled, in any order, lost, cut, changed; and logs with two histories.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "tests/support/sites.h"

namespace isotrail::test {
namespace {

using sync::sealSegment;

class Exchange : public ::testing::Test, protected Lands {
 protected:
  /// The site's whole log as bodies of small segments.
  static std::vector<Json> segments(Station& s, std::int64_t entries = 3, std::int64_t from = 0) {
    const auto checkpoint = s.node->log().checkpoint();
    std::vector<Json> all;
    while (from < checkpoint.checkpoint.size) {
      all.push_back(s.read([&](Db& db) { return sealSegment(db, checkpoint, from, s.clock.now(), {entries, 400'000}); }));
      from += static_cast<std::int64_t>(all.back()["entries"].size());
    }
    return all;
  }
  std::string send(const Json& body, const Caller& who = Node::operatorCaller()) {
    Submission s{"sync/receive-segment", body, "seg-" + std::to_string(++sent), {}, {}, false};
    auto done = hub.desk().submit(who, s);
    if (done) return done->answer["result"]["state"].text();
    return done.refusal().gates.empty() ? done.refusal().code : done.refusal().gates.front().code;
  }
  /// The segment with the rest of its log's proof made anew, as a keeper of the key could.
  static Json resealed(Station& s, std::int64_t from, std::int64_t count) {
    const auto checkpoint = s.node->log().checkpoint();
    Json body = s.read([&](Db& db) { return sealSegment(db, checkpoint, from, s.clock.now(), {1000, 400'000}); });
    Json entries = Json::array();
    for (std::int64_t i = 0; i < count; ++i) entries.push(body["entries"].items()[static_cast<std::size_t>(i)]);
    const Json path = s.read([&](Db& db) { return sync::hexList(LogTiles(db).consistency(from + count, checkpoint.checkpoint.size)); });
    return body.set("entries", entries).set("path", path);
  }
  void grow(Station& s, int lots) {
    for (int i = 0; i < lots; ++i) s.lot(s.org + "-" + std::to_string(s.commands));
  }
  void expectWhole(Station& s) {
    ASSERT_EQ(held(s), s.entries());
    EXPECT_EQ(hub.read([&](Db& db) { return sync::heldOf(db, s.name()).root(); }), s.root(s.entries()));
    std::vector<std::string> theirs, here;
    s.read([&](Db& db) { return Journal(db).read(0, 0, [&](const Event& e) { return theirs.push_back(e.bytes), true; }), 0; });
    hub.read([&](Db& db) { return sync::readHeld(db, s.name(), 0, s.entries(), [&](const Event& e) { here.push_back(e.bytes); }), 0; });
    EXPECT_EQ(here, theirs);
    EXPECT_EQ(received(), "");
    EXPECT_TRUE(hub.check().report.ok) << hub.check().report.why;
    EXPECT_TRUE(hub.desk().rebuild(true).empty());
  }
  int sent = 0;
};

TEST_F(Exchange, ALogArrivesWholeAndGoesOnWhereItStopped) {
  grow(cotai, 5);
  auto first = push(cotai);
  ASSERT_TRUE(first) << first.refusal().code << first.refusal().params.dump();
  EXPECT_EQ(first->sent, cotai.entries());
  expectWhole(cotai);
  grow(cotai, 2);
  auto more = push(cotai);
  ASSERT_TRUE(more);
  EXPECT_EQ(more->sent, 2);
  expectWhole(cotai);
  const auto before = hub.entries();
  auto again = push(cotai);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->sent, 0);
  EXPECT_EQ(hub.entries(), before);
  EXPECT_EQ(hub.findings(), "");
}

TEST_F(Exchange, InAnyOrderAndAsOftenAsItComes) {
  grow(cotai, 40);
  for (unsigned seed = 1; seed <= 5; ++seed) {
    auto all = segments(cotai, 1 + seed % 4, held(cotai));
    const auto pieces = all;
    all.insert(all.end(), pieces.begin(), pieces.end());  // each twice
    std::mt19937 order(seed);
    std::shuffle(all.begin(), all.end(), order);
    for (const auto& s : all) {
      const std::string state = send(s);
      EXPECT_TRUE(state == "taken" || state == "waiting" || state == "SYNC_KNOWN") << state;
    }
    expectWhole(cotai);
    EXPECT_EQ(hub.read([](Db& db) { return db.query("SELECT COUNT(*) FROM sync_waiting")[0].integer(0); }), 0);
    grow(cotai, 9);
  }
  EXPECT_EQ(hub.findings(), "");
}

TEST_F(Exchange, WhatIsLostOnTheWayLeavesAGapThatIsFilledLater) {
  grow(cotai, 12);
  auto all = segments(cotai, 4);
  ASSERT_GE(all.size(), 4u);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i != 1) send(all[i]);
  EXPECT_EQ(held(cotai), 4);
  ASSERT_TRUE(push(cotai));  // as a push that resumes: it asks where the hub stands
  expectWhole(cotai);
}

TEST_F(Exchange, SegmentsCutOtherwiseOverlapAndAreTakenOnce) {
  grow(cotai, 12);
  EXPECT_EQ(send(resealed(cotai, 0, 5)), "taken");
  EXPECT_EQ(send(resealed(cotai, 2, 6)), "taken");
  EXPECT_EQ(send(resealed(cotai, 1, 4)), "SYNC_KNOWN");
  EXPECT_EQ(held(cotai), 8);
  ASSERT_TRUE(push(cotai));
  expectWhole(cotai);
}

TEST_F(Exchange, WhatWasChangedOnTheWayIsRefusedByName) {
  grow(cotai, 6);
  const Json good = segments(cotai, 6)[0], second = segments(cotai, 6)[1];
  const auto before = hub.entries();
  const auto with = [&](const char* key, Json value) { return Json(good).set(key, std::move(value)); };
  std::string changed = good["entries"].items()[2].text();
  changed.replace(changed.find("hotlab"), 3, "HOT");
  Json entries = good["entries"];
  entries.itemsMutable()[2] = changed;
  EXPECT_EQ(send(with("entries", entries)), "SYNC_TAMPERED");
  entries = good["entries"];
  std::swap(entries.itemsMutable()[2], entries.itemsMutable()[3]);
  EXPECT_EQ(send(with("entries", entries)), "SYNC_TAMPERED");
  entries = good["entries"];
  entries.itemsMutable().pop_back();
  EXPECT_EQ(send(with("entries", entries)), "SYNC_TAMPERED") << "cut in the middle";
  EXPECT_EQ(send(with("entries", Json::array())), "SYNC_SEGMENT_BAD");
  EXPECT_EQ(send(with("from", 1)), "SYNC_SEGMENT_BAD");
  EXPECT_EQ(send(Json(second).set("edge", Json::array().push(std::string(64, '0')).push(std::string(64, '1')))), "SYNC_TAMPERED");
  EXPECT_EQ(send(with("path", Json::array())), "SYNC_TAMPERED");
  EXPECT_EQ(send(with("path", Json::array().push("xy"))), "SYNC_SEGMENT_BAD");
  std::string note = good["note"].text();
  EXPECT_EQ(send(with("note", note.substr(0, note.size() / 2))), "SYNC_SEGMENT_BAD");
  const auto size_line = note.find('\n') + 1;
  note.replace(size_line, note.find('\n', size_line) - size_line, "999");
  EXPECT_EQ(send(with("note", note)), "SYNC_NOT_SIGNED");
  EXPECT_EQ(send(with("note", segments(taipa)[0]["note"])), "SYNC_SEGMENT_BAD") << "another node's checkpoint";
  EXPECT_EQ(send(with("node", taipa.name())), "SYNC_SEGMENT_BAD") << "another node's name";
  EXPECT_EQ(send(with("node", "0123456789abcdef")), "SYNC_NODE_UNKNOWN");
  EXPECT_EQ(hub.entries(), before) << "a refusal leaves nothing behind";
  EXPECT_EQ(send(good), "taken");
}

TEST_F(Exchange, ASignedEntryTravelsWithItsSignature) {
  cotai.organisation("other", "carrier");
  const auto at = cotai.entries();
  cotai.node->log().prepareKey();
  cotai.must("keys/rotate-node-key", body({{"reason", "yearly"}}));
  ASSERT_EQ(cotai.entries(), at + 2);
  EXPECT_EQ(send(resealed(cotai, 0, at + 1)), "SYNC_SEGMENT_CUT");
  for (const auto& s : segments(cotai, at + 1)) EXPECT_EQ(s["from"].integer() + static_cast<std::int64_t>(s["entries"].size()), cotai.entries());
}

TEST_F(Exchange, ANodeMayChangeItsKeyBeforeAndBetweenContacts) {
  const auto rotate = [&] { ASSERT_TRUE(cotai.node->log().rotateKey(Node::operatorCaller(), {PersonId("local-admin"), "", "test"}, "yearly")); };
  grow(cotai, 3);
  rotate();
  grow(cotai, 3);
  rotate();
  auto all = segments(cotai, 4);
  std::reverse(all.begin(), all.end());  // the last first: the keys that came between are proved along
  for (const auto& s : all) EXPECT_TRUE(send(s) == "waiting" || &s == &all.back());
  expectWhole(cotai);
  rotate();
  grow(cotai, 1);
  ASSERT_TRUE(push(cotai));
  expectWhole(cotai);
  // The first key signs nothing any more: who holds it cannot send on.
  Json forged = segments(cotai, 1000)[0];
  forged.set("keys", Json::array());
  EXPECT_EQ(send(forged), "SYNC_KNOWN") << "the hub knows the key in force";
}

TEST_F(Exchange, OnlyItsOwnOrganisationSendsForANodeAndOnlyItsSites) {
  grow(cotai, 2);
  Caller stranger = Fixture::caller("x", "taipa");
  stranger.permissions = {"sync.receive-segment"};
  stranger.roles = {"sync_node"};
  EXPECT_EQ(send(segments(cotai)[0], stranger), "NOT_YOUR_ORGANISATION");
  Caller own = stranger;
  own.org = OrgId("cotai");
  EXPECT_EQ(send(segments(cotai)[0], own), "taken");
  own.permissions = {"sync.read"};
  EXPECT_EQ(send(segments(cotai)[1], own), "NOT_PERMITTED");
  cotai.happened("scene.Elsewhere", "scene/1", Json::object(), {}, "taipa-hotlab");
  auto refused = push(cotai);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().code, "SYNC_SITE_FOREIGN");
  EXPECT_EQ(
      hub.refusal(
          "sync/register-node",
          body({{"role", "site"}, {"key", std::string(64, 'a')}, {"org", "taipa"}, {"name", "t2"}, {"sites", Json::array().push("cotai-hotlab")}})),
      "SYNC_SITE_TAKEN");
}

TEST_F(Exchange, AChainThatItsOwnKeeperBrokeIsRefused) {
  grow(cotai, 4);
  const auto db = cotai.node->source().connect();
  for (const char* guard : {"event_no_update", "event_no_delete"}) db->exec(std::string("DROP TRIGGER ") + guard);
  const auto last = Journal(*db).bySeq(cotai.entries());
  Event e = *last;
  e.prev_hash = std::string(64, '0');
  const std::string bytes = encodeEnvelope(e);
  db->exec("UPDATE event SET bytes=$2 WHERE seq=$1", {last->seq, Blob(bytes.begin(), bytes.end())});
  auto refused = push(cotai);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().code, "SYNC_CHAIN_BROKEN");
  EXPECT_EQ(held(cotai), 0);
}

TEST_F(Exchange, ANodeRestoredFromAnOldCopyIsFoundAndItsNewHistorySetAside) {
  char folder[] = "/tmp/isotrail-sites-XXXXXX";
  ASSERT_NE(::mkdtemp(folder), nullptr);
  const std::string file = std::string(folder) + "/s.db", copy = std::string(folder) + "/old.db";
  std::string name;
  {
    Station coloane("coloane", file);
    hub.organisation("coloane", "hospital");
    join(coloane);
    grow(coloane, 3);
    name = coloane.name();
    ASSERT_TRUE(push(coloane));
    coloane.node->source().connect()->exec("VACUUM INTO '" + copy + "'");
    grow(coloane, 4);
    ASSERT_TRUE(push(coloane));
  }
  std::filesystem::remove(file + "-wal");
  std::filesystem::remove(file + "-shm");
  std::filesystem::rename(copy, file);
  std::filesystem::remove(file + ".kept");  // on another machine, where nothing says that there was more
  Station coloane("coloane", file, false);
  coloane.commands = 1000;
  const auto held_before = held(coloane);
  auto behind = push(coloane);
  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.refusal().code, "SYNC_BEHIND");
  coloane.at("2025-12-17T09:00:00+08:00");
  grow(coloane, 6);
  auto forked = push(coloane);
  ASSERT_TRUE(forked);
  EXPECT_TRUE(forked->forked);
  EXPECT_EQ(hub.findings(), "sync.LogForked");
  EXPECT_EQ(held(coloane), held_before) << "what was held stays";
  EXPECT_EQ(hub.read([](Db& db) { return db.query("SELECT COUNT(*) FROM sync_set_aside")[0].integer(0); }), 1);
  EXPECT_TRUE(push(coloane)->forked) << "the same words get the same answer";
  coloane.at("2025-12-17T09:01:00+08:00");
  auto again = push(coloane);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.refusal().code, "SYNC_FORKED");
  // The first entry that differs is named where the segment shows it.
  EXPECT_EQ(send(resealed(coloane, held_before - 4, 6)), "SYNC_FORKED");
  EXPECT_TRUE(hub.desk().rebuild(true).empty());
  EXPECT_EQ(received(), "");
  std::filesystem::remove_all(folder);
}

TEST_F(Exchange, AHeldEntryThatWasChangedLaterIsFound) {
  grow(cotai, 3);
  ASSERT_TRUE(push(cotai));
  const auto db = hub.node->source().connect();
  EXPECT_ANY_THROW(db->exec("DELETE FROM sync_entry"));
  db->exec("DROP TRIGGER sync_entry_no_update");
  db->exec("UPDATE sync_entry SET bytes=$1 WHERE seq=3", {Blob{'x'}});
  EXPECT_EQ(received(), "entries 1 to " + std::to_string(cotai.entries()) + " of node " + cotai.name() + " are not those that were received");
  EXPECT_EQ(hub.check().report.why, received());
}

}  // namespace
}  // namespace isotrail::test
