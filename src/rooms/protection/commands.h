#pragma once
// The commands of the protection room about people's doses, as people send them. Those of places are in places.h.
#include "desk/act.h"

namespace isotrail::protection {

using TaskId = Id<struct ProtectionTaskTag>;

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
struct PlanTask {
  TaskId task;
  SiteId site;
  std::string title;
  std::int64_t times = 0;
  Dose planned;
  std::optional<Dose> most;
  std::string from, until;
  void fields(Fields& f) {
    f("task", task, "number of the task");
    f("site", site, "where it is done");
    f("title", title, "what is done, such as dispensing of I-131 capsules");
    f("times", times, "how often it will be done");
    f("planned", planned, "collective effective dose of all people and all times");
    f("most", most, "of one person in all times, not exceeded without a reason");
    f("from", from, "first day, YYYY-MM-DD");
    f("until", until, "last day, YYYY-MM-DD");
  }
};
struct BookReceipt {
  TaskId task;
  PersonId person;
  std::string day;
  Dose dose;
  std::int64_t times = 0;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("task", task, "the task it was received in");
    f("person", person, "who received it");
    f("day", day, "when, YYYY-MM-DD");
    f("dose", dose, "as the electronic dosimeter showed");
    f("times", times, "how often the task was done, counted once for all who took part; 0 when another's receipt counts it");
    f("remark", remark, "what explains it; needed where it goes beyond the plan");
  }
};

Verdict recordDose(Act& act, const RecordDose& c);
Verdict planTask(Act& act, const PlanTask& c);
Verdict bookReceipt(Act& act, const BookReceipt& c);

}  // namespace isotrail::protection
