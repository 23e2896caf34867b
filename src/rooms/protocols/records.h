#pragma once
// The room's own tables.
#include <map>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/protocols/facts.h"

namespace isotrail::protocols {

constexpr Shelf kProtocols("protocols_protocol");  // parent: organisation
constexpr Shelf kCourses("protocols_course");      // parent: patient
/// Cycles by order, under the course; state: prescribed given.
constexpr Shelf kCycles("protocols_cycle");

/// By "protocol test" and "protocol organ", under the protocol; measured organ doses by "course cycle organ", under the course.
constexpr Shelf kBloodLimits("protocols_blood"), kOrganLimits("protocols_organ"), kDosimetry("protocols_dosimetry");

/// Limits of bloods and organs for people to read.
Json limitsJson(Db& db, const ProtocolId& id);
/// What each limited organ has received in a course, and what `next` more would add; empty where the protocol limits none.
Json organsJson(Db& db, const CourseFacts& c, Activity next);
void requireOrganDose(Act& act, const CourseFacts& c, Activity next);
void applyLimits(Db& db, const Event& e);
void applyProtocols(Db& db, const Event& e);
void applyCourses(Db& db, const Event& e);
Result<Json> protocolsView(ViewRequest& q);
/// Every blood test the house knows, by name.
const std::map<std::string, BloodTest>& bloodTests();
Result<Json> tablesView(ViewRequest& q);
Result<Json> proposalView(ViewRequest& q);
Result<Json> coursesView(ViewRequest& q);

}  // namespace isotrail::protocols
