#pragma once
// One connection and what goes over it: prepared statements, sent without waiting (libpq's pipeline mode), whose answers are read together.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/postgres/door.h"
#include "platform/postgres/libpq_values.h"

namespace isotrail::postgres {

class Link {
 public:
  /// Opens the connection. Throws as PostgresSource::connect.
  explicit Link(std::shared_ptr<PostgresSource::Door> door);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// Another connection in place of one that is known to be lost. Throws DbLost.
  void reopenIfLost();
  /// How many connections there have been: while it is the same number, nothing was lost.
  std::int64_t number() const { return number_; }

  /// Sends a statement without waiting. Its answer is read by settle() and, when it is fine, put into `answer`, which lives until then.
  void send(std::string_view sql, const SentValues& sent, Answer* answer = nullptr);
  /// What was sent goes its way now.
  void flush();
  /// Statements that were sent and whose answers were not read.
  std::size_t sent() const { return owed_.size(); }
  /// Waits for the answers to all that was sent, and answers the last, null for none; throws for the first that is not fine: DbLost, DbConflict, or
  /// Fault with PostgreSQL's code. What was sent after that one was not done.
  Answer settle();
  /// Statements without parameters, several at once; the last one's answer.
  Answer script(const std::string& sql);
  /// Ends the transaction there may be, without keeping anything.
  void rollback() noexcept;
  /// The last statement that was answered raised a warning.
  bool warned() const { return warned_; }

 private:
  struct Prepared {
    std::vector<Oid> types;
    std::int64_t number;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  void open();
  void lookWhetherLost();
  PGconn* usable();
  std::string prepared(std::string_view sql, const std::vector<Oid>& types);
  void learned(bool all);
  std::pair<Answer, Answer> collected();
  Answer awaited();
  Answer received(bool sent);
  void requireStillThere();
  void requireFine(const PGresult* answer);
  [[noreturn]] void fail(const std::string& state, const std::string& why);
  [[noreturn]] void lostNow();

  std::shared_ptr<PostgresSource::Door> door_;
  Connection connection_;
  std::int64_t number_ = 0;
  std::string instance_;  // the server behind it
  std::unordered_map<std::string, std::vector<Prepared>, Hash, std::equal_to<>> prepared_;
  std::int64_t statements_ = 0, learned_ = 0;  // so many were named, so many of them the server has for certain
  std::vector<Answer*> owed_;                  // where the answers to what was sent go
  bool warned_ = false;
};

}  // namespace isotrail::postgres
