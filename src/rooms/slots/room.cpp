#include "rooms/slots/room.h"

#include "rooms/slots/commands.h"
#include "rooms/slots/records.h"

namespace isotrail::slots {

RoomTable room() {
  RoomTable t("slots");
  t.command<DeclarePlace>("declare-place", declarePlace, "Declare an injection room or a camera with its hours, or say it anew.");
  t.command<ShutPlace>("shut-place", shutPlace, "Say that an injection room or a camera cannot be used for a time.");
  t.command<SayAvailable>("say-available", sayAvailable, "Say from when until when a patient can be injected.");
  t.command<MoveSlots>("move-slots", moveSlots, "Set injections, scans, rooms and cameras of orders of a day, all or none.");
  t.view("places", "slots.read", placesView, "Injection rooms and cameras with their hours.");
  t.view("days", "slots.read", dayView, "The timetable of a day as it is booked: injections, uptake, scans, and the activity it needs.", true,
         {"site"});
  t.question<Timetable>("timetable", "slots.read", timetable,
                        "The timetable that serves the day's patients with the least activity, against the booked one; who can best wait.");
  t.projection("slots", {"slots_place", "slots_patient", "slots_slot"}, applySlots);
  return t;
}

}  // namespace isotrail::slots
