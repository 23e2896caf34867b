// Beside libpq_values.h the one file that sees libpq.
#include "platform/postgres/postgres_db.h"

#include <libpq-fe.h>
#include <poll.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "base/check.h"
#include "base/db_lost.h"
#include "base/one_moment.h"
#include "platform/postgres/held_rows.h"
#include "platform/postgres/libpq_values.h"

namespace isotrail {
namespace {

using namespace std::chrono_literals;

constexpr int kOldestServer = 150000;
constexpr int kMostPosted = 128;  // so that neither side's buffers fill while nobody reads
constexpr const char* kChannel = "isotrail";
// The write lane: an advisory lock of this class, told apart by schema, so that two nodes may share a database.
constexpr const char* kBegin = "BEGIN; SELECT pg_advisory_xact_lock(731, hashtext(current_schema()))";
constexpr const char* kCommit = "NOTIFY isotrail; COMMIT";
// A lock waited for as long as SQLite's busy timeout; a program that stands still with the lane in its hand loses it.
constexpr const char* kSession =
    "SET lock_timeout TO '10s'; SET idle_in_transaction_session_timeout TO '2min'; SET client_min_messages TO warning; "
    "SET standard_conforming_strings TO on";
// Which server it is, also behind an address that several share.
constexpr const char* kInstance = "SELECT CAST(pg_postmaster_start_time() AS TEXT) || COALESCE(CAST(inet_server_addr() AS TEXT),'')";
// So long an answer is waited for before somebody looks whether the server is still there and still the one that takes writes.
constexpr auto kPatience = 3s;
// An acknowledged write is on the disk: an operator's weaker setting is not taken over, a stronger one is.
constexpr const char* kDurable = "SELECT set_config('synchronous_commit','on',false) WHERE current_setting('synchronous_commit') IN ('off','local')";

struct Clear {
  void operator()(PGresult* r) const { PQclear(r); }
  void operator()(PGconn* c) const { PQfinish(c); }
  void operator()(PQconninfoOption* o) const { PQconninfoFree(o); }
};
using Answer = std::unique_ptr<PGresult, Clear>;
using Connection = std::unique_ptr<PGconn, Clear>;

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

}  // namespace

/// What all connections of one source know of the server. While it is away one of them at a time asks for it, a few times a second;
/// the others are told at once, so that whoever waits for an answer gets one.
class PostgresSource::Door {
 public:
  explicit Door(std::string uri) : uri_(std::move(uri)) {}
  const std::string& uri() const { return uri_; }
  /// Throws DB_OPEN while no connection has ever stood, DbLost and DbAway afterwards.
  Connection dial() {
    enter();
    try {
      Connection connection = isotrail::dial(uri_);
      answered();
      return connection;
    } catch (const Fault& fault) {
      if (absent(fault.what())) throw DbLost(fault.what());
      throw;
    }
  }

 private:
  using Time = std::chrono::steady_clock;
  static constexpr auto kAskAgain = 200ms;

  void enter() {
    const std::lock_guard held(lock_);
    if (!away_) return;
    if (asking_ || Time::now() < ask_at_) throw DbAway(why_);
    asking_ = true;
  }
  void answered() {
    const std::lock_guard held(lock_);
    stood_ = true;
    away_ = asking_ = false;
  }
  bool absent(const std::string& why) {
    const std::lock_guard held(lock_);
    away_ = stood_;
    asking_ = false;
    why_ = why;
    ask_at_ = Time::now() + kAskAgain;
    return stood_;
  }

  const std::string uri_;
  std::mutex lock_;
  bool stood_ = false, away_ = false, asking_ = false;
  std::string why_;
  Time::time_point ask_at_;
};

namespace {

/// Waits for what the server has to say to what was sent; false after that time.
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

/// What the server is; nothing when it does not say.
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

class PgDb final : public Db, public HoldsMoments {
 public:
  explicit PgDb(std::shared_ptr<PostgresSource::Door> door) : door_(std::move(door)) { open(); }
  PgDb(const PgDb&) = delete;
  PgDb& operator=(const PgDb&) = delete;

