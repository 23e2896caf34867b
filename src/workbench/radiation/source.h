#pragma once
// What shielding and transport questions have in common: the contents as a person lists them and the layers around them.
#include <optional>
#include <string>
#include <vector>

#include "nuclide/radiation/shield.h"
#include "nuclide/radiation/sources.h"
#include "workbench/calculation.h"

namespace isotrail::workbench {

inline constexpr const char* kProgenyChoices = "equilibrium|as_listed";
inline constexpr const char* kBeamChoices = "broad|narrow";

/// Layers from a material with its thickness and from "lead 5 mm" lines, inside first.
struct ShieldFields {
  std::optional<std::string> material;
  std::optional<Length> thickness;
  std::optional<std::vector<std::string>> layers;
  void fields(Fields& f) {
    f("material", material, "shielding material: lead, tungsten, iron, copper, aluminium, concrete, water or air");
    f("thickness", thickness, "its thickness; without one only what a limit asks for is answered");
    f("layers", layers, "several layers, inside first, each as \"lead 5 mm\"");
  }
};
/// MISSING_MATERIAL for a thickness that names none, UNKNOWN_MATERIAL, BAD_VALUE, BAD_UNIT.
Result<std::vector<ShieldLayer>> layersOf(const ShieldFields& fields);

struct Source {
  std::vector<SourcePart> parts;
  Beam beam;
  std::vector<Used> inputs;  // the lines' sources, a row a nuclide
  std::vector<Note> notes;   // nuclides without photons, weak intensities, bremsstrahlung
};
/// NO_PHOTONS where nothing listed emits any, and what readContents and sourceParts refuse.
Result<Source> sourceOf(const std::vector<std::string>& contents, const std::optional<std::string>& progeny);
inline Scatter scatterOf(const std::optional<std::string>& beam) { return beam && *beam == "narrow" ? Scatter::ignored : Scatter::counted; }

/// Lines outside the tables, depths beyond 40 mean free paths, build-up of several materials.
std::vector<Note> validityNotes(const Beam& beam, const std::vector<ShieldLayer>& layers, Scatter scatter);

/// `n` places from `from` to `to`, both above 0, each the same factor further.
std::vector<double> logSteps(double from, double to, int n);

}  // namespace isotrail::workbench
