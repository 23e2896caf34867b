#include "showcase/showcase.h"

#include <gtest/gtest.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <sstream>

#include "ledger/journal.h"
#include "trace/trace.h"

namespace isotrail::showcase {
namespace {

namespace fs = std::filesystem;

/// A database file of its own that goes with the test. Two with the same key sign alike.
class TempDb {
 public:
  explicit TempDb(const std::string& name, const TempDb* key_of = nullptr)
      : path_((fs::temp_directory_path() / ("isotrail-story-" + name + "-" + std::to_string(::getpid()) + ".db")).string()) {
    remove();
    if (key_of) fs::copy_file(key_of->path() + ".key", path_ + ".key");
  }
  TempDb(const TempDb&) = delete;
  TempDb& operator=(const TempDb&) = delete;
  ~TempDb() { remove(); }
  const std::string& path() const { return path_; }

 private:
  void remove() {
    for (const char* end : {"", "-wal", "-shm", ".key"}) fs::remove(path_ + end);
  }
  std::string path_;
};

Json playDay(const TempDb& db, std::uint64_t seed = kSeed, int* code = nullptr) {
  std::ostringstream out;
  const int answer = playWholeDay({db.path(), seed, true}, out);
  if (code) *code = answer;
  return Json::parse(out.str()).value();
}

/// Every stored entry, one a line.
std::vector<std::string> ledgerOf(const TempDb& db) {
  Node node(db.path(), true);
  std::vector<std::string> lines;
  node.desk().read([&](Db& d) {
    Journal(d).read(0, 0, [&](const Event& e) {
      lines.push_back(e.bytes);
      return true;
    });
  });
  return lines;
}

/// One whole day, played once for the tests that compare with it.
class Showcase : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    day_ = new TempDb("day");
    summary_ = new Json(playDay(*day_, kSeed, &code_));
  }
  static void TearDownTestSuite() {
    delete summary_;
    delete day_;
  }
  static TempDb* day_;
  static Json* summary_;
  static int code_;
};
TempDb* Showcase::day_ = nullptr;
Json* Showcase::summary_ = nullptr;
int Showcase::code_ = -1;

TEST_F(Showcase, TheWholeDayPlaysAsScripted) {
  const Json& s = *summary_;
  EXPECT_EQ(code_, 0) << s.dumpPretty();
  EXPECT_EQ(s["doses_given"].integer(), 12);
  EXPECT_GE(s["refused_as_scripted"].integer(), 5);
  EXPECT_TRUE(s["chain_verified"].boolean());
  EXPECT_TRUE(s["projections_rebuilt_equal"].boolean());
  std::set<std::string> closed;
  for (const auto& d : s["accounts"].items())
    if (d["day"].text() == "2025-12-17" && d["closes"].boolean()) closed.insert(d["site"].text());
  EXPECT_EQ(closed, (std::set<std::string>{"cotai-hotlab", "lingnan-nansha"}));
}

TEST_F(Showcase, TheSameSeedIsTheSameDayToTheByteAndAnotherDiffersOnlyInReadings) {
  TempDb again("again", day_), other("other", day_);
  playDay(again);
  playDay(other, kSeed + 1);
  const auto a = ledgerOf(*day_), b = ledgerOf(again), c = ledgerOf(other);
  EXPECT_EQ(a, b);
  ASSERT_EQ(a.size(), c.size());
  EXPECT_NE(a, c);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto one = decodeEnvelope(a[i]), two = decodeEnvelope(c[i]);
    EXPECT_EQ(one->type + " " + one->stream + " " + one->occurred_at.iso() + " " + one->actor.str(),
              two->type + " " + two->stream + " " + two->occurred_at.iso() + " " + two->actor.str());
  }
}

/// Plays in a process of its own that is killed, without a word of warning, a few milliseconds after row `stop`.
void playAndDie(const std::string& path, int stop, long after_us) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Node node(path);
    loadShowcase(node);
    auto player = makePlayer(node);
    while (player->position() < stop && player->step()) {
    }
    itimerval timer{{0, 0}, {0, after_us}};
    setitimer(ITIMER_REAL, &timer, nullptr);  // the signal it sends ends the process where it stands
    while (player->step()) {
    }
    pause();
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(Showcase, GoesOnAfterItWasKilledAnywhere) {
  TempDb broken("broken", day_);
  std::mt19937 random(20251217);
  std::vector<int> stops;
  for (int i = 0; i < 20; ++i) stops.push_back(std::uniform_int_distribution<int>(0, 190)(random));
  std::sort(stops.begin(), stops.end());
  for (const int stop : stops) playAndDie(broken.path(), stop, std::uniform_int_distribution<long>(500, 30000)(random));
  const Json s = playDay(broken);
  EXPECT_TRUE(s["as_scripted"].boolean()) << s.dumpPretty();
  EXPECT_EQ(ledgerOf(broken), ledgerOf(*day_));
}

}  // namespace
}  // namespace isotrail::showcase
