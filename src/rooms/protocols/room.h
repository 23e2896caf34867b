#pragma once
#include "desk/room.h"

namespace isotrail::protocols {
RoomTable room();
}
