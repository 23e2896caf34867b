#include "platform/postgres/link.h"

#include <poll.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "base/db_lost.h"

namespace isotrail::postgres {
namespace {

constexpr int kOldestServer = 150000;
// A lock waited for as long as SQLite's busy timeout; a program that stands still with the lane in its hand loses it.
constexpr const char* kSession =
    "SET lock_timeout TO '10s'; SET idle_in_transaction_session_timeout TO '2min'; SET client_min_messages TO warning; "
    "SET standard_conforming_strings TO on";
// An acknowledged write is on the disk: an operator's weaker setting is not taken over, a stronger one is.
constexpr const char* kDurable = "SELECT set_config('synchronous_commit','on',false) WHERE current_setting('synchronous_commit') IN ('off','local')";

bool fine(const PGresult* answer) {
  const auto status = PQresultStatus(answer);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

Link::Link(std::shared_ptr<PostgresSource::Door> door) : door_(std::move(door)) { open(); }

void Link::open() {
  connection_ = door_->dial();
  ++number_;
  prepared_.clear();
  owed_.clear();
  PQsetNoticeReceiver(
      connection_.get(),
      [](void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity && std::strcmp(severity, "WARNING") == 0) static_cast<Link*>(self)->warned_ = true;
      },
      this);
  if (PQserverVersion(connection_.get()) < kOldestServer) throw Fault("DB_OPEN", "PostgreSQL 15 or newer is needed");
  const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
  if (!encoding || std::strcmp(encoding, "UTF8") != 0) throw Fault("DB_OPEN", "the database's encoding must be UTF8");
  const auto instance = instanceOf(connection_.get());
  if (!instance) throw DbLost("the server does not say what it is");
  instance_ = *instance;
  script(kSession);
  script(kDurable);
}

void Link::reopenIfLost() {
  if (connection_) lookWhetherLost();
  if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
  connection_.reset();
  try {
    open();
  } catch (const DbLost&) {
    connection_.reset();
    throw;
  } catch (const Fault& fault) {
    connection_.reset();
    throw DbLost(fault.what());
  }
}

/// A server that closed the connection said so at once; nobody has listened since.
void Link::lookWhetherLost() {
  if (!owed_.empty()) return;
  pollfd ready{PQsocket(connection_.get()), POLLIN, 0};
  while (PQstatus(connection_.get()) == CONNECTION_OK && ::poll(&ready, 1, 0) > 0 && PQconsumeInput(connection_.get()))
    (void)PQisBusy(connection_.get());
}

PGconn* Link::usable() {
  if (!connection_) throw DbLost("the connection was lost in this transaction");
  return connection_.get();
}

/// The statement's name on the server, which learns it in passing; another for the same text with parameters of other types.
std::string Link::prepared(std::string_view sql, const std::vector<Oid>& types) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) found = prepared_.emplace(std::string(sql), std::vector<Prepared>()).first;
  for (const Prepared& known : found->second)
    if (known.types == types) return "s" + std::to_string(known.number);
  const std::string name = "s" + std::to_string(++statements_);
  if (PQsendPrepare(connection_.get(), name.c_str(), found->first.c_str(), static_cast<int>(types.size()), types.data()) != 1) lostNow();
  owed_.push_back(nullptr);
  found->second.push_back({types, statements_});
  return name;
}

/// After a failure it is not known which of the statements just named the server has: they get other names.
void Link::learned(bool all) {
  if (!all && learned_ < statements_)
    for (auto& [sql, known] : prepared_) std::erase_if(known, [&](const Prepared& p) { return p.number > learned_; });
  learned_ = statements_;
}

void Link::send(std::string_view sql, const SentValues& sent, Answer* answer) {
  PGconn* const connection = usable();
  if (PQpipelineStatus(connection) == PQ_PIPELINE_OFF && PQenterPipelineMode(connection) != 1) lostNow();
  if (!sent.to(connection, prepared(sql, sent.types))) lostNow();
  owed_.push_back(answer);
}

void Link::flush() {
  if (PQflush(usable()) < 0) lostNow();
}

Answer Link::settle() {
  if (owed_.empty()) return nullptr;
  usable();
  auto [last, bad] = collected();
  if (bad) requireFine(bad.get());
  return std::move(last);
}

