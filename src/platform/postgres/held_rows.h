#pragma once
// Rows that were posted one by one and go to the server together, a statement a table: what a statement costs there is more than
// what a row does. They wait until a statement names their table, at the latest for the commit.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "platform/postgres/libpq_values.h"

namespace isotrail::postgres {

class HeldRows {
 public:
  using Send = std::function<void(const std::string& sql, const SentValues& values)>;
  /// Keeps the row of a plain INSERT, also of one with ON CONFLICT DO NOTHING or ON CONFLICT(...) DO UPDATE SET column=excluded.column. False
  /// for any other statement; for a row whose types are not those of the rows before it; and for one that updates a row that is kept here: one
  /// statement may not touch a row twice.
  bool take(std::string_view sql, const std::vector<DbValue>& params);
  /// Sends what waits for the tables that a statement names.
  void sendNamedBy(std::string_view sql, const Send& send);
  void sendAll(const Send& send);
  /// Another transaction.
  void clear();
  /// So much is kept that it had better be sent.
  bool full() const { return rows_ >= most_ || bytes_ >= kMostBytes; }

 private:
  // The server begins with the first rows of a large transaction while the others are worked out; a small one is better sent at once.
  static constexpr std::size_t kFirstRows = 16, kMostRows = 64;
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  struct Table {
    std::string sql, name;
    std::string head, rest;                       // before and after the rows; nothing in `head` where the statement is none of these
    std::map<std::size_t, std::string> together;  // the statements for so many rows
    std::vector<std::size_t> key;                 // the parameters that tell rows apart, for one that may update; else empty
    std::vector<unsigned> types;                  // of the columns, 0 as long as only nulls were seen
    std::vector<int> lengths;                     // of the values, row by row; -1 for null
    std::string bytes;                            // the values
    std::unordered_set<std::string> keys;         // of the rows
    bool empty() const { return lengths.empty(); }
    const std::string& statementFor(std::size_t rows);
  };
  Table& tableOf(std::string_view sql, std::size_t columns);
  void send(Table& table, const Send& send);
  std::vector<Table> tables_;  // by statement; few
  std::size_t rows_ = 0, bytes_ = 0, most_ = kFirstRows;
};

}  // namespace isotrail::postgres
