#include "workbench/radiation/source.h"

#include <algorithm>
#include <cmath>

namespace isotrail::workbench {
namespace {

Result<ShieldLayer> layerOf(const std::string& text) {
  const auto digit = text.find_first_of("0123456789.+-");
  std::string name = text.substr(0, std::min(digit, text.size()));
  while (!name.empty() && (name.back() == ' ' || name.back() == '=')) name.pop_back();
  auto material = shieldMaterial("layers", name);
  if (!material) {
    if (name.empty()) material.refusal().fields.front().value = text;
    return material.refusal();
  }
  auto thickness = parseQuantity<Length>("layers", text.substr(std::min(digit, text.size())));
  if (!thickness) return thickness.refusal();
  return ShieldLayer{*material, *thickness};
}

void noteNuclide(const Nuclide& n, std::vector<Note>& notes) {
  const Json which = Json::object({{"nuclide", n.name}});
  const bool silent = ambientConstant(photonsOf(n)).value <= 0;
  if (silent && n.beta_minus_yield + n.beta_plus_yield > 0) notes.push_back({"PHYS_NOTE_BREMSSTRAHLUNG", which});
  if (n.photon_quality == "C") notes.push_back({"PHYS_NOTE_WEAK_LINES", which});
}

}  // namespace

Result<std::vector<ShieldLayer>> layersOf(const ShieldFields& fields) {
  std::vector<ShieldLayer> out;
  if (fields.thickness && !fields.material) return refused("MISSING_MATERIAL", "thickness", "a material with it: lead, tungsten, iron ...");
  if (fields.material) {
    const auto material = shieldMaterial("material", *fields.material);
    if (!material) return material.refusal();
    if (fields.thickness) out.push_back({*material, *fields.thickness});
  }
  if (fields.layers)
    for (const auto& text : *fields.layers) {
      auto layer = layerOf(text);
      if (!layer) return layer.refusal();
      out.push_back(*layer);
    }
  return out;
}

Result<Source> sourceOf(const std::vector<std::string>& contents, const std::optional<std::string>& progeny) {
  auto listed = readContents("contents", contents);
  if (!listed) return listed.refusal();
  const Dataset& set = Dataset::shipped();
  std::vector<SourcePart> parts;
  for (const auto& c : *listed) parts.push_back({set.find(c.nuclide), c.activity});
  const bool as_listed = progeny && *progeny == "as_listed";
  auto counted = sourceParts(set, parts, as_listed ? ProgenyCounted::as_listed : ProgenyCounted::equilibrium);
  if (!counted) return counted.refusal();
  Source out{std::move(*counted), {}, {}, {}};
  out.beam = beamOf(out.parts);
  if (!(atOneMetre(out.beam).value > 0)) return refused("NO_PHOTONS", "contents", "more than 0 Bq of a nuclide with photons of 20 keV or more");
  for (const auto& part : out.parts) {
    noteNuclide(*part.nuclide, out.notes);
    const RateConstant constant = ambientConstant(photonsOf(*part.nuclide));
    if (constant.value > 0) out.inputs.push_back(used("rate_constant_of", part.nuclide->name, part.nuclide->emission_source));
  }
  if (out.parts.size() > parts.size()) out.notes.push_back({"PHYS_NOTE_PROGENY_IN_EQUILIBRIUM", {}});
  return out;
}

std::vector<Note> validityNotes(const Beam& beam, const std::vector<ShieldLayer>& layers, Scatter scatter) {
  std::vector<Note> notes;
  if (layers.empty()) return notes;
  const ShieldValidity validity = validityOf(beam, layers);
  if (!validity.attenuation_covered) notes.push_back({"PHYS_NOTE_OUTSIDE_ATTENUATION", {}});
  if (scatter == Scatter::ignored) {
    notes.push_back({"PHYS_NOTE_NARROW_BEAM", {}});
    return notes;
  }
  notes.push_back({"PHYS_NOTE_BUILDUP", {}});
  if (!validity.buildup_covered) notes.push_back({"PHYS_NOTE_OUTSIDE_BUILDUP", {}});
  if (validity.most_mean_free_paths > kBuildUpReach) notes.push_back({"PHYS_NOTE_DEEP", {}});
  if (layers.size() > 1) notes.push_back({"PHYS_NOTE_LAYERS", {}});
  return notes;
}

std::vector<double> logSteps(double from, double to, int n) {
  std::vector<double> out;
  for (int i = 0; i < n; ++i) out.push_back(from * std::pow(to / from, static_cast<double>(i) / (n - 1)));
  return out;
}

}  // namespace isotrail::workbench
