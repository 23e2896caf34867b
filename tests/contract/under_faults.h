#pragma once
// A desk over a store that fails at a chosen write, on every engine.
#include <gtest/gtest.h>

#include "desk/desk.h"
#include "desk/vault.h"
#include "node/accounts.h"
#include "rooms/all.h"
#include "tests/contract/engines.h"
#include "tests/support/faulty_db.h"

namespace isotrail::test {

class StandingClock final : public Clock {
 public:
  Instant now() const override { return Instant::fromMicros(1'765'900'800'000'000); }  // 2025-12-16T16:00:00Z
};
class DigestSigner final : public NodeSigner {
 public:
  std::string keyId() const override { return "test"; }
  std::string sign(const std::string& bytes, const std::string& key) const override { return sha256Hex(key + " " + bytes); }
};

/// A desk with every room over a store that fails on demand, a house with one site, and a person who may do everything.
class DeskUnderFaults : public EveryEngine {
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
  virtual std::vector<RoomTable> rooms() { return allRooms(); }
  void start() {
    desk.reset();  // its connections end first, as those of a program that ended
    desk = std::make_unique<Desk>(faulty, clock, signer, rooms());
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
};

}  // namespace isotrail::test
