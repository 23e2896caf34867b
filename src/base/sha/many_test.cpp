// Texts hashed side by side against each hashed alone by OpenSSL.
#include <gtest/gtest.h>

#include <random>

#include "base/sha/blocks.h"

using namespace isotrail;

namespace {

/// Texts of every length around the blocks' edges, in no order, half of them after a byte of their own.
struct Texts {
  std::string bytes = std::string(2000, '\0');
  std::vector<HashedText> all;
  std::vector<Digest> expected;

  explicit Texts(std::size_t count) {
    std::mt19937 chance(20251217);
    for (char& c : bytes) c = static_cast<char>(chance());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t size = i % 3 == 0 ? chance() % 1300 : chance() % 200;
      const HashedText text{std::string_view(bytes).substr(chance() % 700, size), i % 2 == 1, static_cast<char>(i)};
      all.push_back(text);
      expected.push_back(text.has_first ? sha256(text.first, text.rest) : sha256(text.rest));
    }
  }
};

using Way = bool (*)(std::span<const HashedText>, Digest*);

void sameAsAlone(Way way) {
  for (const std::size_t count : {0, 1, 2, 15, 16, 17, 5000}) {
    const Texts texts(count);
    std::vector<Digest> found(count);
    if (!way(texts.all, found.data())) {
      std::puts("this processor has not the instructions: nothing to compare");
      return;
    }
    EXPECT_EQ(found, texts.expected) << count;
  }
}

}  // namespace

TEST(Sha256Many, SixteenSideBySideAreEachAsAlone) { sameAsAlone(sha::sixteenAtOnce); }
TEST(Sha256Many, TwoSideBySideAreEachAsAlone) { sameAsAlone(sha::twoAtOnce); }
TEST(Sha256Many, WhateverTheProcessorHas) {
  sameAsAlone([](std::span<const HashedText> texts, Digest* digests) {
    sha256Many(texts, digests);
    return true;
  });
}
TEST(Sha256Many, EveryLengthUpToThreeBlocks) {
  const std::string bytes(200, 'a');
  std::vector<HashedText> texts;
  for (std::size_t n = 0; n <= 192; ++n)
    for (const bool first : {false, true}) texts.push_back({std::string_view(bytes).substr(0, n), first, '\0'});
  std::vector<Digest> found(texts.size()), pairs(texts.size());
  sha256Many(texts, found.data());
  if (!sha::twoAtOnce(texts, pairs.data())) pairs = found;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Digest alone = texts[i].has_first ? sha256('\0', texts[i].rest) : sha256(texts[i].rest);
    EXPECT_EQ(found[i], alone) << i;
    EXPECT_EQ(pairs[i], alone) << i;
  }
}
