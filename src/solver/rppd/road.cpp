#include "solver/rppd/road.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isotrail::solver::rppd {

std::optional<int> firstIn(const std::vector<Span>& spans, int from) {
  if (spans.empty()) return from;
  for (const Span& s : spans)
    if (from <= s.to) return std::max(from, s.from);
  return std::nullopt;
}

const Place& Road::place(int p) const {
  const auto at = static_cast<std::size_t>(p);
  return at < in_.sites.size() ? in_.sites[at].place : in_.hospitals[at - in_.sites.size()].place;
}

std::optional<Drive> Road::drive(int from, int to, int leave) const {
  if (in_.legs.empty()) return byPosts(place(from), place(to), leave);
  return byLeg(in_.legs[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)], leave);
}

std::optional<Drive> Road::byLeg(const Leg& leg, int leave) const {
  int now = leave;
  for (const Stage& stage : leg.stages) {
    std::optional<int> begin;
    if (stage.open.empty()) begin = now;
    for (const Span& s : stage.open)
      if (std::max(now, s.from) + stage.minutes <= s.to) {
        begin = std::max(now, s.from);
        break;
      }
    if (!begin) return std::nullopt;
    now = *begin + stage.minutes;
  }
  return Drive{now, leg.km};
}

int Road::minutes(double km) const { return static_cast<int>(std::ceil(km / in_.speed - 1e-9)); }

std::optional<Drive> Road::byPosts(const Place& a, const Place& b, int leave) const {
  const double straight = std::hypot(a.x - b.x, a.y - b.y);
  if (a.country == b.country) return Drive{leave + minutes(straight), straight};
  const int next = b.country > a.country ? a.country + 1 : a.country - 1;
  std::optional<Drive> best;
  for (const Post& post : in_.posts) {
    if (std::minmax(post.a, post.b) != std::minmax(a.country, next)) continue;
    const double km = std::hypot(a.x - post.place.x, a.y - post.place.y);
    const int there = leave + minutes(km);
    int begin = std::max(there, post.open.from);
    for (const Span& s : post.shut)
      if (begin >= s.from && begin < s.to) begin = s.to;
    if (begin > post.open.to) continue;
    auto rest = byPosts({post.place.x, post.place.y, next}, b, begin + post.crossing);
    if (!rest) continue;
    rest->km += km;
    if (!best || std::pair(rest->at, rest->km) < std::pair(best->at, best->km)) best = rest;
  }
  return best;
}

}  // namespace isotrail::solver::rppd
