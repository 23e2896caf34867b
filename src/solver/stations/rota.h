#pragma once
// What rooms and cameras leave to an order, for the search: the rule of stays.h, worked out by what stands on each station.
#include <algorithm>
#include <functional>
#include <vector>

#include "solver/rppd/instance.h"

namespace isotrail::solver::stations {

class Rota {
 public:
  Rota() = default;
  /// `begun`: orders whose doses are on the road.
  Rota(const rppd::Instance& instance, const std::function<bool(int order)>& begun);

  bool empty() const { return houses_.empty(); }
  /// Whether an order has to do with stations at all.
  bool binds(int order) const { return !empty() && house_[static_cast<std::size_t>(order)] >= 0; }
  /// Whether the stations of an order's hospital take it and all of those that are served there.
  template <class Served>
  bool fits(int order, Served served) const {
    return !binds(order) || fitsHouse(house_[static_cast<std::size_t>(order)], [&](int o) { return o == order || served(o); });
  }
  /// Whether they take those that are served without it.
  template <class Served>
  bool fitsWithout(int order, Served served) const {
    return !binds(order) || fitsHouse(house_[static_cast<std::size_t>(order)], served);
  }

 private:
  struct Need {
    int order = 0;
    bool begun = false;
    int ready = 0, latest = 0, minutes = 0;
    std::vector<int> stations;  // of the house, that take it
  };
  /// A hospital that names stations.
  struct House {
    std::vector<std::vector<rppd::Span>> shut;  // by station, in order and apart
    std::vector<Need> needs;                    // in their turn
  };
  using Taken = std::vector<std::vector<rppd::Span>>;

  void addNeeds(const rppd::Instance& instance, int order, bool begun);
  static bool take(const Need& need, Taken& taken);
  template <class Served>
  bool fitsHouse(int house, Served served) const {
    const House& h = houses_[static_cast<std::size_t>(house)];
    Taken taken = h.shut;
    return std::all_of(h.needs.begin(), h.needs.end(), [&](const Need& n) { return !served(n.order) || take(n, taken) || n.begun; });
  }

  std::vector<House> houses_;
  std::vector<int> house_;     // by order; -1: none
  std::vector<int> house_of_;  // by hospital
};

}  // namespace isotrail::solver::stations
