#pragma once
#include "desk/room.h"

namespace isotrail::planning {
void applyPlanning(Db& db, const Event& event);
Result<Json> planList(ViewRequest& q);
Result<Json> planView(ViewRequest& q);
}  // namespace isotrail::planning
