// Keys and checkpoints: who signed when, and what a checkpoint in somebody else's hands is worth.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/check.h"
#include "ledger/log/tiles.h"
#include "node/log/node_log.h"
#include "tests/support/small_record.h"

namespace isotrail {
namespace {

namespace fs = std::filesystem;
using test::SmallRecord;

crypto::SigningKey witness() {
  crypto::Seed seed{};
  seed.fill(9);
  return crypto::SigningKey::fromSeed(seed);
}
const crypto::NoteKey& witnessKey() {
  static const crypto::NoteKey key{"ssm.example/log", crypto::NoteKind::witness, witness().publicKey()};
  return key;
}

SignedCheckpoint cosigned(SignedCheckpoint c) {
  crypto::cosignNote(c.note, witnessKey().name, witness(), 1'766'000'000);
  return c;
}

/// The whole chain written again with one reason changed, by somebody who holds database and key: every hash, link, signature,
/// head, kept answer and tile fits.
void rewrite(SmallRecord& house, const std::string& from, const std::string& to, const crypto::SigningKey& key) {
  std::vector<Event> all;
  Journal(*house.db).read(0, 0, [&](const Event& e) {
    all.push_back(e);
    return true;
  });
  for (const char* table : {"event", "site_head", "log_tile", "log_checkpoint", "command"}) house.db->exec(std::string("DELETE FROM ") + table);
  std::map<std::string, std::string> hashes;  // of the entry by id
  for (Event e : all) {
    if (e.payload["reason"].text() == from) e.payload.set("reason", to);
    if (e.is("ledger.Signed")) {
      const std::string& hash = hashes[e.payload["event"].text()];
      e.payload.set("hash", hash);
      const std::string statement = e.payload["person"].text() + "\n" + e.payload["meaning"].text() + "\n" + e.occurred_at.iso() + "\n" + hash;
      const auto s = key.sign(statement);
      e.payload.set("node_signature", hex(std::string_view(reinterpret_cast<const char*>(s.data()), s.size())));
    }
    house.db->begin();
    Journal(*house.db).append(e);
    applyLog(*house.db, e);
    house.db->commit();
    hashes[e.id] = e.hash;
  }
}

class LogOnDisk : public ::testing::Test {
 protected:
  fs::path folder = fs::temp_directory_path() /
                    ("isotrail-log-" + std::to_string(getpid()) + "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::string path = (folder / "house.db").string();
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
};

TEST(NodeLog, ItsCheckpointSaysSizeRootAndHeadsUnderTheNodesKey) {
  SmallRecord house;
  const auto c = house.node.log().checkpoint();
  EXPECT_EQ(c.checkpoint.origin, "isotrail.node/" + house.node.publicKey().substr(0, 16));
  EXPECT_EQ(c.checkpoint.size, Journal(*house.db).lastSeq());
  EXPECT_EQ(c.checkpoint.root, house.check().log_root);
  EXPECT_EQ(c.checkpoint.heads.size(), 2u);
  const auto key = crypto::NoteKey::parse(house.node.log().verifierKey());
  ASSERT_TRUE(key);
  EXPECT_EQ(crypto::signedBy(c.note, *key), crypto::NoteVerdict::good);
  const auto read = SignedCheckpoint::parse(c.note.dump());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->checkpoint.body(), c.note.text);
  house.growTo(c.checkpoint.size + 5);
  const auto later = house.node.log().checkpoint();
  EXPECT_EQ(later.checkpoint.size, c.checkpoint.size + 5);
  LogTiles log(*house.db);
  EXPECT_TRUE(merkle::consistent(c.checkpoint.size, c.checkpoint.root, later.checkpoint.size, later.checkpoint.root,
                                 log.consistency(c.checkpoint.size, later.checkpoint.size)));
}

TEST(NodeLog, BodiesThatAreNotExactlyOnesAreRefused) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", hash(64, 'a');
  EXPECT_TRUE(Checkpoint::parse("o\n3\n" + root + "\n"));
  EXPECT_TRUE(Checkpoint::parse("o\n3\n" + root + "\nsite s 3 " + hash + "\n"));
  for (const std::string& bad :
       {"\n3\n" + root + "\n", "o\n03\n" + root + "\n", "o\n-3\n" + root + "\n", "o\n3\n" + root, std::string("o\n3\nAAAA\n"),
        "o\n3\n" + root + "\nsite s 3 " + hash, "o\n3\n" + root + "\nsite  3 " + hash + "\n", "o\n3\n" + root + "\nsite s x " + hash + "\n",
        "o\n3\n" + root + "\nsite s 3 " + hash.substr(1) + "\n", "o\n3\n" + root + "\nother\n"})
    EXPECT_FALSE(Checkpoint::parse(bad)) << bad;
}

TEST(NodeLog, KeepsWhatOthersCountersignAndHandsItOut) {
  SmallRecord house;
  const auto signed_by_two = cosigned(house.node.log().checkpoint());
  ASSERT_TRUE(house.node.log().keep(signed_by_two.note.dump()));
  EXPECT_EQ(crypto::signedBy(house.node.log().checkpoint().note, witnessKey()), crypto::NoteVerdict::good);
  house.growTo(40);
  EXPECT_EQ(crypto::signedBy(house.node.log().checkpoint().note, witnessKey()), crypto::NoteVerdict::absent);
  const auto check = house.check();
  EXPECT_TRUE(check.report.ok) << check.report.why;
  EXPECT_EQ(check.checkpoints, 1);
  const auto code = [&](const std::string& note) {
    const auto verdict = house.node.log().keep(note);
    return verdict ? "" : verdict.refusal().code;
  };
  EXPECT_EQ(code("no note"), "BAD_CHECKPOINT");
  SmallRecord other;
  EXPECT_EQ(code(other.node.log().checkpoint().note.dump()), "CHECKPOINT_OF_ANOTHER_LOG");
  auto changed = signed_by_two;
  changed.note.text = "x" + changed.note.text;
  EXPECT_EQ(code(changed.note.dump()), "CHECKPOINT_OF_ANOTHER_LOG");
  changed = signed_by_two;
  changed.note.signatures.erase(changed.note.signatures.begin());
  EXPECT_EQ(code(changed.note.dump()), "BAD_CHECKPOINT");
}

TEST_F(LogOnDisk, AWholeRewrittenChainIsFoundWithTheCheckpointAtHand) {
  SmallRecord house(path);
  const auto early = house.node.log().checkpoint();
  house.growTo(30);
  const auto held = cosigned(house.node.log().checkpoint());
  house.growTo(35);
  rewrite(house, "label torn", "nothing happened", crypto::SigningKey::load(path + ".key"));
  const std::string key = house.node.publicKey();
  // By itself it is a perfect record.
  const auto alone = checkRecord(*house.db, {key, {}});
  ASSERT_TRUE(alone.report.ok) << alone.report.first_bad_seq << " " << alone.report.why;
  const auto with = checkRecord(*house.db, {key, {held}}).report;
  EXPECT_FALSE(with.ok);
  EXPECT_EQ(with.first_bad_seq, 1);
  EXPECT_EQ(with.why, "entries 1 to 30 are not those that the checkpoint of size 30 names (chains lingnan-nansha)");
  EXPECT_EQ(checkRecord(*house.db, {key, {early, held}}).report.why.substr(0, 12), "entries 1 to");
}

TEST_F(LogOnDisk, ARecordCutBackIsFoundWithTheCheckpointAtHand) {
  SmallRecord house(path);
  house.growTo(30);
  const auto held = house.node.log().checkpoint();
  const auto last = house.db->query("SELECT site,position,command_id FROM event WHERE seq=30")[0];
  house.db->exec("DELETE FROM event WHERE seq=30");
  house.db->exec("DELETE FROM command WHERE command_id=$1", {last.text(2)});
  house.db->exec("UPDATE site_head SET position=$2,hash=(SELECT lower(hex(hash)) FROM event WHERE site=$1 AND position=$2) WHERE site=$1",
                 {last.text(0), last.integer(1) - 1});
  EXPECT_TRUE(checkRecord(*house.db, {house.node.publicKey(), {}}).report.ok);
  const auto report = checkRecord(*house.db, {house.node.publicKey(), {held}}).report;
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.first_bad_seq, 30);
  EXPECT_EQ(report.why, "the record ends at 29, the checkpoint of size 30 names more entries");
}

TEST_F(LogOnDisk, AnotherKeyIsBroughtInAndEachEntryCheckedWithItsOwn) {
  SmallRecord house(path);
  const std::string first = house.node.publicKey(), origin = house.node.log().origin();
  const auto before = house.node.log().checkpoint();
  Node second(path, true);  // another process on the same database
  const auto rotated = second.log().rotateKey(Node::operatorCaller(), house.admin(), "yearly change");
  ASSERT_TRUE(rotated) << rotated.refusal().code;
  const std::string next = second.publicKey();
  EXPECT_NE(next, first);
  EXPECT_EQ(hexKey(crypto::SigningKey::load(path + ".key")), next);
  EXPECT_TRUE(fs::exists(path + ".key." + first.substr(0, 8)));
  EXPECT_FALSE(fs::exists(path + ".key.next"));
  // The process that did not change it signs with the new key too.
  const std::int64_t at = Journal(*house.db).lastSeq();
  house.must(Node::operatorCaller(), "quality/hold-item", {{"item", "K-2291"}, {"reason", "label torn again"}});
  Caller liang = Accounts::callerOf(*house.db, PersonId("liang.wei"), "test");
  liang.permissions = {"*"};
  ASSERT_TRUE(house.node.desk().submit(liang, {"quality/lift-hold",
                                               Json::object({{"item", "K-2291"}, {"reason", "replaced"}}),
                                               "c-sign-2",
                                               {},
                                               SigningPerson{liang.person, "", "test"},
                                               false}));
  const auto check = checkRecord(*house.db, {next, {before, house.node.log().checkpoint(), second.log().checkpoint()}});
  ASSERT_TRUE(check.report.ok) << check.report.why;
  EXPECT_EQ(check.checkpoints, 3);
  ASSERT_EQ(check.keys.size(), 2u);
  EXPECT_EQ(check.keys[0].key, first);
  EXPECT_EQ(check.keys[1].key, next);
  EXPECT_EQ(check.keys[0].until_seq, at - 1);                  // the entry before its own signature
  EXPECT_TRUE(checkRecord(*house.db, {first, {}}).report.ok);  // any key of the history will do
  EXPECT_FALSE(checkRecord(*house.db, {std::string(64, '3'), {}}).report.ok);
  EXPECT_EQ(house.node.log().origin(), origin);
  EXPECT_EQ(Node(path, true).publicKey(), next);
}

TEST_F(LogOnDisk, ARotationBrokenOffIsEndedAtTheNextStart) {
  std::string first, next;
  {
    SmallRecord house(path);
    first = house.node.publicKey();
    next = house.node.log().prepareKey();
    EXPECT_EQ(house.node.log().prepareKey(), next);  // it waits
    Node same(path, true);
    EXPECT_EQ(same.publicKey(), first);
    // As if the program had died between the entry and the file.
    const Submission s{"keys/rotate-node-key", Json::object({{"reason", "yearly"}}), "rotate-1", {}, house.admin(), false};
    ASSERT_TRUE(house.node.desk().submit(Node::operatorCaller(), s));
    EXPECT_TRUE(fs::exists(path + ".key.next"));
  }
  Node node(path, true);
  EXPECT_EQ(node.publicKey(), next);
  EXPECT_FALSE(fs::exists(path + ".key.next"));
  auto db = node.source().connect();
  EXPECT_TRUE(checkRecord(*db, {first, {}}).report.ok);
  fs::remove(path + ".key");
  fs::copy_file(path + ".key." + first.substr(0, 8), path + ".key");
  EXPECT_THROW(Node(path, true), Fault);  // the key that the record says is gone
}

TEST(NodeLog, WithoutAPreparedKeyNothingIsBroughtIn) {
  SmallRecord house;
  const auto rotate = [&](const char* id) {
    const auto done = house.node.desk().submit(Node::operatorCaller(),
                                               {"keys/rotate-node-key", Json::object({{"reason", "yearly"}}), id, {}, house.admin(), false});
    return done ? "" : done.refusal().gates.empty() ? done.refusal().code : done.refusal().gates[0].code;
  };
  EXPECT_EQ(rotate("rotate-1"), "NO_NEXT_KEY");
  house.node.log().prepareKey();
  EXPECT_EQ(rotate("rotate-2"), "");
  EXPECT_EQ(rotate("rotate-3"), "NO_NEXT_KEY");
  house.node.log().settleKey();
  EXPECT_TRUE(house.check().report.ok) << house.check().report.why;
}

TEST(NodeLog, ACompromisedKeyIsFormerAndItsSignaturesSinceAreCounted) {
  SmallRecord house;
  const std::string first = house.node.publicKey();
  const auto declare = [&](const std::string& key, const std::string& since, const char* id) {
    const Json body = Json::object({{"key", key}, {"since", since}, {"reason", "a copy of the disk was lost"}});
    const auto done = house.node.desk().submit(Node::operatorCaller(), {"keys/declare-compromised", body, id, {}, house.admin(), false});
    return done ? "" : done.refusal().gates.empty() ? done.refusal().code : done.refusal().gates[0].code;
  };
  EXPECT_EQ(declare(first, "2025-01-01T00:00Z", "d-1"), "NOT_FOUND");  // the record names no key yet: it is in force
  ASSERT_TRUE(house.node.log().rotateKey(Node::operatorCaller(), house.admin(), "disk lost"));
  EXPECT_EQ(declare(house.node.publicKey(), "2025-01-01T00:00Z", "d-2"), "KEY_IN_FORCE");
  EXPECT_EQ(declare(first, "2099-01-01T00:00Z", "d-3"), "BAD_VALUE");
  EXPECT_EQ(house.check().doubtful, 0);
  EXPECT_EQ(declare(first, "2025-01-01T00:00Z", "d-4"), "");
  EXPECT_EQ(declare(first, "2025-06-01T00:00Z", "d-5"), "ALREADY_EXISTS");
  const auto check = house.check();
  ASSERT_TRUE(check.report.ok) << check.report.why;
  // The lifted hold and the rotation were signed with it; the declaration with the key after it.
  EXPECT_EQ(check.doubtful, 2);
  EXPECT_EQ(check.signatures, 3);
  ASSERT_TRUE(check.keys[0].compromised_since);
}

}  // namespace
}  // namespace isotrail
