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
  t.command<Pack>("pack", pack, "Pack items into a package; the survey decides its label.");
  t.command<FilePaper>("file-paper", filePaper, "Put a paper of a consignment on file.");
  t.command<HandOver>("hand-over", handOver, "Hand a consignment over to its driver.", {.meaning = "handed over"});
  t.command<TakeOver>("take-over", takeOver, "Take a consignment into the carrier's custody.", {.meaning = "taken over"});
  t.command<ReportDelay>("report-delay", reportDelay, "Report that a consignment will be later.");
  t.command<Arrive>("arrive", arrive, "Report a consignment at a border post.");
  t.command<ExtendWindow>("extend-window", extendWindow, "Record that a post stays open longer for a consignment.");
  t.command<Clear>("clear", clear, "Clear a consignment at a post.", {.meaning = "cleared"});
  t.command<Deliver>("deliver", deliver, "Deliver a consignment at the consignee's site.", {.meaning = "delivered"});
  t.amendable<RegisterVehicle>("logistics.VehicleRegistered", "register-vehicle", {"plate", "licence_until"}, foldAgain(applyLogistics));
  t.amendable<FilePaper>("logistics.PaperFiled", "file-paper", {"number"}, refilePaper);
  t.view("consignments", "logistics.read", consignmentList, "Consignments with their state, expected arrival and delay.");
  t.view("consignments", "logistics.read", consignmentView, "One consignment: packages, papers, journey, border windows, custody and record.", true);
  t.names({"vehicle"}, [](Db& db, const Caller&, const std::string& id, const std::string&) {
    const auto known = kVehicles.find(db, id);
    return known ? withId(known->doc["plate"].text(), id) : "";
  });
  t.projection("logistics",
               {"logistics_vehicle", "logistics_lane", "logistics_window", "logistics_paper_rule", "logistics_consignment", "logistics_package"},
               applyLogistics);
  return t;
}

}  // namespace isotrail::logistics
