#pragma once
// The pieces that JSON text in its one form is read by: strings to their end, numbers, many bytes at a time. Positions are kept by the
// caller, so that they stay in a register.
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace isotrail {

inline constexpr std::string_view kShort = "btnfr\"\\", kShortOf = "\b\t\n\f\r\"\\";  // escapes of two characters, and what they stand for
inline constexpr char kDigits[] = "0123456789abcdef";

inline constexpr std::uint64_t kOnes = 0x0101010101010101, kTops = 0x8080808080808080;

inline std::uint64_t eight(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}
/// A top bit is set where a byte is zero; bits above the lowest such byte may be set too.
inline std::uint64_t zeros(std::uint64_t word) { return (word - kOnes) & ~word & kTops; }
/// The same where a byte ends a string, begins an escape, must be escaped or is beyond ASCII.
inline std::uint64_t notPlain(std::uint64_t word) {
  return (word & kTops) | zeros(word ^ kOnes * '"') | zeros(word ^ kOnes * '\\') | ((word - kOnes * 0x20) & ~word & kTops);
}
inline bool isPlain(char c) { return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\'; }

#if defined(__SSE2__)
/// The same of sixteen bytes, a bit for each.
inline std::uint32_t notPlainOf16(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(ends, _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)))));
}
#endif

/// The first byte from `at` on that is not plain.
inline const char* plainRun(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16)
    if (const std::uint32_t marks = notPlainOf16(at); marks != 0) return at + std::countr_zero(marks);
#endif
  static_assert(std::endian::native == std::endian::little, "the lowest byte of a word comes first");
  for (; end - at >= 8; at += 8)
    if (const std::uint64_t marks = notPlain(eight(at)); marks != 0) return at + std::countr_zero(marks) / 8;
  while (at != end && isPlain(*at)) ++at;
  return at;
}

/// Length of the UTF-8 character at `at` (Unicode 15, table 3-7); 0 when there is none.
int utf8Length(const char* at, const char* end);

/// As closingQuote(), for strings that are not plain or at the end of the text.
const char* closingQuoteOfAny(const char* at, const char* end, bool& plain);
/// The quote that ends the string whose first byte is at `at`; null when it is not in the form. `plain`: there are no escapes.
inline const char* closingQuote(const char* at, const char* end, bool& plain) {
  plain = true;
  const char* const first = plainRun(at, end);
  return first != end && *first == '"' ? first : closingQuoteOfAny(first, end, plain);
}

/// The first byte from `at` on that is no decimal digit.
inline const char* digitRun(const char* at, const char* end) {
  for (; end - at >= 8; at += 8) {
    const std::uint64_t less = eight(at) ^ kOnes * '0';  // a digit's value, anything else is above nine
    if (const std::uint64_t marks = (((less & ~kTops) + kOnes * 0x76) | less) & kTops; marks != 0) return at + std::countr_zero(marks) / 8;
  }
  while (at != end && *at >= '0' && *at <= '9') ++at;
  return at;
}

/// What a text begins with when that is a number without an exponent.
struct Decimal {
  std::string_view whole, part;  // digits before the point, and after it
  bool less = false, pointed = false;
  const char* end;
};
inline Decimal decimalAt(const char* at, const char* end) {
  Decimal d;
  d.less = at != end && *at == '-';
  if (d.less) ++at;
  d.end = digitRun(at, end);
  d.whole = {at, static_cast<std::size_t>(d.end - at)};
  d.pointed = d.end != end && *d.end == '.';
  if (!d.pointed) return d;
  const char* const from = d.end + 1;
  d.end = digitRun(from, end);
  d.part = {from, static_cast<std::size_t>(d.end - from)};
  return d;
}

/// A whole number that is written so and fits whatever it is. False says nothing.
inline bool surelyWhole(const Decimal& d) {
  if (d.pointed || d.whole.empty() || d.whole.size() > std::numeric_limits<std::int64_t>::digits10) return false;
  return d.whole[0] != '0' || (d.whole.size() == 1 && !d.less);
}

/// A number of at most 15 digits, with a point and without an exponent, that is written so: such a decimal is the shortest of its
/// double (DBL_DIG), so that only the choice between the two notations is left, the shorter one. False says nothing.
inline bool surelyReal(const Decimal& d) {
  const auto& [whole, part, less, pointed, end] = d;
  if (!pointed || whole.empty() || part.empty() || whole.size() + part.size() > 15) return false;
  if (whole.size() > 1 && whole[0] == '0') return false;
  if (part != "0") return whole != "0" && part.back() != '0';  // as long as in the other notation at most
  const std::size_t last = whole.find_last_not_of('0');
  if (last == std::string_view::npos) return true;  // 0.0
  const std::size_t exponent = last + (last > 0 ? 2 : 1) + 4;
  return whole.size() <= exponent;
}

}  // namespace isotrail
