#pragma once
// Reactor production in one energy group with an epithermal share: rates per target atom k = phi (G_th g sigma0 + f G_epi I0),
// f the epithermal flux per unit lethargy over the thermal one, I0 the resonance integral above 0.5 eV.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuclide/production/amounts.h"

namespace isotrail::making {

struct FluxStep {
  Flux thermal;  // 0 while the reactor is shut down
  Seconds lasts;
};
/// A stay in a reactor: flux in steps (the duty cycle) and the share of epithermal neutrons of that position.
struct Stay {
  std::vector<FluxStep> steps;
  Fraction epithermal{0.0};  // phi_epi per unit lethargy over phi_th
};

struct Capture {
  CrossSection thermal;             // sigma0 at 2200 m/s
  CrossSection resonance{0.0};      // I0 from 0.5 eV
  double westcott = 1.0;            // g, 1 for a 1/v absorber; Lu-176 about 1.75 at 20 C
  Fraction shield_thermal{1.0};     // self-shielding G_th
  Fraction shield_epithermal{1.0};  // G_epi
};
/// Captures per atom and second.
Rate captureRate(Flux thermal, Fraction epithermal, const Capture& capture);

/// A member of what lies in the reactor. What it captures into nothing that is followed is `burned`.
struct Material {
  std::string name;
  Rate decay{0.0};  // 0: stable
  std::vector<Capture> burned;
};
/// How one member becomes another: by a branch of its decay, by capture, or both. `yield` scales the capture (fission).
struct Step {
  std::string from, to;
  Fraction branch{0.0};
  std::optional<Capture> capture;
  Fraction yield{1.0};
};
/// Everything a route needs to know of the matter: who is there, and what becomes what.
struct Route {
  std::vector<Material> materials;
  std::vector<Step> steps;
};

/// Atoms of every material after the stay, and after cooling without flux. Captures of a step count as burning of `from` to
/// the extent of the capture itself (yield apart). Refuses NEGATIVE_FLUX, NEGATIVE_TIME, NEGATIVE_CROSS_SECTION,
/// SELF_SHIELDING_OUT_OF_RANGE, NEGATIVE_DECAY_CONSTANT, BRANCH_OUT_OF_RANGE, NEGATIVE_AMOUNT, NOT_OF_THE_ROUTE, EMPTY_STAY.
Result<Atoms> irradiate(const Route& route, const Atoms& start, const Stay& stay, Seconds cooling = Seconds(0));

/// Activity of a material of the route among `atoms`; 0 when it is not there or stable.
Activity activityOf(const Route& route, const Atoms& atoms, const std::string& material);

struct BestTime {
  Seconds at;
  double atoms = 0.0;  // of the product
};
/// How long an unbroken stay gives most of `product`, looked for between 1 s and `at_most`; at_most when it still grows then.
/// Refuses as irradiate.
Result<BestTime> bestStay(const Route& route, const Atoms& start, Flux thermal, Fraction epithermal, const std::string& product,
                          Seconds at_most = days(3650));

/// Atoms in a mass: mass x share / molar mass. `share` is the isotope's mass share with its own molar mass, or its atom share
/// with the element's. NEGATIVE_MASS, SHARE_OUT_OF_RANGE, BAD_ATOMIC_MASS.
Result<double> atomsIn(Mass mass, Fraction share, MolarMass molar_mass);
/// ln2 N_A / (T M): no atom of another isotope. half_life and molar_mass above 0.
SpecificActivity carrierFree(Seconds half_life, MolarMass molar_mass);
/// Activity over mass; NEGATIVE_MASS unless the mass is above 0.
Result<SpecificActivity> specificActivity(Activity a, Mass mass);

}  // namespace isotrail::making
