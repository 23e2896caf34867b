// Lineage in memory against the recursive query and against plain walking of the edges, on random records: mixtures, top-ups
// of what is there, things on the road, holds.
#include "trace/lineage_index.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "base/check.h"
#include "ledger/migrations.h"
#include "platform/sqlite/sqlite_db.h"
#include "trace/trace.h"

namespace isotrail {
namespace {

/// A record made at random, and beside it what happened, kept as plainly as can be.
class RandomRecord {
 public:
  RandomRecord(Db& db, unsigned seed) : db_(db), random_(seed) {
    for (const auto& table : traceTables()) db_.exec("DELETE FROM " + table);
    noteLineageRebuilt(db_);
  }

  void happen() {
    const int kind = below(10);
    if (items_.size() < 2 || kind == 0) return bringIn();
    if (kind < 6) return draw();
    if (kind < 8) return topUp();
    kind == 8 ? send(some()) : hold(some());
  }
  const std::vector<ItemId>& items() const { return items_; }
  bool held(const ItemId& id) const {
    const auto above = reach(id, true);
    return held_.contains(id) || std::any_of(above.begin(), above.end(), [&](const ItemId& a) { return held_.contains(a); });
  }
  bool onTheRoad(const ItemId& id) const { return sent_.contains(id); }
  std::int64_t refused() const { return refused_; }

  /// In the order of creation, by id where one entry created several.
  std::vector<ItemId> reach(const ItemId& id, bool up) const {
    std::set<ItemId> met;
    std::vector<ItemId> open{id};
    while (!open.empty()) {
      const ItemId at = open.back();
      open.pop_back();
      for (const auto& [parent, child] : edges_)
        if ((up ? child : parent) == at && met.insert(up ? parent : child).second) open.push_back(up ? parent : child);
    }
    std::vector<ItemId> out(met.begin(), met.end());
    std::sort(out.begin(), out.end(), [&](const ItemId& a, const ItemId& b) { return std::pair(born_.at(a), a) < std::pair(born_.at(b), b); });
    return out;
  }

 private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  const ItemId& some() { return items_[static_cast<std::size_t>(below(static_cast<int>(items_.size())))]; }
  ItemId fresh() { return ItemId((below(2) ? "FDG-251217-" : "A.") + std::to_string(below(1000)) + "." + std::to_string(names_++)); }
  static Put begun(const ItemId& id) { return {id, {}, {}, NewItem{"vial", id.str(), {}, {}, std::nullopt, {}}}; }

  void write(const Movement& m) {
    Event e;
    e.seq = ++seq_;
    e.site = SiteId("S");
    e.org = OrgId("O");
    e.type = "test.Moved";
    e.stream = "test/1";
    e.movement = m.toJson();
    db_.begin();
    applyTrace(db_, e);
    db_.commit();
    for (const auto& p : m.puts) {
      if (!born_.emplace(p.item, seq_).second) continue;
      items_.push_back(p.item);
    }
    for (const auto& t : m.takes)
      for (const auto& p : m.puts)
        if (t.item != p.item) edges_.emplace(t.item, p.item);
  }
  void bringIn() {
    Movement m;
    m.kind = MovementKind::bring_in;
    for (int i = below(3); i >= 0; --i) m.puts.push_back(begun(fresh()));
    write(m);
  }
  void draw() {
    Movement m;
    m.kind = MovementKind::combine;
    for (int i = below(3); i >= 0; --i) m.takes.push_back({some(), {}, {}, false});
    for (int i = below(3); i >= 0; --i) m.puts.push_back(begun(fresh()));
    write(m);
  }
  /// Into what is there already: refused exactly when something would come out of itself.
  void topUp() {
    Movement m;
    m.kind = MovementKind::combine;
    for (int i = below(2); i >= 0; --i) m.takes.push_back({some(), {}, {}, false});
    for (int i = below(2); i >= 0; --i) m.puts.push_back({some(), {}, {}, std::nullopt});
    const bool possible = checkLineage(db_, m).ok();
    RC_ASSERT(possible == !closes(m));
    if (possible) return write(m);
    ++refused_;
  }
  bool closes(const Movement& m) const {
    RandomRecord after(*this, 0);
    for (const auto& t : m.takes)
      for (const auto& p : m.puts)
        if (t.item != p.item) after.edges_.emplace(t.item, p.item);
    return std::any_of(items_.begin(), items_.end(), [&](const ItemId& i) {
      const auto above = after.reach(i, true);
      return std::find(above.begin(), above.end(), i) != above.end();
    });
  }
  RandomRecord(const RandomRecord& other, int) : db_(other.db_), edges_(other.edges_), born_(other.born_) {}

  void send(const ItemId& id) {
    Movement m;
    m.kind = MovementKind::hand_over;
    m.items = {id};
    m.to = SiteId("T");
    write(m);
    sent_.insert(id);
  }
  void hold(const ItemId& id) {
    Event e;
    e.seq = ++seq_;
    e.type = "trace.Held";
    e.stream = "test/1";
    e.payload = Json::object({{"item", id.str()}, {"reason", "leak"}});
    db_.begin();
    applyTrace(db_, e);
    db_.commit();
    held_.insert(id);
  }

