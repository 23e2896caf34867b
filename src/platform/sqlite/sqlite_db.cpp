#include "platform/sqlite/sqlite_db.h"

#include <sqlite3.h>

#include <atomic>
#include <charconv>
#include <cstring>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "base/one_moment.h"

namespace isotrail {
namespace {

constexpr int kBusyTimeout_ms = 10'000;

class SqliteDb final : public Db, public HoldsMoments {
 public:
  enum class Name { path, uri, unchanging };  // how `name` is to be read; unchanging: a URI opened for reading only
  SqliteDb(const std::string& path, Name name) : in_memory_(name == Name::uri) {
    const int access = name == Name::unchanging ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int flags = access | SQLITE_OPEN_NOMUTEX | (name == Name::path ? 0 : SQLITE_OPEN_URI);
    if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
      const std::string why = sqlite3_errmsg(handle_);
      sqlite3_close(handle_);
      throw Fault("DB_OPEN", "cannot open " + path + ": " + why);
    }
    try {
      prepareSession(name);
    } catch (...) {
      sqlite3_close(handle_);  // the destructor is for those that were made
      throw;
    }
  }
  SqliteDb(const SqliteDb&) = delete;
  SqliteDb& operator=(const SqliteDb&) = delete;
  ~SqliteDb() override {
    for (auto& [sql, prepared] : cache_) sqlite3_finalize(prepared.statement);
    sqlite3_close(handle_);
  }

  Rows query(std::string_view sql, const std::vector<DbValue>& params) override {
    Running running(*this, sql, params);
    Rows rows;
    while (running.step()) rows.emplace_back(running.values());
    return rows;
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params) override {
    if (params.empty() && sql.find(';') != std::string_view::npos) {
      run(std::string(sql));
      return 0;
    }
    Running running(*this, sql, params);
    while (running.step()) {
    }
    return sqlite3_changes64(handle_);
  }
  void visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each) override {
    Running running(*this, sql, params);
    while (running.step()) each(running);
  }
  void begin() override {
    exec("BEGIN IMMEDIATE", {});
    others_wrote_.reset();
  }
  void commit() override { exec("COMMIT", {}); }
  /// SQLite counts the commits of other connections, in other programs too.
  bool othersMayHaveWritten() override {
    if (!others_wrote_) {
      const std::int64_t count = query("PRAGMA data_version", {})[0].integer(0);
      others_wrote_ = std::exchange(others_, count) != count;
    }
    return *others_wrote_;
  }
  std::string_view engine() const override { return "sqlite"; }
  /// Connections to a database in memory share their locks: a reader that stays would keep the writer out.
  bool holdMoment() override {
    if (in_memory_ || !sqlite3_get_autocommit(handle_)) return false;
    run("BEGIN");
    return true;
  }
  void rollback() noexcept override {
    if (!sqlite3_get_autocommit(handle_)) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }

