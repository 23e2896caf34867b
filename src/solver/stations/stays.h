#pragma once
// Who is in which injection room and on which camera. Injections are at the times of their orders: a patient who finds no room free then
// has none. Images begin once the uptake is over, or up to what they bear later.
//
// The rule: those whose doses are on the road come first, then all others, each in the order they are ready (then of the orders, then of the
// patients); each takes the station that is free first, the first of the list where several are. A station is free where it is open, not
// down and holds nobody. A hospital that names no room or camera for a product has enough of them.
#include <vector>

#include "solver/rppd/instance.h"

namespace isotrail::solver::stations {

/// One patient in a room or on a camera.
struct Stay {
  int order = 0, patient = 0;
  bool camera = false;        // else an injection room
  int station = -1;           // of the hospital's rooms or cameras; -1: none takes the patient in time
  int ready = 0, latest = 0;  // minutes in which the stay may begin
  int from = 0, to = 0;       // when it is; from `ready` on where nobody takes the patient
};

/// Whether a station is for a product: it names those it takes, or takes any.
bool takes(const rppd::Station& station, int product);

/// Patients of a hospital's orders that are `served`, where the hospital names stations for them, by the rule above. Those that have `begun`
/// take the first station that is free, however late: at most a day. Both by order of the instance.
std::vector<Stay> staysOf(const rppd::Instance& instance, int hospital, const std::vector<bool>& served, const std::vector<bool>& begun);

}  // namespace isotrail::solver::stations
