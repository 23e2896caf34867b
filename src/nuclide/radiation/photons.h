#pragma once
// Photons of a source and the ambient dose equivalent rate H*(10) that they make at a point in air. The source is a point; no
// attenuation in air. Bremsstrahlung is not counted: of pure beta emitters these functions say nothing.
#include <span>
#include <vector>

#include "units/quantity.h"

namespace isotrail {

struct Photon {
  Energy energy;
  double per_decay = 0.0;
};

/// Annihilation photons have 511 keV, in whichever digits a table gives them.
inline bool isAnnihilation(Energy e) { return e.value > 510.9 && e.value < 511.1; }
/// Photons below are absorbed by any container and are not counted (conventional cut of dose-rate constants).
inline constexpr Energy kSoftPhotons = Energy(20.0);

/// Mass energy-absorption coefficient of dry air in cm2/g, log-log between tabulated points (NISTIR 5632). Outside 10 keV to
/// 3 MeV that of the nearest end.
double airEnergyAbsorption(Energy e);
/// H*(10) per air kerma in Sv/Gy, linear in ln E (ICRP 74, ICRU 57). Outside 10 keV to 3 MeV that of the nearest end.
double ambientPerKerma(Energy e);
/// H*(10) rate of a point source at 1 m per activity, all photons of at least 20 keV.
RateConstant ambientConstant(std::span<const Photon> photons);

/// One line of a source as it would be measured alone and bare, 1 m away.
struct SourceLine {
  Energy energy;
  DoseRate at_1m;
};
using Beam = std::vector<SourceLine>;

/// Lines of at least 20 keV. `a` not negative.
Beam beamOf(std::span<const Photon> photons, Activity a);
/// Bare rate of all lines at 1 m.
DoseRate atOneMetre(const Beam& beam);

}  // namespace isotrail
