#pragma once
// Dose rate of a point source behind shields, and the shields a limit asks for. Limits of validity are the material's
// (materials.h); a source seen from less than three times its own size is no point.
#include <optional>
#include <span>
#include <vector>

#include "nuclide/radiation/materials.h"
#include "nuclide/radiation/photons.h"

namespace isotrail {

struct ShieldLayer {
  const Material* material = nullptr;
  Length thickness;
};
enum class Scatter {
  ignored,  // narrow beam: what is scattered is lost
  counted   // build-up factor of each line; of several layers the largest of their materials', at the whole depth
};

/// Share of one line that passes, build-up counted in where asked (then it may exceed 1).
double lineTransmission(Energy e, std::span<const ShieldLayer> layers, Scatter scatter);
/// Dose rate at `distance` behind the layers. NEGATIVE_THICKNESS, DISTANCE_NOT_POSITIVE.
Result<DoseRate> rateBehind(const Beam& beam, std::span<const ShieldLayer> layers, Length distance, Scatter scatter);
/// The nearest to what a meter shows behind one layer: annihilation photons by the broad-beam fit where the material has one,
/// every other line with its build-up. NEGATIVE_THICKNESS, DISTANCE_NOT_POSITIVE.
Result<DoseRate> meteredBehind(const Beam& beam, const ShieldLayer& layer, Length distance);
/// rateBehind() over the bare rate; NO_PHOTONS where there is none.
Result<double> transmission(const Beam& beam, std::span<const ShieldLayer> layers, Scatter scatter);

/// Thickness from which on no more than `share` of the beam passes; 0 where that is so at once. The beam hardens, so this is
/// not a number of half-value layers. SHARE_NOT_POSITIVE, NO_PHOTONS.
Result<Length> thicknessFor(const Beam& beam, const Material& material, double share, Scatter scatter);
/// Thickness from which on the rate at `distance` is at most `limit`. LIMIT_NOT_POSITIVE, DISTANCE_NOT_POSITIVE, NO_PHOTONS.
Result<Length> requiredThickness(const Beam& beam, const Material& material, Length distance, DoseRate limit, Scatter scatter);
/// One more `n`-th layer of the kind that leaves 1/`divisor` (2: half-value, 10: tenth-value): layer n takes the beam from
/// divisor^-(n-1) to divisor^-n. n from 1 to 20.
Result<Length> valueLayer(const Beam& beam, const Material& material, double divisor, int n, Scatter scatter);
/// Narrow beam of one coefficient: ln(bare/limit)/mu, not below 0. LIMIT_NOT_POSITIVE, BAD_ATTENUATION, NEGATIVE_DOSE_RATE.
Result<Length> requiredThickness(DoseRate bare, DoseRate limit, Attenuation mu);
/// ln 2/mu. BAD_ATTENUATION unless mu > 0.
Result<Length> halfValueLayer(Attenuation mu);

/// A line with a coefficient of one's own.
struct GivenLine {
  Photon photon;
  Attenuation mu;
};
struct GivenBeam {
  RateConstant constant;      // bare, photons of at least 20 keV
  double transmission = 0.0;  // of all of them
};
/// Narrow beam through one thickness. BAD_LINE for a negative or infinite energy or intensity, BAD_ATTENUATION for mu < 0,
/// NEGATIVE_THICKNESS, NO_PHOTONS.
Result<GivenBeam> givenBeam(std::span<const GivenLine> lines, Length thickness);

/// Distance from which on the rate behind the layers is at most `limit`. LIMIT_NOT_POSITIVE, NEGATIVE_THICKNESS.
Result<Length> distanceFor(const Beam& beam, std::span<const ShieldLayer> layers, DoseRate limit, Scatter scatter);
/// 1/d^2 needs at least three times the largest dimension of the source.
inline bool tooCloseForAPoint(Length distance, Length source_size) { return distance.value < 3.0 * source_size.value; }

/// What of a calculation lies outside the tables; for the notes beside its result.
struct ShieldValidity {
  bool attenuation_covered = true;  // every line within the material's table
  bool buildup_covered = true;
  double most_mean_free_paths = 0.0;  // of any line; build-up is fitted up to 40
};
ShieldValidity validityOf(const Beam& beam, std::span<const ShieldLayer> layers);

}  // namespace isotrail
