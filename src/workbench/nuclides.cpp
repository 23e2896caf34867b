#include "workbench/nuclides.h"

#include <algorithm>

#include "units/quantity.h"

namespace isotrail::workbench {
namespace {

constexpr int kHalfLifeDigits = 6;

Json headOf(const Nuclide& n) {
  Json j = Json::object({{"nuclide", n.name}, {"stable", n.stable}});
  if (!n.stable) j.set("half_life_s", n.half_life.value).set("half_life_shown", showIn(UnitKind::time, n.half_life.value, kHalfLifeDigits));
  return j.set("source", n.source);
}

/// Everything below `n`, nearest first.
void collect(const Dataset& set, const Nuclide& n, std::vector<std::string>& members) {
  for (const auto& b : n.branches)
    if (std::find(members.begin(), members.end(), b.daughter) == members.end()) {
      members.push_back(b.daughter);
      if (const Nuclide* daughter = set.find(b.daughter)) collect(set, *daughter, members);
    }
}

}  // namespace

Json nuclidesJson(const Dataset& set) {
  Json list = Json::array();
  for (const auto& n : set.all()) list.push(headOf(n));
  return Json::object({{"dataset", set.version()}, {"nuclides", list}});
}

Result<Json> nuclideJson(const Dataset& set, std::string_view name) {
  auto found = set.get("nuclide", name);
  if (!found) return found.refusal();
  const Nuclide& n = **found;
  Json j = headOf(n).set("dataset", set.version());
  if (n.half_life_unc_s > 0) j.set("half_life_u_s", n.half_life_unc_s);
  Json branches = Json::array(), chain = Json::array();
  for (const auto& b : n.branches) branches.push(Json::object({{"daughter", b.daughter}, {"fraction", b.fraction}}));
  std::vector<std::string> members;
  collect(set, n, members);
  for (auto& m : members) chain.push(std::move(m));
  j.set("branches", branches).set("chain", chain);
  if (n.h10_usv_m2_per_mbq_h > 0) j.set("h10_usv_m2_per_mbq_h", n.h10_usv_m2_per_mbq_h);
  if (n.h10_with_progeny > 0) j.set("h10_with_progeny_usv_m2_per_mbq_h", n.h10_with_progeny);
  return j;
}

}  // namespace isotrail::workbench
