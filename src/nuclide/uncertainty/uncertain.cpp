#include "nuclide/uncertainty/uncertain.h"

#include <algorithm>
#include <cmath>

#include "nuclide/decay.h"

namespace isotrail::making {

double Contributions::u() const {
  double sum = 0;
  for (const auto& [source, amount] : terms_) sum = std::hypot(sum, amount);
  return sum;
}

Contributions Contributions::times(double factor) const {
  Contributions out = *this;
  for (auto& term : out.terms_) term.second *= factor;
  return out;
}

Contributions Contributions::plus(const Contributions& other) const {
  Contributions out = *this;
  for (const auto& term : other.terms_) {
    const auto at = std::lower_bound(out.terms_.begin(), out.terms_.end(), term, [](const auto& a, const auto& b) { return a.first < b.first; });
    if (at != out.terms_.end() && at->first == term.first)
      at->second += term.second;
    else
      out.terms_.insert(at, term);
  }
  return out;
}

Uncertain<Activity> decayedFor(const Uncertain<Activity>& a, const HalfLife& half_life, Seconds elapsed, Seconds u_elapsed,
                               const std::string& clock) {
  const double share = remainingShare(half_life.value, elapsed);
  const double left = a.value.value * share, lambda = decayConstant(half_life.value).value;
  Contributions from = a.from.times(share);
  // dA/dT = A l t / T and dA/dt = -A l.
  from = from.plus({half_life.source, left * lambda * elapsed.value * half_life.u.value / half_life.value.value});
  return {Activity(left), from.plus({clock, -left * lambda * u_elapsed.value})};
}

}  // namespace isotrail::making
