#include "base/instant.h"

#include <array>
#include <chrono>
#include <cmath>

namespace isotrail {

Instant operator+(Instant t, Seconds s) { return Instant::fromMicros(t.micros() + std::llround(s.value * 1e6)); }

namespace {

/// Where the digits end.
char* writeDigits(char* out, unsigned value, int width) {
  for (char* at = out + width; at != out; value /= 10) *--at = static_cast<char>('0' + value % 10);
  return out + width;
}

}  // namespace

std::string Instant::iso() const {
  using std::chrono::floor, std::chrono::hh_mm_ss, std::chrono::microseconds, std::chrono::sys_time, std::chrono::year_month_day;
  const sys_time<microseconds> when{microseconds{us_}};
  const auto day = floor<std::chrono::days>(when);
  const year_month_day date{day};
  const hh_mm_ss time{when - day};
  const int year = static_cast<int>(date.year());
  const bool four_digits = year >= 0 && year <= 9999;
  std::array<char, 32> text;
  char* at = text.data();
  if (four_digits) at = writeDigits(at, static_cast<unsigned>(year), 4);
  const auto part = [&](char before, auto value, int width) {
    *at++ = before;
    at = writeDigits(at, static_cast<unsigned>(value), width);
  };
  part('-', static_cast<unsigned>(date.month()), 2);
  part('-', static_cast<unsigned>(date.day()), 2);
  part('T', time.hours().count(), 2);
  part(':', time.minutes().count(), 2);
  part(':', time.seconds().count(), 2);
  if (time.subseconds().count() != 0) part('.', time.subseconds().count(), 6);
  *at++ = 'Z';
  std::string out(text.data(), at);
  return four_digits ? out : std::to_string(year) + out;
}

}  // namespace isotrail
