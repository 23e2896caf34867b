#include "ledger/log/tiles.h"

#include <gtest/gtest.h>

#include "ledger/journal.h"
#include "ledger/migrations.h"
#include "platform/sqlite/sqlite_db.h"

namespace isotrail {
namespace {

class Log : public ::testing::Test {
 protected:
  SqliteSource source{":memory:"};
  std::unique_ptr<Db> db = source.connect();
  std::vector<Digest> leaves;

  void SetUp() override { migrate(*db); }
  /// `count` more entries; with the log kept, or as a program without one would have left them.
  void append(int count, bool with_log = true) {
    Journal journal(*db);
    db->begin();
    for (int i = 0; i < count; ++i) {
      Event e;
      e.id = "e" + std::to_string(leaves.size());
      e.site = SiteId(leaves.size() % 3 == 0 ? "registry" : "nansha");
      e.stream = "test/" + std::to_string(leaves.size() % 50);
      e.type = "test.Done";
      e.command_id = "c" + e.id;
      journal.append(e);
      if (with_log) applyLog(*db, e);
      leaves.push_back(merkle::leafHash(e.bytes));
    }
    db->commit();
  }
  /// Rows of which the log needs no more than the bytes, thousands a second.
  void appendBare(std::int64_t count) {
    db->begin();
    for (std::int64_t i = 0; i < count; ++i) {
      const auto seq = static_cast<std::int64_t>(leaves.size()) + 1;
      const std::string id = std::to_string(seq);
      db->exec("INSERT INTO event(seq,id,site,position,stream,version,type,command_id,bytes,hash) VALUES($1,$2,'s',$1,'s/s',$1,'t',$2,$3,$3)",
               {seq, id, Blob(id.begin(), id.end())});
      Event e;
      e.seq = seq;
      applyLog(*db, e);
      leaves.push_back(merkle::leafHash(id));
    }
    db->commit();
  }
  Digest rootOf(std::int64_t n) { return merkle::foldHashes(leaves.data(), static_cast<std::size_t>(n)); }
  std::string walk() {
    LogWalk w(*db);
    for (auto from = leaves.begin(); leaves.end() - from >= kTileWidth; from += kTileWidth) {
      const std::vector<Digest> tile(from, from + kTileWidth);
      if (auto why = w.step(tile, merkle::foldHashes(tile.data(), tile.size())); !why.empty()) return why;
    }
    return w.end(static_cast<std::int64_t>(leaves.size()));
  }
  std::int64_t stored() { return db->query("SELECT COUNT(*) FROM log_tile")[0].integer(0); }
};

TEST_F(Log, RootsAndProofsAreThoseOfTheStoredEntries) {
  append(300);
  append(300);
  LogTiles log(*db);
  ASSERT_EQ(log.size(), 600);
  for (std::int64_t n : {0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 600}) EXPECT_EQ(log.root(n), rootOf(n)) << n;
  for (std::int64_t size : {1, 256, 257, 513, 600})
    for (std::int64_t i = 0; i < size; i += 17) {
      EXPECT_EQ(log.leaf(i), leaves[static_cast<std::size_t>(i)]);
      EXPECT_TRUE(merkle::includes(log.leaf(i), i, size, log.inclusion(i, size), rootOf(size))) << i << " of " << size;
    }
  for (std::int64_t to : {1, 256, 300, 600})
    for (std::int64_t from = 0; from <= to; from += 13)
      EXPECT_TRUE(merkle::consistent(from, rootOf(from), to, rootOf(to), log.consistency(from, to))) << from << " to " << to;
}

TEST_F(Log, FullTilesAreStoredAndPartialOnesFollow) {
  append(255);
  EXPECT_EQ(stored(), 0);
  append(1);
  EXPECT_EQ(stored(), 1);
  append(344);
  EXPECT_EQ(stored(), 2);
  LogTiles log(*db);
  EXPECT_EQ(log.tile(0, 0, 256)->size(), 256u);
  EXPECT_EQ(log.tile(0, 2, 88)->back(), leaves.back());  // 600 = 2 * 256 + 88
  EXPECT_EQ(log.tile(0, 2, 88)->front(), leaves[512]);
  EXPECT_EQ(log.tile(0, 0, 3)->size(), 3u);
  EXPECT_EQ(*log.tile(1, 0, 2), (std::vector<Digest>{merkle::foldHashes(leaves.data(), 256), merkle::foldHashes(leaves.data() + 256, 256)}));
  EXPECT_FALSE(log.tile(0, 2, 89));
  EXPECT_FALSE(log.tile(1, 0, 3));
  EXPECT_FALSE(log.tile(0, 3, 1));
  EXPECT_FALSE(log.tile(2, 0, 1));
  EXPECT_FALSE(log.tile(0, -1, 1));
  EXPECT_FALSE(log.tile(0, 0, 0));
  EXPECT_FALSE(log.tile(63, 0, 1));
  ASSERT_EQ(log.bundle(2, 88)->size(), 88u);
  EXPECT_EQ(merkle::leafHash(log.bundle(2, 88)->back()), leaves.back());
  EXPECT_FALSE(log.bundle(2, 89));
}

TEST_F(Log, TwoFullLevelsOfTilesHoldTogether) {
  appendBare(256 * 256 + 300);
  EXPECT_EQ(stored(), 256 + 1 + 1);
  LogTiles log(*db);
  EXPECT_EQ(log.root(leaves.size()), rootOf(static_cast<std::int64_t>(leaves.size())));
  EXPECT_EQ(log.tile(2, 0, 1)->front(), merkle::foldHashes(leaves.data(), 256 * 256));
  EXPECT_EQ(log.tile(1, 1, 1)->front(), merkle::foldHashes(leaves.data() + 256 * 256, 256));
  const auto size = log.size();
  for (std::int64_t i : {std::int64_t{0}, std::int64_t{65535}, std::int64_t{65536}, size - 1})
    EXPECT_TRUE(merkle::includes(log.leaf(i), i, size, log.inclusion(i, size), rootOf(size))) << i;
  EXPECT_EQ(walk(), "");
}

TEST_F(Log, ADatabaseFromBeforeTheLogAnswersAndIsFilled) {
  append(700, false);
  LogTiles log(*db);
  EXPECT_EQ(log.root(700), rootOf(700));
  EXPECT_EQ(log.tile(1, 0, 2)->back(), merkle::foldHashes(leaves.data() + 256, 256));
  EXPECT_EQ(walk(), "tile 0 of level 0 of the log is missing");
  fillLog(*db);
  EXPECT_EQ(stored(), 2);
  EXPECT_EQ(walk(), "");
  fillLog(*db);
  db->exec("DELETE FROM log_tile");
  append(68);  // 768 = 3 * 256: what is missing below is made up for
  EXPECT_EQ(stored(), 3);
  EXPECT_EQ(walk(), "");
}

TEST_F(Log, AChangedMissingOrSpareTileIsNamed) {
  append(600);
  const auto tile = db->query("SELECT hashes,root FROM log_tile WHERE n=1")[0];
  Blob changed = tile.blob(0);
  changed[4000] ^= 1;
  db->exec("UPDATE log_tile SET hashes=$1 WHERE n=1", {changed});
  EXPECT_EQ(walk(), "tile 1 of level 0 of the log differs from the stored entries");
  db->exec("UPDATE log_tile SET hashes=$1 WHERE n=1", {tile.blob(0)});
  Blob root = tile.blob(1);
  root[31] ^= 128;
  db->exec("UPDATE log_tile SET root=$1 WHERE n=1", {root});
  EXPECT_EQ(walk(), "tile 1 of level 0 of the log differs from the stored entries");
  db->exec("UPDATE log_tile SET root=$1,n=5 WHERE n=1", {tile.blob(1)});
  EXPECT_EQ(walk(), "tile 1 of level 0 of the log is missing");
  db->exec("UPDATE log_tile SET n=1 WHERE n=5");
  EXPECT_EQ(walk(), "");
  db->exec("INSERT INTO log_tile(level,n,hashes,root) VALUES(0,2,$1,$2)", {tile.blob(0), tile.blob(1)});
  EXPECT_EQ(walk(), "the log has tiles of level 0 beyond its entries");
}

}  // namespace
}  // namespace isotrail
