#pragma once
// Where a node is: what people give after --db. A file (SQLite), ":memory:", or postgresql://... (PostgreSQL).
#include <functional>
#include <memory>
#include <string>

#include "base/ports.h"

namespace isotrail {

struct Place {
  std::string where;
  explicit Place(std::string w) : where(std::move(w)) {}

  bool isFile() const { return !isMemory() && !isServer(); }
  bool isMemory() const { return where == ":memory:"; }
  bool isServer() const;
  /// For people and logs: never a password.
  std::string shown() const;
  /// Where the node's key is kept: "<file>.key" beside a file. A database server's key stays with the machine that signs:
  /// the file that the environment's ISOTRAIL_KEY names, else "var/<database>.key". Empty in memory.
  std::string keyFile() const;
  /// Where the key of the vault of names is kept: beside the node's key, ".vault" in place of ".key". Empty in memory.
  std::string vaultFile() const;
};

/// Throws Fault NO_DATABASE when `must_exist` and there is none, DB_OPEN when it cannot be opened. Applies no migration.
std::unique_ptr<DbSource> openPlace(const Place& place, bool must_exist);

/// Keeps a watch of commits that others make, for as long as it lives; none where the engine has no such hints.
std::shared_ptr<void> watchCommits(const Place& place, std::function<void()> hint);

}  // namespace isotrail
