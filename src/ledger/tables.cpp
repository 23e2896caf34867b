#include "ledger/tables.h"

#include <algorithm>

#include "base/check.h"
#include "base/embedded.h"

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

void eachRow(Db& db, const std::string& table, const std::function<void(const Row&)>& each) {
  constexpr std::size_t kPage = 500;
  const Columns columns = columnsOf(db, table);
  ISOTRAIL_CHECK(!columns.key.empty());
  std::string all, key, places;
  for (const auto& name : columns.all) all += (all.empty() ? "\"" : ",\"") + name + '"';
  std::vector<std::size_t> key_places;
  for (const auto& name : columns.key) {
    key += (key.empty() ? "\"" : ",\"") + name + '"';
    key_places.push_back(static_cast<std::size_t>(std::find(columns.all.begin(), columns.all.end(), name) - columns.all.begin()));
    places += (places.empty() ? "$" : ",$") + std::to_string(key_places.size());
  }
  const std::string select = "SELECT " + all + " FROM " + table, order = " ORDER BY " + key + " LIMIT " + std::to_string(kPage);
  const std::string next = select + " WHERE (" + key + ")>(" + places + ")" + order;
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
