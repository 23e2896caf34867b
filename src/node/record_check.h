#pragma once
// The whole record checked as `isotrail ledger verify` does it: chains, index columns, heads, kept answers, every
// signature with the node's key, the log's stored tiles, other nodes' logs that are held here, and the documents that entries name.
// Reads only.
#include <string>
#include <vector>

#include "ledger/journal.h"
#include "ledger/log/keys.h"
#include "node/log/checkpoint.h"

namespace isotrail {

struct RecordCheck {
  VerifyReport report;           // the first thing wrong, with the entry's name
  std::int64_t signatures = 0;   // checked with the keys
  std::int64_t doubtful = 0;     // of these, made when somebody else may have had the key
  std::int64_t checkpoints = 0;  // that the record still is what they say
  std::vector<NodeKey> keys;     // the node's, oldest first
  std::vector<SiteHead> heads;
  Digest log_root{};  // of the node's Merkle log over all entries; when the record is whole
};
/// What the checking person brings along: a key of the node, and checkpoints of it that they or others kept.
struct RecordTrust {
  std::string public_key;  // hex; any of the node's history
  std::vector<SignedCheckpoint> checkpoints;
};
/// The record of one moment, whatever others write meanwhile. A damaged database counts as a bad record, it does not throw; one that
/// goes away is no verdict: DbLost.
RecordCheck checkRecord(Db& db, const RecordTrust& trust);

}  // namespace isotrail
