#include "rooms/logistics/room.h"

namespace isotrail::logistics {

RoomTable room() {
  RoomTable t("logistics");
  return t;
}

}  // namespace isotrail::logistics
