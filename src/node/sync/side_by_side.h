#pragma once
// What the entries of all records say about the same items, side by side, and where they contradict each other. Nobody's entries are
// changed: a contradiction becomes a finding.
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"

namespace isotrail::sync {

/// This node's own record among the others.
inline constexpr const char* kOwn = "own";

/// Takes an entry of `node`'s record in; `event.seq` is its append number there. The same entry again changes nothing.
void setBeside(Db& db, const std::string& node, const Event& event);
/// The tables setBeside fills.
std::vector<std::string> besideTables();

struct Finding {
  std::string type;  // "sync.ItemUsedTwice"
  std::string id;    // the same for the same contradiction
  Json payload;      // with "finding"
};
Finding findingOf(const char* type, const std::vector<std::string>& what, Json payload);
bool isRecorded(Db& db, const std::string& finding);

/// The contradictions about what was touched since the last look that no entry of this record says yet. `tolerance`: how far two clocks
/// may stand apart.
std::vector<Finding> lookForContradictions(Db& db, Seconds tolerance);

/// Every item that came out of `item` as far as any record here says; without itself.
std::vector<std::string> knownDescendants(Db& db, const std::string& item);

}  // namespace isotrail::sync
