#include "rooms/supply/room.h"

#include "rooms/supply/commands.h"
#include "rooms/supply/records.h"

namespace isotrail::supply {

RoomTable room() {
  RoomTable t("supply");
  t.command<StartBeam>("start-beam", startBeam, "Begin a beam on a target.");
  t.command<EndBeam>("end-beam", endBeam, "End a beam; the measured activity becomes the bulk.");
  t.command<ReceiveBulk>("receive-bulk", receiveBulk, "Take in a bulk nuclide with its certificate.");
  t.command<ReceiveGenerator>("receive-generator", receiveGenerator, "Take in a generator.");
  t.command<Elute>("elute", elute, "Elute a generator; the measured daughter becomes the eluate.");
  t.command<TestBreakthrough>("test-breakthrough", testBreakthrough, "Test an eluate for the parent nuclide.");
  t.view("runs", "supply.read", runsView, "Beams with the saturation they reached.");
  t.view("generators", "supply.read", generatorsView, "Generators, what they hold now, and their eluates.");
  t.projection("supply", {"supply_run", "supply_generator", "supply_eluate"}, applySupply);
  return t;
}

}  // namespace isotrail::supply
