#include "base/text/json_scan.h"

namespace isotrail {
namespace {

/// What follows an escape that begins at `at`; null when it is none that writeJsonString() makes.
const char* escapeEnd(const char* at, const char* end) {
  ++at;
  if (at == end) return nullptr;
  if (kShort.find(*at) != std::string_view::npos) return at + 1;
  if (end - at < 5 || std::string_view(at, 3) != "u00" || (at[3] != '0' && at[3] != '1')) return nullptr;
  const auto low = std::string_view(kDigits, 16).find(at[4]);
  if (low == std::string_view::npos) return nullptr;
  const char code = static_cast<char>((at[3] - '0') * 16 + static_cast<int>(low));
  return kShortOf.find(code) != std::string_view::npos ? nullptr : at + 5;
}

}  // namespace

int utf8Length(const char* at, const char* end) {
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

const char* closingQuoteOfAny(const char* at, const char* end, bool& plain) {
  while (at != end && *at != '"') {
    if (*at == '\\') {
      plain = false;
      at = escapeEnd(at, end);
    } else {
      const int length = static_cast<signed char>(*at) < 0 ? utf8Length(at, end) : 0;
      at = length == 0 ? nullptr : at + length;
    }
    if (!at) return nullptr;
    at = plainRun(at, end);
  }
  return at == end ? nullptr : at;
}

}  // namespace isotrail
