#include "solver/slots/changes.h"

#include <algorithm>

#include "solver/slots/draft.h"

namespace isotrail::solver::slots {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }
bool meet(Span a, Span b) { return a.from < b.until && b.from < a.until; }

/// Scans of those who have begun that met the time a camera is down are put elsewhere.
void rescan(ChangedList& out, const Change& c) {
  List& list = out.list;
  for (std::size_t i = 0; i < list.begun.size(); ++i) {
    if (!list.begun[i] || list.begun[i]->camera != c.of) continue;
    Slot& s = *list.begun[i];
    const Patient& p = list.patients[i];
    if (!meet({s.scan, s.scan + p.scan}, c.when)) continue;
    List others = list;  // without this one
    others.begun[i].reset();
    const Draft d(others);
    Slot best = s;
    best.camera = -1;
    for (int camera = 0; camera < static_cast<int>(list.cameras.size()); ++camera) {
      const int scan = d.scanFrom(static_cast<int>(i), camera, std::max(s.inject + p.uptake, list.now), s.inject + p.uptake + p.slack);
      if (scan >= 0 && (best.camera < 0 || scan < best.scan)) best.scan = scan, best.camera = camera;
    }
    s = best;
    if (s.camera < 0) out.stranded.push_back(static_cast<int>(i));
  }
}

}  // namespace

ChangedList changed(const List& list, const std::vector<Change>& changes) {
  ChangedList out{list, {}};
  List& l = out.list;
  for (const auto& c : changes) switch (c.kind) {
      case Change::Kind::vial_late:
        l.vials[at(c.of)].usable.from += c.minutes;
        break;
      case Change::Kind::vial_weak:
        l.vials[at(c.of)].holds_mbq *= 1.0 - c.percent / 100.0;
        break;
      case Change::Kind::patient_late: {
        Patient& p = l.patients[at(c.of)];
        p.window.from = std::max(p.window.from, p.told.value_or(p.asked) + c.minutes);
        p.window.until = std::max(p.window.until, p.window.from);
        break;
      }
      case Change::Kind::camera_down:
        l.cameras[at(c.of)].shut.push_back(c.when);
        rescan(out, c);
        break;
      case Change::Kind::room_shut:
        l.rooms[at(c.of)].shut.push_back(c.when);
        break;
      case Change::Kind::person_away:
        l.people[at(c.of)].shut.push_back(c.when);
        break;
    }
  return out;
}

}  // namespace isotrail::solver::slots
