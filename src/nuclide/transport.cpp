#include "nuclide/transport.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>

#include "base/check.h"
#include "nuclide/radiation/table.h"

namespace isotrail {
namespace {

struct Limits {
  double a2_bq;
  double exempt_bq;
  bool listed;
};

// Limits are inclusive; a sum that differs from one only by the rounding of binary numbers is at the limit.
constexpr double kOne = 1.0 + 1e-12;
const Seconds kShortDaughter = days(10);  // longest half-life of progeny counted with the parent: 49 CFR 173.433

/// "Tl-208;Po-212" as a list.
std::vector<std::string> partsOf(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(';', from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

/// Alpha emitters, also through progeny short enough to come along.
bool emitsAlpha(const Nuclide& n) {
  if (n.alpha) return true;
  return std::any_of(n.branches.begin(), n.branches.end(), [](const Branch& b) {
    const Nuclide* d = Dataset::shipped().find(b.daughter);
    return d && !d->stable && d->half_life <= kShortDaughter && emitsAlpha(*d);
  });
}

Limits limitsOf(const std::string& nuclide) {
  static const auto all = [] {
    std::map<std::string, Limits> out;
    const DataTable table("data/transport_a1a2.csv");
    for (std::size_t i = 0; i < table.size(); ++i)
      out[table.text(i, "nuclide")] = {table.number(i, "a2_tbq") * 1e12, table.number(i, "exempt_bq"), table.text(i, "status") == "listed"};
    return out;
  }();
  if (const auto found = all.find(nuclide); found != all.end()) return found->second;
  // SSR-6 Table 3: beta and gamma emitters; alpha emitters, and everything we know nothing of, as the most restrictive.
  const Nuclide* n = Dataset::shipped().find(nuclide);
  return n && !emitsAlpha(*n) ? Limits{0.02e12, 1e4, false} : Limits{9e-5 * 1e12, 1e3, false};
}

/// Activity of `wanted` that `parent` keeps in equilibrium below itself, through progeny that SSR-6 counts as one with it.
double carriedBy(const Nuclide& parent, double parent_bq, const Nuclide& member, double ratio, const std::string& wanted) {
  double sum = 0;
  for (const auto& b : member.branches) {
    const Nuclide* d = Dataset::shipped().find(b.daughter);
    if (!d || d->stable || d->half_life > kShortDaughter || d->half_life >= parent.half_life) continue;
    // Transient equilibrium: activity of the daughter over that of the parent.
    const double here = ratio * b.fraction * d->lambda() / (d->lambda() - parent.lambda());
    if (d->name == wanted) sum += parent_bq * here;
    sum += carriedBy(parent, parent_bq, *d, here, wanted);
  }
  return sum;
}

/// What of a content counts on its own: progeny in equilibrium with a parent in the same package is counted with the parent
/// (SSR-6 paras 402-407, 49 CFR 173.433), only what exceeds the equilibrium is not.
double countedActivity(const PackageContent& c, const std::vector<PackageContent>& contents) {
  double carried = 0;
  for (const auto& other : contents) {
    const Nuclide* parent = Dataset::shipped().find(other.nuclide);
    if (parent && !parent->stable && other.nuclide != c.nuclide) carried += carriedBy(*parent, other.activity.value, *parent, 1.0, c.nuclide);
  }
  return c.activity.value <= carried * kOne ? 0.0 : c.activity.value - carried;
}

constexpr std::int64_t kMost = 1'000'000'000'000'000'000;  // more than any limit

/// digits x 10^exponent.
struct Decimal {
  std::int64_t digits = 0;
  int exponent = 0;
};

/// A dose rate in uSv/h as a decimal of 15 significant digits: what a meter shows and a person types comes back exactly, the
/// binary noise of a computed one is beyond them.
Decimal decimalOf(DoseRate rate) {
  constexpr int kDecimals = 14, kMicro = 6;
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, std::abs(rate.value), std::chars_format::scientific, kDecimals).ptr;
  Decimal out;
  const char* e = std::find(text, end, 'e');
  for (const char* c = text; c != e; ++c)
    if (*c != '.') out.digits = out.digits * 10 + (*c - '0');
  if (e == end) return {kMost, 0};  // no finite number is above every limit
  std::from_chars(e + (e[1] == '+' ? 2 : 1), end, out.exponent);
  out.exponent += kMicro - kDecimals;
  while (out.digits != 0 && out.digits % 10 == 0) out.digits /= 10, ++out.exponent;
  return out;
}

/// Smallest whole number not below; what has no room in 18 digits stays the largest.
std::int64_t ceiling(Decimal d) {
  for (; d.exponent > 0 && d.digits != 0; --d.exponent) {
    if (d.digits >= kMost / 10) return kMost;
    d.digits *= 10;
  }
  bool rest = false;
  for (; d.exponent < 0 && d.digits != 0; ++d.exponent) {
    rest = rest || d.digits % 10 != 0;
    d.digits /= 10;
  }
  return d.digits + (rest ? 1 : 0);
}

/// d > limit x 10^exponent, in decimals.
bool above(Decimal d, std::int64_t limit, int exponent) {
  d.exponent -= exponent;
  return ceiling(d) > limit;
}

bool stableMember(const std::string& nuclide) {
  const Nuclide* n = Dataset::shipped().find(nuclide);
  return n && n->stable;
}

}  // namespace

double transportIndex(DoseRate at_one_metre) {
  // 100 x mSv/h is uSv/h / 10, so the reading in uSv/h counts tenths of TI.
  const Decimal reading = decimalOf(at_one_metre);
  if (!above(reading, 5, -1)) return 0.0;  // 0.5 uSv/h
  return static_cast<double>(ceiling(reading)) / 10.0;
}

double consignmentIndex(const std::vector<double>& indices) {
  std::int64_t tenths = 0;
  for (const double index : indices) tenths += std::llround(index * 10.0);
  return static_cast<double>(tenths) / 10.0;
}

std::string labelCategory(double transport_index, DoseRate surface) {
  const Decimal reading = decimalOf(surface);
  const int by_index = transport_index <= 0 ? 0 : transport_index <= 1 ? 1 : transport_index <= 10 ? 2 : 3;
  const int by_surface = !above(reading, 5, 0) ? 0 : !above(reading, 500, 0) ? 1 : !above(reading, 2000, 0) ? 2 : 3;
  constexpr const char* kNames[] = {"I-WHITE", "II-YELLOW", "III-YELLOW", "III-YELLOW-EXCLUSIVE"};
  return kNames[std::max(by_index, by_surface)];
}

PackageClass classifyPackage(const std::vector<PackageContent>& contents, DoseRate surface, bool empty_packaging) {
  PackageClass out;
  double excepted = 0;
  for (const auto& c : contents) {
    if (stableMember(c.nuclide) || !(c.activity.value > 0)) continue;
    const Limits limit = limitsOf(c.nuclide);
    const double activity = countedActivity(c, contents);
    if (activity <= 0) continue;
    out.generic_values = out.generic_values || !limit.listed;
    out.a2_fraction += activity / limit.a2_bq;
    out.exempt_fraction += activity / limit.exempt_bq;
    excepted += activity / limit.a2_bq / (c.liquid ? 1e-4 : 1e-3);  // SSR-6 Table 4, materials
  }
  const bool low_surface = surface.value * 1e6 <= 5 * kOne;  // SSR-6 para. 516
  if (empty_packaging && low_surface) {
    out.un_number = "UN2908";
    out.proper_shipping_name = "RADIOACTIVE MATERIAL, EXCEPTED PACKAGE - EMPTY PACKAGING";
  } else if (!empty_packaging && excepted <= kOne && low_surface) {
    out.un_number = "UN2910";
    out.proper_shipping_name = "RADIOACTIVE MATERIAL, EXCEPTED PACKAGE - LIMITED QUANTITY OF MATERIAL";
  } else if (out.a2_fraction <= kOne) {
    out.un_number = "UN2915";
    out.proper_shipping_name = "RADIOACTIVE MATERIAL, TYPE A PACKAGE, non-special form";
  } else {
    out.un_number = "UN2916";
    out.proper_shipping_name = "RADIOACTIVE MATERIAL, TYPE B(U) PACKAGE";
  }
  return out;
}

ClearanceLevel clearanceLevel(const std::string& nuclide) {
  static const auto all = [] {
    std::map<std::string, ClearanceLevel> out;
    const DataTable table("data/clearance.csv");
    for (std::size_t i = 0; i < table.size(); ++i)
      out[table.text(i, "nuclide")] = {table.number(i, "clearance_bq_per_g"), table.text(i, "clause"), partsOf(table.text(i, "includes"))};
    return out;
  }();
  const auto found = all.find(nuclide);
  return found == all.end() ? ClearanceLevel{} : found->second;
}

}  // namespace isotrail
