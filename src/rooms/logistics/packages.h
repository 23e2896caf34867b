#pragma once
// What is inside packages, and the nuclides that licences are asked about.
#include <map>
#include <string>
#include <vector>

#include "rooms/logistics/records.h"
#include "trace/trace.h"

namespace isotrail::logistics {

/// Everything inside a container, through inner packages.
std::vector<Item> everythingIn(Db& db, const ItemId& container);
/// Sum of the transport indices of a consignment's packages.
double transportIndexOf(Db& db, const ConsignmentId& consignment);

/// Activity at `t` of each nuclide that a licence is asked about, by product ("" none): progeny is counted with its parent,
/// and what is below the exempt quantity for transport (SSR-6 para. 405) is not asked about.
using Activities = std::map<std::string, std::map<ProductId, Activity>>;
Activities licensedActivities(const std::vector<Item>& contents, Instant t);
Activity total(const std::map<ProductId, Activity>& by_product);

/// Gates LICENCE_MISSING, LICENCE_EXPIRED and CAP_EXCEEDED of both ends for what is about to leave: the consignor may hold what
/// stays behind, the consignee what arrives. What fills promised orders is reserved there already and is not counted twice.
void requireLicencesOfEnds(Act& act, const Consignment& c, const std::vector<Item>& contents);
/// Gates CARRIER_LICENCE_MISSING, CARRIER_LICENCE_EXPIRED and CARRIER_CAP_EXCEEDED.
void requireCarrierLicence(Act& act, const Consignment& c, const std::vector<Item>& contents);

}  // namespace isotrail::logistics
