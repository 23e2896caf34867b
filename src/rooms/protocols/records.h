#pragma once
// The room's own tables.
#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::protocols {

constexpr Shelf kProtocols("protocols_protocol");  // parent: organisation
constexpr Shelf kCourses("protocols_course");      // parent: patient
/// Cycles by order, under the course; state: prescribed given.
constexpr Shelf kCycles("protocols_cycle");

void applyProtocols(Db& db, const Event& e);
void applyCourses(Db& db, const Event& e);
Result<Json> protocolsView(ViewRequest& q);
Result<Json> proposalView(ViewRequest& q);
Result<Json> coursesView(ViewRequest& q);

}  // namespace isotrail::protocols
