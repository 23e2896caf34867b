#pragma once
#include "desk/room.h"

namespace isotrail::planning {
RoomTable room();
}
