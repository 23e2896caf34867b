#include "solver/search/searcher.h"

#include <algorithm>
#include <cmath>

namespace isotrail::solver::search {
namespace {

constexpr std::size_t kLarge = 150;  // orders a site: from there on mostly a few leave together
constexpr int kRuined = 20;          // orders that leave together at most
constexpr std::size_t kWaiting = 4;  // orders nobody serves that are tried along with them
constexpr std::size_t kSites = 5;    // an order looks at so many
constexpr double kSmall = 1e-7;      // EUR

}  // namespace

Searcher::Searcher(const Day& day, std::uint64_t seed, const std::function<bool()>& hurry, const rppd::Plan* start)
    : day_(day),
      chance_(seed),
      ruin_(day),
      insertion_(day, kSites),
      exchange_(day, insertion_.courses(), insertion_.near()),
      current_(day),
      next_(day),
      best_(day) {
  if (start) {
    if (Draft loaded(day); loaded.load(*start)) {
      loaded.keepCaps();
      if (!loaded.crowded()) goOnFrom(loaded);
    }
  }
  list_ = next_.unserved();
  sortForInsertion(list_);
  for (const int o : list_) {
    if (hurry()) break;
    insert(o, {});
  }
  decide(0.0);
}

void Searcher::goOnFrom(const Draft& draft) {
  current_ = draft;
  next_ = draft;
  current_.forgetChanges();
  next_.forgetChanges();
  best_ = draft;
  since_best_.clear();
  insertion_.forget();
}

void Searcher::step(double temperature) {
  const double allowed = -temperature * std::log(1.0 - chance_.unit());
  if (exchangeParts(allowed)) decide(allowed);
  const double u = chance_.unit();
  if (u < 0.06) {
    if (!shiftTrip()) return;
  } else if (u < 0.10) {
    if (!changeVehicle()) return;
  } else {
    ruinAndRecreate();
  }
  decide(allowed);
}

bool Searcher::exchangeParts(double allowed) {
  const int o = chance_.below(static_cast<int>(day_.orders.size()));
  if (!next_.served(o)) return false;
  const Swap swap = exchange_.best(next_, o, allowed);
  if (!swap.possible()) return false;
  if (next_.swapParts(swap)) return true;
  next_.copy(current_, next_.changes());
  next_.forgetChanges();
  return false;
}

void Searcher::ruinAndRecreate() {
  const int most = std::min(kRuined, static_cast<int>(day_.orders.size()));
  const bool large = day_.orders.size() > kLarge * day_.sites.size();
  const int size = 1 + chance_.below(large ? 1 + chance_.below(most) : most);
  const auto& chosen = ruin_.choose(next_, size, chance_);
  list_ = next_.unserved();
  if (list_.size() > kWaiting) {
    chance_.shuffle(list_);
    list_.resize(kWaiting);
  }
  list_.insert(list_.end(), chosen.begin(), chosen.end());
  next_.take(chosen);
  sortForInsertion(list_);
  recreate(list_);
}

void Searcher::sortForInsertion(std::vector<int>& orders) {
  keys_.clear();
  const int by = chance_.below(6);
  for (const int o : orders) {
    const Order& order = day_.orders[static_cast<std::size_t>(o)];
    double key = chance_.unit();
    if (by == 1) key = -order.loss;
    if (by == 2) key = order.closes;
    if (by == 3) key = -order.closes;
    if (by == 4) key = -order.weight;
    if (by == 5 && !order.sites.empty()) key = -day_.travel.leg(day_.sites[static_cast<std::size_t>(order.sites[0])].place, order.place).minutes;
    keys_.emplace_back(key, o);
  }
  std::sort(keys_.begin(), keys_.end());
  std::transform(keys_.begin(), keys_.end(), orders.begin(), [](const auto& k) { return k.second; });
}

void Searcher::recreate(const std::vector<int>& orders) {
  Mood mood;
  if (chance_.happens(0.5)) mood.new_run = 0.1 + 1.9 * chance_.unit();
  if (chance_.happens(0.5)) mood.new_vehicle = 2.0 * chance_.unit();
  if (chance_.happens(0.7)) mood.blink = 0.02;
  for (const int o : orders) insert(o, mood);
}

void Searcher::insert(int order, const Mood& mood) {
  const Placing placing = insertion_.best(next_, order, day_.orders[static_cast<std::size_t>(order)].loss, mood, chance_);
  if (placing.possible()) next_.place(order, placing);
}

/// A trip leaves a few grid steps earlier or later.
bool Searcher::shiftTrip() {
  const int o = chance_.below(static_cast<int>(day_.orders.size()));
  if (!next_.served(o)) return false;
  const int steps = 1 + chance_.below(6);
  const int trip = next_.tripIndexOf(o);
  return next_.retime(trip, next_.trip(trip).timing.depart + (chance_.happens(0.5) ? steps : -steps) * day_.grid);
}

bool Searcher::changeVehicle() {
  const int o = chance_.below(static_cast<int>(day_.orders.size()));
  if (!next_.served(o)) return false;
  const int trip = next_.tripIndexOf(o);
  const auto& vehicles = day_.sites[static_cast<std::size_t>(day_.vehicles[static_cast<std::size_t>(next_.trip(trip).vehicle)].site)].vehicles;
  return next_.moveTrip(trip, vehicles[static_cast<std::size_t>(chance_.below(static_cast<int>(vehicles.size())))]);
}

void Searcher::decide(double allowed) {
  const double worse = next_.cost() - current_.cost();
  if (!next_.crowded() && (worse < -kSmall || worse <= allowed)) {
    current_.copy(next_, next_.changes());
    since_best_.add(next_.changes());
    if (current_.cost() < best_.cost() - kSmall) {
      best_.copy(current_, since_best_);
      since_best_.clear();
    }
  } else {
    next_.copy(current_, next_.changes());
  }
  next_.forgetChanges();
}

}  // namespace isotrail::solver::search
