#include "units/unit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace isotrail {
namespace {

/// A unit is `factor` times ten to the `power` of the inside unit. Powers of ten go into the number's own exponent before
/// it is read, so that "98.4 %" is exactly the number 0.984 and a reading at a limit compares equal to the limit.
struct Unit {
  const char* spelling;
  int power;
  double factor = 1.0;
  bool readable = false;  // showIn() may choose it
  bool offered = true;    // listed; other spellings of the same unit are only understood
};
struct Table {
  const char* name;
  const Unit* units = nullptr;
  std::size_t count = 0;
};

constexpr bool kReadable = true;
constexpr Unit also(const char* spelling, int power, double factor = 1.0) { return {spelling, power, factor, false, false}; }

// Both code points of micro are met: U+00B5 MICRO SIGN and U+03BC GREEK SMALL LETTER MU.
constexpr Unit kActivity[] = {
    {"Bq", 0, 1, kReadable}, {"kBq", 3, 1, kReadable}, {"MBq", 6, 1, kReadable}, {"GBq", 9, 1, kReadable}, {"TBq", 12, 1, kReadable}, {"Ci", 9, 37},
    {"mCi", 6, 37},          {"uCi", 3, 37},           {"nCi", 0, 37},           also("\u00b5Ci", 3, 37),  also("\u03bcCi", 3, 37)};
constexpr Unit kTime[] = {{"s", 0, 1, kReadable},    {"ms", -3, 1, kReadable},   {"us", -6, 1, kReadable},      {"min", 0, 60, kReadable},
                          {"h", 0, 3600, kReadable}, {"d", 0, 86400, kReadable}, {"y", 0, 31556926, kReadable},  // tropical year
                          also("\u00b5s", -6),       also("\u03bcs", -6)};
constexpr Unit kVolume[] = {{"L", 0, 1, kReadable}, {"mL", -3, 1, kReadable}, {"uL", -6, 1, kReadable}, also("\u00b5L", -6), also("\u03bcL", -6)};
constexpr Unit kMass[] = {{"kg", 0, 1, kReadable},   {"g", -3, 1, kReadable}, {"mg", -6, 1, kReadable}, {"ug", -9, 1, kReadable},
                          {"ng", -12, 1, kReadable}, also("\u00b5g", -9),     also("\u03bcg", -9)};
constexpr Unit kLength[] = {{"m", 0, 1, kReadable}, {"cm", -2, 1, kReadable}, {"mm", -3, 1, kReadable}, {"in", -4, 254}};
constexpr Unit kDoseRate[] = {
    {"Sv/h", 0, 1, kReadable}, {"mSv/h", -3, 1, kReadable}, {"uSv/h", -6, 1, kReadable}, {"nSv/h", -9, 1, kReadable}, {"rem/h", -2}, {"mrem/h", -5},
    also("\u00b5Sv/h", -6),    also("\u03bcSv/h", -6)};
constexpr Unit kDose[] = {
    {"Sv", 0, 1, kReadable}, {"mSv", -3, 1, kReadable}, {"uSv", -6, 1, kReadable}, {"nSv", -9, 1, kReadable}, {"rem", -2}, {"mrem", -5},
    also("\u00b5Sv", -6),    also("\u03bcSv", -6)};
constexpr Unit kSurface[] = {{"Bq/cm2", 0, 1, kReadable}, {"kBq/m2", -1}, also("Bq/cm\u00b2", 0), also("kBq/m\u00b2", -1)};
constexpr Unit kSpecific[] = {{"Bq/g", 0, 1, kReadable},
                              {"kBq/g", 3, 1, kReadable},
                              {"MBq/g", 6, 1, kReadable},
                              {"GBq/mg", 12, 1, kReadable},
                              {"TBq/mg", 15, 1, kReadable},
                              {"Bq/kg", -3, 1, kReadable},
                              {"kBq/kg", 0},
                              {"MBq/kg", 3}};
constexpr Unit kConcentration[] = {{"Bq/L", 0, 1, kReadable},   {"kBq/L", 3, 1, kReadable},   {"Bq/mL", 3}, {"kBq/mL", 6, 1, kReadable},
                                   {"MBq/mL", 9, 1, kReadable}, {"GBq/mL", 12, 1, kReadable}, {"MBq/L", 6}, {"mCi/mL", 9, 37}};
constexpr Unit kCurrent[] = {{"A", 0, 1, kReadable},   {"mA", -3, 1, kReadable}, {"uA", -6, 1, kReadable},
                             {"nA", -9, 1, kReadable}, also("\u00b5A", -6),      also("\u03bcA", -6)};
constexpr Unit kEnergy[] = {{"keV", 0, 1, kReadable}, {"MeV", 3, 1, kReadable}, {"eV", -3, 1, kReadable}};
constexpr Unit kFlux[] = {{"/cm2/s", 0, 1, kReadable}, also("cm-2s-1", 0), also("cm-2 s-1", 0)};
constexpr Unit kCrossSection[] = {{"b", 0, 1, kReadable}, {"mb", -3, 1, kReadable}};
constexpr Unit kYield[] = {{"GBq/uA", 15, 1, kReadable}, {"MBq/uA", 12, 1, kReadable}, {"Bq/A", 0},
                           {"mCi/uA", 12, 37},           also("GBq/\u00b5A", 15),      also("GBq/\u03bcA", 15)};
constexpr Unit kRateConstant[] = {
    {"uSv m2/MBq/h", -12, 1, kReadable}, {"mSv m2/GBq/h", -12}, {"Sv m2/Bq/h", 0}, also("\u00b5Sv m2/MBq/h", -12), also("\u03bcSv m2/MBq/h", -12)};
constexpr Unit kCoefficient[] = {{"mSv/MBq", -9, 1, kReadable}, {"uSv/MBq", -12, 1, kReadable}, {"Sv/Bq", 0}};
constexpr Unit kAttenuation[] = {{"/cm", 0, 1, kReadable}, {"/mm", 1}};
constexpr Unit kShare[] = {{"%", -2, 1, kReadable}};

template <std::size_t N>
constexpr Table tableOf(const char* name, const Unit (&units)[N]) {
  return {name, units, N};
}
/// In the order of UnitKind.
constexpr std::array<Table, 23> kTables = {tableOf("activity", kActivity),
                                           Table{"atoms"},
                                           tableOf("time", kTime),
                                           tableOf("volume", kVolume),
                                           tableOf("mass", kMass),
                                           tableOf("length", kLength),
                                           tableOf("dose_rate", kDoseRate),
                                           tableOf("dose", kDose),
                                           tableOf("surface_activity", kSurface),
                                           tableOf("specific_activity", kSpecific),
                                           tableOf("concentration", kConcentration),
                                           tableOf("current", kCurrent),
                                           tableOf("energy", kEnergy),
                                           tableOf("flux", kFlux),
                                           tableOf("cross_section", kCrossSection),
                                           tableOf("saturation_yield", kYield),
                                           tableOf("rate_constant", kRateConstant),
                                           tableOf("dose_coefficient", kCoefficient),
                                           tableOf("attenuation", kAttenuation),
                                           Table{"number"},
                                           tableOf("share", kShare),
                                           Table{"text"},
                                           Table{"instant"}};
static_assert(static_cast<std::size_t>(UnitKind::instant) + 1 == kTables.size());

const Table& tableOf(UnitKind kind) { return kTables[static_cast<std::size_t>(kind)]; }

const Unit* unitOf(const Table& table, std::string_view spelling) {
  const Unit* const end = table.units + table.count;
  const Unit* found = std::find_if(table.units, end, [&](const Unit& u) { return spelling == u.spelling; });
  return found == end ? nullptr : found;
}

Refusal refuse(std::string_view field, const char* code, std::string_view text, std::string accepted, std::string near = {}) {
  return Refusal::field({std::string(field), code, std::string(text), std::move(accepted), 0, 0, std::move(near)});
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
  const int later = unit.factor != 1.0 && unit.power < 0 ? -unit.power : 0;  // an inch is 254 of 1e-4 m: exactly 0.0254
  *text += "e" + std::to_string(exponent + unit.power + later);
  double value = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  value *= unit.factor;
  if (later > 0) value /= std::pow(10.0, later);
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

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Whether `typed` (lower case) looks like a slip of the unit `spelled` (lower case) of the table.
bool looksLike(const Table& table, std::string_view typed, std::string_view spelled) {
  if (typed == spelled) return true;
  if (table.name != std::string_view("time")) return false;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kWords = {
      {{"sec", "s"}, {"m", "min"}, {"minute", "min"}, {"mins", "min"}, {"hr", "h"}, {"hour", "h"}, {"day", "d"}, {"year", "y"}, {"yr", "y"}}};
  return std::any_of(kWords.begin(), kWords.end(), [&](const auto& word) {
    return word.second == spelled && (typed == word.first || (word.first.size() > 1 && typed.starts_with(word.first)));
  });
}

/// Units of the kind that `unit` could be a slip of: "mbq" is offered MBq, "ml" mL, "minutes" min. A unit of another kind is
/// no slip, and nothing is ever taken for what it looks like.
std::string nearMatches(const Table& table, std::string_view unit) {
  std::string out;
  const std::string typed = lower(unit);
  for (std::size_t i = 0; i < table.count; ++i)
    if (table.units[i].offered && looksLike(table, typed, lower(table.units[i].spelling)))
      out += (out.empty() ? "" : ", ") + std::string(table.units[i].spelling);
  return out;
}

const Unit* readable(const Table& table, double inside) {
  const Unit* best = nullptr;
  double best_number = 0;
  for (std::size_t i = 0; i < table.count; ++i) {
    const Unit& u = table.units[i];
    if (!u.readable) continue;
    const double number = std::abs(inside) / (u.factor * std::pow(10.0, u.power));
    // The largest unit that leaves a number of 1 or more; below all of them, the smallest unit there is.
    const bool better = !best || (number >= 1 ? best_number < 1 || number < best_number : best_number < 1 && number > best_number);
    if (better) best = &u, best_number = number;
  }
  return inside == 0 && table.count > 0 ? &table.units[0] : best;
}

}  // namespace

const char* kindName(UnitKind kind) { return tableOf(kind).name; }
std::string_view insideUnit(UnitKind kind) {
  const Table& table = tableOf(kind);
  for (std::size_t i = 0; i < table.count; ++i)
    if (table.units[i].power == 0 && table.units[i].factor == 1.0) return table.units[i].spelling;
  return {};
}
std::vector<std::string> unitsOf(UnitKind kind) {
  const Table& table = tableOf(kind);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < table.count; ++i)
    if (table.units[i].offered) out.emplace_back(table.units[i].spelling);
  return out;
}
std::string acceptedUnits(UnitKind kind) {
  std::string out;
  for (const auto& unit : unitsOf(kind)) out += (out.empty() ? "" : ", ") + unit;
  return out;
}

