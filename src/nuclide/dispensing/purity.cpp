#include "nuclide/dispensing/purity.h"

#include <algorithm>
#include <cmath>

#include "nuclide/decay.h"

namespace isotrail::making {
namespace {

constexpr double kNever = 1e18;  // s, beyond any age

void checkSolution(InputCheck& check, Seconds half_life, const Solution& s) {
  check.halfLife("half_life", half_life);
  check.notNegative("concentration", s.concentration.value, "NEGATIVE_CONCENTRATION", "a finite concentration, 0 Bq/L or more");
  check.notNegative("absorbed_energy", s.absorbed.value, "NEGATIVE_ENERGY", "a finite energy, 0 keV or more");
  check.positive("density", s.density_kg_per_l, "BAD_DENSITY", "a finite density above 0 kg/L");
}
void checkModel(InputCheck& check, const Radiolysis& m) {
  check.share("purity_at_start", m.start, "PURITY_OUT_OF_RANGE");
  check.notNegative("kappa", m.kappa_per_gy, "NEGATIVE_RADIOLYSIS", "a finite constant, 0 /Gy or more");
  check.notNegative("hydrolysis", m.hydrolysis.value, "NEGATIVE_RADIOLYSIS", "a finite constant, 0 /s or more");
}

double gray(Seconds half_life, const Solution& s, Seconds t) {
  const double decays_per_l = s.concentration.value * half_life.value / std::log(2.0) * saturationShare(half_life, t);
  return decays_per_l * s.absorbed.value * 1e3 * kElementaryCharge / s.density_kg_per_l;
}
double purity(Seconds half_life, const Solution& s, const Radiolysis& m, Seconds t) {
  return m.start.value * std::exp(-m.kappa_per_gy * gray(half_life, s, t) - m.hydrolysis.value * t.value);
}

/// Where a falling `f` passes through 0 between low and high.
template <class F>
double crossing(double low, double high, F f) {
  for (int i = 0; i < 200 && high - low > 1e-12 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (f(middle) >= 0 ? low : high) = middle;
  }
  return low;
}

}  // namespace

Result<AbsorbedDose> doseIn(Seconds half_life, const Solution& solution, Seconds elapsed) {
  InputCheck check;
  checkSolution(check, half_life, solution);
  check.time("elapsed", elapsed);
  if (auto v = check.verdict(); !v) return v.refusal();
  return AbsorbedDose(gray(half_life, solution, elapsed));
}

Result<Fraction> purityAfter(Seconds half_life, const Solution& solution, const Radiolysis& model, Seconds elapsed) {
  InputCheck check;
  checkSolution(check, half_life, solution);
  checkModel(check, model);
  check.time("elapsed", elapsed);
  if (auto v = check.verdict(); !v) return v.refusal();
  return Fraction(purity(half_life, solution, model, elapsed));
}

Result<std::optional<Seconds>> pureUntil(Seconds half_life, const Solution& solution, const Radiolysis& model, Fraction limit) {
  InputCheck check;
  checkSolution(check, half_life, solution);
  checkModel(check, model);
  check.share("limit", limit, "PURITY_OUT_OF_RANGE");
  if (auto v = check.verdict(); !v) return v.refusal();
  const auto above = [&](double t) { return purity(half_life, solution, model, Seconds(t)) - limit.value; };
  if (above(0) < 0) return std::optional(Seconds(0));
  double high = half_life.value;
  while (above(high) >= 0 && high < kNever) high *= 2;
  if (high >= kNever) return std::optional<Seconds>();
  return std::optional(Seconds(crossing(0, high, above)));
}

Result<Radiolysis> fitRadiolysis(Seconds half_life, Fraction start, std::span<const PuritySample> samples) {
  InputCheck check;
  check.that(samples.size() >= 2, "samples", static_cast<double>(samples.size()), "TOO_FEW_SAMPLES", "two or more");
  check.that(start.value > 0 && start.value <= 1, "purity_at_start", start.value, "PURITY_OUT_OF_RANGE", "above 0 and at most 1");
  for (const auto& s : samples) {
    checkSolution(check, half_life, s.solution);
    check.time("age", s.age);
    check.that(s.purity.value > 0 && s.purity.value <= 1, "purity", s.purity.value, "PURITY_OUT_OF_RANGE", "above 0 and at most 1");
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  double dd = 0, dt = 0, tt = 0, dy = 0, ty = 0;
  for (const auto& s : samples) {
    const double d = gray(half_life, s.solution, s.age), t = s.age.value, y = -std::log(s.purity.value / start.value);
    dd += d * d, dt += d * t, tt += t * t, dy += d * y, ty += t * y;
  }
  const double determinant = dd * tt - dt * dt;
  double kappa = dd > 0 ? dy / dd : 0.0, hydrolysis = 0.0;
  if (determinant > 1e-9 * dd * tt) {
    const double both = (dy * tt - ty * dt) / determinant, slow = (ty * dd - dy * dt) / determinant;
    if (both >= 0 && slow >= 0)
      kappa = both, hydrolysis = slow;
    else if (both < 0)
      kappa = 0.0, hydrolysis = tt > 0 ? ty / tt : 0.0;
  }
  return Radiolysis{start, std::max(0.0, kappa), Rate(std::max(0.0, hydrolysis))};
}

namespace {

void checkMixture(InputCheck& check, Seconds half_life, Activity product, std::span<const Impurity> impurities) {
  check.halfLife("half_life", half_life);
  check.activity("activity", product);
  double sum = product.value;
  for (const auto& i : impurities) {
    check.halfLife(i.nuclide, i.half_life);
    check.activity(i.nuclide, i.activity);
    sum += i.activity.value;
  }
  check.that(!(sum == 0), "activity", sum, "EMPTY_MIXTURE", "some activity");
}

/// Impurities over the product, relative to it at every time: a sum of exponentials with positive weights.
class Beside {
 public:
  Beside(Seconds half_life, Activity product, std::span<const Impurity> impurities) : half_life_(half_life), product_(product), all_(impurities) {}
  double operator()(double t) const { return sum(t, false); }
  double slope(double t) const { return sum(t, true); }

 private:
  double sum(double t, bool slope) const {
    double out = 0;
    for (const auto& i : all_) {
      const double gap = (decayConstant(half_life_) - decayConstant(i.half_life)).value;
      out += i.activity / product_ * std::exp(std::min(gap * t, 700.0)) * (slope ? gap : 1.0);
    }
    return out;
  }
  Seconds half_life_;
  Activity product_;
  std::span<const Impurity> all_;
};

}  // namespace

Result<Fraction> impurityShare(Seconds half_life, Activity product, std::span<const Impurity> impurities, Seconds elapsed) {
  InputCheck check;
  checkMixture(check, half_life, product, impurities);
  check.time("elapsed", elapsed);
  if (auto v = check.verdict(); !v) return v.refusal();
  if (product.value == 0) return Fraction(1.0);
  const double beside = Beside(half_life, product, impurities)(elapsed.value);
  return Fraction(beside / (1.0 + beside));
}

Result<PurityWindow> purityWindow(Seconds half_life, Activity product, std::span<const Impurity> impurities, Fraction limit) {
  InputCheck check;
  checkMixture(check, half_life, product, impurities);
  check.share("limit", limit, "PURITY_OUT_OF_RANGE");
  if (auto v = check.verdict(); !v) return v.refusal();
  if (limit.value == 1) return PurityWindow{true, Seconds(0), std::nullopt};
  if (product.value == 0) return PurityWindow{};
  const Beside beside(half_life, product, impurities);
  const double most = limit.value / (1.0 - limit.value);  // impurities over the product
  const auto passes = [&](double t) { return most - beside(t); };
  // The lowest point of a convex sum: where its slope changes sign.
  double lowest = 0;
  if (beside.slope(0) < 0) {
    double high = half_life.value;
    while (beside.slope(high) < 0 && high < kNever) high *= 2;
    lowest = high < kNever ? crossing(0, high, [&](double t) { return -beside.slope(t); }) : kNever;
  }
  if (passes(lowest) < 0) return PurityWindow{};
  PurityWindow out{true, Seconds(0), std::nullopt};
  if (passes(0) < 0) {
    const double before = crossing(0, lowest, [&](double t) { return -passes(t); });
    out.from = Seconds(std::min(lowest, before * (1 + 2e-12)));
  }
  double high = std::max(lowest, half_life.value);
  while (passes(high) >= 0 && high < kNever) high *= 2;
  if (high < kNever) out.until = Seconds(crossing(lowest, high, passes));
  return out;
}

std::optional<UseLimit> bindingLimit(std::span<const UseLimit> limits) {
  std::optional<UseLimit> first;
  for (const auto& l : limits)
    if (l.until && (!first || *l.until < *first->until)) first = l;
  return first;
}

}  // namespace isotrail::making
