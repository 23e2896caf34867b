#pragma once
// A large day taken apart: some of its sites, with their lines and vehicles, and the orders they are to serve, as a day of their own.
#include <functional>
#include <vector>

#include "solver/rppd/checker.h"
#include "solver/search/day.h"

namespace isotrail::solver::region {

/// Sites by index, and the orders that are planned along with them.
struct Group {
  std::vector<int> sites, orders;
};

/// Which sites compete for the same orders, and where each order belongs at first.
class Neighbours {
 public:
  /// Of a day that lives longer.
  explicit Neighbours(const search::Day& day);
  /// The site that is the most promising for an order; -1 where none is.
  int home(int order) const { return home_[static_cast<std::size_t>(order)]; }
  /// Orders that both sites might serve.
  int shared(int a, int b) const { return shared_[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)]; }
  /// Whether one of a group's sites can serve an order.
  bool serves(const Group& group, int order) const;

 private:
  const search::Day& day_;
  std::vector<int> home_;
  std::vector<std::vector<int>> shared_;
};

/// Every site in one group: those of a country that share the most come together first, then across borders what is still small.
/// Orders go to their home, those that have begun or are promised to who has them, and those that share rooms and cameras to one of them.
std::vector<Group> firstGroups(const rppd::Instance& instance, const Neighbours& neighbours);

/// Whether patients of a hospital take turns in rooms or on cameras.
inline bool hasStations(const rppd::Hospital& h) { return !h.rooms.empty() || !h.cameras.empty(); }
/// Of each hospital that has stations the orders that are not `settled` come into one group, so that no two groups give a station away at
/// once: the one that `choose` picks of the groups they are in, an entry an order. Those it cannot serve are in no group.
void gatherAtStations(const rppd::Instance& instance, const Neighbours& neighbours, const std::vector<char>& settled, std::vector<Group>& groups,
                      const std::function<int(const std::vector<int>& group_of_order)>& choose);

/// A group of a plan as a day of its own, and back.
class Part {
 public:
  /// What a hospital may still hold is shared out: what the group's orders have there now, and its share of what is left. A station is down
  /// while somebody else's patients are on it now.
  Part(const rppd::Instance& whole, const Group& group, const rppd::Checked& now);
  const rppd::Instance& instance() const { return instance_; }
  rppd::Plan take(const rppd::Plan& whole) const;
  /// Puts a plan of this part in the place of what the whole plan has of it.
  void giveBack(const rppd::Plan& part, rppd::Plan& whole) const;

 private:
  void shareCaps(const rppd::Instance& whole, const rppd::Checked& now);
  void leaveStations(const rppd::Instance& whole, const rppd::Checked& now);

  rppd::Instance instance_;
  std::vector<int> sites_, orders_, vehicles_, hospitals_;                  // of the whole, by index of the part
  std::vector<int> site_here_, order_here_, vehicle_here_, hospital_here_;  // of the part, by index of the whole; -1: not in it
};

}  // namespace isotrail::solver::region
