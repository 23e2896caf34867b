#include "solver/region/region.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>
#include <thread>

#include "base/check.h"
#include "solver/bound/bound.h"
#include "solver/region/parts.h"
#include "solver/search/chance.h"

namespace isotrail::solver::region {
namespace {

constexpr std::size_t kManyOrders = 400, kManySites = 4;
constexpr double kFirst = 0.45, kAgain = 0.40;  // of the time: the first parts, other parts; the rest is for the whole
constexpr double kForBound = 0.05;              // of the time, the bound at most
constexpr double kToJudge = 3.0;                // times what the checker takes: kept for the end
constexpr double kAPart = 8.0;                  // s a part gets in a round of other parts, where there is time for one round at least
constexpr double kLeastSeconds = 0.01;
constexpr int kMostRounds = 40;
constexpr int kRoundsByMoves = 4;
constexpr std::size_t kPartOrders = 200;  // of the parts after the first, about

using Clock = std::chrono::steady_clock;

class Region {
 public:
  Region(const rppd::Instance& instance, const search::Effort& effort)
      : in_(instance),
        effort_(effort),
        day_(instance),
        ready_s_(elapsed()),
        neighbours_(day_),
        bound_(search::lowerBound(day_, [this] { return outOfTime() || (effort_.moves == 0 && elapsed() >= kForBound * effort_.seconds); })),
        chance_(effort.seed),
        plan_(effort.start ? *effort.start : instance.frozen),
        now_(rppd::checkPlan(instance, plan_)) {
    ISOTRAIL_CHECK(now_.feasible());
  }

  search::Solution run() {
    if (!effort_.start) plan(firstGroups(in_, neighbours_), kFirst);
    const double share = effort_.start ? kFirst + kAgain : kAgain;
    const int rounds = roundsIn(share);
    for (int round = 0; round < rounds && !outOfTime(); ++round) plan(otherGroups(), share / rounds);
    improveWhole();
    return {plan_, {elapsed(), moves_, now_.cost.total(), bound_}, whole(), ready_s_};
  }

 private:
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - from_).count(); }
  bool stopped() const { return effort_.stop && effort_.stop->load(std::memory_order_relaxed); }
  bool outOfTime() const { return stopped() || elapsed() >= effort_.seconds; }
  bool whole() const { return !stopped() && (effort_.moves == 0 || elapsed() < effort_.seconds); }
  int roundsIn(double share) const {
    if (effort_.moves > 0) return kRoundsByMoves;
    const double parts = std::max(1.0, static_cast<double>(in_.orders.size()) / kPartOrders);
    return std::clamp(static_cast<int>(share * effort_.seconds * effort_.threads / (parts * kAPart)), 1, kMostRounds);
  }

  struct Found {
    search::Solution solution;
    double before = 0.0;  // EUR, of the part
  };

