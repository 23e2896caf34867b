#pragma once
// The commands of the decay store as people send them.
#include "desk/act.h"

namespace isotrail::waste {

using PermitId = Id<struct PermitTag>;

struct Store {
  ItemId container;
  std::vector<ItemId> items;
  std::optional<DoseRate> reading;
  std::optional<Mass> mass;
  std::optional<bool> sharps;
  void fields(Fields& f) {
    f("container", container, "the decay container: a new one, or one that is being filled");
    f.ids("items", items, "what goes into it");
    f("reading", reading, "dose rate at its surface");
    f("mass", mass, "of the container's contents; 1 kg is assumed when it was not weighed");
    f("sharps", sharps, "whether it is a container for needles and syringes");
  }
};
struct Clear {
  ItemId container;
  DoseRate reading, background;
  EquipmentId meter;
  void fields(Fields& f) {
    f("container", container, "the decay container");
    f("reading", reading, "dose rate at its surface");
    f("background", background, "dose rate of the place without it");
    f("meter", meter, "the survey meter");
  }
};

struct RegisterPermit {
  PermitId permit;
  SiteId site;
  std::string nuclide, agency, number;
  Activity per_release, per_month;
  Concentration concentration;
  Instant valid_from, valid_until;
  void fields(Fields& f) {
    f("permit", permit, "number by which it is called here");
    f("site", site, "the site that may discharge");
    f("nuclide", nuclide, "of which");
    f("agency", agency, "who gave it");
    f("number", number, "its number there");
    f("per_release", per_release, "most activity of one release");
    f("per_month", per_month, "most activity of a calendar month");
    f("concentration", concentration, "most activity of a litre");
    f("valid_from", valid_from, "from");
    f("valid_until", valid_until, "until");
  }
};
struct RegisterTank {
  ItemId tank;
  SiteId site;
  Volume capacity;
  void fields(Fields& f) {
    f("tank", tank, "number of the decay tank");
    f("site", site, "where it stands");
    f("capacity", capacity, "what it holds");
  }
};
struct FillTank {
  ItemId tank, dose;
  Fraction share;
  Volume volume;
  void fields(Fields& f) {
    f("tank", tank, "the decay tank");
    f("dose", dose, "the dose whose patient's excreta it takes");
    f("share", share, "of what was given that went into it, estimated");
    f("volume", volume, "with its flush water");
  }
};
struct CloseTank {
  ItemId tank;
  void fields(Fields& f) { f("tank", tank, "the decay tank that takes nothing more until it is discharged"); }
};
struct Discharge {
  ItemId tank;
  PermitId permit;
  Concentration measured;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("tank", tank, "the decay tank");
    f("permit", permit, "the permit it is discharged under");
    f("measured", measured, "activity of a litre of its sample, now");
    f("calibrator", calibrator, "what measured the sample");
  }
};
struct ReturnSource {
  ItemId item;
  SiteId to;
  std::string paper;
  void fields(Fields& f) {
    f("item", item, "the spent generator or source");
    f("to", to, "the supplier's site, or a licensed store");
    f("paper", paper, "number of the transfer paper");
  }
};

Verdict store(Act& act, const Store& c);
Verdict clear(Act& act, const Clear& c);
Verdict registerPermit(Act& act, const RegisterPermit& c);
Verdict registerTank(Act& act, const RegisterTank& c);
Verdict fillTank(Act& act, const FillTank& c);
Verdict closeTank(Act& act, const CloseTank& c);
Verdict discharge(Act& act, const Discharge& c);
Verdict returnSource(Act& act, const ReturnSource& c);

}  // namespace isotrail::waste
