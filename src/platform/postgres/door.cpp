#include "platform/postgres/door.h"

#include <poll.h>

#include "base/check.h"
#include "base/db_lost.h"

namespace isotrail {
namespace {
constexpr auto kAskAgain = std::chrono::milliseconds(200);
// Which server it is, also behind an address that several share.
constexpr const char* kInstance = "SELECT CAST(pg_postmaster_start_time() AS TEXT) || COALESCE(CAST(inet_server_addr() AS TEXT),'')";
}  // namespace

namespace postgres {

std::string oneLine(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

Connection dial(const std::string& uri) {
  // Those before dbname are defaults that the uri may set otherwise; those after it may not.
  const char* keys[] = {"connect_timeout", "keepalives_idle", "tcp_user_timeout", "target_session_attrs",
                        "dbname",          "client_encoding", "application_name", nullptr};
  const char* values[] = {"10", "30", "30000", "read-write", uri.c_str(), "UTF8", "isotrail", nullptr};
  Connection connection(PQconnectdbParams(keys, values, 1));
  if (PQstatus(connection.get()) != CONNECTION_OK) throw Fault("DB_OPEN", oneLine(PQerrorMessage(connection.get())));
  PQsetNoticeReceiver(
      connection.get(), [](void*, const PGresult*) {}, nullptr);  // libpq would print them
  return connection;
}

bool answered(PGconn* connection, std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (PQisBusy(connection)) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd ready{PQsocket(connection), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) return false;
    if (!PQconsumeInput(connection)) return true;  // lost: the answer says so
  }
  return true;
}

std::optional<std::string> instanceOf(PGconn* connection) {
  std::optional<std::string> name;
  if (!PQsendQuery(connection, kInstance)) return name;
  while (answered(connection, kPatience)) {
    const Answer answer(PQgetResult(connection));
    if (!answer) return name;
    if (PQresultStatus(answer.get()) == PGRES_TUPLES_OK) name = PQgetvalue(answer.get(), 0, 0);
  }
  return std::nullopt;
}

}  // namespace postgres

postgres::Connection PostgresSource::Door::dial() {
  enter();
  try {
    postgres::Connection connection = postgres::dial(uri_);
    answered();
    return connection;
  } catch (const Fault& fault) {
    if (absent(fault.what())) throw DbLost(fault.what());
    throw;
  }
}

void PostgresSource::Door::enter() {
  const std::lock_guard held(lock_);
  if (!away_) return;
  if (asking_ || std::chrono::steady_clock::now() < ask_at_) throw DbAway(why_);
  asking_ = true;
}

void PostgresSource::Door::answered() {
  const std::lock_guard held(lock_);
  stood_ = true;
  away_ = asking_ = false;
}

bool PostgresSource::Door::absent(const std::string& why) {
  const std::lock_guard held(lock_);
  away_ = stood_;
  asking_ = false;
  why_ = why;
  ask_at_ = std::chrono::steady_clock::now() + kAskAgain;
  return stood_;
}

}  // namespace isotrail
