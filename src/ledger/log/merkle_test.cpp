// The tree against the definition of RFC 6962, section 2.1, written out again here in its plainest form.
#include "ledger/log/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <string>

namespace isotrail::merkle {
namespace {

std::string bytes(std::string_view hex_text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex_text.size(); i += 2) out += static_cast<char>(std::stoi(std::string(hex_text.substr(i, 2)), nullptr, 16));
  return out;
}

/// MTH(D[from:to]) word for word: hash of the leaf, or of both halves, the left one the largest power of two below n.
Digest mth(const std::vector<std::string>& d, std::size_t from, std::size_t to) {
  const auto n = to - from;
  if (n == 0) return sha256({});
  if (n == 1) return sha256(std::string(1, '\0') + d[from]);
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  const Digest left = mth(d, from, from + k), right = mth(d, from + k, to);
  return sha256(std::string(1, '\1') + std::string(left.begin(), left.end()) + std::string(right.begin(), right.end()));
}

std::vector<std::string> entries(std::size_t n) {
  std::vector<std::string> d;
  for (std::size_t i = 0; i < n; ++i) d.push_back("entry " + std::to_string(i * i));
  return d;
}

Subtrees over(const std::vector<std::string>& d) {
  return [&d](int level, std::int64_t index) {
    const auto width = std::size_t{1} << level, from = static_cast<std::size_t>(index) * width;
    EXPECT_LE(from + width, d.size());
    return mth(d, from, from + width);
  };
}

constexpr std::int64_t kMost = 300;
const std::vector<std::string>& all() {
  static const auto d = entries(kMost);
  return d;
}
/// Subtree hashes kept, so that ninety thousand pairs of sizes take no minute.
const Subtrees& tree() {
  static std::vector<std::vector<Digest>> levels;
  if (levels.empty()) {
    levels.emplace_back();
    for (const auto& e : all()) levels[0].push_back(leafHash(e));
    while (levels.back().size() > 1) {
      std::vector<Digest> up;
      for (std::size_t i = 0; i + 1 < levels.back().size(); i += 2) up.push_back(nodeHash(levels.back()[i], levels.back()[i + 1]));
      levels.push_back(std::move(up));
    }
  }
  static const Subtrees kept = [](int level, std::int64_t index) {
    return levels.at(static_cast<std::size_t>(level)).at(static_cast<std::size_t>(index));
  };
  return kept;
}
const std::vector<Digest>& roots() {
  static std::vector<Digest> r;
  for (auto n = r.size(); n <= static_cast<std::size_t>(kMost); ++n) r.push_back(mth(all(), 0, n));
  return r;
}
Digest rootAt(std::int64_t n) { return roots().at(static_cast<std::size_t>(n)); }

Digest flip(Digest d, std::size_t bit) {
  d[bit / 8] = static_cast<unsigned char>(d[bit / 8] ^ (1u << (bit % 8)));
  return d;
}

TEST(Merkle, TheTreeOfRfc6962HasItsKnownRoots) {
  // The vectors of the Certificate Transparency project (RFC 6962 trees over these eight entries).
  const std::vector<std::string> d = {"",
                                      bytes("00"),
                                      bytes("10"),
                                      bytes("2021"),
                                      bytes("3031"),
                                      bytes("40414243"),
                                      bytes("5051525354555657"),
                                      bytes("606162636465666768696a6b6c6d6e6f")};
  const char* known[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Growing growing;
  for (std::int64_t n = 0; n <= 8; ++n) {
    EXPECT_EQ(hex(rootOf(over(d), n)), known[n]) << n;
    EXPECT_EQ(hex(growing.root()), known[n]) << n;
    if (n < 8) growing.add(leafHash(d[static_cast<std::size_t>(n)]));
  }
}

TEST(Merkle, RootsGrowingTreesAndFoldsAgreeWithTheDefinition) {
  Growing growing;
  std::vector<Digest> leaves;
  for (std::int64_t n = 0; n <= kMost; ++n) {
    EXPECT_EQ(rootOf(tree(), n), rootAt(n)) << n;
    EXPECT_EQ(growing.root(), rootAt(n)) << n;
    EXPECT_EQ(foldHashes(leaves.data(), leaves.size()), rootAt(n)) << n;
    if (n == kMost) break;
    leaves.push_back(leafHash(all()[static_cast<std::size_t>(n)]));
    growing.add(leaves.back());
  }
}

TEST(Merkle, EveryEntryOfEverySizeIsShownAndNoOtherPlaceIs) {
  for (std::int64_t size = 1; size <= kMost; ++size)
    for (std::int64_t i = 0; i < size; ++i) {
      const auto path = inclusionPath(tree(), i, size);
      const Digest leaf = tree()(0, i);
      ASSERT_TRUE(includes(leaf, i, size, path, rootAt(size))) << i << " of " << size;
      ASSERT_FALSE(includes(leaf, i, size, path, rootAt(size - 1)));
      ASSERT_FALSE(includes(leaf, size, size, path, rootAt(size)));
      ASSERT_FALSE(includes(leaf, -1, size, path, rootAt(size)));
      ASSERT_FALSE(includes(leaf, i == 0 ? 1 : i - 1, size, path, rootAt(size))) << i << " of " << size;
    }
}

TEST(Merkle, EverySizeIsShownToBeginEveryLaterOne) {
  for (std::int64_t to = 0; to <= kMost; ++to)
    for (std::int64_t from = 0; from <= to; ++from) {
      const auto path = consistencyPath(tree(), from, to);
      ASSERT_TRUE(consistent(from, rootAt(from), to, rootAt(to), path)) << from << " to " << to;
      if (from == 0 || from == to) continue;
      ASSERT_FALSE(consistent(from, rootAt(from), to, rootAt(to - 1), path)) << from << " to " << to;
      ASSERT_FALSE(consistent(from, flip(rootAt(from), 7), to, rootAt(to), path)) << from << " to " << to;
      ASSERT_FALSE(consistent(to, rootAt(to), from, rootAt(from), path)) << from << " to " << to;
    }
}

/// Every bit of leaf, root and path, one at a time; every hash of the path left out, and one too many.
void refusesEveryFlip(const Digest& leaf, std::int64_t i, std::int64_t size, const Path& path) {
  const Digest root = rootAt(size);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    ASSERT_FALSE(includes(flip(leaf, bit), i, size, path, root));
    ASSERT_FALSE(includes(leaf, i, size, path, flip(root, bit)));
    for (std::size_t k = 0; k < path.size(); ++k) {
      Path changed = path;
      changed[k] = flip(changed[k], bit);
      ASSERT_FALSE(includes(leaf, i, size, changed, root)) << "hash " << k << " bit " << bit << " of entry " << i << " in " << size;
    }
  }
  for (std::size_t k = 0; k < path.size(); ++k) {
    Path shorter = path;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(k));
    ASSERT_FALSE(includes(leaf, i, size, shorter, root));
  }
  Path longer = path;
  longer.push_back(root);
  ASSERT_FALSE(includes(leaf, i, size, longer, root));
}

