#include "ledger/log/merkle.h"

#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "base/check.h"

namespace isotrail::merkle {
namespace {

/// The largest power of two below `n`; n > 1.
std::int64_t split(std::int64_t n) { return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(n - 1))); }
bool perfect(std::int64_t n) { return std::has_single_bit(static_cast<std::uint64_t>(n)); }
int heightOf(std::int64_t power) { return std::countr_zero(static_cast<std::uint64_t>(power)); }

/// The root over leaves [from, from + count); `from` is a multiple of every subtree's width there, as RFC 6962 splits.
Digest rangeRoot(const Subtrees& tree, std::int64_t from, std::int64_t count) {
  if (perfect(count)) return tree(heightOf(count), from / count);
  const std::int64_t left = split(count);
  return nodeHash(rangeRoot(tree, from, left), rangeRoot(tree, from + left, count - left));
}

/// SUBPROOF of RFC 6962, section 2.1.2; `whole` says that the old tree ends with this range.
void consistencyIn(const Subtrees& tree, std::int64_t old_count, std::int64_t from, std::int64_t count, bool whole, Path& path) {
  if (old_count == count) {
    if (!whole) path.push_back(rangeRoot(tree, from, count));
    return;
  }
  const std::int64_t left = split(count);
  if (old_count <= left) {
    consistencyIn(tree, old_count, from, left, whole, path);
    path.push_back(rangeRoot(tree, from + left, count - left));
  } else {
    consistencyIn(tree, old_count - left, from + left, count - left, false, path);
    path.push_back(rangeRoot(tree, from, left));
  }
}

/// Where the verification of a path stands: the node's number on its level, and the level's last.
struct Climb {
  std::int64_t node, last;
  void toParent() {
    node >>= 1;
    last >>= 1;
  }
  /// Levels on which the node stands alone at the right edge have no hash in the path.
  void overLoneLevels() {
    while ((node & 1) == 0 && node != 0) toParent();
  }
};

/// Level by level, the nodes of a level at once.
Digest foldPerfect(std::vector<Digest> level) {
  std::vector<Message> pairs;
  std::vector<Digest> above;
  while (level.size() > 1) {
    pairs.clear();
    for (std::size_t i = 0; i < level.size(); i += 2) pairs.push_back({'\1', {reinterpret_cast<const char*>(level[i].data()), 2 * sizeof(Digest)}});
    above.resize(pairs.size());
    sha256All(pairs.data(), pairs.size(), above.data());
    level.swap(above);
  }
  return level.front();
}

}  // namespace

Message leaf(std::string_view entry) { return {'\0', entry}; }
Digest leafHash(std::string_view entry) { return sha256('\0', entry); }

EntryHashes entryHashes(std::string_view entry) {
  const std::array<Message, 2> messages = {Message{{}, entry}, leaf(entry)};
  std::array<Digest, 2> digests;
  sha256All(messages.data(), messages.size(), digests.data());
  return {digests[0], digests[1]};
}

Digest nodeHash(const Digest& left, const Digest& right) {
  std::array<char, 2 * std::tuple_size_v<Digest>> bytes;
  std::memcpy(bytes.data(), left.data(), left.size());
  std::memcpy(bytes.data() + left.size(), right.data(), right.size());
  return sha256('\1', {bytes.data(), bytes.size()});
}

Digest rootOf(const Subtrees& tree, std::int64_t size) { return size == 0 ? sha256({}) : rangeRoot(tree, 0, size); }

Path inclusionPath(const Subtrees& tree, std::int64_t index, std::int64_t size) {
  ISOTRAIL_CHECK(index >= 0 && index < size);
  Path down;
  std::int64_t from = 0, count = size;
  while (count > 1) {
    const std::int64_t left = split(count);
    if (index < from + left) {
      down.push_back(rangeRoot(tree, from + left, count - left));
      count = left;
    } else {
      down.push_back(rangeRoot(tree, from, left));
      from += left;
      count -= left;
    }
  }
  return {down.rbegin(), down.rend()};
}

Path consistencyPath(const Subtrees& tree, std::int64_t from, std::int64_t to) {
  ISOTRAIL_CHECK(from >= 0 && from <= to);
  Path path;
  if (from > 0 && from < to) consistencyIn(tree, from, 0, to, true, path);
  return path;
}

Path rightEdge(const Subtrees& tree, std::int64_t size) {
  Path edge;
  for (std::int64_t from = 0; from < size;) {
    const auto width = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(size - from)));
    edge.push_back(tree(heightOf(width), from / width));
    from += width;
  }
  return edge;
}

bool includes(const Digest& leaf, std::int64_t index, std::int64_t size, const Path& path, const Digest& root) {
  if (index < 0 || index >= size) return false;
  Climb at{index, size - 1};
  Digest hash = leaf;
  for (const Digest& sibling : path) {
    if (at.last == 0) return false;
    if ((at.node & 1) != 0 || at.node == at.last) {
      hash = nodeHash(sibling, hash);
      at.overLoneLevels();
    } else {
      hash = nodeHash(hash, sibling);
    }
    at.toParent();
  }
  return at.last == 0 && hash == root;
}

bool consistent(std::int64_t from, const Digest& from_root, std::int64_t to, const Digest& to_root, const Path& path) {
  if (from < 0 || from > to) return false;
  if (from == to) return path.empty() && from_root == to_root;
  if (from == 0) return path.empty() && from_root == sha256({});
  // A perfect old tree is itself a node of the new one, and the path leaves it out.
  auto next = path.begin();
  if (!perfect(from) && next == path.end()) return false;
  Digest old_hash = perfect(from) ? from_root : *next++;
  Digest new_hash = old_hash;
  Climb at{from - 1, to - 1};
  while ((at.node & 1) != 0) at.toParent();
  for (; next != path.end(); ++next) {
    if (at.last == 0) return false;
    if ((at.node & 1) != 0 || at.node == at.last) {
      old_hash = nodeHash(*next, old_hash);
      new_hash = nodeHash(*next, new_hash);
      at.overLoneLevels();
    } else {
      new_hash = nodeHash(new_hash, *next);
    }
    at.toParent();
  }
  return at.last == 0 && old_hash == from_root && new_hash == to_root;
}

Digest foldHashes(const Digest* first, std::size_t count) {
  if (count == 0) return sha256({});
  if (count == 1) return *first;
  if (count > 2 && perfect(static_cast<std::int64_t>(count))) return foldPerfect({first, first + count});
  const auto left = static_cast<std::size_t>(split(static_cast<std::int64_t>(count)));
  return nodeHash(foldHashes(first, left), foldHashes(first + left, count - left));
}

void Growing::add(Digest hash, int height) {
  const std::int64_t width = std::int64_t{1} << height;
  ISOTRAIL_CHECK(size_ % width == 0);
  size_ += width;
  // As many trailing ones as the old size had: so many perfect subtrees of equal width meet.
  for (auto n = size_ / width; (n & 1) == 0; n >>= 1) {
    hash = nodeHash(right_edge_.back(), hash);
    right_edge_.pop_back();
  }
  right_edge_.push_back(hash);
}

Digest Growing::root() const {
  if (right_edge_.empty()) return sha256({});
  Digest hash = right_edge_.back();
  for (auto i = right_edge_.rbegin() + 1; i != right_edge_.rend(); ++i) hash = nodeHash(*i, hash);
  return hash;
}

}  // namespace isotrail::merkle
