#include "solver/slots/solve.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "solver/slots/draft.h"
#include "solver/slots_proof/prove.h"
#include "solver/slots_proof/retime.h"

namespace isotrail::solver::slots {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

class Anneal {
 public:
  Anneal(const List& list, const Effort& effort) : list_(list), moves_(effort.moves), random_(effort.seed) {}

  Draft run(const Draft& start) {
    Draft now = start, best = start;
    const auto n = static_cast<double>(std::max<std::size_t>(1, now.open().size()));
    if (now.open().empty()) return best;
    double need = 0.0;
    for (const int i : now.open()) need += needOf(list_, list_.patients[at(i)], list_.patients[at(i)].window.from) / n;
    for (int m = 0; m < moves_; ++m) {
      Draft next = now;
      moved(next);
      const double heat = 0.1 * need * (1.0 - m / static_cast<double>(moves_)) + 1e-9;
      const double worse = next.cost() - now.cost();
      if (worse > 0 && share() >= std::exp(-worse / heat)) continue;
      now = std::move(next);
      if (now.cost() < best.cost() - 1e-9) best = now;
    }
    return best;
  }

 private:
  double share() { return std::generate_canonical<double, 53>(random_); }
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

  /// Some are taken out, together those beside each other in time or anybody, and put back one after another.
  void moved(Draft& d) {
    std::vector<int> out = d.open();
    const int n = static_cast<int>(out.size());
    const int k = 1 + below(std::min(n, 8));
    std::shuffle(out.begin(), out.end(), random_);
    if (below(2) == 0) {
      const int pivot = d.timetable()[at(out[0])].inject;
      std::stable_sort(out.begin(), out.end(),
                       [&](int a, int b) { return std::abs(d.timetable()[at(a)].inject - pivot) < std::abs(d.timetable()[at(b)].inject - pivot); });
    }
    std::vector<int> back;
    for (int i = 0; i < n; ++i) {
      const bool served = d.served(out[at(i)]);
      if (i >= k && served) continue;
      if (served) d.take(out[at(i)]);
      back.push_back(out[at(i)]);
    }
    std::shuffle(back.begin(), back.end(), random_);
    const int order = below(4);
    if (order == 1) std::stable_sort(back.begin(), back.end(), [&](int a, int b) { return dose(a) > dose(b); });
    if (order == 2) std::stable_sort(back.begin(), back.end(), [&](int a, int b) { return of(a).window.until < of(b).window.until; });
    for (const int i : back) {
      // Now and then somebody is put later than need be, so that another fits before.
      const int from = below(6) == 0 ? of(i).window.from + list_.grid * below(12) : 0;
      if (const Slot s = bestSlot(list_, d, i, from, below(4) == 0); s.served()) d.put(i, s);
    }
  }
  const Patient& of(int i) const { return list_.patients[at(i)]; }
  /// What a minute costs.
  double dose(int i) const { return needOf(list_, of(i), of(i).window.from) / list_.products[at(of(i).product)].half_life_min + of(i).wait_mbq; }

  const List& list_;
  int moves_;
  std::mt19937_64 random_;
};

Draft draftOf(const List& list, const Timetable& t) {
  Draft d(list);
  for (const int i : d.open()) {
    const Slot& s = t[at(i)];
    const Patient& p = list.patients[at(i)];
    if (!s.served() || s.inject < std::max(list.now, p.window.from) || s.inject > p.window.until) continue;
    if (d.roomFree(i, s.room, s.inject) && d.personFree(i, s.person, s.inject) && (s.camera < 0 || d.cameraFree(i, s.camera, s.scan)) &&
        d.vialServes(i, s.vial, s.inject))
      d.put(i, s);
  }
  return d;
}

}  // namespace

Timetable firstCome(const List& list) {
  List plain = list;  // nobody waits for another's sake, nothing is weighed
  plain.moved_mbq = 0.0;
  Draft d(plain);
  for (const int i : d.open())
    if (const Slot s = bestSlot(plain, d, i); s.served()) d.put(i, s);
  return d.timetable();
}

Timetable searched(const List& list, const Effort& effort, const Timetable* start) {
  Draft best = draftOf(list, firstCome(list));
  if (start) {
    Draft other = draftOf(list, *start);
    if (other.cost() <= best.cost()) best = std::move(other);
  }
  return Anneal(list, effort).run(best).timetable();
}

Answer solve(const List& list, const Effort& effort, const Timetable* start) {
  Answer out;
  out.timetable = searched(list, effort, start);
  if (static_cast<int>(Draft(list).open().size()) <= effort.exact_up_to) {
    auto proof = prove(list, out.timetable, effort.exact_steps);
    out.timetable = std::move(proof.timetable);
    out.proven = proof.proven;
    out.bound_mbq = proof.bound;
    out.steps = proof.steps;
  } else if (effort.together > 0) {
    out.timetable = retimed(list, std::move(out.timetable), effort.together);
  }
  out.checked = check(list, out.timetable);
  return out;
}

List again(const List& list, const Timetable& told, int now, double moved_mbq) {
  List out = list;
  out.now = now;
  out.moved_mbq = moved_mbq;
  out.begun.assign(list.patients.size(), std::nullopt);
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!told[i].served()) continue;
    if (told[i].inject < now)
      out.begun[i] = told[i];
    else
      out.patients[i].told = told[i].inject;
  }
  return out;
}

}  // namespace isotrail::solver::slots
