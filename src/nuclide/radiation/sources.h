#pragma once
// The photon lines of nuclides together, progeny counted once: either a parent stands for its progeny in equilibrium, or
// every member is listed with its own activity.
#include <string>
#include <vector>

#include "nuclide/inventory.h"
#include "nuclide/radiation/photons.h"

namespace isotrail {

/// The nuclide's own lines, energies and photons a decay.
std::vector<Photon> photonsOf(const Nuclide& nuclide);

struct SourcePart {
  const Nuclide* nuclide = nullptr;
  Activity activity;
};

struct EquilibriumMember {
  const Nuclide* nuclide = nullptr;
  double ratio = 0.0;  // activity over that of the parent
};
/// Progeny in equilibrium with `parent`: members with a half-life below a fifth of the parent's and nothing longer between,
/// at b lambda_d/(lambda_d - lambda_p) along the chain.
std::vector<EquilibriumMember> equilibriumProgeny(const Dataset& set, const Nuclide& parent);

enum class ProgenyCounted {
  equilibrium,  // each part brings its progeny; a part that is progeny of another is refused
  as_listed     // the parts are all there is
};
/// The parts and what they bring, each nuclide once with its whole activity. EMPTY_MIXTURE, NEGATIVE_ACTIVITY,
/// NONFINITE_ACTIVITY, DOUBLE_COUNTED naming both nuclides.
Result<std::vector<SourcePart>> sourceParts(const Dataset& set, const std::vector<SourcePart>& listed, ProgenyCounted progeny);
/// H*(10) rate at `distance` from all that an inventory holds, a bare point: each member by its own constant of its dataset, so
/// that progeny is counted once. `distance` above 0.
DoseRate bareRate(const Inventory& held, Length distance);
/// Its lines by the newest dataset (older ones have none).
Beam beamOf(const Inventory& held);
/// Lines of all parts together, from 20 keV.
Beam beamOf(const std::vector<SourcePart>& parts);

}  // namespace isotrail
