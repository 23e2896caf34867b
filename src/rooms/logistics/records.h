#pragma once
// The room's own tables, as folded from its entries, and what its commands and views read from them.
#include <string>
#include <vector>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"

namespace isotrail::logistics {

inline constexpr Shelf kVehicles("logistics_vehicle");
inline constexpr Shelf kLanes("logistics_lane");
inline constexpr Shelf kWindows("logistics_window");            // "lane leg post direction", under the lane
inline constexpr Shelf kPaperRules("logistics_paper_rule");     // "lane direction paper", under the lane
inline constexpr Shelf kConsignments("logistics_consignment");  // under the lane
inline constexpr Shelf kPackages("logistics_package");          // "consignment package", under the consignment

/// A consignment with its document: papers by name, posts by name, the halves of its transfers, numbers of its entries.
struct Consignment {
  ConsignmentFacts facts;
  Json doc;
  identity::SiteFacts from, to;
  bool outbound() const { return facts.direction == "outbound"; }
  std::string stream() const { return "logistics/" + facts.consignment.str(); }
  Seconds delay() const { return Seconds(doc["delay_s"].number()); }
};
/// NOT_FOUND names the field "consignment".
Result<Consignment> consignmentOf(Db& db, const ConsignmentId& id);

/// Whose chain an act on the road is written to: the actor's own site, else the consignor's.
SiteId chainOf(Act& act, const Consignment& c);
/// Gate NOT_A_PARTY: consignor, consignee, carrier, or a broker for one of them.
void requireParty(Act& act, const Consignment& c);
/// Whether `state` comes before custody has left the consignor.
bool beforeDeparture(const std::string& state);

void refilePaper(Db& db, const Event& before, const Event& corrected);
void applyLogistics(Db& db, const Event& event);
Result<Json> consignmentList(ViewRequest& q);
Result<Json> consignmentView(ViewRequest& q);

}  // namespace isotrail::logistics
