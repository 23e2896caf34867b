#include "solver/search/solve.h"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "solver/bound/bound.h"
#include "solver/search/routes/breeding.h"
#include "solver/search/searcher.h"

namespace isotrail::solver::search {
namespace {

constexpr int kRounds = 48;                                       // at least; between two of them searches may share
constexpr int kSharings = 12;                                     // times the worse go on from the best, those of the first half left out
constexpr double kRoundSeconds = 1.0;                             // a round at most
constexpr int kRoundMoves = 10'000;                               // of each search, a round at most
constexpr double kHottest = 300.0, kCoolest = 15.0, kCold = 2.0;  // EUR: temperatures to start from, and to end at

constexpr double kForBound = 0.1;  // of the time

using Clock = std::chrono::steady_clock;

class Searches {
 public:
  Searches(const Day& day, const Effort& effort, Clock::time_point from)
      : day_(day),
        effort_(effort),
        from_(from),
        rounds_(day.orders.empty() ? 0 : roundsOf(effort)),
        bound_(effort.bound ? lowerBound(day, [this] { return timeForBoundIsOver(); }) : 0.0),
        shared_(day),
        roads_(routes::Roads::of(day)),
        searchers_(static_cast<std::size_t>(effort.threads)),
        breedings_(roads_ ? searchers_.size() : 0),
        moves_(static_cast<std::size_t>(effort.threads), 0),
        meeting_(effort.threads, Meet{this}) {}

  void run() {
    std::vector<std::jthread> threads;
    for (int i = 1; i < effort_.threads; ++i) threads.emplace_back([this, i] { search(i); });
    search(0);
  }
  Progress progress() const {
    Progress p{elapsed(), 0, shared_.cost(), bound_};
    for (const auto m : moves_) p.moves += m;
    return p;
  }
  const Draft& best() const { return shared_; }
  bool whole() const {
    if (day_.orders.empty()) return true;  // all of them were cancelled
    if (effort_.moves > 0) return progress().moves >= effort_.moves * effort_.threads;
    return !(effort_.stop && effort_.stop->load());
  }

 private:
  struct Meet {
    Searches* searches;
    void operator()() noexcept { searches->meet(); }
  };

  static int roundsOf(const Effort& effort) {
    const double wanted = effort.moves > 0 ? static_cast<double>(effort.moves) / kRoundMoves : effort.seconds / kRoundSeconds;
    return static_cast<int>(std::clamp(wanted, static_cast<double>(kRounds), 100'000.0));
  }
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - from_).count(); }
  /// The first plan has to wait for it.
  bool timeForBoundIsOver() const { return outOfTime() || (effort_.moves == 0 && elapsed() >= kForBound * effort_.seconds); }
  bool outOfTime() const { return elapsed() >= effort_.seconds || (effort_.stop && effort_.stop->load(std::memory_order_relaxed)); }

  void search(int i) {
    const auto own = static_cast<std::size_t>(i);
    searchers_[own] = std::make_unique<Searcher>(
        day_, effort_.seed * 1'000 + static_cast<std::uint64_t>(i), [this] { return outOfTime(); }, effort_.start);
    Searcher& searcher = *searchers_[own];
    if (roads_) breedings_[own] = std::make_unique<routes::Breeding>(*roads_, effort_.seed * 1'000 + own);
    for (int round = 0; round < rounds_ && !over_; ++round) {
      searchRound(own, round);
      meeting_.arrive_and_wait();
      const int sharing = rounds_ / kSharings;
      if (2 * round >= rounds_ && round % sharing == sharing - 1 && shared_.cost() < searcher.best().cost()) searcher.goOnFrom(shared_);
    }
  }

  void searchRound(std::size_t own, int round) {
    Searcher& searcher = *searchers_[own];
    std::int64_t& moves = moves_[own];
    const double orders = static_cast<double>(day_.orders.size());
    const bool counted = effort_.moves > 0;
    const std::int64_t until = counted ? effort_.moves * (round + 1) / rounds_ : 0;
    const double end = effort_.seconds * (round + 1) / rounds_;
    for (;;) {
      if (counted && moves >= until) return;
      if (outOfTime()) stopped_ = true;
      if (stopped_ || (!counted && elapsed() >= end)) return;
      const double done = counted ? static_cast<double>(moves) / static_cast<double>(effort_.moves) : elapsed() / effort_.seconds;
      // Of a plan that serves everybody trips are bred after a move for each pair of orders, where only the road costs.
      const bool to_breed = roads_ && searcher.best().unserved().empty();
      const double ruined = to_breed ? std::max(done, static_cast<double>(moves) / (orders * orders)) : done;
      if (to_breed && ruined >= 1.0) {
        moves += breedings_[own]->breed(searcher, [this] { return outOfTime(); });
        continue;
      }
      searcher.step(temperature(ruined, moves));
      ++moves;
    }
  }

  /// The more moves an order gets until the end, the hotter the start may be.
  double temperature(double done, std::int64_t moves) const {
    const double to_come = static_cast<double>(moves) / std::max(done, 1e-9) / static_cast<double>(day_.orders.size());
    const double hot = effort_.start ? kCoolest : std::clamp(to_come, kCoolest, kHottest);
    return hot * std::pow(kCold / hot, std::min(done, 1.0));
  }

  void meet() {
    const auto best =
        std::min_element(searchers_.begin(), searchers_.end(), [](const auto& a, const auto& b) { return a->best().cost() < b->best().cost(); });
    if ((*best)->best().cost() < shared_.cost()) shared_ = (*best)->best();
    over_ = stopped_;
    if (effort_.progress) effort_.progress(progress());
  }

  const Day& day_;
  const Effort& effort_;
  Clock::time_point from_;
  int rounds_;
  double bound_;
  Draft shared_;
  std::optional<routes::Roads> roads_;  // where only the road costs
  std::vector<std::unique_ptr<Searcher>> searchers_;
  std::vector<std::unique_ptr<routes::Breeding>> breedings_;  // by search, where only the road costs
  std::vector<std::int64_t> moves_;
  std::atomic<bool> stopped_ = false;  // one of the searches saw that the time is over
  bool over_ = false;                  // the same, as all of them see it between rounds
  std::barrier<Meet> meeting_;
};

}  // namespace

Solution solve(const rppd::Instance& instance, const Effort& effort) {
  const auto from = Clock::now();
  const Day day(instance);
  const double ready = std::chrono::duration<double>(Clock::now() - from).count();
  Searches searches(day, effort, from);
  searches.run();
  return {searches.best().plan(instance), searches.progress(), searches.whole(), ready};
}

Solution solveReady(const Day& day, const rppd::Instance& instance, const Effort& effort) {
  Searches searches(day, effort, Clock::now());
  searches.run();
  return {searches.best().plan(instance), searches.progress(), searches.whole()};
}

}  // namespace isotrail::solver::search
