#pragma once
// The commands of the protection room as people send them.
#include "desk/act.h"

namespace isotrail::protection {

struct RecordDose {
  PersonId person;
  std::string quantity;
  Dose dose;
  std::string from, until, dosimeter;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("person", person, "who wore it");
    f.choice("quantity", quantity, "effective|lens|extremities", "what it measures");
    f("dose", dose, "read by the service");
    f("from", from, "first day worn, YYYY-MM-DD");
    f("until", until, "last day worn, YYYY-MM-DD");
    f("dosimeter", dosimeter, "number of the dosimeter");
    f("remark", remark, "what explains it; needed above the investigation level");
  }
};
struct SurveyPlace {
  SiteId site;
  std::string place, area;
  std::optional<DoseRate> rate;
  std::optional<SurfaceActivity> wipe;
  EquipmentId meter;
  std::optional<EquipmentId> wipe_counter;
  std::optional<bool> alpha;
  void fields(Fields& f) {
    f("site", site, "the site");
    f("place", place, "where on the room plan, such as bench 2");
    f.choice("area", area, "controlled|supervised", "what the place is");
    f("rate", rate, "dose rate there");
    f("wipe", wipe, "removable contamination");
    f("meter", meter, "the survey meter");
    f("wipe_counter", wipe_counter, "what counted the wipe");
    f("alpha", alpha, "whether alpha emitters are used there");
  }
};

Verdict recordDose(Act& act, const RecordDose& c);
Verdict surveyPlace(Act& act, const SurveyPlace& c);

}  // namespace isotrail::protection
