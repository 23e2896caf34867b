#include "ledger/envelope_view.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "base/text/json_text.h"
#include "ledger/event.h"

namespace isotrail {
namespace {

using Eight = std::array<char, 8>;
constexpr Eight eight(std::string_view text) {
  Eight word{};
  for (std::size_t i = 0; i < word.size(); ++i) word[i] = text[i];
  return word;
}

/// Added to a byte's difference from the pattern, it reaches the top bit when that is too large: above nine for a digit.
constexpr Eight carries(const Eight& pattern) {
  Eight all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = pattern[i] == '0' ? 0x76 : 0x7f;
  return all;
}

constexpr std::string_view kInstant = "0000-00-00T00:00:00Z";

/// The eight bytes from there on are as kInstant has them, with any digits.
template <std::size_t kFrom>
bool likeInstant(std::string_view t) {
  constexpr std::uint64_t kTops = 0x8080808080808080;
  constexpr Eight kPattern = eight(kInstant.substr(kFrom)), kCarries = carries(kPattern);
  const auto difference = std::bit_cast<std::uint64_t>(eight(t.substr(kFrom))) ^ std::bit_cast<std::uint64_t>(kPattern);
  return ((((difference & ~kTops) + std::bit_cast<std::uint64_t>(kCarries)) | difference) & kTops) == 0;
}

/// As Instant::iso() writes it: "2025-12-17T01:15:00Z", with six digits of a second only when they are not all zero.
bool isInstant(std::string_view t) {
  const auto two = [&](std::size_t i) { return 10 * (t[i] - '0') + t[i + 1] - '0'; };
  if (t.size() == 27) {
    const std::string_view part = t.substr(20, 6);
    if (t[19] != '.' || part == "000000" || !std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  } else if (t.size() != kInstant.size()) {
    return false;
  }
  if (!likeInstant<0>(t) || !likeInstant<8>(t) || !likeInstant<11>(t.substr(0, 19)) || t.back() != 'Z') return false;
  const int year = 100 * two(0) + two(2), month = two(5), day = two(8);
  if (month < 1 || month > 12 || day < 1) return false;
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[static_cast<std::size_t>(month - 1)] + (leap ? 1 : 0) && two(11) < 24 && two(14) < 60 && two(17) < 60;
}

/// Reads one member's value.
struct Reading {
  JsonReader& in;
  EnvelopeView& out;

  bool text(std::string_view* into, bool filled) {
    std::string_view raw;
    bool plain = true;
    if (!in.text(raw, plain) || (into && !plain) || (filled && raw.empty())) return false;
    if (into) *into = raw;
    return true;
  }
  bool whole(std::int64_t* into) {
    std::int64_t n = 0;
    if (!in.whole(n)) return false;
    if (into) *into = n;
    return true;
  }
  bool instant() {
    std::string_view raw;
    bool plain = true;
    return in.text(raw, plain) && isInstant(raw);
  }
  bool words() {
    out.is_signed = in.kind() == JsonReader::Kind::array && std::string_view(in.position(), 2) != "[]";
    return out.is_signed && in.array([this] { return text(nullptr, false); });
  }
  bool given() { return in.kind() != JsonReader::Kind::null && in.skip(); }
  bool format() {
    std::int64_t n = 0;
    return in.whole(n) && n == kEnvelopeVersion;
  }
};

/// The members in the order encodeEnvelope() writes them, with what stands before their values, and which may be left out.
struct Member {
  std::string_view begins;
  bool always;
  bool (*read)(Reading&);
};
constexpr std::array kMembers = {
    Member{",\"id\":", true, [](Reading& r) { return r.text(&r.out.id, false); }},
    Member{",\"site\":", true, [](Reading& r) { return r.text(&r.out.site, false); }},
    Member{",\"position\":", true, [](Reading& r) { return r.whole(&r.out.position); }},
    Member{",\"stream\":", true, [](Reading& r) { return r.text(&r.out.stream, false); }},
    Member{",\"version\":", true, [](Reading& r) { return r.whole(&r.out.version); }},
    Member{",\"type\":", true, [](Reading& r) { return r.text(&r.out.type, false); }},
    Member{",\"schema\":", true, [](Reading& r) { return r.whole(nullptr); }},
    Member{",\"occurred_at\":", true, [](Reading& r) { return r.instant(); }},
    Member{",\"recorded_at\":", true, [](Reading& r) { return r.instant(); }},
    Member{",\"actor\":", true, [](Reading& r) { return r.text(nullptr, false); }},
    Member{",\"org\":", true, [](Reading& r) { return r.text(nullptr, false); }},
    Member{",\"device\":", true, [](Reading& r) { return r.text(nullptr, false); }},
    Member{",\"command_id\":", true, [](Reading& r) { return r.text(&r.out.command_id, false); }},
    Member{",\"cause\":", false, [](Reading& r) { return r.text(nullptr, true); }},
    Member{",\"reason\":", false, [](Reading& r) { return r.text(nullptr, true); }},
    Member{",\"signatures\":", false, [](Reading& r) { return r.words(); }},
    Member{",\"entered\":", false, [](Reading& r) { return r.given(); }},
    Member{",\"movement\":", false, [](Reading& r) { return r.given(); }},
    Member{",\"payload\":", true, [](Reading& r) { return r.in.skip(); }},
    Member{",\"prev\":", true, [](Reading& r) { return r.text(&r.out.prev, false); }},
};

/// One after another, known when this is compiled: no key is looked for or kept.
template <std::size_t... kAt>
bool readMembers(Reading& r, std::index_sequence<kAt...>) {
  return ((r.in.word(kMembers[kAt].begins) ? kMembers[kAt].read(r) : !kMembers[kAt].always) && ...);
}

}  // namespace

std::optional<EnvelopeView> viewEnvelope(std::string_view bytes) {
  EnvelopeView out;
  JsonReader in(bytes);
  Reading reading{in, out};
  const bool read = in.open("{\"v\":") && reading.format() && readMembers(reading, std::make_index_sequence<kMembers.size()>());
  if (!read || !in.close() || !in.atEnd()) return std::nullopt;
  return out;
}

}  // namespace isotrail
