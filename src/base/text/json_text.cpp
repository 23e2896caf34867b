#include "base/text/json_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace isotrail {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101, kTops = 0x8080808080808080;

std::uint64_t eight(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}
/// A top bit is set where a byte is zero; bits above the lowest such byte may be set too.
std::uint64_t zeros(std::uint64_t word) { return (word - kOnes) & ~word & kTops; }
/// The same where a byte ends a string, begins an escape, must be escaped or is beyond ASCII.
std::uint64_t notPlain(std::uint64_t word) {
  return (word & kTops) | zeros(word ^ kOnes * '"') | zeros(word ^ kOnes * '\\') | ((word - kOnes * 0x20) & ~word & kTops);
}
bool isPlain(char c) { return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\'; }

#if defined(__SSE2__)
/// The same of sixteen bytes, a bit for each.
std::uint32_t notPlainOf16(const char* at) {
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
int characterLength(const char* at, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
  const auto follows = [&](int i, unsigned from = 0x80, unsigned to = 0xbf) { return end - at > i && byte(i) >= from && byte(i) <= to; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool second = follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf);
    return second && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool second = follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

constexpr std::string_view kShort = "btnfr\"\\", kShortOf = "\b\t\n\f\r\"\\";  // escapes of two characters, and what they stand for
constexpr char kDigits[] = "0123456789abcdef";

void writeEscaped(char c, std::string& out) {
  out += '\\';
  if (const auto at = kShortOf.find(c); at != std::string_view::npos) {
    out += kShort[at];
  } else {
    out += "u00";
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
}

using Digits = std::array<char, 48>;
std::string_view numberText(double value, Digits& buffer) {
  char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size() - 2, value).ptr;
  if (std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())).find_first_of(".e") == std::string_view::npos)
    end = std::copy_n(".0", 2, end);  // stays a real number when read back
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

}  // namespace

void writeJsonString(std::string_view text, std::string& out) {
  out += '"';
  const char *at = text.data(), *const end = at + text.size();
  while (at != end) {
    const char* const run = at;
    at = plainRun(at, end);
    out.append(run, at);
    if (at == end) break;
    if (static_cast<signed char>(*at) >= 0) {
      writeEscaped(*at++, out);
    } else if (const int length = characterLength(at, end); length != 0) {
      out.append(at, static_cast<std::size_t>(length));
      at += length;
    } else {
      out += nlohmann::json(std::string(text)).dump();  // throws, and says where
    }
  }
  out += '"';
}

void writeJsonNumber(double value, std::string& out) {
  Digits buffer;
  out += numberText(value, buffer);
}

std::string unescapedJson(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      out += raw[i];
    } else if (const auto at = kShort.find(raw[++i]); at != std::string_view::npos) {
      out += kShortOf[at];
    } else {
      int code = 0;
      std::from_chars(raw.data() + i + 1, raw.data() + i + 5, code, 16);
      out += static_cast<char>(code);
      i += 4;
    }
  }
  return out;
}

JsonReader::Kind JsonReader::kind() const {
  if (at_ == end_) return Kind::null;
  switch (*at_) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::text;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      for (const char* at = at_ + 1; at != end_; ++at)
        if (*at < '0' || *at > '9') return *at == '.' || *at == 'e' ? Kind::real : Kind::whole;
      return Kind::whole;
  }
}

bool JsonReader::text(std::string_view& raw, bool& plain) {
  if (!next('"')) return false;
  const char* const from = at_;
  plain = true;
  for (;;) {
    at_ = plainRun(at_, end_);
    if (at_ == end_) return false;
    if (*at_ == '"') break;
    if (*at_ == '\\') {
      plain = false;
      if (!escape()) return false;
    } else {
      const int length = static_cast<signed char>(*at_) < 0 ? characterLength(at_, end_) : 0;
      if (length == 0) return false;
      at_ += length;
    }
  }
  raw = {from, static_cast<std::size_t>(at_ - from)};
  ++at_;
  return true;
}

/// An escape that writeEscaped() makes.
bool JsonReader::escape() {
  ++at_;
  if (at_ == end_) return false;
  if (kShort.find(*at_) != std::string_view::npos) {
    ++at_;
    return true;
  }
  if (end_ - at_ < 5 || std::string_view(at_, 3) != "u00" || (at_[3] != '0' && at_[3] != '1')) return false;
  const auto low = std::string_view(kDigits, 16).find(at_[4]);
  if (low == std::string_view::npos) return false;
  const char code = static_cast<char>((at_[3] - '0') * 16 + static_cast<int>(low));
  if (kShortOf.find(code) != std::string_view::npos) return false;
  at_ += 5;
  return true;
}

