// The outside world fails at every write of a command: what was acknowledged is kept, nothing else is there, and the same
// command sent again ends as it would have at first.
#include <gtest/gtest.h>

#include "desk/desk.h"
#include "desk/vault.h"
#include "node/accounts.h"
#include "rooms/all.h"
#include "tests/contract/engines.h"
#include "tests/support/faulty_db.h"

namespace isotrail::test {
namespace {

class StandingClock final : public Clock {
 public:
  Instant now() const override { return Instant::fromMicros(1'765'900'800'000'000); }  // 2025-12-16T16:00:00Z
};
class DigestSigner final : public NodeSigner {
 public:
  std::string keyId() const override { return "test"; }
  std::string sign(const std::string& bytes, const std::string& key) const override { return sha256Hex(key + " " + bytes); }
};

class UnderFaults : public EveryEngine {
 protected:
  FaultySource faulty{source()};
  StandingClock clock;
  DigestSigner signer;
  std::unique_ptr<Desk> desk;
  Caller admin{PersonId("local-admin"), OrgId("node"), SiteId("registry"), "", "", {"admin"}, {"*"}, "test"};
  Caller liang;
  std::shared_ptr<const SecretKey> vault;
  int made = 0;

  void SetUp() override {
    start();
    desk->write([this](Db& db) { vault = useVaultKey(db, SecretKey::make()); });
    must(admin, "identity/register-organisation", {{"org", "lingnan"}, {"name", "L"}, {"kind", "maker"}, {"jurisdiction", "CN"}});
    must(admin, "identity/register-site", {{"site", "nansha"}, {"org", "lingnan"}, {"name", "N"}, {"zone", "Asia/Shanghai"}});
    must(admin, "identity/register-person", person("liang.wei"));
    must(admin, "identity/grant-qualification",
         {{"person", "liang.wei"},
          {"qualification", "qp"},
          {"authority", "A"},
          {"valid_from", "2000-01-01T00:00Z"},
          {"valid_until", "2099-01-01T00:00Z"}});
    desk->read([&](Db& db) { liang = Accounts::callerOf(db, PersonId("liang.wei"), "test"); });
    liang.permissions = {"*"};
  }
  void start() {
    desk.reset();  // its connections end first, as those of a program that ended
    desk = std::make_unique<Desk>(faulty, clock, signer, allRooms());
  }

  using Body = std::initializer_list<std::pair<const char*, Json>>;
  static Json person(const std::string& id) {
    return Json::object(
        {{"person", id}, {"family_name", "F"}, {"given_name", "G"}, {"org", "lingnan"}, {"site", "nansha"}, {"roles", Json::array().push("qp")}});
  }
  static Json lot(const std::string& id) {
    return Json::object({{"lot", id},
                         {"site", "nansha"},
                         {"kind", "cassette"},
                         {"name", "c"},
                         {"supplier", "lingnan"},
                         {"expires_at", "2099-01-01T00:00Z"},
                         {"units", 3}});
  }
  Submission submission(const std::string& command, Json body) { return {command, std::move(body), "c-" + std::to_string(++made), {}, {}, false}; }
  void must(const Caller& who, const std::string& command, Json body) {
    auto done = desk->submit(who, submission(command, std::move(body)));
    if (!done) throw std::runtime_error(command + " " + done.refusal().code + done.refusal().params.dump());
  }
  void must(const Caller& who, const std::string& command, Body body) { must(who, command, Json::object(body)); }

  /// A command of each sort that was not sent before: a name in the vault, atoms that move, a signed act.
  std::vector<std::pair<Caller, Submission>> nextOfEachSort() {
    const std::string n = std::to_string(++made);
    must(admin, "production/receive-lot", lot("H-" + n));
    must(admin, "quality/hold-item", {{"item", "H-" + n}, {"reason", "label torn"}});
    Submission lifted = submission("quality/lift-hold", Json::object({{"item", "H-" + n}, {"reason", "label replaced"}}));
    lifted.signer = SigningPerson{liang.person, "", "test"};
    return {{admin, submission("identity/register-person", person("p-" + n))},
            {admin, submission("production/receive-lot", lot("K-" + n))},
            {liang, std::move(lifted)}};
  }
  std::int64_t entries() {
    std::int64_t last = 0;
    desk->read([&](Db& db) { last = Journal(db).lastSeq(); });
    return last;
  }
  std::int64_t names() {
    std::int64_t n = 0;
    desk->read([&](Db& db) { n = db.query("SELECT COUNT(*) FROM vault").at(0).integer(0); });
    return n;
  }

  enum class Told { accepted, failed };
  Told send(const Caller& who, const Submission& s) {
    try {
      return desk->submit(who, s).ok() ? Told::accepted : Told::failed;
    } catch (const Fault&) {
      return Told::failed;
    } catch (const Crash&) {
      return Told::failed;
    }
  }
  /// Fails `s` at its write `at`; false when it has fewer.
  bool failsCleanlyAt(const Caller& who, const Submission& s, Failure kind, int at) {
    const auto before = entries(), names_before = names();
    faulty.plan.arm(kind, at);
    const Told told = send(who, s);
    const bool fired = faulty.plan.fired;
    faulty.plan.disarm();
    const bool stopped = kind == Failure::io_error && fired;
    EXPECT_EQ(desk->readOnly(), stopped);
    if (stopped) {
      EXPECT_EQ(desk->submit(who, s).refusal().code, "READ_ONLY");
    }
    start();  // as after a restart
    const auto kept = entries() - before;
    const bool may_be_kept = kind == Failure::crash_after_commit;
    if (told == Told::failed && !may_be_kept) {
      EXPECT_EQ(kept, 0) << "half written";
    }
    const bool of_a_name = s.command == "identity/register-person";
    EXPECT_EQ(names() - names_before, of_a_name && kept > 0 ? 1 : 0);
    const auto again = desk->submit(who, s);
    EXPECT_TRUE(again.ok()) << again.refusal().code;
    const std::int64_t whole = s.signer ? 2 : 1;
    EXPECT_EQ(entries() - before, whole) << "kept twice or not at all";
    if (told == Told::accepted || (may_be_kept && fired)) {
      EXPECT_EQ(kept, whole) << "acknowledged and not kept";
    }
    EXPECT_EQ(again.ok() && again->replay, kept > 0);
    return fired;
  }
  void throughEveryWrite(Failure kind) {
    for (std::size_t sort = 0; sort < 3; ++sort) {
      int at = 1;
      for (;; ++at) {
        const auto next = nextOfEachSort();
        const auto& [who, s] = next[sort];
        if (!failsCleanlyAt(who, s, kind, at) || HasFailure()) break;
      }
      const bool commits_only = kind == Failure::crash_after_commit || kind == Failure::lost_after_commit;
      EXPECT_GT(at, commits_only ? 1 : 5) << "writes that were failed";
    }
    EXPECT_TRUE(desk->rebuild(true).empty());
    desk->read([&](Db& db) {
      const auto report = Journal(db).verify();
      EXPECT_TRUE(report.ok) << report.why;
    });
  }
};

TEST_P(UnderFaults, AProgramThatIsKilledBetweenAnyTwoWrites) { throughEveryWrite(Failure::crash); }
TEST_P(UnderFaults, AProgramThatIsKilledBeforeItCouldAcknowledge) { throughEveryWrite(Failure::crash_after_commit); }
TEST_P(UnderFaults, ADiskThatIsFull) { throughEveryWrite(Failure::disk_full); }
TEST_P(UnderFaults, ADiskWithErrorsStopsWritingAndReadingGoesOn) { throughEveryWrite(Failure::io_error); }
TEST_P(UnderFaults, AConnectionThatIsLost) { throughEveryWrite(Failure::lost); }
TEST_P(UnderFaults, AConnectionThatIsLostWithTheAnswerToItsCommit) { throughEveryWrite(Failure::lost_after_commit); }
TEST_P(UnderFaults, AnotherWriterWhoWasFirst) { throughEveryWrite(Failure::conflict); }

TEST_P(UnderFaults, AConflictThatDoesNotEndIsBusyAfterThreeTries) {
  const auto next = nextOfEachSort();
  const auto before = entries();
  faulty.plan.arm(Failure::conflict, 1);
  faulty.plan.times = 3;
  const auto answer = desk->submit(next[1].first, next[1].second);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.refusal().code, "BUSY");
  EXPECT_EQ(faulty.plan.times, 0);
  faulty.plan.disarm();
  EXPECT_EQ(entries(), before);
}

ISOTRAIL_ON_EVERY_ENGINE(UnderFaults);

}  // namespace
}  // namespace isotrail::test
