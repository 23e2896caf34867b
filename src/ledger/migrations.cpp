#include "ledger/migrations.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "base/hash.h"
#include "ledger/tables.h"

namespace isotrail {
namespace {

/// The migrations' own words for types, and others that the engine spells otherwise; whole words only.
std::string forEngine(const Db& db, std::string_view sql) {
  const auto words = parseCsv(engineText(db, "words", "csv"));
  if (!words) throw Bug("db/engine/words cannot be read");
  std::string out(sql);
  for (const auto& row : words->rows) {
    const std::string &word = row.cells[0].text, &becomes = row.cells[1].text;
    for (std::size_t at = 0; (at = out.find(word, at)) != std::string::npos;) {
      const std::size_t end = at + word.size();
      const bool whole = end == out.size() || (!std::isalnum(static_cast<unsigned char>(out[end])) && out[end] != '_');
      if (whole) out.replace(at, word.size(), becomes);
      at += whole ? becomes.size() : word.size();
    }
  }
  return out;
}

struct Migration {
  std::string id;  // "0001_ledger" and, for engine files, "0001_ledger.sqlite"
  std::string sha256;
  std::string_view text;
};

/// What this build has for the engine, a number's common file before the engine's.
std::vector<Migration> shipped(const Db& db) {
  std::vector<Migration> all;
  for (auto path : embeddedPaths("db/migrations/")) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    name.remove_suffix(4);  // .sql
    const auto dot = name.find('.');
    if (dot != std::string_view::npos && name.substr(dot + 1) != db.engine()) continue;
    all.push_back({std::string(name), sha256Hex(embeddedText(path)), embeddedText(path)});
  }
  std::sort(all.begin(), all.end(), [](const Migration& a, const Migration& b) { return a.id < b.id; });
  return all;
}

/// Id and sum of each that was applied; none when the database is new.
std::optional<std::map<std::string, std::string>> appliedTo(Db& db) {
  const auto tables = tableNames(db);
  if (std::find(tables.begin(), tables.end(), "migration") == tables.end()) {
    if (!tables.empty()) return std::nullopt;
    return std::map<std::string, std::string>();
  }
  std::map<std::string, std::string> applied;
  for (const auto& row : db.query("SELECT id,sha256 FROM migration")) applied[row.text(0)] = row.text(1);
  return applied;
}

MigrationState problem(MigrationState state, const char* code, std::string words) {
  state.code = code;
  state.problem = std::move(words);
  return state;
}

}  // namespace

MigrationState migrationState(Db& db) {
  MigrationState state;
  auto applied = appliedTo(db);
  if (!applied) return problem(state, "DATABASE_FOREIGN", "it holds tables of another program");
  std::string edited;
  for (const auto& m : shipped(db)) {
    const auto found = applied->find(m.id);
    if (found == applied->end()) {
      state.pending.push_back(m.id);
      continue;
    }
    ++state.applied;
    if (found->second != m.sha256 && edited.empty()) edited = m.id;
    applied->erase(found);
  }
  if (!applied->empty())
    return problem(state, "DATABASE_NEWER", "this program does not know migration " + applied->begin()->first + ", which was applied");
  if (!edited.empty()) return problem(state, "MIGRATION_EDITED", "migration " + edited + " was edited after it had been applied");
  return state;
}

int migrate(Db& db) {
  const auto fitting = [&db] {
    auto state = migrationState(db);
    if (!state.code.empty()) throw Fault(state.code, state.problem);
    return state;
  };
  if (fitting().pending.empty()) return 0;
  db.begin();
  try {
    const auto pending = fitting().pending;  // again: another program may have been first
    if (!pending.empty()) db.exec("CREATE TABLE IF NOT EXISTS migration(id TEXT PRIMARY KEY, sha256 TEXT NOT NULL)");
    for (const auto& m : shipped(db)) {
      if (std::find(pending.begin(), pending.end(), m.id) == pending.end()) continue;
      db.exec(forEngine(db, m.text));
      db.exec("INSERT INTO migration(id,sha256) VALUES($1,$2)", {m.id, m.sha256});
    }
    db.commit();
    return static_cast<int>(pending.size());
  } catch (...) {
    db.rollback();
    throw;
  }
}

}  // namespace isotrail
