#pragma once
// Every room of the house; the list is generated from the folders that have a room.h.
#include <vector>

#include "desk/room.h"

namespace isotrail {
std::vector<RoomTable> allRooms();
}  // namespace isotrail
