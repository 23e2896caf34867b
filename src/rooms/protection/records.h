#pragma once
// The room's own tables.
#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/identity/facts.h"
#include "rooms/protection/facts.h"

namespace isotrail::protection {

/// Doses by "dosimeter quantity from", under the person; places by "site place" or "site point", under the site (state: clean
/// contaminated).
constexpr Shelf kDoses("protection_dose"), kPlaces("protection_survey");
/// Rooms, under the site; points, under the room; uses by "room nuclide operation form", under the room.
constexpr Shelf kRooms("protection_room"), kPoints("protection_point"), kUses("protection_use");
/// What was drawn and prepared, by "site day nuclide instrument", under "site day".
constexpr Shelf kHandled("protection_handled");
/// Tasks, under the site; receipts by "task person day", under the task.
constexpr Shelf kTasks("protection_task"), kReceipts("protection_receipt");
/// Monitors, under the site; their readings by "monitor from", under the monitor.
constexpr Shelf kMonitors("protection_monitor"), kMonitorReadings("protection_monitor_reading");
constexpr Shelf kIncidents("protection_incident");  // under the site; state: open closed

void applyDoses(Db& db, const Event& e);
void applySurveys(Db& db, const Event& e);
void applyTasks(Db& db, const Event& e);
void applyPlan(Db& db, const Event& e);
void applyWorkplace(Db& db, const Event& e);
void applyPublic(Db& db, const Event& e);
void applyIncidents(Db& db, const Event& e);
Result<Json> workersView(ViewRequest& q);
Result<Json> placesView(ViewRequest& q);
Result<Json> planView(ViewRequest& q);
Result<Json> workplaceView(ViewRequest& q);
Result<Json> tasksView(ViewRequest& q);
Result<Json> publicView(ViewRequest& q);
Result<Json> incidentsView(ViewRequest& q);

/// Gate WORKPLACE_CLASS_EXCEEDED (PRO-05): what the room's uses come to fits `licensed` ("" none), with `more` in place of the
/// use of that number.
void requireClass(Act& act, const RoomId& room, const std::string& licensed, const std::string& replaced, double more);
/// Whether the caller sees the site's protection: its organisation, an inspector of its jurisdiction.
bool seesSite(const ViewRequest& q, const identity::SiteFacts& site);
/// The site, or a refusal that it is not known; with the gate that it is the caller's.
Result<identity::SiteFacts> ownSite(Act& act, const SiteId& id);
/// Words for people to read: 1 to `most` characters, not only blanks.
Verdict readWords(const char* field, const std::string& text, std::size_t most = 200);
void warnOfTasks(Db& db, std::vector<WarningFacts>& out);
void warnOfPublic(Db& db, Instant now, std::vector<WarningFacts>& out);

}  // namespace isotrail::protection
