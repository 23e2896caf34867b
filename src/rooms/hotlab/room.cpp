#include "rooms/hotlab/room.h"

#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/records.h"

namespace isotrail::hotlab {

RoomTable room() {
  RoomTable t("hotlab");
  t.command<DrawDose>("draw-dose", drawDose, "Draw a dose for an order from a vial or a preparation.");
  t.command<LabelDose>("label-dose", labelDose, "Label a drawn dose.");
  t.projection("hotlab", {"hotlab_check", "hotlab_package", "hotlab_kit", "hotlab_preparation", "hotlab_dose"}, applyHotlab);
  return t;
}

}  // namespace isotrail::hotlab
