#pragma once
#include "desk/room.h"

namespace isotrail::registration {
RoomTable room();
}
