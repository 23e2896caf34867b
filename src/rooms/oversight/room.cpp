#include "rooms/oversight/room.h"

#include "duties/clocks.h"
#include "rooms/oversight/answerable.h"
#include "rooms/oversight/matrix.h"
#include "rooms/oversight/packs.h"
#include "rooms/oversight/facts.h"
#include "rooms/oversight/watched.h"

namespace isotrail::oversight {
namespace {

void applyClocks(Db& db, const Event& e) {
  Answerable facts(db);
  applyDuties(db, e, adoptedPacks(db), facts);
}

}  // namespace

RoomTable room() {
  RoomTable t("oversight");
  t.command<AdoptPack>("adopt-pack", adoptPack, "Adopt a version of a rule pack; its clocks run from then on.");
  t.view("matrix", "oversight.read", matrixView, "Obligations by agency and stage, with clocks.", false, {"day"});
  t.view("cell", "oversight.read", cellView, "The duties of one agency in one stage and the entries that prove them.", false,
         {"agency", "stage", "day"});
  t.view("packs", "oversight.read", packsView, "Rule packs that ship, and which are adopted.");
  t.view("signals", "oversight.read", signalsView, "What might go wrong, most pressing first.");
  t.projection("oversight_pack", {"oversight_pack"}, applyPackAdopted);
  t.projection("oversight_watch", {"oversight_recall", "oversight_window"}, applyWatched);
  t.projection("duty_clock", dutyTables(), applyClocks);
  return t;
}

}  // namespace isotrail::oversight
