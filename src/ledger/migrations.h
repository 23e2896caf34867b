#pragma once
// Numbered, checksummed changes of the database's tables, applied in order; an edited one is refused.
#include "base/ports.h"

namespace isotrail {

/// Applies db/migrations/*.sql that are missing and answers how many. "NNNN_name.<engine>.sql" runs on that engine only.
/// Throws Fault MIGRATION_EDITED, or DATABASE_NEWER when the database knows a migration this build does not.
int migrate(Db& db);

}  // namespace isotrail
