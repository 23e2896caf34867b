#pragma once
// Quantities with their dimension in the type. Inside: Bq, L, Sv/h, Bq/cm2, Bq/g, kg, A; at the door any listed unit.
#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace isotrail {

template <class Dimension>
struct Quantity {
  double value = 0.0;  // in the dimension's inside unit
  constexpr Quantity() = default;
  constexpr explicit Quantity(double v) : value(v) {}
  auto operator<=>(const Quantity&) const = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value + b.value); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value - b.value); }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity(a.value * k); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Activity = Quantity<struct ActivityDimension>;                  // Bq
using Volume = Quantity<struct VolumeDimension>;                      // L
using Mass = Quantity<struct MassDimension>;                          // kg
using DoseRate = Quantity<struct DoseRateDimension>;                  // Sv/h
using SurfaceActivity = Quantity<struct SurfaceActivityDimension>;    // Bq/cm2
using SpecificActivity = Quantity<struct SpecificActivityDimension>;  // Bq/g
using Current = Quantity<struct CurrentDimension>;                    // A
using Fraction = Quantity<struct FractionDimension>;                  // 1 (98.4 % is 0.984)

constexpr Activity operator""_Bq(long double v) { return Activity(static_cast<double>(v)); }
constexpr Activity operator""_MBq(long double v) { return Activity(static_cast<double>(v) * 1e6); }
constexpr Activity operator""_MBq(unsigned long long v) { return Activity(static_cast<double>(v) * 1e6); }
constexpr Activity operator""_GBq(long double v) { return Activity(static_cast<double>(v) * 1e9); }
constexpr Activity operator""_GBq(unsigned long long v) { return Activity(static_cast<double>(v) * 1e9); }
constexpr Volume operator""_mL(long double v) { return Volume(static_cast<double>(v) * 1e-3); }

/// An activity and the instant it is stated for travel together.
struct ReferencedActivity {
  Activity activity;
  Instant at;
};

/// Reads "252 MBq", "1.25 mL", "12 uSv/h", "35 min". The unit is required and spelled exactly; numbers take a point or
/// comma, no thousands mark ("1.234" and "1,234" with exactly three digits after a single separator are taken as they
/// stand only when the separator is a point). Refuses with BAD_VALUE or BAD_UNIT, naming `field`, the text and what is accepted.
/// Non-finite is refused; negative is refused for every kind. Micro is u or either code point of µ. Blanks around the
/// number and the unit do not matter. Powers of ten are exact: "98.4 %" is the number 0.984.
template <class Q>
Result<Q> parseQuantity(std::string_view field, std::string_view text);
extern template Result<Activity> parseQuantity<Activity>(std::string_view, std::string_view);
extern template Result<Volume> parseQuantity<Volume>(std::string_view, std::string_view);
extern template Result<Mass> parseQuantity<Mass>(std::string_view, std::string_view);
extern template Result<DoseRate> parseQuantity<DoseRate>(std::string_view, std::string_view);
extern template Result<SurfaceActivity> parseQuantity<SurfaceActivity>(std::string_view, std::string_view);
extern template Result<SpecificActivity> parseQuantity<SpecificActivity>(std::string_view, std::string_view);
extern template Result<Current> parseQuantity<Current>(std::string_view, std::string_view);
extern template Result<Fraction> parseQuantity<Fraction>(std::string_view, std::string_view);
Result<Seconds> parseDuration(std::string_view field, std::string_view text);  // s min h d y (31 556 926 s)

/// The units a kind accepts, for messages and the API description: "Bq, kBq, MBq, GBq, TBq, Ci, mCi, uCi".
template <class Q>
std::string_view acceptedUnits();
extern template std::string_view acceptedUnits<Activity>();
extern template std::string_view acceptedUnits<Volume>();
extern template std::string_view acceptedUnits<Mass>();
extern template std::string_view acceptedUnits<DoseRate>();
extern template std::string_view acceptedUnits<SurfaceActivity>();
extern template std::string_view acceptedUnits<SpecificActivity>();
extern template std::string_view acceptedUnits<Current>();
extern template std::string_view acceptedUnits<Fraction>();

/// "4.40 GBq": three significant digits, prefix so that 1 <= value < 1000. Half-even; for display only.
std::string showActivity(Activity a);

}  // namespace isotrail
