#pragma once
#include "desk/room.h"

namespace isotrail::quality {
RoomTable room();
}
