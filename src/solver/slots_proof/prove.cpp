// Who is served is decided first: of every set of patients a bound by prices, and the lowest first. A set whose bound does not end it
// gets prices of its own, and what they leave of its choices is gone through in the order of the injections.
#include "solver/slots_proof/prove.h"

#include <algorithm>
#include <limits>

#include "solver/slots_proof/labels.h"
#include "solver/slots_proof/together.h"

namespace isotrail::solver::slots {
namespace {

constexpr double kSame = 1e-6;  // MBq: less is no improvement
constexpr int kRootSteps = 600, kServiceSteps = 250, kSetSteps = 600, kAgainSteps = 150;
constexpr int kRounds = 2, kCutSteps = 80;  // looked for sets that do not fit, and steps for each
constexpr int kMostOpen = 16;               // patients: 65,536 sets
constexpr std::int64_t kLabelsAStep = 200;  // beginnings that take as long as a set's prices

std::size_t at(int i) { return static_cast<std::size_t>(i); }

class Search {
 public:
  Search(const List& list, const Timetable& start, std::int64_t steps) : choices_(list), pricing_(choices_), limit_(steps) {
    Draft d(list);
    base_ = choices_.costOf(d);
    for (int k = 0; k < choices_.size(); ++k) base_ -= choices_.of(k).back().cost;
    for (int v = 0; v < static_cast<int>(list.vials.size()); ++v) base_ -= std::max(0.0, -choices_.full(v));
    for (const int i : d.open())
      if (start[at(i)].served()) d.put(i, start[at(i)]);
    take(d);
  }

  Proof run() {
    Left all;
    for (int k = 0; k < choices_.size(); ++k) {
      std::vector<int> every(choices_.of(k).size());
      for (std::size_t j = 0; j < every.size(); ++j) every[j] = static_cast<int>(j);
      all.push_back(std::move(every));
    }
    for (int p = 0; p < static_cast<int>(choices_.list().products.size()); ++p) draws_.emplace_back(choices_, p, all, kServiceSteps);
    if (choices_.size() > 0) everySet(std::move(all));
    out_.steps = steps_;
    out_.proven = root_ == std::numeric_limits<double>::infinity();
    out_.bound = out_.proven ? out_.cost : std::min(out_.cost, out_.cost - aim_ + root_);
    return out_;
  }

 private:
  void take(const Draft& d) {
    out_.timetable = d.timetable();
    out_.cost = d.cost();
    aim_ = choices_.costOf(d) - base_;
  }
  double aim() const { return aim_; }
  const Choice& choice(int k, int j) const { return choices_.of(k)[at(j)]; }

  /// Climbs, and climbs again while the sets that are picked do not fit into their vials.
  Priced priced(const Left& left, Prices& prices, const std::vector<Prices>& drawing, int climbs, double stride) {
    for (int round = 0;; ++round) {
      Priced p = pricing_.climb(prices, left, aim() - kSame, climbs, stride, together(choices_, draws_, left, drawing));
      bool again = false;
      if (p.bound < aim() - kSame && round < kRounds)
        for (Draws& d : draws_) again = separated(choices_, d, left, p.pick, kCutSteps) || again;
      if (!again) return p;
      climbs = kAgainSteps, stride = 0.7;
    }
  }
  /// Those who are picked, in the order of their minutes, each where it costs least; then whoever else fits, the smallest doses first.
  void build(const Priced& p) {
    std::vector<std::pair<double, int>> order;
    for (int k = 0; k < choices_.size(); ++k) {
      const Choice& c = choice(k, p.pick[at(k)]);
      order.emplace_back(c.served() ? c.inject : 1e6 + choices_.patient(k).dose_mbq, k);
    }
    std::sort(order.begin(), order.end());
    Draft d(choices_.list());
    for (const auto& [when, k] : order)
      if (const Slot s = bestSlot(choices_.list(), d, choices_.open()[at(k)]); s.served()) d.put(choices_.open()[at(k)], s);
    if (choices_.costOf(d) < base_ + aim_ - kSame) take(d);
  }
  /// Takes away the choices that alone would lift a bound over `most`; true when that is worth another climb.
  static bool drop(Left& left, Priced& p, double most) {
    bool fewer = false;
    for (std::size_t k = 0; k < left.size(); ++k) {
      std::vector<int> keep;
      std::vector<double> bounds;  // they stay beside their choices
      for (std::size_t n = 0; n < left[k].size(); ++n) {
        if (p.bound_with[k][n] > most) continue;
        keep.push_back(left[k][n]);
        bounds.push_back(p.bound_with[k][n]);
      }
      fewer = fewer || keep.size() * 2 < left[k].size();
      left[k] = std::move(keep);
      p.bound_with[k] = std::move(bounds);
    }
    return fewer;
  }

