#include "units/time.h"

#include <date/tz.h>

#include <cstdio>
#include <variant>

namespace isotrail {
namespace {

using std::chrono::microseconds;

constexpr const char* kAccepted = "2025-12-17T09:15:00+08:00, ...Z, or 2025-12-17T09:15[Asia/Macau]";

Refusal bad(std::string_view field, std::string_view text, const char* code = "BAD_INSTANT", std::string accepted = kAccepted) {
  return Refusal::field({std::string(field), code, std::string(text), std::move(accepted), 0, 0});
}

bool digits(std::string_view text, std::size_t at, std::size_t n, int& out) {
  if (at + n > text.size()) return false;
  out = 0;
  for (std::size_t i = at; i < at + n; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

struct Wall {
  date::local_time<microseconds> time;
  std::size_t length = 0;  // characters read
};

/// "2025-12-17T09:15[:30[.123456]]" at the start of `text`; nothing when it is not a real date and time.
std::optional<Wall> readWall(std::string_view t) {
  int y, mo, d, h, mi, s = 0;
  if (!digits(t, 0, 4, y) || !digits(t, 5, 2, mo) || !digits(t, 8, 2, d) || !digits(t, 11, 2, h) || !digits(t, 14, 2, mi)) return {};
  if (t[4] != '-' || t[7] != '-' || (t[10] != 'T' && t[10] != ' ') || t[13] != ':') return {};
  std::size_t at = 16;
  long micros = 0;
  if (at < t.size() && t[at] == ':') {
    if (!digits(t, 17, 2, s)) return {};
    at = 19;
    if (at < t.size() && t[at] == '.') {
      long scale = 100000;  // digits beyond the microsecond are read and dropped
      const std::size_t first = ++at;
      for (; at < t.size() && t[at] >= '0' && t[at] <= '9'; ++at, scale /= 10) micros += (t[at] - '0') * scale;
      if (at == first) return {};
    }
  }
  const date::year_month_day day{date::year{y}, date::month{static_cast<unsigned>(mo)}, date::day{static_cast<unsigned>(d)}};
  if (!day.ok() || h > 23 || mi > 59 || s > 59) return {};
  return Wall{date::local_days{day} + std::chrono::hours{h} + std::chrono::minutes{mi} + std::chrono::seconds{s} + microseconds{micros}, at};
}

Instant fromSys(date::sys_time<microseconds> t) { return Instant::fromMicros(t.time_since_epoch().count()); }
date::sys_time<microseconds> toSys(Instant t) { return date::sys_time<microseconds>{microseconds{t.micros()}}; }

const date::time_zone* zoneOf(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

/// Which of two readings of a wall clock is meant: not said, the first or the second, or the one with this offset.
using Reading = std::variant<std::monostate, Fold, std::chrono::seconds>;

Result<Instant> inZone(std::string_view field, std::string_view text, date::local_time<microseconds> wall, const std::string& zone_name,
                       const Reading& meant) {
  const auto* zone = zoneOf(zone_name);
  if (!zone) return bad(field, text, "BAD_INSTANT", "an IANA zone such as Asia/Macau");
  const auto info = zone->get_info(wall);
  const auto at = [&](std::chrono::seconds offset) { return fromSys(date::sys_time<microseconds>{wall.time_since_epoch() - offset}); };
  const auto reading = [&](std::chrono::seconds offset) { return isoWithOffset(at(offset), zone_name); };
  const bool twice = info.result == date::local_info::ambiguous;
  if (const auto* offset = std::get_if<std::chrono::seconds>(&meant); offset && info.result != date::local_info::nonexistent) {
    if (*offset == info.first.offset || (twice && *offset == info.second.offset)) return at(*offset);
    return bad(field, text, "BAD_INSTANT", reading(info.first.offset) + (twice ? " or " + reading(info.second.offset) : ""));
  }
  if (const auto* fold = std::get_if<Fold>(&meant); fold && twice) return at(*fold == Fold::first ? info.first.offset : info.second.offset);
  if (twice) return bad(field, text, "LOCAL_TIME_AMBIGUOUS", reading(info.first.offset) + " or " + reading(info.second.offset));
  if (info.result == date::local_info::nonexistent)
    return bad(field, text, "LOCAL_TIME_MISSING", reading(info.second.offset) + " or " + reading(info.first.offset));
  return at(info.first.offset);
}

/// "+08:00" or "Z" at the whole of `text`; at most 14 hours either way.
std::optional<std::chrono::seconds> offsetIn(std::string_view text) {
  if (text == "Z") return std::chrono::seconds{0};
  int h, m;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !digits(text, 1, 2, h) || !digits(text, 4, 2, m)) return {};
  if (m > 59 || h * 60 + m > 14 * 60) return {};
  return std::chrono::minutes{(h * 60 + m) * (text[0] == '-' ? -1 : 1)};
}

date::zoned_time<microseconds> local(Instant t, const std::string& zone) {
  const auto* z = zoneOf(zone);
  return {z ? z : date::locate_zone("UTC"), toSys(t)};
}

std::string offsetText(const date::zoned_time<microseconds>& t, bool iso) {
  const long total = std::chrono::duration_cast<std::chrono::minutes>(t.get_info().offset).count();
  const long h = std::abs(total) / 60, m = std::abs(total) % 60;
  char text[32];
  if (iso)
    std::snprintf(text, sizeof text, "%c%02ld:%02ld", total < 0 ? '-' : '+', h, m);
  else if (m != 0)
    std::snprintf(text, sizeof text, "UTC%c%ld:%02ld", total < 0 ? '-' : '+', h, m);
  else
    std::snprintf(text, sizeof text, "UTC%c%ld", total < 0 ? '-' : '+', h);
  return text;
}

}  // namespace

Result<Instant> parseInstant(std::string_view field, std::string_view text) {
  auto wall = readWall(text);
  if (!wall) {
    // "2025-12-17": many labels mean noon, some midnight. Which one is for the person to say.
    const std::string day(text.substr(0, 10));
    if (text.size() == 10 && readWall(day + "T12:00"))
      return bad(field, text, "INSTANT_WITHOUT_TIME", day + "T12:00+08:00, " + day + "T12:00[Asia/Macau]");
    return bad(field, text);
  }
  std::string_view rest = text.substr(wall->length);
  if (rest.empty()) return bad(field, text, "INSTANT_WITHOUT_ZONE", std::string(text) + "+08:00, " + std::string(text) + "[Asia/Macau]");
  const auto bracket = rest.find('[');
  const auto offset = offsetIn(rest.substr(0, bracket));
  if (bracket == std::string_view::npos)
    return offset ? Result<Instant>(fromSys(date::sys_time<microseconds>{wall->time.time_since_epoch() - *offset})) : bad(field, text);
  if (rest.size() < bracket + 3 || rest.back() != ']' || (bracket > 0 && !offset)) return bad(field, text);
  return inZone(field, text, wall->time, std::string(rest.substr(bracket + 1, rest.size() - bracket - 2)), offset ? Reading(*offset) : Reading());
}

Result<Instant> localInstant(std::string_view field, std::string_view text, const std::string& zone, std::optional<Fold> fold) {
  auto wall = readWall(text);
  if (!wall || wall->length != text.size()) return bad(field, text, "BAD_INSTANT", "2025-12-17T09:15:00");
  return inZone(field, text, wall->time, zone, fold ? Reading(*fold) : Reading());
}

std::string zoneSuffix(std::string_view text) {
  if (const auto bracket = text.find('['); bracket != std::string_view::npos && text.ends_with(']')) return std::string(text.substr(bracket));
  if (text.ends_with('Z')) return "Z";
  const auto sign = text.find_last_of("+-");
  return sign != std::string_view::npos && offsetIn(text.substr(sign)) ? std::string(text.substr(sign)) : "";
}
std::string showLike(Instant t, std::string_view suffix) {
  if (suffix.starts_with('[')) return isoWithOffset(t, std::string(suffix.substr(1, suffix.size() - 2)));
  const auto offset = offsetIn(suffix);
  if (!offset || suffix == "Z") return t.iso();
  std::string wall = (t + Seconds(static_cast<double>(offset->count()))).iso();
  wall.pop_back();  // the Z
  return wall + std::string(suffix);
}

Result<Instant> atTimeOfDay(std::string_view field, Instant day, std::string_view hhmm, const std::string& zone) {
  const std::string text = localDay(day, zone) + "T" + std::string(hhmm) + "[" + zone + "]";
  int h, m;
  if (hhmm.size() != 5 || hhmm[2] != ':' || !digits(hhmm, 0, 2, h) || !digits(hhmm, 3, 2, m))
    return bad(field, hhmm, "BAD_VALUE", "a time of day such as 07:30");
  return parseInstant(field, text);
}

bool isZone(const std::string& name) { return zoneOf(name) != nullptr; }

std::string localDay(Instant t, const std::string& zone) { return date::format("%Y-%m-%d", local(t, zone).get_local_time()); }
std::string showInstant(Instant t, const std::string& zone) {
  const auto when = local(t, zone);
  return date::format("%Y-%m-%d %H:%M", when.get_local_time()) + " " + offsetText(when, false);
}
std::string isoWithOffset(Instant t, const std::string& zone) {
  const auto when = local(t, zone);
  const auto wall = when.get_local_time();
  const auto whole = date::floor<std::chrono::seconds>(wall);
  char fraction[16] = "";
  if (wall != whole) std::snprintf(fraction, sizeof fraction, ".%06d", static_cast<int>((wall - whole).count()));
  return date::format("%Y-%m-%dT%H:%M:%S", whole) + fraction + offsetText(when, true);
}
Result<Instant> startOfDay(std::string_view field, std::string_view day, const std::string& zone) {
  if (day.size() != 10) return bad(field, day, "BAD_VALUE", "a day such as 2025-12-17");
  auto wall = readWall(std::string(day) + "T00:00");
  const auto* z = zoneOf(zone);
  if (!wall || !z) return bad(field, day, "BAD_VALUE", "a day such as 2025-12-17");
  return fromSys(z->to_sys(wall->time, date::choose::earliest));
}
Instant addLocalDays(Instant t, int n, const std::string& zone) {
  const auto when = local(t, zone);
  return fromSys(when.get_time_zone()->to_sys(when.get_local_time() + date::days{n}, date::choose::earliest));
}
int weekday(Instant t, const std::string& zone) {
  const auto day = date::floor<date::days>(local(t, zone).get_local_time());
  return static_cast<int>(date::weekday{day}.iso_encoding());
}

}  // namespace isotrail
