#include "platform/postgres/held_rows.h"

#include <algorithm>

#include "base/sql/names.h"

namespace isotrail::postgres {
namespace {

/// The names of "a,b)..." up to the bracket, which is taken off with them; none when there is no bracket.
std::vector<std::string_view> names(std::string_view& text) {
  std::vector<std::string_view> all;
  const std::size_t end = text.find(')');
  if (end == std::string_view::npos) return all;
  std::string_view list = text.substr(0, end);
  text.remove_prefix(end + 1);
  for (std::size_t comma; (comma = list.find(',')) != std::string_view::npos; list.remove_prefix(comma + 1)) all.push_back(list.substr(0, comma));
  all.push_back(list);
  return all;
}

bool takeOff(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

struct Parts {
  std::string head, rest;        // "INSERT INTO t(a,b)", " ON CONFLICT ..."
  std::vector<std::size_t> key;  // places of the conflicting columns among the columns
};

/// Whether each part of "a=excluded.a,b=excluded.b" gives a column the new row's value.
bool setsNewValues(std::string_view sets) {
  for (std::size_t comma = 0; comma != std::string_view::npos; sets.remove_prefix(std::min(sets.size(), comma + 1))) {
    comma = sets.find(',');
    const std::string_view one = sets.substr(0, comma);
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos || one.substr(equals + 1) != "excluded." + std::string(one.substr(0, equals))) return false;
    if (comma == std::string_view::npos) break;
  }
  return true;
}

/// "INSERT INTO t(a,b) VALUES($1,$2) ..." taken apart; nothing in `head` for any other statement.
Parts partsOf(std::string_view sql, std::size_t columns) {
  Parts parts;
  std::string values = " VALUES(";
  for (std::size_t i = 1; i <= columns; ++i) values += (i > 1 ? ",$" : "$") + std::to_string(i);
  const std::size_t at = sql.find(values + ")");
  if (changedTable(sql).empty() || !sql.starts_with("INSERT ") || at == std::string_view::npos) return parts;
  std::string_view rest = sql.substr(at + values.size() + 1), list = sql.substr(sql.find('(') + 1);
  parts.rest = rest;
  const auto named = names(list);
  if (takeOff(rest, " ON CONFLICT(")) {
    for (const std::string_view column : names(rest))
      parts.key.push_back(static_cast<std::size_t>(std::find(named.begin(), named.end(), column) - named.begin()));
    const bool known = std::all_of(parts.key.begin(), parts.key.end(), [&](std::size_t k) { return k < columns; });
    if (named.size() != columns || !known || !takeOff(rest, " DO UPDATE SET ") || !setsNewValues(rest)) return parts;
  } else if (!rest.empty() && rest != " ON CONFLICT DO NOTHING") {
    return parts;
  }
  parts.head = sql.substr(0, at);
  return parts;
}

/// The statement that takes an array a column.
std::string forMany(const Parts& parts, std::size_t columns) {
  if (parts.head.empty()) return {};
  std::string parameters;
  for (std::size_t i = 1; i <= columns; ++i) parameters += (i > 1 ? ",$" : "$") + std::to_string(i);
  return parts.head + " SELECT * FROM unnest(" + parameters + ")" + parts.rest;
}

void put(std::string& out, std::uint32_t n) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(n >> shift);
}

/// The start of an array of values that follow: dimensions, whether there may be nulls, the type; then length and lower bound.
Encoded arrayOf(unsigned type, std::size_t rows) {
  Encoded array{arrayType(type), false, {}};
  for (const std::uint32_t n : {1u, 1u, type, static_cast<std::uint32_t>(rows), 1u}) put(array.bytes, n);
  return array;
}

std::string keyOf(const std::vector<DbValue>& params, const std::vector<std::size_t>& key) {
  std::string bytes;
  for (const std::size_t k : key) {
    const std::size_t from = bytes.size();
    append(bytes, params[k]);
    bytes += '#' + std::to_string(bytes.size() - from);
  }
  return bytes;
}

}  // namespace

HeldRows::Table& HeldRows::tableOf(std::string_view sql, std::size_t columns) {
  const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.sql == sql; });
  if (found != tables_.end()) return *found;
  Table& table = tables_.emplace_back();
  const Parts parts = partsOf(sql, columns);
  table.sql = sql;
  table.name = changedTable(sql);
  table.together = forMany(parts, columns);
  table.key = parts.key;
  table.types.resize(columns);
  return table;
}

bool HeldRows::take(std::string_view sql, const std::vector<DbValue>& params) {
  if (!sql.starts_with("INSERT ") || params.empty()) return false;
  Table& table = tableOf(sql, params.size());
  if (table.together.empty()) return false;
  for (const Table& other : tables_)  // rows of one table keep their order
    if (&other != &table && !other.empty() && other.name == table.name) return false;
  if (table.empty()) std::fill(table.types.begin(), table.types.end(), 0u);
  for (std::size_t i = 0; i < params.size(); ++i) {
    const unsigned type = typeOf(params[i]);
    if (type != 0 && table.types[i] != type && table.types[i] != 0) return false;
  }
  if (!table.key.empty() && !table.keys.insert(keyOf(params, table.key)).second) return false;
  const std::size_t before = table.bytes.size();
  for (std::size_t i = 0; i < params.size(); ++i) {
    const std::size_t from = table.bytes.size();
    append(table.bytes, params[i]);
    const unsigned type = typeOf(params[i]);
    table.lengths.push_back(type == 0 ? -1 : static_cast<std::int32_t>(table.bytes.size() - from));
    if (type != 0) table.types[i] = type;
  }
  ++rows_;
  bytes_ += table.bytes.size() - before;
  return true;
}

void HeldRows::send(Table& table, const Send& send) {
  const std::size_t columns = table.types.size(), rows = table.lengths.size() / columns;
  const bool together = rows > 1 && std::find(table.types.begin(), table.types.end(), 0u) == table.types.end();
  std::string bytes = std::move(table.bytes);
  std::vector<std::int32_t> lengths = std::move(table.lengths);
  rows_ -= rows;
  bytes_ -= bytes.size();
  table.bytes.clear();
  table.lengths.clear();
  table.keys.clear();
  std::vector<Encoded> arrays;
  for (std::size_t i = 0; together && i < columns; ++i) arrays.push_back(arrayOf(table.types[i], rows));
  std::size_t at = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    std::vector<Encoded> row;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::int32_t length = lengths[r * columns + i];
      const std::string_view value = std::string_view(bytes).substr(at, static_cast<std::size_t>(std::max(length, 0)));
      at += value.size();
      if (together) {
        put(arrays[i].bytes, static_cast<std::uint32_t>(length));
        arrays[i].bytes += value;
      } else {
        row.push_back({table.types[i], length < 0, std::string(value)});
      }
    }
    if (!together) send(table.sql, std::move(row));
  }
  if (together) send(table.together, std::move(arrays));
}

void HeldRows::sendNamedBy(std::string_view sql, const Send& send) {
  if (rows_ == 0) return;
  for (auto& table : tables_)
    if (!table.empty() && namesTable(sql, table.name)) this->send(table, send);
}

void HeldRows::sendAll(const Send& send) {
  if (rows_ == 0) return;
  for (auto& table : tables_)
    if (!table.empty()) this->send(table, send);
}

void HeldRows::clear() {
  for (auto& table : tables_) {
    table.lengths.clear();
    table.bytes.clear();
    table.keys.clear();
  }
  rows_ = bytes_ = 0;
}

}  // namespace isotrail::postgres
