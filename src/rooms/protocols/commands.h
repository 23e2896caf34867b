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
  std::optional<ProtocolId> paired_scan;
  std::optional<Seconds> paired_within;
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
    f("paired_scan", paired_scan, "of a therapy: the protocol of the diagnostic scan that must have been made before, such as Ga-68 before Lu-177");
    f("paired_within", paired_within, "that scan is not older than this at the injection");
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

struct LimitBlood {
  ProtocolId protocol;
  std::string test;
  std::optional<double> least, most;
  std::string unit;
  Seconds within;
  void fields(Fields& f) {
    f("protocol", protocol, "of a therapy");
    f.choice("test", test, "haemoglobin|platelets|leukocytes|neutrophils|gfr|bilirubin|albumin", "which blood test");
    f("least", least, "below it the therapy is not given");
    f("most", most, "above it the therapy is not given");
    f("unit", unit, "of both, as data/blood_tests.csv has it");
    f("within", within, "the test is not older than this at the injection");
  }
};
struct LimitOrgan {
  ProtocolId protocol;
  std::string organ, source;
  double gray = 0;
  void fields(Fields& f) {
    f("protocol", protocol, "of a therapy");
    f.choice("organ", organ, "kidneys|red_marrow|liver|lungs|salivary_glands|spleen|whole_body", "which organ");
    f("gray", gray, "absorbed dose of all cycles of a course together that is not exceeded, Gy");
    f("source", source, "paper or house decision the limit rests on");
  }
};
struct RecordDosimetry {
  CourseId course;
  std::int64_t cycle = 0;
  std::string organ, method;
  double gray = 0;
  void fields(Fields& f) {
    f("course", course, "the course of therapy");
    f("cycle", cycle, "a cycle that was given");
    f.choice("organ", organ, "kidneys|red_marrow|liver|lungs|salivary_glands|spleen|whole_body", "which organ");
    f("gray", gray, "absorbed dose of the cycle, Gy");
    f("method", method, "how it was measured, such as SPECT at 4, 24 and 96 h");
  }
};

Verdict limitBlood(Act& act, const LimitBlood& c);
Verdict limitOrgan(Act& act, const LimitOrgan& c);
Verdict recordDosimetry(Act& act, const RecordDosimetry& c);
Verdict defineProtocol(Act& act, const DefineProtocol& c);
Verdict planCourse(Act& act, const PlanCourse& c);

}  // namespace isotrail::protocols
