#pragma once
// The way to a server: a connection, and whether whoever should answer is still there.
#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "platform/postgres/postgres_db.h"

namespace isotrail {
namespace postgres {

struct Clear {
  void operator()(PGresult* r) const { PQclear(r); }
  void operator()(PGconn* c) const { PQfinish(c); }
  void operator()(PQconninfoOption* o) const { PQconninfoFree(o); }
};
using Answer = std::unique_ptr<PGresult, Clear>;
using Connection = std::unique_ptr<PGconn, Clear>;

// So long an answer is waited for before somebody looks whether the server is still there and still the one that takes writes.
constexpr auto kPatience = std::chrono::seconds(3);

/// A connection to the server that takes writes. Throws Fault DB_OPEN.
Connection dial(const std::string& uri);
/// Waits for what the server has to say to what was sent; false after that time.
bool answered(PGconn* connection, std::chrono::milliseconds within);
/// What the server is; nothing when it does not say.
std::optional<std::string> instanceOf(PGconn* connection);
/// libpq's words in one line.
std::string oneLine(std::string text);

}  // namespace postgres

/// What all connections of one source know of the server. While it is away one of them at a time asks for it, a few times a second;
/// the others are told at once, so that whoever waits for an answer gets one.
class PostgresSource::Door {
 public:
  explicit Door(std::string uri) : uri_(std::move(uri)) {}
  const std::string& uri() const { return uri_; }
  /// Throws DB_OPEN while no connection has ever stood, DbLost and DbAway afterwards.
  postgres::Connection dial();

 private:
  void enter();
  void answered();
  bool absent(const std::string& why);

  const std::string uri_;
  std::mutex lock_;
  bool stood_ = false, away_ = false, asking_ = false;
  std::string why_;
  std::chrono::steady_clock::time_point ask_at_;
};

}  // namespace isotrail