bool JsonReader::boolean(bool& value) {
  value = at_ != end_ && *at_ == 't';
  return value ? word("true") : word("false");
}

/// The characters that come next as far as they can belong to a number.
std::string_view JsonReader::number() const {
  const char* at = at_;
  while (at != end_ && ((*at >= '0' && *at <= '9') || *at == '-' || *at == '.' || *at == 'e' || *at == '+')) ++at;
  return {at_, static_cast<std::size_t>(at - at_)};
}

bool JsonReader::whole(std::int64_t& value) {
  const auto [end, error] = std::from_chars(at_, end_, value);
  if (error != std::errc()) return false;
  const char* digits = at_ + (*at_ == '-' ? 1 : 0);
  const bool zeros_first = *digits == '0' && (end - digits > 1 || digits != at_);  // "01", "-0"
  const bool goes_on = end != end_ && (*end == '.' || *end == 'e' || *end == 'E');
  if (zeros_first || goes_on) return false;
  at_ = end;
  return true;
}

namespace {

/// The first byte from `at` on that is no decimal digit.
const char* digitRun(const char* at, const char* end) {
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
Decimal decimalAt(const char* at, const char* end) {
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
bool surelyWhole(const Decimal& d) {
  if (d.pointed || d.whole.empty() || d.whole.size() > std::numeric_limits<std::int64_t>::digits10) return false;
  return d.whole[0] != '0' || (d.whole.size() == 1 && !d.less);
}

/// A number of at most 15 digits, with a point and without an exponent, that is written so: such a decimal is the shortest of its
/// double (DBL_DIG), so that only the choice between the two notations is left, the shorter one. False says nothing.
bool surelyReal(const Decimal& d) {
  const auto& [whole, part, less, pointed, end] = d;
  if (!pointed || whole.empty() || part.empty() || whole.size() + part.size() > 15) return false;
  if (whole.size() > 1 && whole[0] == '0') return false;
  if (part != "0") return whole != "0" && part.back() != '0';  // as long as in the other notation at most
  const std::size_t last = whole.find_last_not_of('0');
  if (last == std::string_view::npos) return true;  // 0.0
  const std::size_t exponent = last + (last > 0 ? 2 : 1) + 4;
  return whole.size() <= exponent;
}

}  // namespace

bool JsonReader::real(double& value) {
  const std::string_view digits = number();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) return false;
  if (const Decimal d = decimalAt(at_, end_); d.end != end || !surelyReal(d)) {
    Digits buffer;
    if (numberText(value, buffer) != digits) return false;
  }
  at_ = end;
  return true;
}

bool JsonReader::newKey(std::string_view key, std::size_t from) {
  for (std::size_t i = from; i < keys_; ++i)
    if (const Key& k = i < near_.size() ? near_[i] : far_[i - near_.size()]; std::string_view(k.at, k.size) == key) return false;
  const Key k{key.data(), key.size()};
  if (keys_ < near_.size()) {
    near_[keys_] = k;
  } else {
    far_.resize(keys_ - near_.size());
    far_.push_back(k);
  }
  ++keys_;
  return true;
}

/// A number of either kind, whose value nobody asks for.
bool JsonReader::skipNumber() {
  const Decimal d = decimalAt(at_, end_);
  const bool goes_on = d.end != end_ && (*d.end == '.' || *d.end == 'e' || *d.end == 'E' || *d.end == '-' || *d.end == '+');
  if (!goes_on && (surelyWhole(d) || surelyReal(d))) {
    at_ = d.end;
    return true;
  }
  std::int64_t n = 0;
  double x = 0;
  return kind() == Kind::whole ? whole(n) : real(x);
}

bool JsonReader::skip() {
  std::string_view raw;
  bool plain = true;
  switch (at_ == end_ ? '\0' : *at_) {
    case '{':
      return object([this](std::string_view) { return skip(); });
    case '[':
      return array([this] { return skip(); });
    case '"':
      return text(raw, plain);
    case 't':
    case 'f':
      return boolean(plain);
    case 'n':
      return null();
    default:
      return skipNumber();
  }
}

}  // namespace isotrail