 private:
  void prepareSession(Name name) {
    run("PRAGMA trusted_schema=OFF");
    if (name == Name::unchanging) return;
    sqlite3_busy_timeout(handle_, kBusyTimeout_ms);
    // SQLite does not wait for another program that is just turning the same new file to WAL: we do.
    for (int waited_ms = 0;; waited_ms += 20) {
      try {
        run("PRAGMA journal_mode=WAL");
        break;
      } catch (const DbConflict&) {
        if (waited_ms >= kBusyTimeout_ms) throw;
        sqlite3_sleep(20);
      }
    }
    // What is deleted is overwritten: an erased name must not lie in a free page.
    for (const char* pragma : {"PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON"}) run(pragma);
  }
  /// One execution of a cached statement; resets it when done.
  class Running final : public RowView {
   public:
    Running(SqliteDb& db, std::string_view sql, const std::vector<DbValue>& params) : db_(db) {
      const Prepared& prepared = db.prepared(sql);
      statement_ = prepared.statement;
      for (std::size_t place = 1; place < prepared.parameters.size(); ++place)
        if (const std::size_t number = prepared.parameters[place]; number > 0 && number <= params.size())
          bind(static_cast<int>(place), params[number - 1]);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() override {
      sqlite3_reset(statement_);
      sqlite3_clear_bindings(statement_);
    }
    bool step() {
      const int rc = sqlite3_step(statement_);
      if (rc == SQLITE_ROW) return true;
      if (rc != SQLITE_DONE) db_.fail();
      return false;
    }
    // A column looked up once: this connection has one thread, and a value that it gives out stays as it is.
    std::int64_t integer(std::size_t i) const override {
      sqlite3_value* const value = sqlite3_column_value(statement_, static_cast<int>(i));
      const int type = sqlite3_value_type(value);
      return type == SQLITE_INTEGER || type == SQLITE_FLOAT ? sqlite3_value_int64(value) : 0;
    }
    std::string_view bytes(std::size_t i) const override {
      sqlite3_value* const value = sqlite3_column_value(statement_, static_cast<int>(i));
      if (const int type = sqlite3_value_type(value); type != SQLITE_TEXT && type != SQLITE_BLOB) return {};
      const auto* from = static_cast<const char*>(sqlite3_value_blob(value));
      return {from, static_cast<std::size_t>(sqlite3_value_bytes(value))};
    }
    std::vector<DbValue> values() {
      std::vector<DbValue> out;
      const int n = sqlite3_column_count(statement_);
      for (int i = 0; i < n; ++i) out.push_back(column(i));
      return out;
    }

   private:
    void bind(int at, const DbValue& value) {
      if (auto* n = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement_, at, *n);
      } else if (auto* d = std::get_if<double>(&value)) {
        sqlite3_bind_double(statement_, at, *d);
      } else if (auto* s = std::get_if<std::string>(&value)) {
        sqlite3_bind_text64(statement_, at, s->data(), s->size(), SQLITE_STATIC, SQLITE_UTF8);
      } else if (auto* b = std::get_if<Blob>(&value); b && b->empty()) {
        sqlite3_bind_zeroblob(statement_, at, 0);  // an empty vector has no address, and no address means NULL
      } else if (b) {
        sqlite3_bind_blob64(statement_, at, b->data(), b->size(), SQLITE_STATIC);
      } else {
        sqlite3_bind_null(statement_, at);
      }
    }
    DbValue column(int i) {
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, i));
      switch (sqlite3_column_type(statement_, i)) {
        case SQLITE_INTEGER:
          return static_cast<std::int64_t>(sqlite3_column_int64(statement_, i));
        case SQLITE_FLOAT:
          return sqlite3_column_double(statement_, i);
        case SQLITE_TEXT:
          return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement_, i)), size);
        case SQLITE_BLOB: {
          auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, i));
          return Blob(bytes, bytes + size);
        }
        default:
          return std::monostate();
      }
    }
    SqliteDb& db_;
    sqlite3_stmt* statement_ = nullptr;
  };

  /// A statement, and the n of "$n" by SQLite's own place of the parameter.
  struct Prepared {
    sqlite3_stmt* statement = nullptr;
    std::vector<std::size_t> parameters;
  };
  const Prepared& prepared(std::string_view sql) {
    if (auto found = cache_.find(sql); found != cache_.end()) return found->second;
    Prepared made;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made.statement, nullptr) != SQLITE_OK)
      fail();
    made.parameters.resize(static_cast<std::size_t>(sqlite3_bind_parameter_count(made.statement)) + 1);
    for (std::size_t place = 1; place < made.parameters.size(); ++place)
      if (const char* name = sqlite3_bind_parameter_name(made.statement, static_cast<int>(place)); name && *name == '$')
        std::from_chars(name + 1, name + std::strlen(name), made.parameters[place]);
    return cache_.emplace(std::string(sql), std::move(made)).first->second;
  }
  void run(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() {
    const int code = sqlite3_extended_errcode(handle_);
    const std::string why = sqlite3_errmsg(handle_);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) throw DbConflict(why);
    switch (code & 0xff) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:  // of a shared memory database
        throw DbConflict(why);
      case SQLITE_FULL:
        throw Fault("DB_FULL", why);
      case SQLITE_IOERR:
        throw Fault("DB_IO", why + " (" + std::to_string(code) + ")");
      case SQLITE_CORRUPT:
        throw Fault("DB_CORRUPT", why);
      case SQLITE_NOTADB:
        throw Fault("DATABASE_FOREIGN", why);
      default:
        throw Fault("DB_" + std::to_string(code), why);
    }
  }

  const bool in_memory_;
  sqlite3* handle_ = nullptr;
  std::int64_t others_ = 0;  // as SQLite counted them last
  std::optional<bool> others_wrote_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view sql) const { return std::hash<std::string_view>()(sql); }
  };
  std::unordered_map<std::string, Prepared, Hash, std::equal_to<>> cache_;
};

std::string memoryUri() {
  static std::atomic<int> count{0};
  return "file:isotrail-" + std::to_string(++count) + "?mode=memory&cache=shared";
}

/// RFC 8089 with SQLite's word for a file that nothing changes.
std::string unchangingUri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) uri += c == '?' ? "%3f" : c == '#' ? "%23" : c == '%' ? "%25" : std::string(1, c);
  return uri + "?immutable=1";
}

}  // namespace

SqliteSource::SqliteSource(std::string path, Access access) : path_(std::move(path)), access_(access) {
  if (path_ != ":memory:") return;
  path_ = memoryUri();
  keeper_ = std::make_unique<SqliteDb>(path_, SqliteDb::Name::uri);
}
SqliteSource::~SqliteSource() = default;
std::unique_ptr<Db> SqliteSource::connect() {
  if (access_ == Access::unchanging) return std::make_unique<SqliteDb>(unchangingUri(path_), SqliteDb::Name::unchanging);
  return std::make_unique<SqliteDb>(path_, keeper_ ? SqliteDb::Name::uri : SqliteDb::Name::path);
}

}  // namespace isotrail
