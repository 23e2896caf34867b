#include "base/hash/lanes.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <algorithm>
#include <bit>

#include "base/hash/padded.h"

#define ISOTRAIL_SHA_NI [[gnu::target("sha,sse4.1")]]

namespace isotrail::hashing {
namespace {

/// The eight words of a state as the instructions take them: a, b, e, f and c, d, g, h from the highest word down.
struct State {
  __m128i abef, cdgh;
};

/// One block of each of kLanes messages.
template <std::size_t kLanes>
ISOTRAIL_SHA_NI void compress(std::array<State, kLanes>& states, const std::array<const char*, kLanes>& blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i w[kLanes][4];  // the last sixteen words of the schedule
  std::array<State, kLanes> now = states;
#pragma GCC unroll 16
  for (std::size_t four = 0; four < 16; ++four) {  // rounds at a time
    const __m128i constants = _mm_load_si128(reinterpret_cast<const __m128i*>(kRounds.data() + 4 * four));
    const std::size_t at = four % 4, next = (four + 1) % 4, before = (four + 2) % 4, last = (four + 3) % 4;
    __m128i given[kLanes];
#pragma GCC unroll 2
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      __m128i* const words = w[lane];
      if (four < 4) {
        words[at] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks[lane] + 16 * four)), big_endian);
      } else {
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(words[at], words[next]), _mm_alignr_epi8(words[last], words[before], 4));
        words[at] = _mm_sha256msg2_epu32(sum, words[last]);
      }
      given[lane] = _mm_add_epi32(words[at], constants);
      now[lane].cdgh = _mm_sha256rnds2_epu32(now[lane].cdgh, now[lane].abef, given[lane]);
    }
#pragma GCC unroll 2
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      now[lane].abef = _mm_sha256rnds2_epu32(now[lane].abef, now[lane].cdgh, _mm_shuffle_epi32(given[lane], 0x0e));
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    states[lane].abef = _mm_add_epi32(states[lane].abef, now[lane].abef);
    states[lane].cdgh = _mm_add_epi32(states[lane].cdgh, now[lane].cdgh);
  }
}

ISOTRAIL_SHA_NI State start() {
  const auto word = [](int i) { return std::bit_cast<int>(kStart[static_cast<std::size_t>(i)]); };
  return {_mm_set_epi32(word(0), word(1), word(4), word(5)), _mm_set_epi32(word(2), word(3), word(6), word(7))};
}

ISOTRAIL_SHA_NI void finish(const State& state, Digest& digest) {
  std::array<std::array<std::uint32_t, 4>, 2> words;  // f, e, b, a and h, g, d, c
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words[0].data()), state.abef);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words[1].data()), state.cdgh);
  constexpr std::array<std::array<std::size_t, 2>, 8> kPlaces = {{{0, 3}, {0, 2}, {1, 3}, {1, 2}, {0, 1}, {0, 0}, {1, 1}, {1, 0}}};
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    const std::uint32_t big_endian = __builtin_bswap32(words[kPlaces[i][0]][kPlaces[i][1]]);
    std::memcpy(digest.data() + 4 * i, &big_endian, 4);
  }
}

ISOTRAIL_SHA_NI void goOn(State& state, const Padded& message, std::size_t from) {
  std::array<State, 1> alone = {state};
  for (std::size_t i = from; i < message.count(); ++i) compress<1>(alone, {message.block(i)});
  state = alone[0];
}

}  // namespace

bool hasTwoLanes() {
  static const bool has = [] {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
  }();
  return has;
}

ISOTRAIL_SHA_NI void hashTwo(const Message* const* messages, std::size_t count, Digest* const* digests) {
  const Padded one(*messages[0]), other(*messages[count - 1]);
  std::array<State, 2> states = {start(), start()};
  const std::size_t both = count == 1 ? 0 : std::min(one.count(), other.count());
  for (std::size_t i = 0; i < both; ++i) compress<2>(states, {one.block(i), other.block(i)});
  goOn(states[0], one, both);
  finish(states[0], *digests[0]);
  if (count == 1) return;
  goOn(states[1], other, both);
  finish(states[1], *digests[1]);
}

}  // namespace isotrail::hashing

#else

namespace isotrail::hashing {
bool hasTwoLanes() { return false; }
void hashTwo(const Message* const*, std::size_t, Digest* const*) {}
}  // namespace isotrail::hashing

#endif
