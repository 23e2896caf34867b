// Sixteen messages side by side, a word of each in a register of AVX-512.
#include "base/sha/blocks.h"

namespace isotrail::sha {

#if defined(__x86_64__)
namespace {

constexpr unsigned kLanes = 16;
using Words [[gnu::vector_size(4 * kLanes)]] = std::uint32_t;
using State = std::array<std::array<std::uint32_t, kLanes>, 8>;
#define WITH_AVX512 [[gnu::target("avx512f,prefer-vector-width=512")]]

WITH_AVX512 inline void turn(Words& x, int bits) { x = x >> bits | x << (32 - bits); }
/// x turned right by the first two and by the third, or shifted by it, all exclusively or-ed (section 4.1.2).
WITH_AVX512 inline void mix(Words& x, int one, int two, int three, bool shift) {
  Words a = x, b = x, c = x;
  turn(a, one);
  turn(b, two);
  if (shift)
    c >>= three;
  else
    turn(c, three);
  x = a ^ b ^ c;
}
/// Swaps blocks of `by` by `by` words across the diagonal; with 1, 2, 4 and 8 rows become columns.
template <unsigned by>
WITH_AVX512 inline void exchange(Words* w) {
  Words low, high;
  for (unsigned i = 0; i < kLanes; ++i) {
    low[i] = i & by ? kLanes + i - by : i;
    high[i] = i & by ? kLanes + i : i + by;
  }
#pragma GCC unroll 16
  for (unsigned i = 0; i < kLanes; ++i) {
    if (i & by) continue;
    const Words x = w[i], y = w[i + by];
    w[i] = __builtin_shuffle(x, y, low);
    w[i + by] = __builtin_shuffle(x, y, high);
  }
}
/// The words of a block of each lane, turned from big-endian.
WITH_AVX512 inline void load(Words* w, const std::array<const char*, kLanes>& blocks) {
#pragma GCC unroll 16
  for (unsigned i = 0; i < kLanes; ++i) std::memcpy(&w[i], blocks[i], kBlock);
  exchange<1>(w);
  exchange<2>(w);
  exchange<4>(w);
  exchange<8>(w);
#pragma GCC unroll 16
  for (unsigned i = 0; i < kLanes; ++i) {
    Words a = w[i], b = w[i];
    turn(a, 8);
    turn(b, 24);
    w[i] = (a & 0xff00ff00u) | (b & 0x00ff00ffu);
  }
}
/// Section 6.2.2.
WITH_AVX512 void compress(State& state, const std::array<const char*, kLanes>& blocks) {
  Words w[16], s[8];
  load(w, blocks);
  std::memcpy(s, state.data(), sizeof s);
  Words a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
#pragma GCC unroll 64
  for (unsigned i = 0; i < 64; ++i) {
    if (i >= 16) {
      Words x = w[(i + 1) % 16], y = w[(i + 14) % 16];
      mix(x, 7, 18, 3, true);
      mix(y, 17, 19, 10, true);
      w[i % 16] += x + w[(i + 9) % 16] + y;
    }
    Words x = e, y = a;
    mix(x, 6, 11, 25, false);
    mix(y, 2, 13, 22, false);
    const Words t = h + x + ((e & f) | (~e & g)) + (w[i % 16] + kRounds[i]);
    const Words u = y + ((a & b) | (c & (a | b)));
    h = g;
    g = f;
    f = e;
    e = d + t;
    d = c;
    c = b;
    b = a;
    a = t + u;
  }
  const Words now[8] = {s[0] + a, s[1] + b, s[2] + c, s[3] + d, s[4] + e, s[5] + f, s[6] + g, s[7] + h};
  std::memcpy(state.data(), now, sizeof now);
}

/// Gives every lane the next message when the one before is done.
class Lanes {
 public:
  Lanes(std::span<const HashedText> texts, Digest* digests) : texts_(texts), digests_(digests) {}
  void run() {
    for (;;) {
      std::array<const char*, kLanes> blocks;
      blocks.fill(nothing_.data());
      bool any = false;
      for (unsigned lane = 0; lane < kLanes; ++lane) {
        if (left_[lane] == 0 && !begun(lane)) continue;
        blocks[lane] = messages_[lane].next();
        any = true;
      }
      if (!any) return;
      compress(state_, blocks);
      for (unsigned lane = 0; lane < kLanes; ++lane)
        if (left_[lane] > 0 && --left_[lane] == 0) ended(lane);
    }
  }

 private:
  bool begun(unsigned lane) {
    if (next_ == texts_.size()) return false;
    messages_[lane] = Blocks(texts_[next_]);
    left_[lane] = messages_[lane].count();
    place_[lane] = next_++;
    for (std::size_t i = 0; i < kBegin.size(); ++i) state_[i][lane] = kBegin[i];
    return true;
  }
  void ended(unsigned lane) {
    std::array<std::uint32_t, 8> words;
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = state_[i][lane];
    putDigest(words, digests_[place_[lane]]);
  }
  std::span<const HashedText> texts_;
  Digest* digests_;
  std::size_t next_ = 0;
  alignas(64) State state_{};
  std::array<Blocks, kLanes> messages_;
  std::array<std::size_t, kLanes> left_{}, place_{};
  std::array<char, kBlock> nothing_{};
};

}  // namespace

bool sixteenAtOnce(std::span<const HashedText> texts, Digest* digests) {
  static const bool possible = __builtin_cpu_supports("avx512f");
  if (!possible) return false;
  Lanes(texts, digests).run();
  return true;
}
#else
bool sixteenAtOnce(std::span<const HashedText>, Digest*) { return false; }
#endif

}  // namespace isotrail::sha
