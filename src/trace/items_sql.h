#pragma once
// Reading and writing one row of the item table; used only inside trace.
#include <functional>

#include "base/check.h"
#include "trace/trace.h"

namespace isotrail {
void saveItem(Db& db, const Item& item, std::int64_t seq);
Item itemFromRow(const Row& row);
/// The columns itemFromRow expects, in its order, each prefixed with "i." for joins.
extern const char* const kItemColumns;
/// Calls `each` with the rows of `head` + "(ids)" + `tail`, some hundred ids a query, in the order of `ids`. `head` ends in IN.
void rowsOf(Db& db, const std::string& head, const std::vector<ItemId>& ids, const std::string& tail, const std::function<void(const Row&)>& each);
/// Calls `each` with the entries that touched one of the items or are about it; of each item only with the first when asked so.
void eachEntryAbout(Db& db, const std::vector<ItemId>& items, bool first_only, const std::function<void(std::int64_t)>& each);
}  // namespace isotrail
