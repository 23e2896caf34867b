#pragma once
#include "desk/room.h"

namespace isotrail::protection {
RoomTable room();
}
