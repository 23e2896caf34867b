#include "nuclide/chain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "nuclide/cascade/descent.h"

namespace isotrail {
namespace {

constexpr int kTaylorTerms = 24;

/// exp over nodes that lie within 1 of each other: Taylor about the midpoint with complete homogeneous polynomials.
double closeNodes(std::span<const double> x) {
  const double centre = 0.5 * (x.front() + x.back());
  double h[kTaylorTerms + 1] = {1.0};
  for (double node : x) {
    const double y = node - centre;
    for (int m = 1; m <= kTaylorTerms; ++m) h[m] += y * h[m - 1];
  }
  const int k = static_cast<int>(x.size()) - 1;
  double factorial = 1.0;
  for (int i = 2; i <= k; ++i) factorial *= i;
  double sum = 0.0;
  for (int m = 0; m <= kTaylorTerms; ++m) {
    sum += h[m] / factorial;
    factorial *= k + m + 1;
  }
  return std::exp(centre) * sum;
}

}  // namespace

double dividedExp(std::span<const double> nodes) {
  std::vector<double> x(nodes.begin(), nodes.end());
  std::sort(x.begin(), x.end());
  const std::size_t n = x.size();
  std::vector<double> f(n);
  for (std::size_t i = 0; i < n; ++i) f[i] = std::exp(x[i]);
  // Column by column of the divided-difference table: f[i] becomes F[i][i + width].
  for (std::size_t width = 1; width < n; ++width)
    for (std::size_t i = 0; i + width < n; ++i) {
      const double gap = x[i + width] - x[i];
      f[i] = gap > 1.0 ? (f[i + 1] - f[i]) / gap : closeNodes(std::span(x).subspan(i, width + 1));
    }
  return f[0];
}

namespace {

enum class Asked { left, gone };

std::map<std::string, double> walkAll(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed, Asked asked) {
  std::map<std::string, double> out;
  std::vector<double> share;
  for (const auto& [name, atoms] : start) {
    const Nuclide* n = set.find(name);
    ISOTRAIL_CHECK(n != nullptr);
    const Descent& descent = set.descents().of(n->at);
    share.resize(descent.members().size());
    asked == Asked::left ? descent.cascade().shares(elapsed, share) : descent.cascade().departures(elapsed, share);
    for (std::size_t i = 0; i < share.size(); ++i) out[set.all()[descent.members()[i]].name] += atoms * share[i];
  }
  return out;
}

}  // namespace

std::map<std::string, double> decayChain(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed) {
  return walkAll(set, start, elapsed, Asked::left);
}

std::map<std::string, double> chainDecays(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed) {
  return walkAll(set, start, elapsed, Asked::gone);
}

}  // namespace isotrail
