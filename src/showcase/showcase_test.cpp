#include "showcase/showcase.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "ledger/journal.h"
#include "trace/trace.h"

namespace isotrail::showcase {
namespace {

namespace fs = std::filesystem;

/// A database file of its own that goes with the test. Two with the same key sign alike.
class TempDb {
 public:
  explicit TempDb(const std::string& name, const TempDb* key_of = nullptr) : path_((fs::temp_directory_path() / ("isotrail-story-" + name + ".db")).string()) {
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

TEST(Showcase, TheWholeDayPlaysAsScripted) {
  TempDb db("day");
  int code = 1;
  const Json s = playDay(db, kSeed, &code);
  EXPECT_EQ(code, 0) << s.dumpPretty();
  EXPECT_EQ(s["doses_given"].integer(), 12);
  EXPECT_GE(s["refused_as_scripted"].integer(), 5);
  EXPECT_TRUE(s["chain_verified"].boolean());
  EXPECT_TRUE(s["projections_rebuilt_equal"].boolean());
}

TEST(Showcase, TheSameSeedIsTheSameDayToTheByte) {
  TempDb one("one");
  playDay(one);
  TempDb two("two", &one), other("other", &one);
  playDay(two);
  playDay(other, kSeed + 1);
  const auto a = ledgerOf(one), b = ledgerOf(two), c = ledgerOf(other);
  EXPECT_EQ(a, b);
  ASSERT_EQ(a.size(), c.size()) << "another seed changes readings, not what happens";
  EXPECT_NE(a, c);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(decodeEnvelope(a[i])->type, decodeEnvelope(c[i])->type);
}

TEST(Showcase, GoesOnAfterItWasKilledAnywhere) {
  TempDb whole("whole");
  playDay(whole);
  TempDb broken("broken", &whole);
  std::mt19937 random(20251217);
  std::size_t rows = 0;
  {
    Node node(broken.path());
    loadShowcase(node);
    rows = makePlayer(node)->story().rows.size();
  }
  std::vector<int> stops;
  for (int i = 0; i < 20; ++i) stops.push_back(std::uniform_int_distribution<int>(1, static_cast<int>(rows))(random));
  std::sort(stops.begin(), stops.end());
  for (const int stop : stops) {
    Node node(broken.path(), true);
    loadShowcase(node);
    auto player = makePlayer(node);
    while (player->position() < stop) player->step();
  }
  EXPECT_EQ(playDay(broken)["as_scripted"].boolean(), true);
  EXPECT_EQ(ledgerOf(broken), ledgerOf(whole));
}

}  // namespace
}  // namespace isotrail::showcase
