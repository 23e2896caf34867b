#pragma once
// Why a patient is not served, and the smallest change by itself that would do, all others staying where they are.
#include "solver/slots/day.h"

namespace isotrail::solver::slots {

enum class Binding { activity, window, vial, camera, room, person, several };
const char* nameOf(Binding b);

struct Reason {
  Binding binds = Binding::several;  // several: no single change is enough
  double change = 0.0;               // MBq at the reference minute more in a vial; minutes later, or longer or earlier there
  int inject = -1;                   // then
};
Reason whyNot(const List& list, const Timetable& timetable, int patient);

}  // namespace isotrail::solver::slots
