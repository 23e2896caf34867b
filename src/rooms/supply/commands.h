#pragma once
// The commands of the supply room as people send them.
#include "desk/act.h"

namespace isotrail::supply {

struct StartBeam {
  ItemId run;
  EquipmentId cyclotron;
  ItemId target_lot;
  std::string nuclide;
  Current current;
  void fields(Fields& f) {
    f("run", run, "number of the run; the bulk will carry it");
    f("cyclotron", cyclotron, "the cyclotron");
    f("target_lot", target_lot, "lot of the target water");
    f("nuclide", nuclide, "what is made, such as F-18");
    f("current", current, "beam current on the target");
  }
};
struct EndBeam {
  ItemId run;
  Activity activity;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("run", run, "the run that ends now");
    f("activity", activity, "measured now, at end of bombardment");
    f("calibrator", calibrator, "what measured it");
  }
};
struct ReceiveBulk {
  ItemId item;
  SiteId site;
  std::string nuclide;
  Activity activity;
  Instant reference_at;
  OrgId supplier;
  std::string certificate;
  void fields(Fields& f) {
    f("item", item, "number of the container");
    f("site", site, "where it arrived");
    f("nuclide", nuclide, "what it holds, such as Lu-177");
    f("activity", activity, "as on the certificate");
    f("reference_at", reference_at, "the instant the certificate states it for");
    f("supplier", supplier, "who made it");
    f("certificate", certificate, "number of the certificate");
  }
};
struct ReceiveGenerator {
  ItemId generator;
  SiteId site;
  std::string parent;
  Activity activity;
  Instant reference_at;
  Fraction efficiency;
  Instant expires_at;
  OrgId supplier;
  void fields(Fields& f) {
    f("generator", generator, "number of the generator");
    f("site", site, "where it stands");
    f("parent", parent, "nuclide on the column, such as Mo-99");
    f("activity", activity, "of the parent");
    f("reference_at", reference_at, "the instant the label states it for");
    f("efficiency", efficiency, "stated share of the daughter that one elution takes");
    f("expires_at", expires_at, "use before");
    f("supplier", supplier, "who made it");
  }
};
struct Elute {
  ItemId generator, eluate;
  Activity activity;
  Volume volume;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("generator", generator, "the generator");
    f("eluate", eluate, "number of the eluate");
    f("activity", activity, "of the daughter, measured now");
    f("volume", volume, "eluted");
    f("calibrator", calibrator, "what measured it");
  }
};
struct TestBreakthrough {
  ItemId eluate;
  Activity impurity;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("eluate", eluate, "the eluate tested");
    f("impurity", impurity, "of the parent in the whole eluate, measured now");
    f("calibrator", calibrator, "what measured it");
  }
};

Verdict startBeam(Act& act, const StartBeam& c);
Verdict endBeam(Act& act, const EndBeam& c);
Verdict receiveBulk(Act& act, const ReceiveBulk& c);
Verdict receiveGenerator(Act& act, const ReceiveGenerator& c);
Verdict elute(Act& act, const Elute& c);
Verdict testBreakthrough(Act& act, const TestBreakthrough& c);

}  // namespace isotrail::supply
