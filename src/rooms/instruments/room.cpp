#include "rooms/instruments/room.h"

#include "rooms/instruments/commands.h"
#include "rooms/instruments/records.h"

namespace isotrail::instruments {

RoomTable room() {
  RoomTable t("instruments");
  t.command<CheckInstrument>("check-instrument", checkInstrument,
                             "Record a periodic check of an instrument; answers whether it passed and when the next is due.", {.meaning = "checked"});
  t.command<ConnectInstrument>("connect-instrument", connectInstrument,
                               "Say where a calibrator's driver listens; typed readings then need a witness.");
  t.command<TakeReading>("take-reading", takeReading, "Take a settled reading that the driver of a calibrator gave.");
  t.view("instruments", "instruments.read", instrumentsView, "Instruments with their periodic checks and when each is due.");
  t.view("readings", "instruments.read", readingsView, "Readings a dose may still be drawn on: settled, five minutes old at most, not used.");
  t.projection("instruments", {"instruments_instrument", "instruments_reading"}, applyInstruments);
  return t;
}

}  // namespace isotrail::instruments
