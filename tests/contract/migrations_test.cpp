// The tables come to every engine in the same numbered steps, once, whole, and never from a text that was changed.
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "base/check.h"
#include "base/embedded.h"
#include "ledger/journal.h"
#include "ledger/migrations.h"
#include "ledger/tables.h"
#include "tests/contract/engines.h"
#include "tests/support/faulty_db.h"
#include "trace/mentions.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

class Migrations : public EveryEngine {
 protected:
  std::unique_ptr<Db> db = source().connect();
  std::string refusal() {
    try {
      migrate(*db);
      return "none";
    } catch (const Fault& fault) {
      return fault.code + ": " + fault.what();
    }
  }
};

TEST_P(Migrations, AreAppliedOnceInTheirOrder) {
  EXPECT_TRUE(tableNames(*db).empty());
  const auto due = migrationState(*db).pending;
  EXPECT_TRUE(tableNames(*db).empty());  // asking changes nothing
  ASSERT_GT(due.size(), 5u);
  EXPECT_EQ(due[0], "0001_ledger");
  EXPECT_EQ(due[1], "0001_ledger." + std::string(db->engine()));
  EXPECT_EQ(migrate(*db), static_cast<int>(due.size()));
  EXPECT_EQ(migrate(*db), 0);
  EXPECT_EQ(migrationState(*db).applied, static_cast<int>(due.size()));
  EXPECT_TRUE(migrationState(*db).pending.empty());
}

TEST_P(Migrations, GiveEveryEngineTheSameTablesAndColumns) {
  migrate(*db);
  const auto memory = openPlace(Place(":memory:"), false);
  auto other = memory->connect();
  migrate(*other);
  ASSERT_EQ(tableNames(*db), tableNames(*other));
  for (const auto& table : tableNames(*db)) {
    EXPECT_EQ(columnsOf(*db, table).all, columnsOf(*other, table).all) << table;
    EXPECT_EQ(columnsOf(*db, table).key, columnsOf(*other, table).key) << table;
    EXPECT_FALSE(columnsOf(*db, table).key.empty()) << table << " has no primary key: it could not be copied page by page";
  }
  EXPECT_GT(databaseBytes(*db), 10'000);
}

TEST_P(Migrations, AnEarlierDatabaseGetsWhatIsMissing) {
  migrate(*db);
  db->exec("DROP TABLE supply_generator");
  db->exec("DELETE FROM migration WHERE id='0210_supply_generator'");
  EXPECT_EQ(migrationState(*db).pending, std::vector<std::string>{"0210_supply_generator"});
  EXPECT_EQ(migrate(*db), 1);
}

/// A record from when every entry wrote what it mentions has afterwards what one has that was written a block at a time.
TEST_P(Migrations, AnEarlierRecordMentionsWhatALaterOneDoes) {
  migrate(*db);
  std::vector<std::pair<Mention, std::int64_t>> all;
  MentionTables tables(*db);
  db->begin();
  for (int n = 1; n <= 300; ++n) {
    Event e;
    e.id = "entry-" + std::to_string(n);
    e.site = SiteId(n % 2 == 0 ? "other" : "one");
    e.stream = n % 3 == 0 ? "test" : "test/S-" + std::to_string(n % 7);
    e.type = "test.Made";
    e.command_id = "command-" + std::to_string(n);
    e.occurred_at = e.recorded_at = *parseInstant("at", "2025-12-17T23:00:00Z") + minutes(n);
    e.actor = PersonId("liang");
    e.payload = Json::object({{"meter", "M-" + std::to_string(n % 5)}});
    Journal(*db).append(e);
    tables.add(e);
    for (auto& m : mentionsOf(e)) all.emplace_back(std::move(m), e.seq);
  }
  db->commit();
  const auto stored = [&] {
    std::string out;
    for (const char* sql :
         {"SELECT kind,id,block,places FROM mention ORDER BY kind,id,block", "SELECT site,day,first_seq,last_seq FROM site_day ORDER BY site,day",
          "SELECT item,seq FROM item_event ORDER BY item,seq"})
      for (const auto& row : db->query(sql))
        for (const auto& v : row.values())
          out += (std::holds_alternative<std::string>(v) ? std::get<std::string>(v) : std::to_string(std::get<std::int64_t>(v))) + " ";
    return out;
  };
  db->exec("INSERT INTO item_event(item,seq) VALUES('vial',4)");
  const std::string later = stored();
  ASSERT_NE(later.find("one 2025-12-17 1 59 one 2025-12-18 61 255 "), std::string::npos) << later;
  db->exec("DROP TABLE mention");
  db->exec("CREATE TABLE movement_with(seq INTEGER NOT NULL,kind TEXT NOT NULL,id TEXT NOT NULL,PRIMARY KEY(seq,kind,id))");
  for (const auto& [m, seq] : all)
    if (m.kind == "about")
      db->exec("INSERT INTO item_event(item,seq) VALUES($1,$2)", {m.id, seq});
    else
      db->exec("INSERT INTO movement_with(seq,kind,id) VALUES($1,$2,$3)", {seq, m.kind, m.id});
  db->exec("UPDATE site_day SET last_seq=300");
  db->exec("DELETE FROM migration WHERE id='0410_mentions." + std::string(db->engine()) + "'");
  EXPECT_EQ(migrate(*db), 1);
  EXPECT_EQ(stored(), later);
}

/// What commands had answered in the words of an earlier program stands for the same entries and results.
TEST_P(Migrations, AnEarlierAnswerKeepsItsEntriesAndItsResult) {
  migrate(*db);
  const std::string engine(db->engine());
  db->exec("DROP TABLE command");
  db->exec(
      "CREATE TABLE command(command_id VARCHAR(99) PRIMARY KEY,actor VARCHAR(99),name VARCHAR(99),body_hash VARCHAR(99),answer "
      "VARCHAR(999),recorded_at INTEGER)");
  for (const auto& [id, answer] :
       {std::pair{
            "one",
            R"({"command_id":"one","events":[{"id":"a","seq":7,"hash":"f0"},{"id":"b","seq":8,"hash":"0f"}],"result":{"dose":1.50,"of":"S \"1\""}})"},
        {"two", R"({"command_id":"two","events":[{"id":"c","seq":9,"hash":"aa"}],"result":null})"}})
    db->exec("INSERT INTO command(command_id,actor,name,body_hash,answer,recorded_at) VALUES($1,'p','n','h',$2,3)", {id, answer});
  db->exec("DELETE FROM migration WHERE id='0412_kept_results." + engine + "'");
  EXPECT_EQ(migrate(*db), 1);
  std::string kept;
  for (const auto& row : db->query("SELECT command_id,first_seq,hashes,result,recorded_at FROM command ORDER BY command_id"))
    kept += row.text(0) + " " + std::to_string(row.integer(1)) + " " + row.text(2) + " " + row.text(3) + " " + std::to_string(row.integer(4)) + "\n";
  EXPECT_EQ(kept, "one 7 f00f {\"dose\":1.50,\"of\":\"S \\\"1\\\"\"} 3\ntwo 9 aa null 3\n");
}

