#pragma once
// Instants: microseconds since 1970-01-01T00:00:00Z (POSIX time). Differences are Seconds (physical time, double).
#include <compare>
#include <cstdint>
#include <string>

namespace isotrail {

/// Elapsed physical time in seconds, from 1e-7 to 1e18.
struct Seconds {
  double value = 0.0;
  constexpr Seconds() = default;
  constexpr explicit Seconds(double v) : value(v) {}
  auto operator<=>(const Seconds&) const = default;
  friend constexpr Seconds operator+(Seconds a, Seconds b) { return Seconds(a.value + b.value); }
  friend constexpr Seconds operator-(Seconds a, Seconds b) { return Seconds(a.value - b.value); }
  friend constexpr Seconds operator-(Seconds a) { return Seconds(-a.value); }
};
constexpr Seconds minutes(double m) { return Seconds(m * 60.0); }
constexpr Seconds hours(double h) { return Seconds(h * 3600.0); }
constexpr Seconds days(double d) { return Seconds(d * 86400.0); }

class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant fromMicros(std::int64_t us) {
    Instant t;
    t.us_ = us;
    return t;
  }
  constexpr std::int64_t micros() const { return us_; }
  auto operator<=>(const Instant&) const = default;
  friend constexpr Seconds operator-(Instant a, Instant b) { return Seconds(static_cast<double>(a.us_ - b.us_) * 1e-6); }
  friend Instant operator+(Instant t, Seconds s);
  friend Instant operator-(Instant t, Seconds s) { return t + -s; }
  /// "2025-12-17T01:15:00Z", with a fraction only when there is one.
  std::string iso() const;

 private:
  std::int64_t us_ = 0;
};

}  // namespace isotrail
