#include "nuclide/cascade/cascade.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace isotrail {
namespace {

/// 113 bits of mantissa: coefficients of long chains lose up to twenty digits on the way and still round to the right double.
__extension__ using Wide = __float128;

/// Constants closer than this are taken as equal by the closed form.
constexpr double kEqual = 1e-4;
constexpr double kNothing = 1e-300;
/// The series alone reaches this far in units of 1/q; beyond it the matrix is squared.
constexpr double kSeriesReach = 16.0;
constexpr double kSquaringStart = 0.5;

using Feeds = std::span<const Cascade::Feed>;

/// Adds (A + q I) v / k * t for k = 1, 2 ... until no node gains any more; `sum` holds v times exp(q t) in the end.
void addSeries(std::span<const double> losses, Feeds feeds, double q, double t, std::span<double> term, std::span<double> next,
               std::span<double> sum) {
  const std::size_t n = losses.size();
  std::copy(term.begin(), term.end(), sum.begin());
  for (std::size_t k = 1;; ++k) {
    const double step = t / static_cast<double>(k);
    for (std::size_t i = 0; i < n; ++i) next[i] = (q - losses[i]) * step * term[i];
    for (const auto& f : feeds) next[f.to] += f.per_s * step * term[f.from];
    bool gains = false;
    for (std::size_t i = 0; i < n; ++i) {
      gains = gains || next[i] > 1e-17 * sum[i];
      sum[i] += next[i];
      term[i] = next[i];
    }
    // Atoms need as many steps as the chain is long to reach its end.
    if (!gains && k > n && static_cast<double>(k) > q * t) return;
  }
}

/// P(2h) from P(h), by source: p[j * n + i]. The diagonal is not squared but known.
void square(std::span<const double> losses, double twice_h, std::span<double> p, std::span<double> out) {
  const std::size_t n = losses.size();
  for (std::size_t j = 0; j < n; ++j) {
    out[j * n + j] = std::exp(-losses[j] * twice_h);
    for (std::size_t i = j + 1; i < n; ++i) {
      double sum = p[j * n + i] * (p[j * n + j] + p[i * n + i]);
      for (std::size_t k = j + 1; k < i; ++k) sum += p[j * n + k] * p[k * n + i];
      out[j * n + i] = sum;
    }
  }
}

/// Shares of one atom in node 0 without a single subtraction.
void positiveShares(std::span<const double> losses, Feeds feeds, double t, std::span<double> out) {
  const std::size_t n = losses.size();
  const double q = *std::max_element(losses.begin(), losses.end());
  thread_local std::vector<double> scratch;
  scratch.assign(2 * n * n + 2 * n, 0.0);
  std::span<double> term(scratch.data(), n), next(scratch.data() + n, n), p(scratch.data() + 2 * n, n * n),
      other(scratch.data() + 2 * n + n * n, n * n);
  const auto startAt = [&](std::size_t j) {
    std::fill(term.begin(), term.end(), 0.0);
    term[j] = 1.0;
  };
  if (q * t <= kSeriesReach) {
    startAt(0);
    addSeries(losses, feeds, q, t, term, next, out);
    for (double& v : out) v *= std::exp(-q * t);
    return;
  }
  int squarings = 0;
  double h = t;
  for (; q * h > kSquaringStart; ++squarings) h *= 0.5;
  for (std::size_t j = 0; j < n; ++j) {
    startAt(j);
    addSeries(losses, feeds, q, h, term, next, p.subspan(j * n, n));
    for (std::size_t i = 0; i < n; ++i) p[j * n + i] = i == j ? std::exp(-losses[j] * h) : p[j * n + i] * std::exp(-q * h);
  }
  for (; squarings > 0; --squarings) {
    h *= 2.0;
    square(losses, h, p, other);
    std::swap(p, other);
  }
  std::copy_n(p.begin(), n, out.begin());
}

}  // namespace

Cascade::Cascade(std::vector<double> losses, std::vector<Feed> feeds) : losses_(std::move(losses)), feeds_(std::move(feeds)) {
  ISOTRAIL_CHECK(!losses_.empty());
  for (const double l : losses_) ISOTRAIL_CHECK(std::isfinite(l) && l >= 0);
  for (const auto& f : feeds_) ISOTRAIL_CHECK(f.from < f.to && f.to < size() && std::isfinite(f.per_s) && f.per_s >= 0);
  std::sort(feeds_.begin(), feeds_.end(), [](const Feed& a, const Feed& b) { return std::pair(a.to, a.from) < std::pair(b.to, b.from); });
  compile();
}

