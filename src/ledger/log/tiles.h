#pragma once
// The node's one Merkle log: every entry of every chain in append order, its stored bytes the leaf. Kept as the tiles of
// C2SP tlog-tiles, 256 hashes a tile, and only the full ones: what is to the right of them follows from fewer than 256 rows.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"
#include "ledger/log/block_notes.h"
#include "ledger/log/merkle.h"

namespace isotrail {

/// Stores the tiles that an entry fills, in the transaction that appends it.
class LogTables {
 public:
  explicit LogTables(Db& db) : db_(db) {}
  void add(const Event& event);
  /// A transaction begins, and what was added may not have been kept.
  void forget() { entries_.forget(); }

 private:
  Db& db_;
  BlockNotes<std::string> entries_;  // their bytes: hashed together they cost a fraction
};
/// One entry by itself.
void applyLog(Db& db, const Event& event);
/// The tables they fill: dropped and refilled like any projection.
std::vector<std::string> logTables();
/// Stores the full tiles that are missing, as in a database from before there was a log, in a transaction of its own.
void fillLog(Db& db);

/// The log for reading. Tiles it has read stay with it: one object serves one question, or several of one moment.
class LogTiles {
 public:
  explicit LogTiles(Db& db) : db_(db) {}

  std::int64_t size();  // entries in the log
  Digest root(std::int64_t size);
  merkle::Path inclusion(std::int64_t index, std::int64_t size);
  merkle::Path consistency(std::int64_t from, std::int64_t to);
  merkle::Path edge(std::int64_t size);  // merkle::rightEdge
  Digest leaf(std::int64_t index);
  /// The first `width` hashes of tile `n` of a level; none when the log has not that many there.
  std::optional<std::vector<Digest>> tile(int level, std::int64_t n, std::int64_t width);
  /// The stored bytes of the entries of bundle `n`, as tile() counts them at level 0.
  std::optional<std::vector<std::string>> bundle(std::int64_t n, std::int64_t width);

 private:
  using Hashes = std::vector<Digest>;
  merkle::Subtrees subtrees();
  const Hashes& hashesOf(int level, std::int64_t n);
  Hashes read(int level, std::int64_t n, std::int64_t width);
  std::int64_t available(int level, std::int64_t n);

  Db& db_;
  std::optional<std::int64_t> size_;
  std::map<std::pair<int, std::int64_t>, Hashes> tiles_;
};

/// Compares the stored tiles with the leaves of a walk over the record from its first entry on.
class LogWalk {
 public:
  explicit LogWalk(Db& db) : db_(db) {}
  /// Takes the hashes of the next full tile of level 0 and the root over them; says what is wrong with a tile that is full now,
  /// empty when nothing is.
  std::string step(const std::vector<Digest>& leaves, const Digest& root);
  /// After the last full tile: tiles beyond the `size` entries, empty when there are none.
  std::string end(std::int64_t size);

 private:
  std::string compare(int level, const std::vector<Digest>& hashes, const Digest& root);
  Db& db_;
  std::int64_t size_ = 0;
  std::vector<std::vector<Digest>> open_;  // a level's hashes since its last full tile, from level 1 on
};

}  // namespace isotrail
