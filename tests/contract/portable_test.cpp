// What must be avoided so that the tables could live on an engine that speaks PostgreSQL's protocol and spreads over machines
// (docs/how-to/write-sql.md): its words are looked for in everything below db/.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>

#include "base/embedded.h"

namespace isotrail {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

/// Without comments.
std::string statements(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    out += std::string(line.substr(0, line.find("--"))) + "\n";
    at = end + 1;
  }
  return out;
}

TEST(PortableSql, WhatOtherEnginesLackIsNotUsedUnlessNamedHere) {
  const std::set<std::string> avoided{"SERIAL",     "NEXTVAL",    "CREATE SEQUENCE", "LOCK TABLE", "ADVISORY", "LISTEN",  "NOTIFY",
                                      "DEFERRABLE", "EXCLUDE ",   "INHERITS",        "CTID",       "XMIN",     "TEMP ",   "TEMPORARY",
                                      "LO_CREATE",  "USING GIST", "ALTER COLUMN",    "TRIGGER",    "PLPGSQL",  "PRAGMA ", "::"};
  // A second guard behind the code that never changes an entry; the record's own check does not rest on it.
  const std::map<std::string, std::set<std::string>> excepted{
      {"db/migrations/0001_ledger.postgresql.sql", {"TRIGGER", "PLPGSQL"}},      {"db/migrations/0001_ledger.sqlite.sql", {"TRIGGER"}},
      {"db/migrations/0261_sync_guards.postgresql.sql", {"TRIGGER", "PLPGSQL"}}, {"db/migrations/0261_sync_guards.sqlite.sql", {"TRIGGER"}},
      {"db/migrations/0411_places_by_append.sqlite.sql", {"TRIGGER"}},           {"db/engine/forget.sqlite.sql", {"PRAGMA "}}};
  int looked = 0;
  for (const auto path : embeddedPaths("db/")) {
    const std::string sql = upper(statements(embeddedText(path)));
    const auto mine = excepted.find(std::string(path));
    for (const auto& word : avoided) {
      if (mine != excepted.end() && mine->second.contains(word)) continue;
      EXPECT_EQ(sql.find(word), std::string::npos) << path << " uses " << word;
    }
    ++looked;
  }
  EXPECT_GT(looked, 15);
}

TEST(PortableSql, EveryTableHasAPrimaryKey) {
  for (const auto path : embeddedPaths("db/migrations/")) {
    const std::string sql = upper(statements(embeddedText(path)));
    for (std::size_t at = 0; (at = sql.find("CREATE TABLE ", at)) != std::string::npos; ++at) {
      const std::string table = sql.substr(at, sql.find(';', at) - at);
      EXPECT_NE(table.find("PRIMARY KEY"), std::string::npos) << path << ": " << table.substr(0, 60);
    }
  }
}

}  // namespace
}  // namespace isotrail
