#pragma once
// What the people of a site have received, its rooms, and its incidents.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::protection {

using RoomId = Id<struct ProtectionRoomTag>;
using PointId = Id<struct ProtectionPointTag>;
using MonitorId = Id<struct ProtectionMonitorTag>;
using IncidentId = Id<struct ProtectionIncidentTag>;

/// Received by a person in the calendar year of `at` in the zone of their site, by quantity: effective lens extremities.
Dose receivedIn(Db& db, const PersonId& person, const std::string& quantity, Instant at);
/// Gate DOSE_LIMIT_REACHED (PRO-02): the caller's year is below every limit.
void requireBelowLimits(Act& act);

struct RoomFacts {
  RoomId room;
  SiteId site;
  std::string name;
  std::vector<EquipmentId> equipment;  // what stands in it
};
std::optional<RoomFacts> planRoom(Db& db, const RoomId& id);

struct IncidentFacts {
  IncidentId incident;
  SiteId site;
  std::vector<ItemId> items;
  std::vector<RoomId> rooms;
  Instant from;
  std::optional<Instant> until;  // none: until now
};
std::optional<IncidentFacts> incident(Db& db, const IncidentId& id);

/// What protection warns of before a limit is reached.
struct WarningFacts {
  enum class Kind { task, monitor, point } kind;
  std::string id, name;
  SiteId site;
  double reached = 0, allowed = 0;  // mSv; of a point not used
  std::optional<Instant> since;     // a point's contamination
};
/// Tasks that will end above their plan, monitors whose year will pass the constraint, points not yet clean again.
std::vector<WarningFacts> warnings(Db& db, Instant now);

}  // namespace isotrail::protection
