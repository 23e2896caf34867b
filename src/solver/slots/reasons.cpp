#include "solver/slots/reasons.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "solver/slots/draft.h"

namespace isotrail::solver::slots {
namespace {

constexpr int kLongest = 240;  // minutes that hours or a window may be stretched by

std::size_t at(int i) { return static_cast<std::size_t>(i); }

Slot placed(const List& list, const Timetable& t, int patient) {
  Draft d(list);
  for (const int i : d.open())
    if (i != patient && t[at(i)].served()) d.put(i, t[at(i)]);
  return bestSlot(list, d, patient);
}

/// What is lacking in the best vial when activity were no limit.
std::optional<Reason> byActivity(const List& list, const Timetable& t, int patient) {
  List rich = list;
  for (auto& v : rich.vials) v.holds_mbq = std::numeric_limits<float>::max();
  const Slot s = placed(rich, t, patient);
  if (!s.served()) return std::nullopt;
  Draft d(list);
  for (const int i : d.open())
    if (i != patient && t[at(i)].served()) d.put(i, t[at(i)]);
  const Patient& p = list.patients[at(patient)];
  double least = std::numeric_limits<double>::infinity();
  for (int v = 0; v < static_cast<int>(list.vials.size()); ++v)
    if (rich.vials[at(v)].product == p.product && s.inject >= list.vials[at(v)].usable.from && s.inject <= list.vials[at(v)].usable.until)
      least = std::min(least, needOf(list, p, s.inject) * (1.0 - p.tolerance) - d.left(v));
  return Reason{Binding::activity, least, s.inject};
}

std::optional<Reason> byMinutes(const List& list, const Timetable& t, int patient, Binding what, const std::function<void(List&, int)>& stretch) {
  for (int more = list.grid; more <= kLongest; more += list.grid) {
    List longer = list;
    stretch(longer, more);
    if (const Slot s = placed(longer, t, patient); s.served()) return Reason{what, static_cast<double>(more), s.inject};
  }
  return std::nullopt;
}

template <class Places>
void longer(Places& places, int more) {
  for (auto& p : places) p.open = {p.open.from - more, p.open.until + more};
}

}  // namespace

const char* nameOf(Binding b) {
  static constexpr const char* kNames[] = {"activity", "window", "vial", "camera", "room", "person", "several"};
  return kNames[at(static_cast<int>(b))];
}

Reason whyNot(const List& list, const Timetable& t, int patient) {
  if (auto r = byActivity(list, t, patient)) return *r;
  std::optional<Reason> best;
  const auto offer = [&](std::optional<Reason> r) {
    if (r && (!best || r->change < best->change)) best = r;
  };
  offer(byMinutes(list, t, patient, Binding::camera, [](List& l, int more) { longer(l.cameras, more); }));
  offer(byMinutes(list, t, patient, Binding::room, [](List& l, int more) { longer(l.rooms, more); }));
  offer(byMinutes(list, t, patient, Binding::person, [](List& l, int more) { longer(l.people, more); }));
  offer(byMinutes(list, t, patient, Binding::vial, [](List& l, int more) {
    for (auto& v : l.vials) v.usable = {v.usable.from - more, v.usable.until + more};
  }));
  offer(byMinutes(list, t, patient, Binding::window, [patient](List& l, int more) { l.patients[at(patient)].window.until += more; }));
  return best.value_or(Reason());
}

}  // namespace isotrail::solver::slots
