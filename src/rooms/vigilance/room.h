#pragma once
#include "desk/room.h"

namespace isotrail::vigilance {
RoomTable room();
}
