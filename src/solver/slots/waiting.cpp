#include "solver/slots/waiting.h"

#include <algorithm>

#include "solver/slots/draft.h"

namespace isotrail::solver::slots {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

int longest(const List& list, const Timetable& t, int patient) {
  Draft d(list);
  for (const int i : d.open())
    if (i != patient && t[at(i)].served()) d.put(i, t[at(i)]);
  const int told = t[at(patient)].inject;
  int best = told;
  for (int minute = told + list.grid; minute <= list.patients[at(patient)].window.until; minute += list.grid) {
    const Slot s = bestSlot(list, d, patient, minute);
    if (!s.served()) break;
    best = minute = std::max(minute, s.inject);
  }
  return best - told;
}

double activityOf(const Cost& c) { return c.need_mbq + c.short_mbq; }

}  // namespace

std::vector<Wait> whoCanWait(const List& list, const Timetable& timetable, int minutes, const Effort& effort) {
  std::vector<Wait> out;
  const Checked before = check(list, timetable);
  List free = list;
  for (auto& p : free.patients) p.told.reset(), p.wait_mbq = 0.0;  // activity alone is asked for
  const Draft begun(list);
  for (const int i : begun.open()) {
    const Slot& s = timetable[at(i)];
    if (!s.served()) continue;
    Wait w{i, longest(list, timetable, i), 0.0, true};
    List later = free;
    Patient& p = later.patients[at(i)];
    p.window.from = std::max(p.window.from, s.inject + minutes);
    if (p.window.from > p.window.until) {
      w.possible = false;
    } else {
      const Checked after = check(later, searched(later, effort, &timetable));
      w.possible = after.served >= before.served;
      w.price_mbq = activityOf(after.cost) - activityOf(before.cost);
    }
    out.push_back(w);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Wait& a, const Wait& b) { return a.possible != b.possible ? a.possible : a.price_mbq < b.price_mbq; });
  return out;
}

}  // namespace isotrail::solver::slots
