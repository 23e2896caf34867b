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

/// What a house stands on: its desk, its database, and the way in which people's commands and questions reach them.
class Ground {
 public:
  virtual ~Ground() = default;
  virtual Desk& desk() = 0;
  virtual Db& db() = 0;  // a connection of its own, for reading facts
  virtual SetClock& clock() = 0;
  /// Straight to the desk with the caller's own signature where the command is signed. Answers "result".
  virtual Result<Json> submit(const Caller& caller, const std::string& command, Json body);
  virtual Result<Json> view(const Caller& caller, const std::string& room, const std::string& name, const std::string& id,
                            std::map<std::string, std::string> params);

 protected:
  int commands_ = 0;
};
/// In memory, with every room.
std::shared_ptr<Ground> memoryGround();

class Fixture {
 public:
  /// The clock starts at 2025-12-16T08:00+08:00; set it with at("2025-12-17T05:35:00+08:00").
  explicit Fixture(std::shared_ptr<Ground> ground = memoryGround());

  void at(const std::string& instant);
  Instant now() const { return ground_->clock().now(); }
  Desk& desk() { return ground_->desk(); }
  Db& db() { return ground_->db(); }

  /// A caller with every permission in `org` (or only those of `roles` when the identity room knows them).
  static Caller caller(const std::string& person, const std::string& org, std::vector<std::string> roles = {}, const std::string& site = "",
                       const std::string& org_kind = "", const std::string& jurisdiction = "");

  /// Submits with a fresh command id and, where the command is signed, the caller's own signature. Answers "result".
  Result<Json> submit(const Caller& caller, const std::string& command, Json body) { return ground_->submit(caller, command, std::move(body)); }
  /// As submit, but a refusal fails the test with its text. For setting the scene.
  Json must(const Caller& caller, const std::string& command, Json body);
  /// The codes of the failing gates (or the refusal's own code), sorted and joined by ' '; "" when accepted.
  std::string refusal(const Caller& caller, const std::string& command, Json body);
  Result<Json> view(const Caller& caller, const std::string& room, const std::string& name, const std::string& id = "",
                    std::map<std::string, std::string> params = {}) {
    return ground_->view(caller, room, name, id, std::move(params));
  }
  /// A question, asked with a body; as view.
  Result<Json> ask(const Caller& caller, const std::string& room, const std::string& name, const Json& body);
  /// Entries on the record, for "nothing was written".
  std::int64_t entries();

 private:
  std::shared_ptr<Ground> ground_;
};

/// Short for JSON bodies: body({{"vial", "V1"}, {"activity", "252 MBq"}}).
inline Json body(std::initializer_list<std::pair<const char*, Json>> members) { return Json::object(members); }
Instant instant(const std::string& iso);

}  // namespace isotrail::test
