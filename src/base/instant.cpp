#include "base/instant.h"

#include <chrono>
#include <cmath>

namespace isotrail {

Instant operator+(Instant t, Seconds s) { return Instant::fromMicros(t.micros() + std::llround(s.value * 1e6)); }

namespace {

void writeDigits(std::string& out, unsigned value, int width) {
  const auto from = out.size();
  out.resize(from + static_cast<std::size_t>(width));
  for (auto at = out.size(); at > from; value /= 10) out[--at] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string Instant::iso() const {
  using std::chrono::floor, std::chrono::hh_mm_ss, std::chrono::microseconds, std::chrono::sys_time, std::chrono::year_month_day;
  const sys_time<microseconds> when{microseconds{us_}};
  const auto day = floor<std::chrono::days>(when);
  const year_month_day date{day};
  const hh_mm_ss time{when - day};
  std::string out;
  out.reserve(32);
  const int year = static_cast<int>(date.year());
  if (year >= 0 && year <= 9999)
    writeDigits(out, static_cast<unsigned>(year), 4);
  else
    out += std::to_string(year);
  const auto part = [&](char before, auto value, int width) {
    out += before;
    writeDigits(out, static_cast<unsigned>(value), width);
  };
  part('-', static_cast<unsigned>(date.month()), 2);
  part('-', static_cast<unsigned>(date.day()), 2);
  part('T', time.hours().count(), 2);
  part(':', time.minutes().count(), 2);
  part(':', time.seconds().count(), 2);
  if (time.subseconds().count() != 0) part('.', time.subseconds().count(), 6);
  return out += 'Z';
}

}  // namespace isotrail
