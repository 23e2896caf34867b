// Surveys of places: what is contaminated, and that a later survey found it clean.
#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/production/facts.h"
#include "rooms/protection/places.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {
namespace {

struct SurfaceLimit {
  double bq_cm2 = 0, usv_h = 0;
  std::string clause;
};
SurfaceLimit limitOf(const std::string& area, bool alpha) {
  static const DataTable table("data/surface_limits.csv");
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "area") == area)
      return {table.number(i, alpha ? "alpha_bq_cm2" : "beta_bq_cm2"), table.number(i, "rate_usv_h"), table.text(i, "clause")};
  ISOTRAIL_CHECK(false);
}

/// The survey with place and area as the plan has them, and the room it is in; as said where it is no point of the plan.
Result<Json> placed(Act& act, SurveyPlace c) {
  if (!c.point) {
    if (!c.place) return Refusal::field({"place", "MISSING_FIELD", "", "a place, or a point of the plan", 0, 0});
    if (!c.area) return Refusal::field({"area", "MISSING_FIELD", "", "controlled, supervised", 0, 0});
    if (auto said = readWords("place", *c.place, 80); !said) return said.refusal();
    return encodePayload(c);
  }
  const auto point = kPoints.find(act.db(), c.point->str());
  const auto room = point ? kRooms.find(act.db(), point->parent) : std::nullopt;
  if (!room || room->parent != c.site.str()) return notFound("point", c.point->str());
  c.place = point->doc["name"].text();
  c.area = room->doc["area"].text();
  if (!c.alpha && room->doc.has("alpha")) c.alpha = room->doc["alpha"].boolean();
  return encodePayload(c).set("room", room->id);
}

}  // namespace

Verdict surveyPlace(Act& act, const SurveyPlace& c) {
  if (auto site = ownSite(act, c.site); !site) return site.refusal();
  if (!c.rate && !c.wipe) return Refusal::field({"rate", "MISSING_FIELD", "", "a dose rate or a wipe", 0, 0});
  auto payload = placed(act, c);
  if (!payload) return payload.refusal();
  production::requireEquipment(act, c.meter, "survey_meter", c.site);
  instruments::requireChecked(act, c.meter);
  if (c.wipe_counter) {
    production::requireEquipment(act, *c.wipe_counter, "wipe_counter", c.site);
    instruments::requireChecked(act, *c.wipe_counter);
  }
  if (auto v = act.gates().verdict(); !v) return v;
  const SurfaceLimit l = limitOf((*payload)["area"].text(), (*payload)["alpha"].boolean());
  const bool high = (c.rate && c.rate->value * 1e6 > l.usv_h * (1 + 1e-9)) || (c.wipe && c.wipe->value > l.bq_cm2 * (1 + 1e-9));
  payload->set("limit_bq_cm2", l.bq_cm2).set("limit_usv_h", l.usv_h).set("clause", l.clause).set("verdict", high ? "fail" : "pass");
  act.emit(c.site, "protection/" + c.site.str(), "protection.PlaceSurveyed", *payload);
  act.answer(Json::object({{"verdict", high ? "fail" : "pass"}, {"limit_bq_cm2", l.bq_cm2}, {"limit_usv_h", l.usv_h}}));
  return Done{};
}

void applySurveys(Db& db, const Event& e) {
  if (!e.is("protection.PlaceSurveyed")) return;
  const Json& p = e.payload;
  const std::string id = p["site"].text() + " " + p[p.has("point") ? "point" : "place"].text();
  const bool clean = p["verdict"].text() == "pass";
  const auto before = kPlaces.find(db, id);
  Json doc = p;
  doc.set("at", e.occurred_at.iso()).set("by", e.actor.str());
  // Contaminated since the first survey that found it so, until one finds it clean.
  if (!clean) doc.set("contaminated_since", before && before->state == "contaminated" ? before->doc["contaminated_since"] : doc["at"]);
  kPlaces.put(db, {id, p["site"].text(), clean ? "clean" : "contaminated", doc});
}

Result<Json> placesView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kPlaces.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (!site || !seesSite(q, *site)) continue;
    Json j = card.doc;
    list.push(j.set("state", card.state).set("zone", site->zone));
  }
  return Json::object({{"places", list}});
}

std::vector<WarningFacts> warnings(Db& db, Instant now) {
  std::vector<WarningFacts> out;
  warnOfTasks(db, out);
  warnOfPublic(db, now, out);
  for (const auto& card : kPlaces.all(db))
    if (card.state == "contaminated")
      out.push_back(
          {WarningFacts::Kind::point, card.id, card.doc["place"].text(), SiteId(card.parent), 0, 0, instantIn(card.doc["contaminated_since"])});
  return out;
}

}  // namespace isotrail::protection
