// Depth first over sets of choices. At each node prices are improved a little: their bound ends the node, or takes away every choice
// that alone would lift it over the best timetable known. Then one patient, the one whose cheapest choice is most in others' way, is
// given each minute in turn, and, once the minutes are settled, each camera and vial.
#include "solver/slots_proof/prove.h"

#include <algorithm>
#include <limits>
#include <map>

#include "solver/slots_proof/together.h"

namespace isotrail::solver::slots {
namespace {

constexpr double kSame = 1e-6;  // MBq: less is no improvement
constexpr int kRootSteps = 600, kServiceSteps = 250, kNodeSteps = 40;
constexpr int kRounds = 2, kCutSteps = 80;  // looked for sets that do not fit, and steps for each

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
    Prices prices = pricing_.none();
    out_.proven = true;
    root_ = 0.0;
    for (int p = 0; p < static_cast<int>(choices_.list().products.size()); ++p) draws_.emplace_back(choices_, p, all, kServiceSteps);
    std::vector<Prices> drawing(draws_.size(), pricing_.none());
    if (choices_.size() > 0) node(std::move(all), std::move(prices), std::move(drawing), kRootSteps, 1.5);
    out_.steps = steps_;
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

  void node(Left left, Prices prices, std::vector<Prices> drawing, int climbs, double stride) {
    if (++steps_ > limit_) {
      out_.proven = false;
      return;
    }
    Priced p;
    for (bool fewer = true; fewer;) {
      if (!possible(left) || !enough(left, drawing, climbs, stride)) return;
      p = priced(left, prices, drawing, climbs, stride);
      if (steps_ == 1) root_ = p.bound;
      if (p.bound >= aim() - kSame) return;
      build(p);
      if (tried(p) && p.bound >= aim() - kSame) return;
      fewer = drop(left, p, aim() - kSame);
      climbs = kNodeSteps, stride = 0.7;
    }
    const Branch b = branch(left, p, prices);
    const int k = b.patient;
    if (k < 0) return;
    for (auto& [least, some] : parts(left, p, b)) {
      if (least >= aim() - kSame || !out_.proven) return;
      Left next = left;
      next[at(k)] = std::move(some);
      node(std::move(next), prices, drawing, b.about == About::service ? kServiceSteps : kNodeSteps, 1.0);
    }
  }

