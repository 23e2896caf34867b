// The plan of rooms with its points, and how each point stands.
#include <algorithm>

#include "desk/words.h"
#include "rooms/production/facts.h"
#include "rooms/protection/places.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {
namespace {

constexpr double kLargest = 1000.0;  // m; a plan is of one building
constexpr double kTouch = 1e-6;      // m; rooms share walls

struct Box {
  double x, y, right, bottom;
};
Box boxOf(const Json& room) {
  const double x = room["x_m"].number(), y = room["y_m"].number();
  return {x, y, x + room["width_m"].number(), y + room["height_m"].number()};
}
bool overlap(const Box& a, const Box& b) {
  return a.x < b.right - kTouch && b.x < a.right - kTouch && a.y < b.bottom - kTouch && b.y < a.bottom - kTouch;
}
bool inside(const Box& b, double x, double y) { return x >= b.x - kTouch && x <= b.right + kTouch && y >= b.y - kTouch && y <= b.bottom + kTouch; }

void requireFree(Act& act, const DrawRoom& c, const Box& box) {
  std::string others;
  for (const auto& card : kRooms.under(act.db(), c.site.str()))
    if (card.id != c.room.str() && overlap(box, boxOf(card.doc))) others += (others.empty() ? "" : ", ") + card.id;
  act.gates().check(others.empty(), "ROOMS_OVERLAP", "PRO-04", "house rule", Json::object({{"room", c.room.str()}, {"others", others}}));
  // A point would be left outside the walls.
  std::string left;
  for (const auto& p : kPoints.under(act.db(), c.room.str()))
    if (!inside(box, p.doc["x_m"].number(), p.doc["y_m"].number())) left += (left.empty() ? "" : ", ") + p.id;
  act.gates().check(left.empty(), "POINT_OUTSIDE_ROOM", "PRO-04", "house rule", Json::object({{"room", c.room.str()}, {"points", left}}));
}

Json pointJson(ViewRequest& q, const Card& room, const Card& point) {
  const auto last = kPlaces.find(q.db, room.parent + " " + point.id);
  const Seconds every(point.doc["every_s"].number());
  const Instant due = instantIn(last ? last->doc["at"] : point.doc["since"]) + every;
  const bool dirty = last && last->state == "contaminated", overdue = q.now >= due;
  Json j = Json::object({{"point", point.id}, {"room", room.id}, {"name", point.doc["name"]}, {"x_m", point.doc["x_m"]}, {"y_m", point.doc["y_m"]}});
  j.set("every_s", every.value).set("due", due.iso()).set("overdue", overdue).set("last", last ? last->doc : Json());
  j.set("state", dirty ? "contaminated" : overdue ? "overdue" : last ? "clean" : "unsurveyed");
  return j.set("contaminated_since", last ? last->doc["contaminated_since"] : Json());
}

}  // namespace

bool seesSite(const ViewRequest& q, const identity::SiteFacts& site) {
  return site.org == q.caller.org || q.caller.has("admin") || (q.caller.has("regulator") && q.caller.jurisdiction == site.jurisdiction);
}
Result<identity::SiteFacts> ownSite(Act& act, const SiteId& id) {
  const auto site = identity::site(act.db(), id);
  if (!site) return notFound("site", id.str());
  requireOwn(act, site->org, id.str().c_str());
  return *site;
}
Verdict readWords(const char* field, const std::string& text, std::size_t most) {
  if (text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= most) return Done{};
  return Refusal::field({field, "BAD_VALUE", text.substr(0, 80), "1 to " + std::to_string(most) + " characters", 0, 0});
}

std::optional<RoomFacts> planRoom(Db& db, const RoomId& id) {
  const auto card = kRooms.find(db, id.str());
  if (!card) return std::nullopt;
  RoomFacts f{id, SiteId(card->parent), card->doc["name"].text(), {}};
  for (const auto& e : card->doc["equipment"].items()) f.equipment.emplace_back(e.text());
  return f;
}

Verdict drawRoom(Act& act, const DrawRoom& c) {
  if (auto site = ownSite(act, c.site); !site) return site.refusal();
  if (auto said = readWords("name", c.name, 80); !said) return said;
  if (const auto before = kRooms.find(act.db(), c.room.str()); before && before->parent != c.site.str()) return alreadyExists("room", c.room.str());
  for (const auto& [field, length] : {std::pair{"width", c.width}, {"height", c.height}})
    if (!(length.value > 0 && length.value <= kLargest)) return Refusal::field({field, "BAD_VALUE", "", "more than 0 and at most 1000 m", 0, 0});
  const Json payload = encodePayload(c);
  const std::vector<std::string> none;
  for (const auto& id : c.equipment ? *c.equipment : none) {
    const auto known = production::equipment(act.db(), EquipmentId(id));
    if (!known || known->site != c.site) return notFound("equipment", id);
  }
  requireFree(act, c, boxOf(payload));
  requireClass(act, c.room, c.workplace_class.value_or(""), "", 0);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "protection/" + c.room.str(), "protection.RoomDrawn", payload);
  return Done{};
}

Verdict setPoint(Act& act, const SetPoint& c) {
  const auto room = kRooms.find(act.db(), c.room.str());
  if (!room) return notFound("room", c.room.str());
  const auto site = ownSite(act, SiteId(room->parent));
  if (!site) return site.refusal();
  if (auto said = readWords("name", c.name, 80); !said) return said;
  if (!(c.every.value >= 60)) return Refusal::field({"every", "BAD_VALUE", "", "1 min or more", 0, 0});
  const auto before = kPoints.find(act.db(), c.point.str());
  const auto old_room = before ? kRooms.find(act.db(), before->parent) : std::nullopt;
  if (old_room && old_room->parent != room->parent) return alreadyExists("point", c.point.str());
  act.gates().check(inside(boxOf(room->doc), c.x.value, c.y.value), "POINT_OUTSIDE_ROOM", "PRO-04", "house rule",
                    Json::object({{"room", c.room.str()}, {"points", c.point.str()}}));
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(site->site, "protection/" + c.point.str(), "protection.PointSet", encodePayload(c));
  return Done{};
}

void applyPlan(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("protection.RoomDrawn")) kRooms.put(db, {p["room"].text(), p["site"].text(), "", p});
  if (e.is("protection.PointSet")) {
    const auto before = kPoints.find(db, p["point"].text());
    Json doc = p;
    doc.set("since", before ? before->doc["since"] : Json(e.occurred_at.iso()));
    kPoints.put(db, {p["point"].text(), p["room"].text(), "", doc});
  }
}

Result<Json> planView(ViewRequest& q) {
  Json rooms = Json::array(), points = Json::array(), monitors = Json::array();
  for (const auto& card : kRooms.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (!site || !seesSite(q, *site) || (!q.param("site").empty() && q.param("site") != card.parent)) continue;
    Json j = card.doc;
    rooms.push(j.set("zone", site->zone));
    for (const auto& p : kPoints.under(q.db, card.id)) points.push(pointJson(q, card, p).set("zone", site->zone));
  }
  for (const auto& card : kMonitors.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (!site || !seesSite(q, *site) || !card.doc.has("x_m") || !card.doc.has("y_m")) continue;
    if (!q.param("site").empty() && q.param("site") != card.parent) continue;
    monitors.push(Json::object({{"monitor", card.id}, {"site", card.parent}, {"x_m", card.doc["x_m"]}, {"y_m", card.doc["y_m"]}}));
  }
  return Json::object({{"rooms", rooms}, {"points", points}, {"monitors", monitors}});
}

}  // namespace isotrail::protection
