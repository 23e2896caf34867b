#include "base/instant.h"

#include <chrono>
#include <cmath>
#include <cstdio>

namespace isotrail {

Instant operator+(Instant t, Seconds s) { return Instant::fromMicros(t.micros() + std::llround(s.value * 1e6)); }

std::string Instant::iso() const {
  using std::chrono::floor, std::chrono::hh_mm_ss, std::chrono::microseconds, std::chrono::sys_time, std::chrono::year_month_day;
  const sys_time<microseconds> when{microseconds{us_}};
  const auto day = floor<std::chrono::days>(when);
  const year_month_day date{day};
  const hh_mm_ss time{when - day};
  char text[48];
  const auto fraction = time.subseconds().count();
  int n = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                        static_cast<int>(time.seconds().count()));
  std::string out(text, static_cast<std::size_t>(n));
  if (fraction != 0) {
    std::snprintf(text, sizeof text, ".%06d", static_cast<int>(fraction));
    out += text;
  }
  return out + "Z";
}

}  // namespace isotrail
