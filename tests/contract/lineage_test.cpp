// Lineage by number on every engine: two indexes on one database follow what either connection wrote, and a refused circle is one
// everywhere.
#include "tests/contract/engines.h"

#include "ledger/migrations.h"
#include "trace/lineage_index.h"
#include "trace/trace.h"

namespace isotrail::test {
namespace {

using Ids = std::vector<ItemId>;

Movement mixed(const Ids& from, const Ids& into) {
  Movement m;
  m.kind = MovementKind::combine;
  for (const auto& id : from) m.takes.push_back({id, {}, {}, false});
  for (const auto& id : into) m.puts.push_back({id, {}, {}, NewItem{"vial", id.str(), {}, {}, std::nullopt, {}}});
  return m;
}
void write(Db& db, std::int64_t seq, const Movement& m) {
  Event e;
  e.seq = seq;
  e.site = SiteId("S");
  e.stream = "test/1";
  e.movement = m.toJson();
  db.begin();
  applyTrace(db, e);
  db.commit();
}

class LineageStore : public EveryEngine {};
ISOTRAIL_ON_EVERY_ENGINE(LineageStore);

TEST_P(LineageStore, IndexesOfTwoServersFollowTheTables) {
  const ItemId a("A"), b("b"), c("C"), d("D");
  auto one = source().connect(), other = source().connect();
  migrate(*one);
  LineageIndex first(source()), second(source());
  write(*one, 1, mixed({}, {a}));
  first.fill(*one);
  second.fill(*other);
  write(*one, 2, mixed({a}, {b, c}));
  write(*other, 3, mixed({c}, {d}));
  const Ids after{c, b, d};  // of one entry by the bytes of the id: 'C' is before 'b'
  EXPECT_EQ(descendants(*one, a), after);
  EXPECT_EQ(first.descendants(*one, a), after);
  EXPECT_EQ(second.descendants(*other, a), after);
  EXPECT_EQ(second.ancestors(*other, d), (Ids{a, c}));
  EXPECT_EQ(first.size().items, 4u);
  EXPECT_EQ(second.size().edges, 3u);
  EXPECT_EQ(checkLineage(*one, mixed({d}, {a})).refusal().code, "LINEAGE_CYCLE");
  EXPECT_TRUE(checkLineage(*one, mixed({d}, {b})).ok());
}

}  // namespace
}  // namespace isotrail::test
