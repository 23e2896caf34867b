#include "rooms/waste/room.h"

#include "rooms/waste/commands.h"
#include "rooms/waste/records.h"

namespace isotrail::waste {

RoomTable room() {
  RoomTable t("waste");
  t.command<Store>("store", store, "Put items into a decay container; answers from when it may be cleared.");
  t.command<Clear>("clear", clear, "Clear a decay container with a reading at background.", {.meaning = "cleared"});
  t.command<RegisterPermit>("register-permit", registerPermit, "Register a permit to discharge with its limits.");
  t.command<RegisterTank>("register-tank", registerTank, "Register a decay tank.");
  t.command<FillTank>("fill-tank", fillTank, "Let excreta of a patient into a decay tank.");
  t.command<CloseTank>("close-tank", closeTank, "Close a decay tank; its waiting time begins.");
  t.command<Discharge>("discharge-tank", discharge, "Discharge a decay tank under a permit, with the measurement of its sample.",
                       {.meaning = "discharged"});
  t.command<ReturnSource>("return-source", returnSource, "Return a spent generator or source to its supplier or a licensed store.",
                          {.meaning = "returned"});
  t.view("tanks", "waste.read", tanksView, "Decay tanks with what they hold, permits and what was discharged this month.");
  t.view("returns", "waste.read", returnsView, "Generators that are past their use, until when each must be returned, and those that were.");
  t.view("containers", "waste.read", containersView, "Decay containers, what they hold now and from when they may be cleared.");
  t.projection("waste", {"waste_container", "waste_tank", "waste_permit", "waste_return"}, [](Db& db, const Event& e) {
    applyWaste(db, e);
    applyTanks(db, e);
    applyReturns(db, e);
  });
  return t;
}

}  // namespace isotrail::waste
