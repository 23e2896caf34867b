#pragma once
// Driving times between the places of a day. Between countries a drive goes post by post and may wait for one to open, so it depends
// on when it starts; most of the day it does not, and that part is tabulated.
#include <climits>
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/rppd/instance.h"

namespace isotrail::solver::search {

inline constexpr int kNever = 1'000'000;  // minutes: later than anything

/// The drive between two places for a start from `from` to `last`; before that ask Travel::go, after it there is none.
struct Leg {
  double cost = 0.0;  // EUR for its kilometres
  std::int16_t minutes = 0;
  std::int16_t from = INT16_MIN;  // INT16_MAX: it may always have to wait
  int last = kNever;
};
struct Arrival {
  int at = kNever;  // kNever: no post lets one through any more
  double cost = 0.0;
};

class Travel {
 public:
  /// Places are the hospitals in their order, then the sites.
  explicit Travel(const rppd::Instance& instance);

  const Leg& leg(int a, int b) const { return legs_[static_cast<std::size_t>(a) * count_ + static_cast<std::size_t>(b)]; }
  /// The drives from a place by where they lead, and those to a place by where they come from.
  const Leg* from(int a) const { return &legs_[static_cast<std::size_t>(a) * count_]; }
  const Leg* into(int b) const { return &into_[static_cast<std::size_t>(b) * count_]; }
  /// The exact drive that starts at minute `start`.
  Arrival go(int a, int b, int start) const {
    const Leg& l = leg(a, b);
    if (start >= l.from && start <= l.last) return {start + l.minutes, l.cost};
    if (staged_) return inStages(static_cast<std::size_t>(a) * count_ + static_cast<std::size_t>(b), start);
    return through(places_[static_cast<std::size_t>(a)], b, start);
  }
  /// Whether a part of a drive opens more than once, so that leaving earlier may be quicker.
  bool opensAgain() const { return opens_again_; }

 private:
  struct Post {
    rppd::Place place;
    int a = 0, b = 0, crossing = 0;
    std::vector<rppd::Span> opens;
    bool shut = false;  // at some time while it should be open
  };
  struct Path {  // with every post open: minutes, and the starts for which that is so
    int minutes = kNever;
    double km = 0.0;
    int from = INT_MIN, to = INT_MAX;
    int last = INT_MAX;  // start that gets through at all
    bool shut = false;   // some post on the way is, for a time
  };
  int minutes(double km) const;
  /// `rests`: of the drives to `b`, what is left of them behind each post, to its country `a` or `b`, where known already.
  Path openPath(const rppd::Place& a, const rppd::Place& b, std::vector<std::optional<Path>>& rests) const;
  void tabulatePosts();
  void tabulateStages(const rppd::Instance& instance);
  Arrival inStages(std::size_t leg, int start) const;
  Arrival through(const rppd::Place& a, int b, int start) const;

  std::vector<rppd::Place> places_;
  std::vector<Post> posts_;
  double speed_, cost_per_km_;
  std::size_t count_;
  std::vector<Leg> legs_, into_;  // by where they start; by where they end
  bool staged_ = false, opens_again_ = false;
  std::vector<std::vector<rppd::Stage>> stages_;  // by leg, where any is not always open
};

}  // namespace isotrail::solver::search
