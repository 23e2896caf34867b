#include "solver/slots_proof/prices.h"

#include <algorithm>
#include <limits>

namespace isotrail::solver::slots {
namespace {
std::size_t at_(int i) { return static_cast<std::size_t>(i); }
}  // namespace

Pricing::Pricing(const Choices& choices, int product) : c_(choices), vials_(product < 0) {
  double sum = 0.0;
  int n = 0;
  for (int k = 0; k < c_.size(); ++k) {
    std::vector<Stretch> uses;
    std::vector<double> costs;
    for (const Choice& c : c_.of(k)) {
      costs.push_back(vials_ ? c.cost : c.served() && c_.patient(k).product == product ? c.least : 0.0);
      Stretch s[3] = {{-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}};
      if (c.served()) c_.stretches(k, c, s), sum += c.need, ++n;
      uses.insert(uses.end(), s, s + 3);
    }
    use_.push_back(std::move(uses));
    cost_.push_back(std::move(costs));
  }
  if (n > 0 && sum > 0.0) unit_ = sum / n;
}

Prices Pricing::none() const {
  const std::size_t vials = c_.list().vials.size();
  return {std::vector<double>(at_(c_.resources() * c_.ticks()), 0.0), std::vector<double>(vials, 0.0), std::vector<double>(vials, 0.0)};
}

Priced Pricing::at(const Prices& prices, const Left& left) const {
  const int ticks = c_.ticks();
  std::vector<double> until(at_(c_.resources() * (ticks + 1)), 0.0);  // sums of prices before a tick
  Priced out;
  for (int r = 0; r < c_.resources(); ++r)
    for (int t = 0; t < ticks; ++t) {
      const double price = prices.tick[at_(r * ticks + t)];
      until[at_(r * (ticks + 1) + t + 1)] = until[at_(r * (ticks + 1) + t)] + price;
      out.bound -= price * c_.capacity(r, t);
    }
  for (std::size_t v = 0; v < prices.full.size(); ++v)
    out.bound -= prices.full[v] * c_.full(static_cast<int>(v)) + prices.least[v] * c_.least(static_cast<int>(v));
  for (int k = 0; k < c_.size(); ++k) {
    std::vector<double> costs;
    costs.reserve(left[at_(k)].size());
    double least = std::numeric_limits<double>::infinity();
    int pick = -1;
    for (const int j : left[at_(k)]) {
      const Choice& c = c_.of(k)[at_(j)];
      double cost = cost_[at_(k)][at_(j)];
      if (c.served()) {
        if (vials_) cost += prices.full[at_(c.vial)] * c.need + prices.least[at_(c.vial)] * c.least;
        for (int u = 0; u < 3; ++u) {
          const Stretch& s = use_[at_(k)][at_(3 * j + u)];
          if (s.resource >= 0) cost += until[at_(s.resource * (ticks + 1) + s.until)] - until[at_(s.resource * (ticks + 1) + s.from)];
        }
      }
      costs.push_back(cost);
      if (cost < least) least = cost, pick = j;
    }
    out.bound += least;
    out.least.push_back(least);
    out.pick.push_back(pick);
    out.cost.push_back(std::move(costs));
  }
  return out;
}

void Pricing::step(Prices& prices, const Priced& now, double aim, double stride) const {
  const int ticks = c_.ticks();
  std::vector<double> over(prices.tick.size());  // use less capacity
  std::vector<double> full(prices.full.size()), least(prices.full.size());
  for (int r = 0; r < c_.resources(); ++r)
    for (int t = 0; t < ticks; ++t) over[at_(r * ticks + t)] = -c_.capacity(r, t);
  for (std::size_t v = 0; v < full.size(); ++v) full[v] = -c_.full(static_cast<int>(v)) / unit_, least[v] = -c_.least(static_cast<int>(v)) / unit_;
  for (int k = 0; k < c_.size(); ++k) {
    const int j = now.pick[at_(k)];
    const Choice& c = c_.of(k)[at_(j)];
    if (!c.served()) continue;
    full[at_(c.vial)] += c.need / unit_;
    least[at_(c.vial)] += c.least / unit_;
    for (int u = 0; u < 3; ++u) {
      const Stretch& s = use_[at_(k)][at_(3 * j + u)];
      for (int t = s.from; t < s.until && s.resource >= 0; ++t) over[at_(s.resource * ticks + t)] += 1.0;
    }
  }
  double norm = 0.0;
  const auto count = [&](double price, double& g) {
    if (price <= 0.0 && g < 0.0) g = 0.0;
    norm += g * g;
  };
  for (std::size_t i = 0; i < over.size(); ++i) count(prices.tick[i], over[i]);
  for (std::size_t v = 0; v < full.size() && vials_; ++v) count(prices.full[v], full[v]), count(prices.least[v], least[v]);
  if (norm <= 0.0) return;
  const double length = stride * (1.2 * std::max(0.0, aim - now.bound) + 0.02 * unit_) / norm;
  for (std::size_t i = 0; i < over.size(); ++i) prices.tick[i] = std::max(0.0, prices.tick[i] + length * over[i]);
  for (std::size_t v = 0; v < full.size(); ++v) {
    if (!vials_) break;
    prices.full[v] = std::clamp(prices.full[v] + length * full[v] / unit_, 0.0, 1.0);  // what is short costs 1 a MBq, no more
    prices.least[v] = std::max(0.0, prices.least[v] + length * least[v] / unit_);
  }
}

Priced Pricing::climb(Prices& prices, const Left& left, double aim, int steps, double stride) const {
  Prices try_ = prices;
  Priced now = at(try_, left), best = now;
  int still = 0;
  for (int n = 0; n < steps && best.bound < aim; ++n) {
    step(try_, now, aim, stride);
    now = at(try_, left);
    if (now.bound > best.bound + 1e-9) {
      best = now;
      prices = try_;
      still = 0;
    } else if (++still >= 8) {
      stride *= 0.5;
      still = 0;
    }
  }
  return best;
}

}  // namespace isotrail::solver::slots
