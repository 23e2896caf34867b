#pragma once
// Improves a plan until no small change does: stops move to, or change places with, or all that follows is exchanged at, those near them.
#include <cstdint>
#include <functional>
#include <vector>

#include "solver/search/chance.h"
#include "solver/search/routes/board.h"

namespace isotrail::solver::search::routes {

class Improver {
 public:
  Improver(const Roads& roads, Chance& chance);
  /// Lays out a plan; changes between two of its trips before `anew` are not looked for, as long as both stay as they are.
  void lay(const Plan& plan, std::size_t anew, const Price& price) { board_.lay(plan, anew, price); }
  /// Puts in who is in no trip, each where it costs least.
  void insert(const std::vector<int>& customers);
  /// Improves until nothing does or `over` says so, which is asked every few customers; false when that ended it.
  bool improve(const std::function<bool()>& over);
  /// Raises the prices of what it may not do; false where it does nothing of it. Only trips that do are looked at next.
  bool makeDearer(const Price& price) { return board_.makeDearer(price); }
  Plan plan() const { return board_.plan(); }
  /// How many customers were looked at.
  std::int64_t looked() const { return looked_; }

 private:
  struct Part {  // stops of a trip that change hands, in their order or the other way round
    int trip = 0;
    std::size_t from = 0, count = 0;
    bool turned = false;
  };
  struct Stand {  // a customer, and who is before and behind it on its trip; 0: the site
    int trip = 0;
    std::size_t at = 0;
    int before = 0, here = 0, next = 0, third = 0;
  };
  Stand standOf(int customer) const;
  bool lookAround(int u, std::int64_t since, bool empty);
  bool tryNear(const Stand& u, int near);
  bool tryBehind(const Stand& u, int trip, std::size_t position, int stop, int next, Money limit);
  bool trySwap(const Stand& u, const Stand& v, Money limit);
  bool tryTails(const Stand& u, int trip, std::size_t position, Money limit);
  bool tryEmpty(const Stand& u);
  bool exchange(const Part& a, const Part& b, Money more);
  bool exchangeWithin(const Part& first, const Part& second, Money road);
  bool turn(int trip, std::size_t from, std::size_t to);
  bool reorder(int trip, std::size_t from, std::size_t to, Money road);
  Money penaltyOf(const Part& a, const Part& b) const;
  void replaced(const Part& a, const Part& b, std::vector<int>& stops) const;
  void insertOne(int customer);
  Money cost(int a, int b) const { return roads_.cost(a, b); }

  const Roads& roads_;
  Chance& chance_;
  Board board_;
  std::vector<int> order_;
  std::vector<std::int64_t> tested_;  // by customer: the last change it was looked at after
  std::vector<int> one_, two_;
  std::int64_t looked_ = 0;
};

}  // namespace isotrail::solver::search::routes
