#include "platform/postgres/postgres_db.h"

#include <cstring>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/db_lost.h"
#include "base/one_moment.h"
#include "platform/postgres/held_rows.h"
#include "platform/postgres/link.h"
#include "platform/postgres/others_writes.h"

namespace isotrail {
namespace {

using postgres::Answer;
using postgres::SentValues;

constexpr std::size_t kMostPosted = 512;  // so that neither side's buffers fill while nobody reads
// The write lane: an advisory lock of this class, told apart by schema, so that two nodes may share a database.
constexpr const char* kLane = "SELECT pg_advisory_xact_lock(731, hashtext(current_schema()))";

class PgDb final : public Db, public HoldsMoments {
 public:
  explicit PgDb(std::shared_ptr<PostgresSource::Door> door) : link_(std::move(door)) {}
  PgDb(const PgDb&) = delete;
  PgDb& operator=(const PgDb&) = delete;

  Rows query(std::string_view sql, const std::vector<DbValue>& params) override {
    const Answer answer = asked(sql, params);
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
    const Answer answer = asked(sql, params);
    postgres::AnsweredRow row(answer.get());
    for (; row.at < PQntuples(answer.get()); ++row.at) each(row);
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params) override {
    written_ = true;
    if (params.empty() && sql.find(';') != std::string_view::npos) {
      script(std::string(sql));
      return 0;
    }
    if (in_ == In::nothing) link_.reopenIfLost();
    const Answer answer = in_ == In::nothing ? alone(sql, params) : within(sql, params);
    const std::string changed = PQcmdTuples(answer.get());
    return changed.empty() ? 0 : std::stoll(changed);
  }
  void post(std::string_view sql, const std::vector<DbValue>& params) override {
    if (in_ == In::nothing) {
      exec(sql, params);
      return;
    }
    written_ = true;
    if (!held_.take(sql, params)) {
      held_.sendNamedBy(sql, sender());
      send(sql, SentValues(params));
    } else if (held_.full()) {
      held_.sendAll(sender());
      link_.flush();
    }
    if (link_.sent() >= kMostPosted) settle();
  }
  /// What begins a transaction goes with its first statement.
  void begin() override {
    held_.clear();
    link_.reopenIfLost();
    in_ = In::begun;
    written_ = false;
  }
  void commit() override {
    ISOTRAIL_CHECK(in_ == In::begun || in_ == In::writing);
    held_.sendAll(sender());
    if (supposed_) open();
    if (in_ == In::begun) return ended();                // nothing was asked or written
    if (written_) link_.send("NOTIFY isotrail", kNone);  // which numbers the transaction, if nothing before did
    link_.send("COMMIT", kNone);
    const Answer answer = settle();
    // A transaction that had failed before answers COMMIT with ROLLBACK, and success.
    if (std::strcmp(PQcmdStatus(answer.get()), "COMMIT") != 0) throw DbConflict("the transaction had failed before its commit");
    others_.committed(written_);
    ended();
    // Synchronous replication was given up waiting for: kept here, perhaps nowhere else. Not to be acknowledged.
    if (link_.warned()) throw Fault("DB_COMMIT_UNCERTAIN", "the commit was not confirmed by the standby");
  }
  void rollback() noexcept override {
    held_.clear();
    link_.rollback();
    if (written_) others_.doubt();
    ended();
  }
  bool othersMayHaveWritten() override {
    if (in_ == In::begun && others_.probablyNot(link_.number())) supposed_ = true;
    if (supposed_) return false;
    if (in_ == In::begun) firstOfAll([this] { open(); });
    if (in_ == In::writing) settle();
    return in_ != In::writing || others_.mayHave();
  }
  bool holdMoment() override {
    if (in_ != In::nothing) return false;
    onceMore([&] { return link_.script("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"); });
    in_ = In::moment;
    written_ = false;
    return true;
  }
  std::string_view engine() const override { return "postgresql"; }

 private:
  enum class In { nothing, begun, writing, moment };  // of a transaction that has begun the server knows nothing yet

