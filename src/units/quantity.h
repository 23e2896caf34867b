#pragma once
// Quantities with their dimension in the type. Inside: Bq, L, Sv/h, Bq/cm2, Bq/g, kg, A ...; at the door any listed unit
// (units/unit.h).
#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "units/unit.h"

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
using Length = Quantity<struct LengthDimension>;                      // m
using DoseRate = Quantity<struct DoseRateDimension>;                  // Sv/h
using Dose = Quantity<struct DoseDimension>;                          // Sv
using SurfaceActivity = Quantity<struct SurfaceActivityDimension>;    // Bq/cm2
using SpecificActivity = Quantity<struct SpecificActivityDimension>;  // Bq/g
using Concentration = Quantity<struct ConcentrationDimension>;        // Bq/L
using Energy = Quantity<struct EnergyDimension>;                      // keV
using Flux = Quantity<struct FluxDimension>;                          // /cm2/s
using CrossSection = Quantity<struct CrossSectionDimension>;          // b
using SaturationYield = Quantity<struct SaturationYieldDimension>;    // Bq/A
using RateConstant = Quantity<struct RateConstantDimension>;          // Sv m2/(Bq h)
using DoseCoefficient = Quantity<struct DoseCoefficientDimension>;    // Sv/Bq
using Attenuation = Quantity<struct AttenuationDimension>;            // /cm
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

/// The kind of a quantity type, for its units.
template <class Q>
inline constexpr UnitKind kind_of = UnitKind::number;
template <>
inline constexpr UnitKind kind_of<Seconds> = UnitKind::time;
template <>
inline constexpr UnitKind kind_of<Activity> = UnitKind::activity;
template <>
inline constexpr UnitKind kind_of<Volume> = UnitKind::volume;
template <>
inline constexpr UnitKind kind_of<Mass> = UnitKind::mass;
template <>
inline constexpr UnitKind kind_of<Length> = UnitKind::length;
template <>
inline constexpr UnitKind kind_of<DoseRate> = UnitKind::dose_rate;
template <>
inline constexpr UnitKind kind_of<Dose> = UnitKind::dose;
template <>
inline constexpr UnitKind kind_of<SurfaceActivity> = UnitKind::surface_activity;
template <>
inline constexpr UnitKind kind_of<SpecificActivity> = UnitKind::specific_activity;
template <>
inline constexpr UnitKind kind_of<Concentration> = UnitKind::concentration;
template <>
inline constexpr UnitKind kind_of<Current> = UnitKind::current;
template <>
inline constexpr UnitKind kind_of<Energy> = UnitKind::energy;
template <>
inline constexpr UnitKind kind_of<Flux> = UnitKind::flux;
template <>
inline constexpr UnitKind kind_of<CrossSection> = UnitKind::cross_section;
template <>
inline constexpr UnitKind kind_of<SaturationYield> = UnitKind::saturation_yield;
template <>
inline constexpr UnitKind kind_of<RateConstant> = UnitKind::rate_constant;
template <>
inline constexpr UnitKind kind_of<DoseCoefficient> = UnitKind::dose_coefficient;
template <>
inline constexpr UnitKind kind_of<Attenuation> = UnitKind::attenuation;
template <>
inline constexpr UnitKind kind_of<Fraction> = UnitKind::share;

/// parseIn() (units/unit.h) as the type: "252 MBq" read as an Activity. BAD_VALUE, BAD_UNIT.
template <class Q>
Result<Q> parseQuantity(std::string_view field, std::string_view text) {
  auto value = parseIn(kind_of<Q>, field, text);
  if (!value) return value.refusal();
  return Q(*value);
}
inline Result<Seconds> parseDuration(std::string_view field, std::string_view text) { return parseQuantity<Seconds>(field, text); }

/// "4.40 GBq": three significant digits, prefix so that 1 <= value < 1000. Half-even; for display only.
std::string showActivity(Activity a);

}  // namespace isotrail
