#pragma once
// Consignments and lanes as other rooms may see them.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::logistics {

/// One opening of a border post: local wall-clock times "07:30" in `zone`.
struct LaneWindow {
  std::string post;
  std::string direction;  // export import
  std::string opens, closes, zone;
};
struct PaperDemand {  // what consignments of a lane need
  std::string paper, direction, at, issuer;
  Json titles;  // {title, title_zh_hans, title_zh_hant, title_pt}
  Seconds lead_time;
};
struct LaneFacts {
  LaneId lane;
  SiteId from_site, to_site;
  std::string name;
  std::vector<LaneWindow> outbound, back;  // in the order they are passed
  std::vector<PaperDemand> papers;
};
struct VehicleFacts {
  EquipmentId vehicle;
  OrgId org;
  std::string plate;
  Instant licence_until;
};
struct Roads {
  std::vector<LaneFacts> lanes;
  std::vector<VehicleFacts> vehicles;
};
struct ConsignmentFacts {
  ConsignmentId consignment;
  LaneId lane;
  std::string direction;  // outbound return
  SiteId from_site, to_site;
  OrgId carrier;
  std::string vehicle;
  PersonId driver;
  std::string state;       // booked packed papers_complete handed_over in_transit at_border export_cleared import_cleared delivered received refused
  Instant depart_at, eta;  // eta: planned arrival plus the delay reported so far
  std::int64_t delay_minutes = 0;
  std::optional<Instant> left_at, delivered_at, received_at;  // taken over, delivered, its packages surveyed
  std::optional<Instant> export_at, import_at;                // cleared
};
struct PaperFacts {
  std::string paper, title, issuer;  // title in the reader's language; the issuer's id
  std::string state;                 // missing on_file expired
  std::string at;                    // where it must be on file: hand_over export import
  Seconds lead_time;                 // what the issuer needs
};
/// What the lane demands of the consignment at `t`.
std::vector<PaperFacts> papersOf(Db& db, const ConsignmentId& id, Instant t, const std::string& language);
std::optional<ConsignmentFacts> consignment(Db& db, const ConsignmentId& id);
std::vector<ConsignmentFacts> consignments(Db& db);
std::vector<LaneWindow> laneWindows(Db& db, const LaneId& lane);  // in the order they are passed
/// Every lane and vehicle on file.
Roads roads(Db& db);
std::optional<ConsignmentId> consignmentOfPackage(Db& db, const ItemId& package);
std::vector<ItemId> packagesOf(Db& db, const ConsignmentId& id);

}  // namespace isotrail::logistics
