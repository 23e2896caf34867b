#include "rooms/vigilance/room.h"

namespace isotrail::vigilance {

RoomTable room() {
  RoomTable t("vigilance");
  return t;
}

}  // namespace isotrail::vigilance