  /// Climbs, and climbs again while the sets that are picked do not fit into their vials.
  Priced priced(const Left& left, Prices& prices, const std::vector<Prices>& drawing, int climbs, double stride) {
    for (int round = 0;; ++round) {
      Priced p = pricing_.climb(prices, left, aim() - kSame, climbs, stride, together(choices_, draws_, left, drawing));
      bool again = false;
      if (p.bound < aim() - kSame && round < kRounds)
        for (Draws& d : draws_) again = separated(choices_, d, left, p.pick, kCutSteps) || again;
      if (!again) return p;
      climbs = kNodeSteps, stride = 0.7;
    }
  }
  /// The picks, if they can be carried out together, are a timetable.
  bool tried(const Priced& p) {
    std::vector<const Choice*> taken;
    for (int k = 0; k < choices_.size(); ++k) taken.push_back(&choices_.of(k)[at(p.pick[at(k)])]);
    const auto used = useOf(taken);
    for (int r = 0; r < choices_.resources(); ++r)
      for (int t = 0; t < choices_.ticks(); ++t)
        if (used[at(r * choices_.ticks() + t)] > choices_.capacity(r, t)) return false;
    Draft d(choices_.list());
    if (!choices_.decode(taken, d)) return false;
    if (choices_.costOf(d) < base_ + aim_ - kSame) take(d);
    return true;
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
  std::vector<int> useOf(const std::vector<const Choice*>& taken) const {
    std::vector<int> used(at(choices_.resources() * choices_.ticks()), 0);
    for (int k = 0; k < choices_.size(); ++k)
      if (taken[at(k)] && taken[at(k)]->served()) occupy(used, k, *taken[at(k)], 3);
    return used;
  }
  /// `first`: 2 for rooms and people only.
  void occupy(std::vector<int>& used, int k, const Choice& c, int first) const {
    Stretch s[3];
    const int n = std::min(first, choices_.stretches(k, c, s));
    for (int u = 0; u < n; ++u)
      for (int t = s[u].from; t < s[u].until; ++t) ++used[at(s[u].resource * choices_.ticks() + t)];
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

  const Choice& choice(int k, int j) const { return choices_.of(k)[at(j)]; }
  bool timed(const Left& left, int k) const {
    const auto& some = left[at(k)];
    return std::all_of(some.begin(), some.end(),
                       [&](int j) { return choice(k, j).served() && choice(k, j).inject == choice(k, some.front()).inject; });
  }

  /// Takes away what clashes with patients whose minute, camera or vial is settled; false when somebody has no way left.
  bool possible(Left& left) const {
    std::size_t settled = 0;
    for (;;) {
      std::vector<int> used(at(choices_.resources() * choices_.ticks()), 0);
      std::vector<double> drawn(choices_.list().vials.size(), 0.0);
      std::vector<int> how(at(choices_.size()), 0);  // 1: the minute, 2: everything
      std::size_t now = 0;
      for (int k = 0; k < choices_.size(); ++k) {
        if (left[at(k)].empty()) return false;
        const Choice& c = choice(k, left[at(k)].front());
        how[at(k)] = left[at(k)].size() == 1 ? 2 : timed(left, k) ? 1 : 0;
        now += at(how[at(k)]);
        if (!c.served() || how[at(k)] == 0) continue;
        occupy(used, k, c, how[at(k)] == 2 ? 3 : 2);
        if (how[at(k)] == 2) drawn[at(c.vial)] += c.least;
      }
      if (now == settled) return true;
      settled = now;
      for (int k = 0; k < choices_.size(); ++k) std::erase_if(left[at(k)], [&](int j) { return clashes(k, choice(k, j), how[at(k)], used, drawn); });
    }
  }
  /// The vials of each product hold the least that those who are to be served draw, queueing as they must; takes away the choices
  /// that draw too much for that.
  bool enough(Left& left, std::vector<Prices>& drawing, int climbs, double stride) const {
    for (std::size_t product = 0; product < draws_.size(); ++product) {
      const Draws& d = draws_[product];
      double most = 0.0;
      for (std::size_t k = 0; k < left.size(); ++k) {
        double draws = 0.0;
        for (const int j : left[k]) draws = std::max(draws, choice(static_cast<int>(k), j).least);
        if (choices_.patient(static_cast<int>(k)).product == static_cast<int>(product)) most += draws;
      }
      if (most <= d.there) continue;
      Priced p = d.pricing.climb(drawing[product], left, d.there, climbs, stride);
      if (p.bound > d.there) return false;
      drop(left, p, d.there);
    }
    return true;
  }
  bool clashes(int k, const Choice& c, int how, const std::vector<int>& used, const std::vector<double>& drawn) const {
    if (!c.served()) return false;
    if (drawn[at(c.vial)] + (how == 2 ? 0.0 : c.least) > choices_.least(c.vial) + 1e-7) return true;
    Stretch s[3];
    const int n = choices_.stretches(k, c, s);
    for (int u = 0; u < n; ++u) {
      const int mine = how == 2 || (how == 1 && u < 2) ? 0 : 1;
      for (int t = s[u].from; t < s[u].until; ++t)
        if (used[at(s[u].resource * choices_.ticks() + t)] + mine > choices_.capacity(s[u].resource, t)) return true;
    }
    return false;
  }

  /// What is decided next, and of whom.
  enum class About { nothing, service, vial, minute, rest };
  struct Branch {
    About about = About::nothing;
    int patient = -1;
  };
  /// First who is served, where the bound rises most; then the vials where they are scarce; then the minute of whoever is most in
  /// others' way; then cameras.
  Branch branch(const Left& left, const Priced& p, const Prices& prices) const {
    std::vector<const Choice*> taken;
    for (int k = 0; k < choices_.size(); ++k) taken.push_back(&choice(k, p.pick[at(k)]));
    const auto used = useOf(taken);
    Branch best;
    double most = -1.0;
    for (int k = 0; k < choices_.size(); ++k) {
      if (left[at(k)].size() < 2) continue;
      const About about = undecided(choices_, left, k) ? About::service
                          : scarce(left, k, prices)    ? About::vial
                          : timed(left, k)             ? About::rest
                                                       : About::minute;
      const double way = about == About::service ? decides(left, p, k)
                         : about <= About::vial  ? choice(k, left[at(k)].front()).need
                                                 : inTheWay(used, k, *taken[at(k)]);
      if (best.patient >= 0 && (about > best.about || (about == best.about && way <= most))) continue;
      best = {about, k};
      most = way;
    }
    return best;
  }
  /// How far the bound rises on the side that rises less, and a little of how far on the other.
  double decides(const Left& left, const Priced& p, int k) const {
    double served = std::numeric_limits<double>::infinity(), none = served;
    for (std::size_t n = 0; n < left[at(k)].size(); ++n) {
      double& side = choice(k, left[at(k)][n]).served() ? served : none;
      side = std::min(side, p.bound_with[at(k)][n]);
    }
    const double high = std::min(std::max(served, none), aim());
    return std::min(served, none) - p.bound + 0.01 * (high - p.bound);
  }
  double inTheWay(const std::vector<int>& used, int k, const Choice& c) const {
    if (!c.served()) return 0.0;
    double way = 0.0;
    Stretch s[3];
    const int n = choices_.stretches(k, c, s);
    for (int u = 0; u < n; ++u)
      for (int t = s[u].from; t < s[u].until; ++t)
        way += std::max(0, used[at(s[u].resource * choices_.ticks() + t)] - choices_.capacity(s[u].resource, t));
    return way;
  }
  /// Several vials are left to the patient and one of them has a price.
  bool scarce(const Left& left, int k, const Prices& prices) const {
    const int first = choice(k, left[at(k)].front()).vial;
    bool several = false, priced = false;
    for (const int j : left[at(k)]) {
      const int v = choice(k, j).vial;
      several = several || v != first;
      priced = priced || (v >= 0 && prices.full[at(v)] + prices.least[at(v)] > 1e-9);
    }
    return several && priced;
  }

  /// The choices of a patient in the parts to try one after the other, the cheapest first.
  std::vector<std::pair<double, std::vector<int>>> parts(const Left& left, const Priced& p, const Branch& b) const {
    const std::size_t k = at(b.patient);
    std::map<int, std::pair<double, std::vector<int>>> sorted;
    for (std::size_t n = 0; n < left[k].size(); ++n) {
      const int j = left[k][n];
      const Choice& c = choice(b.patient, j);
      const int key = b.about == About::service ? (c.served() ? 1 : 0) : b.about == About::vial ? c.vial : b.about == About::minute ? c.inject : j;
      auto& part = sorted.try_emplace(key, std::numeric_limits<double>::infinity(), std::vector<int>()).first->second;
      part.first = std::min(part.first, p.bound_with[k][n]);
      part.second.push_back(j);
    }
    std::vector<std::pair<double, std::vector<int>>> out;
    for (auto& [key, part] : sorted) out.push_back(std::move(part));
    std::stable_sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    return out;
  }

  Choices choices_;
  Pricing pricing_;
  std::vector<Draws> draws_;  // of each product
  std::int64_t steps_ = 0, limit_;
  double base_ = 0.0, aim_ = 0.0, root_ = 0.0;  // root_, aim_: above base_, by the choices' penalties
  Proof out_;
};

}  // namespace

Proof prove(const List& list, const Timetable& start, std::int64_t steps) { return Search(list, start, steps).run(); }

}  // namespace isotrail::solver::slots
