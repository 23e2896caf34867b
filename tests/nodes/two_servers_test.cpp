// Two servers of one node on one PostgreSQL: what is written through one reaches the pages open at the other, by a hint at once, by
// looking when hints are lost, and after the database was away.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

#include "node/node.h"
#include "platform/postgres/postgres_db.h"
#include "rooms/all.h"
#include "tests/crash/hammer.h"
#include "tests/nodes/two_of_one.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;
using Time = std::chrono::steady_clock;

double secondsSince(Time::time_point t) { return std::chrono::duration<double>(Time::now() - t).count(); }

/// A database whose commits tell nobody: as if every notification were lost on its way.
class QuietSource final : public DbSource {
 public:
  explicit QuietSource(const std::string& uri) : source_(uri) {}
  std::unique_ptr<Db> connect() override { return std::make_unique<Quiet>(source_.connect()); }

 private:
  class Quiet final : public Db {
   public:
    explicit Quiet(std::unique_ptr<Db> real) : real_(std::move(real)) {}
    Rows query(std::string_view sql, const std::vector<DbValue>& params) override { return real_->query(sql, params); }
    std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params) override { return real_->exec(sql, params); }
    void begin() override { real_->begin(); }
    void commit() override {
      real_->exec("COMMIT", {});
      real_->rollback();  // nothing is open any more
    }
    void rollback() noexcept override { real_->rollback(); }
    std::string_view engine() const override { return real_->engine(); }

   private:
    std::unique_ptr<Db> real_;
  };
  PostgresSource source_;
};

class DigestSigner final : public NodeSigner {
 public:
  std::string keyId() const override { return "test"; }
  std::string sign(const std::string& bytes, const std::string& key) const override { return sha256Hex(key + " " + bytes); }
};

class TwoServers : public TwoOfOne {
 protected:
  int lots = 0;

  void SetUp() override {
    TwoOfOne::SetUp();
    token = setTheScene(db);
    serve();
  }
  std::unique_ptr<http::Client> streamOf(const Served& served) const {
    auto client = std::make_unique<http::Client>(served.port());
    client->send(http::get("/api/v1/stream", bearer()));
    client->receiveUntil("\r\n\r\n");
    return client;
  }
  Json nextLot() {
    return Json::object({{"lot", "L-" + std::to_string(++lots)},
                         {"site", "nansha"},
                         {"kind", "cassette"},
                         {"name", "cassette"},
                         {"supplier", "lingnan"},
                         {"expires_at", "2099-01-01T00:00Z"},
                         {"units", 3}});
  }
  http::Answer receive(const Served& served, const Json& lot) const {
    return served.post("/api/v1/production/receive-lot", lot.dump(), bearer() + "Command-Id: two-servers-" + lot["lot"].text() + "\r\n");
  }
  static bool hears(http::Client& stream, const Json& lot, int within_ms) {
    const std::string name = lot["lot"].text() + "\"";
    return stream.receiveUntil(name, http::milliseconds(within_ms)).find(name) != std::string::npos;
  }
};

TEST_F(TwoServers, AWriteThroughOneReachesAPageOfTheOtherAtOnce) {
  const auto page = streamOf(*other);
  std::vector<double> took_s;
  for (int i = 0; i < 9; ++i) {
    const Json lot = nextLot();
    ASSERT_EQ(receive(*one, lot).status, 200);
    const auto written = Time::now();
    ASSERT_TRUE(hears(*page, lot, 1000)) << "not within a second";
    took_s.push_back(secondsSince(written));
  }
  std::sort(took_s.begin(), took_s.end());
  EXPECT_LT(took_s[4], 0.35) << "as if it had only looked by itself, each second";
  std::printf("from the answer of one server to the page of the other: median %.0f ms, longest %.0f ms\n", took_s[4] * 1e3, took_s.back() * 1e3);
}

TEST_F(TwoServers, WithEveryNotificationLostItStillArrives) {
  const auto page = streamOf(*other);
  std::atomic<int> hints{0};
  const CommitWatch watch(db, [&] { ++hints; });
  while (hints == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));  // the watch stands
  QuietSource quiet(db);
  const SystemClock clock;
  const DigestSigner signer;
  Desk desk(quiet, clock, signer, allRooms());
  const Json lot = nextLot();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const int before = hints;
  ASSERT_TRUE(desk.submit(Node::operatorCaller(), {"production/receive-lot", lot, "quiet-1", {}, {}, false}));
  const auto written = Time::now();
  EXPECT_TRUE(hears(*page, lot, 4000));
  std::printf("without a notification: %.0f ms\n", secondsSince(written) * 1e3);
  EXPECT_EQ(hints, before) << "a notification was not lost";
}

TEST_F(TwoServers, WhileTheDatabaseIsAwayWritesAreToldSoAndStreamsGoOnAfterwards) {
  const auto page = streamOf(*other), own = streamOf(*one);
  const Json lot = nextLot();
  ASSERT_EQ(receive(*one, nextLot()).status, 200);
  postgres.killHard();
  for (int i = 0; i < 5; ++i) {
    const auto asked = Time::now();
    const auto away = receive(*one, lot);
    EXPECT_EQ(away.status, 503) << away.body;
    EXPECT_NE(away.body.find("DB_LOST"), std::string::npos) << away.body;
    EXPECT_EQ(away.header("Retry-After"), "1");
    EXPECT_LT(secondsSince(asked), i == 0 ? 5.0 : 2.5) << i;
  }
  EXPECT_EQ(one->ask(http::get("/healthz")).status, 503);
  EXPECT_EQ(one->ask(http::get("/api/v1/stream", bearer())).status, 503);
  std::this_thread::sleep_for(std::chrono::seconds(2));  // the streams look at it, more than once
  postgres.start();
  const auto back = Time::now();
  http::Answer answer;
  for (int i = 0; i < 100 && answer.status != 200; ++i) {
    answer = receive(*one, lot);
    if (answer.status != 200) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_LT(secondsSince(back), 5.0);
  EXPECT_TRUE(hears(*page, lot, 5000)) << "the other server's stream was lost";
  EXPECT_TRUE(hears(*own, lot, 5000)) << "its own stream was lost";
  std::printf("writing again %.0f ms after the database was back\n", secondsSince(back) * 1e3);
}

}  // namespace
}  // namespace isotrail::test
