#pragma once
// What a day may turn out to be: how far yields and times may be from what is planned for, and one draw of them.
#include <cmath>
#include <cstdint>

#include "solver/rppd/instance.h"

namespace isotrail::solver {

/// Times what is planned for: a triangular distribution. Where least and most are the same it is that number.
struct Spread {
  double least = 1.0, likely = 1.0, most = 1.0;
  double mean() const { return (least + likely + most) / 3.0; }
  /// The value that `u`, 0 <= u < 1, of all draws stay under.
  double at(double u) const {
    if (most <= least) return likely;
    const double turn = (likely - least) / (most - least);
    return u < turn ? least + std::sqrt(u * (most - least) * (likely - least)) : most - std::sqrt((1.0 - u) * (most - least) * (most - likely));
  }
};
/// Assumptions for a house without a record of its own; a house with one gives what it has seen. Failures have the chance of their line.
struct Spreads {
  Spread yield{0.85, 1.0, 1.10};
  Spread synthesis{0.95, 1.0, 1.20}, tests{0.95, 1.0, 1.40};
  Spread road{0.90, 1.0, 1.40}, border{0.80, 1.0, 2.50};
  bool failures = true;
};

/// One draw. Numbers belong to things, not to a sequence: plans that are compared meet the same yields, roads and borders.
class Scenario {
 public:
  Scenario(const Spreads& spreads, std::uint64_t seed, int number)
      : spreads_(&spreads), state_(mix(seed * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(number))) {}

  /// Of the `k`th run of a line.
  bool fails(int site, int line, int k, double chance) const { return spreads_->failures && unit(1, site, line, k) < chance; }
  double yield(int site, int line, int k) const { return spreads_->yield.at(unit(2, site, line, k)); }
  double synthesis(int site, int line, int k) const { return spreads_->synthesis.at(unit(3, site, line, k)); }
  double tests(int site, int line, int k) const { return spreads_->tests.at(unit(4, site, line, k)); }
  /// Of the drive between two places, and of a post or stage.
  double road(int from, int to) const { return spreads_->road.at(unit(5, from, to, 0)); }
  double border(int which) const { return spreads_->border.at(unit(6, which, 0, 0)); }

 private:
  static std::uint64_t mix(std::uint64_t z) {  // splitmix64
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  double unit(int kind, int a, int b, int c) const {
    std::uint64_t z = state_;
    for (const int part : {kind, a, b, c}) z = mix(z + 0x9e3779b97f4a7c15U * static_cast<std::uint64_t>(static_cast<std::int64_t>(part) + 1'000'003));
    return static_cast<double>(z >> 11) * 0x1.0p-53;
  }

  const Spreads* spreads_;
  std::uint64_t state_;
};

}  // namespace isotrail::solver
