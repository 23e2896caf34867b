#include "platform/postgres/held_rows.h"

#include <algorithm>
#include <bit>

#include "base/sql/names.h"

namespace isotrail::postgres {
namespace {

/// So many of the rows go in one statement: 1 to 8, 10, 12, ... 56, 64, so that the server need not learn one for every number.
std::size_t togetherOf(std::size_t rows) {
  constexpr std::size_t kMost = 64;
  const int dropped = std::max(0, static_cast<int>(std::bit_width(rows)) - 3);
  return std::min(kMost, rows >> dropped << dropped);
}

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

/// "($1,$2)" for the parameters after so many.
std::string placesOf(std::size_t before, std::size_t columns) {
  std::string text;
  for (std::size_t i = 1; i <= columns; ++i) text += (i > 1 ? ",$" : "($") + std::to_string(before + i);
  return text + ")";
}

struct Parts {
  std::string head, rest;        // "INSERT INTO t(a,b) VALUES", " ON CONFLICT ..."
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
  const std::string values = " VALUES" + placesOf(0, columns);
  const std::size_t at = sql.find(values);
  if (changedTable(sql).empty() || !sql.starts_with("INSERT ") || at == std::string_view::npos) return parts;
  std::string_view rest = sql.substr(at + values.size()), list = sql.substr(sql.find('(') + 1);
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
  parts.head = std::string(sql.substr(0, at)) + " VALUES";
  return parts;
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
  table.head = parts.head;
  table.rest = parts.rest;
  table.key = parts.key;
  table.types.resize(columns);
  return table;
}

bool HeldRows::take(std::string_view sql, const std::vector<DbValue>& params) {
  if (!sql.starts_with("INSERT ") || params.empty()) return false;
  Table& table = tableOf(sql, params.size());
  if (table.head.empty()) return false;
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
    table.lengths.push_back(type == 0 ? -1 : static_cast<int>(table.bytes.size() - from));
    if (type != 0) table.types[i] = type;
  }
  ++rows_;
  bytes_ += table.bytes.size() - before;
  return true;
}

const std::string& HeldRows::Table::statementFor(std::size_t rows) {
  std::string& text = together[rows];
  if (!text.empty()) return text;
  text = head;
  for (std::size_t r = 0; r < rows; ++r) text += (r > 0 ? "," : "") + placesOf(r * types.size(), types.size());
  return text += rest;
}

void HeldRows::send(Table& table, const Send& send) {
  const std::size_t columns = table.types.size();
  const std::string bytes = std::move(table.bytes);
  const std::vector<int> lengths = std::move(table.lengths);
  rows_ -= lengths.size() / columns;
  bytes_ -= bytes.size();
  table.bytes.clear();
  table.lengths.clear();
  table.keys.clear();
  const char* at = bytes.data();
  for (std::size_t next = 0; next < lengths.size();) {
    const std::size_t rows = togetherOf((lengths.size() - next) / columns);
    SentValues values;
    for (const std::size_t end = next + rows * columns; next < end; ++next) {
      const int length = lengths[next];
      values.add(table.types[next % columns], length < 0 ? nullptr : at, length);
      at += std::max(length, 0);
    }
    send(table.statementFor(rows), values);
  }
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
  most_ = std::min(2 * most_, kMostRows);
}

void HeldRows::clear() {
  for (auto& table : tables_) {
    table.lengths.clear();
    table.bytes.clear();
    table.keys.clear();
  }
  rows_ = bytes_ = 0;
  most_ = kFirstRows;
}

}  // namespace isotrail::postgres
