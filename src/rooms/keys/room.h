#pragma once
#include "desk/room.h"

namespace isotrail::keys {
RoomTable room();
}  // namespace isotrail::keys
