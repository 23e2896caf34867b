#pragma once
// What a product loses by its own radiation and by time: radiochemical purity (first-order dose model), radionuclidic purity
// with age, and until when it may be used. The parameters are a stability study's or the house's, never universal.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuclide/production/amounts.h"

namespace isotrail::making {

/// RCP(t) = RCP0 exp(-kappa D(t) - k_h t).
struct Radiolysis {
  Fraction start{1.0};        // RCP at 0 s
  double kappa_per_gy = 0.0;  // of this product with its scavenger
  Rate hydrolysis{0.0};       // k_h, without radiation
};
/// A solution: concentration at 0 s, energy absorbed locally per decay (all charged particles), and density, 1 kg/L for water.
struct Solution {
  Concentration concentration;
  Energy absorbed;
  double density_kg_per_l = 1.0;
};
/// Dose in the solution after `elapsed`: c0/lambda (1 - exp(-lambda t)) E/rho. Refuses NEGATIVE_HALF_LIFE, NEGATIVE_TIME,
/// NEGATIVE_CONCENTRATION, NEGATIVE_ENERGY, BAD_DENSITY.
Result<AbsorbedDose> doseIn(Seconds half_life, const Solution& solution, Seconds elapsed);
/// RCP after `elapsed`. Refuses as doseIn; PURITY_OUT_OF_RANGE, NEGATIVE_RADIOLYSIS.
Result<Fraction> purityAfter(Seconds half_life, const Solution& solution, const Radiolysis& model, Seconds elapsed);
/// The last time at which RCP is at or above `limit`: 0 when it never is, none when it always stays so. Refuses as purityAfter.
Result<std::optional<Seconds>> pureUntil(Seconds half_life, const Solution& solution, const Radiolysis& model, Fraction limit);

/// A measured RCP of the same product at a concentration of its own and an age.
struct PuritySample {
  Solution solution;
  Seconds age;
  Fraction purity;
};
/// kappa and k_h by least squares of -ln(RCP/RCP0) on dose and time, neither below 0; k_h 0 when the samples cannot tell them
/// apart. TOO_FEW_SAMPLES below two; otherwise refuses as purityAfter.
Result<Radiolysis> fitRadiolysis(Seconds half_life, Fraction start, std::span<const PuritySample> samples);

/// A radionuclide beside the product's own.
struct Impurity {
  std::string nuclide;
  Seconds half_life;
  Activity activity;  // at 0 s
};
/// Activity of the impurities over the total after `elapsed`. Refuses NEGATIVE_HALF_LIFE, NEGATIVE_ACTIVITY, NEGATIVE_TIME,
/// EMPTY_MIXTURE when nothing is there.
Result<Fraction> impurityShare(Seconds half_life, Activity product, std::span<const Impurity> impurities, Seconds elapsed);
/// When the share is at or below `limit`: from, until; `until` none when it stays so. The total over the product's activity is a
/// sum of exponentials, so convex: the times that pass are one interval. Empty when no time does. A short-lived impurity makes
/// the product wait, a long-lived one ends it.
struct PurityWindow {
  bool ever = false;
  Seconds from;
  std::optional<Seconds> until;
};
Result<PurityWindow> purityWindow(Seconds half_life, Activity product, std::span<const Impurity> impurities, Fraction limit);

/// One reason why a product ends; `until` none: it does not end it.
struct UseLimit {
  std::string name;  // "activity", "expiry", "radiochemical_purity", "radionuclidic_purity", "volume", "microbiology"
  std::optional<Seconds> until;
};
/// The earliest of them, the first named of equal ones; none when nothing ends the product.
std::optional<UseLimit> bindingLimit(std::span<const UseLimit> limits);

}  // namespace isotrail::making
