#include "nuclide/transport.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

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

double number(const std::string& text) {
  double v = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  ISOTRAIL_CHECK(error == std::errc() && end == text.data() + text.size());
  return v;
}

/// One row per nuclide of an embedded table, given to `put` by column name.
template <class Put>
void eachRow(std::string_view path, Put put) {
  const auto table = parseCsv(embeddedText(path));
  if (!table) throw Bug(std::string(path) + " is not a table: " + table.refusal().params.dump());
  for (const auto& row : table->rows)
    put([&](std::string_view column) -> const std::string& {
      const auto at = table->columnOf(column);
      if (!at) throw Bug(std::string(path) + " has no column " + std::string(column));
      return row.cells[*at].text;
    });
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
    eachRow("data/transport_a1a2.csv", [&](const auto& cell) {
      out[cell("nuclide")] = {number(cell("a2_tbq")) * 1e12, number(cell("exempt_bq")), cell("status") == "listed"};
    });
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

bool stableMember(const std::string& nuclide) {
  const Nuclide* n = Dataset::shipped().find(nuclide);
  return n && n->stable;
}

}  // namespace

double transportIndex(DoseRate at_one_metre) {
  // 100 x mSv/h is uSv/h / 10, so the reading in uSv/h counts tenths of TI. A meter gives decimals: binary noise of a reading
  // such as 10.0 uSv/h must not lift TI 1.0 to 1.1.
  const double tenths = at_one_metre.value * 1e6 * (1.0 - 1e-12);
  return tenths <= 0.5 ? 0.0 : std::ceil(tenths) / 10.0;
}

std::string labelCategory(double transport_index, DoseRate surface) {
  const double usv = surface.value * 1e6 * (1.0 - 1e-12);
  const int by_index = transport_index <= 0 ? 0 : transport_index <= 1 ? 1 : transport_index <= 10 ? 2 : 3;
  const int by_surface = usv <= 5 ? 0 : usv <= 500 ? 1 : usv <= 2000 ? 2 : 3;
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

DoseRate pointSourceRate(const Nuclide& nuclide, Activity a, double metres) {
  ISOTRAIL_CHECK(metres > 0);
  const double constant = nuclide.h10_with_progeny > 0 ? nuclide.h10_with_progeny : nuclide.h10_usv_m2_per_mbq_h;
  return DoseRate(constant * a.value * 1e-6 / (metres * metres) * 1e-6);
}

ClearanceLevel clearanceLevel(const std::string& nuclide) {
  static const auto all = [] {
    std::map<std::string, ClearanceLevel> out;
    eachRow("data/clearance.csv", [&](const auto& cell) { out[cell("nuclide")] = {number(cell("clearance_bq_per_g")), cell("clause")}; });
    return out;
  }();
  const auto found = all.find(nuclide);
  return found == all.end() ? ClearanceLevel{} : found->second;
}

}  // namespace isotrail
