#pragma once
#include "desk/room.h"

namespace isotrail::logistics {
RoomTable room();
}
