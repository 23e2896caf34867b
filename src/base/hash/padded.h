#pragma once
// A message as the blocks that SHA-256 works on (FIPS 180-4, sections 5.1.1 and 5.2.1); only its ends are copied.
#include <array>
#include <cstdint>
#include <cstring>

#include "base/hash.h"

namespace isotrail::hashing {

inline constexpr std::size_t kBlock = 64;

/// First hash value and the round constants of FIPS 180-4, sections 5.3.3 and 4.2.2.
inline constexpr std::array<std::uint32_t, 8> kStart = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
alignas(16) inline constexpr std::array<std::uint32_t, 64> kRounds = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// Bytes of a message with the one before it.
inline std::size_t sizeOf(const Message& m) { return m.rest.size() + (m.first ? 1 : 0); }
/// Its blocks: the bytes, one bit, and 64 bits of length.
inline std::size_t blocksOf(const Message& m) { return (sizeOf(m) + 8) / kBlock + 1; }

class Padded {
 public:
  explicit Padded(const Message& m) : shift_(m.first ? 1 : 0), rest_(m.rest.data()), whole_(sizeOf(m) / kBlock), count_(blocksOf(m)) {
    if (whole_ > 0 && shift_ > 0) {
      head_[0] = *m.first;
      std::memcpy(head_.data() + 1, rest_, kBlock - 1);
    }
    tail_.fill(0);
    const std::size_t left = sizeOf(m) - whole_ * kBlock, own = whole_ == 0 ? shift_ : 0;  // in the last blocks; of these the byte before
    if (own > 0) tail_[0] = *m.first;
    if (left > own) std::memcpy(tail_.data() + own, rest_ + m.rest.size() - (left - own), left - own);
    tail_[left] = static_cast<char>(0x80);
    char* const length = tail_.data() + (count_ - whole_) * kBlock - 8;
    const std::uint64_t bits = 8 * std::uint64_t{sizeOf(m)};
    for (int i = 0; i < 8; ++i) length[i] = static_cast<char>(bits >> (56 - 8 * i));
  }
  std::size_t count() const { return count_; }
  const char* block(std::size_t i) const {
    if (i >= whole_) return tail_.data() + (i - whole_) * kBlock;
    return i < shift_ ? head_.data() : rest_ + i * kBlock - shift_;
  }

 private:
  std::size_t shift_;  // of the rest against the blocks
  const char* rest_;
  std::size_t whole_, count_;  // blocks without padding, and all
  std::array<char, kBlock> head_;
  std::array<char, 2 * kBlock> tail_;
};

}  // namespace isotrail::hashing
