#include "nuclide/uncertainty/assay.h"

#include <cmath>
#include <numbers>

namespace isotrail::making {
namespace {

void checkUncertainty(InputCheck& check, std::string_view field, double u) {
  check.notNegative(field, u, "NEGATIVE_UNCERTAINTY", "a finite standard uncertainty, 0 or more");
}

}  // namespace

Result<Uncertain<Activity>> decayCorrected(const DecayAssay& a) {
  InputCheck check;
  check.activity("reference", a.reference);
  check.halfLife("half_life", a.half_life.value);
  check.that(std::isfinite(a.elapsed.value), "elapsed", a.elapsed.value, "NONFINITE_TIME", "a finite time");
  checkUncertainty(check, "u_rel_reference", a.u_rel_reference.value);
  checkUncertainty(check, "u_half_life", a.half_life.u.value);
  checkUncertainty(check, "u_elapsed", a.u_elapsed.value);
  if (auto v = check.verdict(); !v) return v.refusal();
  const auto start = measured(a.reference, a.reference * a.u_rel_reference.value, "reference");
  const auto out = decayedFor(start, a.half_life, a.elapsed, a.u_elapsed);
  check.that(std::isfinite(out.value.value) && std::isfinite(out.from.u()), "elapsed", a.elapsed.value, "UNREACHABLE_ACTIVITY",
             "a time near enough for a finite activity");
  if (auto v = check.verdict(); !v) return v.refusal();
  return out;
}

Result<Counted> counted(const CountingAssay& a) {
  InputCheck check;
  check.notNegative("gross", a.gross.counts, "NEGATIVE_COUNTS", "a finite number, 0 or more");
  check.notNegative("background", a.background.counts, "NEGATIVE_COUNTS", "a finite number, 0 or more");
  check.positive("gross_time", a.gross.live.value, "NEGATIVE_TIME", "a finite time above 0 s");
  check.positive("background_time", a.background.live.value, "NEGATIVE_TIME", "a finite time above 0 s");
  check.that(a.efficiency.value > 0 && a.efficiency.value <= 1, "efficiency", a.efficiency.value, "EFFICIENCY_OUT_OF_RANGE", "above 0 and at most 1");
  // More than one particle a decay is possible (annihilation photons).
  check.positive("emission", a.emission.value, "EMISSION_OUT_OF_RANGE", "a finite number above 0");
  checkUncertainty(check, "u_efficiency", a.u_efficiency.value);
  checkUncertainty(check, "u_emission", a.u_emission.value);
  check.notNegative("k_alpha", a.k_alpha, "BAD_QUANTILE", "a finite quantile, 0 or more");
  check.notNegative("k_beta", a.k_beta, "BAD_QUANTILE", "a finite quantile, 0 or more");
  if (auto v = check.verdict(); !v) return v.refusal();
  const auto rate = [](const Count& c, const char* source) {
    return measured(Activity(c.counts / c.live.value), Activity(std::sqrt(c.counts) / c.live.value), source);
  };
  const auto efficiency = measured(a.efficiency, a.u_efficiency, "efficiency"), emission = measured(a.emission, a.u_emission, "emission");
  Counted out;
  out.activity = divided(divided(rate(a.gross, "gross") - rate(a.background, "background"), efficiency), emission);
  const double per_rate = 1.0 / (a.efficiency.value * a.emission.value);  // Bq per count and second
  const double background = a.background.counts / a.background.live.value;
  const double u0 = per_rate * std::sqrt(background * (1 / a.gross.live.value + 1 / a.background.live.value));
  out.decision_threshold = Activity(a.k_alpha * u0);
  out.detected = out.activity.value > out.decision_threshold;
  // y# = y* + k_beta u(y#) with u^2(y) = u0^2 + y w/tG + y^2 u_rel^2(w): a quadratic in y#.
  const double w2 = std::pow(a.u_efficiency / a.efficiency, 2) + std::pow(a.u_emission / a.emission, 2);
  const double k2 = a.k_beta * a.k_beta, y = out.decision_threshold.value;
  const double square = 1 - k2 * w2, half = y + 0.5 * k2 * per_rate / a.gross.live.value, rest = y * y - k2 * u0 * u0;
  if (square > 0) out.detection_limit = Activity((half + std::sqrt(std::max(0.0, half * half - square * rest))) / square);
  return out;
}

Fraction combined(const CalibratorBudget& b) {
  return Fraction(std::hypot(std::hypot(b.repeatability.value, b.calibration.value, b.geometry.value), b.linearity.value, b.impurity.value));
}

Result<Uncertain<Activity>> calibratorReading(Activity reading, const CalibratorBudget& budget, const CalibratorFactors& factors,
                                              const Uncertain<Activity>& background, const std::string& device) {
  InputCheck check;
  check.activity("reading", reading);
  check.activity("background", background.value);
  for (const auto& [field, u] :
       {std::pair{"repeatability", budget.repeatability}, std::pair{"calibration", budget.calibration}, std::pair{"geometry", budget.geometry},
        std::pair{"linearity", budget.linearity}, std::pair{"impurity", budget.impurity}})
    checkUncertainty(check, field, u.value);
  for (const auto& [field, f] : {std::pair{"factor_geometry", factors.geometry}, std::pair{"factor_calibration", factors.calibration},
                                 std::pair{"factor_linearity", factors.linearity}})
    check.positive(field, f.value, "NEGATIVE_FACTOR", "a finite factor above 0");
  if (auto v = check.verdict(); !v) return v.refusal();
  const auto factor = [&](Fraction f, Fraction u_rel, const char* source) { return measured(f, f * u_rel.value, device + source); };
  auto out = measured(reading, reading * budget.repeatability.value, "reading");
  out = scaled(out, factor(factors.geometry, budget.geometry, "geometry"));
  out = scaled(out, factor(factors.calibration, budget.calibration, "calibration"));
  out = scaled(out, factor(factors.linearity, budget.linearity, "linearity"));
  out = scaled(out, factor(Fraction(1.0), budget.impurity, "impurity"));
  return out - background;
}

Uncertain<Activity> mixtureReading(const TwoActivities& there, const Responses& to) {
  return scaled(there.first, to.first) + scaled(there.second, to.second);
}

Result<TwoActivities> mixtureOf(const Uncertain<Activity>& one, const Responses& to_one, const Uncertain<Activity>& other,
                                const Responses& to_other) {
  InputCheck check;
  check.activity("reading", one.value);
  check.activity("other_reading", other.value);
  const double a = to_one.first.value.value, b = to_one.second.value.value, c = to_other.first.value.value, d = to_other.second.value.value;
  const double determinant = a * d - b * c;
  check.that(std::abs(determinant) > 1e-12 * (std::abs(a * d) + std::abs(b * c)), "responses", determinant, "INDISTINGUISHABLE",
             "responses in different proportion");
  if (auto v = check.verdict(); !v) return v.refusal();
  const Activity first((one.value.value * d - other.value.value * b) / determinant),
      second((other.value.value * a - one.value.value * c) / determinant);
  // First order: M dA = dM - dR A, so the doubt of the readings less what the responses' doubt explains goes through the inverse.
  const auto left = [&](const Uncertain<Activity>& m, const Responses& r) {
    return m.from.plus(r.first.from.times(-first.value)).plus(r.second.from.times(-second.value));
  };
  const Contributions m1 = left(one, to_one), m2 = left(other, to_other);
  const auto inverse = [&](double on_one, double on_other) { return m1.times(on_one / determinant).plus(m2.times(on_other / determinant)); };
  return TwoActivities{{first, inverse(d, -b)}, {second, inverse(-c, a)}};
}

Fraction shareInside(const Uncertain<Activity>& value, Activity low, Activity high) {
  const double u = value.from.u();
  if (u <= 0) return Fraction(value.value >= low && value.value <= high ? 1.0 : 0.0);
  const auto below = [&](Activity x) { return 0.5 * std::erfc((value.value - x).value / (u * std::numbers::sqrt2)); };
  return Fraction(below(high) - below(low));
}

}  // namespace isotrail::making
