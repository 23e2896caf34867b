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
struct ConsignmentFacts {
  ConsignmentId consignment;
  LaneId lane;
  std::string direction;  // outbound return
  SiteId from_site, to_site;
  OrgId carrier;
  std::string vehicle;
  PersonId driver;
  std::string state;      // booked packed papers_complete handed_over in_transit at_border export_cleared import_cleared delivered received refused
  Instant depart_at, eta; // eta: planned arrival plus the delay reported so far
  std::int64_t delay_minutes = 0;
};
std::optional<ConsignmentFacts> consignment(Db& db, const ConsignmentId& id);
std::vector<ConsignmentFacts> consignments(Db& db);
std::vector<LaneWindow> laneWindows(Db& db, const LaneId& lane);  // in the order they are passed
std::optional<ConsignmentId> consignmentOfPackage(Db& db, const ItemId& package);
std::vector<ItemId> packagesOf(Db& db, const ConsignmentId& id);

}  // namespace isotrail::logistics
