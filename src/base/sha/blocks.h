#pragma once
// What SHA-256 (FIPS 180-4) works on, for those who hash several messages side by side: constants, and a message as its blocks.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/sha/many.h"

namespace isotrail::sha {

inline constexpr std::size_t kBlock = 64;

/// Section 4.2.2.
alignas(64) inline constexpr std::array<std::uint32_t, 64> kRounds = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
/// Section 5.3.3.
inline constexpr std::array<std::uint32_t, 8> kBegin = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

inline void putDigest(const std::array<std::uint32_t, 8>& words, Digest& digest) {
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t byte = 0; byte < 4; ++byte) digest[4 * i + byte] = static_cast<unsigned char>(words[i] >> (24 - 8 * byte));
}

/// A message as the blocks that are hashed: one that begins with a byte of its own, whole ones where they lie, the padded end.
class Blocks {
 public:
  Blocks() : Blocks(HashedText{}) {}
  explicit Blocks(const HashedText& text) : at_(text.rest.data()), left_(text.rest.size()), has_first_(text.has_first), bits_(8 * text.size()) {
    if (!has_first_) return;
    made_[0] = text.first;
    if (left_ >= kBlock - 1) take(1, kBlock - 1);
  }
  std::size_t count() const { return (bits_ / 8 + 9 + kBlock - 1) / kBlock; }
  /// The next one; it lies there until the one after it is asked for.
  const char* next() {
    if (has_first_ && filled_ == kBlock) {
      filled_ = 0;
      has_first_ = false;
      return made_.data();
    }
    if (!has_first_ && left_ >= kBlock) {
      left_ -= kBlock;
      return (at_ += kBlock) - kBlock;
    }
    return ending();
  }

 private:
  void take(std::size_t to, std::size_t bytes) {
    if (bytes != 0) std::memcpy(made_.data() + to, at_, bytes);
    at_ += bytes;
    left_ -= bytes;
    filled_ = to + bytes;
  }
  /// The last bytes, a one bit, zeros, and the length in bits: one block, or two where the length finds no room (section 5.1.1).
  const char* ending() {
    if (!ended_) {
      ended_ = true;
      take(has_first_ ? 1 : 0, left_);
      made_[filled_] = static_cast<char>(0x80);
      std::memset(made_.data() + filled_ + 1, 0, kBlock - filled_ - 1);
      if (filled_ + 9 > kBlock) return made_.data();
    } else {
      made_.fill(0);
    }
    for (std::size_t i = 0; i < 8; ++i) made_[kBlock - 1 - i] = static_cast<char>(bits_ >> (8 * i));
    return made_.data();
  }
  const char* at_;
  std::size_t left_;
  bool has_first_, ended_ = false;
  std::uint64_t bits_;
  std::size_t filled_ = 0;
  std::array<char, kBlock> made_;
};

/// Both answer false, and do nothing, on a processor without the instructions.
bool sixteenAtOnce(std::span<const HashedText> texts, Digest* digests);
bool twoAtOnce(std::span<const HashedText> texts, Digest* digests);

}  // namespace isotrail::sha
