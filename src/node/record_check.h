#pragma once
// The whole record checked as `isotrail ledger verify` does it: chains, index columns, heads, kept answers, every
// signature with the node's key, and the log's stored tiles. Reads only.
#include <string>
#include <vector>

#include "ledger/journal.h"

namespace isotrail {

struct RecordCheck {
  VerifyReport report;          // the first thing wrong, with the entry's name
  std::int64_t signatures = 0;  // checked with the key
  std::vector<SiteHead> heads;
  Digest log_root{};  // of the node's Merkle log over all entries; when the record is whole
};
/// `public_key`: the node key's public half as hex. A damaged database counts as a bad record, it does not throw.
RecordCheck checkRecord(Db& db, const std::string& public_key);

}  // namespace isotrail
