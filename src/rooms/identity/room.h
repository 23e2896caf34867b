#pragma once
#include "desk/room.h"

namespace isotrail::identity {
RoomTable room();
}
