#include "platform/postgres/held_rows.h"

#include <algorithm>

#include "base/sql/names.h"

namespace isotrail::postgres {
namespace {

/// "INSERT INTO t(a,b) VALUES($1,$2) ..." as a statement that takes an array a column; empty for any other statement.
std::string forMany(std::string_view sql, std::size_t columns) {
  constexpr std::string_view kNothing = " ON CONFLICT DO NOTHING";
  std::string parameters;
  for (std::size_t i = 1; i <= columns; ++i) parameters += (i > 1 ? ",$" : "$") + std::to_string(i);
  const std::string values = " VALUES(" + parameters + ")";
  const std::size_t at = sql.find(values);
  if (changedTable(sql).empty() || !sql.starts_with("INSERT ") || at == std::string_view::npos) return {};
  const std::string_view rest = sql.substr(at + values.size());
  if (!rest.empty() && rest != kNothing) return {};
  return std::string(sql.substr(0, at)) + " SELECT * FROM unnest(" + parameters + ")" + std::string(rest);
}

void put(std::string& out, std::uint32_t n) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(n >> shift);
}

/// A column of the rows as an array: dimensions, whether there are nulls, the type; then length and lower bound; then the values.
Encoded arrayOf(const std::vector<std::vector<Encoded>>& rows, std::size_t column) {
  const unsigned type = rows.front()[column].type;
  Encoded array{arrayType(type), false, {}};
  put(array.bytes, 1);
  put(array.bytes, 0);
  put(array.bytes, type);
  put(array.bytes, static_cast<std::uint32_t>(rows.size()));
  put(array.bytes, 1);
  for (const auto& row : rows) {
    put(array.bytes, static_cast<std::uint32_t>(row[column].bytes.size()));
    array.bytes += row[column].bytes;
  }
  return array;
}

}  // namespace

HeldRows::Table& HeldRows::tableOf(std::string_view sql) {
  const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.sql == sql; });
  return found != tables_.end() ? *found : tables_.emplace_back(Table{std::string(sql), {}, std::string(changedTable(sql)), {}});
}

bool HeldRows::take(std::string_view sql, const std::vector<DbValue>& params) {
  if (!sql.starts_with("INSERT ") || sql.find("DO UPDATE") != std::string_view::npos) return false;
  Table& table = tableOf(sql);
  for (const Table& other : tables_)  // rows of one table keep their order
    if (&other != &table && !other.rows.empty() && other.name == table.name) return false;
  if (table.together.empty()) table.together = forMany(sql, params.size());
  if (table.together.empty()) return false;
  std::vector<Encoded> row = encodeAll(params);
  const auto same = [](const Encoded& a, const Encoded& b) { return a.type == b.type; };
  if (std::any_of(row.begin(), row.end(), [](const Encoded& e) { return e.null; })) return false;
  if (!table.rows.empty() && !std::equal(row.begin(), row.end(), table.rows.front().begin(), table.rows.front().end(), same)) return false;
  table.rows.push_back(std::move(row));
  ++rows_;
  return true;
}

void HeldRows::send(Table& table, const Send& send) {
  std::vector<std::vector<Encoded>> rows;
  rows.swap(table.rows);
  rows_ -= rows.size();
  if (rows.size() == 1) return send(table.sql, std::move(rows.front()));
  std::vector<Encoded> columns;
  for (std::size_t i = 0; i < rows.front().size(); ++i) columns.push_back(arrayOf(rows, i));
  send(table.together, std::move(columns));
}

void HeldRows::sendNamedBy(std::string_view sql, const Send& send) {
  if (rows_ == 0) return;
  for (auto& table : tables_)
    if (!table.rows.empty() && namesTable(sql, table.name)) this->send(table, send);
}

void HeldRows::sendAll(const Send& send) {
  if (rows_ == 0) return;
  for (auto& table : tables_)
    if (!table.rows.empty()) this->send(table, send);
}

void HeldRows::clear() {
  for (auto& table : tables_) table.rows.clear();
  rows_ = 0;
}

}  // namespace isotrail::postgres
