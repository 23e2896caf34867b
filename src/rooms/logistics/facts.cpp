#include "rooms/logistics/facts.h"

namespace isotrail::logistics {
std::optional<ConsignmentFacts> consignment(Db&, const ConsignmentId&) { return std::nullopt; }
std::vector<ConsignmentFacts> consignments(Db&) { return {}; }
std::vector<LaneWindow> laneWindows(Db&, const LaneId&) { return {}; }
std::optional<ConsignmentId> consignmentOfPackage(Db&, const ItemId&) { return std::nullopt; }
std::vector<ItemId> packagesOf(Db&, const ConsignmentId&) { return {}; }
}  // namespace isotrail::logistics
