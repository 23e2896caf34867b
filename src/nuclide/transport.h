#pragma once
// Transport index, category and UN number of a package (SSR-6 paras 402-429, 523-529; rules tables in data/).
#include <string>
#include <vector>

#include "nuclide/inventory.h"

namespace isotrail {

/// 100 x mSv/h at 1 m from the surface, rounded up to one decimal in decimal arithmetic of 15 digits; <= 0.05 is 0. SSR-6
/// para. 523.
double transportIndex(DoseRate at_one_metre);
/// Index of a consignment or freight container: the sum of its packages' (SSR-6 para. 525), in tenths, so that it is exact.
double consignmentIndex(const std::vector<double>& indices);
/// "I-WHITE", "II-YELLOW", "III-YELLOW" or "III-YELLOW-EXCLUSIVE": the higher of the TI and surface tests. SSR-6 para. 529.
/// Above 10 mSv/h at the surface a package may not travel at all; that limit is the gate's, not the label's.
std::string labelCategory(double transport_index, DoseRate surface);

struct PackageContent {
  std::string nuclide;
  Activity activity;
  bool liquid = true;
};
struct PackageClass {
  std::string un_number;  // "UN2910", "UN2915", "UN2908" (empty contents), "UN2916"
  std::string proper_shipping_name;
  double a2_fraction = 0.0;
  bool generic_values = false;   // an unlisted nuclide used SSR-6 Table 3
  double exempt_fraction = 0.0;  // sum of activity over exempt activity; see below
};
/// Lowest class that these contents pass at the instant of consignment. `surface` decides excepted. Progeny in equilibrium with
/// a parent in the package counts with the parent. Exemption is a matter of the whole consignment (one that is split to stay
/// below it is not exempt), so it is not decided here: it may be claimed when the packages' exempt_fraction sum to 1 or less.
PackageClass classifyPackage(const std::vector<PackageContent>& contents, DoseRate surface, bool empty_packaging);
/// Clearance level of a nuclide in Bq/g with its clause; negative level when the table has none.
struct ClearanceLevel {
  double bq_per_g = -1.0;
  std::string clause;
  std::vector<std::string> includes;  // progeny whose dose the level counts already ("Mo-99+")
};
ClearanceLevel clearanceLevel(const std::string& nuclide);

}  // namespace isotrail
