// Two messages side by side with the processor's instructions for SHA-256: one alone leaves the unit waiting for its own results.
#include "base/sha/blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace isotrail::sha {

#if defined(__x86_64__)
namespace {

#define WITH_SHA [[gnu::target("sha,sse4.1,ssse3")]]

/// One message on its way: the state in the order that the instructions want, and sixteen words of its schedule.
struct Lane {
  __m128i abef, cdgh, w0, w1, w2, w3;
};

WITH_SHA inline __m128i bigEndian(const char* at) {
  return _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)), _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}
WITH_SHA inline void load(Lane& lane, const char* block) {
  lane.w0 = bigEndian(block);
  lane.w1 = bigEndian(block + 16);
  lane.w2 = bigEndian(block + 32);
  lane.w3 = bigEndian(block + 48);
}
WITH_SHA inline void fourRounds(Lane& lane, __m128i words, __m128i constants) {
  const __m128i sum = _mm_add_epi32(words, constants);
  lane.cdgh = _mm_sha256rnds2_epu32(lane.cdgh, lane.abef, sum);
  lane.abef = _mm_sha256rnds2_epu32(lane.abef, lane.cdgh, _mm_shuffle_epi32(sum, 0x0e));
}
WITH_SHA inline void fourRounds(Lane& a, Lane& b, __m128i Lane::*words, const std::uint32_t*& constants) {
  const __m128i k = _mm_load_si128(reinterpret_cast<const __m128i*>(constants));
  constants += 4;
  fourRounds(a, a.*words, k);
  fourRounds(b, b.*words, k);
}
/// The words sixteen after `a`, from those and the twelve behind them.
WITH_SHA inline __m128i scheduled(__m128i a, __m128i b, __m128i c, __m128i d) {
  return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4)), d);
}
WITH_SHA inline void schedule(Lane& lane) {
  lane.w0 = scheduled(lane.w0, lane.w1, lane.w2, lane.w3);
  lane.w1 = scheduled(lane.w1, lane.w2, lane.w3, lane.w0);
  lane.w2 = scheduled(lane.w2, lane.w3, lane.w0, lane.w1);
  lane.w3 = scheduled(lane.w3, lane.w0, lane.w1, lane.w2);
}
WITH_SHA void compress(Lane& one, Lane& two, const char* block_one, const char* block_two) {
  Lane a = one, b = two;
  load(a, block_one);
  load(b, block_two);
  const std::uint32_t* constants = kRounds.data();
  for (int i = 0;; ++i) {
    fourRounds(a, b, &Lane::w0, constants);
    fourRounds(a, b, &Lane::w1, constants);
    fourRounds(a, b, &Lane::w2, constants);
    fourRounds(a, b, &Lane::w3, constants);
    if (i == 3) break;
    schedule(a);
    schedule(b);
  }
  one.abef = _mm_add_epi32(one.abef, a.abef);
  one.cdgh = _mm_add_epi32(one.cdgh, a.cdgh);
  two.abef = _mm_add_epi32(two.abef, b.abef);
  two.cdgh = _mm_add_epi32(two.cdgh, b.cdgh);
}
Lane begun() {
  const auto word = [](std::size_t i) { return static_cast<int>(kBegin[i]); };
  Lane lane{};
  lane.abef = _mm_set_epi32(word(0), word(1), word(4), word(5));
  lane.cdgh = _mm_set_epi32(word(2), word(3), word(6), word(7));
  return lane;
}
void put(const Lane& lane, Digest& digest) {
  alignas(16) std::array<std::uint32_t, 8> w;  // f e b a h g d c
  _mm_store_si128(reinterpret_cast<__m128i*>(w.data()), lane.abef);
  _mm_store_si128(reinterpret_cast<__m128i*>(w.data() + 4), lane.cdgh);
  putDigest({w[3], w[2], w[7], w[6], w[1], w[0], w[5], w[4]}, digest);
}

/// The digest of `one` goes to the first place, that of `two` to the second.
void both(const HashedText& one, const HashedText& two, Digest* digests) {
  Blocks a(one), b(two);
  Lane lane_a = begun(), lane_b = begun(), spare = begun();
  std::size_t left_a = a.count(), left_b = b.count();
  for (; left_a > 0 && left_b > 0; --left_a, --left_b) {
    const char* const block = a.next();
    compress(lane_a, lane_b, block, b.next());
  }
  for (; left_a + left_b > 0; (left_a > 0 ? left_a : left_b)--) {
    const char* const block = (left_a > 0 ? a : b).next();
    compress(left_a > 0 ? lane_a : lane_b, spare, block, block);
  }
  put(lane_a, digests[0]);
  put(lane_b, digests[1]);
}

/// CPUID, leaf 7: EBX bit 29 (Intel's manual, volume 2A).
bool hasInstructions() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) != 0;
}

}  // namespace

bool twoAtOnce(std::span<const HashedText> texts, Digest* digests) {
  static const bool possible = hasInstructions();
  if (!possible) return false;
  std::size_t i = 0;
  for (; i + 1 < texts.size(); i += 2) both(texts[i], texts[i + 1], digests + i);
  if (i == texts.size()) return true;
  std::array<Digest, 2> last;
  both(texts[i], HashedText{}, last.data());
  digests[i] = last[0];
  return true;
}
#else
bool twoAtOnce(std::span<const HashedText>, Digest*) { return false; }
#endif

}  // namespace isotrail::sha