/// Reads what the pipeline owes and leaves it: the last answer that is fine, and the first that is not.
std::pair<Answer, Answer> Link::collected() {
  std::pair<Answer, Answer> found;
  std::vector<Answer*> owed;
  owed.swap(owed_);
  warned_ = false;
  std::size_t next = 0;
  bool ended = PQpipelineSync(connection_.get()) != 1, warned = false;
  while (!ended) {
    Answer answer = awaited();
    ended = PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC || PQstatus(connection_.get()) != CONNECTION_OK;
    if (!answer || ended) continue;  // none stands between the answers of two statements
    warned = std::exchange(warned_, false);
    Answer* const wanted = next < owed.size() ? owed[next] : nullptr;
    ++next;
    if (PQresultStatus(answer.get()) == PGRES_PIPELINE_ABORTED) continue;
    if (!fine(answer.get())) {
      if (!found.second) found.second = std::move(answer);
    } else {
      (wanted ? *wanted : found.first) = std::move(answer);
    }
  }
  warned_ = warned;
  learned(!found.second);
  if (PQstatus(connection_.get()) != CONNECTION_OK || PQexitPipelineMode(connection_.get()) != 1) lostNow();
  return found;
}

Answer Link::script(const std::string& sql) {
  settle();
  Answer answer = received(PQsendQuery(usable(), sql.c_str()) == 1);
  requireFine(answer.get());
  return answer;
}

void Link::rollback() noexcept {
  try {
    if (connection_ && !owed_.empty()) (void)collected();
    if (connection_ && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) received(PQsendQuery(connection_.get(), "ROLLBACK") == 1);
  } catch (const DbLost&) {  // then the server rolls back by itself
  }
  if (connection_ && PQstatus(connection_.get()) != CONNECTION_OK) connection_.reset();
  owed_.clear();
}

/// The next answer.
Answer Link::awaited() {
  while (!answered(connection_.get(), kPatience)) requireStillThere();
  return Answer(PQgetResult(connection_.get()));
}

/// The answer to what was just sent outside a pipeline: of several statements the last one's, or the first that failed.
Answer Link::received(bool sent) {
  Answer last;
  while (sent) {
    Answer next = awaited();
    if (!next) break;
    if (!last || fine(last.get())) last = std::move(next);
  }
  return last;
}

/// A machine that hangs answers nothing, and no connection ends. Whoever takes writes now is asked; when that is another, or nobody,
/// this connection is given up. A statement that only takes its time goes on.
void Link::requireStillThere() {
  try {
    if (instanceOf(dial(door_->uri()).get()) == instance_) return;
  } catch (const Fault&) {
  }
  connection_.reset();
  throw DbLost("the server stopped answering");
}

void Link::lostNow() {
  const std::string why = connection_ ? oneLine(PQerrorMessage(connection_.get())) : "";
  connection_.reset();
  throw DbLost(why);
}

void Link::requireFine(const PGresult* answer) {
  if (fine(answer)) return;
  const char* field = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
  fail(field ? field : "", oneLine(answer ? PQresultErrorMessage(answer) : PQerrorMessage(connection_.get())));
}

/// What PostgreSQL's code (SQLSTATE, appendix A of its manual) means to the port.
void Link::fail(const std::string& state, const std::string& why) {
  const bool gone = PQstatus(connection_.get()) != CONNECTION_OK;
  // 25006: this server became a standby; 25P03: the lane was taken away; 57P0x: it shuts down.
  if (gone || state.empty() || state.starts_with("08") || state.starts_with("57P0") || state == "25P03" || state == "25006") {
    connection_.reset();
    throw DbLost(why);
  }
  // 25P02: an earlier statement of the transaction had failed.
  if (state == "23505" || state == "40001" || state == "40P01" || state == "55P03" || state == "25P02") throw DbConflict(why);
  if (state == "53100") throw Fault("DB_FULL", why);
  if (state == "58030") throw Fault("DB_IO", why);
  if (state == "XX001" || state == "XX002") throw Fault("DB_CORRUPT", why);
  throw Fault("DB_" + state, why);
}

}  // namespace isotrail::postgres
