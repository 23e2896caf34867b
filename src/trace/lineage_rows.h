#pragma once
// Writing the lineage: edges, and items and edges by number for the index; used only inside trace.
#include <string>
#include <vector>

#include "trace/trace.h"

namespace isotrail {
/// Gives the items that an entry created their numbers, by id.
void numberItems(Db& db, std::vector<std::string> created);
/// The edges of one movement: every take to every put, those that are new numbered by child and then parent.
void linkItems(Db& db, const Movement& m, std::int64_t seq);
}  // namespace isotrail
