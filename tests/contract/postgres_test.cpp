// What only a database on a server can suffer: connections that go, servers that restart, other programs on the same data.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/db_lost.h"
#include "platform/postgres/postgres_db.h"
#include "tests/contract/engines.h"

namespace isotrail::test {
namespace {

class ServerContract : public EveryEngine {
 protected:
  std::unique_ptr<Db> db = source().connect();
  void SetUp() override { db->exec("CREATE TABLE thing(id TEXT PRIMARY KEY)"); }
  std::int64_t count() { return db->query("SELECT COUNT(*) FROM thing").at(0).integer(0); }
  /// Ends every other connection to this database, as an administrator or a fault of the network does.
  void cutOthers() {
    source().connect()->query(
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname=current_database() AND pid<>pg_backend_pid()");
  }
};

TEST_P(ServerContract, AConnectionLostWhileIdleIsReplacedUnnoticed) {
  cutOthers();
  EXPECT_EQ(count(), 0);
  cutOthers();
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('a')");
  db->commit();
  EXPECT_EQ(count(), 1);
}

TEST_P(ServerContract, AConnectionLostInATransactionIsReportedAndNothingIsKept) {
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('a')");
  cutOthers();
  EXPECT_THROW(db->exec("INSERT INTO thing(id) VALUES('b')"), DbLost);
  EXPECT_THROW(db->query("SELECT 1"), DbLost);  // still in the transaction that is lost
  db->rollback();
  EXPECT_EQ(count(), 0);
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('c')");
  db->commit();
  EXPECT_EQ(count(), 1);
}

TEST_P(ServerContract, ALostCommitIsReportedAsLost) {
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('a')");
  cutOthers();
  EXPECT_THROW(db->commit(), DbLost);
  db->rollback();
  EXPECT_EQ(count(), 0);
}

TEST_P(ServerContract, WhatWasAcknowledgedOutlivesTheServersProcesses) {
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('a')");
  db->commit();
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('b')");
  postgresServer().kill();
  EXPECT_THROW(db->commit(), DbLost);
  db->rollback();
  EXPECT_THROW(db->begin(), DbLost);  // nobody there yet
  EXPECT_THROW(count(), DbLost);
  postgresServer().start();
  EXPECT_EQ(count(), 1);
}

TEST_P(ServerContract, ATransactionThatFailedIsNotCommitted) {
  db->begin();
  db->exec("INSERT INTO thing(id) VALUES('a')");
  EXPECT_THROW(db->exec("INSERT INTO thing(id) VALUES('a')"), DbConflict);
  EXPECT_THROW(db->commit(), DbConflict);  // the server calls this ROLLBACK, and success
  db->rollback();
  EXPECT_EQ(count(), 0);
}

TEST_P(ServerContract, CommitsOfOthersAreHintedAndTheWatchOutlivesACut) {
  std::atomic<int> hints{0};
  const auto hinted = [&](int more_than) {
    for (int i = 0; i < 100 && hints <= more_than; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return hints > more_than;
  };
  const CommitWatch watch(where(), [&] { ++hints; });
  ASSERT_TRUE(hinted(0));  // the watch stands
  for (int round = 0; round < 2; ++round) {
    const int before = hints;
    db->begin();
    db->exec("INSERT INTO thing(id) VALUES($1)", {"row" + std::to_string(round)});
    db->commit();
    EXPECT_TRUE(hinted(before)) << round;
    const int heard = hints;
    cutOthers();
    EXPECT_TRUE(hinted(heard));  // back, and whoever waits looks for what it missed
  }
}

/// A transaction of this connection; whether others may have written since the one before.
class OthersContract : public ServerContract {
 protected:
  enum class End { kept, kept_unwritten, rolled_back };
  /// One that supposed that nobody has, and heard otherwise or nothing at all, is done once more: then it knows.
  bool others(End end = End::kept) {
    ++rows_;
    try {
      return asked(end);
    } catch (const DbConflict&) {
    } catch (const DbLost&) {
    }
    db->rollback();
    EXPECT_TRUE(asked(end));
    return true;
  }
  /// Of a server of its own, where nothing else happens.
  void SetUp() override {
    own_ = std::make_unique<PostgresServer>();
    source_ = std::make_unique<PostgresSource>(own_->freshDatabase());
    db = source_->connect();
    other = source_->connect();
    db->exec("CREATE TABLE thing(id TEXT PRIMARY KEY) WITH (autovacuum_enabled=false)");
    EXPECT_TRUE(others());  // the first knows nothing
    EXPECT_FALSE(others());
  }
  void TearDown() override {
    db.reset();
    other.reset();
  }
  void otherWrites(const std::string& id) { other->exec("INSERT INTO thing(id) VALUES($1)", {id}); }
  std::unique_ptr<PostgresServer> own_;
  std::unique_ptr<PostgresSource> source_;
  std::unique_ptr<Db> other;

 private:
  bool asked(End end) {
    db->begin();
    const bool they_may = db->othersMayHaveWritten();
    if (end != End::kept_unwritten) db->post("INSERT INTO thing(id) VALUES($1)", {"own" + std::to_string(rows_)});
    EXPECT_EQ(db->othersMayHaveWritten(), they_may);
    if (end != End::rolled_back) db->commit();
    if (end == End::rolled_back) db->rollback();
    return they_may;
  }
  int rows_ = 0;
};

TEST_P(OthersContract, WhoeverIsAloneKnowsIt) {
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(others());
  EXPECT_FALSE(others(End::kept_unwritten));
  EXPECT_FALSE(others());
  other->begin();
  EXPECT_EQ(other->query("SELECT id FROM thing").size(), 6u);  // reading is no writing
  other->rollback();
  EXPECT_FALSE(others());
  db->begin();
  db->rollback();  // nothing was asked: as if it had not been
  EXPECT_FALSE(others());
}

TEST_P(OthersContract, WhatAnotherWroteIsSeenOnce) {
  for (const End own : {End::kept, End::kept_unwritten}) {
    otherWrites("other" + std::to_string(static_cast<int>(own)));
    EXPECT_TRUE(others(own));
    EXPECT_FALSE(others());
  }
  other->begin();
  other->exec("INSERT INTO thing(id) VALUES('in the lane')");
  other->commit();
  EXPECT_TRUE(others());
  EXPECT_FALSE(others());
}

/// Nothing of such a transaction is kept, and whatever it does first tells it: a question, a statement, a commit of nothing.
TEST_P(OthersContract, WhoSupposesToBeAloneAndIsNotHearsOfItAtOnce) {
  const std::vector<std::function<void()>> ways = {
      [&] { db->query("SELECT id FROM thing WHERE id='own'"); },
      [&] { db->exec("INSERT INTO thing(id) VALUES('own')"); },
      [&] {
        db->post("INSERT INTO thing(id) VALUES($1)", {"own"});
        db->commit();
      },
      [&] { db->commit(); },
  };
  for (std::size_t way = 0; way < ways.size(); ++way) {
    otherWrites("other" + std::to_string(way));
    db->begin();
    EXPECT_FALSE(db->othersMayHaveWritten());
    EXPECT_THROW(ways[way](), DbConflict) << way;
    db->rollback();
    EXPECT_TRUE(db->query("SELECT id FROM thing WHERE id='own'").empty()) << way;
    EXPECT_TRUE(others()) << way;
    EXPECT_FALSE(others()) << way;
  }
}

TEST_P(OthersContract, OneWhoWritesAcrossOursIsSeenUntilHeHasEnded) {
  other->exec("BEGIN; INSERT INTO thing(id) VALUES('across')");  // outside the lane
  EXPECT_FALSE(others());                                        // he has kept nothing yet
  EXPECT_TRUE(others());                                         // he had begun to write before this one
  EXPECT_TRUE(others());
  other->exec("SELECT 1; COMMIT");
  EXPECT_TRUE(others());
  EXPECT_FALSE(others());
}

TEST_P(OthersContract, OneWhoWritesAndEndsWhileOursIsOpenIsSeen) {
  db->begin();
  EXPECT_FALSE(db->othersMayHaveWritten());
  EXPECT_EQ(db->query("SELECT id FROM thing WHERE id='meanwhile'").size(), 0u);
  otherWrites("meanwhile");
  db->post("INSERT INTO thing(id) VALUES('own')", {});
  db->commit();
  EXPECT_TRUE(others());
  EXPECT_FALSE(others());
}

TEST_P(OthersContract, ARollBackAndANewConnectionLeaveADoubt) {
  EXPECT_FALSE(others(End::rolled_back));
  EXPECT_TRUE(others());
  EXPECT_FALSE(others());
  other->query("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname=current_database() AND pid<>pg_backend_pid()");
  EXPECT_TRUE(others());
  EXPECT_FALSE(others());
  EXPECT_TRUE(db->othersMayHaveWritten());  // in no transaction there is nothing to compare
}

INSTANTIATE_TEST_SUITE_P(Stores, OthersContract, ::testing::Values("postgresql"), engineName);

TEST_P(ServerContract, AServerThatHangsIsGivenUpAndOneThatTakesItsTimeIsNot) {
  PostgresServer own;
  PostgresSource source(own.freshDatabase() + "&connect_timeout=2");
  const auto patient = source.connect();
  EXPECT_EQ(patient->query("SELECT 1 FROM pg_sleep(4)").size(), 1u);  // longer than anybody waits without looking
  patient->begin();
  own.freeze();
  const auto from = std::chrono::steady_clock::now();
  EXPECT_THROW(patient->query("SELECT 1"), DbLost);
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(20));
  patient->rollback();
  EXPECT_THROW(patient->query("SELECT 1"), DbLost);
  const auto told = std::chrono::steady_clock::now();
  EXPECT_THROW(source.connect(), DbAway);  // known: nobody waits again
  EXPECT_LT(std::chrono::steady_clock::now() - told, std::chrono::milliseconds(500));
  own.thaw();
  for (int i = 0; i < 100; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(50))) try {
      EXPECT_EQ(patient->query("SELECT 1").size(), 1u);
      return;
    } catch (const DbLost&) {
    }
  ADD_FAILURE() << "never back";
}

TEST(ServerUri, PasswordsAreNeverShown) {
  EXPECT_EQ(shownPostgresUri("postgresql://user:secret@db.example:5433/house?application_name=x"), "postgresql://db.example:5433/house");
  EXPECT_EQ(shownPostgresUri("postgresql://a,b:1/house"), "postgresql://a,b/house");
  EXPECT_EQ(shownPostgresUri("postgresql:///house?password=secret"), "postgresql:///house");
  EXPECT_EQ(shownPostgresUri("postgresql://%zz"), "postgresql:");
}

INSTANTIATE_TEST_SUITE_P(Stores, ServerContract, ::testing::Values("postgresql"), engineName);

}  // namespace
}  // namespace isotrail::test
