#include "rooms/protection/room.h"

#include "rooms/protection/commands.h"
#include "rooms/protection/places.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {

namespace {

/// Of what is on the plan of a room: in the room, else of the site.
SiteId siteOf(Db& db, const Card& card) {
  const auto room = kRooms.find(db, card.parent);
  return SiteId(room ? room->parent : card.parent);
}
/// From the member of its card that says so.
auto calledBy(const Shelf& shelf, const char* member) {
  return [&shelf, member](Db& db, const Caller& caller, const std::string& id, const std::string&) {
    const auto known = shelf.find(db, id);
    return known && identity::ofTheHouse(db, caller, siteOf(db, *known)) ? withId(known->doc[member].text(), id) : "";
  };
}

}  // namespace

RoomTable room() {
  RoomTable t("protection");
  t.command<RecordDose>("record-dose", recordDose, "Record what a person's dosimeter received; answers what the year has come to.");
  t.command<PlanTask>("plan-task", planTask, "Plan the dose of a task that is done several times.");
  t.command<BookReceipt>("book-receipt", bookReceipt, "Book what a person received in a task; answers what it will have come to at its end.");
  t.command<DrawRoom>("draw-room", drawRoom, "Draw a room on the plan, or draw it anew.");
  t.command<SetPoint>("set-point", setPoint, "Set a point of a room that is surveyed regularly.");
  t.command<SurveyPlace>("survey-place", surveyPlace, "Survey a place for dose rate and contamination.");
  t.command<PlanUse>("plan-use", planUse, "Say what is handled in a room in a day; answers the class of workplace it asks for.");
  t.command<SetMonitor>("set-monitor", setMonitor, "Say where a monitor of the public's dose hangs.");
  t.command<ReadMonitor>("read-monitor", readMonitor, "Record what a monitor showed; answers what the year will come to.");
  t.command<ReportIncident>("report-incident", reportIncident, "Report an incident with the vessels and rooms it concerns.");
  t.command<CloseIncident>("close-incident", closeIncident, "Close an incident with its cause and what was done.", {.meaning = "closed"});
  t.view("workers", "protection.read", workersView, "What people have received this year against limit and constraint.");
  t.view("tasks", "protection.read", tasksView, "Planned and received dose of tasks, and what each will have come to.");
  t.view("places", "protection.read", placesView, "Places with their last survey.");
  t.view("plan", "protection.read", planView, "Rooms, their points with how each stands, and monitors, with their places on the plan.", false,
         {"site"});
  t.view("workplace", "protection.read", workplaceView, "Weighted daily activity of each room, the class it asks for, and what was handled.");
  t.view("public", "protection.read", publicView, "What the public may have received at each monitor against constraint and limit.");
  t.view("incidents", "protection.read", incidentsView, "Incidents with what they concern.");
  t.names({"room", "others"}, calledBy(kRooms, "name"));
  t.names({"points"}, calledBy(kPoints, "name"));
  t.names({"monitor"}, calledBy(kMonitors, "place"));
  t.projection("protection",
               {"protection_dose", "protection_survey", "protection_room", "protection_point", "protection_use", "protection_handled",
                "protection_task", "protection_receipt", "protection_monitor", "protection_monitor_reading", "protection_incident"},
               [](Db& db, const Event& e) {
                 for (const auto apply : {applyDoses, applyTasks, applyPlan, applySurveys, applyWorkplace, applyPublic, applyIncidents}) apply(db, e);
               });
  return t;
}

}  // namespace isotrail::protection
