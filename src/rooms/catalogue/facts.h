#pragma once
// Products, their limits by market and the steps of their master batch record.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::catalogue {

struct ProductFacts {
  ProductId product;
  std::string name, name_zh_hans, name_zh_hant, name_pt;
  std::string nuclide, kind, use, letter;
  Seconds shelf_life;
  double dose_coefficient_msv_per_mbq = 0.0;  // adult effective dose; 0 when none is tabulated
};
struct Limit {
  std::string test, unit, market, expected_text, timing, clause;
  std::optional<double> lower, upper;
};
struct Step {
  std::int64_t step = 0;
  std::string title, title_zh_hans, title_zh_hant, title_pt, phase, qualification, reading, unit;
  bool two_people = false;
  std::optional<double> lower, upper, alert_lower, alert_upper;
};

std::optional<ProductFacts> product(Db& db, const ProductId& id);
std::vector<ProductId> products(Db& db);
std::string productName(const ProductFacts& product, const std::string& language);
std::vector<Limit> limits(Db& db, const ProductId& id, const std::string& market = "");
std::vector<Step> steps(Db& db, const ProductId& id);  // in order
/// The nuclide dataset new inventories are stated with: the one adopted last; without an adoption the one the record began
/// with; the newest for a record without any activity.
const Dataset& dataset(Db& db);

}  // namespace isotrail::catalogue
