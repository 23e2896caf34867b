#include "solver/search/travel.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace isotrail::solver::search {
namespace {

double distance(const rppd::Place& a, const rppd::Place& b) { return std::hypot(a.x - b.x, a.y - b.y); }
int towards(int country, int goal) { return country + (goal > country ? 1 : -1); }
template <class Post>
bool joins(const Post& p, int a, int b) {
  return (p.a == a && p.b == b) || (p.a == b && p.b == a);
}
template <class Post>
rppd::Place behind(const Post& p, int country) {
  return {p.place.x, p.place.y, country};
}
/// When a post lets vehicles in, in the order of the day.
std::vector<rppd::Span> opensOf(const rppd::Post& p) {
  std::vector<rppd::Span> out;
  int from = p.open.from;
  for (const auto& s : p.shut) {
    if (s.from > p.open.to) break;
    if (from < s.from) out.push_back({from, s.from - 1});
    from = std::max(from, s.to);
  }
  if (from <= p.open.to) out.push_back({from, p.open.to});
  return out;
}

}  // namespace

Travel::Travel(const rppd::Instance& instance) : speed_(instance.speed), cost_per_km_(instance.cost_per_km) {
  for (const auto& p : instance.posts) {
    posts_.push_back({p.place, p.a, p.b, p.crossing, opensOf(p), !p.shut.empty()});
    opens_again_ = opens_again_ || !p.shut.empty();
  }
  for (const auto& h : instance.hospitals) places_.push_back(h.place);
  for (const auto& s : instance.sites) places_.push_back(s.place);
  count_ = places_.size();
  legs_.resize(count_ * count_);
  staged_ = !instance.legs.empty();
  if (staged_)
    tabulateStages(instance);
  else
    tabulatePosts();
  into_.resize(legs_.size());
  for (std::size_t a = 0; a < count_; ++a)
    for (std::size_t b = 0; b < count_; ++b) into_[b * count_ + a] = legs_[a * count_ + b];
}

void Travel::tabulatePosts() {
  std::vector<std::optional<Path>> rests;
  for (std::size_t b = 0; b < count_; ++b) {
    rests.assign(2 * posts_.size(), std::nullopt);
    for (std::size_t a = 0; a < count_; ++a) {
      const Path path = openPath(places_[a], places_[b], rests);
      Leg& leg = legs_[a * count_ + b];
      leg.cost = path.km * cost_per_km_;
      leg.minutes = static_cast<std::int16_t>(std::min(path.minutes, INT16_MAX - 1));
      if (path.from != INT_MIN) {
        leg.from = static_cast<std::int16_t>(std::clamp(path.from, INT16_MIN + 1, INT16_MAX - 1));
        leg.last = std::clamp(path.to, INT16_MIN + 1, INT16_MAX - 1);
      }
      if (path.shut) {
        if (path.to != path.last) leg.from = INT16_MAX;
        leg.last = std::clamp(path.last, INT16_MIN + 1, INT16_MAX - 1);
      }
    }
  }
}

/// Where every stage with hours is in its last opening the drive never waits; that part of the day is tabulated.
void Travel::tabulateStages(const rppd::Instance& instance) {
  const std::size_t sites = instance.sites.size(), hospitals = instance.hospitals.size();
  const auto own = [&](std::size_t place) { return place < hospitals ? place + sites : place - hospitals; };
  bool hours = false;
  for (const auto& row : instance.legs)
    for (const auto& leg : row) hours = hours || std::any_of(leg.stages.begin(), leg.stages.end(), [](const auto& s) { return !s.open.empty(); });
  if (hours) stages_.resize(count_ * count_);
  for (std::size_t a = 0; a < count_; ++a)
    for (std::size_t b = 0; b < count_; ++b) {
      const rppd::Leg& from = instance.legs[own(a)][own(b)];
      Leg& leg = legs_[a * count_ + b];
      leg.cost = from.km * cost_per_km_;
      int minutes = 0, waits_until = INT_MIN, last = kNever, free_until = kNever;
      for (auto s = from.stages.rbegin(); s != from.stages.rend(); ++s) {
        int begin = last == kNever ? kNever : last - s->minutes;
        if (!s->open.empty()) {
          begin = -kNever;
          for (const auto& span : s->open)
            if (const int latest = std::min(span.to, last) - s->minutes; latest >= span.from) begin = std::max(begin, latest);
        }
        last = begin;
      }
      for (const auto& s : from.stages) {
        if (!s.open.empty()) {
          waits_until = std::max(waits_until, s.open.back().from - minutes);
          free_until = std::min(free_until, s.open.back().to - s.minutes - minutes);
          opens_again_ = opens_again_ || s.open.size() > 1;
        }
        minutes += s.minutes;
      }
      leg.minutes = static_cast<std::int16_t>(std::min(minutes, INT16_MAX - 1));
      leg.last = last;
      if (waits_until != INT_MIN) {
        const bool flows = free_until == last && waits_until <= last;
        leg.from = static_cast<std::int16_t>(flows ? std::clamp(waits_until, INT16_MIN + 1, INT16_MAX - 1) : INT16_MAX);
        opens_again_ = opens_again_ || !flows;
      }
      if (hours) stages_[a * count_ + b] = from.stages;
    }
}