void Cascade::compile() {
  const std::size_t n = size();
  std::vector<Wide> c(n * n, 0);
  careful_.assign(n, 0);
  unpaired_.assign(n, 0);
  auto feed = feeds_.begin();
  for (std::size_t i = 0; i < n; ++i) {
    Wide* const row = &c[i * n];
    for (; feed != feeds_.end() && feed->to == i; ++feed) {
      if (careful_[feed->from]) careful_[i] = unpaired_[i] = 1;
      for (std::size_t j = 0; j <= feed->from; ++j) row[j] += Wide(feed->per_s) * c[feed->from * n + j];
    }
    for (std::size_t j = 0; j < i && !unpaired_[i]; ++j)
      if (row[j] != 0) fed_.push_back({j, static_cast<double>(row[j])});
    fed_ends_.push_back(fed_.size());
    Wide own = i == 0 ? 1 : 0;
    for (std::size_t j = 0; j < i; ++j) {
      if (row[j] == 0) continue;
      if (std::abs(losses_[i] - losses_[j]) <= kEqual * std::max(losses_[i], losses_[j])) careful_[i] = 1;
      if (careful_[i]) break;
      row[j] /= Wide(losses_[i]) - Wide(losses_[j]);
      own -= row[j];
    }
    row[i] = own;
    for (std::size_t j = 0; j <= i && !careful_[i]; ++j)
      if (row[j] != 0) terms_.push_back({j, static_cast<double>(row[j])});
    row_ends_.push_back(terms_.size());
  }
}

void Cascade::shares(Seconds t, std::span<double> out) const {
  const std::size_t n = size();
  ISOTRAIL_CHECK(t.value >= 0 && std::isfinite(t.value) && out.size() == n);
  thread_local std::vector<double> left, exact;
  left.resize(n);
  for (std::size_t j = 0; j < n; ++j) left[j] = losses_[j] == 0 ? 1.0 : std::exp(-losses_[j] * t.value);
  bool again = false;
  const Term* term = terms_.data();
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0, magnitude = 0;
    for (const Term* const end = terms_.data() + row_ends_[i]; term != end; ++term) {
      const double v = term->coefficient * left[term->node];
      sum += v;
      magnitude += std::abs(v);
    }
    const bool lost = careful_[i] || !(sum >= kCancelled * magnitude);
    out[i] = lost ? -1.0 : sum;
    again = again || lost;
  }
  bool positive = false;
  for (std::size_t i = 0; i < n && again; ++i)
    if (out[i] < 0 && !paired(i, t.value, out[i])) positive = true;
  if (positive) {
    exact.resize(n);
    positiveShares(losses_, feeds_, t.value, exact);
    for (std::size_t i = 0; i < n; ++i)
      if (out[i] < 0) out[i] = exact[i];
  }
  for (double& v : out)
    if (v < kNothing) v = 0.0;
}

bool Cascade::paired(std::size_t i, double t, double& share) const {
  if (i == 0 || unpaired_[i]) return false;
  const double own = losses_[i], left = std::exp(-own * t);
  double sum = 0, magnitude = 0;
  for (std::size_t f = fed_ends_[i - 1]; f < fed_ends_[i]; ++f) {
    const double other = losses_[fed_[f].node], gap = own - other;
    // (exp(-L_j t) - exp(-L_i t)) / (L_i - L_j), from the slower of the two so that nothing overflows.
    const double slower = gap >= 0 ? std::exp(-other * t) : left;
    const double v = fed_[f].coefficient * (gap == 0 ? t * left : slower * -std::expm1(-std::abs(gap) * t) / std::abs(gap));
    sum += v;
    magnitude += std::abs(v);
  }
  if (!(sum >= kCancelled * magnitude)) return false;
  share = sum;
  return true;
}

double Cascade::share(std::size_t node, Seconds t) const {
  ISOTRAIL_CHECK(t.value >= 0 && std::isfinite(t.value) && node < size());
  double v = 0;
  if (!paired(node, t.value, v)) {
    thread_local std::vector<double> all;
    all.resize(size());
    positiveShares(losses_, feeds_, t.value, all);
    v = all[node];
  }
  return v < kNothing ? 0.0 : v;
}

void Cascade::departures(Seconds t, std::span<double> out) const {
  const std::size_t n = size();
  ISOTRAIL_CHECK(t.value >= 0 && std::isfinite(t.value) && out.size() == n);
  thread_local std::vector<double> stayed, losses, exact;
  stayed.resize(n);
  for (std::size_t j = 0; j < n; ++j) stayed[j] = losses_[j] == 0 ? t.value : -std::expm1(-losses_[j] * t.value) / losses_[j];
  bool again = false;
  const Term* term = terms_.data();
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0, magnitude = 0;
    for (const Term* const end = terms_.data() + row_ends_[i]; term != end; ++term) {
      const double v = term->coefficient * stayed[term->node];
      sum += v;
      magnitude += std::abs(v);
    }
    const bool lost = losses_[i] > 0 && (careful_[i] || !(sum >= kCancelled * magnitude));
    out[i] = lost ? -1.0 : sum * losses_[i];
    again = again || lost;
  }
  if (again) {
    // What leaves a node gathers in a node of its own that nothing leaves.
    losses = losses_;
    losses.resize(2 * n, 0.0);
    std::vector<Feed> feeds = feeds_;
    for (std::size_t i = 0; i < n; ++i) feeds.push_back({i, n + i, losses_[i]});
    exact.resize(2 * n);
    positiveShares(losses, feeds, t.value, exact);
    for (std::size_t i = 0; i < n; ++i)
      if (out[i] < 0) out[i] = exact[n + i];
  }
  for (double& v : out)
    if (v < kNothing) v = 0.0;
}

}  // namespace isotrail
