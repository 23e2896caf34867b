#include "ledger/tables.h"

#include <algorithm>

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

std::int64_t databaseBytes(Db& db) { return db.query(engineText(db, "size")).at(0).integer(0); }

}  // namespace isotrail
