#pragma once
#include "desk/room.h"

namespace isotrail::licensing {
RoomTable room();
}
