#pragma once
#include "desk/room.h"

namespace isotrail::record {
RoomTable room();
}  // namespace isotrail::record
