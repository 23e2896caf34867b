#include "solver/bound/bound.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

#include "solver/bound/few.h"

namespace isotrail::solver::search {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();
constexpr int kRounds = 16;                    // of raising the shares and cutting them back
constexpr double kRaise = 0.5, kCalmer = 0.2;  // the first round raises by that part, later ones by less
constexpr double kRounding = 1e-12;            // share of the bound that rounding may have added
constexpr double kNearly = 1.0 - 1e-12;        // of a run's cost that its orders pay

/// EUR from the start of service at one stop to that at the next, half of which each of them pays.
double between(const Day& day, double minute, const Order& a, const Order& b) {
  const Leg& leg = day.travel.leg(a.place, b.place);
  const int soonest = day.service + leg.minutes;
  if (a.opens + soonest > b.deadline) return kNone;
  return leg.cost + minute * std::max(soonest, b.opens - a.deadline);
}

struct Output {
  double cost = 0.0, activity = 0.0;
  int made = 0;  // minutes from the start to the end of synthesis
};
/// An order at a site: the run that makes it ends at `latest` or before.
struct Member {
  int order = 0, latest = 0;
  double apart = 0.0;  // EUR it pays on the road and for risk
  double share = 0.0, weight = 0.0;
};
/// What a site can make of a product, its lines taken together as if each had the best of all.
struct Source {
  int product = 0, opens = 0;
  std::vector<Output> levels;
  std::vector<Member> members;
  std::vector<int> ends;      // at which a run may have to end: the latest ones of the members
  std::vector<double> spare;  // by end: EUR that a run costs more at least than its orders pay
};

/// An order at a source: how much dearer than where it pays least on the road and for risk.
struct Membership {
  std::size_t source = 0;
  int latest = 0;
  double dearer = 0.0;
};

class Prices {
 public:
  explicit Prices(const Day& day) : day_(day), apart_(day.orders.size(), kNone), share_(day.orders.size(), 0.0) {
    addBegun();
    double cheapest = kNone;
    for (std::size_t s = 0; s < day.sites.size(); ++s) cheapest = std::min(cheapest, priceOf(day, static_cast<int>(s)).minute);
    minute_ = day.cost_per_minute + (cheapest < kNone ? cheapest : 0.0);
    findHalves();
    for (std::size_t s = 0; s < day.sites.size(); ++s) addSources(static_cast<int>(s));
    at_.resize(day.orders.size());
    for (std::size_t s = 0; s < sources_.size(); ++s)
      for (const Member& m : sources_[s].members) {
        const auto o = static_cast<std::size_t>(m.order);
        at_[o].push_back({s, m.latest, m.apart - apart_[o]});
      }
    std::vector<int> latest(day.orders.size(), -kNever);
    for (std::size_t o = 0; o < latest.size(); ++o) {
      latest_first_.push_back(o);
      for (const Membership& m : at_[o]) latest[o] = std::max(latest[o], m.latest);
    }
    std::stable_sort(latest_first_.begin(), latest_first_.end(), [&](auto a, auto b) { return latest[a] > latest[b]; });
  }

  double bound(const std::function<bool()>& hurry) {
    double best = 0.0;
    fillRuns();
    for (int round = 0; round == 0 || (round < kRounds && !hurry()); ++round) {
      if (round > 0)
        for (std::size_t o = 0; o < share_.size(); ++o) share_[o] = std::min(room(o), share_[o] * (1.0 + kRaise / (1.0 + kCalmer * round)));
      cutBack();
      const std::vector<double> even = share_;
      fillUp();
      double sum = begun_;
      for (std::size_t o = 0; o < share_.size(); ++o)
        if (!day_.orders[o].begun) sum += std::min(day_.orders[o].loss, apart_[o] + share_[o]);
      best = std::max(best, sum);
      share_ = even;
    }
    return best * (1.0 - kRounding);
  }

 private:
  double room(std::size_t o) const { return paid(day_.orders[o].product) ? 0.0 : std::max(0.0, day_.orders[o].loss - apart_[o]); }

