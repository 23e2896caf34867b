#include "rooms/clinic/room.h"

namespace isotrail::clinic {

RoomTable room() {
  RoomTable t("clinic");
  return t;
}

}  // namespace isotrail::clinic
