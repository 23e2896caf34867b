// kill -9 and power cuts at random points under load. A seeded share each time; ISOTRAIL_FULL=1 for five hundred and more on each
// engine.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "node/place.h"
#include "tests/crash/hammer.h"
#include "tests/support/postgres_server.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;

bool full() { return std::getenv("ISOTRAIL_FULL") != nullptr; }

class Crash : public ::testing::Test {
 protected:
  fs::path home;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "isotrail-crash-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    home = name;
    ::setenv("ISOTRAIL_KEY", (home / "node.key").c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("ISOTRAIL_KEY");
    std::error_code ignored;
    fs::remove_all(home, ignored);
  }
  std::string file() const { return (home / "house.db").string(); }
  Environment forgetfulDisk(unsigned seed, const char* synchronous = nullptr) const {
    Environment e{{"LD_PRELOAD", ISOTRAIL_FORGETFUL_DISK}, {"ISOTRAIL_DISK", file()}, {"ISOTRAIL_DISK_SEED", std::to_string(seed)}};
    if (synchronous) e.emplace_back("ISOTRAIL_SYNCHRONOUS", synchronous);
    return e;
  }
  void nothingIsWrong(Hammer& hammer, const char* what) {
    for (const auto& fault : hammer.faults()) ADD_FAILURE() << fault;
    for (const auto& [code, times] : hammer.told) std::printf("%s: told %s %d times\n", what, code.c_str(), times);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::printf(
        "%s: %d kills, %lld commands acknowledged, %lld sent again without an answer before (%lld of them had been kept), %lld answers 503 or "
        "409, %.1f s\n",
        what, hammer.kills, static_cast<long long>(hammer.acknowledged()), static_cast<long long>(hammer.retried),
        static_cast<long long>(hammer.kept_unheard), static_cast<long long>(hammer.unavailable), seconds);
  }
};

TEST_F(Crash, OnAFileTheProgramIsKilled) {
  const std::string token = setTheScene(file());
  Served served(ISOTRAIL_BINARY, home, file());
  Hammer hammer(served, token, 20261129);
  for (int i = 0, rounds = full() ? 520 : 5; i < rounds; ++i) {
    if (i % 10 == 4) hammer.killWhileStarting(SIGKILL);
    hammer.round([&] { served.end(SIGKILL); });
  }
  hammer.finish(file());
  nothingIsWrong(hammer, "SQLite");
}

TEST_F(Crash, OnPostgreSqlProgramAndServerAreKilled) {
  PostgresServer postgres;
  const std::string db = postgres.freshDatabase();
  const std::string token = setTheScene(db);
  Served served(ISOTRAIL_BINARY, home, db);
  Hammer hammer(served, token, 20261129);
  for (int i = 0, rounds = full() ? 520 : 4; i < rounds; ++i) {
    const bool program = i % 4 != 2, server = i % 4 >= 2;  // the program, the database server under it, or both
    hammer.round([&] {
      if (program) served.end(SIGKILL);
      if (!server) return;
      postgres.killHard();
      postgres.start();
    });
  }
  hammer.finish(db);
  nothingIsWrong(hammer, "PostgreSQL");
}

TEST_F(Crash, OnADiskThatForgetsWhatWasNotSynced) {
  const std::string token = setTheScene(file());
  Served served(ISOTRAIL_BINARY, home, file(), forgetfulDisk(20261129));
  Hammer hammer(served, token, 20261129);
  for (int i = 0, rounds = full() ? 520 : 5; i < rounds; ++i) {
    if (i % 10 == 4) hammer.killWhileStarting(SIGUSR2);
    hammer.round([&] { served.end(SIGUSR2); });
  }
  hammer.finish(file());
  nothingIsWrong(hammer, "SQLite, power cut");
}

/// The same test finds what it is there to find.
TEST_F(Crash, ANodeThatDoesNotSyncIsFoundOut) {
  for (const char* weaker : {"OFF", "NORMAL"}) {
    fs::remove_all(home);
    fs::create_directories(home);
    const std::string token = setTheScene(file());
    Served served(ISOTRAIL_BINARY, home, file(), forgetfulDisk(20261129, weaker));
    Hammer hammer(served, token, 20261129);
    for (int i = 0; i < 12 && hammer.faults().empty(); ++i) hammer.round([&] { served.end(SIGUSR2); });
    if (hammer.faults().empty()) hammer.finish(file());
    EXPECT_FALSE(hammer.faults().empty()) << "synchronous=" << weaker << " was not found out in " << hammer.kills << " power cuts";
    std::printf("synchronous=%s found out after %d power cuts: %s\n", weaker, hammer.kills,
                hammer.faults().empty() ? "" : hammer.faults()[0].c_str());
  }
}

/// A database is made whole or not at all, and the next start goes on.
TEST_F(Crash, APowerCutWhileTheDatabaseIsMade) {
  std::mt19937 chance(20261129);
  for (int i = 0, rounds = full() ? 100 : 3; i < rounds; ++i) {
    fs::remove_all(home);
    fs::create_directories(home);
    Served served(ISOTRAIL_BINARY, home, file(), forgetfulDisk(static_cast<unsigned>(i)));
    served.spawn();
    std::this_thread::sleep_for(std::chrono::microseconds(chance() % 200'000));
    served.end(SIGUSR2);
    ASSERT_TRUE(served.start()) << i << ": " << served.said();
    EXPECT_EQ(served.ask(http::get("/healthz")).status, 200);
    served.end(SIGKILL);
  }
}

}  // namespace
}  // namespace isotrail::test
