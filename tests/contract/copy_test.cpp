// A node moved to every engine: the same record, or nothing at all.
#include <gtest/gtest.h>

#include "base/check.h"
#include "ledger/tables.h"
#include "node/copy.h"
#include "node/node.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/contract/engines.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;

class Copies : public EveryEngine {
 protected:
  fs::path folder;
  std::string old;

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "isotrail-copy-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    ::setenv("ISOTRAIL_KEY", (folder / "server.key").c_str(), 1);
    old = (folder / "old.db").string();
    Node node(old);
    std::vector<Submission> all;
    for (int i = 0; i < 700; ++i) all.push_back(organisation(i));  // more than a page
    if (!node.desk().submitAll(Node::operatorCaller(), all)) throw std::runtime_error("refused");
  }
  void TearDown() override {
    ::unsetenv("ISOTRAIL_KEY");
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  static Submission organisation(int n) {
    return {"identity/register-organisation",
            Json::object({{"org", "org-" + std::to_string(n)}, {"name", "氟 \\ '"}, {"kind", "maker"}, {"jurisdiction", "CN"}}),
            "c-" + std::to_string(n),
            {},
            {},
            false};
  }
  std::string code(const std::string& to) {
    const auto copied = copyNode(Place(old), Place(to));
    return copied ? "copied" : copied.refusal().code;
  }
  /// Nothing but the tables themselves.
  bool isEmpty() {
    auto db = source().connect();
    for (const auto& table : tableNames(*db))
      if (table != "migration" && !db->query("SELECT 1 FROM " + table + " LIMIT 1").empty()) return false;
    return true;
  }
};

TEST_P(Copies, AreTheNodeItself) {
  ASSERT_EQ(code(where()), "copied");
  const auto back = (folder / "back.db").string();
  const auto again = copyNode(Place(where()), Place(back));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->entries, 700);
  EXPECT_EQ(again->rows.at("identity_org"), 700);
  Node first(old), copy(where(), true), third(back, true);
  EXPECT_EQ(first.publicKey(), copy.publicKey());
  const auto head = [](Node& n) {
    auto db = n.source().connect();
    return Journal(*db).heads().at(0).hash;
  };
  EXPECT_EQ(head(first), head(copy));
  EXPECT_EQ(head(first), head(third));
  EXPECT_TRUE(copy.desk().rebuild(true).empty());
  EXPECT_TRUE(copy.desk().submit(Node::operatorCaller(), organisation(9000)).ok());  // and it goes on
  EXPECT_EQ(code(where()), "NOT_EMPTY");
}

TEST_P(Copies, OfARecordThatDoesNotVerifyAreNotMade) {
  {
    SqliteSource file(old);
    auto db = file.connect();
    db->exec("DROP TRIGGER event_no_update");
    db->exec("UPDATE event SET type='identity.OrganisationRenamed' WHERE seq=600");
  }
  EXPECT_EQ(code(where()), "RECORD_BROKEN");
  EXPECT_TRUE(isEmpty());
}

TEST_P(Copies, AreNotMadeBesideAnotherNodesKeyNorOfAnEarlierDatabase) {
  const std::string key = Place(where()).keyFile();
  Node(folder / "other.db");
  fs::copy_file(folder / "other.db.key", key);
  EXPECT_EQ(code(where()), "KEY_THERE");
  EXPECT_TRUE(isEmpty());
  SqliteSource(old).connect()->exec("DELETE FROM migration WHERE id='0210_supply_generator'");
  EXPECT_EQ(code(where()), "MIGRATE_FIRST");
  EXPECT_THROW((void)copyNode(Place((folder / "none.db").string()), Place(where())), Fault);
}

// Not in memory: such a database is nobody's to open afterwards.
INSTANTIATE_TEST_SUITE_P(Stores, Copies, ::testing::Values("sqlite", "postgresql"), engineName);

}  // namespace
}  // namespace isotrail::test
