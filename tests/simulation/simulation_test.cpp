// Seeded runs of a hub and its sites, the seeds that found faults, and proof that each checker can fail.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/simulation/checkers.h"
#include "trace/trace.h"

namespace isotrail::simulation {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& l : lines) all += "\n  " + l;
  return all;
}
bool full() { return std::getenv("ISOTRAIL_FULL") != nullptr; }

void expectHolds(std::uint64_t seed, Settings settings = {}) {
  World world(seed, settings);
  world.play();
  const auto bad = checkAll(world);
  EXPECT_TRUE(bad.empty()) << "seed " << seed << joined(bad);
}

TEST(Simulation, SeedsThatFoundAFault) {
  std::ifstream file(std::string(ISOTRAIL_SOURCE_DIR) + "/tests/simulation/seeds.txt");
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') expectHolds(std::stoull(line));
}

TEST(Simulation, AHandfulOfSeeds) {
  for (std::uint64_t seed = 1; seed <= (full() ? 400u : 6u) && !::testing::Test::HasFailure(); ++seed) expectHolds(seed);
}

TEST(Simulation, LongRunsOfManySites) {
  if (!full()) return;
  for (std::uint64_t seed = 1001; seed <= 1040 && !::testing::Test::HasFailure(); ++seed) expectHolds(seed, {6, 800, true});
}

TEST(Simulation, OneSeed) {
  const char* seed = std::getenv("ISOTRAIL_SEED");
  if (!seed) return;
  World world(std::stoull(seed));
  world.play();
  for (const auto& [what, count] : world.counts) std::printf("%6d %s\n", count, what.c_str());
  std::printf("digest %s\n", world.digest().c_str());
  const auto bad = checkAll(world);
  EXPECT_TRUE(bad.empty()) << joined(bad);
}

TEST(Simulation, ASeedIsARunToTheLastByte) {
  World one(3), other(3), third(4);
  for (World* w : {&one, &other, &third}) w->play();
  EXPECT_EQ(one.digest(), other.digest());
  EXPECT_NE(one.digest(), third.digest());
  EXPECT_EQ(one.counts, other.counts);
  // A run in which nothing goes wrong would show nothing.
  for (const char* what : {"crash", "lost", "doubled", "replayed", "delivered segment", "delivered notices", "accepted sync/receive-segment",
                           "accepted sync/take-notices", "refused ITEM_ON_HOLD"})
    EXPECT_GT(one.counts[what] + third.counts[what], 0) << what;
}

/// A run that holds, and then what a fault would have done to it.
class Sabotage : public ::testing::Test {
 protected:
  void SetUp() override {
    world.play();
    const auto bad = checkAll(world);
    ASSERT_TRUE(bad.empty()) << joined(bad);
  }
  World world{2, {3, 90, true}};
  Place& site = *world.sites().front();
  std::unique_ptr<Db> open(Place& p) {
    auto db = p.store->connect();
    for (const char* guard : {"event_no_update", "event_no_delete", "sync_entry_no_update", "sync_entry_no_delete"})
      db->exec(std::string("DROP TRIGGER IF EXISTS ") + guard);
    return db;
  }
  void expectNamed(const std::string& checker) {
    const auto bad = checkAll(world);
    EXPECT_TRUE(std::any_of(bad.begin(), bad.end(), [&](const std::string& b) { return b.starts_with(checker + ": "); })) << checker << joined(bad);
  }
};

