#pragma once
// A node moved from one store to another, whatever their engines: every table, the key, the chain checked before and after.
#include <map>
#include <string>

#include "base/result.h"
#include "node/place.h"

namespace isotrail {

struct NodeCopy {
  std::int64_t entries = 0, signatures = 0;
  std::map<std::string, std::int64_t> rows;  // by table
  std::string key_file;                      // of the copy; empty in memory
};

/// Copies the node at `from` to `to`, all or nothing; writers of `from` wait meanwhile. The copy is checked entry by entry
/// before it is kept. Refuses MIGRATE_FIRST (`from` is behind this program), RECORD_BROKEN (it does not verify as it is),
/// NOT_EMPTY (`to` holds anything), KEY_THERE (another key lies where the copy's belongs). Throws Fault as the stores do.
Result<NodeCopy> copyNode(const Place& from, const Place& to);

}  // namespace isotrail
