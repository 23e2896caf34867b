#pragma once
// A whole house in memory for tests: every room, an in-memory SQLite database, a clock the test sets.
#include <memory>
#include <string>

#include "base/seal.h"
#include "desk/desk.h"
#include "platform/sqlite/sqlite_db.h"

namespace isotrail::test {

class SetClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void set(Instant t) { now_ = t; }

 private:
  Instant now_;
};

class Fixture {
 public:
  /// The clock starts at 2025-12-16T08:00+08:00; set it with at("2025-12-17T05:35:00+08:00").
  Fixture();
  ~Fixture();

  void at(const std::string& instant);
  Instant now() const { return clock_.now(); }
  Desk& desk() { return *desk_; }
  Db& db() { return *db_; }  // a connection of its own, for reading facts

  /// A caller with every permission in `org` (or only those of `roles` when the identity room knows them).
  static Caller caller(const std::string& person, const std::string& org, std::vector<std::string> roles = {}, const std::string& site = "",
                       const std::string& org_kind = "", const std::string& jurisdiction = "");

  /// Submits with a fresh command id and, where the command is signed, the caller's own signature. Answers "result".
  Result<Json> submit(const Caller& caller, const std::string& command, Json body);
  /// As submit, but a refusal fails the test with its text. For setting the scene.
  Json must(const Caller& caller, const std::string& command, Json body);
  /// The codes of the failing gates (or the refusal's own code), sorted and joined by ' '; "" when accepted.
  std::string refusal(const Caller& caller, const std::string& command, Json body);
  Result<Json> view(const Caller& caller, const std::string& room, const std::string& name, const std::string& id = "",
                    std::map<std::string, std::string> params = {});
  /// A question, asked with a body; as view.
  Result<Json> ask(const Caller& caller, const std::string& room, const std::string& name, const Json& body);
  /// Entries on the record, for "nothing was written".
  std::int64_t entries();

 private:
  std::shared_ptr<const SecretKey> vault_;
  SqliteSource source_;
  SetClock clock_;
  std::unique_ptr<NodeSigner> signer_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Db> db_;
  int commands_ = 0;
};

/// Short for JSON bodies: body({{"vial", "V1"}, {"activity", "252 MBq"}}).
inline Json body(std::initializer_list<std::pair<const char*, Json>> members) { return Json::object(members); }
Instant instant(const std::string& iso);

}  // namespace isotrail::test
