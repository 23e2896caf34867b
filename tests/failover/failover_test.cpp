// The leader of a cluster is lost while the program writes: what was acknowledged is there after the heal, the program finds the new
// leader by itself, tells writers so meanwhile, and keeps its streams.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "tests/crash/hammer.h"
#include "tests/failover/cluster.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Time = std::chrono::steady_clock;

double secondsSince(Time::time_point t) { return std::chrono::duration<double>(Time::now() - t).count(); }

class Failover : public ::testing::Test {
 protected:
  fs::path home;
  std::unique_ptr<Cluster> cluster;
  std::string token;
  std::unique_ptr<Served> served;
  std::unique_ptr<Hammer> pressing;

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "isotrail-failover-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    home = name;
    ::setenv("ISOTRAIL_KEY", (home / "node.key").c_str(), 1);
    cluster = std::make_unique<Cluster>();
    token = setTheScene(cluster->uri());
    served = std::make_unique<Served>(ISOTRAIL_BINARY, home, cluster->uri());
    pressing = std::make_unique<Hammer>(*served, token, 20261129);
  }
  void TearDown() override {
    served.reset();
    cluster.reset();
    ::unsetenv("ISOTRAIL_KEY");
    std::error_code ignored;
    fs::remove_all(home, ignored);
  }

  struct Gap {
    double longest_s = 0.0;      // between two acknowledgements
    double slowest_503_s = 0.0;  // from question to that answer
    int told = 0;                // answers 503 DB_LOST that the prober got
  };
  /// Until acknowledgements have come for some seconds again after a silence, a minute and a half at most. A second client asks for a
  /// route that reads, to see how long an answer takes.
  Gap watch(Hammer& hammer) {
    Gap gap;
    auto heard = Time::now();
    const auto began = heard;
    std::int64_t last = hammer.acknowledged();
    while (secondsSince(began) < 90.0) {
      const auto asked = Time::now();
      const auto answer = served->ask(http::get("/api/v1/session", "Authorization: Bearer " + token + "\r\n"));
      if (answer.status == 503) {
        ++gap.told;
        gap.slowest_503_s = std::max(gap.slowest_503_s, secondsSince(asked));
        EXPECT_NE(answer.body.find("DB_LOST"), std::string::npos) << answer.body;
      }
      const auto now = hammer.acknowledged();
      if (now != last) {
        gap.longest_s = std::max(gap.longest_s, secondsSince(heard));
        heard = Time::now();
        last = now;
      }
      if (gap.longest_s > 1.0 && secondsSince(began) > gap.longest_s + 6.0 && secondsSince(heard) < 1.0) break;
      std::this_thread::sleep_for(50ms);
    }
    EXPECT_LT(secondsSince(heard), 30.0) << "no writes any more";
    return gap;
  }

  /// Presses, breaks the leader with `fault`, waits until writes go on, heals with `heal`, and checks everything after that.
  void survives(const char* what, const std::function<void(int leader)>& fault, const std::function<void(int leader)>& heal) {
    ASSERT_TRUE(served->start()) << served->said();
    http::Client page(served->port());
    page.send(http::get("/api/v1/stream", "Authorization: Bearer " + token + "\r\n"));
    ASSERT_NE(page.receiveUntil("\r\n\r\n").find("200"), std::string::npos);
    Hammer& hammer = *pressing;
    const pid_t pid = served->pid();
    Gap gap;
    std::int64_t before = 0;
    hammer.round([&] {
      std::this_thread::sleep_for(3s);
      const auto leader = cluster->leader();
      ASSERT_TRUE(leader);
      before = hammer.acknowledged();
      fault(*leader);
      gap = watch(hammer);
      heal(*leader);
      EXPECT_TRUE(cluster->whole(120)) << "not whole again after the heal";
      std::this_thread::sleep_for(3s);
    });
    EXPECT_GT(before, 10);
    const auto after = hammer.acknowledged();
    EXPECT_GT(after, before + 10);
    EXPECT_EQ(served->pid(), pid);
    // The page that was open all the time hears of everything, also of what comes now.
    const std::string heard = page.receiveUntil("\"stream\":\"never\"", http::milliseconds(3000));
    EXPECT_FALSE(heard.empty());
    EXPECT_FALSE(page.closed(http::milliseconds(100))) << "the stream was lost";
    hammer.finish(cluster->uri());
    for (const auto& f : hammer.faults()) ADD_FAILURE() << f;
    for (const auto& [code, times] : hammer.told) std::printf("%s: told %s %d times\n", what, code.c_str(), times);
    if (HasFailure()) {
      const std::string said = served->said();
      std::printf("%s\n", said.substr(said.size() > 3000 ? said.size() - 3000 : 0).c_str());
    }
    std::printf(
        "%s: %lld acknowledged, %zu wrong or lost after the heal, %lld sent again (%lld had been kept), %.1f s without writes, %d reads told "
        "503 DB_LOST (slowest %.1f s), %lld writes told 503 or 409\n",
        what, static_cast<long long>(hammer.acknowledged()), hammer.faults().size(), static_cast<long long>(hammer.retried),
        static_cast<long long>(hammer.kept_unheard), gap.longest_s, gap.told, gap.slowest_503_s, static_cast<long long>(hammer.unavailable));
  }
};

TEST_F(Failover, TheLeadersMachineIsLost) {
  survives(
      "machine lost", [&](int leader) { cluster->loseMachine(leader); }, [&](int leader) { cluster->bringBack(leader); });
}

TEST_F(Failover, TheLeadersPostgreSqlIsKilled) {
  survives(
      "PostgreSQL killed", [&](int leader) { cluster->killPostgres(leader); }, [](int) {});
}

/// It comes back and believes itself to be leader still.
TEST_F(Failover, TheLeaderStandsStillAndGoesOn) {
  survives(
      "machine hung", [&](int leader) { cluster->freeze(leader); }, [&](int leader) { cluster->thaw(leader); });
}

}  // namespace
}  // namespace isotrail::test
