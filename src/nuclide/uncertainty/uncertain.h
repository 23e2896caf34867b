#pragma once
// Uncertainty to first order (GUM, JCGM 100:2008, 5.1 and 5.2): a value carries what each source of doubt adds to it, with its
// sign. Terms of one source (one half-life used for several samples, one calibration) are fully correlated and add linearly;
// different sources add in squares.
#include <string>
#include <utility>
#include <vector>

#include "nuclide/production/amounts.h"

namespace isotrail::making {

/// (df/dx_i) u_i for every source i, in the unit of the value they belong to, sorted by source.
class Contributions {
 public:
  Contributions() = default;
  Contributions(std::string source, double amount) { terms_.emplace_back(std::move(source), amount); }
  const std::vector<std::pair<std::string, double>>& terms() const { return terms_; }
  /// Root of the sum of squares: the standard uncertainty.
  double u() const;
  Contributions times(double factor) const;
  Contributions plus(const Contributions& other) const;

 private:
  std::vector<std::pair<std::string, double>> terms_;
};

template <class Q>
struct Uncertain {
  Q value;
  Contributions from;
  Q u() const { return Q(from.u()); }  // standard, k = 1
  Fraction relative() const { return Fraction(value.value != 0 ? from.u() / std::abs(value.value) : 0.0); }
  /// U at k = 2, coverage about 95 %.
  Q expanded() const { return Q(2 * from.u()); }
  friend Uncertain operator+(const Uncertain& a, const Uncertain& b) { return {a.value + b.value, a.from.plus(b.from)}; }
  friend Uncertain operator-(const Uncertain& a, const Uncertain& b) { return {a.value - b.value, a.from.plus(b.from.times(-1))}; }
  friend Uncertain operator*(const Uncertain& a, double k) { return {a.value * k, a.from.times(k)}; }
};
template <class Q>
Uncertain<Q> exactly(Q value) {
  return {value, {}};
}
/// With standard uncertainty `u` of one source.
template <class Q>
Uncertain<Q> measured(Q value, Q u, std::string source) {
  return {value, Contributions(std::move(source), u.value)};
}
/// a k, where k is uncertain too.
template <class Q>
Uncertain<Q> scaled(const Uncertain<Q>& a, const Uncertain<Fraction>& k) {
  return {a.value * k.value.value, a.from.times(k.value.value).plus(k.from.times(a.value.value))};
}
/// a / k, k not 0.
template <class Q>
Uncertain<Q> divided(const Uncertain<Q>& a, const Uncertain<Fraction>& k) {
  const double whole = a.value.value / k.value.value;
  return {Q(whole), a.from.times(1 / k.value.value).plus(k.from.times(-whole / k.value.value))};
}

/// A half-life with its uncertainty. Its source name makes everything decayed with it correlated.
struct HalfLife {
  Seconds value;
  Seconds u{0};
  std::string source = "half_life";
};
/// `a` after `elapsed` (negative: before): relative terms of the half-life l t u(T)/T and of the clock l u(t), beside those of a.
/// `clock`: the source of u_elapsed. half_life above 0.
Uncertain<Activity> decayedFor(const Uncertain<Activity>& a, const HalfLife& half_life, Seconds elapsed, Seconds u_elapsed = Seconds(0),
                               const std::string& clock = "elapsed");

}  // namespace isotrail::making
