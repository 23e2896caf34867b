#pragma once
// The record verified from stored bytes in one reading: append numbers, hashes, index columns, chains and their heads, and the
// hashes that the commands' kept answers name. Who verifies more looks at the same blocks as they pass.
#include <functional>
#include <optional>

#include "ledger/entry_blocks.h"
#include "ledger/journal.h"
#include "ledger/log/chain_walk.h"

namespace isotrail {

/// Takes the first `good` entries of a block into the chains and wherever else; answers the first that is bad.
using BlockStep = std::function<std::optional<VerifyReport>(const EntryBlock&, std::size_t good)>;

/// `chains` is what `step` fills. Reads only; the first entry that is bad is named.
VerifyReport verifyEntries(Db& db, const ChainWalk& chains, const Deeper& deeper, const BlockStep& step);

}  // namespace isotrail
