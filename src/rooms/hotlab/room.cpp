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
  t.command<TestPreparation>("test-preparation", testPreparation, "Test a preparation's radiochemical purity.", {.meaning = "tested"});
  t.command<DrawDose>("draw-dose", drawDose, "Draw a dose for an order from a vial or a preparation.");
  t.command<TopUpDose>("top-up-dose", topUpDose, "Add to a drawn dose that is too weak by now; it is labelled anew.");
  t.command<LabelDose>("label-dose", labelDose, "Label a drawn dose.");
  t.view("stock", "hotlab.read", stockView, "What is in the hot lab, what it is good for, and which packages are expected.");
  t.view("draw-advice", "hotlab.read", adviceView, "What a reading means for an order: good, or what to do, and what it leaves for later doses.",
         true, {"vial", "activity"});
  t.projection("hotlab", {"hotlab_check", "hotlab_package", "hotlab_kit", "hotlab_preparation", "hotlab_dose"}, applyHotlab);
  return t;
}

}  // namespace isotrail::hotlab