  /// Plans groups that have no site and no order in common, `share` of the effort for all of them, and keeps what is better.
  void plan(std::vector<Group> groups, double share) {
    std::erase_if(groups, [](const auto& g) { return g.orders.empty(); });
    // The largest first, so that threads end together.
    std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.orders.size() > b.orders.size(); });
    std::vector<Part> parts;
    for (const auto& g : groups) parts.emplace_back(in_, g, now_);
    std::vector<std::optional<Found>> found(parts.size());
    const double end = std::min(effort_.seconds, elapsed() + share * effort_.seconds), all = ordersFrom(parts, 0);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < parts.size(); i = next++) {
        // What is left of the time, shared among what is left to do; the last one takes it all.
        const double own = static_cast<double>(parts[i].instance().orders.size()), left = end - elapsed();
        const double time = i + 1 == parts.size() ? left : std::min(left, left * effort_.threads * own / ordersFrom(parts, i));
        found[i] = planPart(parts[i], std::max(kLeastSeconds, time), share * own / all);
      }
    };
    {
      std::vector<std::jthread> threads;
      for (int t = 1; t < effort_.threads; ++t) threads.emplace_back(work);
      work();
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (found[i]) keep(parts[i], *found[i]);
  }
  static double ordersFrom(const std::vector<Part>& parts, std::size_t first) {
    double sum = 0.0;
    for (std::size_t i = first; i < parts.size(); ++i) sum += static_cast<double>(parts[i].instance().orders.size());
    return sum;
  }

  Found planPart(const Part& part, double seconds, double share) {
    const rppd::Plan before = part.take(plan_);
    search::Effort own;
    own.seconds = effort_.moves > 0 ? std::max(kLeastSeconds, effort_.seconds - elapsed()) : seconds;
    if (effort_.moves > 0) own.moves = std::max<std::int64_t>(1, std::llround(static_cast<double>(effort_.moves * effort_.threads) * share));
    own.seed = effort_.seed;
    own.stop = effort_.stop;
    own.bound = false;
    own.start = before.runs.empty() ? nullptr : &before;
    Found found{search::solve(part.instance(), own), rppd::checkPlan(part.instance(), before).cost.total()};
    const std::lock_guard held(lock_);
    moves_ += found.solution.end.moves;
    saved_ += std::max(0.0, found.before - found.solution.end.best);
    if (effort_.progress) effort_.progress({elapsed(), moves_, now_.cost.total() - saved_, bound_});
    return found;
  }

  void keep(const Part& part, const Found& found) {
    saved_ = 0.0;
    if (found.solution.end.best >= found.before) return;
    rppd::Plan other = plan_;
    part.giveBack(found.solution.plan, other);
    const double from = elapsed();
    auto checked = rppd::checkPlan(in_, other);
    judging_s_ = std::max(judging_s_, elapsed() - from);
    if (!checked.feasible() || checked.cost.total() >= now_.cost.total()) return;
    plan_ = std::move(other);
    now_ = std::move(checked);
  }

  /// A site at random with those it shares the most orders with, until there are enough; then the next.
  std::vector<Group> otherGroups() {
    std::vector<int> site(in_.orders.size(), -1);
    std::vector<char> served(in_.orders.size(), 0);
    std::vector<std::size_t> load(in_.sites.size(), 0);
    for (std::size_t o = 0; o < site.size(); ++o) {
      const int trip = now_.deliveries[o].trip;
      site[o] = trip >= 0 ? in_.vehicles[static_cast<std::size_t>(plan_.trips[static_cast<std::size_t>(trip)].vehicle)].site
                          : neighbours_.home(static_cast<int>(o));
      served[o] = trip >= 0 ? 1 : 0;
      if (site[o] >= 0) ++load[static_cast<std::size_t>(site[o])];
    }
    std::vector<int> free(in_.sites.size()), group_of(in_.sites.size(), -1);
    for (std::size_t s = 0; s < free.size(); ++s) free[s] = static_cast<int>(s);
    chance_.shuffle(free);
    std::vector<Group> groups;
    while (!free.empty()) {
      Group g;
      std::size_t orders = 0;
      while (!free.empty() && (g.sites.empty() || orders < kPartOrders)) {
        const auto best = std::max_element(free.begin(), free.end(), [&](int a, int b) { return ties(g, a) < ties(g, b); });
        if (!g.sites.empty() && ties(g, *best) == 0) break;
        orders += load[static_cast<std::size_t>(*best)];
        group_of[static_cast<std::size_t>(*best)] = static_cast<int>(groups.size());
        g.sites.push_back(*best);
        free.erase(best);
      }
      groups.push_back(std::move(g));
    }
    for (std::size_t o = 0; o < site.size(); ++o)
      if (site[o] >= 0) groups[static_cast<std::size_t>(group_of[static_cast<std::size_t>(site[o])])].orders.push_back(static_cast<int>(o));
    // Another one each time, so that everybody's turn comes.
    gatherAtStations(in_, neighbours_, served, groups,
                     [this](const std::vector<int>& of) { return of[static_cast<std::size_t>(chance_.below(static_cast<int>(of.size())))]; });
    return groups;
  }
  int ties(const Group& g, int site) const {
    int sum = 0;
    for (const int s : g.sites) sum += neighbours_.shared(s, site);
    return sum;
  }

  /// What no part could do: the whole day searched on from where it is.
  void improveWhole() {
    if (outOfTime()) return;
    search::Effort own = effort_;
    own.seconds = effort_.seconds - elapsed() - kToJudge * judging_s_;
    if (own.seconds <= 0.0) return;
    own.bound = false;
    if (effort_.moves > 0) own.moves = std::max<std::int64_t>(1, std::llround(static_cast<double>(effort_.moves) * (1.0 - kFirst - kAgain)));
    own.start = &plan_;
    own.progress = [&](const search::Progress& p) {
      if (effort_.progress) effort_.progress({elapsed(), moves_ + p.moves, std::min(p.best, now_.cost.total()), bound_});
    };
    auto found = search::solveReady(day_, in_, own);
    moves_ += found.end.moves;
    auto checked = rppd::checkPlan(in_, found.plan);
    if (!checked.feasible() || checked.cost.total() >= now_.cost.total()) return;
    plan_ = std::move(found.plan);
    now_ = std::move(checked);
  }

  const rppd::Instance& in_;
  const search::Effort& effort_;
  const Clock::time_point from_ = Clock::now();
  const search::Day day_;
  const double ready_s_;  // that it took to make it
  const Neighbours neighbours_;
  const double bound_;
  search::Chance chance_;
  rppd::Plan plan_;
  rppd::Checked now_;
  std::mutex lock_;
  std::int64_t moves_ = 0;
  double judging_s_ = 0.0;  // that the checker takes for a plan of the whole
  double saved_ = 0.0;      // EUR that parts of the round under way are better
};

}  // namespace

bool large(const rppd::Instance& instance) { return instance.orders.size() >= kManyOrders && instance.sites.size() >= kManySites; }

search::Solution solveInParts(const rppd::Instance& instance, const search::Effort& effort) {
  return large(instance) ? Region(instance, effort).run() : search::solve(instance, effort);
}

}  // namespace isotrail::solver::region
