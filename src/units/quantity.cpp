#include "units/quantity.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace isotrail {
namespace {

/// A unit is `factor` times ten to the `power` of the inside unit. Powers of ten go into the number's own exponent before
/// it is read, so that "98.4 %" is exactly the number 0.984 and a reading at a limit compares equal to the limit.
struct Unit {
  const char* spelling;
  int power;
  double factor = 1.0;
};
struct Kind {
  const Unit* units;
  std::size_t count;
  const char* accepted;
};

// Both code points of micro are met: U+00B5 MICRO SIGN and U+03BC GREEK SMALL LETTER MU.
constexpr Unit kActivity[] = {{"Bq", 0},     {"kBq", 3},     {"MBq", 6},     {"GBq", 9},          {"TBq", 12},
                              {"Ci", 9, 37}, {"mCi", 6, 37}, {"uCi", 3, 37}, {"\u00b5Ci", 3, 37}, {"\u03bcCi", 3, 37}};
constexpr Unit kVolume[] = {{"L", 0}, {"mL", -3}, {"uL", -6}, {"\u00b5L", -6}, {"\u03bcL", -6}};
constexpr Unit kMass[] = {{"kg", 0}, {"g", -3}, {"mg", -6}, {"ug", -9}, {"\u00b5g", -9}, {"\u03bcg", -9}};
constexpr Unit kDoseRate[] = {{"Sv/h", 0}, {"mSv/h", -3}, {"uSv/h", -6}, {"\u00b5Sv/h", -6}, {"\u03bcSv/h", -6}};
constexpr Unit kSurface[] = {{"Bq/cm2", 0}, {"Bq/cm\u00b2", 0}, {"kBq/m2", -1}, {"kBq/m\u00b2", -1}};
constexpr Unit kSpecific[] = {{"Bq/g", 0}, {"kBq/g", 3}, {"Bq/kg", -3}, {"kBq/kg", 0}};
constexpr Unit kCurrent[] = {{"A", 0}, {"mA", -3}, {"uA", -6}, {"\u00b5A", -6}, {"\u03bcA", -6}};
constexpr Unit kFraction[] = {{"%", -2}};
constexpr Unit kDuration[] = {{"s", 0}, {"min", 0, 60}, {"h", 0, 3600}, {"d", 0, 86400}, {"y", 0, 31556926}};  // tropical year

template <std::size_t N>
constexpr Kind kindOf(const Unit (&units)[N], const char* accepted) {
  return {units, N, accepted};
}
template <class Q>
Kind kind();
template <>
Kind kind<Activity>() {
  return kindOf(kActivity, "Bq, kBq, MBq, GBq, TBq, Ci, mCi, uCi");
}
template <>
Kind kind<Volume>() {
  return kindOf(kVolume, "L, mL, uL");
}
template <>
Kind kind<Mass>() {
  return kindOf(kMass, "kg, g, mg, ug");
}
template <>
Kind kind<DoseRate>() {
  return kindOf(kDoseRate, "Sv/h, mSv/h, uSv/h");
}
template <>
Kind kind<SurfaceActivity>() {
  return kindOf(kSurface, "Bq/cm2, kBq/m2");
}
template <>
Kind kind<SpecificActivity>() {
  return kindOf(kSpecific, "Bq/g, kBq/g, Bq/kg, kBq/kg");
}
template <>
Kind kind<Current>() {
  return kindOf(kCurrent, "A, mA, uA");
}
template <>
Kind kind<Fraction>() {
  return kindOf(kFraction, "%");
}

Refusal refuse(std::string_view field, const char* code, std::string_view text, std::string accepted) {
  return Refusal::field({std::string(field), code, std::string(text), std::move(accepted), 0, 0});
}

constexpr const char* kNumber = "a number that is 0 or more, then its unit";

/// "1,25" and "1.25" are the same; "1,234" could be a thousand and is refused with both readings.
Result<std::string> withPoint(std::string_view field, std::string_view whole, std::string number) {
  const auto comma = number.find(',');
  if (comma == std::string::npos) return number;
  std::string point = number;
  point[comma] = '.';
  const bool single = number.find_first_of(".,", comma + 1) == std::string::npos && number.find('.') == std::string::npos;
  const auto after = number.find_first_not_of("0123456789", comma + 1);
  if (single && (after == std::string::npos ? number.size() : after) - comma == 4) {
    std::string thousands = number;
    thousands.erase(comma, 1);
    return refuse(field, "BAD_VALUE", whole, point + " or " + thousands);
  }
  return point;  // a second mark makes it no number at all
}

/// The number times ten to the `power`, rounded once.
Result<double> readNumber(std::string_view field, std::string_view whole, std::string_view number, const Unit& unit) {
  auto text = withPoint(field, whole, std::string(number));
  if (!text) return text.refusal();
  const auto bad = [&] { return refuse(field, "BAD_VALUE", whole, kNumber); };
  int exponent = 0;
  if (const auto e = text->find_first_of("eE"); e != std::string::npos) {
    const char* from = text->data() + e + 1;
    const char* const end = text->data() + text->size();
    if (from != end && *from == '+') ++from;
    const auto [stop, error] = std::from_chars(from, end, exponent);
    if (error != std::errc() || stop != end || exponent < -400 || exponent > 400) return bad();
    text->erase(e);
  }
  *text += "e" + std::to_string(exponent + unit.power);
  double value = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  value *= unit.factor;
  if (error != std::errc() || stop != end || !std::isfinite(value) || std::signbit(value)) return bad();
  return value;
}

/// `text` without blanks at its ends; the no-break space that word processors put before a unit counts as a blank.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kNoBreak = "\u00a0";
  for (bool again = true; again;) {
    again = false;
    if (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1), again = true;
    if (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1), again = true;
    if (text.starts_with(kNoBreak)) text.remove_prefix(kNoBreak.size()), again = true;
    if (text.ends_with(kNoBreak)) text.remove_suffix(kNoBreak.size()), again = true;
  }
  return text;
}

