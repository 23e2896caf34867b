#pragma once
// Rows that were posted one by one and go to the server together, a statement a table: what a statement costs there is more than
// what a row does. They wait until a statement names their table, at the latest for the commit.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "platform/postgres/binary_values.h"

namespace isotrail::postgres {

class HeldRows {
 public:
  using Send = std::function<void(std::string_view sql, std::vector<Encoded> params)>;
  /// Keeps the row of a plain INSERT, also of one with ON CONFLICT DO NOTHING or ON CONFLICT(...) DO UPDATE SET column=excluded.column. False
  /// for any other statement; for a row whose types are not those of the rows before it; and for one that updates a row that is kept here: one
  /// statement may not touch a row twice.
  bool take(std::string_view sql, const std::vector<DbValue>& params);
  /// Sends what waits for the tables that a statement names.
  void sendNamedBy(std::string_view sql, const Send& send);
  void sendAll(const Send& send);
  void clear();
  /// So much is kept that it had better be sent.
  bool full() const { return rows_ >= kMostRows || bytes_ >= kMostBytes; }

 private:
  static constexpr std::size_t kMostRows = 4096, kMostBytes = std::size_t{1} << 20;
  struct Table {
    std::string sql, together;  // for a row, for many; `together` is empty where the statement is none of these
    std::string name;
    std::vector<std::size_t> key;          // the parameters that tell rows apart, for one that may update; else empty
    std::vector<unsigned> types;           // of the columns, 0 as long as only nulls were seen
    std::vector<std::int32_t> lengths;     // of the values, row by row; -1 for null
    std::string bytes;                     // the values
    std::unordered_set<std::string> keys;  // of the rows
    bool empty() const { return lengths.empty(); }
  };
  Table& tableOf(std::string_view sql, std::size_t columns);
  void send(Table& table, const Send& send);
  std::vector<Table> tables_;  // by statement; few
  std::size_t rows_ = 0, bytes_ = 0;
};

}  // namespace isotrail::postgres
