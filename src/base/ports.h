#pragma once
// The outside world as the domain sees it. Implementations live in platform/; tests bring their own.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/instant.h"

namespace isotrail {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

using Blob = std::vector<unsigned char>;
using DbValue = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// One row of an answer; columns by position, in the order the SELECT names them.
class Row {
 public:
  explicit Row(std::vector<DbValue> values) : values_(std::move(values)) {}
  bool isNull(std::size_t i) const { return std::holds_alternative<std::monostate>(values_.at(i)); }
  std::int64_t integer(std::size_t i) const;
  double number(std::size_t i) const;
  const std::string& text(std::size_t i) const;  // "" for NULL
  const Blob& blob(std::size_t i) const;
  Json json(std::size_t i) const;  // the column's text parsed; null when empty
  Instant instant(std::size_t i) const { return Instant::fromMicros(integer(i)); }
  const std::vector<DbValue>& values() const { return values_; }

 private:
  std::vector<DbValue> values_;
};
using Rows = std::vector<Row>;

/// A row while it passes by: values lie where the engine has them, until the next row.
class RowView {
 public:
  virtual ~RowView() = default;
  virtual std::int64_t integer(std::size_t i) const = 0;    // 0 for what is no number
  virtual std::string_view bytes(std::size_t i) const = 0;  // of text or bytes; empty for all else
};

/// A database connection. Placeholders are $1..$n; the SQL must be valid on SQLite and PostgreSQL.
/// Throws Fault when the database cannot serve; a broken uniqueness throws DbConflict.
class Db {
 public:
  virtual ~Db() = default;
  virtual Rows query(std::string_view sql, const std::vector<DbValue>& params = {}) = 0;
  /// Answers the number of rows changed.
  virtual std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params = {}) = 0;
  /// As query, a row at a time and without copies. `each` asks this connection nothing.
  virtual void visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each);
  /// As exec inside a transaction, for who does not ask how many rows changed: an engine that is far away may tell what went wrong
  /// with a later statement, at the latest with the commit.
  virtual void post(std::string_view sql, const std::vector<DbValue>& params) { exec(sql, params); }
  virtual void begin() = 0;  // a write transaction
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  /// In a transaction: whether anything may have been changed by another connection since this one's transaction before. The same
  /// answer until the transaction ends; an engine that cannot say says yes. One that is far away may say no as long as it does not know:
  /// when it was yes, what it is asked or told next throws DbConflict, at the latest the commit; a roll-back tells nothing.
  virtual bool othersMayHaveWritten() { return true; }
  virtual std::string_view engine() const = 0;  // "sqlite", "postgresql"
};

struct DbConflict : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Opens further connections to one database.
class DbSource {
 public:
  virtual ~DbSource() = default;
  virtual std::unique_ptr<Db> connect() = 0;
};

inline DbValue dbInstant(Instant t) { return DbValue(t.micros()); }
inline DbValue dbBool(bool b) { return DbValue(static_cast<std::int64_t>(b ? 1 : 0)); }
inline DbValue dbJson(const Json& j) { return DbValue(j.dump()); }

}  // namespace isotrail
