#pragma once
#include "desk/room.h"

namespace isotrail::instruments {
RoomTable room();
}
