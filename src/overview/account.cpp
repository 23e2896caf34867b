// The activity account of a site's day, nuclide by nuclide.
#include "desk/words.h"
#include "overview/sight.h"
#include "overview/views.h"
#include "rooms/identity/facts.h"
#include "trace/trace.h"
#include "units/time.h"

namespace isotrail::overview {
namespace {

Json lineJson(const AccountLine& l) {
  Json j = Json::object({{"nuclide", l.nuclide}, {"opening_atoms", l.opening}, {"in_atoms", l.in}, {"made_atoms", l.made}, {"grown_atoms", l.grown}});
  j.set("closing_atoms", l.closing).set("out_atoms", l.out).set("decayed_atoms", l.decayed).set("given_atoms", l.given);
  j.set("discharged_atoms", l.discharged)
      .set("cleared_atoms", l.cleared)
      .set("wasted_atoms", l.wasted)
      .set("lost_atoms", l.lost)
      .set("restated_atoms", l.restated);
  j.set("unexplained_atoms", l.unexplained).set("unexplained_limit_atoms", l.unexplained_limit).set("residue_atoms", l.residue());
  const double sigma = l.unexplained_limit / 2.0;  // the limit is two standard deviations of the day's measurements
  return j.set("unexplained_sigma", sigma > 0 ? Json(l.unexplained / sigma) : Json(0.0)).set("closes", l.closes());
}

}  // namespace

Result<Json> accountDayView(ViewRequest& q) {
  Sight sight(q);
  const SiteId id(q.param("site").empty() ? q.caller.site.str() : q.param("site"));
  const auto site = identity::site(q.db, id);
  if (!site || !sight.site(id)) return notFound("site", id.str());
  const std::string day = q.param("day").empty() ? localDay(q.now, site->zone) : q.param("day");
  const auto from = startOfDay("day", day, site->zone);
  if (!from) return from.refusal();
  const Instant to = std::min(std::max(q.now, *from), addLocalDays(*from, 1, site->zone));
  Json lines = Json::array();
  bool closes = true;
  for (const auto& l : dayAccount(q.db, id, *from, to)) {
    lines.push(lineJson(l));
    closes = closes && l.closes();
  }
  Json j = Json::object(
      {{"site", id.str()}, {"site_name", site->nameIn(q.language)}, {"zone", site->zone}, {"day", day}, {"from", from->iso()}, {"to", to.iso()}});
  return j.set("closes", closes).set("lines", lines);
}

}  // namespace isotrail::overview
