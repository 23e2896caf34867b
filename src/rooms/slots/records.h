#pragma once
// The room's own tables; used only inside the room.
#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::slots {

constexpr Shelf kPlaces("slots_place");       // parent: site; what was said when it was declared, and "shut": when it cannot be used
constexpr Shelf kAvailable("slots_patient");  // by order; parent: site
constexpr Shelf kSlots("slots_slot");         // by order; parent: site

void applySlots(Db& db, const Event& e);
Result<Json> placesView(ViewRequest& q);
Result<Json> dayView(ViewRequest& q);

}  // namespace isotrail::slots
