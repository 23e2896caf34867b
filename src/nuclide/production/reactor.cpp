#include "nuclide/production/reactor.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "nuclide/production/network.h"

namespace isotrail::making {
namespace {

void checkCapture(InputCheck& check, const Capture& c) {
  constexpr const char* kSection = "a finite cross section, 0 or more";
  check.notNegative("sigma0", c.thermal.value, "NEGATIVE_CROSS_SECTION", kSection);
  check.notNegative("resonance_integral", c.resonance.value, "NEGATIVE_CROSS_SECTION", kSection);
  check.notNegative("westcott_g", c.westcott, "NEGATIVE_CROSS_SECTION", "a finite factor, 0 or more");
  check.share("self_shielding_thermal", c.shield_thermal, "SELF_SHIELDING_OUT_OF_RANGE");
  check.share("self_shielding_epithermal", c.shield_epithermal, "SELF_SHIELDING_OUT_OF_RANGE");
}

bool knows(const Route& route, const std::string& name) {
  return std::any_of(route.materials.begin(), route.materials.end(), [&](const Material& m) { return m.name == name; });
}
void checkRoute(InputCheck& check, const Route& route) {
  for (const auto& m : route.materials) {
    check.notNegative(m.name, m.decay.value, "NEGATIVE_DECAY_CONSTANT", "a finite decay constant, 0 or more");
    for (const auto& c : m.burned) checkCapture(check, c);
  }
  for (const auto& s : route.steps) {
    check.that(knows(route, s.from) && knows(route, s.to), s.from + " to " + s.to, 0, "NOT_OF_THE_ROUTE", "materials of the route");
    check.share("branch", s.branch, "BRANCH_OUT_OF_RANGE");
    check.notNegative("yield", s.yield.value, "NEGATIVE_YIELD", "a finite yield, 0 or more");
    if (s.capture) checkCapture(check, *s.capture);
  }
}
void checkStay(InputCheck& check, const Stay& stay) {
  check.that(!stay.steps.empty(), "stay", 0, "EMPTY_STAY", "at least one step with flux and time");
  check.notNegative("epithermal", stay.epithermal.value, "NEGATIVE_FLUX", "a finite ratio, 0 or more");
  for (const auto& s : stay.steps) {
    check.notNegative("flux", s.thermal.value, "NEGATIVE_FLUX", "a finite flux, 0 or more");
    check.time("lasts", s.lasts);
  }
}

/// A route at one flux.
class Running {
 public:
  Running(const Route& route, Flux thermal, Fraction epithermal) : route_(route) {
    const auto rate = [&](const Capture& c) { return captureRate(thermal, epithermal, c); };
    for (const auto& m : route.materials) {
      Rate removal = m.decay;
      for (const auto& c : m.burned) removal = removal + rate(c);
      for (const auto& s : route.steps)
        if (s.from == m.name && s.capture) removal = removal + rate(*s.capture);
      network_.member(removal);
    }
    for (const auto& s : route.steps) {
      const Rate decays = route.materials[indexOf(s.from)].decay * s.branch.value;
      network_.pass(indexOf(s.from), indexOf(s.to), s.capture ? decays + rate(*s.capture) * s.yield.value : decays);
    }
  }
  std::vector<double> after(const std::vector<double>& now, Seconds t) const { return network_.after(now, t); }

