#include "nuclide/radiation/shield.h"

#include <algorithm>
#include <cmath>

#include "nuclide/radiation/refusal.h"

namespace isotrail {
namespace {

double meanFreePaths(Energy e, std::span<const ShieldLayer> layers) {
  double sum = 0.0;
  for (const ShieldLayer& layer : layers) sum += layer.material->attenuation(e).value * layer.thickness.value * 100.0;
  return sum;
}

Verdict checkLayers(std::span<const ShieldLayer> layers) {
  for (const ShieldLayer& layer : layers)
    if (!(layer.thickness.value >= 0) || !std::isfinite(layer.thickness.value))
      return refusedInput("NEGATIVE_THICKNESS", "thickness", "0 mm or more");
  return Done{};
}

double weightedTransmission(const Beam& beam, std::span<const ShieldLayer> layers, Scatter scatter) {
  double sum = 0.0;
  for (const SourceLine& line : beam) sum += line.at_1m.value * lineTransmission(line.energy, layers, scatter);
  return sum;
}

/// The last crossing of a curve that falls to 0 in the end: no more than `share` from there on. With build-up the curve may
/// rise first, so it is followed from the far end inwards.
class LastCrossing {
 public:
  LastCrossing(const Beam& beam, const Material& material, double share, Scatter scatter)
      : beam_(beam), material_(material), whole_(atOneMetre(beam).value), share_(share), scatter_(scatter) {}

  Length find() const {
    double far = start();
    while (above(far)) far *= 2.0;
    constexpr double kStep = 0.9;
    double near = far * kStep;
    for (const double least = far * 1e-9; near > least && !above(near);) far = near, near *= kStep;
    if (!above(near)) {
      if (!above(0.0)) return Length(0.0);
      near = 0.0;
    }
    for (int i = 0; i < 200; ++i) {
      const double middle = near + (far - near) / 2.0;
      if (middle <= near || middle >= far) break;
      (above(middle) ? near : far) = middle;
    }
    return Length(far);
  }

