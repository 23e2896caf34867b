#include "solver/search/draft.h"

#include <algorithm>

namespace isotrail::solver::search {
namespace {

constexpr std::size_t kLarge = 64;  // orders of a run
constexpr int kSubtracted = 256;    // times

}  // namespace

RunFit fitRun(const Day& day, const Line& line, double weight, int latest_end, int free_from, int from_level) {
  for (std::size_t k = static_cast<std::size_t>(from_level); k < line.levels.size(); ++k) {
    const Level& level = line.levels[k];
    const int start = day.gridDown(latest_end - line.synthesis - level.beam);
    if (start < free_from) break;
    const int end = start + level.beam + line.synthesis;
    if (level.activity * day.growth(line.product, end) >= weight) return {static_cast<int>(k), start, end};
  }
  return {};
}

bool Draft::setLines(const std::vector<int>& lines) {
  return std::all_of(lines.begin(), lines.end(), [this](int l) { return setLine(l); });
}

void Draft::joinRun(int order, int run) {
  const auto o = static_cast<std::size_t>(order);
  Run& r = runAt(run);
  r.orders.push_back(order);
  r.weight += day_->orders[o].weight;
  r.loss += day_->orders[o].loss;
  ++r.stale_sums;
  r.first = std::min(r.first, tripOf(order).timing.depart);
  run_of_[o] = run;
  changes_.runs.add(run);
}

void Draft::leaveRun(int order) {
  const auto o = static_cast<std::size_t>(order);
  Run& r = runAt(run_of_[o]);
  r.orders.erase(std::find(r.orders.begin(), r.orders.end(), order));
  r.weight -= day_->orders[o].weight;
  r.loss -= day_->orders[o].loss;
  ++r.stale_sums;
  if (tripOf(order).timing.depart <= r.first) r.stale_first = true;
  changes_.runs.add(run_of_[o]);
}

/// An order leaves at another time.
void Draft::departs(int order, int before, int now) {
  const int i = run_of_[static_cast<std::size_t>(order)];
  if (i < 0) return;
  Run& r = runAt(i);
  if (before <= r.first && now > r.first) r.stale_first = true;
  r.first = std::min(r.first, now);
  changes_.runs.add(i);
}

/// What the orders of a run weigh and when the first leaves. In a large run one order more or less is added or subtracted, for some
/// hundred times, which is exact to some ten digits; else all are added up.
void Draft::addUp(Run& r) const {
  if (r.stale_sums > 0 && (r.orders.size() <= kLarge || r.stale_sums >= kSubtracted)) {
    r.weight = r.loss = 0.0;
    for (const int o : r.orders) {
      r.weight += day_->orders[static_cast<std::size_t>(o)].weight;
      r.loss += day_->orders[static_cast<std::size_t>(o)].loss;
    }
    r.stale_sums = 0;
  }
  if (!r.stale_first) return;
  r.first = kNever;
  for (const int o : r.orders) r.first = std::min(r.first, tripOf(o).timing.depart);
  r.stale_first = false;
}

/// From the last run back: each ends as late as its orders and the next run allow, on the least level. That leaves the runs before it
/// the most room, so no setting of this sequence is cheaper.
bool Draft::setLine(int l) {
  const Line& line = day_->lines[static_cast<std::size_t>(l)];
  const auto& runs = runsOn(l);
  int limit = line.closes;
  for (std::size_t k = runs.size(); k-- > 0;) {
    Run& r = runAt(runs[k]);
    if (r.fixed >= 0) {
      const bool next_is_fixed = k + 1 < runs.size() && run(runs[k + 1]).fixed >= 0;
      changes_.runs.add(runs[k]);
      if (!setFixed(r) || (r.end > limit && k + 1 < runs.size() && !next_is_fixed)) return false;
      limit = r.start - line.turnaround;
      continue;
    }
    changes_.runs.add(runs[k]);
    addUp(r);
    r.due = day_->latestEnd(line, r.first);
    const RunFit fit = fitRun(*day_, line, r.weight, std::min(limit, r.due), line.opens, 0);
    if (fit.level < 0) return false;
    r.level = fit.level;
    r.start = fit.start;
    r.end = fit.end;
    limit = fit.start - line.turnaround;
    const double cost = line.run_cost + line.levels[static_cast<std::size_t>(fit.level)].cost + line.fail_chance * r.loss;
    cost_ += cost - r.cost;
    r.cost = cost;
  }
  int free_from = line.opens;
  for (const int i : runs) {
    Run& r = runAt(i);
    if (r.fixed >= 0) {
      free_from = std::max(free_from, r.end + line.turnaround);
      continue;
    }
    const Level& level = line.levels[static_cast<std::size_t>(r.level)];
    const int made = level.beam + line.synthesis;
    const int enough = day_->growsTo(line.product, r.weight / level.activity, free_from + made, r.end);
    r.earliest = std::min(r.end, day_->gridUp(enough - made) + made);
    free_from = r.earliest + line.turnaround;
  }
  return true;
}

/// A run that has begun stays where it is: its orders must fit into what it makes, and be released when they leave.
bool Draft::setFixed(Run& r) {
  const FixedRun& fixed = day_->fixed_runs[static_cast<std::size_t>(r.fixed)];
  const Line& line = day_->lines[static_cast<std::size_t>(r.line)];
  double weight = 0.0, loss = 0.0;
  int first = kNever;
  for (const int o : r.orders) {
    const Order& order = day_->orders[static_cast<std::size_t>(o)];
    weight += order.weight;
    loss += order.loss;
    if (!order.begun) first = std::min(first, tripOf(o).timing.depart);
  }
  if (first != kNever && (weight > fixed.room || day_->releasedAt(line.site, fixed.end + line.tests) > first)) return false;
  const double cost = fixed.cost + line.fail_chance * loss;
  r.weight = weight;
  cost_ += cost - r.cost;
  r.cost = cost;
  return true;
}

}  // namespace isotrail::solver::search
