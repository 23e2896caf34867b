#pragma once
// Values on their way through libpq: parameters out, rows in.
#include <libpq-fe.h>

#include <string>
#include <vector>

#include "platform/postgres/binary_values.h"

namespace isotrail::postgres {

/// Parameters as libpq takes them.
struct SentValues {
  SentValues() = default;
  explicit SentValues(const std::vector<DbValue>& params) {
    std::vector<std::size_t> starts;
    for (const auto& value : params) {
      starts.push_back(bytes.size());
      append(bytes, value);
      add(typeOf(value), value.index() == 0, static_cast<int>(bytes.size() - starts.back()));
    }
    for (std::size_t i = 0; i < starts.size(); ++i)
      if (params[i].index() != 0) values[i] = bytes.data() + starts[i];
  }
  SentValues(const SentValues&) = delete;
  SentValues& operator=(const SentValues&) = delete;
  /// Another value; its bytes stay where they are.
  void add(unsigned type, const char* at, int length) {
    add(type, at == nullptr, length);
    values.back() = at;
  }
  bool to(PGconn* connection, const std::string& statement) const {
    const auto count = static_cast<int>(values.size());
    return PQsendQueryPrepared(connection, statement.c_str(), count, values.data(), lengths.data(), binary.data(), 1) == 1;
  }
  std::vector<const char*> values;  // null for null
  std::vector<int> lengths, binary;
  std::vector<Oid> types;

 private:
  void add(unsigned type, bool null, int length) {
    values.push_back(nullptr);
    lengths.push_back(null ? 0 : length);
    binary.push_back(1);
    types.push_back(type);
  }
  std::string bytes;
};

/// A row of an answer that libpq holds.
class AnsweredRow final : public RowView {
 public:
  explicit AnsweredRow(const PGresult* answer) : answer_(answer) {}
  int at = 0;
  std::int64_t integer(std::size_t i) const override {
    const auto column = static_cast<int>(i);
    if (PQgetisnull(answer_, at, column)) return 0;
    const DbValue value = decode(PQftype(answer_, column), raw(column));
    if (const auto* n = std::get_if<std::int64_t>(&value)) return *n;
    if (const auto* x = std::get_if<double>(&value)) return static_cast<std::int64_t>(*x);
    return 0;
  }
  std::string_view bytes(std::size_t i) const override {
    const auto column = static_cast<int>(i);
    return isBytes(PQftype(answer_, column)) ? raw(column) : std::string_view();
  }

 private:
  std::string_view raw(int column) const { return {PQgetvalue(answer_, at, column), static_cast<std::size_t>(PQgetlength(answer_, at, column))}; }
  const PGresult* answer_;
};

}  // namespace isotrail::postgres
