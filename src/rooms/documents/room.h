#pragma once
#include "desk/room.h"

namespace isotrail::documents {
RoomTable room();
}  // namespace isotrail::documents
