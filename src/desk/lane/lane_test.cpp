#include "desk/lane/lane.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "platform/sqlite/sqlite_db.h"

namespace isotrail {
namespace {

constexpr const char* kAsk = "SELECT name FROM person WHERE id=$1";
constexpr const char* kSet = "UPDATE person SET name=$2 WHERE id=$1";

/// A connection that counts the questions that reach it.
class Counted final : public Db {
 public:
  Counted(std::unique_ptr<Db> db, int& questions) : db_(std::move(db)), questions_(questions) {}
  Rows query(std::string_view sql, const std::vector<DbValue>& params = {}) override {
    if (sql == kAsk) ++questions_;
    return db_->query(sql, params);
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params = {}) override { return db_->exec(sql, params); }
  void begin() override { db_->begin(); }
  void commit() override { db_->commit(); }
  void rollback() noexcept override { db_->rollback(); }
  bool othersMayHaveWritten() override { return db_->othersMayHaveWritten(); }
  std::string_view engine() const override { return db_->engine(); }

 private:
  std::unique_ptr<Db> db_;
  int& questions_;
};

class LaneMemory : public ::testing::Test {
 protected:
  LaneMemory() {
    other_->exec("CREATE TABLE person(id TEXT PRIMARY KEY,name TEXT NOT NULL)");
    other_->exec("CREATE TABLE other(id TEXT PRIMARY KEY)");
    other_->exec("INSERT INTO person(id,name) VALUES('p','first')");
    (void)asked();
    questions_ = 0;
  }
  ~LaneMemory() override {
    for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + tail);
  }
  std::string ask() { return lane_.query(kAsk, {"p"}).at(0).text(0); }
  /// In a transaction of its own.
  std::string asked() {
    Transaction transaction(lane_);
    return ask();
  }

  const std::string path_ = (std::filesystem::temp_directory_path() / ("isotrail-lane-" + std::to_string(::getpid()) + ".db")).string();
  SqliteSource source_{path_};
  std::unique_ptr<Db> other_ = source_.connect();
  int questions_ = 0;
  Lane lane_{std::make_unique<Counted>(source_.connect(), questions_)};
};

TEST_F(LaneMemory, LastsOverTransactionsWhileNobodyElseWrites) {
  EXPECT_EQ(asked(), "first");
  {
    Transaction transaction(lane_);
    EXPECT_EQ(ask(), "first");
    lane_.post("INSERT INTO other(id) VALUES('x')", {});
    transaction.commit();
  }
  EXPECT_EQ(asked(), "first");
  EXPECT_EQ(questions_, 0);
}

TEST_F(LaneMemory, IsOfWhatTheLaneItselfWrote) {
  Transaction transaction(lane_);
  EXPECT_EQ(ask(), "first");
  lane_.post(kSet, {"p", "second"});
  EXPECT_EQ(ask(), "second");
  transaction.commit();
  EXPECT_EQ(asked(), "second");
  EXPECT_EQ(questions_, 1);
}

TEST_F(LaneMemory, EndsWhenAnotherConnectionWrote) {
  other_->exec(kSet, {"p", "theirs"});
  EXPECT_EQ(asked(), "theirs");
  EXPECT_EQ(asked(), "theirs");
  EXPECT_EQ(questions_, 1);
}

/// A transaction that only writes has not looked whether others did; the next one cannot find it out.
TEST_F(LaneMemory, EndsWhereATransactionDidNotLookForOthers) {
  other_->exec(kSet, {"p", "theirs"});
  {
    Transaction transaction(lane_);
    lane_.post("INSERT INTO other(id) VALUES('x')", {});
    transaction.commit();
  }
  EXPECT_EQ(asked(), "theirs");
}

TEST_F(LaneMemory, ForgetsWhatWasNotKept) {
  const auto before = [&] {
    Transaction transaction(lane_);
    (void)ask();
    return lane_.upsets();
  }();
  {
    Transaction transaction(lane_);
    lane_.post(kSet, {"p", "never"});
    EXPECT_EQ(ask(), "never");
  }
  EXPECT_EQ(asked(), "first");
  Transaction transaction(lane_);
  EXPECT_GT(lane_.upsets(), before);
}

}  // namespace
}  // namespace isotrail
