#pragma once
#include "desk/room.h"

namespace isotrail::production {
RoomTable room();
}
