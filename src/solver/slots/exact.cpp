// Injections are placed in the order of their minutes. Cost never falls when an injection becomes later (but for the time that was
// told), so among the best timetables is one in which nobody can be moved forward in the same room, with the same person, vial
// and camera. Those who come later start later, so only their scans can be in the way of moving somebody forward: that is the
// one case in which another minute than the first possible one is tried.
#include "solver/slots/exact.h"

#include <algorithm>
#include <limits>

#include "solver/slots/assignment.h"
#include "solver/slots/draft.h"

namespace isotrail::solver::slots {
namespace {

constexpr double kSame = 1e-6;  // MBq: less is no improvement

std::size_t at(int i) { return static_cast<std::size_t>(i); }

struct Child {
  int patient;
  Slot slot;
  double added;
};

class Search {
 public:
  Search(const List& list, const Timetable& start, std::int64_t steps) : list_(list), draft_(list), limit_(steps) {
    Draft d(list);
    for (const int i : d.open())
      if (start[at(i)].served()) d.put(i, start[at(i)]);
    out_.timetable = d.timetable();
    out_.cost = d.cost();
    left_ = draft_.open();
  }

  Proof run() {
    out_.proven = true;
    step(list_.now, -1);
    out_.steps = steps_;
    return out_;
  }

 private:
  double penalty(const Patient& p) const { return p.weight * list_.unserved_mbq; }

  void step(int last, int who) {
    if (++steps_ > limit_) {
      out_.proven = false;
      return;
    }
    if (draft_.cost() < out_.cost - kSame) {
      out_.cost = draft_.cost();
      out_.timetable = draft_.timetable();
    }
    if (left_.empty() || draft_.cost() + std::max(queueBound(last), supplyBound(last)) >= out_.cost - kSame) return;
    std::vector<Child> children;
    for (const int j : left_) childrenOf(j, last, who, children);
    std::sort(children.begin(), children.end(),
              [](const Child& a, const Child& b) { return a.slot.inject != b.slot.inject ? a.slot.inject < b.slot.inject : a.added < b.added; });
    for (const auto& c : children) {
      if (!out_.proven) return;
      draft_.put(c.patient, c.slot);
      std::erase(left_, c.patient);
      step(c.slot.inject, c.patient);
      left_.push_back(c.patient);
      draft_.take(c.patient);
    }
  }

  int earliest(const Patient& p, int last) const {
    const int from = std::max({p.window.from, list_.now, last});
    return (from + list_.grid - 1) / list_.grid * list_.grid;
  }

  // What the rest costs beyond `draft_.cost()`, in which all of them count as not served: never positive.

  /// The k-th of the rest starts no earlier than the k-th place that rooms, people and cameras have: an assignment problem.
  double queueBound(int last) const {
    const int n = static_cast<int>(left_.size());
    const auto starts = queue(last, n);
    std::vector<double> cost(at(n * n));
    for (int i = 0; i < n; ++i) {
      const Patient& p = list_.patients[at(left_[at(i)])];
      for (int k = 0; k < n; ++k) cost[at(i * n + k)] = std::min(0.0, leastFrom(p, std::max(earliest(p, last), starts[at(k)])));
    }
    return leastAssignment(n, cost);
  }
  double leastFrom(const Patient& p, int from) const {
    if (from > p.window.until) return 0.0;
    double least = costAt(list_, p, from);
    if (p.told && *p.told >= from && *p.told <= p.window.until) least = std::min(least, costAt(list_, p, *p.told));
    return least - penalty(p);
  }

  /// What the vials hold serves no more than this: for each product a knapsack that may be cut.
  double supplyBound(int last) const {
    double bound = 0.0;
    for (int k = 0; k < static_cast<int>(list_.products.size()); ++k) {
      double left = 0.0;
      for (int v = 0; v < static_cast<int>(list_.vials.size()); ++v)
        if (list_.vials[at(v)].product == k) left += std::max(0.0, draft_.left(v)) + 1e-6;
      std::vector<std::pair<double, double>> wanted;  // gain, weight
      for (const int j : left_) {
        const Patient& p = list_.patients[at(j)];
        const int from = earliest(p, last);
        if (p.product == k && from <= p.window.until)
          wanted.emplace_back(-std::min(0.0, leastFrom(p, from)), needOf(list_, p, from) * (1.0 - p.tolerance));
      }
      std::sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.first * b.second > b.first * a.second; });
      for (const auto& [gain, weight] : wanted) {
        const double share = weight <= left ? 1.0 : left / weight;
        bound -= gain * share;
        left -= weight * share;
      }
    }
    return bound;
  }

