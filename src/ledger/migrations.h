#pragma once
// Numbered, checksummed changes of the database's tables, applied in order under the write lock; an edited one is refused.
#include <string>
#include <vector>

#include "base/ports.h"

namespace isotrail {

/// Applies db/migrations/*.sql that are missing, all or none, and answers how many. "NNNN_name.<engine>.sql" runs on that
/// engine only. Of two programs that start at once one waits and finds them applied. Throws Fault MIGRATION_EDITED;
/// DATABASE_NEWER when the database knows a migration this build does not; DATABASE_FOREIGN when it holds another program's
/// tables.
int migrate(Db& db);

/// How a database stands to this build's migrations, without changing it.
struct MigrationState {
  int applied = 0;
  std::vector<std::string> pending;  // "0210_supply_generator", in the order they would run
  std::string code;                  // the Fault that migrate() would throw; empty when they fit
  std::string problem;               // its words
};
MigrationState migrationState(Db& db);

}  // namespace isotrail