 private:
  std::size_t indexOf(const std::string& name) const {
    const auto found = std::find_if(route_.materials.begin(), route_.materials.end(), [&](const Material& m) { return m.name == name; });
    return static_cast<std::size_t>(found - route_.materials.begin());
  }
  const Route& route_;
  Network network_;
};

Result<std::vector<double>> startOf(const Route& route, const Atoms& start, InputCheck& check) {
  std::vector<double> now;
  for (const auto& [name, atoms] : start) {
    check.notNegative(name, atoms, "NEGATIVE_AMOUNT", "a finite amount, 0 or more");
    check.that(knows(route, name), name, atoms, "NOT_OF_THE_ROUTE", "a material of the route");
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  for (const auto& m : route.materials) {
    const auto found = start.find(m.name);
    now.push_back(found == start.end() ? 0.0 : found->second);
  }
  return now;
}

}  // namespace

Rate captureRate(Flux thermal, Fraction epithermal, const Capture& c) {
  const double barn = c.shield_thermal.value * c.westcott * c.thermal.value + epithermal.value * c.shield_epithermal.value * c.resonance.value;
  return Rate(thermal.value * barn * kBarn);
}

Result<Atoms> irradiate(const Route& route, const Atoms& start, const Stay& stay, Seconds cooling) {
  InputCheck check;
  checkStay(check, stay);
  check.time("cooling", cooling);
  checkRoute(check, route);
  auto now = startOf(route, start, check);
  if (!now) return now.refusal();
  for (const auto& s : stay.steps) *now = Running(route, s.thermal, stay.epithermal).after(*now, s.lasts);
  if (cooling.value > 0) *now = Running(route, Flux(0), stay.epithermal).after(*now, cooling);
  Atoms out;
  for (std::size_t i = 0; i < route.materials.size(); ++i) out[route.materials[i].name] = (*now)[i];
  return out;
}

Activity activityOf(const Route& route, const Atoms& atoms, const std::string& material) {
  const auto found = atoms.find(material);
  const auto of = std::find_if(route.materials.begin(), route.materials.end(), [&](const Material& m) { return m.name == material; });
  return found == atoms.end() || of == route.materials.end() ? Activity() : Activity(found->second * of->decay.value);
}

Result<BestTime> bestStay(const Route& route, const Atoms& start, Flux thermal, Fraction epithermal, const std::string& product, Seconds at_most) {
  InputCheck check;
  checkStay(check, {{{thermal, at_most}}, epithermal});
  checkRoute(check, route);
  check.that(knows(route, product), product, 0, "NOT_OF_THE_ROUTE", "a material of the route");
  auto now = startOf(route, start, check);
  if (!now) return now.refusal();
  const Running running(route, thermal, epithermal);
  std::size_t index = 0;
  while (route.materials[index].name != product) ++index;
  const auto atoms = [&](double log_t) { return running.after(*now, Seconds(std::exp(log_t)))[index]; };
  // Golden section over the logarithm of time: the product rises once and falls once.
  constexpr double kGolden = std::numbers::phi - 1.0;
  double low = 0, high = std::log(std::max(2.0, at_most.value));
  double a = high - kGolden * (high - low), b = low + kGolden * (high - low), fa = atoms(a), fb = atoms(b);
  for (int i = 0; i < 80; ++i) {
    if (fa < fb) {
      low = a, a = b, fa = fb;
      fb = atoms(b = low + kGolden * (high - low));
    } else {
      high = b, b = a, fb = fa;
      fa = atoms(a = high - kGolden * (high - low));
    }
  }
  const double best = 0.5 * (low + high);
  return BestTime{Seconds(std::exp(best)), atoms(best)};
}

Result<double> atomsIn(Mass mass, Fraction share, MolarMass molar_mass) {
  InputCheck check;
  check.notNegative("mass", mass.value, "NEGATIVE_MASS", "a finite mass, 0 or more");
  check.share("share", share, "SHARE_OUT_OF_RANGE");
  check.positive("atomic_mass", molar_mass.value, "BAD_ATOMIC_MASS", "a finite atomic mass above 0");
  if (auto v = check.verdict(); !v) return v.refusal();
  return mass.value * 1e3 * share.value / molar_mass.value * kAvogadro;
}
SpecificActivity carrierFree(Seconds half_life, MolarMass molar_mass) {
  return SpecificActivity(decayConstant(half_life).value * kAvogadro / molar_mass.value);
}
Result<SpecificActivity> specificActivity(Activity a, Mass mass) {
  InputCheck check;
  check.activity("activity", a);
  check.positive("mass", mass.value, "NEGATIVE_MASS", "a finite mass above 0");
  if (auto v = check.verdict(); !v) return v.refusal();
  return SpecificActivity(a.value / (mass.value * 1e3));
}

}  // namespace isotrail::making
