// Custody: the consignor hands over, the driver takes over, the driver delivers. The halves of a transfer share its id.
#include <algorithm>

#include "desk/words.h"
#include "nuclide/transport.h"
#include "rooms/logistics/commands.h"
#include "rooms/logistics/packages.h"
#include "rooms/logistics/papers.h"
#include "rooms/logistics/windows.h"

namespace isotrail::logistics {
namespace {

constexpr double kVehicleIndexLimit = 50.0;  // SSR-6 Table 10, not under exclusive use
constexpr const char* kCrew = "State Council Order 562 (crew named in the permit)";

std::string departure(const Consignment& c) { return c.facts.consignment.str() + "/departure"; }
std::string arrival(const Consignment& c) { return c.facts.consignment.str() + "/arrival"; }

bool onTheRoad(const std::string& state) {
  return state == "in_transit" || state == "at_border" || state == "export_cleared" || state == "import_cleared";
}

Json packageList(const std::vector<ItemId>& packages) {
  Json list = Json::array();
  for (const auto& p : packages) list.push(p.str());
  return list;
}

Movement transferOf(const Consignment& c, MovementKind kind, const std::vector<ItemId>& packages, const std::string& transfer) {
  Movement m;
  m.kind = kind;
  m.items = packages;
  m.from = c.from.site;
  m.transfer = transfer;
  m.with = {{"vehicle", c.facts.vehicle}, {"person", c.facts.driver.str()}};
  return m;
}

/// What leaves is still here and the consignor's; what goes out to be used is neither on hold nor expired.
void requireStillFit(Act& act, const Consignment& c, const std::vector<Item>& all) {
  for (const auto& item : all) {
    Json params = Json::object({{"item", item.id.str()}, {"stage", item.stage}});
    act.gates().check(item.stage == "here" && item.org == c.from.org, "ITEM_NOT_HERE", "TR-01", "house rule", params);
    if (!c.outbound()) continue;
    std::string reason;
    const auto held = heldBy(act.db(), item.id, &reason);
    params.set("held", held ? held->str() : "").set("reason", reason).set("expires_at", item.expires_at ? item.expires_at->iso() : "");
    act.gates().check(!held, "ITEM_ON_HOLD", "TR-02", "house rule", params);
    act.gates().check(!item.expires_at || act.now() < *item.expires_at, "ITEM_EXPIRED", "TR-03", "house rule", params);
  }
}

/// The vehicle is licensed now, and with what it carries already its transport indices stay within 50.
void requireVehicle(Act& act, const Consignment& c) {
  const Instant until = instantIn(kVehicles.find(act.db(), c.facts.vehicle)->doc["licence_until"]);
  Json params = Json::object({{"vehicle", c.facts.vehicle}, {"until", until.iso()}, {"until_local", showInstant(until, c.from.zone)}});
  act.gates().check(act.now() < until, "VEHICLE_LICENCE_EXPIRED", "LOG-03", "State Council Order 562 (vehicles for radioactive goods)", params);
  std::vector<double> indices{transportIndexOf(act.db(), c.facts.consignment)};
  for (const auto& other : consignments(act.db()))
    if (other.vehicle == c.facts.vehicle && (onTheRoad(other.state) || other.state == "handed_over"))
      indices.push_back(transportIndexOf(act.db(), other.consignment));
  const double sum = consignmentIndex(indices);
  act.gates().check(sum <= kVehicleIndexLimit, "VEHICLE_TI_EXCEEDED", "LOG-13", "SSR-6 Table 10; GB 11806-2019", params.set("ti", sum));
}

void requireDriver(Act& act, const Consignment& c) {
  const std::string& person = act.caller().person.str();
  act.gates().check(person == c.facts.driver.str(), "NOT_THE_DRIVER", "LOG-08", kCrew,
                    Json::object({{"consignment", c.facts.consignment.str()}, {"driver", c.facts.driver.str()}, {"person", person}}));
}

std::vector<Item> allOf(Db& db, const std::vector<ItemId>& packages) {
  std::vector<Item> out;
  for (const auto& id : packages) {
    if (auto box = findItem(db, id)) out.push_back(std::move(*box));
    for (auto& inside : everythingIn(db, id)) out.push_back(std::move(inside));
  }
  return out;
}

Json activitiesJson(const std::vector<Item>& all, Instant now) {
  Json j = Json::object();
  for (const auto& [nuclide, by_product] : licensedActivities(all, now)) j.set(nuclide, total(by_product).value);
  return j;
}

}  // namespace

Verdict handOver(Act& act, const HandOver& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  const auto& facts = found->facts;
  if (facts.state == "booked") return outOfOrder("pack", "hand-over");
  if (!beforeDeparture(facts.state)) return outOfOrder("before hand-over", facts.state);
  const auto packages = packagesOf(act.db(), c.consignment);
  const auto all = allOf(act.db(), packages);
  requireOwn(act, found->from.org, c.consignment.str().c_str());
  const Json parties =
      Json::object({{"consignment", c.consignment.str()}, {"to", c.to}, {"driver", facts.driver.str()}, {"carrier", facts.carrier.str()}});
  act.gates().check(c.to == facts.driver.str() || c.to == facts.carrier.str(), "WRONG_CARRIER", "LOG-08", kCrew, parties);
  requirePapers(act, *found, "hand_over");
  requireStillFit(act, *found, all);
  requireVehicle(act, *found);
  requireCarrierLicence(act, *found, all);
  requireLicencesOfEnds(act, *found, all);
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m = transferOf(*found, MovementKind::hand_over, packages, departure(*found));
  m.to = found->to.site;
  Json payload = encodePayload(c);
  payload.set("packages", packageList(packages)).set("package_count", packages.size()).set("ti_total", transportIndexOf(act.db(), c.consignment));
  payload.set("activities_bq", activitiesJson(all, act.now())).set("carrier", facts.carrier.str()).set("driver", facts.driver.str());
  payload.set("vehicle", facts.vehicle).set("transfer", m.transfer);
  act.emit(found->from.site, found->stream(), "logistics.HandedOver", payload, m);
  return Done{};
}

Verdict takeOver(Act& act, const TakeOver& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  const auto& facts = found->facts;
  if (facts.state != "handed_over") return outOfOrder("hand-over", facts.state);
  requireOwn(act, facts.carrier, c.consignment.str().c_str());
  requireDriver(act, *found);
  const std::string& person = act.caller().person.str();
  act.gates().check(person != found->doc["handed_over"]["by"].text(), "SAME_PERSON_BOTH_HALVES", "LOG-09",
                    "MOT Order 2010 No. 6 (hand-over record); house rule", Json::object({{"consignment", c.consignment.str()}, {"person", person}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const auto packages = packagesOf(act.db(), c.consignment);
  Movement m = transferOf(*found, MovementKind::take_over, packages, departure(*found));
  m.to = found->to.site;
  m.to_org = facts.carrier;
  Json payload = encodePayload(c);
  payload.set("packages", packageList(packages)).set("carrier", facts.carrier.str()).set("driver", facts.driver.str()).set("vehicle", facts.vehicle);
  act.emit(chainOf(act, *found), found->stream(), "logistics.TakenOver", payload.set("transfer", m.transfer), m);
  return Done{};
}

Verdict deliver(Act& act, const Deliver& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  const auto& facts = found->facts;
  if (!onTheRoad(facts.state)) return outOfOrder("take-over", facts.state);
  for (const auto& w : windowsOf(act.db(), facts.lane, facts.direction))
    if (!cleared(*found, w)) return outOfOrder("clear " + w.times.direction + " at " + w.times.post, "deliver");
  requireOwn(act, facts.carrier, c.consignment.str().c_str());
  requireDriver(act, *found);
  if (auto v = act.gates().verdict(); !v) return v;
  const auto packages = packagesOf(act.db(), c.consignment);
  // Outbound the hospital's survey is the taker's half. Empties need none: they are back with their maker on delivery.
  Movement m = transferOf(*found, found->outbound() ? MovementKind::hand_over : MovementKind::receive, packages, arrival(*found));
  m.to = found->to.site;
  if (!found->outbound()) m.to_org = found->to.org;
  Json payload = encodePayload(c);
  payload.set("packages", packageList(packages)).set("to_site", facts.to_site.str()).set("carrier", facts.carrier.str());
  payload.set("driver", facts.driver.str()).set("vehicle", facts.vehicle).set("transfer", m.transfer);
  act.emit(chainOf(act, *found), found->stream(), "logistics.Delivered", payload, m);
  return Done{};
}

}  // namespace isotrail::logistics
