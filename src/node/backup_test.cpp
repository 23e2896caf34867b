#include "node/backup.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/hash.h"
#include "node/node.h"
#include "platform/sqlite/sqlite_db.h"

using namespace isotrail;
namespace fs = std::filesystem;

namespace {

class Backup : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  static void organisation(Node& node, int n) {
    Submission s{"identity/register-organisation",
                 Json::object({{"org", "org-" + std::to_string(n)}, {"name", "House"}, {"kind", "maker"}, {"jurisdiction", "CN"}}),
                 "command-" + std::to_string(n),
                 {},
                 {},
                 false};
    ASSERT_TRUE(node.desk().submit(Node::operatorCaller(), s).ok());
  }
  /// A node with `n` entries, closed again.
  std::string house(int n) {
    Node node(path("house.db"));
    for (int i = 0; i < n; ++i) organisation(node, i);
    return path("house.db");
  }
  static std::int64_t entries(const std::string& database) {
    SqliteSource source(database);
    return Journal(*source.connect()).lastSeq();
  }
  static std::string code(const Result<BackupManifest>& r) { return r ? "" : r.refusal().code; }

  fs::path folder_ = fs::temp_directory_path() / ("isotrail-backup-" + std::to_string(::getpid()));
  Instant now_ = Instant::fromMicros(1'765'900'000'000'000);
};

void flipBit(const std::string& file, std::uintmax_t at) {
  std::fstream f(file, std::ios::in | std::ios::out | std::ios::binary);
  f.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(f.get() ^ 1);
  f.seekp(static_cast<std::streamoff>(at));
  f.put(byte);
}

}  // namespace

TEST_F(Backup, ComesBackAsTheNodeItWas) {
  const std::string database = house(5);
  const auto made = createBackup(database, path("safe"), true, now_);
  ASSERT_TRUE(made.ok()) << made.refusal().params.dump();
  EXPECT_EQ(made->entries, entries(database));
  EXPECT_EQ(code(verifyBackup(path("safe"))), "");
  EXPECT_FALSE(fs::exists(path("safe") + "/isotrail.db-wal"));  // checking changed nothing beside it
  EXPECT_EQ(sha256OfFile(path("safe") + "/isotrail.db"), made->sha256);
  ASSERT_EQ(code(restoreBackup(path("safe"), path("again.db"))), "");
  Node again(path("again.db"), true);
  EXPECT_EQ(again.publicKey(), made->public_key);
  EXPECT_TRUE(again.desk().rebuild(true).empty());
  organisation(again, 99);
  EXPECT_EQ(entries(path("again.db")), made->entries + 1);
  EXPECT_EQ(fs::status(path("again.db.key")).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

TEST_F(Backup, IsOneMomentWhileTheNodeWrites) {
  Node node(path("house.db"));
  organisation(node, 0);
  std::thread writer([&] {
    for (int i = 1; i <= 40; ++i) organisation(node, i);
  });
  for (int i = 0; i < 5; ++i) {
    const std::string to = path(("safe-" + std::to_string(i)).c_str());
    EXPECT_EQ(code(createBackup(path("house.db"), to, true, now_)), "");
    EXPECT_EQ(code(verifyBackup(to)), "");
  }
  writer.join();
}

TEST_F(Backup, EveryFlippedByteIsFound) {
  ASSERT_EQ(code(createBackup(house(2), path("safe"), false, now_)), "");
  const std::string file = path("safe") + "/isotrail.db";
  for (std::uintmax_t at = 0; at < fs::file_size(file); at += fs::file_size(file) / 40) {
    flipBit(file, at);
    EXPECT_EQ(code(verifyBackup(path("safe"))), "BACKUP_BROKEN") << "byte " << at;
    flipBit(file, at);
  }
  EXPECT_EQ(code(verifyBackup(path("safe"))), "");
  fs::remove(path("safe") + "/manifest.json");
  EXPECT_EQ(code(verifyBackup(path("safe"))), "BACKUP_BROKEN");
}

TEST_F(Backup, NothingIsOverwrittenAndTheKeyIsAskedFor) {
  const std::string database = house(1);
  ASSERT_EQ(code(createBackup(database, path("safe"), false, now_)), "");
  EXPECT_EQ(code(createBackup(database, path("safe"), false, now_)), "BACKUP_EXISTS");
  EXPECT_EQ(code(restoreBackup(path("safe"), database)), "RESTORE_EXISTS");
  EXPECT_EQ(code(restoreBackup(path("safe"), path("again.db"))), "RESTORE_KEY");
  EXPECT_FALSE(fs::exists(path("again.db")));
  std::ofstream(path("again.db-wal")) << "left behind";
  EXPECT_EQ(code(restoreBackup(path("safe"), path("again.db"))), "RESTORE_EXISTS");
  fs::remove(path("again.db-wal"));
  fs::copy_file(database + ".key", path("again.db.key"));
  EXPECT_EQ(code(restoreBackup(path("safe"), path("again.db"))), "");
}

TEST_F(Backup, ADocumentThatIsMissingOrAlteredIsNamed) {
  const std::string database = house(1);
  {
    Node node(database);
    Submission s{
        "documents/attach",
        Json::object({{"about", "org.org-0"}, {"title", "Licence scan"}, {"media_type", "image/png"}, {"retention", "licence"}, {"content", "aWNo"}}),
        "attach-1",
        {},
        {},
        false};
    ASSERT_TRUE(node.desk().submit(Node::operatorCaller(), s).ok());
  }
  ASSERT_EQ(code(createBackup(database, path("safe"), true, now_)), "");
  ASSERT_EQ(code(restoreBackup(path("safe"), path("again.db"))), "");
  {
    SqliteSource source(path("again.db"));
    EXPECT_EQ(source.connect()->query("SELECT 1 FROM document_bytes").size(), 1u);
    source.connect()->exec("UPDATE document_bytes SET bytes=x'00'");
  }
  const auto altered = createBackup(path("again.db"), path("other"), true, now_);
  ASSERT_EQ(code(altered), "BACKUP_BROKEN");
  EXPECT_NE(altered.refusal().params["why"].text().find("document \"Licence scan\""), std::string::npos) << altered.refusal().params.dump();
}

TEST_F(Backup, ARecordThatDoesNotVerifyIsNotBackedUp) {
  const std::string database = house(3);
  {
    SqliteSource source(database);
    auto db = source.connect();
    db->exec("DROP TRIGGER event_no_update");
    db->exec("UPDATE event SET bytes=x'00' WHERE seq=2");
  }
  EXPECT_EQ(code(createBackup(database, path("safe"), true, now_)), "BACKUP_BROKEN");
  EXPECT_FALSE(fs::exists(path("safe")));
  EXPECT_FALSE(fs::exists(path("safe.part")));
}
