#pragma once
// The commands of the protocols room as people send them.
#include "desk/act.h"
#include "rooms/protocols/facts.h"

namespace isotrail::protocols {

struct DefineProtocol {
  ProtocolId protocol;
  OrgId org;
  ProductId product;
  std::string name, name_zh_hans, name_zh_hant, name_pt;
  std::optional<std::string> card, reference, interruption, dose;
  std::optional<Seconds> repeat_after, uptake, uptake_slack, scan, in_room;
  std::optional<std::vector<std::string>> contraindications;
  void fields(Fields& f) {
    f("protocol", protocol, "the hospital's name for this way of examining or treating");
    f("org", org, "the hospital");
    f("product", product, "what is given");
    f("name", name, "for people, English");
    f("name_zh_hans", name_zh_hans, "simplified Chinese");
    f("name_zh_hant", name_zh_hant, "traditional Chinese");
    f("name_pt", name_pt, "Portuguese");
    f("card", card, "row of the EANM dosage card, for children");
    f("reference", reference, "reference level an adult's activity is compared with, such as jp-f-18-fdg");
    f("interruption", interruption, "row of the table of breast-feeding interruptions");
    f("dose", dose, "row of the effective dose coefficients by age");
    f("repeat_after", repeat_after, "sooner than this it is not repeated without a reason");
    f("uptake", uptake, "from injection to scan, such as 60 min");
    f("uptake_slack", uptake_slack, "how much later the scan may begin");
    f("scan", scan, "how long the camera is needed; 0 min when it is not");
    f("in_room", in_room, "how long the injection room is needed");
    f("contraindications", contraindications, "what must be asked before, each a short text");
  }
};
struct PlanCourse {
  CourseId course;
  PatientId patient;
  ProtocolId protocol;
  std::int64_t cycles = 0;
  Activity per_cycle, most;
  Seconds least_gap;
  std::optional<SiteId> site;
  void fields(Fields& f) {
    f("course", course, "number of the course");
    f("patient", patient, "who is treated");
    f("protocol", protocol, "how");
    f("cycles", cycles, "planned number of cycles");
    f("per_cycle", per_cycle, "activity of a cycle");
    f("most", most, "cumulative activity of all cycles that is not exceeded");
    f("least_gap", least_gap, "least time from one cycle to the next");
    f("site", site, "where; the caller's site when nothing is said");
  }
};

Verdict defineProtocol(Act& act, const DefineProtocol& c);
Verdict planCourse(Act& act, const PlanCourse& c);

}  // namespace isotrail::protocols
