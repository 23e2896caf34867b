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
  std::string state;       // booked packed papers_complete handed_over in_transit at_border export_cleared import_cleared delivered received refused
  Instant depart_at, eta;  // eta: planned arrival plus the delay reported so far
  std::int64_t delay_minutes = 0;
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
std::optional<ConsignmentId> consignmentOfPackage(Db& db, const ItemId& package);
std::vector<ItemId> packagesOf(Db& db, const ConsignmentId& id);

}  // namespace isotrail::logistics
