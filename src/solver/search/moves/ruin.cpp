#include "solver/search/moves/ruin.h"

#include <algorithm>

namespace isotrail::solver::search {
namespace {

constexpr std::size_t kNear = 80;
constexpr int kString = 10;            // stops in a row at most
constexpr std::size_t kLargeRun = 80;  // orders; which of them a run would lose says little

}  // namespace

Ruin::Ruin(const Day& day) : day_(day), near_(day, kNear, unrelated), taken_(day.orders.size(), 0) {}

void Ruin::add(int order) {
  if (taken_[static_cast<std::size_t>(order)] || day_.orders[static_cast<std::size_t>(order)].begun) return;
  taken_[static_cast<std::size_t>(order)] = 1;
  chosen_.push_back(order);
}

const std::vector<int>& Ruin::choose(const Draft& draft, int size, Chance& chance) {
  for (const int o : chosen_) taken_[static_cast<std::size_t>(o)] = 0;
  chosen_.clear();
  const int orders = static_cast<int>(day_.orders.size());
  const int seed = chance.below(orders);
  const double u = chance.unit();
  if (!draft.served(seed) || u < 0.5)
    strings(draft, seed, size, chance);
  else if (u < 0.65)
    run(draft, seed, size, chance);
  else if (u < 0.75)
    runs(draft, seed, size);
  else if (u < 0.82)
    vehicle(draft, seed, size);
  else
    kin(draft, seed, size, chance);
  return chosen_;
}

/// Strings of stops of trips near the seed (Christiaens and Vanden Berghe 2020).
void Ruin::strings(const Draft& draft, int seed, int size, Chance& chance) {
  trips_.clear();
  const int longest = 1 + chance.below(std::min(size, kString));
  const auto fromTrip = [&](int o) {
    if (!draft.served(o)) return;
    const int index = draft.tripIndexOf(o);
    if (std::find(trips_.begin(), trips_.end(), index) != trips_.end()) return;
    trips_.push_back(index);
    const auto& stops = draft.trip(index).stops;
    const int n = static_cast<int>(stops.size()), length = std::min(n, 1 + chance.below(longest));
    const int at = static_cast<int>(std::find(stops.begin(), stops.end(), o) - stops.begin());
    const int from = std::clamp(at - chance.below(length), 0, n - length);
    for (int k = from; k < from + length; ++k) add(stops[static_cast<std::size_t>(k)]);
  };
  fromTrip(seed);
  for (const int o : near_.of(seed)) {
    if (static_cast<int>(chosen_.size()) >= size) return;
    if (!chance.happens(0.15)) fromTrip(o);
  }
}

/// The orders of the seed's run, or as many as `size` of them with departures in a row, and then some neighbours.
void Ruin::run(const Draft& draft, int seed, int size, Chance& chance) {
  if (draft.runOf(seed).orders.size() > kLargeRun) return strings(draft, seed, size, chance);
  list_ = draft.runOf(seed).orders;
  std::sort(list_.begin(), list_.end(),
            [&](int a, int b) { return std::pair(draft.tripOf(a).timing.depart, a) < std::pair(draft.tripOf(b).timing.depart, b); });
  const int n = static_cast<int>(list_.size()), most = 2 * size;
  const int from = n > most ? chance.below(n - most + 1) : 0;
  for (int k = from; k < std::min(n, from + most); ++k) add(list_[static_cast<std::size_t>(k)]);
  if (n < size) kin(draft, seed, size, chance);
}

/// Whole runs of the seed's product near it: what they make may fit into fewer.
void Ruin::runs(const Draft& draft, int seed, int size) {
  const int product = day_.orders[static_cast<std::size_t>(seed)].product;
  const auto whole = [&](int o) {
    const auto& orders = draft.runOf(o).orders;
    if (static_cast<int>(chosen_.size() + orders.size()) > 2 * size) return;
    for (const int other : orders) add(other);
  };
  whole(seed);
  add(seed);
  for (const int o : near_.of(seed)) {
    if (static_cast<int>(chosen_.size()) >= size) return;
    if (draft.served(o) && !taken_[static_cast<std::size_t>(o)] && day_.orders[static_cast<std::size_t>(o)].product == product) whole(o);
  }
}

void Ruin::vehicle(const Draft& draft, int seed, int size) {
  for (const int t : draft.tripsOf(draft.tripOf(seed).vehicle))
    for (const int o : draft.trip(t).stops)
      if (static_cast<int>(chosen_.size()) < 2 * size) add(o);
}

/// Orders near the seed, those of its product before others.
void Ruin::kin(const Draft& draft, int seed, int size, Chance& chance) {
  add(seed);
  const int product = day_.orders[static_cast<std::size_t>(seed)].product;
  for (const int o : near_.of(seed)) {
    if (static_cast<int>(chosen_.size()) >= size) return;
    const bool same = day_.orders[static_cast<std::size_t>(o)].product == product;
    if (draft.served(o) && chance.happens(same ? 0.8 : 0.2)) add(o);
  }
}

}  // namespace isotrail::solver::search
