#include "nuclide/radiation/photons.h"

#include "nuclide/radiation/table.h"

namespace isotrail {
namespace {

// Sv m2/(Bq h) of one photon of 1 keV a decay for mu_en/rho of 1 cm2/g: 1.602e-16 J/keV, 0.1 m2/kg a cm2/g, a sphere of 4 pi
// steradian, 3600 s an hour. In the usual units 4.58990 uGy m2/(MBq h) for E in MeV.
constexpr double kPi = 3.14159265358979323846;
constexpr double kKermaFactor = 1.602176634e-16 * 0.1 / (4.0 * kPi) * 3600.0;

TabulatedCurve curveOf(std::string_view quantity, TabulatedCurve::Scale scale) {
  const DataTable table("data/photon_dose.csv");
  TabulatedCurve out(scale);
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "quantity") == quantity) out.add(table.number(i, "energy_kev"), table.number(i, "value"));
  return out;
}

double constantOf(const Photon& p) { return kKermaFactor * p.energy.value * p.per_decay * airEnergyAbsorption(p.energy) * ambientPerKerma(p.energy); }

}  // namespace

double airEnergyAbsorption(Energy e) {
  static const TabulatedCurve curve = curveOf("mu_en_rho_air", TabulatedCurve::Scale::log_log);
  return curve.at(e.value);
}

double ambientPerKerma(Energy e) {
  static const TabulatedCurve curve = curveOf("h_k", TabulatedCurve::Scale::log_x);
  return curve.at(e.value);
}

RateConstant ambientConstant(std::span<const Photon> photons) {
  double sum = 0.0;
  for (const Photon& p : photons)
    if (p.energy >= kSoftPhotons) sum += constantOf(p);
  return RateConstant(sum);
}

Beam beamOf(std::span<const Photon> photons, Activity a) {
  Beam out;
  for (const Photon& p : photons)
    if (p.energy >= kSoftPhotons && p.per_decay > 0) out.push_back({p.energy, DoseRate(constantOf(p) * a.value)});
  return out;
}

DoseRate atOneMetre(const Beam& beam) {
  DoseRate sum;
  for (const SourceLine& line : beam) sum = sum + line.at_1m;
  return sum;
}

}  // namespace isotrail