TEST_P(Migrations, AChangedTextIsRefusedByName) {
  migrate(*db);
  db->exec("UPDATE migration SET sha256='0' WHERE id='0002_trace'");
  db->exec("DELETE FROM migration WHERE id='0210_supply_generator'");
  EXPECT_NE(refusal().find("MIGRATION_EDITED: migration 0002_trace was edited"), std::string::npos) << refusal();
  EXPECT_EQ(migrationState(*db).pending.size(), 1u);  // nothing was applied on top of it
}

TEST_P(Migrations, ADatabaseOfANewerProgramIsRefusedByName) {
  migrate(*db);
  db->exec("INSERT INTO migration(id,sha256) VALUES('9999_later','0')");
  EXPECT_NE(refusal().find("DATABASE_NEWER: this program does not know migration 9999_later"), std::string::npos) << refusal();
}

TEST_P(Migrations, AnotherProgramsDatabaseIsLeftAlone) {
  db->exec("CREATE TABLE customer(id TEXT PRIMARY KEY)");
  EXPECT_NE(refusal().find("DATABASE_FOREIGN"), std::string::npos);
  EXPECT_EQ(tableNames(*db), std::vector<std::string>{"customer"});
}

TEST_P(Migrations, AProgramThatIsKilledInBetweenLeavesNone) {
  const int all = static_cast<int>(migrationState(*db).pending.size());
  FaultySource faulty(source());
  for (int at = 1; at <= 2 * all + 2; ++at) {  // the table of migrations, each text and its line, the commit
    auto dying = faulty.connect();
    faulty.plan.arm(Failure::crash, at);
    EXPECT_THROW(migrate(*dying), Crash) << at;
    dying.reset();
    faulty.plan.disarm();
    ASSERT_TRUE(tableNames(*db).empty()) << at;
  }
  EXPECT_EQ(migrate(*faulty.connect()), all);
}

TEST_P(Migrations, TwoProgramsThatStartAtOnceApplyThemOnce) {
  if (!durable()) return;  // a memory database belongs to one program
  const int all = static_cast<int>(migrationState(*db).pending.size());
  db.reset();
  if (Place(where()).isFile()) std::filesystem::remove(where());  // not even the file is there
  source();
  std::vector<std::future<int>> starters;
  for (int i = 0; i < 4; ++i) starters.push_back(std::async(std::launch::async, [&] { return migrate(*source().connect()); }));
  int applied = 0;
  for (auto& s : starters) applied += s.get();
  EXPECT_EQ(applied, all);
}

TEST_P(Migrations, TextsAreOrderedByBytesAndEntriesOnlyAdded) {
  migrate(*db);
  const std::vector<std::string> by_bytes{"A", "B", "a", "b-c", "b.a", "b_a", "ba", "ç", "氟"};
  for (auto it = by_bytes.rbegin(); it != by_bytes.rend(); ++it) {
    Event e;
    e.id = "id " + *it;
    e.site = SiteId(*it);
    e.stream = "s";
    e.type = "test.Happened";
    db->begin();
    Journal(*db).append(e);
    db->commit();
  }
  std::vector<std::string> sites;
  for (const auto& head : Journal(*db).heads()) sites.push_back(head.site.str());
  EXPECT_EQ(sites, by_bytes);
  EXPECT_TRUE(Journal(*db).verify().ok);
  for (const char* change : {"UPDATE event SET type='x' WHERE seq=1", "DELETE FROM event WHERE seq=1"})
    EXPECT_THROW(db->exec(change), Fault) << change;
  EXPECT_EQ(Journal(*db).lastSeq(), static_cast<std::int64_t>(by_bytes.size()));
}

ISOTRAIL_ON_EVERY_ENGINE(Migrations);

TEST(MigrationFiles, HaveANumberEach) {
  std::set<std::string> numbers;
  for (auto path : embeddedPaths("db/migrations/")) {
    const std::string name(path.substr(path.rfind('/') + 1));
    if (name.find('.') != name.rfind('.')) continue;  // an engine's part of the same number
    EXPECT_TRUE(numbers.insert(name.substr(0, 4)).second) << name;
  }
}

}  // namespace
}  // namespace isotrail::test
