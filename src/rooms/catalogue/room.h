#pragma once
#include "desk/room.h"

namespace isotrail::catalogue {
RoomTable room();
}