  Rows query(std::string_view sql, const std::vector<DbValue>& params) override {
    const Answer answer = onceMore([&] { return run(sql, params); });
    Rows rows;
    const int columns = PQnfields(answer.get()), count = PQntuples(answer.get());
    rows.reserve(static_cast<std::size_t>(count));
    for (int r = 0; r < count; ++r) {
      std::vector<DbValue> values;
      values.reserve(static_cast<std::size_t>(columns));
      for (int c = 0; c < columns; ++c) values.push_back(column(answer.get(), r, c));
      rows.emplace_back(std::move(values));
    }
    return rows;
  }
  void visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each) override {
    const Answer answer = onceMore([&] { return run(sql, params); });
    postgres::AnsweredRow row(answer.get());
    for (; row.at < PQntuples(answer.get()); ++row.at) each(row);
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params) override {
    if (params.empty() && sql.find(';') != std::string_view::npos) {
      script(std::string(sql));
      return 0;
    }
    const Answer answer = run(sql, params);
    const std::string changed = PQcmdTuples(answer.get());
    return changed.empty() ? 0 : std::stoll(changed);
  }
  void post(std::string_view sql, const std::vector<DbValue>& params) override {
    if (!in_transaction_) {
      exec(sql, params);
      return;
    }
    if (held_.take(sql, params)) {
      if (held_.rows() == kMostPosted) held_.sendAll(sender());
      return;
    }
    held_.sendNamedBy(sql, sender());
    send(sql, postgres::SentValues(params));
    if (++posted_ >= kMostPosted) settle();
  }
  void begin() override {
    held_.clear();
    try {
      onceMore([&] { return script(kBegin); });
    } catch (...) {
      rollback();  // whoever could not begin does not roll back
      throw;
    }
    in_transaction_ = true;
  }
  void commit() override {
    held_.sendAll(sender());
    settle();
    warned_ = false;
    const Answer answer = script(kCommit);
    // A transaction that had failed before answers COMMIT with ROLLBACK, and success.
    if (std::strcmp(PQcmdStatus(answer.get()), "COMMIT") != 0) throw DbConflict("the transaction had failed before its commit");
    in_transaction_ = false;
    // Synchronous replication was given up waiting for: kept here, perhaps nowhere else. Not to be acknowledged.
    if (warned_) throw Fault("DB_COMMIT_UNCERTAIN", "the commit was not confirmed by the standby");
  }
  void rollback() noexcept override {
    held_.clear();
    try {
      if (owing()) (void)collected();
      if (connection_ && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) received(PQsendQuery(connection_.get(), "ROLLBACK") == 1);
    } catch (const DbLost&) {  // then the server rolls back by itself
    }
    if (connection_ && PQstatus(connection_.get()) != CONNECTION_OK) connection_.reset();
    in_transaction_ = false;
  }
  bool holdMoment() override {
    if (in_transaction_) return false;
    onceMore([&] { return script("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"); });
    in_transaction_ = true;
    return true;
  }
  std::string_view engine() const override { return "postgresql"; }

