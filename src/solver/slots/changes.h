#pragma once
// What may happen to a list: a vial late or weak, a patient late, a camera, room or person not there.
#include <vector>

#include "solver/slots/day.h"

namespace isotrail::solver::slots {

struct Change {
  enum class Kind { vial_late, vial_weak, patient_late, camera_down, room_shut, person_away };
  Kind kind = Kind::vial_late;
  int of = 0;            // the vial, patient, camera, room or person, by its place in the list
  int minutes = 0;       // late, from 1 on
  double percent = 0.0;  // weaker, above 0 and up to 100
  Span when;             // down, shut, away
};
/// The list as it is then. A late vial is usable later and has what it was to have at the hour it was stated for; a late patient comes so much
/// later than told, else than asked. Who has begun and was to be scanned on a camera that is down goes to another one within the slack;
/// `stranded` are those for whom there is none.
struct ChangedList {
  List list;
  std::vector<int> stranded;  // patients
};
ChangedList changed(const List& list, const std::vector<Change>& changes);

}  // namespace isotrail::solver::slots