  /// Some patients by their bits, and what it costs at the least to serve exactly them.
  struct Set {
    double bound;
    unsigned served;
  };
  /// What sets are measured by, at some prices: the cost, or what they draw of a product.
  struct Scale {
    Weighed weighed;
    double limit;
  };
  void everySet(Left left) {
    Prices prices = pricing_.none();
    Priced p = priced(left, prices, std::vector<Prices>(draws_.size(), pricing_.none()), kRootSteps, 1.5);
    if (p.bound >= aim() - kSame) return;
    build(p);
    if (choices_.size() > kMostOpen) return unfinished(p.bound);
    drop(left, p, aim() - kSame);
    if (someoneHasNone(left)) return;
    std::vector<Scale> scales{{pricing_.weigh(prices, left), aim() - kSame}};
    for (const Draws& d : draws_) {
      scales.push_back({d.pricing.weigh(d.pricing.none(), left), d.there});
      for (const Prices& cut : d.cuts) scales.push_back({d.pricing.weigh(cut, left), d.there});
    }
    std::vector<double> least;
    for (const Scale& s : scales) {
      least.push_back(s.weighed.base);
      for (const Cheapest& c : s.weighed.cheapest) least.back() += std::min(c.served, c.none);
    }
    std::vector<Set> sets;
    gather(scales, 0, std::move(least), 0U, sets);
    std::sort(sets.begin(), sets.end(), [](const Set& a, const Set& b) { return a.bound != b.bound ? a.bound < b.bound : a.served < b.served; });
    for (const Set& s : sets) {
      if (s.bound >= aim() - kSame) return;
      if (steps_ >= limit_) return unfinished(s.bound);
      exactly(s, left, prices);
    }
  }
  /// Every set that no scale rules out, from the k-th patient on; `least` is what is reached on each scale at the least.
  void gather(const std::vector<Scale>& scales, int k, std::vector<double> least, unsigned served, std::vector<Set>& out) const {
    for (std::size_t s = 0; s < scales.size(); ++s)
      if (!(least[s] <= scales[s].limit)) return;
    if (k == choices_.size()) return out.push_back({least[0], served});
    for (const bool is : {true, false}) {
      std::vector<double> next = least;
      for (std::size_t s = 0; s < scales.size(); ++s) {
        const Cheapest& c = scales[s].weighed.cheapest[at(k)];
        next[s] += (is ? c.served : c.none) - std::min(c.served, c.none);
      }
      gather(scales, k + 1, std::move(next), is ? served | 1U << k : served, out);
    }
  }

  void exactly(const Set& s, const Left& left, Prices prices) {
    ++steps_;
    Left only = left;
    for (int k = 0; k < choices_.size(); ++k) {
      const bool in = (s.served >> k & 1U) != 0;
      std::erase_if(only[at(k)], [&](int j) { return in ? !choice(k, j).served() : choice(k, j).served(); });
      if (only[at(k)].empty()) return;
    }
    std::vector<Prices> drawing;
    for (const Draws& d : draws_) drawing.push_back(d.cuts.front());
    double bound = s.bound;
    for (int steps = kSetSteps; steps > 0; steps = bound < aim() && steps == kSetSteps ? kAgainSteps : 0) {
      if (!fits(only, drawing, steps)) return;
      Priced p = pricing_.climb(prices, only, aim() - kSame, steps, 1.0);
      if (p.bound >= aim() - kSame) return;
      bound = std::max(bound, p.bound);
      build(p);
      drop(only, p, aim() - kSame);
      if (someoneHasNone(only)) return;
    }
    std::vector<Measure> measures;
    const auto measure = [&](const Pricing& pricing, const Prices& at_prices, double limit) {
      Priced p = pricing.at(at_prices, only);
      measures.push_back({p.bound, limit, std::move(p.bound_with)});
    };
    measure(pricing_, prices, aim() - kSame);
    for (std::size_t d = 0; d < draws_.size(); ++d)
      if (drawnAtMost(only, draws_[d].product) > draws_[d].there) measure(draws_[d].pricing, drawing[d], draws_[d].there);
    const Labelled best = cheapest(choices_, only, measures, (limit_ - steps_) * kLabelsAStep);
    steps_ += best.labels / kLabelsAStep;
    if (!best.complete) unfinished(bound);
    Draft d(choices_.list());
    if (best.taken.empty()) return;
    if (!choices_.decode(best.taken, d)) return unfinished(bound);
    if (choices_.costOf(d) < base_ + aim_ - kSame) take(d);
  }
  /// The vials of each product hold the least that is drawn from them, queueing as all must; takes away the choices that draw too much.
  bool fits(Left& only, std::vector<Prices>& drawing, int steps) const {
    for (std::size_t n = 0; n < draws_.size(); ++n) {
      const Draws& d = draws_[n];
      if (drawnAtMost(only, d.product) <= d.there) continue;
      Priced p = d.pricing.climb(drawing[n], only, d.there, steps, 1.0);
      if (p.bound > d.there) return false;
      drop(only, p, d.there);
      if (someoneHasNone(only)) return false;
    }
    return true;
  }
  static bool someoneHasNone(const Left& left) {
    return std::any_of(left.begin(), left.end(), [](const auto& some) { return some.empty(); });
  }
  double drawnAtMost(const Left& only, int product) const {
    double most = 0.0;
    for (int k = 0; k < choices_.size(); ++k) {
      double draws = 0.0;
      for (const int j : only[at(k)]) draws = std::max(draws, choice(k, j).least);
      if (choices_.patient(k).product == product) most += draws;
    }
    return most;
  }
  void unfinished(double bound) { root_ = std::min(root_, bound); }

  Choices choices_;
  Pricing pricing_;
  std::vector<Draws> draws_;  // of each product
  std::int64_t steps_ = 0, limit_;
  double base_ = 0.0, aim_ = 0.0;                          // aim_: above base_, by the choices' penalties
  double root_ = std::numeric_limits<double>::infinity();  // the lowest bound of what was not gone through
  Proof out_;
};

}  // namespace

Proof prove(const List& list, const Timetable& start, std::int64_t steps) { return Search(list, start, steps).run(); }

}  // namespace isotrail::solver::slots
