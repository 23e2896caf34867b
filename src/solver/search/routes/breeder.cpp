#include "solver/search/routes/breeder.h"

#include <algorithm>
#include <numeric>

namespace isotrail::solver::search::routes {
namespace {

constexpr int kCreated = 50;        // plans made from nothing
constexpr double kCreating = 0.5;   // chance of another of them where there are two to breed from
constexpr int kMostChanged = 200;   // customers of the trips that change, about
constexpr int kUnimproved = 5'000;  // children without a better plan: all begins anew
constexpr int kCounted = 50;        // children between two settings of the prices
constexpr double kWanted = 0.4;     // of them that are to be in time, and within room
constexpr double kDearer = 1.2, kCheaper = 0.85;
constexpr Money kDearest = 100'000'000;  // thousandths of EUR
constexpr Money kRepair = 10;            // times the prices
constexpr double kRepaired = 0.5;        // of those that are not feasible

}  // namespace

Breeder::Breeder(const Roads& roads, std::uint64_t seed)
    : roads_(roads), chance_(seed), improver_(roads, chance_), population_(roads), price_(roads.price()) {}

void Breeder::breed(const std::function<bool()>& over) {
  if (created_ < kCreated && (population_.size() < 2 || chance_.happens(kCreating))) {
    ++created_;
    create();
  } else {
    cross();
  }
  if (!improver_.improve(over)) return;
  keep();
  if (chance_.happens(kRepaired) && improver_.makeDearer({price_.late * kRepair, price_.excess * kRepair})) {
    if (!improver_.improve(over)) return;
    if (improver_.plan().feasible()) keep();
  }
  if (++unimproved_ < kUnimproved) return;
  population_.clear();
  created_ = unimproved_ = 0;
}

void Breeder::adopt(const Plan& plan) {
  improver_.lay(plan, 0, price_);
  keep();
}

void Breeder::create() {
  Child child;
  child.missing.resize(roads_.places() - 1);
  std::iota(child.missing.begin(), child.missing.end(), 1);
  chance_.shuffle(child.missing);
  layOut(child);
}

void Breeder::layOut(const Child& child) {
  improver_.lay(child.plan, child.same, price_);
  improver_.insert(child.missing);
}

void Breeder::cross() {
  const auto [a, b] = population_.parents(price_, chance_);
  choosePart(*a, *b);
  Child one = childOf(*a, *b, false), two = childOf(*a, *b, true);
  chance_.shuffle(one.missing);
  chance_.shuffle(two.missing);
  layOut(one);
  const Money first = improver_.plan().costAt(price_);
  layOut(two);
  if (improver_.plan().costAt(price_) > first) layOut(one);
}

/// Trips of `a` around a customer, and those of `b` that serve mostly the same.
void Breeder::choosePart(const Plan& a, const Plan& b) {
  const int customers = static_cast<int>(roads_.places()) - 1, centre = 1 + chance_.below(customers);
  ranked_.clear();
  for (int c = 1; c <= customers; ++c) ranked_.emplace_back(roads_.costs(centre)[c], c);
  std::sort(ranked_.begin(), ranked_.end());
  std::vector<std::size_t> trip_of(roads_.places());
  for (std::size_t t = 0; t < a.trips.size(); ++t)
    for (const int c : a.trips[t]) trip_of[static_cast<std::size_t>(c)] = t;
  trips_a_.assign(a.trips.size(), 0);
  in_a_.assign(roads_.places(), 0);
  const int trips = static_cast<int>(a.trips.size());
  int left = 1 + chance_.below(std::max(1, std::min(trips - 1, kMostChanged * trips / customers)));
  for (auto r = ranked_.begin(); r != ranked_.end() && left > 0; ++r) {
    const std::size_t t = trip_of[static_cast<std::size_t>(r->second)];
    if (trips_a_[t]) continue;
    trips_a_[t] = 1;
    --left;
    for (const int c : a.trips[t]) in_a_[static_cast<std::size_t>(c)] = 1;
  }
  trips_b_.assign(b.trips.size(), 0);
  in_b_.assign(roads_.places(), 0);
  for (std::size_t t = 0; t < b.trips.size(); ++t) {
    const auto shared = std::count_if(b.trips[t].begin(), b.trips[t].end(), [this](int c) { return in_a_[static_cast<std::size_t>(c)]; });
    if (2 * static_cast<std::size_t>(shared) <= b.trips[t].size()) continue;
    trips_b_[t] = 1;
    for (const int c : b.trips[t]) in_b_[static_cast<std::size_t>(c)] = 1;
  }
}

/// The chosen trips of `b` in place of those of `a`: in full, or without who is in other trips of `a`.
Breeder::Child Breeder::childOf(const Plan& a, const Plan& b, bool whole) const {
  Child child;
  std::vector<std::vector<int>> changed;
  const auto put = [&](const std::vector<int>& trip, const auto& leaves) {
    std::vector<int> rest;
    std::copy_if(trip.begin(), trip.end(), std::back_inserter(rest), [&](int c) { return !leaves(static_cast<std::size_t>(c)); });
    if (rest.size() == trip.size())
      child.plan.trips.push_back(std::move(rest));
    else if (!rest.empty())
      changed.push_back(std::move(rest));
  };
  for (std::size_t t = 0; t < a.trips.size(); ++t)
    if (!trips_a_[t]) put(a.trips[t], [&](std::size_t c) { return whole && in_b_[c]; });
  child.same = child.plan.trips.size();
  for (std::size_t t = 0; t < b.trips.size(); ++t)
    if (trips_b_[t]) put(b.trips[t], [&](std::size_t c) { return !whole && !in_a_[c]; });
  std::move(changed.begin(), changed.end(), std::back_inserter(child.plan.trips));
  for (std::size_t c = 1; c < roads_.places(); ++c)
    if (in_a_[c] && !in_b_[c]) child.missing.push_back(static_cast<int>(c));
  while (child.plan.trips.size() > static_cast<std::size_t>(roads_.fleet())) {
    child.missing.insert(child.missing.end(), child.plan.trips.back().begin(), child.plan.trips.back().end());
    child.plan.trips.pop_back();
  }
  child.same = std::min(child.same, child.plan.trips.size());
  return child;
}

void Breeder::keep() {
  Plan plan = improver_.plan();
  if (plan.feasible() && (best_.trips.empty() || plan.cost < best_.cost)) {
    best_ = plan;
    unimproved_ = 0;
  }
  adjust(plan);
  population_.add(std::move(plan), price_);
}

/// Prices rise where too few children are in time, or within room, and fall where too many are.
void Breeder::adjust(const Plan& plan) {
  in_time_ += plan.late == 0;
  in_room_ += plan.excess == 0;
  if (++bred_ < kCounted) return;
  const auto set = [](Money price, int good) {
    if (good < (kWanted - 0.05) * kCounted) return std::min(kDearest, static_cast<Money>(static_cast<double>(price) * kDearer) + 1);
    return good > (kWanted + 0.05) * kCounted ? std::max<Money>(1, static_cast<Money>(static_cast<double>(price) * kCheaper)) : price;
  };
  price_ = {set(price_.late, in_time_), set(price_.excess, in_room_)};
  bred_ = in_time_ = in_room_ = 0;
}

}  // namespace isotrail::solver::search::routes
