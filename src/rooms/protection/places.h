#pragma once
// The commands of the protection room about rooms, what is handled in them, what surrounds them, and what went wrong there.
#include "desk/act.h"
#include "rooms/protection/facts.h"

namespace isotrail::protection {

struct DrawRoom {
  RoomId room;
  SiteId site;
  std::string name, area;
  Length x, y, width, height;
  std::optional<std::string> workplace_class;
  std::optional<std::vector<std::string>> equipment;
  std::optional<bool> alpha;
  void fields(Fields& f) {
    f("room", room, "number of the room; said anew it counts from then on");
    f("site", site, "the site it belongs to");
    f("name", name, "what people call it");
    f.choice("area", area, "controlled|supervised", "what the room is");
    f("x", x, "of its left wall on the plan");
    f("y", y, "of its upper wall on the plan");
    f("width", width, "from left to right");
    f("height", height, "from top to bottom");
    f.choice("workplace_class", workplace_class, "A|B|C", "class of the workplace in the licence; none where no open sources are handled");
    f("equipment", equipment, "what stands in it: what is done with it is done here");
    f("alpha", alpha, "whether alpha emitters are used there");
  }
};
struct SetPoint {
  PointId point;
  RoomId room;
  std::string name;
  Length x, y;
  Seconds every;
  void fields(Fields& f) {
    f("point", point, "number of the point; said anew it counts from then on");
    f("room", room, "the room it is in");
    f("name", name, "what it is, such as bench 2");
    f("x", x, "on the plan, from the left");
    f("y", y, "on the plan, from the top");
    f("every", every, "it is surveyed at least as often");
  }
};
struct SurveyPlace {
  SiteId site;
  std::optional<std::string> place, area;
  std::optional<PointId> point;
  std::optional<DoseRate> rate;
  std::optional<SurfaceActivity> wipe;
  EquipmentId meter;
  std::optional<EquipmentId> wipe_counter;
  std::optional<bool> alpha;
  void fields(Fields& f) {
    f("site", site, "the site");
    f("point", point, "of the room plan");
    f("place", place, "where, when it is no point of the plan");
    f.choice("area", area, "controlled|supervised", "what the place is, when it is no point of the plan");
    f("rate", rate, "dose rate there");
    f("wipe", wipe, "removable contamination");
    f("meter", meter, "the survey meter");
    f("wipe_counter", wipe_counter, "what counted the wipe");
    f("alpha", alpha, "whether alpha emitters are used there");
  }
};
struct PlanUse {
  RoomId room;
  std::string nuclide, operation, form;
  Activity daily;
  void fields(Fields& f) {
    f("room", room, "where it is handled");
    f("nuclide", nuclide, "what");
    f.choice("operation", operation, "storage|very_simple|simple|hazardous", "how it is handled");
    f.choice("form", form, "solid|liquid|contaminated|gas", "solid, liquid, solid with surface contamination, or gas and powder");
    f("daily", daily, "most of a day; 0 Bq ends the use");
  }
};
struct SetMonitor {
  MonitorId monitor;
  SiteId site;
  std::string place, kind;
  DoseRate background;
  Fraction occupancy;
  std::optional<Length> x, y;
  void fields(Fields& f) {
    f("monitor", monitor, "number of the monitor; said anew it counts from then on");
    f("site", site, "whose boundary it watches");
    f("place", place, "where it hangs");
    f.choice("kind", kind, "boundary|area", "at the boundary of the site, or where people pass inside it");
    f("background", background, "natural dose rate of the place");
    f("occupancy", occupancy, "share of the time for which somebody of the public is there");
    f("x", x, "on the plan, from the left");
    f("y", y, "on the plan, from the top");
  }
};
struct ReadMonitor {
  MonitorId monitor;
  std::string from, until;
  Dose dose;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("monitor", monitor, "which");
    f("from", from, "first day, YYYY-MM-DD");
    f("until", until, "last day, YYYY-MM-DD");
    f("dose", dose, "what it shows of that time, natural background included");
    f("remark", remark, "what explains it; needed where the year would go beyond the constraint");
  }
};
struct ReportIncident {
  IncidentId incident;
  SiteId site;
  std::string kind, what;
  std::optional<std::vector<std::string>> items, rooms;
  Instant from;
  std::optional<Instant> until;
  void fields(Fields& f) {
    f("incident", incident, "number of the incident");
    f("site", site, "where");
    f.choice("kind", kind, "spill|contamination|exposure|loss|damage|wrong_dose|other", "what kind");
    f("what", what, "what happened; never a name");
    f("items", items, "vessels, vials, syringes, packages it concerns");
    f("rooms", rooms, "rooms of the plan it concerns");
    f("from", from, "who handled them is asked from here");
    f("until", until, "until here; until now when nothing is said");
  }
};
struct CloseIncident {
  IncidentId incident;
  std::string cause, measures;
  void fields(Fields& f) {
    f("incident", incident, "the incident that is understood");
    f("cause", cause, "why it happened; never a name");
    f("measures", measures, "what keeps it from happening again");
  }
};

Verdict drawRoom(Act& act, const DrawRoom& c);
Verdict setPoint(Act& act, const SetPoint& c);
Verdict surveyPlace(Act& act, const SurveyPlace& c);
Verdict planUse(Act& act, const PlanUse& c);
Verdict setMonitor(Act& act, const SetMonitor& c);
Verdict readMonitor(Act& act, const ReadMonitor& c);
Verdict reportIncident(Act& act, const ReportIncident& c);
Verdict closeIncident(Act& act, const CloseIncident& c);

}  // namespace isotrail::protection
