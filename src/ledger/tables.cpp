#include "ledger/tables.h"

#include <algorithm>

#include "base/check.h"
#include "base/embedded.h"
#include "base/sql/values.h"

namespace isotrail {

std::string_view engineText(const Db& db, const char* name, const char* ending) {
  return embeddedText("db/engine/" + std::string(name) + "." + std::string(db.engine()) + "." + ending);
}

std::vector<std::string> tableNames(Db& db) {
  std::vector<std::string> names;
  for (const auto& row : db.query(engineText(db, "tables"))) names.push_back(row.text(0));
  std::sort(names.begin(), names.end());  // by bytes, whatever the engine's order of names is
  return names;
}

Columns columnsOf(Db& db, const std::string& table) {
  Columns columns;
  std::vector<std::pair<std::int64_t, std::string>> key;
  for (const auto& row : db.query(engineText(db, "columns"), {table})) {
    columns.all.push_back(row.text(0));
    if (row.integer(1) > 0) key.emplace_back(row.integer(1), row.text(0));
  }
  std::sort(key.begin(), key.end());
  for (auto& [place, name] : key) columns.key.push_back(std::move(name));
  return columns;
}

std::string quotedNames(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "\"" : ",\"") + n + '"';
  return out;
}

void eachRow(Db& db, const std::string& table, const std::function<void(const Row&)>& each) {
  constexpr std::size_t kPage = 500;
  const Columns columns = columnsOf(db, table);
  ISOTRAIL_CHECK(!columns.key.empty());
  const std::string key = quotedNames(columns.key), select = "SELECT " + quotedNames(columns.all) + " FROM " + table;
  const std::string order = " ORDER BY " + key + " LIMIT " + std::to_string(kPage);
  const std::string next = select + " WHERE (" + key + ")>(" + placeholders(columns.key.size()) + ")" + order;
  std::vector<std::size_t> key_places;
  for (const auto& name : columns.key)
    key_places.push_back(static_cast<std::size_t>(std::find(columns.all.begin(), columns.all.end(), name) - columns.all.begin()));
  std::vector<DbValue> last;
  for (;;) {
    const Rows rows = last.empty() ? db.query(select + order) : db.query(next, last);
    for (const auto& row : rows) each(row);
    if (rows.size() < kPage) return;
    last.clear();
    for (const auto place : key_places) last.push_back(rows.back().values().at(place));
  }
}

std::int64_t databaseBytes(Db& db) { return db.query(engineText(db, "size")).at(0).integer(0); }

}  // namespace isotrail
