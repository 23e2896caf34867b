// A night without network: a hospital's hot lab works eight hours on its own SQLite while the program is killed and its clock jumps, then
// sends its record to the hub. Nothing is lost, nothing doubled, the account is the same at both ends, what contradicts is reported.
// A seeded share each time; ISOTRAIL_FULL=1 for a hundred kills.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>

#include "base/hash.h"
#include "node/node.h"
#include "node/record_check.h"
#include "node/sync/exchange.h"
#include "node/sync/received.h"
#include "node/sync/self.h"
#include "ledger/log/tiles.h"
#include "ledger/journal.h"
#include "tests/night/scene.h"
#include "tests/night/shift.h"
#include "tests/support/fixture.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;
const Instant kEvening = instant("2025-12-17T21:30:00+08:00"), kBegins = instant("2025-12-17T22:00:00+08:00");

class Night : public ::testing::Test {
 protected:
  fs::path home;
  std::unique_ptr<ShiftClock> clock;
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "isotrail-night-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    home = name;
    clock = std::make_unique<ShiftClock>(home / "clock");
    makeSite(site(), kEvening, kBegins + minutes(60));
    makeHub(hub(), site(), kEvening);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(home, ignored);
  }
  std::string site() const { return (home / "site.db").string(); }
  std::string hub() const { return (home / "hub.db").string(); }

  /// `isotrail sync push` at the site's own clock; the answer, or null with its words in `said`.
  Json push(const std::string& url, const ShiftClock& at, std::string& said) const {
    std::string line = "cd " + home.string() + " && echo '" + kPassword + "' | env";
    for (const auto& [k, v] : at.environment()) line += " " + k + "=" + v;
    line += std::string(" ") + ISOTRAIL_BINARY + " sync push " + url + " --account cotai.node --password-stdin --json --db " + site() + " 2>&1";
    FILE* pipe = popen(line.c_str(), "r");
    said.clear();
    for (int c; pipe && (c = std::fgetc(pipe)) != EOF;) said += static_cast<char>(c);
    if (!pipe || pclose(pipe) != 0) return {};
    return Json::parse(said).value_or(Json());
  }
  static std::map<std::string, AccountLine> account(Db& db, Instant day) {
    std::map<std::string, AccountLine> lines;
    for (const auto& l : dayAccount(db, SiteId("cotai-hotlab"), day, day + days(1))) lines[l.nuclide] = l;
    return lines;
  }
  /// Every command once, by the entries that were acknowledged, and no other.
  void expectEachOnce(Db& db, const Shift& shift) {
    std::map<std::string, std::vector<std::string>> hashes;
    for (const auto& row : db.query("SELECT command_id,hash FROM event WHERE command_id LIKE 'night-%' ORDER BY seq")) {
      const Blob& hash = row.blob(1);
      hashes[row.text(0)].push_back(hex({reinterpret_cast<const char*>(hash.data()), hash.size()}));
    }
    EXPECT_EQ(hashes.size(), shift.kept.size()) << "entries that nobody sent, or lost ones";
    for (const auto& k : shift.kept) {
      const auto answer = Json::parse(k.answer);
      ASSERT_TRUE(answer) << k.id;
      std::vector<std::string> said;
      for (const auto& e : (*answer)["events"].items()) said.push_back(e["hash"].text());
      EXPECT_EQ(hashes[k.id], said) << k.id << " " << k.command;
    }
  }
  void expectSameAccount(Db& here, Db& there) {
    for (const char* start : {"2025-12-17T00:00:00+08:00", "2025-12-18T00:00:00+08:00"}) {
      const auto ours = account(here, instant(start)), theirs = account(there, instant(start));
      EXPECT_TRUE(ours.contains("Tc-99m") && ours.contains("Mo-99"));
      ASSERT_EQ(ours.size(), theirs.size());
      for (const auto& [nuclide, l] : ours) {
        EXPECT_TRUE(l.closes()) << nuclide << " leaves " << l.residue() << ", unexplained " << l.unexplained;
        const AccountLine& o = theirs.at(nuclide);
        for (const auto& [a, b] : {std::pair{l.opening, o.opening},
                                   {l.in, o.in},
                                   {l.made, o.made},
                                   {l.grown, o.grown},
                                   {l.decayed, o.decayed},
                                   {l.given, o.given},
                                   {l.closing, o.closing},
                                   {l.wasted, o.wasted},
                                   {l.unexplained, o.unexplained}})
          EXPECT_EQ(a, b) << nuclide << " from " << start;
      }
    }
  }
};

