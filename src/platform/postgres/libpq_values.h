#pragma once
// Values on their way through libpq: parameters out, rows in.
#include <libpq-fe.h>

#include <string>
#include <vector>

#include "platform/postgres/binary_values.h"

namespace isotrail::postgres {

/// Parameters as libpq takes them.
struct SentValues {
  explicit SentValues(const std::vector<DbValue>& params) : SentValues(encodeAll(params)) {}
  explicit SentValues(std::vector<Encoded> params) : encoded(std::move(params)), binary(encoded.size(), 1) {
    for (const auto& e : encoded) {
      values.push_back(e.null ? nullptr : e.bytes.c_str());
      lengths.push_back(static_cast<int>(e.bytes.size()));
      types.push_back(e.type);
    }
  }
  bool to(PGconn* connection, const std::string& statement) const {
    const auto count = static_cast<int>(values.size());
    return PQsendQueryPrepared(connection, statement.c_str(), count, values.data(), lengths.data(), binary.data(), 1) == 1;
  }
  std::vector<Encoded> encoded;
  std::vector<const char*> values;
  std::vector<int> lengths, binary;
  std::vector<Oid> types;
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
