#pragma once
// Numbered, checksummed changes of the database's tables, applied in order; an edited one is refused.
#include <string>

#include "base/ports.h"

namespace isotrail {

/// Applies db/migrations/*.sql that are missing and answers how many. "NNNN_name.<engine>.sql" runs on that engine only.
/// Throws Fault MIGRATION_EDITED, or DATABASE_NEWER when the database knows a migration this build does not.
int migrate(Db& db);

/// How a database stands to this build's migrations, without changing it.
struct MigrationState {
  int applied = 0;
  int pending = 0;
  std::string problem;  // of one that was edited or that this build does not know; empty when they fit
};
MigrationState migrationState(Db& db);

}  // namespace isotrail