  /// Runs that have begun cost what they cost; orders of their products may be made by them and so pay for no other run.
  void addBegun() {
    for (const FixedRun& r : day_.fixed_runs) {
      const Line& line = day_.lines[static_cast<std::size_t>(r.line)];
      begun_ += r.cost;
      for (const int o : r.orders) begun_ += line.fail_chance * day_.orders[static_cast<std::size_t>(o)].loss;
      if (r.beam >= 0 && !paid(line.product)) paid_.push_back(line.product);
    }
    for (const FixedTrip& t : day_.fixed_trips) begun_ += t.cost;
  }
  bool paid(int product) const { return std::find(paid_.begin(), paid_.end(), product) != paid_.end(); }

  /// The least way to each order from any other, and from it to any other.
  void findHalves() {
    to_.assign(day_.orders.size(), kNone);
    from_.assign(day_.orders.size(), kNone);
    for (std::size_t a = 0; a < day_.orders.size(); ++a)
      for (std::size_t b = 0; b < day_.orders.size(); ++b) {
        if (a == b) continue;
        const double cost = between(day_, minute_, day_.orders[a], day_.orders[b]);
        from_[a] = std::min(from_[a], cost);
        to_[b] = std::min(to_[b], cost);
      }
  }

  void addSources(int site) {
    std::vector<Source> sources;
    const int home = day_.sites[static_cast<std::size_t>(site)].place;
    for (const int l : day_.sites[static_cast<std::size_t>(site)].lines) {
      const int product = day_.lines[static_cast<std::size_t>(l)].product;
      if (std::none_of(sources.begin(), sources.end(), [&](const auto& s) { return s.product == product; })) sources.push_back(source(site, product));
    }
    for (auto& s : sources) {
      const Line& any = *std::find_if(day_.lines.begin(), day_.lines.end(), [&](const auto& l) { return l.site == site && l.product == s.product; });
      double risk = kNone;
      int closes = -kNever;
      for (const Line& l : day_.lines) {
        if (l.site != site || l.product != s.product) continue;
        risk = std::min(risk, l.fail_chance);
        closes = std::max(closes, l.closes);
      }
      for (std::size_t k = 0; k < day_.orders.size(); ++k) {
        const Order& o = day_.orders[k];
        if (o.product != s.product || std::find(o.sites.begin(), o.sites.end(), site) == o.sites.end()) continue;
        const Leg &out = day_.travel.leg(home, o.place), &back = day_.travel.leg(o.place, home);
        Member m{static_cast<int>(k), std::min(closes, o.deadline - out.minutes - any.tests)};
        if (m.latest < s.opens + any.synthesis && !paid(s.product)) continue;
        m.weight = o.weight;
        m.apart =
            risk * o.loss +
            (std::min(to_[k], out.cost + minute_ * out.minutes) + std::min(from_[k], back.cost + minute_ * (day_.service + back.minutes))) / 2.0;
        apart_[k] = std::min(apart_[k], m.apart);
        s.ends.push_back(m.latest);
        s.members.push_back(m);
      }
      std::sort(s.ends.begin(), s.ends.end());
      s.ends.erase(std::unique(s.ends.begin(), s.ends.end()), s.ends.end());
      sources_.push_back(std::move(s));
    }
  }

  Source source(int site, int product) const {
    Source s{product, kNever, {}, {}, {}, {}};
    for (const Line& l : day_.lines) {
      if (l.site != site || l.product != product) continue;
      s.opens = std::min(s.opens, l.opens);
      for (const Level& level : l.levels) s.levels.push_back({l.run_cost + level.cost, level.activity, l.synthesis + level.beam});
    }
    // What costs no less, makes no more and takes no less time than another is left out.
    std::sort(s.levels.begin(), s.levels.end(),
              [](const auto& a, const auto& b) { return std::tuple(a.cost, -a.activity, a.made) < std::tuple(b.cost, -b.activity, b.made); });
    std::vector<Output> kept;
    for (const Output& level : s.levels)
      if (std::none_of(kept.begin(), kept.end(), [&](const auto& k) { return k.activity >= level.activity && k.made <= level.made; }))
        kept.push_back(level);
    s.levels = std::move(kept);
    return s;
  }

  /// A first price: the part of the room of the cheapest run that the order takes.
  void fillRuns() {
    std::fill(share_.begin(), share_.end(), kNone);
    for (const Source& s : sources_)
      for (const Member& m : s.members) {
        double& share = share_[static_cast<std::size_t>(m.order)];
        for (const Output& level : s.levels)
          if (m.latest >= s.opens + level.made)
            share = std::min(share, m.apart - apart_[static_cast<std::size_t>(m.order)] +
                                        level.cost * m.weight / (level.activity * day_.growth(s.product, m.latest)));
      }
    for (std::size_t o = 0; o < share_.size(); ++o) share_[o] = std::min(share_[o], room(o));
  }

