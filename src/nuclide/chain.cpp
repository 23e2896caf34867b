#include "nuclide/chain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"

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

/// Walks every decay path below one nuclide and adds what is at each member in the end, or what has decayed there.
class PathWalk {
 public:
  PathWalk(const Dataset& set, Seconds elapsed, bool decays, std::map<std::string, double>& out)
      : set_(set), t_(elapsed.value), decays_(decays), out_(out) {}

  void from(const Nuclide& n, double atoms) {
    nodes_.push_back(-n.lambda() * t_);
    out_[n.name] += atoms * (decays_ ? decayedShare(n) : dividedExp(nodes_));
    for (const auto& b : n.branches) {
      const Nuclide* daughter = set_.find(b.daughter);
      ISOTRAIL_CHECK(daughter != nullptr && nodes_.size() < 64);
      from(*daughter, atoms * b.fraction * n.lambda() * t_);
    }
    nodes_.pop_back();
  }

 private:
  /// The decays of a member gather like a stable daughter that nothing else feeds: one more node, at 0.
  double decayedShare(const Nuclide& n) {
    nodes_.push_back(0.0);
    const double share = n.lambda() * t_ * dividedExp(nodes_);
    nodes_.pop_back();
    return share;
  }
  const Dataset& set_;
  double t_;
  bool decays_;
  std::map<std::string, double>& out_;
  std::vector<double> nodes_;
};

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

std::map<std::string, double> walkAll(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed, bool decays) {
  ISOTRAIL_CHECK(elapsed.value >= 0);
  std::map<std::string, double> out;
  PathWalk walk(set, elapsed, decays, out);
  for (const auto& [name, atoms] : start) {
    const Nuclide* n = set.find(name);
    ISOTRAIL_CHECK(n != nullptr);
    walk.from(*n, atoms);
  }
  return out;
}

}  // namespace

std::map<std::string, double> decayChain(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed) {
  return walkAll(set, start, elapsed, false);
}

std::map<std::string, double> chainDecays(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed) {
  return walkAll(set, start, elapsed, true);
}

}  // namespace isotrail
