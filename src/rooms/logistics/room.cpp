#include "rooms/logistics/room.h"

#include "rooms/logistics/commands.h"
#include "rooms/logistics/records.h"

namespace isotrail::logistics {

RoomTable room() {
  RoomTable t("logistics");
  t.command<RegisterVehicle>("register-vehicle", registerVehicle, "Put a carrier's vehicle on file.");
  t.command<OpenLane>("open-lane", openLane, "Open a lane between two sites.");
  t.command<SetWindow>("set-window", setWindow, "State when a border post of a lane is open.");
  t.command<SetPaperRule>("set-paper-rule", setPaperRule, "State a paper that consignments of a lane need.");
  t.command<BookConsignment>("book-consignment", bookConsignment, "Book a consignment with carrier, vehicle and driver.");
  t.command<FilePaper>("file-paper", filePaper, "Put a paper of a consignment on file.");
  t.command<ReportDelay>("report-delay", reportDelay, "Report that a consignment will be later.");
  t.projection("logistics", {"logistics_vehicle", "logistics_lane", "logistics_window", "logistics_paper_rule", "logistics_consignment", "logistics_package"},
               applyLogistics);
  return t;
}

}  // namespace isotrail::logistics
