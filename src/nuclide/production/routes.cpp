#include "nuclide/production/routes.h"

#include <cmath>

namespace isotrail::making {
namespace {

Material materialOf(const Product& p) { return {p.name, p.decay, {p.burned}}; }
Capture lessOf(const Capture& all, const Capture& part) {
  Capture rest = all;
  rest.thermal = all.thermal - part.thermal;
  rest.resonance = all.resonance - part.resonance;
  return rest;
}

}  // namespace

Route directRoute(const std::string& target, const Capture& capture, const Product& product) {
  return {{{target, Rate(0), {}}, materialOf(product)}, {{target, product.name, {}, capture, Fraction(1)}}};
}

Route throughDecayRoute(const std::string& target, const Capture& capture, const Product& parent, const Product& product) {
  Route r = directRoute(target, capture, parent);
  r.materials.push_back(materialOf(product));
  r.steps.push_back({parent.name, product.name, Fraction(1), {}, Fraction(1)});
  return r;
}

Route doubleCaptureRoute(const std::string& target, const Capture& first, const Product& between, const Capture& second, const Product& product) {
  Route r = directRoute(target, first, between);
  r.materials.push_back(materialOf(product));
  r.steps.push_back({between.name, product.name, Fraction(0), second, Fraction(1)});
  return r;
}

Route telluriumRoute(const TelluriumRoute& t) {
  Route r;
  r.materials = {{"Te-130", Rate(0), {}}, {"Te-131", t.ground, {}}, {"Te-131m", t.isomer, {}}, {"I-131", t.iodine, {}}};
  r.steps = {{"Te-130", "Te-131", {}, t.to_ground, Fraction(1)},
             {"Te-130", "Te-131m", {}, t.to_isomer, Fraction(1)},
             {"Te-131m", "Te-131", t.it_share, {}, Fraction(1)},
             {"Te-131m", "I-131", Fraction(1 - t.it_share.value), {}, Fraction(1)},
             {"Te-131", "I-131", Fraction(1), {}, Fraction(1)}};
  return r;
}

Result<Route> fissionRoute(const FissionRoute& f) {
  InputCheck check;
  check.that(f.absorption.thermal >= f.fission.thermal && f.absorption.resonance >= f.fission.resonance, "absorption", f.absorption.thermal.value,
             "NEGATIVE_CROSS_SECTION", "at least the fission cross section");
  if (auto v = check.verdict(); !v) return v.refusal();
  Route r = directRoute("U-235", f.fission, f.product);
  r.materials[0].burned = {lessOf(f.absorption, f.fission)};
  r.steps[0].yield = f.cumulative_yield;
  return r;
}

Fraction burnedShare(const Route& route, const Stay& stay, const std::string& target) {
  double exponent = 0;
  for (const auto& step : stay.steps) {
    double rate = 0;
    for (const auto& m : route.materials) {
      if (m.name != target) continue;
      rate += m.decay.value;
      for (const auto& c : m.burned) rate += captureRate(step.thermal, stay.epithermal, c).value;
    }
    for (const auto& s : route.steps)
      if (s.from == target && s.capture) rate += captureRate(step.thermal, stay.epithermal, *s.capture).value;
    exponent += rate * step.lasts.value;
  }
  return Fraction(-std::expm1(-exponent));
}

}  // namespace isotrail::making
