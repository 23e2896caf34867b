// Booking a consignment and what changes its times.
#include "desk/words.h"
#include "rooms/logistics/commands.h"
#include "rooms/logistics/records.h"

namespace isotrail::logistics {
namespace {

/// Vehicle and driver are the carrier's, and the vehicle may still carry class 7 goods when it arrives.
void requireCrew(Act& act, const BookConsignment& c, const Card& vehicle, const identity::PersonFacts& driver) {
  const Json params = Json::object({{"vehicle", c.vehicle.str()}, {"driver", c.driver.str()}, {"carrier", c.carrier.str()}});
  act.gates().check(vehicle.parent == c.carrier.str(), "VEHICLE_NOT_CARRIERS", "LOG-02", "house rule", params);
  act.gates().check(driver.org == c.carrier, "DRIVER_NOT_CARRIERS", "LOG-02", "house rule", params);
  const Instant until = instantIn(vehicle.doc["licence_until"]);
  Json licence = params;
  licence.set("until", until.iso()).set("until_local", showInstant(until, "Asia/Macau"));
  act.gates().check(until > c.arrive_at, "VEHICLE_LICENCE_EXPIRED", "LOG-03", "State Council Order 562 (vehicles for radioactive goods)", licence);
}

}  // namespace

Verdict bookConsignment(Act& act, const BookConsignment& c) {
  if (kConsignments.find(act.db(), c.consignment.str())) return alreadyExists("consignment", c.consignment.str());
  const auto lane = kLanes.find(act.db(), c.lane.str());
  if (!lane) return notFound("lane", c.lane.str());
  if (!identity::org(act.db(), c.carrier)) return notFound("carrier", c.carrier.str());
  const auto vehicle = kVehicles.find(act.db(), c.vehicle.str());
  if (!vehicle) return notFound("vehicle", c.vehicle.str());
  const auto driver = identity::person(act.db(), c.driver);
  if (!driver) return notFound("driver", c.driver.str());
  if (c.arrive_at <= c.depart_at) return Refusal::field({"arrive_at", "BAD_VALUE", c.arrive_at.iso(), "an instant after depart_at", 0, 0});
  if (c.arrive_at <= act.now()) return Refusal::field({"arrive_at", "BAD_VALUE", c.arrive_at.iso(), "an instant to come", 0, 0});
  const bool outbound = c.direction == "outbound";
  const std::string& from = lane->doc[outbound ? "from_site" : "to_site"].text();
  const std::string& to = lane->doc[outbound ? "to_site" : "from_site"].text();
  const auto consignor = identity::site(act.db(), SiteId(from));
  requireOwn(act, consignor->org, from.c_str());
  requireCrew(act, c, *vehicle, *driver);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("from_site", from).set("to_site", to).set("depart_at_local", showInstant(c.depart_at, consignor->zone));
  act.emit(SiteId(from), "logistics/" + c.consignment.str(), "logistics.ConsignmentBooked", payload);
  return Done{};
}

Verdict reportDelay(Act& act, const ReportDelay& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  const auto& facts = found->facts;
  if (facts.state == "delivered" || facts.state == "received" || facts.state == "refused") return outOfOrder("before delivery", facts.state);
  if (c.minutes.value <= 0) return Refusal::field({"minutes", "BAD_VALUE", "0 min", "more than 0 min", 0, 0});
  if (c.minutes > days(30)) return Refusal::field({"minutes", "BAD_VALUE", "", "at most 30 d", 0, 0});
  requireParty(act, *found);
  if (auto v = act.gates().verdict(); !v) return v;
  const Instant eta = facts.eta + c.minutes;
  Json payload = encodePayload(c);
  payload.set("minutes", c.minutes.value / 60.0).set("delay_minutes", (found->delay() + c.minutes).value / 60.0);
  payload.set("eta", eta.iso()).set("eta_local", showInstant(eta, found->to.zone));
  act.reason(c.reason);
  act.emit(chainOf(act, *found), found->stream(), "logistics.DelayReported", payload);
  act.answer(Json::object({{"eta", eta.iso()}, {"delay_minutes", payload["delay_minutes"]}}));
  return Done{};
}

}  // namespace isotrail::logistics
