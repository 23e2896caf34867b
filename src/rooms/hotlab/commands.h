#pragma once
// The commands of the hot lab as people send them.
#include "desk/act.h"
#include "rooms/instruments/facts.h"

namespace isotrail::hotlab {

struct ReceivePackage {
  ItemId package;
  DoseRate surface_rate, rate_1m;
  SurfaceActivity wipe;
  EquipmentId meter;
  std::string decision;
  std::optional<std::string> remark;
  std::optional<EquipmentId> wipe_counter;
  void fields(Fields& f) {
    f("package", package, "the package that arrived");
    f("surface_rate", surface_rate, "highest dose rate at its surface");
    f("rate_1m", rate_1m, "highest dose rate at 1 m from its surface");
    f("wipe", wipe, "removable contamination found by the wipe test");
    f("meter", meter, "the survey meter");
    f.choice("decision", decision, "accept|accept_with_remark|refuse", "what becomes of it");
    f("remark", remark, "what was odd; needed unless the package is plainly accepted");
    f("wipe_counter", wipe_counter, "what counted the wipe");
  }
};
struct CheckCalibrator {
  EquipmentId calibrator;
  std::string nuclide;
  Activity reading, expected;
  void fields(Fields& f) {
    f("calibrator", calibrator, "the dose calibrator");
    f("nuclide", nuclide, "of the check source, such as Cs-137");
    f("reading", reading, "what it shows for the check source");
    f("expected", expected, "of the check source today, from its certificate");
  }
};
struct Assay {
  ItemId item;
  Activity activity;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("item", item, "what was measured");
    f("activity", activity, "of its leading nuclide, now");
    f("calibrator", calibrator, "what measured it");
  }
};
struct PrepareKit {
  ItemId preparation, kit_lot, eluate;
  ProductId product;
  Activity activity;
  Volume volume;
  void fields(Fields& f) {
    f("preparation", preparation, "number of the preparation");
    f("kit_lot", kit_lot, "lot of the kit; one vial of it is used");
    f("eluate", eluate, "the eluate added");
    f("product", product, "what the kit makes");
    f("activity", activity, "added, measured now");
    f("volume", volume, "added");
  }
};
struct TestPreparation {
  ItemId preparation;
  Fraction purity;
  void fields(Fields& f) {
    f("preparation", preparation, "the preparation tested");
    f("purity", purity, "its radiochemical purity");
  }
};
/// What is drawn into one syringe, and by what it is measured there.
struct Drawn {
  ItemId vial;
  Activity activity;
  Volume volume;
  EquipmentId calibrator;
  std::optional<instruments::ReadingId> reading;
  std::optional<PersonId> witness;
  void drawn(Fields& f) {
    f("vial", vial, "the vial or preparation drawn from");
    f("activity", activity, "in this syringe, measured now");
    f("volume", volume, "in this syringe");
    f("calibrator", calibrator, "what measured it");
    f("reading", reading, "the driver's reading, where the calibrator has one");
    f("witness", witness, "who read the calibrator too, where a reading is typed");
  }
};
struct DrawDose : Drawn {
  ItemId dose;
  OrderId order;
  std::optional<std::int64_t> count;
  std::optional<ProductId> product;
  std::optional<std::int64_t> parts;
  std::optional<PatientId> patient;
  void fields(Fields& f) {
    f("dose", dose, "number of the syringe");
    f("order", order, "the order it is for");
    drawn(f);
    f("count", count, "pieces in the pot, such as 2 capsules; 1 when nothing is said");
    f("product", product, "scanned from the vial; needed where another product of the same nuclide stands at the bench");
    f("parts", parts, "syringes the dose is split into, this one is the first; 1 when nothing is said");
    f("patient", patient, "scanned from the patient's sheet or wristband; needed where another patient of like name is due that day");
  }
};
/// A further syringe of a dose that is split.
struct DrawPart : Drawn {
  ItemId part, dose;
  void fields(Fields& f) {
    f("part", part, "number of this syringe");
    f("dose", dose, "number of the dose, which is that of its first syringe");
    drawn(f);
  }
};
struct TopUpDose {
  ItemId dose, vial;
  Activity activity;
  Volume volume;
  EquipmentId calibrator;
  std::optional<instruments::ReadingId> reading;
  std::optional<PersonId> witness;
  void fields(Fields& f) {
    f("dose", dose, "the syringe that is too weak by now");
    f("vial", vial, "the vial or preparation it was drawn from");
    f("activity", activity, "in the syringe now, with what was added, measured");
    f("volume", volume, "added");
    f("calibrator", calibrator, "what measured it");
    f("reading", reading, "the driver's reading, where the calibrator has one");
    f("witness", witness, "who read the calibrator too, where a reading is typed");
  }
};
struct LabelDose {
  ItemId dose;
  void fields(Fields& f) { f("dose", dose, "the syringe whose label is printed and stuck on"); }
};

struct SetKitRule {
  ProductId product;
  SiteId site;
  Volume low, high;
  Activity most;
  std::optional<Seconds> eluate_age, since_elution, beyond_use;
  std::string source;
  void fields(Fields& f) {
    f("product", product, "what the kit makes");
    f("site", site, "the hot lab the rule holds in");
    f("low", low, "least volume added");
    f("high", high, "most volume added");
    f("most", most, "most activity added");
    f("eluate_age", eluate_age, "the eluate is not older than this");
    f("since_elution", since_elution, "the generator was eluted before it no longer ago than this");
    f("beyond_use", beyond_use, "the preparation is used within this time");
    f("source", source, "leaflet and its edition, or the site's own validation");
  }
};
struct DeclareRoom {
  SiteId site;
  std::string room;
  void fields(Fields& f) {
    f("site", site, "the hot lab");
    f.choice("room", room, "immediate|segregated|iso8|iso7", "the air its preparations are made in");
  }
};
struct CountStock {
  SiteId site;
  std::vector<ItemId> present;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("site", site, "the hot lab");
    f.ids("present", present, "every vial, preparation, eluate, generator, sample and undelivered dose that was found");
    f("remark", remark, "why what was found differs from the record, or the account is open");
  }
};

Verdict receivePackage(Act& act, const ReceivePackage& c);
Verdict checkCalibrator(Act& act, const CheckCalibrator& c);
Verdict assay(Act& act, const Assay& c);
Verdict prepareKit(Act& act, const PrepareKit& c);
Verdict setKitRule(Act& act, const SetKitRule& c);
Verdict declareRoom(Act& act, const DeclareRoom& c);
Verdict countStock(Act& act, const CountStock& c);
Verdict testPreparation(Act& act, const TestPreparation& c);
Verdict drawDose(Act& act, const DrawDose& c);
Verdict drawPart(Act& act, const DrawPart& c);
Verdict topUpDose(Act& act, const TopUpDose& c);
Verdict labelDose(Act& act, const LabelDose& c);

}  // namespace isotrail::hotlab
