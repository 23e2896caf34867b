#pragma once
#include "desk/room.h"

namespace isotrail::clinic {
RoomTable room();
}
