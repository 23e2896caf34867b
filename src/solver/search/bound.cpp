#include "solver/search/bound.h"

#include <algorithm>
#include <limits>

namespace isotrail::solver::search {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

/// EUR from the start of service at one stop to that at the next, half of which each of them pays.
double between(const Day& day, const Order& a, const Order& b) {
  const Leg& leg = day.travel.leg(a.place, b.place);
  const int soonest = day.service + leg.minutes;
  if (a.opens + soonest > b.deadline) return kNone;
  return leg.cost + day.cost_per_minute * std::max(soonest, b.opens - a.deadline);
}

/// The least an order adds to a trip of the site: half of the way to it and half of the way from it.
double shareOfTrip(const Day& day, const Order& o, int site) {
  const int home = day.sites[static_cast<std::size_t>(site)].place;
  const Leg &out = day.travel.leg(home, o.place), &back = day.travel.leg(o.place, home);
  double before = out.cost + day.cost_per_minute * out.minutes;
  double after = back.cost + day.cost_per_minute * (day.service + back.minutes);
  for (const Order& other : day.orders) {
    if (&other == &o) continue;
    before = std::min(before, between(day, other, o));
    after = std::min(after, between(day, o, other));
  }
  return (before + after) / 2.0;
}

/// The least an order adds to the runs of a line: its share of the activity, by the level that is cheapest a MBq, and the risk.
double shareOfRun(const Day& day, const Order& o, const Line& line) {
  const int home = day.sites[static_cast<std::size_t>(line.site)].place;
  const int latest = std::min(line.closes, o.deadline - day.travel.leg(home, o.place).minutes - line.tests);
  double least = kNone;
  for (const Level& level : line.levels) {
    if (latest < line.opens + level.beam + line.synthesis) continue;
    const double filled = o.weight / (level.activity * day.growth(line.product, latest));
    if (filled <= 1.0) least = std::min(least, (line.run_cost + level.cost) * filled);
  }
  return least + line.fail_chance * o.loss;
}

}  // namespace

double lowerBound(const Day& day) {
  double bound = 0.0;
  for (const Order& o : day.orders) {
    double least = o.loss;
    for (const int s : o.sites) {
      double made = kNone;
      for (const int l : day.sites[static_cast<std::size_t>(s)].lines)
        if (const Line& line = day.lines[static_cast<std::size_t>(l)]; line.product == o.product) made = std::min(made, shareOfRun(day, o, line));
      if (made < least) least = std::min(least, made + shareOfTrip(day, o, s));
    }
    bound += least;
  }
  return bound;
}

}  // namespace isotrail::solver::search