Arrival Travel::inStages(std::size_t leg, int start) const {
  if (start > legs_[leg].last) return {};
  int now = start;
  for (const auto& stage : stages_[leg]) {
    const auto fits = [&](const rppd::Span& s) { return std::max(now, s.from) + stage.minutes <= s.to; };
    if (!stage.open.empty()) {
      const auto span = std::find_if(stage.open.begin(), stage.open.end(), fits);
      if (span == stage.open.end()) return {};
      now = std::max(now, span->from);
    }
    now += stage.minutes;
  }
  return {now, legs_[leg].cost};
}

int Travel::minutes(double km) const { return static_cast<int>(std::min(std::ceil(km / speed_ - 1e-9), static_cast<double>(kNever))); }

Travel::Path Travel::openPath(const rppd::Place& a, const rppd::Place& b, std::vector<std::optional<Path>>& rests) const {
  if (a.country == b.country) return {minutes(distance(a, b)), distance(a, b)};
  const int next = towards(a.country, b.country);
  Path best;
  int from = INT_MIN + 1, to = INT_MAX;  // every post on the way open, so that the choice among them stays
  int last = INT_MIN;
  bool shut = false;
  for (std::size_t k = 0; k < posts_.size(); ++k) {
    const Post& p = posts_[k];
    if (!joins(p, a.country, next)) continue;
    const double km = distance(a, p.place);
    const int drive = minutes(km);
    auto& known = rests[2 * k + (next == p.b ? 1 : 0)];
    if (!known) known = openPath(behind(p, next), b, rests);
    const Path rest = *known;
    if (rest.minutes == kNever) continue;
    shut = shut || p.shut || rest.shut;
    if (p.opens.empty()) continue;
    from = std::max(from, p.opens.back().from - drive);
    to = std::min(to, p.opens.back().to - drive);
    const int behind_it = rest.last == INT_MAX ? INT_MAX : rest.last - p.crossing;
    last = std::max(last, std::min(p.opens.back().to, behind_it) - drive);
    if (rest.from != INT_MIN) {
      from = std::max(from, rest.from - drive - p.crossing);
      to = std::min(to, rest.to - drive - p.crossing);
    }
    const int whole = drive + p.crossing + rest.minutes;
    if (std::pair(whole, rest.km + km) < std::pair(best.minutes, best.km)) best = {whole, rest.km + km};
  }
  return {best.minutes, best.km, best.minutes == kNever ? INT_MAX : from, to, last, shut};
}

Arrival Travel::through(const rppd::Place& a, int b, int start) const {
  const rppd::Place& goal = places_[static_cast<std::size_t>(b)];
  if (a.country == goal.country) return {start + minutes(distance(a, goal)), distance(a, goal) * cost_per_km_};
  const int next = towards(a.country, goal.country);
  Arrival best;
  for (const auto& p : posts_) {
    if (!joins(p, a.country, next)) continue;
    const double km = distance(a, p.place);
    const int at = start + minutes(km);
    const auto open = std::find_if(p.opens.begin(), p.opens.end(), [at](const auto& s) { return at <= s.to; });
    if (open == p.opens.end()) continue;
    Arrival rest = through(behind(p, next), b, std::max(at, open->from) + p.crossing);
    rest.cost += km * cost_per_km_;
    if (std::pair(rest.at, rest.cost) < std::pair(best.at, best.cost)) best = rest;
  }
  return best;
}

}  // namespace isotrail::solver::search
