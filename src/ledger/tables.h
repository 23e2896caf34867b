#pragma once
// What an engine says of its own tables. The statements differ between engines and stand in db/engine, a file an engine.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ports.h"

namespace isotrail {

/// The text of db/engine/NAME.ENGINE.ENDING for the engine behind `db`.
std::string_view engineText(const Db& db, const char* name, const char* ending = "sql");

/// Names of the tables that are there, sorted.
std::vector<std::string> tableNames(Db& db);

struct Columns {
  std::vector<std::string> all;  // in the order SELECT * gives them
  std::vector<std::string> key;  // of the primary key, in its order
};
Columns columnsOf(Db& db, const std::string& table);
/// "a","b" for a statement.
std::string quotedNames(const std::vector<std::string>& names);

/// Calls `each` with every row of a table that has a primary key, in its order, all columns; a page is held at once.
void eachRow(Db& db, const std::string& table, const std::function<void(const Row&)>& each);

/// What the database takes on disk (or, in memory, of it), in bytes.
std::int64_t databaseBytes(Db& db);

}  // namespace isotrail
