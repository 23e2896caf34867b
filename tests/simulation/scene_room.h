#pragma once
// A few commands that bring, divide and use up items with and without activity, through the real desk, gates and trace.
#include "desk/room.h"

namespace isotrail::simulation {
RoomTable sceneRoom();
}  // namespace isotrail::simulation
