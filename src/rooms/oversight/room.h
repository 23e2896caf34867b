#pragma once
#include "desk/room.h"

namespace isotrail::oversight {
RoomTable room();
}
