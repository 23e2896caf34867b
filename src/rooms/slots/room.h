#pragma once
#include "desk/room.h"

namespace isotrail::slots {
RoomTable room();
}
