#include "workbench/nuclides.h"

#include "units/quantity.h"
#include "workbench/decay/members.h"

namespace isotrail::workbench {
namespace {

constexpr int kHalfLifeDigits = 6;

Json headOf(const Nuclide& n) {
  Json j = Json::object({{"nuclide", n.name}, {"stable", n.stable}});
  if (!n.stable) j.set("half_life_s", n.half_life.value).set("half_life_shown", showIn(UnitKind::time, n.half_life.value, kHalfLifeDigits));
  return j.set("source", n.source);
}

/// Sets a number that is tabulated; 0 stands for one that is not.
void setIf(Json& j, const char* key, double v) {
  if (v > 0) j.set(key, v);
}

Json halfLifeOf(const Nuclide& n) {
  Json j = Json::object({{"seconds", n.half_life.value}});
  setIf(j, "seconds_u", n.half_life_unc_s);
  if (n.evaluated.value > 0) {
    j.set("evaluated", n.evaluated.value).set("unit", n.evaluated.unit);
    setIf(j, "evaluated_u", n.evaluated.uncertainty);
  }
  return j.set("source", n.source);
}

Json emissionsOf(const Nuclide& n) {
  Json j = Json::object();
  setIf(j, "beta_minus_per_decay", n.beta_minus_yield);
  setIf(j, "beta_minus_mean_kev", n.beta_minus_mean_kev);
  setIf(j, "beta_minus_endpoint_kev", n.beta_minus_endpoint_kev);
  setIf(j, "beta_plus_per_decay", n.beta_plus_yield);
  setIf(j, "beta_plus_mean_kev", n.beta_plus_mean_kev);
  setIf(j, "alpha_per_decay", n.alpha_yield);
  setIf(j, "alpha_mean_kev", n.alpha_mean_kev);
  setIf(j, "photon_kev_per_decay", n.photon_kev_per_decay);
  return j.size() > 0 ? j.set("source", n.emission_source) : j;
}

Json constantsOf(const Nuclide& n) {
  Json j = Json::object();
  setIf(j, "h10_usv_m2_per_mbq_h", n.h10_usv_m2_per_mbq_h);
  setIf(j, "h10_with_progeny_usv_m2_per_mbq_h", n.h10_with_progeny);
  setIf(j, "kair_ugy_m2_per_mbq_h", n.kair_ugy_m2_per_mbq_h);
  setIf(j, "kair_with_progeny_ugy_m2_per_mbq_h", n.kair_with_progeny);
  return j.size() > 0 ? j.set("source", n.constant_source) : j;
}

Json linesOf(const Nuclide& n) {
  Json list = Json::array();
  for (const auto& line : n.lines)
    list.push(Json::object({{"energy_kev", line.energy_kev}, {"per_decay", line.per_decay}, {"kind", line.kind}, {"source", line.source}}));
  return list;
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
  if (!n.stable) j.set("half_life", halfLifeOf(n));
  if (n.atomic_mass_u > 0) j.set("atomic_mass_u", n.atomic_mass_u).set("mass_source", n.mass_source);
  Json branches = Json::array(), chain = Json::array();
  for (const auto& b : n.branches) branches.push(Json::object({{"daughter", b.daughter}, {"fraction", b.fraction}, {"mode", b.mode}}));
  for (auto& member : familyOf(set, {n.name}))
    if (member != n.name) chain.push(std::move(member));
  j.set("branches", branches).set("chain", chain);
  for (const auto& [key, part] : {std::pair{"emissions", emissionsOf(n)}, {"constants", constantsOf(n)}, {"lines", linesOf(n)}})
    if (part.size() > 0) j.set(key, part);
  if (!n.photon_quality.empty()) j.set("photon_quality", n.photon_quality);
  if (!n.note.empty()) j.set("note", n.note);
  return j;
}

}  // namespace isotrail::workbench