  /// Lowers shares until no run costs less than those of any orders it could make. Cutting the shares of all orders a run could make to a
  /// part cuts what any of them pay together to that part or less.
  void cutBack() {
    std::vector<double> part(share_.size(), 1.0);
    for (Source& s : sources_) {
      takeShares(s);
      for (const Output& level : s.levels)
        for (const int end : s.ends) {
          if (end < s.opens + level.made) continue;
          const double paid = mostPaid(s, end, level.activity * day_.growth(s.product, end));
          if (paid <= level.cost) continue;
          for (const Member& m : s.members)
            if (m.latest >= end && m.share > 0.0)
              part[static_cast<std::size_t>(m.order)] = std::min(part[static_cast<std::size_t>(m.order)], level.cost / paid);
        }
    }
    for (std::size_t o = 0; o < share_.size(); ++o) share_[o] *= part[o];
  }

  /// What the orders pay at a source, who pays most for the room first.
  void takeShares(Source& s) const {
    for (Member& m : s.members) {
      const auto o = static_cast<std::size_t>(m.order);
      m.share = std::max(0.0, share_[o] - (m.apart - apart_[o]));
    }
    std::sort(s.members.begin(), s.members.end(), [](const auto& a, const auto& b) { return a.share * b.weight > b.share * a.weight; });
  }

  /// Raises shares, one order after the other, by what every run it could be in still costs more than its orders pay together: that is at
  /// most how much more they pay. After it no share alone can be raised.
  void fillUp() {
    for (Source& s : sources_) {
      takeShares(s);
      s.spare.assign(s.ends.size(), kNone);
      for (std::size_t e = 0; e < s.ends.size(); ++e)
        for (const Output& level : s.levels)
          if (s.ends[e] >= s.opens + level.made) {
            const double paid = mostPaid(s, s.ends[e], level.activity * day_.growth(s.product, s.ends[e]));
            s.spare[e] = std::min(s.spare[e], std::max(0.0, level.cost * kNearly - paid));
          }
    }
    for (const std::size_t o : latest_first_) raise(o);
  }
  void raise(std::size_t o) {
    double more = room(o) - share_[o];
    for (const auto& [s, latest, dearer] : at_[o]) more = std::min(more, leastSpare(sources_[s], latest) + std::max(0.0, dearer - share_[o]));
    if (more <= 0.0) return;
    for (const auto& [s, latest, dearer] : at_[o]) {
      const double paid = std::max(0.0, share_[o] + more - dearer) - std::max(0.0, share_[o] - dearer);
      for (std::size_t e = 0; e < sources_[s].ends.size() && sources_[s].ends[e] <= latest; ++e) sources_[s].spare[e] -= paid;
    }
    share_[o] += more;
  }
  static double leastSpare(const Source& s, int latest) {
    double least = kNone;
    for (std::size_t e = 0; e < s.ends.size() && s.ends[e] <= latest; ++e) least = std::min(least, s.spare[e]);
    return least;
  }

  /// At most what orders in one run that ends at `end` pay together: the room filled by share a weight, the last order in part.
  static double mostPaid(const Source& s, int end, double room) {
    double paid = 0.0;
    for (const Member& m : s.members) {
      if (m.latest < end) continue;
      if (m.share <= 0.0) break;
      if (m.weight > room) return paid + m.share * room / m.weight;
      paid += m.share;
      room -= m.weight;
    }
    return paid;
  }

  const Day& day_;
  std::vector<double> apart_, share_;  // by order: the least on the road and for risk; of a run
  std::vector<double> to_, from_;
  double minute_ = 0.0;    // EUR a minute on the road, with its part of a vehicle
  double begun_ = 0.0;     // EUR
  std::vector<int> paid_;  // products of runs that have begun
  std::vector<Source> sources_;
  std::vector<std::vector<Membership>> at_;  // by order
  std::vector<std::size_t> latest_first_;    // orders
};

}  // namespace

double lowerBound(const Day& day, const std::function<bool()>& hurry) {
  const double prices = Prices(day).bound(hurry);
  return hurry() ? prices : std::max(prices, boundOfFew(day, hurry));
}

}  // namespace isotrail::solver::search