  void ended() noexcept {
    in_ = In::nothing;
    supposed_ = false;
  }
  /// Reading and what comes first of all in a transaction may simply be done again on a new connection.
  Answer asked(std::string_view sql, const std::vector<DbValue>& params) {
    if (!sql.starts_with("SELECT ")) written_ = true;
    if (in_ == In::nothing) return onceMore([&] { return alone(sql, params); });
    return within(sql, params);
  }
  template <class Statement>
  Answer onceMore(Statement statement) {
    link_.reopenIfLost();
    try {
      return statement();
    } catch (const DbLost&) {
      link_.reopenIfLost();
      return statement();
    }
  }
  Answer alone(std::string_view sql, const std::vector<DbValue>& params) {
    link_.send(sql, SentValues(params));
    return link_.settle();
  }
  /// A statement's answer. What was posted before it goes the same way with it: one journey for all.
  Answer within(std::string_view sql, const std::vector<DbValue>& params) {
    held_.sendNamedBy(sql, sender());
    const SentValues sent(params);
    return firstOfAll([&] { send(sql, sent); });
  }
  /// Sends, and waits for the answer. A connection that was lost while nobody used it is found out here at the latest: as long as the transaction
  /// has done nothing before, it begins again on a new one.
  template <class Sends>
  Answer firstOfAll(Sends sends) {
    const bool first = in_ == In::begun;
    try {
      sends();
      return settle();
    } catch (const DbLost&) {
      if (!first) throw;
      link_.reopenIfLost();
      in_ = In::begun;
      if (supposed_) throw DbConflict("on another connection it is not known who has written");
      sends();
      return settle();
    }
  }
  void script(const std::string& sql) {
    if (in_ == In::nothing) link_.reopenIfLost();
    held_.sendAll(sender());
    open();
    settle();
    link_.script(sql);
  }

  /// Sends what begins the transaction, the lane, and what tells of others: that is a statement of its own, so that its snapshot is taken
  /// when the lane was got.
  void open() {
    if (in_ != In::begun) return;
    link_.send("BEGIN ISOLATION LEVEL READ COMMITTED", kNone);
    link_.send(kLane, kNone);
    if (supposed_) {
      link_.send(postgres::OthersWrites::kSame, SentValues({others_.same()}));
    } else {
      others_.beginning();
      link_.send(postgres::OthersWrites::kSnapshot, kNone, &snapshot_);
    }
    in_ = In::writing;
  }
  void send(std::string_view sql, const SentValues& sent) {
    open();
    link_.send(sql, sent);
  }
  postgres::HeldRows::Send sender() {
    return [this](const std::string& sql, const SentValues& values) { send(sql, values); };
  }
  Answer settle() {
    Answer last;
    try {
      last = link_.settle();
    } catch (const Fault& fault) {
      if (!supposed_ || fault.code != postgres::OthersWrites::kOthers) throw;
      others_.doubt();
      throw DbConflict("others have written");
    }
    if (snapshot_) others_.begun(link_.number(), PQgetvalue(snapshot_.get(), 0, 0));
    snapshot_.reset();
    return last;
  }
  static DbValue column(const PGresult* answer, int row, int column) {
    if (PQgetisnull(answer, row, column)) return std::monostate();
    const std::string_view bytes(PQgetvalue(answer, row, column), static_cast<std::size_t>(PQgetlength(answer, row, column)));
    return postgres::decode(PQftype(answer, column), bytes);
  }

  static inline const SentValues kNone;
  postgres::Link link_;
  postgres::HeldRows held_;
  postgres::OthersWrites others_;
  Answer snapshot_;
  In in_ = In::nothing;
  bool written_ = false;   // in this transaction, perhaps
  bool supposed_ = false;  // that nobody else has written since our last one; the server looks whether it is so
};

}  // namespace

PostgresSource::PostgresSource(std::string uri) : door_(std::make_shared<Door>(std::move(uri))) {}
std::unique_ptr<Db> PostgresSource::connect() { return std::make_unique<PgDb>(door_); }

bool isPostgresUri(std::string_view where) { return where.starts_with("postgresql://") || where.starts_with("postgres://"); }

std::string shownPostgresUri(const std::string& uri) {
  const std::unique_ptr<PQconninfoOption, postgres::Clear> options(PQconninfoParse(uri.c_str(), nullptr));
  if (!options) return "postgresql:";
  std::map<std::string, std::string> said;
  for (const PQconninfoOption* o = options.get(); o->keyword; ++o)
    if (o->val) said[o->keyword] = o->val;
  const std::string port = said["port"].empty() || said["port"].find(',') != std::string::npos ? "" : ":" + said["port"];
  const std::string host = said.contains("host") ? said["host"] : said["hostaddr"];
  return "postgresql://" + (host.starts_with('/') ? "" : host) + port + "/" + said["dbname"];
}

}  // namespace isotrail