Result<double> parseIn(UnitKind kind, std::string_view field, std::string_view whole) {
  const Table& table = tableOf(kind);
  const std::string_view text = trimmed(whole);
  const auto unit_at = std::min(text.find_first_not_of("+-0123456789.,eE"), text.size());
  const std::string_view unit = trimmed(text.substr(unit_at));
  if (const Unit* found = unitOf(table, unit)) return readNumber(field, whole, text.substr(0, unit_at), *found);
  // eV begins with a character of numbers.
  if (const auto at = text.find("eV"); at != std::string_view::npos && at + 1 == unit_at)
    if (const Unit* found = unitOf(table, text.substr(at))) return readNumber(field, whole, trimmed(text.substr(0, at)), *found);
  return refuse(field, "BAD_UNIT", whole, "a number with one of: " + acceptedUnits(kind), nearMatches(table, unit));
}

std::optional<double> inUnit(UnitKind kind, double inside, std::string_view unit) {
  const Unit* found = unitOf(tableOf(kind), unit);
  if (!found) return {};
  // Powers of ten to 22 are exact numbers, so each step rounds once.
  const double scaled = found->power >= 0 ? inside / std::pow(10.0, found->power) : inside * std::pow(10.0, -found->power);
  return found->factor == 1.0 ? scaled : scaled / found->factor;
}