TEST_F(Sabotage, AnAcknowledgedEntryIsDroppedAtItsSite) {
  open(site)->exec("DELETE FROM event WHERE seq=(SELECT MAX(seq) FROM event WHERE command_id LIKE '%-c-%')");
  expectNamed("kept");
}
TEST_F(Sabotage, AnAcknowledgedEntryIsDroppedAtTheHub) {
  open(world.hub())->exec("DELETE FROM sync_entry WHERE node=$1 AND seq=(SELECT MAX(seq) FROM sync_entry WHERE node=$1)", {site.node});
  expectNamed("kept");
  expectNamed("chains");
}
TEST_F(Sabotage, ACommandIsRunTwice) {
  // The answer kept is forgotten, as by a store that lost it: the same command then leaves its entries once more.
  site.acknowledged.front().entries.pop_back();
  expectNamed("once");
}
TEST_F(Sabotage, AStoredByteChanges) {
  auto db = open(site);
  Blob bytes = db->query("SELECT bytes FROM event WHERE seq=5")[0].blob(0);
  bytes[bytes.size() / 2] ^= 1;
  db->exec("UPDATE event SET bytes=$1 WHERE seq=5", {bytes});
  std::vector<std::string> bad;
  checkChains(world, bad);
  ASSERT_FALSE(bad.empty());
  EXPECT_TRUE(bad[0].starts_with("chains: site1 entry 5")) << bad[0];
}
TEST_F(Sabotage, AProjectionDrifts) {
  open(site)->exec("UPDATE item SET place='elsewhere' WHERE item=(SELECT MIN(item) FROM item)");
  expectNamed("rebuilt");
}
TEST_F(Sabotage, TheHubsSideBySideDrifts) {
  open(world.hub())->exec("DELETE FROM sync_use WHERE seq=(SELECT MIN(seq) FROM sync_use)");
  expectNamed("rebuilt");
}
TEST_F(Sabotage, AtomsVanish) {
  open(site)->exec("DELETE FROM posting WHERE account='in' AND item<>'' AND seq=(SELECT MIN(seq) FROM posting WHERE account='in' AND item<>'')");
  expectNamed("atoms");
}
TEST_F(Sabotage, AGateLooksAway) {
  // Every hold row of a site's first hold is taken away, and what was held is used.
  auto db = open(site);
  const auto rows = db->query("SELECT i.item FROM item i JOIN item_hold h ON h.item=i.item WHERE i.stage='here' ORDER BY i.item LIMIT 1");
  ASSERT_FALSE(rows.empty());
  db->exec("DELETE FROM item_hold");
  Submission s{"scene/use", Json::object({{"item", rows[0].text(0)}}), "sabotage", {}, {}, false};
  const auto used = site.desk->submit(Node::operatorCaller(), s);
  ASSERT_TRUE(used) << used.refusal().code;
  expectNamed("holds");
}
TEST_F(Sabotage, ASiteKeepsSomethingBack) {
  Submission s{"scene/bring", Json::object({{"item", "LATE"}, {"batch", "B-1"}, {"site", site.site}, {"active", false}}), "sabotage", {}, {}, false};
  ASSERT_TRUE(site.desk->submit(Node::operatorCaller(), s));
  expectNamed("converged");
}
TEST_F(Sabotage, AHoldDoesNotReachASite) {
  int reached = 0;
  for (const auto& place : world.sites())
    for (const auto& item : place->items) {
      if (place->read([&](Db& db) { return heldBy(db, ItemId(item)).has_value(); })) continue;
      Submission s{"sync/hold-item", Json::object({{"item", item}, {"reason", "late"}}), "sabotage-" + item, {}, {}, false};
      reached += world.hub().desk->submit(Node::operatorCaller(), s).ok() ? 1 : 0;
    }
  ASSERT_GT(reached, 0);
  expectNamed("converged");
}
TEST_F(Sabotage, AFindingIsHushedUp) {
  for (Place* p : world.sites()) {
    Submission s{"scene/bring", Json::object({{"item", "TWICE"}, {"batch", "B-1"}, {"site", p->site}, {"active", true}}), "twice", {}, {}, false};
    ASSERT_TRUE(p->desk->submit(Node::operatorCaller(), s));
  }
  world.meet();
  ASSERT_TRUE(checkAll(world).empty()) << joined(checkAll(world));
  ASSERT_GT(open(world.hub())->exec("DELETE FROM sync_finding WHERE type='sync.ItemInTwoPlaces' AND payload LIKE '%TWICE%'"), 0);
  expectNamed("findings");
}

}  // namespace
}  // namespace isotrail::simulation
