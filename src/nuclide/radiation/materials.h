#pragma once
// Shielding materials: attenuation, build-up and broad-beam fits from data/attenuation.csv, data/buildup_gp.csv and
// data/archer_511.csv, each row with source and year.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuclide/radiation/table.h"
#include "units/quantity.h"

namespace isotrail {

/// Coefficients of the geometric-progression form of an exposure build-up factor (point isotropic source in an infinite
/// medium; ANSI/ANS-6.4.3).
struct BuildUpFit {
  double b = 1.0, c = 1.0, a = 0.0, xk = 14.0, d = 0.0;
};
/// The form is fitted up to this many mean free paths.
inline constexpr double kBuildUpReach = 40.0;
/// Build-up factor after `mean_free_paths`. MFP_OUT_OF_RANGE outside 0 to 40, BUILDUP_UNDEFINED where the coefficients give no
/// number.
Result<double> buildUpFactor(const BuildUpFit& fit, double mean_free_paths);

/// Archer's form of a broad-beam transmission. AAPM TG-108 for annihilation photons.
struct ArcherFit {
  Attenuation alpha, beta;
  double gamma = 1.0;
};
/// Share that a broad beam of annihilation photons passes. BAD_ARCHER_FIT unless alpha, gamma > 0 and beta > -alpha;
/// NEGATIVE_THICKNESS.
Result<double> archerTransmission(const ArcherFit& fit, Length thickness);
/// The inverse; 0 where `share` is 1 or more. SHARE_NOT_POSITIVE.
Result<Length> archerThickness(const ArcherFit& fit, double share);

class Material {
 public:
  const std::string& name() const { return name_; }
  /// Narrow-beam coefficient with coherent scattering, log-log between tabulated energies and never across a K edge. Outside
  /// covered() that of the nearest end, which below 30 keV passes more than the truth.
  Attenuation attenuation(Energy e) const { return Attenuation(mass_attenuation_.at(e.value) * density_); }
  /// Tabulated energies: 27.5 keV to 3 MeV.
  bool covered(Energy e) const { return mass_attenuation_.covers(e.value); }
  /// Build-up of one energy, interpolated in ln E, never across a K edge; beyond 40 mean free paths that of 40. Never below 1.
  double buildUp(Energy e, double mean_free_paths) const;
  /// Tabulated energies of the build-up factors: 30 keV to 15 MeV.
  bool buildUpCovered(Energy e) const { return b_.covers(e.value); }
  /// Broad-beam fit for annihilation photons, where TG-108 has one: lead, concrete, iron.
  const std::optional<ArcherFit>& archer() const { return archer_; }
  const std::string& source() const { return source_; }

 private:
  friend class MaterialTables;
  BuildUpFit fitAt(Energy e) const;
  std::string name_, source_;
  double density_ = 0.0;  // g/cm3
  TabulatedCurve mass_attenuation_{TabulatedCurve::Scale::log_log};
  TabulatedCurve b_{TabulatedCurve::Scale::log_x}, c_{TabulatedCurve::Scale::log_x}, a_{TabulatedCurve::Scale::log_x};
  TabulatedCurve xk_{TabulatedCurve::Scale::log_x}, d_{TabulatedCurve::Scale::log_x};
  std::optional<ArcherFit> archer_;
};

/// lead tungsten iron copper aluminium concrete water air.
const std::vector<Material>& shieldMaterials();
/// By name, symbol (Pb, W, Fe, Cu, Al) or usual other name (steel, aluminum), any case. MISSING_MATERIAL for an empty text,
/// UNKNOWN_MATERIAL otherwise, with those there are.
Result<const Material*> shieldMaterial(std::string_view field, std::string_view text);

}  // namespace isotrail
