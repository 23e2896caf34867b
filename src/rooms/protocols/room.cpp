#include "rooms/protocols/room.h"

#include "rooms/protocols/commands.h"
#include "rooms/protocols/records.h"

namespace isotrail::protocols {

RoomTable room() {
  RoomTable t("protocols");
  t.command<DefineProtocol>("define-protocol", defineProtocol, "Say how an examination or treatment is done, or say it anew.");
  t.command<PlanCourse>("plan-course", planCourse, "Plan the cycles of a therapy and what they may come to together.", {.meaning = "planned"});
  t.command<LimitBlood>("limit-blood", limitBlood, "Say what a blood test must have been before a therapy; said anew it counts from then on.");
  t.command<LimitOrgan>("limit-organ", limitOrgan, "Say what an organ may receive in all cycles of a course together.");
  t.command<RecordDosimetry>("record-dosimetry", recordDosimetry, "Record what an organ received in a cycle, as measured.", {.meaning = "measured"});
  t.view("protocols", "protocols.read", protocolsView, "Protocols of the hospital with the table rows they rest on.");
  t.view("tables", "protocols.read", tablesView, "Rows of the shipped tables that a protocol may rest on, and blood tests with their units.");
  t.view("proposals", "protocols.read", proposalView, "The activity a protocol proposes for a body, and what breast-feeding asks for.", true,
         {"weight", "child"});
  t.view("courses", "protocols.read", coursesView, "Courses with their cycles and what they have come to.");
  t.projection("protocols",
               {"protocols_protocol", "protocols_course", "protocols_cycle", "protocols_blood", "protocols_organ", "protocols_dosimetry"},
               [](Db& db, const Event& e) {
                 applyProtocols(db, e);
                 applyCourses(db, e);
                 applyLimits(db, e);
               });
  return t;
}

}  // namespace isotrail::protocols