 private:
  /// One mean free path of the hardest line, or as many as the share asks of it alone.
  double start() const {
    double least = material_.attenuation(beam_.front().energy).value;
    for (const SourceLine& line : beam_) least = std::min(least, material_.attenuation(line.energy).value);
    return std::max(1.0, -std::log(share_)) / (least * 100.0);
  }
  bool above(double metres) const {
    const ShieldLayer layer{&material_, Length(metres)};
    return weightedTransmission(beam_, {&layer, 1}, scatter_) > share_ * whole_;
  }
  const Beam& beam_;
  const Material& material_;
  double whole_, share_;
  Scatter scatter_;
};

}  // namespace

double lineTransmission(Energy e, std::span<const ShieldLayer> layers, Scatter scatter) {
  const double depth = meanFreePaths(e, layers);
  double build_up = 1.0;
  if (scatter == Scatter::counted)
    for (const ShieldLayer& layer : layers)
      if (layer.thickness.value > 0) build_up = std::max(build_up, layer.material->buildUp(e, depth));
  return build_up * std::exp(-depth);
}

Result<DoseRate> rateBehind(const Beam& beam, std::span<const ShieldLayer> layers, Length distance, Scatter scatter) {
  if (auto fine = checkLayers(layers); !fine) return fine.refusal();
  if (!(distance.value > 0)) return refusedInput("DISTANCE_NOT_POSITIVE", "distance", "more than 0 m");
  return DoseRate(weightedTransmission(beam, layers, scatter) / (distance.value * distance.value));
}

Result<DoseRate> meteredBehind(const Beam& beam, const ShieldLayer& layer, Length distance) {
  if (auto fine = checkLayers({&layer, 1}); !fine) return fine.refusal();
  if (!(distance.value > 0)) return refusedInput("DISTANCE_NOT_POSITIVE", "distance", "more than 0 m");
  double sum = 0.0;
  for (const SourceLine& line : beam) {
    const auto& fit = layer.material->archer();
    sum += line.at_1m.value * (fit && isAnnihilation(line.energy) ? *archerTransmission(*fit, layer.thickness)
                                                                  : lineTransmission(line.energy, {&layer, 1}, Scatter::counted));
  }
  return DoseRate(sum / (distance.value * distance.value));
}

Result<double> transmission(const Beam& beam, std::span<const ShieldLayer> layers, Scatter scatter) {
  if (auto fine = checkLayers(layers); !fine) return fine.refusal();
  const double whole = atOneMetre(beam).value;
  if (!(whole > 0)) return refusedInput("NO_PHOTONS", "contents", "more than 0 Bq of a nuclide with photons of 20 keV or more");
  return weightedTransmission(beam, layers, scatter) / whole;
}

Result<Length> thicknessFor(const Beam& beam, const Material& material, double share, Scatter scatter) {
  if (!(share > 0)) return refusedInput("SHARE_NOT_POSITIVE", "share", "more than 0");
  if (!(atOneMetre(beam).value > 0)) return refusedInput("NO_PHOTONS", "contents", "more than 0 Bq of a nuclide with photons of 20 keV or more");
  return LastCrossing(beam, material, share, scatter).find();
}

Result<Length> requiredThickness(const Beam& beam, const Material& material, Length distance, DoseRate limit, Scatter scatter) {
  if (!(limit.value > 0)) return refusedInput("LIMIT_NOT_POSITIVE", "limit", "more than 0");
  if (!(distance.value > 0)) return refusedInput("DISTANCE_NOT_POSITIVE", "distance", "more than 0 m");
  const double bare = atOneMetre(beam).value / (distance.value * distance.value);
  if (!(bare > 0)) return refusedInput("NO_PHOTONS", "contents", "more than 0 Bq of a nuclide with photons of 20 keV or more");
  return thicknessFor(beam, material, limit.value / bare, scatter);
}

Result<Length> valueLayer(const Beam& beam, const Material& material, double divisor, int n, Scatter scatter) {
  const auto to = thicknessFor(beam, material, std::pow(divisor, -n), scatter);
  if (!to || n <= 1) return to;
  const auto from = thicknessFor(beam, material, std::pow(divisor, 1 - n), scatter);
  return *to - *from;
}

Result<Length> requiredThickness(DoseRate bare, DoseRate limit, Attenuation mu) {
  if (!(bare.value >= 0)) return refusedInput("NEGATIVE_DOSE_RATE", "unshielded", "0 Sv/h or more");
  if (!(limit.value > 0)) return refusedInput("LIMIT_NOT_POSITIVE", "limit", "more than 0");
  if (!(mu.value > 0)) return refusedInput("BAD_ATTENUATION", "mu", "more than 0 /cm");
  if (bare <= limit) return Length(0.0);
  return Length(std::log(bare / limit) / mu.value / 100.0);
}

Result<Length> halfValueLayer(Attenuation mu) {
  if (!(mu.value > 0)) return refusedInput("BAD_ATTENUATION", "mu", "more than 0 /cm");
  return Length(std::log(2.0) / mu.value / 100.0);
}

Result<GivenBeam> givenBeam(std::span<const GivenLine> lines, Length thickness) {
  if (!(thickness.value >= 0)) return refusedInput("NEGATIVE_THICKNESS", "thickness", "0 mm or more");
  double bare = 0.0, behind = 0.0;
  for (const GivenLine& line : lines) {
    const bool line_ok =
        line.photon.energy.value > 0 && std::isfinite(line.photon.energy.value) && line.photon.per_decay >= 0 && std::isfinite(line.photon.per_decay);
    if (!line_ok) return refusedInput("BAD_LINE", "lines", "energies above 0 and intensities of 0 or more");
    if (!(line.mu.value >= 0)) return refusedInput("BAD_ATTENUATION", "mu", "0 /cm or more");
    const double constant = ambientConstant({&line.photon, 1}).value;
    bare += constant;
    behind += constant * std::exp(-line.mu.value * thickness.value * 100.0);
  }
  if (!(bare > 0)) return refusedInput("NO_PHOTONS", "lines", "photons of 20 keV or more");
  return GivenBeam{RateConstant(bare), behind / bare};
}

Result<Length> distanceFor(const Beam& beam, std::span<const ShieldLayer> layers, DoseRate limit, Scatter scatter) {
  if (auto fine = checkLayers(layers); !fine) return fine.refusal();
  if (!(limit.value > 0)) return refusedInput("LIMIT_NOT_POSITIVE", "limit", "more than 0");
  return Length(std::sqrt(weightedTransmission(beam, layers, scatter) / limit.value));
}

ShieldValidity validityOf(const Beam& beam, std::span<const ShieldLayer> layers) {
  ShieldValidity out;
  for (const SourceLine& line : beam) {
    out.most_mean_free_paths = std::max(out.most_mean_free_paths, meanFreePaths(line.energy, layers));
    for (const ShieldLayer& layer : layers) {
      out.attenuation_covered = out.attenuation_covered && layer.material->covered(line.energy);
      out.buildup_covered = out.buildup_covered && layer.material->buildUpCovered(line.energy);
    }
  }
  return out;
}

}  // namespace isotrail
