// Which run makes an order that a trip could carry.
#include <algorithm>

#include "solver/search/moves/insertion.h"

namespace isotrail::solver::search {

void Insertion::tryRuns(int l, const Mood& mood) {
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const double risk = line.fail_chance * day_.orders[static_cast<std::size_t>(order_)].loss;
  if (least_ + risk >= best_.cost) return;
  const auto& runs = draft_->runsOn(l);
  for (std::size_t slot = 0; slot <= runs.size(); ++slot) {
    if (slot < runs.size()) tryRun(l, slot);
    tryNewRun(l, slot, risk + line.run_cost * mood.new_run);
  }
}

/// Joins a run: it may end earlier for a trip that leaves earlier, or the trip waits for it as it is.
void Insertion::tryRun(int l, std::size_t slot) {
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const auto& runs = draft_->runsOn(l);
  const Run& run = draft_->run(runs[slot]);
  if (run.fixed >= 0) return tryFixed(l, slot);
  const double risk = line.fail_chance * o.loss, weight = run.weight + o.weight;
  const int free_from = slot > 0 ? draft_->run(runs[slot - 1]).earliest + line.turnaround : line.opens;
  const int limit = std::min(line.closes, slot + 1 < runs.size() ? draft_->run(runs[slot + 1]).start - line.turnaround : kNever);
  const int until = std::min(limit, run.due);
  const Level& level = line.levels[static_cast<std::size_t>(run.level)];
  const bool room = level.activity * day_.growth(line.product, run.end) >= weight;
  for (const auto& option : options_) {
    if (option.cost() + risk >= best_.cost) continue;
    const int end = std::min(until, day_.latestEnd(line, option.timing.depart));
    const RunFit fit = fitRun(day_, line, weight, end, free_from, run.level);
    if (fit.level >= 0)
      keep(option, option.timing, option.cost() + risk + line.levels[static_cast<std::size_t>(fit.level)].cost - level.cost, l, runs[slot], slot);
    const int released = day_.releasedAt(line.site, run.end + line.tests);
    if (room && fit.level != run.level && option.timing.depart < released) {
      const Timing later = delayed(option, line.site, released);
      if (later.possible()) keep(option, later, later.cost - option.before + risk, l, runs[slot], slot);
    }
  }
}

/// Joins a run that has begun, if it makes enough: the trip waits for it.
void Insertion::tryFixed(int l, std::size_t slot) {
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const int index = draft_->runsOn(l)[slot];
  const FixedRun& fixed = day_.fixed_runs[static_cast<std::size_t>(draft_->run(index).fixed)];
  if (fixed.beam < 0 || draft_->run(index).weight + o.weight > fixed.room) return;
  const double risk = line.fail_chance * o.loss;
  const int released = day_.releasedAt(line.site, fixed.end + line.tests);
  for (const auto& option : options_) {
    if (option.cost() + risk >= best_.cost) continue;
    const Timing timing = option.timing.depart >= released ? option.timing : delayed(option, line.site, released);
    if (timing.possible()) keep(option, timing, timing.cost - option.before + risk, l, index, slot);
  }
}

void Insertion::tryNewRun(int l, std::size_t slot, double cost) {
  if (least_ + cost >= best_.cost) return;
  const Line& line = day_.lines[static_cast<std::size_t>(l)];
  if (line.levels.empty()) return;  // all beyond what the site may hold
  const Order& o = day_.orders[static_cast<std::size_t>(order_)];
  const auto& runs = draft_->runsOn(l);
  const int free_from = slot > 0 ? draft_->run(runs[slot - 1]).earliest + line.turnaround : line.opens;
  const int limit = std::min(line.closes, slot < runs.size() ? draft_->run(runs[slot]).start - line.turnaround : kNever);
  const int soonest = free_from + line.levels[0].beam + line.synthesis;
  if (soonest > limit) return;
  const int released = day_.releasedAt(line.site, soonest + line.tests);
  for (const auto& option : options_) {
    if (option.cost() + cost >= best_.cost) continue;
    const RunFit fit = fitRun(day_, line, o.weight, std::min(limit, day_.latestEnd(line, option.timing.depart)), free_from, 0);
    if (fit.level >= 0) {
      keep(option, option.timing, option.cost() + cost + line.levels[static_cast<std::size_t>(fit.level)].cost, l, -1, slot);
    } else if (option.timing.depart < released) {
      const Timing later = delayed(option, line.site, released);
      if (!later.possible()) continue;
      const RunFit late = fitRun(day_, line, o.weight, std::min(limit, day_.latestEnd(line, later.depart)), free_from, 0);
      if (late.level >= 0)
        keep(option, later, later.cost - option.before + cost + line.levels[static_cast<std::size_t>(late.level)].cost, l, -1, slot);
    }
  }
}

/// The option's trip when it leaves from minute `from` on.
Timing Insertion::delayed(const Option& option, int site, int from) {
  stops_.clear();
  if (option.trip >= 0) stops_ = draft_->trip(option.trip).stops;
  stops_.insert(stops_.begin() + option.position, order_);
  return bestTiming(day_, site, stops_, flowOf(day_, site, stops_), {std::max(option.range.from, from), option.range.to});
}

/// EUR more for what is served otherwise than promised: the order, and those of its trip that a new departure moves.
double Insertion::changeCost(const Option& option, const Timing& timing, int line) const {
  double cost = day_.changeCost(order_, line, option.vehicle, timing.depart);
  if (option.trip < 0) return cost;
  const Trip& trip = draft_->trip(option.trip);
  for (const int o : trip.stops) cost += day_.changeCost(o, draft_->runOf(o).line, trip.vehicle, timing.depart);
  return cost - trip.change;
}

void Insertion::keep(const Option& option, const Timing& timing, double cost, int line, int run, std::size_t slot) {
  if (day_.change_price > 0.0) cost += changeCost(option, timing, line);
  if (cost >= best_.cost) return;
  best_ = {cost, run, line, static_cast<int>(slot), option.trip, option.vehicle, option.slot, option.position, timing};
}

}  // namespace isotrail::solver::search
