// Incidents: what went wrong, with which vessels and in which rooms, and from when to when one asks who handled them.
#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/protection/places.h"
#include "rooms/protection/records.h"
#include "trace/trace.h"

namespace isotrail::protection {
namespace {

constexpr std::size_t kMaxWords = 2000;
const std::vector<std::string> kNone;

/// A patient may be behind a syringe: then the words on the record do not hold the name.
void requireNoPatientsName(Act& act, const std::vector<std::string>& items, const char* field, const std::string& text) {
  for (const auto& id : items)
    if (const auto dose = hotlab::dose(act.db(), ItemId(id))) clinic::requireNoName(act, dose->patient, field, text);
}

}  // namespace

std::optional<IncidentFacts> incident(Db& db, const IncidentId& id) {
  const auto card = kIncidents.find(db, id.str());
  if (!card) return std::nullopt;
  const auto c = decodePayload<ReportIncident>(card->doc);
  IncidentFacts f{id, c.site, {}, {}, c.from, c.until};
  for (const auto& i : c.items.value_or(kNone)) f.items.emplace_back(i);
  for (const auto& r : c.rooms.value_or(kNone)) f.rooms.emplace_back(r);
  return f;
}

Verdict reportIncident(Act& act, const ReportIncident& c) {
  if (kIncidents.find(act.db(), c.incident.str())) return alreadyExists("incident", c.incident.str());
  if (auto site = ownSite(act, c.site); !site) return site.refusal();
  if (auto said = readWords("what", c.what, kMaxWords); !said) return said;
  const auto& items = c.items ? *c.items : kNone;
  const auto& rooms = c.rooms ? *c.rooms : kNone;
  if (items.empty() && rooms.empty()) return Refusal::field({"items", "MISSING_FIELD", "", "a vessel or a room it concerns", 0, 0});
  if (items.size() + rooms.size() > 50) return Refusal::field({"items", "BAD_VALUE", "", "at most 50 vessels and rooms", 0, 0});
  for (const auto& id : items)
    if (!findItem(act.db(), ItemId(id))) return notFound("items", id);
  for (const auto& id : rooms) {
    const auto room = kRooms.find(act.db(), id);
    if (!room || room->parent != c.site.str()) return notFound("rooms", id);
  }
  if (c.from > act.now()) return Refusal::field({"from", "BAD_VALUE", c.from.iso(), "not after now", 0, 0});
  if (c.until && *c.until <= c.from) return Refusal::field({"until", "BAD_VALUE", c.until->iso(), "an instant after from", 0, 0});
  requireNoPatientsName(act, items, "what", c.what);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "protection/" + c.incident.str(), "protection.IncidentReported", encodePayload(c));
  return Done{};
}

Verdict closeIncident(Act& act, const CloseIncident& c) {
  const auto card = kIncidents.find(act.db(), c.incident.str());
  if (!card) return notFound("incident", c.incident.str());
  if (card->state != "open") return outOfOrder("open", card->state);
  if (auto site = ownSite(act, SiteId(card->parent)); !site) return site.refusal();
  const auto reported = decodePayload<ReportIncident>(card->doc);
  for (const auto& [field, text] : {std::pair{"cause", &c.cause}, {"measures", &c.measures}}) {
    if (auto said = readWords(field, *text, kMaxWords); !said) return said;
    requireNoPatientsName(act, reported.items.value_or(kNone), field, *text);
  }
  // What is still contaminated is not over.
  std::string dirty;
  for (const auto& room : reported.rooms.value_or(kNone))
    for (const auto& point : kPoints.under(act.db(), room)) {
      const auto last = kPlaces.find(act.db(), card->parent + " " + point.id);
      if (last && last->state == "contaminated") dirty += (dirty.empty() ? "" : ", ") + point.id;
    }
  act.gates().check(dirty.empty(), "INCIDENT_NOT_CLEARED", "PRO-09", "house rule; GSR Part 3 para. 3.93 (surveys after contamination)",
                    Json::object({{"incident", c.incident.str()}, {"points", dirty}}));
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(SiteId(card->parent), "protection/" + c.incident.str(), "protection.IncidentClosed", encodePayload(c));
  return Done{};
}

void applyIncidents(Db& db, const Event& e) {
  const Json& p = e.payload;
  Json doc = p;
  if (e.is("protection.IncidentReported"))
    kIncidents.put(db, {p["incident"].text(), p["site"].text(), "open", doc.set("reported_at", e.occurred_at.iso()).set("by", e.actor.str())});
  if (e.is("protection.IncidentClosed"))
    if (auto card = kIncidents.find(db, p["incident"].text())) {
      card->state = "closed";
      card->doc.set("cause", p["cause"]).set("measures", p["measures"]).set("closed_at", e.occurred_at.iso()).set("closed_by", e.actor.str());
      kIncidents.put(db, *card);
    }
}

Result<Json> incidentsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kIncidents.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (!site || !seesSite(q, *site)) continue;
    Json j = card.doc;
    list.push(j.set("state", card.state).set("zone", site->zone));
  }
  return Json::object({{"incidents", list}});
}

}  // namespace isotrail::protection
