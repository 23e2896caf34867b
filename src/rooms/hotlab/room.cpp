#include "rooms/hotlab/room.h"

namespace isotrail::hotlab {

RoomTable room() {
  RoomTable t("hotlab");
  return t;
}

}  // namespace isotrail::hotlab
