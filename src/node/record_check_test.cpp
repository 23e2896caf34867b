#include "node/record_check.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "ledger/log/tiles.h"
#include "tests/support/small_record.h"

using namespace isotrail;
using test::SmallRecord;

namespace {

Blob flipped(Blob bytes, std::size_t at, unsigned char mask) {
  bytes[at] = static_cast<unsigned char>(bytes[at] ^ mask);
  return bytes;
}

}  // namespace

TEST(RecordCheck, AnUntouchedRecordIsWholeAndItsSignaturesCounted) {
  SmallRecord house;
  const auto check = house.check();
  EXPECT_TRUE(check.report.ok) << check.report.why;
  EXPECT_EQ(check.report.entries, Journal(*house.db).lastSeq());
  EXPECT_GE(check.signatures, 1);
  EXPECT_EQ(check.heads.size(), 2u);  // registry and Nansha
}

TEST(RecordCheck, EveryFlippedByteOfTheStoredEventsIsFoundAndItsEntryNamed) {
  SmallRecord house;
  // One bit of each byte; all eight in the full run.
  const bool full = std::getenv("ISOTRAIL_FULL") != nullptr;
  std::int64_t flips = 0;
  for (const auto& row : house.db->query("SELECT seq,id,bytes FROM event ORDER BY seq")) {
    const Blob& bytes = row.blob(2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      for (int bit = 0; bit < (full ? 8 : 1); ++bit, ++flips) {
        const auto mask = static_cast<unsigned char>(1u << (full ? bit : static_cast<int>(i % 8)));
        house.db->exec("UPDATE event SET bytes=$2 WHERE seq=$1", {row.integer(0), flipped(bytes, i, mask)});
        const auto found = house.check().report;
        ASSERT_FALSE(found.ok) << "entry " << row.integer(0) << " byte " << i << " mask " << int(mask);
        ASSERT_EQ(found.first_bad_seq, row.integer(0)) << "byte " << i;
        ASSERT_EQ(found.first_bad_id, row.text(1));
      }
    }
    house.db->exec("UPDATE event SET bytes=$2 WHERE seq=$1", {row.integer(0), bytes});
  }
  EXPECT_GT(flips, 3000);
  EXPECT_TRUE(house.check().report.ok);
}

TEST(RecordCheck, EveryFlippedByteOfHashesAndIndexColumnsIsFound) {
  SmallRecord house;
  for (const auto& row : house.db->query("SELECT seq,hash FROM event ORDER BY seq")) {
    for (std::size_t i = 0; i < row.blob(1).size(); ++i) {
      house.db->exec("UPDATE event SET hash=$2 WHERE seq=$1", {row.integer(0), flipped(row.blob(1), i, 1)});
      ASSERT_EQ(house.check().report.first_bad_seq, row.integer(0));
    }
    house.db->exec("UPDATE event SET hash=$2 WHERE seq=$1", {row.integer(0), row.blob(1)});
  }
  for (const char* column : {"id", "site", "stream", "type", "command_id"}) {
    const std::string set = std::string("UPDATE event SET ") + column + "=$2 WHERE seq=$1";
    for (const auto& row : house.db->query(std::string("SELECT seq,") + column + " FROM event ORDER BY seq")) {
      for (std::size_t i = 0; i < row.text(1).size(); ++i) {
        std::string other = row.text(1);
        other[i] = static_cast<char>(other[i] ^ 1);
        house.db->exec(set, {row.integer(0), other});
        ASSERT_EQ(house.check().report.first_bad_seq, row.integer(0)) << column;
      }
      house.db->exec(set, {row.integer(0), row.text(1)});
    }
  }
  for (const char* column : {"position", "version"}) {
    const std::string add = std::string("UPDATE event SET ") + column + "=" + column + "+$2 WHERE seq=$1";
    for (const auto& row : house.db->query("SELECT seq FROM event ORDER BY seq")) {
      house.db->exec(add, {row.integer(0), std::int64_t{1000}});
      ASSERT_EQ(house.check().report.first_bad_seq, row.integer(0)) << column;
      house.db->exec(add, {row.integer(0), std::int64_t{-1000}});
    }
  }
  EXPECT_TRUE(house.check().report.ok);
}

TEST(RecordCheck, BytesThatSayTheSameInAnotherFormAreFoundThoughEveryHashFits) {
  SmallRecord house;
  const auto last = house.db->query("SELECT seq,site,position,bytes FROM event ORDER BY seq DESC LIMIT 1").at(0);
  house.db->exec("DELETE FROM command");  // the answer that names the hash
  const std::string text(last.blob(3).begin(), last.blob(3).end());
  for (const auto& [from, to] :
       {std::pair{",\"site\":", ", \"site\":"}, {"\"schema\":1", "\"schema\":1,\"schema\":1"}, {"\"schema\":1", "\"schema\":01"}}) {
    std::string other = text;
    other.replace(other.find(from), std::string(from).size(), to);
    const Digest hash = sha256(other);
    house.db->exec("UPDATE event SET bytes=$2,hash=$3 WHERE seq=$1",
                   {last.integer(0), Blob(other.begin(), other.end()), Blob(hash.begin(), hash.end())});
    house.db->exec("UPDATE site_head SET hash=$2 WHERE site=$1", {last.text(1), hex(hash)});
    const auto report = house.check().report;
    EXPECT_FALSE(report.ok) << to;
    EXPECT_EQ(report.first_bad_seq, last.integer(0)) << to;
    EXPECT_EQ(report.why, Json::parse(other) ? "stored bytes are not in the form that entries are written in" : "stored bytes are not an envelope");
  }
}