 private:
  void open() {
    connection_ = door_->dial();
    prepared_.clear();
    PQsetNoticeReceiver(
        connection_.get(),
        [](void* self, const PGresult* notice) {
          const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
          if (severity && std::strcmp(severity, "WARNING") == 0) static_cast<PgDb*>(self)->warned_ = true;
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
  void reopenIfLost() {
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
  /// The answer to what was just sent: of several statements the last one's, or the first that failed.
  Answer received(bool sent) {
    Answer last;
    while (sent) {
      while (!answered(connection_.get(), kPatience)) requireStillThere();
      Answer next(PQgetResult(connection_.get()));
      if (!next) break;
      if (!last || PQresultStatus(last.get()) == PGRES_COMMAND_OK || PQresultStatus(last.get()) == PGRES_TUPLES_OK) last = std::move(next);
    }
    return last;
  }
  /// A machine that hangs answers nothing, and no connection ends. Whoever takes writes now is asked; when that is another, or nobody,
  /// this connection is given up. A statement that only takes its time goes on.
  void requireStillThere() {
    try {
      if (instanceOf(dial(door_->uri()).get()) == instance_) return;
    } catch (const Fault&) {
    }
    connection_.reset();
    throw DbLost("the server stopped answering");
  }
  PGconn* usable() {
    if (!in_transaction_) reopenIfLost();
    if (!connection_) throw DbLost("the connection was lost in this transaction");
    return connection_.get();
  }

  /// A connection that was lost while nobody used it is found out at the next statement. Outside a transaction, reading and
  /// beginning may simply be done again on a new one.
  template <class Statement>
  Answer onceMore(Statement statement) {
    try {
      return statement();
    } catch (const DbLost&) {
      if (in_transaction_) throw;
      return statement();
    }
  }
  /// Statements without parameters, several at once; the last one's answer.
  Answer script(const std::string& sql) {
    PGconn* connection = usable();
    held_.sendAll(sender());
    settle();
    Answer answer = received(PQsendQuery(connection, sql.c_str()) == 1);
    requireFine(answer.get());
    return answer;
  }
  /// A statement's answer. What was posted before it goes the same way with it: one journey for all.
  Answer run(std::string_view sql, const std::vector<DbValue>& params) {
    held_.sendNamedBy(sql, sender());
    const postgres::SentValues sent(params);
    if (posted_ > 0) {
      send(sql, sent);
      return settle();
    }
    PGconn* const connection = usable();  // before the statement's name: a new connection knows none
    Answer answer = received(sent.to(connection, prepare(sql, sent.types)));
    requireFine(answer.get());
    return answer;
  }

  /// Sends a statement without waiting for its answer (libpq's pipeline mode).
  void send(std::string_view sql, const postgres::SentValues& sent) {
    PGconn* const connection = usable();  // before the statement's name: a new connection knows none
    const std::string& name = prepare(sql, sent.types);
    if ((!owing() && PQenterPipelineMode(connection) != 1) || !sent.to(connection, name)) lostNow();
  }
  /// Posts a statement whose parameters are encoded.
  postgres::HeldRows::Send sender() {
    return [this](std::string_view sql, std::vector<postgres::Encoded> params) {
      send(sql, postgres::SentValues(std::move(params)));
      ++posted_;
    };
  }
  /// Statements were sent whose answers were not read.
  bool owing() const { return connection_ && PQpipelineStatus(connection_.get()) != PQ_PIPELINE_OFF; }
  /// Waits for the answers to all that was sent, and answers the last; throws for the first that is not fine.
  Answer settle() {
    if (!owing()) return nullptr;
    auto [last, bad] = collected();
    if (bad) requireFine(bad.get());
    return std::move(last);
  }
  /// Reads what the pipeline owes and leaves it: the last answer that is fine, and the first that is not.
  std::pair<Answer, Answer> collected() {
    posted_ = 0;
    std::pair<Answer, Answer> found;
    bool ended = PQpipelineSync(connection_.get()) != 1;
    while (!ended) {
      while (!answered(connection_.get(), kPatience)) requireStillThere();
      Answer next(PQgetResult(connection_.get()));
      const auto status = PQresultStatus(next.get());  // of none, between the answers of two statements, a failure
      const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
      ended = status == PGRES_PIPELINE_SYNC || PQstatus(connection_.get()) != CONNECTION_OK;
      if (!next || ended || status == PGRES_PIPELINE_ABORTED) continue;
      if (Answer& into = fine ? found.first : found.second; fine || !into) into = std::move(next);
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK || PQexitPipelineMode(connection_.get()) != 1) lostNow();
    return found;
  }
  [[noreturn]] void lostNow() {
    const std::string why = connection_ ? oneLine(PQerrorMessage(connection_.get())) : "";
    connection_.reset();
    throw DbLost(why);
  }
  /// The statement's name on the server; another for the same text with parameters of other types.
  const std::string& prepare(std::string_view sql, const std::vector<Oid>& types) {
    std::string key(sql);
    for (const Oid type : types) key += " " + std::to_string(type);
    if (const auto found = prepared_.find(key); found != prepared_.end()) return found->second;
    settle();  // what was posted before
    const std::string name = "s" + std::to_string(++statements_);
    const Answer answer =
        received(PQsendPrepare(usable(), name.c_str(), std::string(sql).c_str(), static_cast<int>(types.size()), types.data()) == 1);
    requireFine(answer.get());
    return prepared_.emplace(std::move(key), name).first->second;
  }
  static DbValue column(const PGresult* answer, int row, int column) {
    if (PQgetisnull(answer, row, column)) return std::monostate();
    const std::string_view bytes(PQgetvalue(answer, row, column), static_cast<std::size_t>(PQgetlength(answer, row, column)));
    return postgres::decode(PQftype(answer, column), bytes);
  }

  void requireFine(const PGresult* answer) {
    const auto status = PQresultStatus(answer);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    const char* field = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    fail(field ? field : "", oneLine(answer ? PQresultErrorMessage(answer) : PQerrorMessage(connection_.get())));
  }
  /// What PostgreSQL's code (SQLSTATE, appendix A of its manual) means to the port.
  [[noreturn]] void fail(const std::string& state, const std::string& why) {
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

  std::shared_ptr<PostgresSource::Door> door_;
  Connection connection_;
  std::string instance_;  // the server behind it
  std::unordered_map<std::string, std::string> prepared_;
  std::int64_t statements_ = 0;
  postgres::HeldRows held_;
  int posted_ = 0;  // statements sent whose answers were not read
  bool in_transaction_ = false;
  bool warned_ = false;
};

}  // namespace

PostgresSource::PostgresSource(std::string uri) : door_(std::make_shared<Door>(std::move(uri))) {}
std::unique_ptr<Db> PostgresSource::connect() { return std::make_unique<PgDb>(door_); }

bool isPostgresUri(std::string_view where) { return where.starts_with("postgresql://") || where.starts_with("postgres://"); }

std::string shownPostgresUri(const std::string& uri) {
  const std::unique_ptr<PQconninfoOption, Clear> options(PQconninfoParse(uri.c_str(), nullptr));
  if (!options) return "postgresql:";
  std::map<std::string, std::string> said;
  for (const PQconninfoOption* o = options.get(); o->keyword; ++o)
    if (o->val) said[o->keyword] = o->val;
  const std::string port = said["port"].empty() || said["port"].find(',') != std::string::npos ? "" : ":" + said["port"];
  const std::string host = said.contains("host") ? said["host"] : said["hostaddr"];
  return "postgresql://" + (host.starts_with('/') ? "" : host) + port + "/" + said["dbname"];
}

class CommitWatch::Listener {
 public:
  Listener(std::string uri, std::function<void()> hint) : uri_(std::move(uri)), hint_(std::move(hint)), thread_([this] { listen(); }) {}
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    stop_ = true;
    thread_.join();
  }

 private:
  void listen() {
    Connection connection;
    while (!stop_) {
      if (connection && PQstatus(connection.get()) == CONNECTION_OK)
        hear(connection.get());
      else
        connection = again();
    }
  }
  /// A new connection, or none after a pause.
  Connection again() {
    try {
      Connection connection = dial(uri_);
      const Answer answer(PQexec(connection.get(), (std::string("LISTEN ") + kChannel).c_str()));
      hint_();  // what was missed meanwhile
      return connection;
    } catch (const Fault&) {  // whoever writes reports the loss; hints alone are no news
      for (int i = 0; i < 10 && !stop_; ++i) std::this_thread::sleep_for(100ms);
      return nullptr;
    }
  }
  void hear(PGconn* connection) {
    pollfd ready{PQsocket(connection), POLLIN, 0};
    if (::poll(&ready, 1, 100) <= 0) return;
    PQconsumeInput(connection);
    bool heard = false;
    while (auto* notification = PQnotifies(connection)) {
      PQfreemem(notification);
      heard = true;
    }
    if (heard) hint_();
  }

  std::string uri_;
  std::function<void()> hint_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

CommitWatch::CommitWatch(std::string uri, std::function<void()> hint) : listener_(std::make_unique<Listener>(std::move(uri), std::move(hint))) {}
CommitWatch::~CommitWatch() = default;

}  // namespace isotrail
