#pragma once
// The record read from its first entry, wherever it comes from: chains, signatures and keys, the log's tree, and the checkpoints
// that somebody holds of it.
#include <map>
#include <string>
#include <vector>

#include "ledger/entry_blocks.h"
#include "ledger/log/chain_walk.h"
#include "ledger/log/merkle.h"
#include "ledger/log/tiles.h"
#include "node/log/checkpoint.h"
#include "node/log/signature_walk.h"

namespace isotrail {

class RecordWalk {
 public:
  /// The record must be what this checkpoint says when it has that size. Before the first step.
  void expect(SignedCheckpoint checkpoint);
  /// Why the next entry, whose stored bytes and their hashes these are, is bad; empty when it is not.
  std::string step(std::string_view bytes, const merkle::EntryHashes& hashes);
  /// As step for the first `good` entries of a block that was read from a database and looked at by `lookDeeper`.
  std::string step(const EntryBlock& block, std::size_t good);
  /// Reads entries that have to do with signatures and keys, and tries the signatures themselves; from any thread.
  static void lookDeeper(StoredEntry& entry);
  /// After the last entry: what is missing; empty when nothing is. `trusted_key`: hex of a key of the node's history; empty:
  /// the record's own word is taken.
  std::string end(const std::string& trusted_key);

  /// The last entry stepped on; after end(), the one that is blamed.
  std::int64_t seq() const { return seq_; }
  const std::string& id() const { return id_; }
  const SiteId& site() const { return site_; }

  std::int64_t entries() const { return tree_.size(); }
  const merkle::Growing& tree() const { return tree_; }
  const ChainWalk& chains() const { return chains_; }
  const SignatureWalk& signatures() const { return signatures_; }
  /// Checkpoints that were expected and held.
  std::int64_t held() const { return held_; }

 private:
  std::string entry(const StoredEntry& entry);
  std::string atCheckpoints();
  std::string differs(const Checkpoint& c);
  ChainWalk chains_;
  SignatureWalk signatures_;
  merkle::Growing tree_;
  std::multimap<std::int64_t, SignedCheckpoint> expected_;
  std::int64_t seq_ = 0, held_ = 0, last_held_ = 0;
  std::string id_;
  SiteId site_;
};

}  // namespace isotrail
