#include "rooms/production/room.h"

#include "rooms/identity/facts.h"
#include "rooms/production/commands.h"
#include "rooms/production/facts.h"
#include "rooms/production/record.h"

namespace isotrail::production {

RoomTable room() {
  RoomTable t("production");
  t.command<RegisterEquipment>("register-equipment", registerEquipment, "Register a piece of equipment.");
  t.command<ReceiveLot>("receive-lot", receiveLot, "Take in a lot of material.");
  t.command<StartBatch>("start-batch", startBatch, "Open a batch record with its bulk and materials.");
  t.command<SignStep>("sign-step", signStep, "Sign a step as performed.", {.meaning = "performed"});
  t.command<CheckStep>("check-step", checkStep, "Sign a step as checked by a second person.", {.meaning = "checked"});
  t.command<CompleteSynthesis>("complete-synthesis", completeSynthesis, "End the synthesis with the measured activity.", {.meaning = "performed"});
  t.command<FillVial>("fill-vial", fillVial, "Fill a vial from a batch.");
  t.amendable<RegisterEquipment>("production.EquipmentRegistered", "register-equipment", {"name", "qualified_until", "calibrated_until"},
                                 foldAgain(applyProduction));
  t.amendable<SignStep>("production.StepPerformed", "sign-step", {"reading", "comment", "equipment"}, refoldStep,
                        {.second_person = stepWasChecked, .settle = settleStep});
  t.view("batches", "production.read", batchList, "Batches, newest last.");
  t.view("batches", "production.read", batchRecord, "One batch record: steps, tests, vials, yield and what was signed.", true);
  t.names({"equipment", "instrument", "calibrator", "cyclotron"}, [](Db& db, const Caller& caller, const std::string& id, const std::string&) {
    const auto known = equipment(db, EquipmentId(id));
    return known && identity::ofTheHouse(db, caller, known->site) ? withId(known->name, id) : "";
  });
  t.projection("production", {"production_equipment", "production_batch"}, applyProduction);
  return t;
}

}  // namespace isotrail::production