Result<double> parse(std::string_view field, std::string_view whole, const Kind& kind) {
  const std::string_view text = trimmed(whole);
  // No accepted unit begins with a character of numbers, so the first other one ends the number.
  const auto unit_at = std::min(text.find_first_not_of("+-0123456789.,eE"), text.size());
  const std::string_view unit = trimmed(text.substr(unit_at));
  for (std::size_t i = 0; i < kind.count; ++i)
    if (unit == kind.units[i].spelling) return readNumber(field, whole, text.substr(0, unit_at), kind.units[i]);
  return refuse(field, "BAD_UNIT", whole, std::string("a number with one of: ") + kind.accepted);
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

#define ISOTRAIL_QUANTITY(Q)                                               \
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
  if (a.value == 0) return "0 Bq";
  // "%.2e" rounds the exact value half-even to three digits and says which prefix holds after rounding: 999.6 MBq is 1.00 GBq.
  char text[40];
  std::snprintf(text, sizeof text, "%.2e", a.value);
  const std::string_view digits(text);
  const auto e = digits.find('e');
  if (e == std::string_view::npos) return "0 Bq";  // not a number; never stored
  const int exponent = std::atoi(text + e + 1);
  constexpr const char* kPrefixes[] = {"Bq", "kBq", "MBq", "GBq", "TBq"};
  const int step = std::clamp(static_cast<int>(std::floor(exponent / 3.0)), 0, 4);
  const int decimals = std::max(0, 2 - (exponent - 3 * step));
  const double mantissa = std::atof(text) / std::pow(10.0, 3 * step);
  std::snprintf(text, sizeof text, "%.*f %s", std::min(decimals, 9), mantissa, kPrefixes[step]);
  return text;
}

}  // namespace isotrail
