#include "base/hash/lanes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "base/hash/padded.h"

// The intrinsics of g++ 12 begin with a register that they say is not set.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"

#define ISOTRAIL_AVX512 [[gnu::target("avx512f,avx512bw")]]

namespace isotrail::hashing {
namespace {

constexpr std::size_t kLanes = 16;
/// Of each word the sixteen lanes'.
template <std::size_t kWords>
struct Words {
  __m512i at[kWords];
  __m512i& operator[](std::size_t i) { return at[i]; }
};

template <int kBy>
ISOTRAIL_AVX512 inline __m512i turned(__m512i x) {
  return _mm512_ror_epi32(x, kBy);
}
ISOTRAIL_AVX512 inline __m512i differing(__m512i x, __m512i y, __m512i z) { return _mm512_ternarylogic_epi32(x, y, z, 0x96); }  // x ^ y ^ z

/// The four functions of FIPS 180-4, section 4.1.2.
ISOTRAIL_AVX512 inline __m512i bigA(__m512i x) { return differing(turned<2>(x), turned<13>(x), turned<22>(x)); }
ISOTRAIL_AVX512 inline __m512i bigE(__m512i x) { return differing(turned<6>(x), turned<11>(x), turned<25>(x)); }
ISOTRAIL_AVX512 inline __m512i small0(__m512i x) { return differing(turned<7>(x), turned<18>(x), _mm512_srli_epi32(x, 3)); }
ISOTRAIL_AVX512 inline __m512i small1(__m512i x) { return differing(turned<17>(x), turned<19>(x), _mm512_srli_epi32(x, 10)); }

/// Sixteen rows of sixteen words: row i becomes word i of all rows.
ISOTRAIL_AVX512 inline void transpose(Words<16>& rows) {
  Words<16> pairs;
#pragma GCC unroll 4
  for (std::size_t i = 0; i < 16; i += 4) {  // words of four rows side by side, within each quarter of a register
    const __m512i low01 = _mm512_unpacklo_epi32(rows[i], rows[i + 1]), high01 = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
    const __m512i low23 = _mm512_unpacklo_epi32(rows[i + 2], rows[i + 3]), high23 = _mm512_unpackhi_epi32(rows[i + 2], rows[i + 3]);
    pairs[i] = _mm512_unpacklo_epi64(low01, low23);
    pairs[i + 1] = _mm512_unpackhi_epi64(low01, low23);
    pairs[i + 2] = _mm512_unpacklo_epi64(high01, high23);
    pairs[i + 3] = _mm512_unpackhi_epi64(high01, high23);
  }
#pragma GCC unroll 4
  for (std::size_t i = 0; i < 4; ++i) {  // then the quarters
    const __m512i even01 = _mm512_shuffle_i32x4(pairs[i], pairs[i + 4], 0x88), odd01 = _mm512_shuffle_i32x4(pairs[i], pairs[i + 4], 0xdd);
    const __m512i even23 = _mm512_shuffle_i32x4(pairs[i + 8], pairs[i + 12], 0x88);
    const __m512i odd23 = _mm512_shuffle_i32x4(pairs[i + 8], pairs[i + 12], 0xdd);
    rows[i] = _mm512_shuffle_i32x4(even01, even23, 0x88);
    rows[i + 4] = _mm512_shuffle_i32x4(odd01, odd23, 0x88);
    rows[i + 8] = _mm512_shuffle_i32x4(even01, even23, 0xdd);
    rows[i + 12] = _mm512_shuffle_i32x4(odd01, odd23, 0xdd);
  }
}

/// The block of every lane; lanes that are not `active` keep their state.
ISOTRAIL_AVX512 void compress(Words<8>& state, const std::array<const char*, kLanes>& blocks, __mmask16 active) {
  const __m512i big_endian = _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
  Words<16> w;
#pragma GCC unroll 16
  for (std::size_t lane = 0; lane < kLanes; ++lane) w[lane] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[lane]), big_endian);
  transpose(w);
  auto [a, b, c, d, e, f, g, h] = state.at;
#pragma GCC unroll 64
  for (std::size_t t = 0; t < 64; ++t) {
    __m512i& word = w[t % 16];
    if (t >= 16)
      word = _mm512_add_epi32(_mm512_add_epi32(word, small0(w[(t + 1) % 16])), _mm512_add_epi32(w[(t + 9) % 16], small1(w[(t + 14) % 16])));
    const __m512i chosen = _mm512_ternarylogic_epi32(e, f, g, 0xca), most = _mm512_ternarylogic_epi32(a, b, c, 0xe8);
    const __m512i given = _mm512_add_epi32(word, _mm512_set1_epi32(std::bit_cast<int>(kRounds[t])));
    const __m512i first = _mm512_add_epi32(_mm512_add_epi32(h, given), _mm512_add_epi32(bigE(e), chosen));
    h = g;
    g = f;
    f = e;
    e = _mm512_add_epi32(d, first);
    d = c;
    c = b;
    b = a;
    a = _mm512_add_epi32(first, _mm512_add_epi32(bigA(b), most));
  }
  const __m512i now[] = {a, b, c, d, e, f, g, h};
#pragma GCC unroll 8
  for (std::size_t i = 0; i < kStart.size(); ++i) state[i] = _mm512_mask_add_epi32(state[i], active, state[i], now[i]);
}

}  // namespace

bool hasSixteenLanes() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  return has;
}

ISOTRAIL_AVX512 void hashSixteen(const Message* const* messages, std::size_t count, Digest* const* digests) {
  std::array<std::optional<Padded>, kLanes> lanes;
  std::size_t blocks = 0;
  for (std::size_t lane = 0; lane < count; ++lane) blocks = std::max(blocks, lanes[lane].emplace(*messages[lane]).count());
  Words<8> state;
  for (std::size_t i = 0; i < kStart.size(); ++i) state[i] = _mm512_set1_epi32(std::bit_cast<int>(kStart[i]));
  std::array<const char*, kLanes> at;
  for (std::size_t i = 0; i < blocks; ++i) {
    unsigned active = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const bool goes_on = lane < count && i < lanes[lane]->count();
      at[lane] = goes_on ? lanes[lane]->block(i) : lanes[0]->block(0);
      if (goes_on) active |= 1U << lane;
    }
    compress(state, at, static_cast<__mmask16>(active));
  }
  std::array<std::array<std::uint32_t, kLanes>, 8> words;
  for (std::size_t i = 0; i < words.size(); ++i) _mm512_storeu_si512(words[i].data(), state[i]);
  for (std::size_t lane = 0; lane < count; ++lane) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint32_t big_endian = __builtin_bswap32(words[i][lane]);
      std::memcpy(digests[lane]->data() + 4 * i, &big_endian, 4);
    }
  }
}

}  // namespace isotrail::hashing

#else

namespace isotrail::hashing {
bool hasSixteenLanes() { return false; }
void hashSixteen(const Message* const*, std::size_t, Digest* const*) {}
}  // namespace isotrail::hashing

#endif
