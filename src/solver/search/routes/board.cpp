#include "solver/search/routes/board.h"

#include <algorithm>

namespace isotrail::solver::search::routes {

Board::Board(const Roads& roads)
    : roads_(roads), trips_(static_cast<std::size_t>(roads.fleet())), trip_(roads.places(), -1), at_(roads.places(), 0) {}

void Board::lay(const Plan& plan, std::size_t anew, const Price& price) {
  price_ = price;
  changes_ = 0;
  std::fill(trip_.begin(), trip_.end(), -1);
  for (std::size_t t = 0; t < trips_.size(); ++t) {
    auto& stops = trips_[t].stops;
    stops.assign(1, 0);
    if (t < plan.trips.size()) stops.insert(stops.end(), plan.trips[t].begin(), plan.trips[t].end());
    stops.push_back(0);
    measure(static_cast<int>(t));
    trips_[t].changed = t < anew ? 0 : 1;
  }
  changes_ = 1;
  empty_ = 0;
}

bool Board::makeDearer(const Price& price) {
  price_ = price;
  changes_ = 0;
  for (Trip& t : trips_) {
    t.penalty = penalty(t.before.back().late, t.load.back());
    t.changed = t.penalty > 0 ? 1 : 0;
    changes_ = std::max(changes_, t.changed);
  }
  return changes_ > 0;
}

Plan Board::plan() const {
  Plan out;
  for (const Trip& t : trips_) {
    if (t.empty()) continue;
    out.trips.emplace_back(t.stops.begin() + 1, t.stops.end() - 1);
    for (std::size_t k = 1; k < t.stops.size(); ++k) out.cost += roads_.cost(t.stops[k - 1], t.stops[k]);
    out.late += t.before.back().late;
    out.excess += std::max(0, t.load.back() - roads_.room());
  }
  return out;
}

int Board::emptyTrip() {
  const int count = static_cast<int>(trips_.size());
  for (int k = 0; k < count; ++k, empty_ = (empty_ + 1) % count)
    if (trip(empty_).empty()) return empty_;
  return -1;
}

void Board::change(int t, std::vector<int>& stops) {
  trips_[static_cast<std::size_t>(t)].stops.swap(stops);
  ++changes_;
  measure(t);
}

void Board::measure(int t) {
  Trip& trip = trips_[static_cast<std::size_t>(t)];
  const std::size_t n = trip.stops.size();
  trip.before.resize(n);
  trip.after.resize(n);
  trip.load.resize(n);
  trip.before[0] = alone(0);
  trip.load[0] = 0;
  for (std::size_t k = 1; k < n; ++k) {
    const int c = trip.stops[k];
    trip.before[k] = then(trip.before[k - 1], trip.stops[k - 1], c);
    trip.load[k] = trip.load[k - 1] + roads_.customer(c).packages;
    if (c == 0) break;
    trip_[static_cast<std::size_t>(c)] = t;
    at_[static_cast<std::size_t>(c)] = k;
  }
  trip.after[n - 1] = alone(0);
  for (std::size_t k = n - 1; k-- > 0;)
    trip.after[k] = joined(alone(trip.stops[k]), roads_.minutes(trip.stops[k], trip.stops[k + 1]), trip.after[k + 1]);
  trip.penalty = penalty(trip.before[n - 1].late, trip.load[n - 1]);
  trip.changed = changes_;
}

}  // namespace isotrail::solver::search::routes
