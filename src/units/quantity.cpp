#include "units/quantity.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace isotrail {
namespace {

struct Unit {
  const char* spelling;
  double factor;  // to the inside unit
};
struct Kind {
  const Unit* units;
  std::size_t count;
  const char* accepted;
};

constexpr double kCurie = 3.7e10;  // Bq, exact
constexpr Unit kActivity[] = {{"Bq", 1}, {"kBq", 1e3}, {"MBq", 1e6}, {"GBq", 1e9}, {"TBq", 1e12}, {"Ci", kCurie}, {"mCi", kCurie * 1e-3}, {"uCi", kCurie * 1e-6}, {"µCi", kCurie * 1e-6}};
constexpr Unit kVolume[] = {{"L", 1}, {"mL", 1e-3}, {"uL", 1e-6}, {"µL", 1e-6}};
constexpr Unit kMass[] = {{"kg", 1}, {"g", 1e-3}, {"mg", 1e-6}, {"ug", 1e-9}, {"µg", 1e-9}};
constexpr Unit kDoseRate[] = {{"Sv/h", 1}, {"mSv/h", 1e-3}, {"uSv/h", 1e-6}, {"µSv/h", 1e-6}};
constexpr Unit kSurface[] = {{"Bq/cm2", 1}, {"Bq/cm²", 1}, {"kBq/m2", 0.1}};
constexpr Unit kSpecific[] = {{"Bq/g", 1}, {"kBq/g", 1e3}, {"Bq/kg", 1e-3}, {"kBq/kg", 1}};
constexpr Unit kCurrent[] = {{"A", 1}, {"mA", 1e-3}, {"uA", 1e-6}, {"µA", 1e-6}};
constexpr Unit kFraction[] = {{"%", 0.01}};
constexpr Unit kDuration[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}, {"y", 31556926}};

template <std::size_t N>
constexpr Kind kindOf(const Unit (&units)[N], const char* accepted) {
  return {units, N, accepted};
}
template <class Q>
Kind kind();
template <>
Kind kind<Activity>() { return kindOf(kActivity, "Bq, kBq, MBq, GBq, TBq, Ci, mCi, uCi"); }
template <>
Kind kind<Volume>() { return kindOf(kVolume, "L, mL, uL"); }
template <>
Kind kind<Mass>() { return kindOf(kMass, "kg, g, mg, ug"); }
template <>
Kind kind<DoseRate>() { return kindOf(kDoseRate, "Sv/h, mSv/h, uSv/h"); }
template <>
Kind kind<SurfaceActivity>() { return kindOf(kSurface, "Bq/cm2, kBq/m2"); }
template <>
Kind kind<SpecificActivity>() { return kindOf(kSpecific, "Bq/g, kBq/g, Bq/kg"); }
template <>
Kind kind<Current>() { return kindOf(kCurrent, "A, mA, uA"); }
template <>
Kind kind<Fraction>() { return kindOf(kFraction, "%"); }

Refusal refuse(std::string_view field, const char* code, std::string_view text, std::string accepted) {
  return Refusal::field({std::string(field), code, std::string(text), std::move(accepted), 0, 0});
}

/// "1,25" and "1.25" are the same; "1,234" could be a thousand and is refused with both readings.
Result<double> readNumber(std::string_view field, std::string_view whole, std::string number) {
  const auto comma = number.find(',');
  if (comma != std::string::npos) {
    if (number.size() - comma == 4 && number.find('.') == std::string::npos && number.find(',', comma + 1) == std::string::npos) {
      std::string point = number, thousands = number;
      point[comma] = '.';
      thousands.erase(comma, 1);
      return refuse(field, "BAD_VALUE", whole, point + " or " + thousands);
    }
    number[comma] = '.';
  }
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(value) || value < 0)
    return refuse(field, "BAD_VALUE", whole, "a number that is 0 or more, then its unit");
  return value;
}

Result<double> parse(std::string_view field, std::string_view text, const Kind& kind) {
  const auto digits = text.find_first_not_of("+-0123456789.,eE");
  const auto unit_at = text.find_first_not_of(' ', digits == std::string_view::npos ? text.size() : digits);
  std::string_view number = text.substr(0, digits);
  // "3 E..." never happens; an exponent's letter followed by no digit belongs to the unit.
  const std::string_view unit = unit_at == std::string_view::npos ? std::string_view() : text.substr(unit_at);
  for (std::size_t i = 0; i < kind.count; ++i) {
    if (unit != kind.units[i].spelling) continue;
    auto value = readNumber(field, text, std::string(number));
    if (!value) return value.refusal();
    return *value * kind.units[i].factor;
  }
  return refuse(field, "BAD_UNIT", text, std::string("a number with one of: ") + kind.accepted);
}

}  // namespace

template <class Q>
Result<Q> parseQuantity(std::string_view field, std::string_view text) {
  auto value = parse(field, text, kind<Q>());
  if (!value) return value.refusal();
  return Q(*value);
}
template <class Q>
std::string_view acceptedUnits() {
  return kind<Q>().accepted;
}

#define ISOTRAIL_QUANTITY(Q)                                                 \
  template Result<Q> parseQuantity<Q>(std::string_view, std::string_view); \
  template std::string_view acceptedUnits<Q>();
ISOTRAIL_QUANTITY(Activity)
ISOTRAIL_QUANTITY(Volume)
ISOTRAIL_QUANTITY(Mass)
ISOTRAIL_QUANTITY(DoseRate)
ISOTRAIL_QUANTITY(SurfaceActivity)
ISOTRAIL_QUANTITY(SpecificActivity)
ISOTRAIL_QUANTITY(Current)
ISOTRAIL_QUANTITY(Fraction)
#undef ISOTRAIL_QUANTITY

Result<Seconds> parseDuration(std::string_view field, std::string_view text) {
  auto value = parse(field, text, kindOf(kDuration, "s, min, h, d, y"));
  if (!value) return value.refusal();
  return Seconds(*value);
}

std::string showActivity(Activity a) {
  constexpr Unit kShown[] = {{"TBq", 1e12}, {"GBq", 1e9}, {"MBq", 1e6}, {"kBq", 1e3}, {"Bq", 1}};
  for (const auto& u : kShown) {
    const double v = a.value / u.factor;
    // 999.95 and above would round up to four digits: the next prefix takes it.
    if (v < 0.9995 && u.factor > 1) continue;
    char text[40];
    const int decimals = v >= 99.95 ? 0 : v >= 9.995 ? 1 : 2;
    std::snprintf(text, sizeof text, "%.*f %s", decimals, v, u.spelling);
    return text;
  }
  return "0 Bq";
}

}  // namespace isotrail