std::string_view readableUnit(UnitKind kind, double inside) {
  const Unit* unit = readable(tableOf(kind), inside);
  return unit ? std::string_view(unit->spelling) : std::string_view();
}

std::string showIn(UnitKind kind, double inside, int digits) {
  const Table& table = tableOf(kind);
  std::string unit(readableUnit(kind, inside));
  double number = unit.empty() ? inside : *inUnit(kind, inside, unit);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*e", std::clamp(digits, 1, 17) - 1, number);
  // Rounding may carry into the next unit: 999.96 MBq with four digits is 1.000 GBq.
  if (const double rounded = std::strtod(text.data(), nullptr); unit.size() && std::abs(rounded) >= 1000 && table.count > 1) {
    const double again = rounded * (inside / number);
    unit = readableUnit(kind, again);
    number = *inUnit(kind, again, unit);
  }
  const double size = std::abs(number);
  if (size == 0) return unit.empty() ? "0" : "0 " + unit;
  if (size >= 1e-3 && size < 1e6) {
    const int exponent = static_cast<int>(std::floor(std::log10(size) + 1e-12));
    std::snprintf(text.data(), text.size(), "%.*f", std::clamp(digits - 1 - exponent, 0, 17), number);
  } else {
    std::snprintf(text.data(), text.size(), "%.*e", std::clamp(digits, 1, 17) - 1, number);
  }
  return unit.empty() ? text.data() : std::string(text.data()) + " " + unit;
}

}  // namespace isotrail