  Db& db_;
  std::mt19937 random_;
  std::vector<ItemId> items_;
  std::set<std::pair<ItemId, ItemId>> edges_;  // parent, child
  std::map<ItemId, std::int64_t> born_;
  std::set<ItemId> held_, sent_;
  std::int64_t seq_ = 0, refused_ = 0;
  int names_ = 0;
};

/// A database file of the test's own, with two connections.
class Record : public ::testing::Test {
 protected:
  Record() : folder_(made()), source_((folder_ / "lineage.db").string()), writer_(source_.connect()), reader_(source_.connect()) {
    writer_->exec("PRAGMA synchronous=OFF");
    migrate(*writer_);
  }
  ~Record() override {
    reader_.reset();
    writer_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  static std::filesystem::path made() {
    std::string name = (std::filesystem::temp_directory_path() / "isotrail-lineage-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    return name;
  }
  std::filesystem::path folder_;
  SqliteSource source_;
  std::unique_ptr<Db> writer_, reader_;
};

void drawn(Db& db, std::int64_t seq, const char* from, const char* to) {
  Movement m;
  m.kind = MovementKind::draw;
  if (*from) m.takes.push_back({ItemId(from), {}, {}, false});
  m.puts.push_back({ItemId(to), {}, {}, NewItem{"vial", to, {}, {}, std::nullopt, {}}});
  Event e;
  e.seq = seq;
  e.site = SiteId("S");
  e.stream = "test/1";
  e.movement = m.toJson();
  applyTrace(db, e);
}

using Ids = std::vector<ItemId>;

TEST_F(Record, MemoryQueryAndPlainWalkAgreeOnEveryRecord) {
  LineageIndex one(source_), other(source_);  // as two servers on one database
  std::int64_t refused = 0, held_on_the_road = 0;
  const int records = std::getenv("ISOTRAIL_FULL") ? 3000 : 40;
  const bool ok = rc::check("lineage", [&] {
    for (int n = 0; n < records / 20; ++n) {
      RandomRecord record(*writer_, *rc::gen::arbitrary<unsigned>());
      one.fill(*reader_);
      const int acts = *rc::gen::inRange(1, 40);
      for (int i = 0; i < acts; ++i) {
        record.happen();
        if (i % 7 != 0 || record.items().empty()) continue;
        const ItemId& last = record.items().back();
        RC_ASSERT(one.ancestors(*reader_, last) == record.reach(last, true));
      }
      other.fill(*reader_);
      for (const auto& id : record.items()) {
        const Ids before = record.reach(id, true), after = record.reach(id, false);
        RC_ASSERT(ancestors(*reader_, id) == before);
        RC_ASSERT(descendants(*reader_, id) == after);
        RC_ASSERT(one.ancestors(*reader_, id) == before);
        RC_ASSERT(one.descendants(*reader_, id) == after);
        RC_ASSERT(other.ancestors(*reader_, id) == before);
        RC_ASSERT(other.descendants(*reader_, id) == after);
        RC_ASSERT(heldBy(*reader_, id).has_value() == record.held(id));
        held_on_the_road += record.held(id) && record.onTheRoad(id);
      }
      RC_ASSERT(one.ready());
      RC_ASSERT(one.size().items == record.items().size());
      // A record that is brought up to this version gets the same numbers as one that was written by it.
      const auto rows = [&](const char* sql) {
        std::vector<std::vector<DbValue>> all;
        for (const auto& row : reader_->query(sql)) all.push_back(row.values());
        return all;
      };
      RC_ASSERT(rows("SELECT n,item FROM lineage_item ORDER BY n") ==
                rows("SELECT row_number() OVER (ORDER BY created_seq,item),item FROM item ORDER BY 1"));
      RC_ASSERT(rows("SELECT n,parent,child FROM lineage_edge ORDER BY n") ==
                rows("SELECT row_number() OVER (ORDER BY e.seq,e.child,e.parent),p.n,c.n FROM edge e JOIN lineage_item p ON p.item=e.parent "
                     "JOIN lineage_item c ON c.item=e.child ORDER BY 1"));
      refused += record.refused();
    }
  });
  EXPECT_TRUE(ok);
  EXPECT_GT(refused, 0) << "no movement would have closed a cycle: the records are too tame";
  EXPECT_GT(held_on_the_road, 0) << "nothing on the road was on hold: the records are too tame";
}

TEST_F(Record, WhatIsNotCommittedDoesNotGetIn) {
  LineageIndex index(source_);
  drawn(*writer_, 1, "", "A");
  index.fill(*reader_);
  writer_->begin();
  drawn(*writer_, 2, "A", "B");
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")), Ids());
  writer_->rollback();
  drawn(*writer_, 2, "A", "C");
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")), Ids{ItemId("C")});
}

TEST_F(Record, BeforeItIsFilledAndFarBehindTheQueryAnswers) {
  LineageIndex index(source_);
  drawn(*writer_, 1, "", "A");
  drawn(*writer_, 2, "A", "B");
  EXPECT_FALSE(index.ready());
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")), Ids{ItemId("B")});
  EXPECT_EQ(index.size().items, 0u);
  index.fill(*reader_);
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")), Ids{ItemId("B")});
  EXPECT_EQ(index.size().items, 2u);
  EXPECT_EQ(index.descendants(*reader_, ItemId("unknown")), Ids());
}

TEST_F(Record, ARebuildThatReadsTheRecordOtherwiseIsFollowed) {
  LineageIndex index(source_);
  drawn(*writer_, 1, "", "A");
  drawn(*writer_, 2, "A", "B");
  index.fill(*reader_);
  writer_->begin();
  for (const auto& table : traceTables()) writer_->exec("DELETE FROM " + table);
  drawn(*writer_, 1, "", "B");
  drawn(*writer_, 2, "B", "A");
  noteLineageRebuilt(*writer_);
  writer_->commit();
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")), Ids()) << "by query, until it is filled again";
  EXPECT_EQ(index.descendants(*reader_, ItemId("B")), Ids{ItemId("A")});
  index.fill(*reader_);
  EXPECT_EQ(index.descendants(*reader_, ItemId("B")), Ids{ItemId("A")});
}

TEST_F(Record, TheBackgroundFillsItAndKeepsItNear) {
  drawn(*writer_, 1, "", "A");
  LineageIndex index(source_);
  index.start();
  for (int i = 0; i < 1000 && !index.ready(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_TRUE(index.ready());
  drawn(*writer_, 2, "A", "B");
  for (int i = 0; i < 1000 && index.size().items < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(index.size().items, 2u) << "nobody asked: it looked by itself";
  EXPECT_EQ(index.size().edges, 1u);
}

TEST_F(Record, OwnCommitsAreSeenAtOnceAndThoseOfOthersSoon) {
  std::atomic<std::int64_t> commits{0};
  LineageIndex index(source_, &commits);
  drawn(*writer_, 1, "", "A");
  index.fill(*reader_);
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")), Ids());
  EXPECT_EQ(index.descendants(*reader_, ItemId("unknown")), Ids());
  for (std::int64_t seq = 2; seq < 30; ++seq) {
    drawn(*writer_, seq, "A", ("B" + std::to_string(seq)).c_str());
    ++commits;
    ASSERT_EQ(index.descendants(*reader_, ItemId("A")).size(), static_cast<std::size_t>(seq - 1)) << "its own server wrote it";
    ASSERT_EQ(index.ancestors(*reader_, ItemId("B" + std::to_string(seq))), Ids{ItemId("A")});
  }
  drawn(*writer_, 30, "A", "C");  // another program
  std::this_thread::sleep_for(std::chrono::milliseconds(110));
  EXPECT_EQ(index.ancestors(*reader_, ItemId("C")), Ids{ItemId("A")});
  EXPECT_EQ(index.descendants(*reader_, ItemId("A")).size(), 29u);
}

TEST(LineageGraph, IdsOfEveryShapeComeBack) {
  EXPECT_TRUE(rc::check("ids", [] {
    const auto letters = rc::gen::elementOf(std::string("AB.-_19"));
    const auto ids = *rc::gen::container<std::vector<std::string>>(
        rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, 65), [&](std::size_t size) { return rc::gen::container<std::string>(size, letters); }));
    LineageGraph graph;
    for (const auto& id : ids) graph.addItem(id);
    std::vector<ItemNumber> asked;
    Ids expected;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (*rc::gen::inRange(0, 3) == 0) continue;
      asked.push_back(static_cast<ItemNumber>(i + 1));
      expected.emplace_back(ids[i]);
    }
    RC_ASSERT(graph.names(asked) == expected);
    for (const auto& id : ids) RC_ASSERT(ids[graph.find(id) - 1] == id);
    RC_ASSERT(graph.find(std::string(65, 'A')) == 0u);
  }));
}

TEST(LineageGraph, AcrossBlocksAndPages) {
  // 200,000 items in a row, each out of the one before: more than a block of edges, a segment of names and a page of numbers.
  constexpr ItemNumber kItems = 200'000;
  LineageGraph graph;
  for (ItemNumber n = 1; n <= kItems; ++n) graph.addItem("I-" + std::to_string(n));
  for (ItemNumber n = 2; n <= kItems; ++n) graph.addEdge(n - 1, n);
  const auto after = graph.after(1);
  ASSERT_EQ(after.size(), kItems - 1);
  EXPECT_EQ(graph.names(after).back(), ItemId("I-200000"));
  EXPECT_EQ(graph.before(kItems).size(), kItems - 1);
  EXPECT_EQ(graph.before(1).size(), 0u);
  for (ItemNumber n = 1; n <= kItems; n += 997) ASSERT_EQ(graph.find("I-" + std::to_string(n)), n);
  EXPECT_EQ(graph.find("I-200001"), 0u);
  EXPECT_THROW(graph.addEdge(1, kItems + 1), Bug);
}

}  // namespace
}  // namespace isotrail
