#include "base/text/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

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
/// None of eight bytes ends a string, begins an escape, must be escaped or is beyond ASCII.
bool allPlain(std::uint64_t word) {
  return ((word & kTops) | zeros(word ^ kOnes * '"') | zeros(word ^ kOnes * '\\') | ((word - kOnes * 0x20) & ~word & kTops)) == 0;
}
bool isPlain(char c) { return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\'; }

/// The first byte from `at` on that is not plain.
const char* plainRun(const char* at, const char* end) {
  while (end - at >= 8 && allPlain(eight(at))) at += 8;
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

bool JsonReader::word(std::string_view w) {
  if (static_cast<std::size_t>(end_ - at_) < w.size() || std::memcmp(at_, w.data(), w.size()) != 0) return false;
  at_ += w.size();
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

/// A number of at most 15 digits, with a point and without an exponent, that is written so: such a decimal is the shortest of its
/// double (DBL_DIG), so that only the choice between the two notations is left, the shorter one. False says nothing.
bool surelyWrittenSo(std::string_view token) {
  if (token.starts_with('-')) token.remove_prefix(1);
  const std::size_t point = token.find('.');
  if (point == 0 || point == std::string_view::npos || point + 1 == token.size() || token.size() > 16) return false;
  const std::string_view whole = token.substr(0, point), part = token.substr(point + 1);
  const auto digits = [](std::string_view t) { return std::all_of(t.begin(), t.end(), [](char c) { return c >= '0' && c <= '9'; }); };
  if (!digits(whole) || !digits(part)) return false;
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
  if (surelyWrittenSo(digits)) {
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    at_ += digits.size();
    return true;
  }
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) return false;
  Digits buffer;
  if (numberText(value, buffer) != digits) return false;
  at_ += digits.size();
  return true;
}

bool JsonReader::newKey(std::string_view key, std::size_t from) {
  for (std::size_t i = from; i < keys_.size(); ++i)
    if (keys_[i].size() == key.size() && std::memcmp(keys_[i].data(), key.data(), key.size()) == 0) return false;
  keys_.push_back(key);
  return true;
}

bool JsonReader::skip() {
  std::string_view raw;
  bool plain = true;
  std::int64_t n = 0;
  double x = 0;
  switch (kind()) {
    case Kind::object:
      return object([this](std::string_view) { return skip(); });
    case Kind::array:
      return array([this] { return skip(); });
    case Kind::text:
      return text(raw, plain);
    case Kind::whole:
      return whole(n);
    case Kind::real:
      return real(x);
    case Kind::boolean:
      return boolean(plain);
    default:
      return null();
  }
}

}  // namespace isotrail
