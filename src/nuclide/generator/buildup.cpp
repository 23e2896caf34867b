#include "nuclide/generator/buildup.h"

#include <algorithm>
#include <cmath>

#include "nuclide/chain.h"

namespace isotrail::making {
namespace {

constexpr Seconds kNever(1e18);

Refusal noEquilibrium(Rate parent, Rate daughter) {
  Refusal r = Refusal::of("NO_EQUILIBRIUM");
  r.params.set("parent_per_s", parent.value).set("daughter_per_s", daughter.value);
  return r;
}

void checkRates(InputCheck& check, Rate parent, Rate daughter) {
  check.positive("parent", parent.value, "NEGATIVE_DECAY_CONSTANT", "a finite decay constant above 0");
  check.positive("daughter", daughter.value, "NEGATIVE_DECAY_CONSTANT", "a finite decay constant above 0");
}

/// log(1 + x) / x, 1 at 0.
double logOver(double x) { return x == 0 ? 1.0 : std::log1p(x) / x; }

}  // namespace

Fraction grownShare(Rate parent, Rate daughter, Fraction branch, Seconds elapsed) {
  const double nodes[] = {-parent.value * elapsed.value, -daughter.value * elapsed.value};
  return Fraction(branch.value * daughter.value * elapsed.value * dividedExp(nodes));
}

Result<Fraction> buildUp(Rate parent, Rate daughter, Seconds since) {
  InputCheck check;
  checkRates(check, parent, daughter);
  check.time("since", since);
  if (auto v = check.verdict(); !v) return v.refusal();
  if (daughter <= parent) return noEquilibrium(parent, daughter);
  return Fraction(-std::expm1(-(daughter - parent).value * since.value));
}

Result<Seconds> regrowth(Rate parent, Rate daughter, Fraction share) {
  InputCheck check;
  checkRates(check, parent, daughter);
  check.that(share.value >= 0 && share.value < 1, "share", share.value, "SHARE_OUT_OF_RANGE", "0 or more and below 1");
  if (auto v = check.verdict(); !v) return v.refusal();
  if (daughter <= parent) return noEquilibrium(parent, daughter);
  return Seconds(-std::log1p(-share.value) / (daughter - parent).value);
}

Result<Maximum> timeOfMaximum(Rate parent, Rate daughter, Fraction branch, Fraction left) {
  InputCheck check;
  checkRates(check, parent, daughter);
  check.that(branch.value > 0 && branch.value <= 1, "branch", branch.value, "BRANCH_OUT_OF_RANGE", "above 0 and at most 1");
  check.notNegative("left", left.value, "NEGATIVE_ACTIVITY", "0 or more");
  if (auto v = check.verdict(); !v) return v.refusal();
  // ld (c - r) exp(-ld t) = lp c exp(-lp t) with c = b ld / (ld - lp); both logarithms are of 1 + x and stay exact for near rates.
  const double gap = (daughter - parent).value;
  const double filled = left.value / (branch.value * daughter.value);  // what the column started with, s
  const double room = 1.0 - filled * gap;
  Maximum out;
  if (room > 0) out.at = Seconds(std::max(0.0, logOver(gap / parent.value) / parent.value - filled * logOver(-filled * gap)));
  out.over_parent = grownShare(parent, daughter, branch, out.at) + left * std::exp(-daughter.value * out.at.value);
  return out;
}

Fraction breakthroughAfter(Rate parent, Rate daughter, Fraction branch, Fraction ratio, Seconds later) {
  // Both sides relative to the parent's own decay, so that nothing underflows.
  const double grown = (daughter - parent).value * later.value;
  const double nodes[] = {0.0, -grown};
  return Fraction(ratio.value / (std::exp(-grown) + ratio.value * branch.value * daughter.value * later.value * dividedExp(nodes)));
}

Seconds breakthroughWithin(Rate parent, Rate daughter, Fraction branch, Fraction ratio, Fraction limit) {
  if (ratio > limit) return Seconds(0);
  const double gap = (daughter - parent).value;
  if (ratio.value <= 0 || gap <= 0) return kNever;
  // ratio grows as g/(1 + ratio c (g - 1)) with g = exp(gap t); it ends at 1/c, where parent and daughter keep step.
  const double c = branch.value * daughter.value / gap;
  if (limit.value * c >= 1) return kNever;
  const double g = limit.value * (1 - ratio.value * c) / (ratio.value * (1 - limit.value * c));
  return Seconds(std::max(0.0, std::log(g)) / gap);
}

}  // namespace isotrail::making
