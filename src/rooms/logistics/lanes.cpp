// Vehicles, lanes, windows and paper rules: what must be in place before anything is booked.
#include "desk/words.h"
#include "rooms/logistics/commands.h"
#include "rooms/logistics/papers.h"
#include "rooms/logistics/windows.h"

namespace isotrail::logistics {
namespace {

/// Master data that belongs to no site is on the registry's chain.
const SiteId kRegistry("registry");

struct LaneEnds {
  identity::SiteFacts from, to;
};
Result<LaneEnds> laneEnds(Db& db, const LaneId& lane) {
  const auto card = kLanes.find(db, lane.str());
  if (!card) return notFound("lane", lane.str());
  return LaneEnds{*identity::site(db, SiteId(card->doc["from_site"].text())), *identity::site(db, SiteId(card->doc["to_site"].text()))};
}

/// An export post stands in the zone where the goods come from, an import post where they go to. In one zone, a post that
/// already clears the other way serves the return.
std::string legOf(Db& db, const SetWindow& c, const LaneEnds& ends) {
  if (c.leg) return *c.leg;
  const bool is_export = c.direction == "export";
  if (ends.from.zone != ends.to.zone) return (c.zone == ends.from.zone) == is_export ? "outbound" : "return";
  const std::string other = c.lane.str() + " outbound " + c.post.str() + (is_export ? " import" : " export");
  return kWindows.find(db, other) ? "return" : "outbound";
}

std::optional<FieldError> badWindow(const SetWindow& c, Instant now) {
  if (!isZone(c.zone)) return FieldError{"zone", "BAD_VALUE", c.zone, "an IANA zone such as Asia/Macau", 0, 0};
  if (!atTimeOfDay("opens", now, c.opens, c.zone)) return FieldError{"opens", "BAD_VALUE", c.opens, "a time of day such as 07:30", 0, 0};
  if (!atTimeOfDay("closes", now, c.closes, c.zone)) return FieldError{"closes", "BAD_VALUE", c.closes, "a time of day such as 08:15", 0, 0};
  if (c.opens == c.closes) return FieldError{"closes", "BAD_VALUE", c.closes, "another time than opens", 0, 0};
  if (c.leg && *c.leg != "outbound" && *c.leg != "return") return FieldError{"leg", "BAD_VALUE", *c.leg, "outbound|return", 0, 0};
  return std::nullopt;
}

std::vector<LaneWindow> timesOf(Db& db, const LaneId& lane, const std::string& leg) {
  std::vector<LaneWindow> out;
  for (const auto& w : windowsOf(db, lane, leg)) out.push_back(w.times);
  return out;
}

}  // namespace

Roads roads(Db& db) {
  Roads out;
  for (const auto& card : kLanes.all(db)) {
    const LaneId id(card.id);
    LaneFacts lane{id,
                   SiteId(card.doc["from_site"].text()),
                   SiteId(card.doc["to_site"].text()),
                   card.doc["name"].text(),
                   timesOf(db, id, "outbound"),
                   timesOf(db, id, "return"),
                   {}};
    for (const char* direction : {"outbound", "return"})
      for (const auto& rule : paperRules(db, id, direction))
        lane.papers.push_back(
            {rule.paper.str(), direction, rule.at, rule.issuer,
             Json::object(
                 {{"title", rule.title}, {"title_zh_hans", rule.title_zh_hans}, {"title_zh_hant", rule.title_zh_hant}, {"title_pt", rule.title_pt}}),
             rule.lead_time});
    out.lanes.push_back(std::move(lane));
  }
  for (const auto& card : kVehicles.all(db))
    out.vehicles.push_back({EquipmentId(card.id), OrgId(card.doc["org"].text()), card.doc["plate"].text(), instantIn(card.doc["licence_until"])});
  return out;
}

Verdict registerVehicle(Act& act, const RegisterVehicle& c) {
  if (kVehicles.find(act.db(), c.vehicle.str())) return alreadyExists("vehicle", c.vehicle.str());
  if (!identity::org(act.db(), c.org)) return notFound("org", c.org.str());
  requireOwn(act, c.org, c.vehicle.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(kRegistry, "logistics/vehicle." + c.vehicle.str(), "logistics.VehicleRegistered", encodePayload(c));
  return Done{};
}

Verdict openLane(Act& act, const OpenLane& c) {
  if (kLanes.find(act.db(), c.lane.str())) return alreadyExists("lane", c.lane.str());
  const auto from = identity::site(act.db(), c.from_site);
  if (!from) return notFound("from_site", c.from_site.str());
  if (!identity::site(act.db(), c.to_site)) return notFound("to_site", c.to_site.str());
  if (c.from_site == c.to_site) return Refusal::field({"to_site", "BAD_VALUE", c.to_site.str(), "another site than from_site", 0, 0});
  requireOwn(act, from->org, c.from_site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.from_site, "logistics/lane." + c.lane.str(), "logistics.LaneOpened", encodePayload(c));
  return Done{};
}

Verdict setWindow(Act& act, const SetWindow& c) {
  const auto ends = laneEnds(act.db(), c.lane);
  if (!ends) return ends.refusal();
  if (auto bad = badWindow(c, act.now())) return Refusal::field(*bad);
  requireOwn(act, ends->from.org, c.lane.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  SetWindow recorded = c;
  recorded.leg = legOf(act.db(), c, *ends);
  act.emit(ends->from.site, "logistics/lane." + c.lane.str(), "logistics.WindowSet", encodePayload(recorded));
  return Done{};
}

Verdict setPaperRule(Act& act, const SetPaperRule& c) {
  const auto ends = laneEnds(act.db(), c.lane);
  if (!ends) return ends.refusal();
  requireOwn(act, ends->from.org, c.lane.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(ends->from.site, "logistics/lane." + c.lane.str(), "logistics.PaperRuleSet", encodePayload(c));
  return Done{};
}

}  // namespace isotrail::logistics
