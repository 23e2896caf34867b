#pragma once
// Transport index, category and UN number of a package (SSR-6 paras 402-429, 523-529; rules tables in data/).
#include <string>
#include <vector>

#include "nuclide/inventory.h"

namespace isotrail {

/// 100 x mSv/h at 1 m from the surface, rounded up to one decimal in decimal arithmetic; <= 0.05 is 0. SSR-6 para. 523.
double transportIndex(DoseRate at_one_metre);
/// "I-WHITE", "II-YELLOW", "III-YELLOW" or "III-YELLOW-EXCLUSIVE": the higher of the TI and surface tests. SSR-6 para. 529.
std::string labelCategory(double transport_index, DoseRate surface);

struct PackageContent {
  std::string nuclide;
  Activity activity;
  bool liquid = true;
};
struct PackageClass {
  std::string un_number;             // "UN2910", "UN2915", "UN2908" (empty contents), "UN2916"
  std::string proper_shipping_name;
  double a2_fraction = 0.0;
  bool generic_values = false;       // an unlisted nuclide used SSR-6 Table 3
};
/// Lowest class that passes T-01..T-10 for these contents at the instant of consignment. `surface` decides excepted.
PackageClass classifyPackage(const std::vector<PackageContent>& contents, DoseRate surface, bool empty_packaging);
/// Dose rate at `metres` from an unshielded point source, H*(10), with equilibrium progeny.
DoseRate pointSourceRate(const Nuclide& nuclide, Activity a, double metres);
/// Clearance level of a nuclide in Bq/g with its clause; negative level when the table has none.
struct ClearanceLevel { double bq_per_g = -1.0; std::string clause; };
ClearanceLevel clearanceLevel(const std::string& nuclide);

}  // namespace isotrail
