#pragma once
#include "desk/room.h"

namespace isotrail::hotlab {
RoomTable room();
}
