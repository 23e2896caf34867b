#pragma once
// Rows that were posted one by one and go to the server together, a statement a table: what a statement costs there is more than
// what a row does. They wait until a statement names their table, at the latest for the commit.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/postgres/binary_values.h"

namespace isotrail::postgres {

class HeldRows {
 public:
  using Send = std::function<void(std::string_view sql, std::vector<Encoded> params)>;
  /// Keeps the row of a plain INSERT, with or without ON CONFLICT DO NOTHING. False for any other statement, and for a row whose types
  /// are not those of the rows before it.
  bool take(std::string_view sql, const std::vector<DbValue>& params);
  /// Sends what waits for the tables that a statement names.
  void sendNamedBy(std::string_view sql, const Send& send);
  void sendAll(const Send& send);
  void clear();
  std::size_t rows() const { return rows_; }

 private:
  struct Table {
    std::string sql, together;  // for a row, for many; `together` is empty where the statement is none of these
    std::string name;
    std::vector<std::vector<Encoded>> rows;
  };
  Table& tableOf(std::string_view sql);
  void send(Table& table, const Send& send);
  std::vector<Table> tables_;  // by statement; few
  std::size_t rows_ = 0;
};

}  // namespace isotrail::postgres
