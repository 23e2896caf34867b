// What can happen to a file: no room, a failing disk, a page that was overwritten, a log cut short, another program's file.
// Every time in words; writing stops, reading goes on, and what was acknowledged is there.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/check.h"
#include "node/node.h"
#include "node/record_check.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/support/small_disk.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;

class Damage : public ::testing::Test {
 protected:
  fs::path folder;
  SmallDisk& disk = SmallDisk::instance();

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "isotrail-damage-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override {
    disk.mend();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  std::string path(const char* name = "house.db") const { return (folder / name).string(); }
  static Submission organisation(int n) {
    const std::string name = "Pharmacy number " + std::to_string(n) + std::string(200, '.');
    return {"identity/register-organisation",
            Json::object({{"org", "org-" + std::to_string(n)}, {"name", name}, {"kind", "maker"}, {"jurisdiction", "CN"}}),
            "c-" + std::to_string(n),
            {},
            {},
            false};
  }
  /// "accepted", the refusal's code, or the fault's.
  static std::string send(Node& node, int n) {
    try {
      auto answer = node.desk().submit(Node::operatorCaller(), organisation(n));
      return answer ? "accepted" : answer.refusal().code;
    } catch (const Fault& fault) {
      return fault.code;
    }
  }
  static std::string code(const std::string& database) {
    try {
      Node node(database, true);
      return "opened";
    } catch (const Fault& fault) {
      return fault.code;
    }
  }
  static std::int64_t entries(Node& node) {
    std::int64_t last = 0;
    node.desk().read([&](Db& db) { last = Journal(db).lastSeq(); });
    return last;
  }
  static RecordCheck check(Node& node) {
    RecordCheck out;
    node.desk().read([&](Db& db) { out = checkRecord(db, {node.publicKey(), {}}); });
    return out;
  }
  /// Overwrites every page of the file that holds `text`; answers how many.
  int spoilPagesWith(const std::string& text) const {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    std::ostringstream all;
    all << file.rdbuf();
    const std::string bytes = all.str();
    constexpr std::size_t kPage = 4096;
    int spoilt = 0;
    for (std::size_t at = kPage; at < bytes.size(); at += kPage) {
      if (bytes.substr(at, kPage).find(text) == std::string::npos) continue;
      file.seekp(static_cast<std::streamoff>(at));
      file << std::string(kPage, '\x5a');
      ++spoilt;
    }
    return spoilt;
  }
};

TEST_F(Damage, AFullDiskRefusesInWordsUntilThereIsRoom) {
  Node node(path());
  ASSERT_EQ(send(node, 0), "accepted");
  disk.room = 60'000;
  int n = 1;
  std::string told;
  for (; (told = send(node, n)) == "accepted"; ++n) ASSERT_LT(n, 1000);
  EXPECT_EQ(told, "DB_FULL");
  EXPECT_EQ(send(node, n), "DB_FULL");
  EXPECT_EQ(entries(node), n);  // all that were accepted, nothing of the one that was not
  EXPECT_TRUE(check(node).report.ok);
  EXPECT_FALSE(node.desk().readOnly());
  disk.mend();
  EXPECT_EQ(send(node, n), "accepted");
  EXPECT_EQ(entries(node), n + 1);
  EXPECT_TRUE(node.desk().rebuild(true).empty());
}

TEST_F(Damage, ADiskThatFailsStopsWritingUntilARestart) {
  for (auto* failing : {&disk.writes_fail, &disk.flushes_fail}) {
    int kept = 0;
    {
      Node node(path());
      kept = static_cast<int>(entries(node));
      ASSERT_EQ(send(node, kept), "accepted");
      ++kept;
      *failing = true;
      EXPECT_EQ(send(node, kept), "DB_IO");
      disk.mend();  // a disk that failed once is not trusted again by this program
      EXPECT_EQ(send(node, kept), "READ_ONLY");
      EXPECT_EQ(entries(node), kept);
    }
    Node again(path(), true);
    EXPECT_TRUE(check(again).report.ok);
    EXPECT_EQ(entries(again), kept);
    EXPECT_EQ(send(again, kept), "accepted");
  }
}

TEST_F(Damage, AnOverwrittenPageIsFoundBeforeAnythingIsWritten) {
  std::string key;
  {
    Node node(path());
    key = node.publicKey();
    for (int i = 0; i < 60; ++i) ASSERT_EQ(send(node, i), "accepted");
    node.desk().read([](Db& db) { db.query("PRAGMA wal_checkpoint(TRUNCATE)"); });
  }
  ASSERT_GT(spoilPagesWith("\"org\":\"org-59\""), 0);  // where the end of the record lies
  EXPECT_EQ(code(path()), "DB_CORRUPT");
  SqliteSource source(path(), SqliteSource::Access::unchanging);
  const RecordCheck found = checkRecord(*source.connect(), {key, {}});
  EXPECT_FALSE(found.report.ok);
  EXPECT_NE(found.report.why, "");
}

TEST_F(Damage, ALogCutShortEndsAtAWholeEntry) {
  Node node(path());
  for (int i = 0; i < 20; ++i) ASSERT_EQ(send(node, i), "accepted");
  const std::string wal = path() + "-wal";
  const auto size = fs::file_size(wal);
  std::int64_t before = 0;
  for (int part = 0; part <= 10; ++part) {
    const std::string copy = path(("cut" + std::to_string(part) + ".db").c_str());
    for (const char* end : {"", "-wal", ".key"}) fs::copy_file(path() + end, copy + end);
    fs::resize_file(copy + "-wal", part == 10 ? size : size * static_cast<std::uintmax_t>(part) / 10 + 77);
    Node cut(copy);
    const auto report = check(cut).report;
    EXPECT_TRUE(report.ok) << report.why;
    EXPECT_GE(report.entries, before);  // a longer log never holds less
    EXPECT_LE(report.entries, 20);
    EXPECT_TRUE(cut.desk().rebuild(true).empty());
    EXPECT_EQ(send(cut, static_cast<int>(report.entries)), "accepted");
    before = report.entries;
  }
  EXPECT_EQ(before, 20);
}

TEST_F(Damage, FilesOfAnotherSortAreLeftAsTheyAre) {
  std::ofstream(path("letter.db")) << "Dear colleague, this is not a database but a letter of some length.";
  EXPECT_EQ(code(path("letter.db")), "DATABASE_FOREIGN");
  {
    SqliteSource other(path("other.db"));
    other.connect()->exec("CREATE TABLE customer(id TEXT PRIMARY KEY)");
  }
  EXPECT_EQ(code(path("other.db")), "DATABASE_FOREIGN");
  EXPECT_FALSE(fs::exists(path("other.db.key")));
  fs::create_directory(path("folder.db"));
  EXPECT_EQ(code(path("folder.db")), "NO_DATABASE");
  EXPECT_EQ(code(path("absent.db")), "NO_DATABASE");
  std::ofstream(path("empty.db")).flush();
  EXPECT_EQ(code(path("empty.db")), "opened");  // SQLite's own empty database
}

}  // namespace
}  // namespace isotrail::test
