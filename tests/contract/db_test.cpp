// What every engine behind the Db port does alike.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <future>
#include <limits>

#include "base/check.h"
#include "tests/contract/engines.h"

namespace isotrail::test {
namespace {

class DbContract : public EveryEngine {
 protected:
  std::unique_ptr<Db> db = source().connect();
  /// One row of each type, as the migrations spell them.
  void table() {
    const bool sqlite = db->engine() == "sqlite";
    db->exec(std::string("CREATE TABLE thing(id TEXT PRIMARY KEY, n ") + (sqlite ? "INTEGER" : "BIGINT") + ", x " +
             (sqlite ? "REAL" : "DOUBLE PRECISION") + ", bytes " + (sqlite ? "BLOB" : "BYTEA") + ")");
  }
  Row put(const std::string& id, DbValue n, DbValue x, DbValue bytes) {
    db->exec("INSERT INTO thing(id,n,x,bytes) VALUES($1,$2,$3,$4)", {id, std::move(n), std::move(x), std::move(bytes)});
    return db->query("SELECT id,n,x,bytes FROM thing WHERE id=$1", {id}).at(0);
  }
  std::int64_t count(Db& from) { return from.query("SELECT COUNT(*) FROM thing").at(0).integer(0); }
};

TEST_P(DbContract, ValuesComeBackAsTheyWentIn) {
  table();
  const std::string text = "氟[18F] \"quoted\" 'x' \\ ç \n\t$1 %s";
  Blob all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<unsigned char>(i);
  const Row row = put(text, std::numeric_limits<std::int64_t>::min(), 5e-324, all);
  EXPECT_EQ(row.text(0), text);
  EXPECT_EQ(row.integer(1), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(row.number(2), 5e-324);
  EXPECT_EQ(row.blob(3), all);
  const Row most = put("most", std::numeric_limits<std::int64_t>::max(), std::numeric_limits<double>::max(), Blob());
  EXPECT_EQ(most.integer(1), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(most.number(2), std::numeric_limits<double>::max());
  EXPECT_FALSE(most.isNull(3));  // no bytes are not "unknown"
  EXPECT_TRUE(most.blob(3).empty());
  const Row none = put("none", {}, {}, {});
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(none.isNull(i));
  EXPECT_FALSE(put("", std::int64_t{0}, 0.0, Blob()).isNull(0));
}

TEST_P(DbContract, AnyNumberAndTextComesBackExactly) {
  table();
  const bool fine = rc::check("values come back", [&] {
    const auto n = *rc::gen::arbitrary<std::int64_t>();
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    double x = 0;
    std::memcpy(&x, &bits, sizeof x);
    RC_PRE(std::isfinite(x));
    const auto bytes = *rc::gen::arbitrary<Blob>();
    db->exec("DELETE FROM thing");
    const Row row = put("k", n, x, bytes);
    RC_ASSERT(row.integer(1) == n);
    RC_ASSERT(row.number(2) == x);
    RC_ASSERT(row.blob(3) == bytes);
  });
  EXPECT_TRUE(fine);
}

TEST_P(DbContract, AWholeNumberInAPlaceOfAnyIsReadAsNumber) {
  table();
  EXPECT_EQ(put("a", std::int64_t{7}, std::int64_t{3}, {}).number(2), 3.0);
  EXPECT_EQ(db->query("SELECT SUM(n) FROM thing").at(0).integer(0), 7);
  EXPECT_EQ(db->query("SELECT 1").at(0).integer(0), 1);
  EXPECT_EQ(db->query("SELECT MAX(n) FROM thing WHERE id='absent'").at(0).isNull(0), true);
}

TEST_P(DbContract, ExecAnswersTheRowsChanged) {
  table();
  put("a", std::int64_t{1}, {}, {});
  put("b", std::int64_t{2}, {}, {});
  EXPECT_EQ(db->exec("UPDATE thing SET n=n+1"), 2);
  EXPECT_EQ(db->exec("UPDATE thing SET n=0 WHERE id=$1", {std::string("absent")}), 0);
  EXPECT_EQ(db->exec("INSERT INTO thing(id) VALUES($1) ON CONFLICT(id) DO NOTHING", {std::string("a")}), 0);
  EXPECT_EQ(db->exec("DELETE FROM thing"), 2);
}

TEST_P(DbContract, ABrokenUniquenessIsAConflictAndTheConnectionStaysUsable) {
  table();
  put("a", std::int64_t{1}, {}, {});
  EXPECT_THROW(put("a", std::int64_t{2}, {}, {}), DbConflict);
  db->begin();
  put("b", std::int64_t{2}, {}, {});
  EXPECT_THROW(put("a", std::int64_t{2}, {}, {}), DbConflict);
  db->rollback();
  EXPECT_EQ(count(*db), 1);
  db->begin();
  put("b", std::int64_t{2}, {}, {});
  db->commit();
  EXPECT_EQ(count(*source().connect()), 2);
}

TEST_P(DbContract, WhatIsPostedIsThereForTheNextStatement) {
  table();
  db->begin();
  for (std::int64_t n = 0; n < 300; ++n) {
    db->post("INSERT INTO thing(id,n) VALUES($1,$2)", {"k" + std::to_string(n), n});
    if (n % 100 == 7) {
      EXPECT_EQ(db->query("SELECT n FROM thing WHERE id=$1", {"k" + std::to_string(n)}).at(0).integer(0), n);
    }
    if (n % 100 == 50) {
      EXPECT_EQ(db->exec("UPDATE thing SET x=1 WHERE n>=0"), n + 1);
    }
  }
  db->commit();
  EXPECT_EQ(count(*source().connect()), 300);
  db->begin();
  db->post("INSERT INTO thing(id) VALUES($1)", {std::string("later")});
  db->rollback();
  EXPECT_EQ(count(*db), 300);
}

TEST_P(DbContract, PostedRowsKeepTheirValuesAndTheirOrderAmongStatements) {
  table();
  const Blob bytes{0, 255, 39, 92};
  const std::string kPut = "INSERT INTO thing(id,n,x,bytes) VALUES($1,$2,$3,$4)", kPutNew = kPut + " ON CONFLICT DO NOTHING";
  db->begin();
  db->post(kPut, {std::string("氟 'x' \\ {,}"), std::int64_t{-7}, 0.1, bytes});
  db->post(kPut, {std::string(""), std::int64_t{8}, -2.5, Blob()});
  db->post(kPut, {std::string("null"), {}, {}, {}});
  db->post(kPut, {std::string("last"), std::int64_t{9}, 1e300, bytes});
  for (const char* id : {"new", "last", "new"}) db->post(kPutNew, {std::string(id), std::int64_t{10}, 0.5, bytes});
  db->post("UPDATE thing SET n=n+1 WHERE n=$1", {std::int64_t{10}});
  db->post(kPutNew, {std::string("newest"), std::int64_t{10}, 0.5, bytes});
  db->post("INSERT INTO thing(id,n) VALUES($1,$2) ON CONFLICT(id) DO UPDATE SET n=excluded.n", {std::string("newest"), std::int64_t{12}});
  db->post("DELETE FROM thing WHERE id=$1", {std::string("null")});
  db->commit();
  const auto rows = db->query("SELECT id,n,x,bytes FROM thing ORDER BY n");
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].text(0), "氟 'x' \\ {,}");
  EXPECT_EQ(rows[0].number(2), 0.1);
  EXPECT_EQ(rows[0].blob(3), bytes);
  EXPECT_EQ(rows[1].text(0), "");
  EXPECT_FALSE(rows[1].isNull(3));
  EXPECT_EQ(rows[2].text(0), "last");
  EXPECT_EQ(rows[2].number(2), 1e300);
  EXPECT_EQ(rows[3].text(0), "new");
  EXPECT_EQ(rows[3].integer(1), 11);
  EXPECT_EQ(rows[4].integer(1), 12);
}

TEST_P(DbContract, PostedRowsMayUpdateRowsAndEachOther) {
  table();
  put("k3", std::int64_t{-1}, 0.25, {});
  const std::string kPut = "INSERT INTO thing(id,n,bytes) VALUES($1,$2,$3) ON CONFLICT(id) DO UPDATE SET n=excluded.n,bytes=excluded.bytes";
  const std::string kFirst = "INSERT INTO thing(id,n) VALUES($1,$2) ON CONFLICT(id) DO UPDATE SET n=thing.n+excluded.n";
  db->begin();
  for (std::int64_t i = 0; i < 150; ++i)  // each key three times, some values null, one a byte
    db->post(kPut, {"k" + std::to_string(i % 50), i % 7 == 0 ? DbValue() : DbValue(i), i % 3 == 0 ? DbValue() : DbValue(Blob{1})});
  for (int i = 0; i < 3; ++i) db->post(kFirst, {std::string("sum"), std::int64_t{5}});
  db->commit();
  const auto rows = db->query("SELECT id,n,x,bytes FROM thing");
  ASSERT_EQ(rows.size(), 51u);
  for (const auto& row : rows) {
    if (row.text(0) == "sum") {
      EXPECT_EQ(row.integer(1), 15);
      continue;
    }
    const std::int64_t last = 100 + std::stoll(row.text(0).substr(1));
    EXPECT_EQ(row.isNull(1), last % 7 == 0) << last;
    EXPECT_EQ(row.integer(1), last % 7 == 0 ? 0 : last);
    EXPECT_EQ(row.isNull(3), last % 3 == 0) << last;
    EXPECT_EQ(row.isNull(2), row.text(0) != "k3");  // a column that no row names keeps its value
  }
}

TEST_P(DbContract, WhatIsPostedInVainIsToldByTheCommitAtTheLatest) {
  table();
  put("a", std::int64_t{1}, {}, {});
  const auto twice = [&](const std::function<void()>& then) {
    db->begin();
    db->post("INSERT INTO thing(id) VALUES($1)", {std::string("b")});
    db->post("INSERT INTO thing(id) VALUES($1)", {std::string("a")});
    db->post("INSERT INTO thing(id) VALUES($1)", {std::string("c")});
    then();
    db->commit();
  };
  for (const auto& then : {std::function<void()>([] {}), std::function<void()>([&] { (void)count(*db); }),
                           std::function<void()>([&] { db->post("UPDATE thing SET n=$1", {std::int64_t{2}}); })}) {
    EXPECT_THROW(twice(then), DbConflict);
    db->rollback();
    EXPECT_EQ(count(*db), 1);
  }
  EXPECT_EQ(db->query("SELECT n FROM thing").at(0).integer(0), 1);
}

TEST_P(DbContract, RowsCanBeReadAsTheyPassBy) {
  table();
  put("a", std::int64_t{7}, 2.5, Blob{1, 0, 2});
  put("b", {}, {}, {});
  std::vector<std::string> seen;
  db->visit("SELECT id,n,x,bytes FROM thing WHERE id>=$1 ORDER BY id", {std::string("a")}, [&](const RowView& row) {
    seen.push_back(std::string(row.bytes(0)) + " " + std::to_string(row.integer(1)) + " " + std::to_string(row.integer(2)) + " " +
                   std::to_string(row.bytes(3).size()) + " " + std::to_string(row.bytes(1).size() + row.bytes(2).size()));
    EXPECT_EQ(row.integer(0), 0);
    EXPECT_EQ(row.integer(3), 0);
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"a 7 2 3 0", "b 0 0 0 0"}));
}

TEST_P(DbContract, WhatIsRolledBackOrLeftOpenIsNotKept) {
  table();
  db->begin();
  put("a", std::int64_t{1}, {}, {});
  db->rollback();
  {
    auto other = source().connect();
    other->begin();
    other->exec("INSERT INTO thing(id) VALUES('b')");
  }  // the connection goes without a commit
  EXPECT_EQ(count(*db), 0);
  db->rollback();  // nothing open: nothing happens
  EXPECT_EQ(count(*db), 0);
}

TEST_P(DbContract, NotUnderstoodIsAFaultNotAConflict) {
  EXPECT_THROW(db->query("SELECT nothing FROM nowhere"), Fault);
  EXPECT_THROW(db->exec("THIS IS NO SQL"), Fault);
  EXPECT_EQ(db->query("SELECT 1").size(), 1u);
}

TEST_P(DbContract, ASecondWriterWaitsForTheFirst) {
  if (!durable()) return;  // one program, one lane: a memory database has no second writer
  table();
  put("n", std::int64_t{0}, {}, {});
  constexpr int kWriters = 4, kRounds = 25;
  std::vector<std::future<void>> writers;
  for (int w = 0; w < kWriters; ++w)
    writers.push_back(std::async(std::launch::async, [&] {
      auto own = source().connect();
      for (int i = 0; i < kRounds; ++i) {
        own->begin();
        const auto n = own->query("SELECT n FROM thing WHERE id='n'").at(0).integer(0);
        own->exec("UPDATE thing SET n=$1 WHERE id='n'", {n + 1});
        own->commit();
      }
    }));
  for (auto& w : writers) w.get();
  EXPECT_EQ(db->query("SELECT n FROM thing WHERE id='n'").at(0).integer(0), kWriters * kRounds);  // none was lost
}

ISOTRAIL_ON_EVERY_ENGINE(DbContract);

}  // namespace
}  // namespace isotrail::test
