#include "nuclide/transport.h"

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

double number(const std::string& text) {
  double v = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

CsvTable table(std::string_view path) {
  auto t = parseCsv(embeddedText(path));
  if (!t) throw Bug(std::string(path) + " is not a table");
  return std::move(*t);
}

Limits limitsOf(const std::string& nuclide) {
  static const auto all = [] {
    std::map<std::string, Limits> out;
    for (const auto& row : table("data/transport_a2.csv").rows)
      out[row.cells[0].text] = {number(row.cells[2].text) * 1e12, number(row.cells[4].text), row.cells[1].text == "listed"};
    return out;
  }();
  auto found = all.find(nuclide);
  // SSR-6 Table 3, beta and gamma emitters not listed one by one.
  return found == all.end() ? Limits{0.02e12, 1e4, false} : found->second;
}

}  // namespace

double transportIndex(DoseRate at_one_metre) {
  const double tenths_exact = at_one_metre.value * 1e6;  // uSv/h: TI is a tenth of it, so this counts tenths of TI
  if (tenths_exact <= 0.5) return 0.0;
  // Decimal rounding up: binary noise of a reading such as 10.0 uSv/h must not lift TI 1.0 to 1.1.
  const double tenths = std::ceil(tenths_exact - 1e-9 * std::max(1.0, tenths_exact));
  return tenths / 10.0;
}

std::string labelCategory(double transport_index, DoseRate surface) {
  const double usv = surface.value * 1e6 * (1.0 - 1e-12);
  const int by_index = transport_index <= 0 ? 0 : transport_index <= 1 ? 1 : transport_index <= 10 ? 2 : 3;
  const int by_surface = usv <= 5 ? 0 : usv <= 500 ? 1 : usv <= 2000 ? 2 : 3;
  constexpr const char* kNames[] = {"I-WHITE", "II-YELLOW", "III-YELLOW", "III-YELLOW-EXCLUSIVE"};
  return kNames[std::max(by_index, by_surface)];
}

PackageClass classifyPackage(const std::vector<PackageContent>& contents, DoseRate surface, bool empty_packaging) {
  if (empty_packaging) return {"UN2908", "RADIOACTIVE MATERIAL, EXCEPTED PACKAGE - EMPTY PACKAGING", 0.0, false};
  double a2 = 0, excepted = 0;
  bool generic = false;
  for (const auto& c : contents) {
    const Limits limit = limitsOf(c.nuclide);
    generic = generic || !limit.listed;
    a2 += c.activity.value / limit.a2_bq;
    excepted += c.activity.value / (limit.a2_bq * (c.liquid ? 1e-4 : 1e-3));  // SSR-6 Table 4, materials
  }
  if (excepted <= 1.0 && surface.value <= 5e-6) return {"UN2910", "RADIOACTIVE MATERIAL, EXCEPTED PACKAGE - LIMITED QUANTITY OF MATERIAL", a2, generic};
  if (a2 <= 1.0) return {"UN2915", "RADIOACTIVE MATERIAL, TYPE A PACKAGE", a2, generic};
  return {"UN2916", "RADIOACTIVE MATERIAL, TYPE B(U) PACKAGE", a2, generic};
}

DoseRate pointSourceRate(const Nuclide& nuclide, Activity a, double metres) {
  const double constant = nuclide.h10_with_progeny > 0 ? nuclide.h10_with_progeny : nuclide.h10_usv_m2_per_mbq_h;
  return DoseRate(constant * a.value * 1e-6 / (metres * metres) * 1e-6);
}

ClearanceLevel clearanceLevel(const std::string& nuclide) {
  static const auto all = [] {
    std::map<std::string, ClearanceLevel> out;
    for (const auto& row : table("data/clearance.csv").rows) out[row.cells[0].text] = {number(row.cells[1].text), row.cells[2].text};
    return out;
  }();
  auto found = all.find(nuclide);
  return found == all.end() ? ClearanceLevel{} : found->second;
}

}  // namespace isotrail
