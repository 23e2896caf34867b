#include "solver/slots_proof/prices.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace isotrail::solver::slots {
namespace {
constexpr double kNever = std::numeric_limits<double>::infinity();
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

Weighed Pricing::weigh(const Prices& prices, const Left& left) const {
  const int ticks = c_.ticks();
  std::vector<double> until(at_(c_.resources() * (ticks + 1)), 0.0);  // sums of prices before a tick
  Weighed out;
  for (int r = 0; r < c_.resources(); ++r)
    for (int t = 0; t < ticks; ++t) {
      const double price = prices.tick[at_(r * ticks + t)];
      until[at_(r * (ticks + 1) + t + 1)] = until[at_(r * (ticks + 1) + t)] + price;
      out.base -= price * c_.capacity(r, t);
    }
  for (std::size_t v = 0; v < prices.full.size(); ++v)
    out.base -= prices.full[v] * c_.full(static_cast<int>(v)) + prices.least[v] * c_.least(static_cast<int>(v));
  for (int k = 0; k < c_.size(); ++k) {
    std::vector<double> costs;
    costs.reserve(left[at_(k)].size());
    Cheapest least{kNever, kNever};
    for (const int j : left[at_(k)]) {
      const Choice& c = c_.of(k)[at_(j)];
      double cost = cost_[at_(k)][at_(j)];
      if (c.served()) {
        if (vials_) cost += prices.full[at_(c.vial)] * c.need + prices.least[at_(c.vial)] * c.least;
        for (int u = 0; u < 3; ++u) {
          const Stretch& s = use_[at_(k)][at_(3 * j + u)];
          if (s.resource >= 0) cost += until[at_(s.resource * (ticks + 1) + s.until)] - until[at_(s.resource * (ticks + 1) + s.from)];
        }
        if (cost < least.served) least.served = cost, least.served_pick = j;
      } else if (cost < least.none) {
        least.none = cost, least.none_pick = j;
      }
      costs.push_back(cost);
    }
    out.cheapest.push_back(least);
    out.cost.push_back(std::move(costs));
  }
  return out;
}

namespace {

/// The cheapest set of one product, and what it costs at the least with and without each of them.
struct Settled {
  double least = kNever;
  unsigned set = 0;
  std::vector<double> with, without;
};
Settled settle(const std::vector<Cheapest>& all, const Together& t) {
  Settled out;
  const std::size_t n = t.who.size();
  out.with.assign(n, kNever), out.without.assign(n, kNever);
  std::vector<double> cost(std::size_t{1} << n, 0.0);
  for (const int k : t.who) cost[0] += all[at_(k)].none;
  for (unsigned set = 1; set < cost.size(); ++set) {
    const Cheapest& k = all[at_(t.who[at_(std::countr_zero(set))])];
    cost[set] = cost[set & (set - 1)] + k.served - k.none;
  }
  for (const unsigned set : t.sets) {
    if (cost[set] < out.least) out.least = cost[set], out.set = set;
    for (std::size_t b = 0; b < n; ++b) {
      double& side = ((set >> b) & 1U) != 0 ? out.with[b] : out.without[b];
      side = std::min(side, cost[set]);
    }
  }
  return out;
}

}  // namespace

Priced Pricing::at(const Prices& prices, const Left& left, const std::vector<Together>& together) const {
  Weighed w = weigh(prices, left);
  Priced out;
  const std::size_t n = w.cheapest.size();
  std::vector<double> served(n, 0.0), none(n, 0.0);  // what the bound grows by when the patient is served at the cheapest, or not served
  std::vector<bool> settled(n, false), takes(n, false);
  out.bound = w.base;
  for (const Together& t : together) {
    const Settled best = settle(w.cheapest, t);
    out.bound += best.least;
    for (std::size_t b = 0; b < t.who.size() && !t.sets.empty(); ++b) {
      const std::size_t k = at_(t.who[b]);
      settled[k] = true;
      takes[k] = ((best.set >> b) & 1U) != 0;
      served[k] = best.with[b] - best.least;
      none[k] = best.without[b] - best.least;
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    const Cheapest& c = w.cheapest[k];
    const double least = std::min(c.served, c.none);
    if (!settled[k]) {
      out.bound += least;
      served[k] = c.served - least;
      none[k] = c.none - least;
      takes[k] = c.served <= c.none;
    }
    out.pick.push_back(takes[k] ? c.served_pick : c.none_pick);
  }
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < left[k].size(); ++i) {
      const bool is = c_.of(static_cast<int>(k))[at_(left[k][i])].served();
      w.cost[k][i] += out.bound + (is ? served[k] - w.cheapest[k].served : none[k] - w.cheapest[k].none);
    }
  out.bound_with = std::move(w.cost);
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

Priced Pricing::climb(Prices& prices, const Left& left, double aim, int steps, double stride, const std::vector<Together>& together) const {
  Prices try_ = prices;
  Priced now = at(try_, left, together), best = now;
  int still = 0;
  for (int n = 0; n < steps && best.bound < aim; ++n) {
    step(try_, now, aim, stride);
    now = at(try_, left, together);
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