TEST(RecordCheck, RemovedMovedAndAddedEntriesAreFound) {
  const auto seqAfter = [](const char* sql) {
    SmallRecord house;
    house.db->exec(sql);
    const auto report = house.check().report;
    EXPECT_FALSE(report.ok) << sql;
    EXPECT_FALSE(report.why.empty());
    return report.first_bad_seq;
  };
  EXPECT_EQ(seqAfter("DELETE FROM event WHERE seq=3"), 3);
  EXPECT_EQ(seqAfter("UPDATE event SET seq=900 WHERE seq=2"), 2);
  EXPECT_EQ(seqAfter("UPDATE event SET seq=-4 WHERE seq=2"), -4);
  EXPECT_EQ(seqAfter("INSERT INTO event SELECT 0,'x',site,99,stream,99,type,command_id,bytes,hash FROM event WHERE seq=1"), 0);
  EXPECT_GT(seqAfter("DELETE FROM event WHERE seq=(SELECT MAX(seq) FROM event)"), 5);
  EXPECT_EQ(seqAfter("DELETE FROM event"), 1);
  EXPECT_GT(seqAfter("UPDATE site_head SET hash=replace(hash,substr(hash,1,1),'x') WHERE site='registry'") +
                seqAfter("UPDATE site_head SET position=position+1 WHERE site='registry'") +
                seqAfter("DELETE FROM site_head WHERE site='lingnan-nansha'"),
            6);
}

TEST(RecordCheck, AnEntryCutFromTheEndWithItsHeadSetBackIsFound) {
  SmallRecord house;
  const auto last = Journal(*house.db).lastSeq();
  const auto rows = house.db->query("SELECT site,position,command_id FROM event WHERE seq=$1", {last});
  house.db->exec("DELETE FROM event WHERE seq=$1", {last});
  house.db->exec("UPDATE site_head SET position=$2,hash=(SELECT lower(hex(hash)) FROM event WHERE site=$1 AND position=$2) WHERE site=$1",
                 {rows[0].text(0), rows[0].integer(1) - 1});
  const auto report = house.check().report;
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.first_bad_seq, last);
  EXPECT_EQ(report.why, "entry " + std::to_string(last) + " is missing; command " + rows[0].text(2) + " left it");
}

/// A backup of a program that kept whole answers is checked without being changed.
TEST(RecordCheck, ARecordOfAnEarlierProgramIsCheckedAsItStands) {
  SmallRecord house;
  const auto kept = house.db->query("SELECT command_id,first_seq,hashes FROM command");
  house.db->exec("DROP TABLE command");
  house.db->exec("CREATE TABLE command(command_id TEXT PRIMARY KEY,actor TEXT,name TEXT,body_hash TEXT,answer TEXT,recorded_at INTEGER)");
  for (const auto& row : kept) {
    Json events = Json::array();
    for (std::size_t at = 0; at < row.text(2).size(); at += 64)
      events.push(Json::object({{"seq", row.integer(1) + static_cast<std::int64_t>(at / 64)}, {"hash", row.text(2).substr(at, 64)}}));
    house.db->exec("INSERT INTO command(command_id,answer) VALUES($1,$2)",
                   {row.text(0), Json::object({{"events", events}, {"result", Json()}}).dump()});
  }
  EXPECT_TRUE(house.check().report.ok) << house.check().report.why;
  const auto last = house.db->query("SELECT seq,command_id FROM event ORDER BY seq DESC LIMIT 1").at(0);
  house.db->exec("UPDATE command SET answer=replace(answer,'\"hash\":\"','\"hash\":\"0') WHERE command_id=$1", {last.text(1)});
  EXPECT_NE(house.check().report.why.find("is not the one that command " + last.text(1) + " left"), std::string::npos);
}

TEST(RecordCheck, ASignatureOfAnotherKeyIsFoundEvenWhenTheChainFits) {
  SmallRecord house;
  const std::string other(64, '1');
  const auto report = checkRecord(*house.db, {other, {}}).report;
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.why, "signed with another key than this node's");
  EXPECT_EQ(Journal(*house.db).byId(report.first_bad_id)->type, "ledger.Signed");
}

TEST(RecordCheck, TheLogsRootIsToldAndAChangedTileIsFound) {
  SmallRecord house;
  house.growTo(256);
  const auto check = house.check();
  ASSERT_TRUE(check.report.ok) << check.report.why;
  std::vector<Digest> leaves;
  Journal(*house.db).read(0, 0, [&](const Event& e) {
    leaves.push_back(merkle::leafHash(e.bytes));
    return true;
  });
  EXPECT_EQ(check.log_root, merkle::foldHashes(leaves.data(), leaves.size()));
  const auto tile = house.db->query("SELECT hashes FROM log_tile")[0].blob(0);
  house.db->exec("UPDATE log_tile SET hashes=$1", {flipped(tile, 77, 4)});
  EXPECT_EQ(house.check().report.first_bad_seq, 256);
  EXPECT_EQ(house.check().report.why, "tile 0 of level 0 of the log differs from the stored entries");
  EXPECT_EQ(house.node.desk().rebuild(true), std::vector<std::string>{"log_tile"});
  house.node.desk().rebuild(false);
  EXPECT_TRUE(house.check().report.ok);
}
