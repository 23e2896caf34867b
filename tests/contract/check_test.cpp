// The record is checked while others write, and while the database goes away: neither is a broken record.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/db_lost.h"
#include "base/one_moment.h"
#include "node/node.h"
#include "node/record_check.h"
#include "tests/contract/engines.h"

namespace isotrail::test {
namespace {

class CheckedMeanwhile : public EveryEngine {
 protected:
  std::filesystem::path key = std::filesystem::temp_directory_path() / ("isotrail-check-" + std::to_string(::getpid()) + ".key");
  std::unique_ptr<Node> node;
  int made = 0;

  void SetUp() override {
    ::setenv("ISOTRAIL_KEY", key.c_str(), 1);
    node = std::make_unique<Node>(where());
    for (int i = 0; i < 60; ++i) write();
  }
  void TearDown() override {
    node.reset();
    std::filesystem::remove(key);
    ::unsetenv("ISOTRAIL_KEY");
  }
  void write() {
    const std::string n = std::to_string(++made);
    (void)node->desk().submit(Node::operatorCaller(), {"identity/register-organisation",
                                                       Json::object({{"org", "org-" + n}, {"name", "N"}, {"kind", "maker"}, {"jurisdiction", "CN"}}),
                                                       "check-" + n,
                                                       {},
                                                       {},
                                                       false});
  }
};

TEST_P(CheckedMeanwhile, ARecordThatGrowsIsWhole) {
  if (!durable()) return;  // one program, one lane: nobody writes beside a reader
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    while (!stop && made < 400) {
      write();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  auto db = source().connect();
  for (int i = 0; i < 10; ++i) {
    const auto report = checkRecord(*db, {node->publicKey(), {}}).report;
    EXPECT_TRUE(report.ok) << report.first_bad_seq << " " << report.why;
    if (!report.ok) break;
  }
  stop = true;
  writer.join();
  EXPECT_GT(made, 61);
}

TEST_P(CheckedMeanwhile, AMomentIsOneForSeveralStatementsAndEnds) {
  if (!durable()) return;
  auto db = source().connect();
  const auto entries = [&] { return db->query("SELECT COUNT(*) FROM event").at(0).integer(0); };
  const auto before = entries();
  {
    const OneMoment moment(*db);
    EXPECT_EQ(entries(), before);
    write();
    EXPECT_EQ(entries(), before);
    EXPECT_THROW(db->exec("DELETE FROM command"), std::exception);
  }
  EXPECT_EQ(entries(), before + 1);
  db->begin();
  db->exec("DELETE FROM command");
  {
    const OneMoment inside(*db);  // the transaction is the moment: what it changed is seen, and stays its own to end
    EXPECT_EQ(db->query("SELECT COUNT(*) FROM command").at(0).integer(0), 0);
  }
  EXPECT_EQ(db->query("SELECT COUNT(*) FROM command").at(0).integer(0), 0);
  db->rollback();
  EXPECT_GT(db->query("SELECT COUNT(*) FROM command").at(0).integer(0), 0);
}

TEST_P(CheckedMeanwhile, AConnectionThatGoesIsNoVerdict) {
  if (std::string(GetParam()) != "postgresql") return;
  auto db = source().connect();
  std::atomic<bool> stop{false};
  std::thread cutter([&] {
    auto other = source().connect();
    while (!stop) {
      other->query("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname=current_database() AND pid<>pg_backend_pid()");
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  });
  int lost = 0;
  for (int i = 0; i < 60; ++i) try {
      EXPECT_TRUE(checkRecord(*db, {node->publicKey(), {}}).report.ok);
    } catch (const DbLost&) {
      ++lost;
    }
  stop = true;
  cutter.join();
  EXPECT_GT(lost, 0);
}

ISOTRAIL_ON_EVERY_ENGINE(CheckedMeanwhile);

}  // namespace
}  // namespace isotrail::test