  /// The first n places in the queue, each no later than any timetable of the rest could have it.
  std::vector<int> queue(int last, int n) const {
    int room = std::numeric_limits<int>::max(), person = room, scan = room, soonest = room, longest = 0;
    bool all_scanned = true;
    for (const int j : left_) {
      const Patient& p = list_.patients[at(j)];
      room = std::min(room, p.in_room);
      person = std::min(person, p.with_person);
      scan = std::min(scan, p.scan);
      soonest = std::min(soonest, p.uptake);
      longest = std::max(longest, p.uptake + p.slack);
      all_scanned = all_scanned && p.scan > 0;
    }
    std::vector<int> out(at(n), last);
    const auto raise = [&](std::vector<int> places, int earlier) {
      std::sort(places.begin(), places.end());
      for (int k = 0; k < n; ++k)
        out[at(k)] = std::max(out[at(k)], at(k) < places.size() ? places[at(k)] - earlier : std::numeric_limits<int>::max() / 2);
    };
    std::vector<int> rooms, people, scans;
    for (int r = 0; r < static_cast<int>(list_.rooms.size()); ++r) places(list_.rooms[at(r)].open, draft_.roomUses(r), last, room, n, rooms);
    for (int k = 0; k < static_cast<int>(list_.people.size()); ++k) places(list_.people[at(k)].open, draft_.personUses(k), last, person, n, people);
    raise(std::move(rooms), 0);
    raise(std::move(people), 0);
    if (!all_scanned) return out;
    for (int c = 0; c < static_cast<int>(list_.cameras.size()); ++c)
      places(list_.cameras[at(c)].open, draft_.cameraUses(c), last + soonest, scan, n, scans);
    raise(std::move(scans), longest);
    return out;
  }
  /// Greedy: of equal jobs of the shortest length, as many as early as can be.
  static void places(Span open, const std::vector<Draft::Use>& uses, int from, int length, int n, std::vector<int>& out) {
    int t = std::max(from, open.from);
    for (int k = 0; k < n && t + length <= open.until;) {
      const auto hit = std::find_if(uses.begin(), uses.end(), [&](const auto& u) { return u.from < t + std::max(1, length) && t < u.until; });
      if (hit != uses.end()) {
        t = hit->until;
        continue;
      }
      out.push_back(t);
      t += std::max(1, length);
      ++k;
    }
  }

  /// Somebody of the rest could be scanned on the camera between, and so keep `j` from the scan at `sooner`.
  bool inTheWay(int j, const Slot& s, int sooner) const {
    return std::any_of(left_.begin(), left_.end(), [&](int k) {
      const Patient& o = list_.patients[at(k)];
      const int scan = std::max(s.inject, o.window.from) + o.uptake;
      if (k == j || o.scan == 0 || !takes(list_.cameras[at(s.camera)], o.product)) return false;
      return scan + o.scan <= s.scan && scan < sooner + list_.patients[at(j)].scan;
    });
  }

  void childrenOf(int j, int last, int who, std::vector<Child>& out) const {
    const Patient& p = list_.patients[at(j)];
    for (int v = 0; v < static_cast<int>(list_.vials.size()); ++v) {
      if (list_.vials[at(v)].product != p.product) continue;
      for (int r = 0; r < static_cast<int>(list_.rooms.size()); ++r)
        for (int k = 0; k < static_cast<int>(list_.people.size()); ++k) {
          if (p.scan == 0) minutesOf(j, {0, 0, r, k, -1, v}, last, who, out);
          for (int c = 0; p.scan > 0 && c < static_cast<int>(list_.cameras.size()); ++c)
            if (takes(list_.cameras[at(c)], p.product)) minutesOf(j, {0, 0, r, k, c, v}, last, who, out);
        }
    }
  }

  /// The minutes worth trying with the room, person, camera and vial of `s`.
  void minutesOf(int j, Slot s, int last, int who, std::vector<Child>& out) const {
    const Patient& p = list_.patients[at(j)];
    bool before = false;      // an earlier minute was possible
    std::vector<int> sooner;  // scans that were
    for (s.inject = earliest(p, 0); s.inject <= p.window.until; s.inject += list_.grid) {
      if (!draft_.vialServes(j, s.vial, s.inject) || !draft_.roomFree(j, s.room, s.inject) || !draft_.personFree(j, s.person, s.inject)) continue;
      const bool kept = p.told && *p.told == s.inject;
      const bool in_order = s.inject > last || (s.inject == last && j > who);
      const bool first = first_(s, j);
      if (p.scan == 0) {
        s.scan = s.inject + p.uptake;
        if ((!before || kept) && in_order && first) out.push_back({j, s, draft_.added(j, s.vial, s.inject)});
        before = true;
      } else {
        scansOf(j, s, sooner, kept, in_order && first, out);
      }
      if (before && p.scan == 0 && !(p.told && *p.told > s.inject)) return;
    }
  }
  void scansOf(int j, Slot s, std::vector<int>& sooner, bool kept, bool wanted, std::vector<Child>& out) const {
    const Patient& p = list_.patients[at(j)];
    std::vector<int> here;
    for (s.scan = s.inject + p.uptake; s.scan <= s.inject + p.uptake + p.slack; s.scan += list_.grid) {
      if (!draft_.cameraFree(j, s.camera, s.scan)) continue;
      // The same scan after an earlier injection is always better; an earlier scan, unless it is in somebody's way.
      const auto better = [&](const std::vector<int>& scans, bool same) {
        return std::any_of(scans.begin(), scans.end(), [&](int e) { return (e == s.scan && same) || (e < s.scan && !inTheWay(j, s, e)); });
      };
      if (wanted && !better(here, false) && (kept || !better(sooner, true))) out.push_back({j, s, draft_.added(j, s.vial, s.inject)});
      here.push_back(s.scan);
    }
    sooner.insert(sooner.end(), here.begin(), here.end());
  }

  /// Of rooms and people that are alike from then on, the first one is taken.
  bool first_(const Slot& s, int j) const {
    for (int r = 0; r < s.room; ++r)
      if (draft_.roomFree(j, r, s.inject) && draft_.alikeRooms(r, s.room, s.inject)) return false;
    for (int k = 0; k < s.person; ++k)
      if (draft_.personFree(j, k, s.inject) && draft_.alikePeople(k, s.person, s.inject)) return false;
    return true;
  }

  const List& list_;
  Draft draft_;
  std::vector<int> left_;
  std::int64_t steps_ = 0, limit_;
  Proof out_;
};

}  // namespace

Proof prove(const List& list, const Timetable& start, std::int64_t steps) { return Search(list, start, steps).run(); }

}  // namespace isotrail::solver::slots
