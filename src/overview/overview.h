#pragma once
// Views that look across rooms: the decay board, Today, traces, recall simulation, the audit trail. Reading only.
#include <vector>

#include "desk/room.h"

namespace isotrail {
std::vector<RoomTable> overviewTables();
}  // namespace isotrail
