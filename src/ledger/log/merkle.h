#pragma once
// The Merkle tree of RFC 6962, section 2.1 (RFC 9162, section 2.1): pure arithmetic over hashes, whoever keeps them.
// Entries are counted from 0 here; entry `i` is the one with append number i + 1.
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace isotrail::merkle {

using Path = std::vector<Digest>;

/// 0x00 and the entry's stored bytes; and their SHA-256.
Message leaf(std::string_view entry);
Digest leafHash(std::string_view entry);
/// Both hashes of an entry's stored bytes, worked out at once: the one its chain names, and its leaf.
struct EntryHashes {
  Digest chain, leaf;
};
EntryHashes entryHashes(std::string_view entry);
/// SHA-256 over 0x01 and both children.
Digest nodeHash(const Digest& left, const Digest& right);

/// The root over the 2^level leaves from index * 2^level on; asked only for leaves the tree has.
using Subtrees = std::function<Digest(int level, std::int64_t index)>;

/// The root of the first `size` leaves; of none SHA-256 of nothing.
Digest rootOf(const Subtrees& tree, std::int64_t size);
/// The path that shows entry `index` in the tree of `size` leaves; 0 <= index < size.
Path inclusionPath(const Subtrees& tree, std::int64_t index, std::int64_t size);
/// The path that shows the tree of `from` leaves at the beginning of that of `to`; 0 <= from <= to, empty for 0 and for equal.
Path consistencyPath(const Subtrees& tree, std::int64_t from, std::int64_t to);

/// Roots of the perfect subtrees that `size` leaves fall into, largest first: what a tree needs to go on growing.
Path rightEdge(const Subtrees& tree, std::int64_t size);

/// RFC 9162, section 2.1.3.2. False for an index outside the tree and for a path too long or too short.
bool includes(const Digest& leaf, std::int64_t index, std::int64_t size, const Path& path, const Digest& root);
/// RFC 9162, section 2.1.4.2. From 0 only the empty path and the root of nothing hold.
bool consistent(std::int64_t from, const Digest& from_root, std::int64_t to, const Digest& to_root, const Path& path);

/// The root of 2^n hashes of equal height, or of fewer as RFC 6962 splits them; of none SHA-256 of nothing.
Digest foldHashes(const Digest* first, std::size_t count);

/// A tree that is read from its first leaf to its last: keeps one hash a level, so any number of leaves fits.
class Growing {
 public:
  Growing() = default;
  /// Goes on after `size` leaves; `edge` are as many hashes as `size` has ones in binary.
  Growing(std::int64_t size, Path edge) : right_edge_(std::move(edge)), size_(size) {}
  /// The next leaf, or the root over the next 2^height leaves where the size is a multiple of that.
  void add(Digest hash, int height = 0);
  std::int64_t size() const { return size_; }
  Digest root() const;
  const Path& edge() const { return right_edge_; }

 private:
  std::vector<Digest> right_edge_;  // roots of the perfect subtrees, largest first
  std::int64_t size_ = 0;
};

}  // namespace isotrail::merkle