TEST(Merkle, EveryFlippedBitOfAnInclusionProofIsRefused) {
  const bool full = std::getenv("ISOTRAIL_FULL") != nullptr;
  for (std::int64_t size = 1; size <= kMost; size += full ? 1 : 23)
    for (std::int64_t i = 0; i < size; i += full ? 11 : 37) refusesEveryFlip(tree()(0, i), i, size, inclusionPath(tree(), i, size));
}

TEST(Merkle, EveryFlippedBitOfAConsistencyProofIsRefused) {
  const bool full = std::getenv("ISOTRAIL_FULL") != nullptr;
  for (std::int64_t to = 2; to <= kMost; to += full ? 1 : 29)
    for (std::int64_t from = 1; from < to; from += full ? 13 : 41) {
      const auto path = consistencyPath(tree(), from, to);
      for (std::size_t bit = 0; bit < 256; ++bit) {
        ASSERT_FALSE(consistent(from, flip(rootAt(from), bit), to, rootAt(to), path));
        ASSERT_FALSE(consistent(from, rootAt(from), to, flip(rootAt(to), bit), path));
        for (std::size_t k = 0; k < path.size(); ++k) {
          Path changed = path;
          changed[k] = flip(changed[k], bit);
          ASSERT_FALSE(consistent(from, rootAt(from), to, rootAt(to), changed)) << "hash " << k << ", " << from << " to " << to;
        }
      }
      for (std::size_t k = 0; k < path.size(); ++k) {
        Path shorter = path;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(k));
        ASSERT_FALSE(consistent(from, rootAt(from), to, rootAt(to), shorter));
      }
    }
}

RC_GTEST_PROP(Merkle, AnotherHistoryHasAnotherRoot, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 200);
  auto d = entries(n);
  const Digest before = mth(d, 0, n);
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      d[*rc::gen::inRange<std::size_t>(0, n)] += 'x';
      break;
    case 1:
      d.erase(d.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(n)));
      break;
    case 2:
      d.insert(d.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(n)), "new");
      break;
    default: {
      RC_PRE(n > 1);
      const auto a = *rc::gen::inRange<std::size_t>(0, n - 1);
      std::swap(d[a], d[*rc::gen::inRange<std::size_t>(a + 1, n)]);
    }
  }
  Growing after;
  for (const auto& e : d) after.add(leafHash(e));
  RC_ASSERT(after.root() != before);
}

}  // namespace
}  // namespace isotrail::merkle
