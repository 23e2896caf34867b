#include "rooms/waste/room.h"

#include "rooms/waste/commands.h"
#include "rooms/waste/records.h"

namespace isotrail::waste {

RoomTable room() {
  RoomTable t("waste");
  t.command<Store>("store", store, "Put items into a decay container; answers from when it may be cleared.");
  t.command<Clear>("clear", clear, "Clear a decay container with a reading at background.", {.meaning = "cleared"});
  t.view("containers", "waste.read", containersView, "Decay containers, what they hold now and from when they may be cleared.");
  t.projection("waste", {"waste_container"}, applyWaste);
  return t;
}

}  // namespace isotrail::waste
