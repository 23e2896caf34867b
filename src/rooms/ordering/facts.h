#pragma once
// Orders by patient slot.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::ordering {

struct OrderFacts {
  OrderId order;
  PatientId patient;
  ProductId product;
  Activity activity;   // wanted at injection
  Fraction tolerance;  // of activity, either side
  Instant inject_at;
  SiteId site;  // the hospital's
  SiteId maker_site;
  OrgId org;          // the hospital
  std::string state;  // requested promised drawn fulfilled cancelled
};
std::optional<OrderFacts> order(Db& db, const OrderId& id);
/// Of a hospital site ("" all), with inject_at in [from, to), by inject_at.
std::vector<OrderFacts> orders(Db& db, const SiteId& site, Instant from, Instant to);
/// Promised to `site` and neither on the road to it nor there: counts against its cap at the activity of injection.
Activity reserved(Db& db, const SiteId& site, const std::string& nuclide, Instant at);

}  // namespace isotrail::ordering
