#pragma once
// Reading and writing one row of the item table; used only inside trace.
#include "base/check.h"
#include "trace/trace.h"

namespace isotrail {
void saveItem(Db& db, const Item& item, std::int64_t seq);
Item itemFromRow(const Row& row);
/// The columns itemFromRow expects, in its order, each prefixed with "i." for joins.
extern const char* const kItemColumns;
}  // namespace isotrail
