#pragma once
// The whole record in one file that checks without this program's database: every entry's stored bytes with its leaf hash, where
// the chains end, the node's keys, and the signed checkpoints. Text, a line each:
//
//   isotrail record 1
//   entries 483
//   checkpoint "isotrail.node/...\n..."    signed notes by size; the last is of all entries
//   1 LEAFHASH {"v":1,...}                 append number, hex, the stored bytes
//   site nansha 62 HASH                    where each chain ends
//   key {"key":...,"after_seq":0,...}      the node's keys, oldest first
//   end DIGEST                             SHA-256 over the lines before it that are no entries
#include <istream>
#include <ostream>

#include "node/log/node_log.h"
#include "node/record_check.h"

namespace isotrail {

/// Writes the record up to the checkpoint, which is the log's own as it is now or was.
void writeBundle(Db& db, const SignedCheckpoint& checkpoint, std::ostream& out);

struct BundleCheck : RecordCheck {
  std::string origin;      // of the log
  bool key_known = false;  // the trusted key is of the record's history; without one the bundle's word is taken for its keys
  SignedCheckpoint last;   // of all entries; when the bundle is whole
};
class RecordWalk;
/// What a walk that came to its end without a fault has to tell.
void wholeRecord(const RecordWalk& walk, const RecordTrust& trust, BundleCheck& check);
/// Reads a bundle to its first fault. What is no bundle counts as a bad one, it does not throw.
BundleCheck checkBundle(std::istream& in, const RecordTrust& trust);

/// One key of the history as bundles and proofs show it.
Json keyJson(const NodeKey& key);

}  // namespace isotrail
