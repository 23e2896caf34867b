#pragma once
// A longer list, some patients at a time: those whose injections follow each other, with some who are not served, are timed anew together
// and exactly, all others staying where they are.
#include "solver/slots/day.h"

namespace isotrail::solver::slots {

/// `together` of those who are served at a time, through the day and again while that is worth it. Never worse than `t`, which must be
/// feasible; the same for the same list and timetable.
Timetable retimed(const List& list, Timetable t, int together);

}  // namespace isotrail::solver::slots
