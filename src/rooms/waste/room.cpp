#include "rooms/waste/room.h"

namespace isotrail::waste {

RoomTable room() {
  RoomTable t("waste");
  return t;
}

}  // namespace isotrail::waste
