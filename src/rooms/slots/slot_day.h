#pragma once
// A hospital's day as a list for the solver (solver/slots), built from what the rooms know, with every number's source.
#include <vector>

#include "desk/act.h"
#include "rooms/ordering/facts.h"
#include "solver/slots/changes.h"
#include "solver/slots/solve.h"

namespace isotrail::slots {

/// Minutes of a local day from its midnight; elapsed minutes, so that a change of clocks moves nothing.
struct DayClock {
  std::string day, zone;
  Instant midnight, end;
  Instant at(int minute) const { return midnight + minutes(minute); }
  int minute(Instant t) const;  // in which t lies
};

/// A vial of the list: on the bench, on the road, or only promised.
struct VialSource {
  std::string id;     // the item's; of a promise the product's
  std::string state;  // in_stock expected promised
  ProductId product;
  std::string nuclide;
  Volume volume;
  std::string source;  // "assayed", "consignment C-1", ...
};
struct SlotDay {
  solver::slots::List list;
  DayClock clock;
  SiteId site;
  std::vector<ordering::OrderFacts> orders;         // as the list's patients
  std::vector<std::string> rooms, people, cameras;  // ids
  std::vector<VialSource> vials;
  std::vector<std::optional<solver::slots::Slot>> kept;  // by patient: what slots.SlotSet says, rooms by their place in the list
  Json inputs;                                           // [{what, of, value, unit, source}]
};

/// Every order of the day that is not cancelled. NOT_FOUND for the site, BAD_VALUE for the day.
Result<SlotDay> slotDay(Db& db, const SiteId& site, const std::string& day, Instant now);

/// The timetable as it is booked: each at the booked minute with what was set for it; where that is taken, in the order of the
/// bookings at the first minute from then on that is free.
solver::slots::Timetable booked(const SlotDay& day);

}  // namespace isotrail::slots
