#include "tests/support/fixture.h"

#include <algorithm>
#include <stdexcept>

#include "desk/vault.h"
#include "rooms/all.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

/// Not a real key: tests of the node's signature use platform/crypto.
class DigestSigner final : public NodeSigner {
 public:
  std::string keyId() const override { return "test"; }
  std::string sign(const std::string& bytes, const std::string& key) const override { return sha256Hex(key + " " + bytes); }
};

}  // namespace

Instant instant(const std::string& iso) {
  auto t = parseInstant("test", iso);
  if (!t) throw std::invalid_argument("not an instant: " + iso);
  return *t;
}

namespace {
class MemoryGround final : public Ground {
 public:
  MemoryGround() : source_(":memory:"), signer_(std::make_unique<DigestSigner>()) {
    desk_ = std::make_unique<Desk>(source_, clock_, *signer_, allRooms());
    db_ = source_.connect();
    vault_ = useVaultKey(*db_, SecretKey::make());
  }
  Desk& desk() override { return *desk_; }
  Db& db() override { return *db_; }
  SetClock& clock() override { return clock_; }

 private:
  std::shared_ptr<const SecretKey> vault_;
  SqliteSource source_;
  SetClock clock_;
  std::unique_ptr<NodeSigner> signer_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Db> db_;
};
}  // namespace

std::shared_ptr<Ground> memoryGround() { return std::make_shared<MemoryGround>(); }

Result<Json> Ground::submit(const Caller& caller, const std::string& command, Json json) {
  Submission s{command, std::move(json), "test-" + std::to_string(++commands_), {}, {}, false};
  const CommandInfo* info = desk().command(command);
  if (info && !info->meaning.empty()) s.signer = SigningPerson{caller.person, info->meaning, "test"};
  auto accepted = desk().submit(caller, s);
  if (!accepted) return accepted.refusal();
  return accepted->answer["result"];
}
Result<Json> Ground::view(const Caller& caller, const std::string& room, const std::string& name, const std::string& id,
                          std::map<std::string, std::string> params) {
  return desk().view(caller, room, name, ViewRequest{db(), caller, clock().now(), id, std::move(params), "en"});
}

Fixture::Fixture(std::shared_ptr<Ground> ground) : ground_(std::move(ground)) { at("2025-12-16T08:00:00+08:00"); }

void Fixture::at(const std::string& t) { ground_->clock().set(instant(t)); }

Caller Fixture::caller(const std::string& person, const std::string& org, std::vector<std::string> roles, const std::string& site,
                       const std::string& org_kind, const std::string& jurisdiction) {
  return {PersonId(person), OrgId(org), SiteId(site), org_kind, jurisdiction, std::move(roles), {"*"}, "test"};
}

std::string Fixture::refusal(const Caller& caller, const std::string& command, Json json) {
  auto answer = submit(caller, command, std::move(json));
  if (answer) return "";
  std::vector<std::string> codes;
  for (const auto& g : answer.refusal().gates) codes.push_back(g.code);
  if (codes.empty()) return answer.refusal().code;
  std::sort(codes.begin(), codes.end());
  std::string out;
  for (const auto& c : codes) out += (out.empty() ? "" : " ") + c;
  return out;
}

Json Fixture::must(const Caller& caller, const std::string& command, Json json) {
  auto answer = submit(caller, command, json);
  if (answer) return std::move(*answer);
  std::string why = command + " was refused: " + answer.refusal().code + " " + answer.refusal().params.dump();
  for (const auto& f : answer.refusal().fields) why += "\n  field " + f.field + " " + f.code + " '" + f.value + "' accepted: " + f.accepted;
  for (const auto& g : answer.refusal().gates) why += "\n  gate " + g.code + " " + g.params.dump();
  throw std::runtime_error(why + "\n  body " + json.dump());
}

Result<Json> Fixture::ask(const Caller& caller, const std::string& room, const std::string& name, const Json& body) {
  ViewRequest request{db(), caller, now(), "", {}, "en"};
  request.body = &body;
  return desk().view(caller, room, name, std::move(request));
}

std::int64_t Fixture::entries() { return Journal(db()).lastSeq(); }

}  // namespace isotrail::test
