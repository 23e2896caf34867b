#pragma once
// The connection to a database server went away. Commands carry ids, so the whole operation may be run again.
#include "base/check.h"

namespace isotrail {

/// Code DB_LOST. Nothing is known of the transaction that was open: it was kept whole or not at all. The Db opens another
/// connection by itself at the next statement outside a transaction.
struct DbLost : Fault {
  explicit DbLost(const std::string& what) : Fault("DB_LOST", what) {}
};

/// The server is known to be away and was not even asked: trying again at once is of no use. Nothing was done.
struct DbAway : DbLost {
  using DbLost::DbLost;
};

}  // namespace isotrail
