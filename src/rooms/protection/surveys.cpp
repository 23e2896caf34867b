// Surveys of places: what is contaminated, and that a later survey found it clean.
#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/production/facts.h"
#include "rooms/protection/commands.h"
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

}  // namespace

Verdict surveyPlace(Act& act, const SurveyPlace& c) {
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (!c.rate && !c.wipe) return Refusal::field({"rate", "MISSING_FIELD", "", "a dose rate or a wipe", 0, 0});
  if (c.place.find_first_not_of(' ') == std::string::npos || c.place.size() > 80)
    return Refusal::field({"place", "BAD_VALUE", c.place, "1 to 80 characters", 0, 0});
  requireOwn(act, site->org, c.site.str().c_str());
  production::requireEquipment(act, c.meter, "survey_meter", c.site);
  instruments::requireChecked(act, c.meter);
  if (c.wipe_counter) {
    production::requireEquipment(act, *c.wipe_counter, "wipe_counter", c.site);
    instruments::requireChecked(act, *c.wipe_counter);
  }
  if (auto v = act.gates().verdict(); !v) return v;
  const SurfaceLimit l = limitOf(c.area, c.alpha.value_or(false));
  const bool high = (c.rate && c.rate->value * 1e6 > l.usv_h * (1 + 1e-9)) || (c.wipe && c.wipe->value > l.bq_cm2 * (1 + 1e-9));
  Json payload = encodePayload(c);
  payload.set("limit_bq_cm2", l.bq_cm2).set("limit_usv_h", l.usv_h).set("clause", l.clause).set("verdict", high ? "fail" : "pass");
  act.emit(c.site, "protection/" + c.site.str(), "protection.PlaceSurveyed", payload);
  act.answer(Json::object({{"verdict", high ? "fail" : "pass"}, {"limit_bq_cm2", l.bq_cm2}, {"limit_usv_h", l.usv_h}}));
  return Done{};
}

void applyProtection(Db& db, const Event& e) {
  const Json& p = e.payload;
  Json doc = p;
  if (e.is("protection.DoseRecorded")) {
    const std::string id = p["dosimeter"].text() + " " + p["quantity"].text() + " " + p["from"].text() + " " + p["person"].text();
    kDoses.put(db, {id, p["person"].text(), "", doc.set("at", e.occurred_at.iso()).set("by", e.actor.str())});
  }
  if (e.is("protection.PlaceSurveyed"))
    kPlaces.put(db, {p["site"].text() + " " + p["place"].text(), p["site"].text(), p["verdict"].text() == "pass" ? "clean" : "contaminated",
                     doc.set("at", e.occurred_at.iso()).set("by", e.actor.str())});
}

Result<Json> placesView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kPlaces.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (!site || !(site->org == q.caller.org || q.caller.has("admin") || q.caller.has("regulator"))) continue;
    Json j = card.doc;
    list.push(j.set("state", card.state).set("zone", site->zone));
  }
  return Json::object({{"places", list}});
}

}  // namespace isotrail::protection
