#include "solver/search/routes/improver.h"

#include <algorithm>
#include <numeric>

namespace isotrail::solver::search::routes {
namespace {

constexpr std::int64_t kAsked = 16;  // customers looked at between two questions whether it is over

}  // namespace

Improver::Improver(const Roads& roads, Chance& chance)
    : roads_(roads), chance_(chance), board_(roads), order_(roads.places() - 1), tested_(roads.places(), 0) {
  std::iota(order_.begin(), order_.end(), 1);
}

bool Improver::improve(const std::function<bool()>& over) {
  chance_.shuffle(order_);
  std::fill(tested_.begin(), tested_.end(), 0);
  bool better = true;
  for (bool first = true; better; first = false) {
    better = false;
    for (const int u : order_) {
      if (looked_++ % kAsked == 0 && over()) return false;
      auto& tested = tested_[static_cast<std::size_t>(u)];
      const std::int64_t before = tested;
      tested = board_.changes();
      better |= lookAround(u, before, !first);
    }
  }
  return true;
}

/// Tries what is near a customer where either trip has changed since.
bool Improver::lookAround(int u, std::int64_t since, bool empty) {
  bool better = false;
  Stand stand = standOf(u);
  const auto changed = [&](int trip) { return board_.trip(trip).changed > since; };
  bool own = changed(stand.trip);
  for (const int v : roads_.near(u)) {
    if ((!own && !changed(board_.tripOf(v))) || !tryNear(stand, v)) continue;
    better = own = true;
    stand = standOf(u);
  }
  return (empty && own && tryEmpty(stand)) || better;
}

Improver::Stand Improver::standOf(int customer) const {
  const int trip = board_.tripOf(customer);
  const auto at = board_.at(customer);
  const auto& stops = board_.trip(trip).stops;
  return {trip, at, stops[at - 1], customer, stops[at + 1], stops[at + 1] > 0 ? stops[at + 2] : 0};
}

/// Whether a change of the trip that `u` is in, and of the one at hand, pays; `u` and `v` no longer stand where they stood when it was made.
bool Improver::tryNear(const Stand& u, int near) {
  const Stand v = standOf(near);
  const bool same = u.trip == v.trip;
  const Money limit = board_.trip(u.trip).penalty + (same ? 0 : board_.trip(v.trip).penalty);
  if (tryBehind(u, v.trip, v.at, v.here, v.next, limit) || trySwap(u, v, limit)) return true;
  if (same) {
    if (v.at < u.at ? turn(u.trip, v.at + 1, u.at) : turn(u.trip, u.at, v.at - 1)) return true;
  } else if (tryTails(u, v.trip, v.at, limit)) {
    return true;
  }
  return v.at == 1 && (tryBehind(u, v.trip, 0, 0, v.here, limit) || (!same && tryTails(u, v.trip, 0, limit)));
}

/// `u`, or it and the next stop either way round, goes between two stops of a trip, the first of them at `position`.
bool Improver::tryBehind(const Stand& u, int trip, std::size_t position, int stop, int next, Money limit) {
  const auto *from_u = roads_.costs(u.here), *from_x = roads_.costs(u.next), *from_p = roads_.costs(u.before);
  const auto give = [&](std::size_t count, bool turned, Money more) {
    if (more >= limit || (trip == u.trip && position + 1 >= u.at && position < u.at + count)) return false;
    return exchange({u.trip, u.at, count, turned}, {trip, position + 1, 0}, more);
  };
  const Money gap = roads_.cost(stop, next) + from_u[u.before];
  if (give(1, false, Money{from_p[u.next]} - from_u[u.next] + from_u[stop] + from_u[next] - gap)) return true;
  if (u.next == 0) return false;
  const Money rest = Money{from_p[u.third]} - from_x[u.third] - gap;
  return give(2, false, rest + from_u[stop] + from_x[next]) || give(2, true, rest + from_x[stop] + from_u[next]);
}

/// `u` and `v`, the next stop with either or both, change places.
bool Improver::trySwap(const Stand& u, const Stand& v, Money limit) {
  const auto *from_u = roads_.costs(u.here), *from_x = roads_.costs(u.next), *from_p = roads_.costs(u.before), *from_v = roads_.costs(v.here);
  const auto swap = [&](std::size_t given, std::size_t taken, Money more) {
    if (more >= limit || (u.trip == v.trip && (u.at < v.at ? u.at + given >= v.at : v.at + taken >= u.at))) return false;
    return exchange({u.trip, u.at, given}, {v.trip, v.at, taken}, more);
  };
  const Money joints = Money{from_u[v.before]} + from_p[v.here] - from_u[u.before] - from_v[v.before];
  if (swap(1, 1, joints + from_u[v.next] + from_v[u.next] - from_u[u.next] - from_v[v.next])) return true;
  if (u.next == 0) return false;
  const Money pair = joints - from_x[u.third];
  if (swap(2, 1, pair + from_x[v.next] + from_v[u.third] - from_v[v.next])) return true;
  const auto* from_y = roads_.costs(v.next);
  return v.next > 0 && swap(2, 2, pair + from_x[v.third] + from_y[u.third] - from_y[v.third]);
}

bool Improver::tryEmpty(const Stand& u) {
  const int empty = board_.emptyTrip();
  const Money limit = board_.trip(u.trip).penalty;
  return empty >= 0 && (tryBehind(u, empty, 0, 0, 0, limit) || tryTails(u, empty, 0, limit));
}

/// What the trip of `a` pays in the end with what `b` gives it.
Money Improver::penaltyOf(const Part& a, const Part& b) const {
  const Trip &to = board_.trip(a.trip), &from = board_.trip(b.trip);
  Stretch way = to.before[a.from - 1];
  int here = to.stops[a.from - 1];
  for (std::size_t k = 0; k < b.count; ++k) {
    const int c = from.stops[b.turned ? b.from + b.count - 1 - k : b.from + k];
    way = board_.then(way, here, c);
    here = c;
  }
  const std::size_t behind = a.from + a.count;
  way = joined(way, roads_.minutes(here, to.stops[behind]), to.after[behind]);
  const int load =
      to.load.back() - (to.load[behind - 1] - to.load[a.from - 1]) + (b.count > 0 ? from.load[b.from + b.count - 1] - from.load[b.from - 1] : 0);
  return board_.penalty(way.late, load);
}

void Improver::replaced(const Part& a, const Part& b, std::vector<int>& stops) const {
  const auto& to = board_.trip(a.trip).stops;
  const auto& from = board_.trip(b.trip).stops;
  const auto at = [](const auto& list, std::size_t k) { return list.begin() + static_cast<std::ptrdiff_t>(k); };
  stops.assign(to.begin(), at(to, a.from));
  stops.insert(stops.end(), at(from, b.from), at(from, b.from + b.count));
  if (b.turned) std::reverse(stops.end() - static_cast<std::ptrdiff_t>(b.count), stops.end());
  stops.insert(stops.end(), at(to, a.from + a.count), to.end());
}

/// Parts of two trips, or of one, change hands where that pays; `more` thousandths of EUR on the road.
bool Improver::exchange(const Part& a, const Part& b, Money more) {
  const Money penalty = board_.trip(a.trip).penalty;
  if (a.trip == b.trip) return a.from < b.from ? exchangeWithin(a, b, more) : exchangeWithin(b, a, more);
  const Money limit = penalty + board_.trip(b.trip).penalty - more, one = penaltyOf(a, b);
  if (one >= limit || one + penaltyOf(b, a) >= limit) return false;
  replaced(a, b, one_);
  replaced(b, a, two_);
  board_.change(a.trip, one_);
  board_.change(b.trip, two_);
  return true;
}

/// What follows from `u` on, and behind a position of another trip, changes hands.
bool Improver::tryTails(const Stand& u, int b, std::size_t position, Money limit) {
  const int a = u.trip;
  const std::size_t from = u.at, to = position + 1;
  const Trip &one = board_.trip(a), &two = board_.trip(b);
  const int j = two.stops[position], y = two.stops[to];
  limit -= cost(u.before, y) + cost(u.here, j) - cost(u.before, u.here) - cost(j, y);
  if (limit <= 0) return false;
  const auto penalty = [&](const Trip& head, std::size_t p, const Trip& tail, std::size_t q) {
    const int late = joined(head.before[p - 1], roads_.minutes(head.stops[p - 1], tail.stops[q]), tail.after[q]).late;
    return board_.penalty(late, head.load[p - 1] + tail.load.back() - tail.load[q - 1]);
  };
  const Money first = penalty(one, from, two, to);
  if (first >= limit || first + penalty(two, to, one, from) >= limit) return false;
  const auto cut = [](const Trip& t, std::size_t p) { return t.stops.begin() + static_cast<std::ptrdiff_t>(p); };
  one_.assign(one.stops.begin(), cut(one, from));
  one_.insert(one_.end(), cut(two, to), two.stops.end());
  two_.assign(two.stops.begin(), cut(two, to));
  two_.insert(two_.end(), cut(one, from), one.stops.end());
  board_.change(a, one_);
  board_.change(b, two_);
  return true;
}

/// Two parts of one trip, the second behind the first, change places.
bool Improver::exchangeWithin(const Part& first, const Part& second, Money road) {
  const auto& stops = board_.trip(first.trip).stops;
  const auto put = [&](const Part& p) {
    const auto from = static_cast<std::ptrdiff_t>(p.from), to = static_cast<std::ptrdiff_t>(p.from + p.count);
    one_.insert(one_.end(), stops.begin() + from, stops.begin() + to);
    if (p.turned) std::reverse(one_.end() - static_cast<std::ptrdiff_t>(p.count), one_.end());
  };
  one_.clear();
  put(second);
  put({first.trip, first.from + first.count, second.from - first.from - first.count});
  put(first);
  return reorder(first.trip, first.from, second.from + second.count, road);
}

/// The stops from one to another are visited the other way round.
bool Improver::turn(int trip, std::size_t from, std::size_t to) {
  const Trip& t = board_.trip(trip);
  if (from >= to) return false;
  const int a = t.stops[from - 1], b = t.stops[to + 1];
  const Money more = cost(a, t.stops[to]) + cost(t.stops[from], b) - cost(a, t.stops[from]) - cost(t.stops[to], b);
  if (more >= t.penalty) return false;
  one_.assign(t.stops.rbegin() + static_cast<std::ptrdiff_t>(t.last() - to), t.stops.rbegin() + static_cast<std::ptrdiff_t>(t.last() - from + 1));
  return reorder(trip, from, to + 1, more);
}

/// The stops from `from` to before `to` become those of `one_`, where that costs less; `road` more on the road.
bool Improver::reorder(int trip, std::size_t from, std::size_t to, Money road) {
  const Trip& t = board_.trip(trip);
  const Money limit = t.penalty - road;
  Stretch way = t.before[from - 1];
  int here = t.stops[from - 1];
  for (const int c : one_) {
    way = board_.then(way, here, c);
    here = c;
    if (way.late * board_.price().late >= limit) return false;
  }
  way = joined(way, roads_.minutes(here, t.stops[to]), t.after[to]);
  if (board_.penalty(way.late, t.load.back()) >= limit) return false;
  two_ = t.stops;
  std::copy(one_.begin(), one_.end(), two_.begin() + static_cast<std::ptrdiff_t>(from));
  board_.change(trip, two_);
  return true;
}

void Improver::insert(const std::vector<int>& customers) {
  for (const int c : customers) insertOne(c);
}

void Improver::insertOne(int c) {
  Money least = 0;
  int best = -1;
  std::size_t at = 0;
  const auto look = [&](int trip, std::size_t p) {
    const Trip& t = board_.trip(trip);
    const int before = t.stops[p - 1], behind = t.stops[p];
    Money more = cost(before, c) + cost(c, behind) - cost(before, behind) - t.penalty;
    if (best >= 0 && more >= least) return;
    const Stretch way = joined(board_.then(t.before[p - 1], before, c), roads_.minutes(c, behind), t.after[p]);
    more += board_.penalty(way.late, t.load.back() + roads_.customer(c).packages);
    if (best >= 0 && more >= least) return;
    least = more;
    best = trip;
    at = p;
  };
  if (const int empty = board_.emptyTrip(); empty >= 0) look(empty, 1);
  for (const int v : roads_.near(c)) {
    if (!board_.placed(v)) continue;
    look(board_.tripOf(v), board_.at(v));
    look(board_.tripOf(v), board_.at(v) + 1);
  }
  if (best < 0)
    for (int t = 0; t < roads_.fleet(); ++t)
      for (std::size_t p = 1; p <= board_.trip(t).last(); ++p) look(t, p);
  one_ = board_.trip(best).stops;
  one_.insert(one_.begin() + static_cast<std::ptrdiff_t>(at), c);
  board_.change(best, one_);
}

}  // namespace isotrail::solver::search::routes