TEST_F(Night, AloneThroughKillsAndClockJumpsAndMergedInTheMorning) {
  const bool full = std::getenv("ISOTRAIL_FULL") != nullptr;
  const auto began = std::chrono::steady_clock::now();
  clock->set(kBegins);
  Served alone(ISOTRAIL_BINARY, home, site(), clock->environment());
  Shift shift(alone, *clock, kBegins, full ? 100 : 12, full ? 40 : 12, 20261129);
  shift.work();
  for (const auto& fault : shift.faults) ADD_FAILURE() << fault;
  EXPECT_GE(shift.kills, full ? 100 : 12);
  alone.end(SIGTERM);
  const double simulated = (clock->now() - kBegins).value / 3600;
  EXPECT_GE(simulated, 8.0);

  SetClock morning;
  morning.set(clock->now());
  std::int64_t entries = 0;
  Digest root{};
  std::string node_name;
  {
    Node node(site(), false, &morning);
    node_name = sync::nodeName(sync::firstKey(node));
    node.desk().read([&](Db& db) {
      const auto check = checkRecord(db, {node.publicKey(), {}});
      EXPECT_TRUE(check.report.ok) << check.report.why;
      expectEachOnce(db, shift);
      entries = Journal(db).lastSeq();
      root = LogTiles(db).root(entries);
    });
    EXPECT_TRUE(node.desk().rebuild(true).empty());
  }
  // In the morning the network is back; the site's clock is seven minutes ahead of the hub's by then.
  ShiftClock hubs(home / "hub-clock");
  hubs.set(clock->now() - minutes(7));
  Served hub_serves(ISOTRAIL_BINARY, home, hub(), hubs.environment());
  ASSERT_TRUE(hub_serves.start()) << hub_serves.said();
  const std::string url = "http://127.0.0.1:" + std::to_string(hub_serves.port());
  std::string said;
  const Json first = push(url, *clock, said);
  EXPECT_EQ(first["sent"].integer(), entries) << said;
  EXPECT_EQ(push(url, *clock, said)["sent"].integer(), 0) << said;
  hub_serves.end(SIGTERM);

  SetClock at_hub;
  at_hub.set(hubs.now());
  Node node(hub(), false, &at_hub), replayed(":memory:", false, &at_hub);
  Node source(site(), true, &morning);
  node.desk().read([&](Db& db) {
    const auto held = sync::heldOf(db, node_name);
    EXPECT_EQ(held.size, entries);
    EXPECT_EQ(held.root(), root);
    EXPECT_EQ(sync::checkReceived(db), "");
    // The account of the hub's copy: its entries' movements, traced anew.
    replayed.desk().write([&](Db& lane) { sync::readHeld(db, node_name, 0, entries, [&](const Event& e) { applyTrace(lane, e); }); });
    std::map<std::string, int> found;
    for (const auto& row : db.query("SELECT type FROM sync_finding WHERE settled=''")) ++found[row.text(0)];
    EXPECT_GE(found["sync.ClocksDisagree"], 1);
    EXPECT_EQ(found.size(), 1u) << "only the clock is to be settled";
  });
  source.desk().read([&](Db& here) { replayed.desk().read([&](Db& there) { expectSameAccount(here, there); }); });
  std::printf(
      "night: %.2f h simulated, %zu commands, %d kills, %d without an answer (%d of them kept), %d clock jumps, %d refused by the clock, %lld "
      "entries merged, %.1f s\n",
      simulated, shift.kept.size(), shift.kills, shift.unanswered, shift.kept_unheard, shift.jumps, shift.clock_refusals,
      static_cast<long long>(entries), std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

}  // namespace
}  // namespace isotrail::test
