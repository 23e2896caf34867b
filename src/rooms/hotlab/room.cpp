#include "rooms/hotlab/room.h"

#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/records.h"

namespace isotrail::hotlab {

RoomTable room() {
  RoomTable t("hotlab");
  t.command<ReceivePackage>("receive-package", receivePackage, "Survey a package that arrived and accept or refuse it.", {.meaning = "surveyed"});
  t.command<CheckCalibrator>("check-calibrator", checkCalibrator, "Check a dose calibrator with its check source.");
  t.command<Assay>("assay", assay, "Measure an item; the difference to the record is kept as unexplained.");
  t.command<PrepareKit>("prepare-kit", prepareKit, "Prepare a kit with an eluate.");
  t.command<SetKitRule>("set-kit-rule", setKitRule, "Say what a kit takes, how fresh its eluate must be and how long its preparation is used.");
  t.command<DeclareRoom>("declare-room", declareRoom, "Say in what air a hot lab prepares; it limits how long what is prepared is used.");
  t.command<CountStock>("count-stock", countStock, "Count what is there at the end of the day against the record.", {.meaning = "counted"});
  t.command<TestPreparation>("test-preparation", testPreparation, "Test a preparation's radiochemical purity.", {.meaning = "tested"});
  t.command<DrawDose>("draw-dose", drawDose, "Draw a dose for an order from a vial or a preparation.");
  t.command<DrawPart>("draw-part", drawPart, "Draw a further syringe of a dose that is split; answers what all hold together.");
  t.command<TopUpDose>("top-up-dose", topUpDose, "Add to a drawn dose that is too weak by now; it is labelled anew.");
  t.command<LabelDose>("label-dose", labelDose, "Label a drawn dose.");
  t.view("stock", "hotlab.read", stockView, "What is in the hot lab, what it is good for, and which packages are expected.");
  t.view("counts", "hotlab.read", countsView, "Counts of the stock by site and day.");
  t.view("kit-rules", "hotlab.read", kitRulesView, "Rules of kits and the room of each hot lab.");
  t.view("draw-advice", "hotlab.read", adviceView, "What a reading means for an order: good, or what to do, and what it leaves for later doses.",
         true, {"vial", "activity"});
  t.projection("hotlab", {"hotlab_check", "hotlab_package", "hotlab_kit", "hotlab_preparation", "hotlab_dose", "hotlab_kit_rule", "hotlab_count"},
               applyHotlab);
  return t;
}

}  // namespace isotrail::hotlab
