#pragma once
#include "desk/room.h"

namespace isotrail::supply {
RoomTable room();
}
