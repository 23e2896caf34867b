#pragma once
#include "desk/room.h"

namespace isotrail::waste {
RoomTable room();
}
