#pragma once
#include "desk/room.h"

namespace isotrail::ordering {
RoomTable room();
}
