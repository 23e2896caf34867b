#include "ledger/migrations.h"

#include <map>
#include <set>

#include "base/check.h"
#include "base/embedded.h"
#include "base/hash.h"

namespace isotrail {
namespace {

std::string forEngine(std::string sql, bool sqlite) {
  const std::pair<const char*, std::pair<const char*, const char*>> macros[] = {{"{{bigint}}", {"INTEGER", "BIGINT"}},
                                                                                {"{{blob}}", {"BLOB", "BYTEA"}},
                                                                                {"{{real}}", {"REAL", "DOUBLE PRECISION"}},
                                                                                {"{{strict}}", {"STRICT", ""}}};
  for (const auto& [macro, words] : macros)
    for (std::size_t at; (at = sql.find(macro)) != std::string::npos;)
      sql.replace(at, std::string_view(macro).size(), sqlite ? words.first : words.second);
  return sql;
}

/// "0001_ledger" and, for engine files, "0001_ledger.sqlite"; empty when the file is for another engine.
std::string migrationId(std::string_view path, std::string_view engine) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  name.remove_suffix(4);  // .sql
  const auto dot = name.find('.');
  if (dot != std::string_view::npos && name.substr(dot + 1) != engine) return {};
  return std::string(name);
}

}  // namespace

int migrate(Db& db) {
  db.exec("CREATE TABLE IF NOT EXISTS migration(id TEXT PRIMARY KEY, sha256 TEXT NOT NULL)");
  std::map<std::string, std::string> applied;
  for (const auto& row : db.query("SELECT id,sha256 FROM migration")) applied[row.text(0)] = row.text(1);
  std::set<std::string> known;
  int count = 0;
  for (auto path : embeddedPaths("db/migrations/")) {
    const std::string id = migrationId(path, db.engine());
    if (id.empty()) continue;
    known.insert(id);
    const std::string sum = sha256Hex(embeddedText(path));
    if (auto old = applied.find(id); old != applied.end()) {
      if (old->second != sum) throw Fault("MIGRATION_EDITED", "migration " + id + " was edited after it had been applied to this database");
      continue;
    }
    db.begin();
    try {
      db.exec(forEngine(std::string(embeddedText(path)), db.engine() == "sqlite"));
      db.exec("INSERT INTO migration(id,sha256) VALUES($1,$2)", {id, sum});
      db.commit();
    } catch (...) {
      db.rollback();
      throw;
    }
    ++count;
  }
  for (const auto& [id, sum] : applied)
    if (!known.contains(id))
      throw Fault("DATABASE_NEWER", "this database has migration " + id + ", which this program does not know: use a newer isotrail");
  return count;
}

MigrationState migrationState(Db& db) {
  MigrationState state;
  std::map<std::string, std::string> applied;
  for (const auto& row : db.query("SELECT id,sha256 FROM migration")) applied[row.text(0)] = row.text(1);
  for (auto path : embeddedPaths("db/migrations/")) {
    const std::string id = migrationId(path, db.engine());
    if (id.empty()) continue;
    const auto found = applied.find(id);
    ++(found == applied.end() ? state.pending : state.applied);
    if (found == applied.end()) continue;
    if (found->second != sha256Hex(embeddedText(path))) state.problem = id + " was edited after it had been applied";
    applied.erase(found);
  }
  if (!applied.empty()) state.problem = "this program does not know " + applied.begin()->first;
  return state;
}

}  // namespace isotrail
