// How sure the plan of a day is: each patient's chance, lateness, the cost to be expected, and what a spare run would save.
#include <algorithm>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/outlook/outlook.h"
#include "solver/robust/risk.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr std::int64_t kUsualDays = 400, kLeastDays = 10, kMostDays = 2000;
constexpr int kSpareDays = 150;  // that each spare is tried in

/// The plan with its beams set as they are to be: what a run makes is what is drawn and the reserve, not the line's whole.
rppd::Plan withBeamsSet(const PlannedDay& day, const rppd::Checked& checked) {
  rppd::Plan plan = day.plan;
  for (auto& r : plan.runs) r.made = activitiesOf(day, r, checked).makes;
  return plan;
}

/// A spare may not be on a cyclotron that another run has.
bool possible(const PlannedDay& day, const solver::SpareOffer& offer) {
  PlannedDay with = day;
  with.plan.runs.push_back(offer.spare.run);
  return breaksOf(with, rppd::checkPlan(with.instance, with.plan)).empty();
}

Json spareJson(const PlannedDay& day, const solver::SpareOffer& offer) {
  const auto& run = offer.spare.run;
  const auto& site = day.instance.sites[static_cast<std::size_t>(run.site)];
  return Json::object({{"run", "R" + std::to_string(offer.spare.of + 1)},
                       {"site", site.id},
                       {"line", site.lines[static_cast<std::size_t>(run.line)].id},
                       {"starts", day.clock().at(run.start).iso()},
                       {"beam_minutes", run.beam},
                       {"price_eur", offer.price},
                       {"patients", offer.patients},
                       {"eur_per_patient", offer.per_patient()}});
}

Json orderRow(ViewRequest& q, const Card& card, const Json& o, const Json& frame, const solver::OrderRisk& risk) {
  const std::string& hospital = o["hospital"].text();
  const auto product = catalogue::product(q.db, ProductId(o["product"].text()));
  const std::string& zone = frame["hospitals"][hospital]["zone"].text();
  Json j = Json::object({{"order", o["order"]}, {"patient", seesPatient(q, card, hospital) ? o["patient"] : Json("")}, {"hospital", hospital}});
  j.set("product_name", product ? catalogue::productName(*product, q.language) : o["product"].text());
  j.set("inject_at", o["inject_at"]).set("inject_at_local", showInstant(instantIn(o["inject_at"]), zone.empty() ? frame["zone"].text() : zone));
  return j.set("chance", risk.whole).set("on_time", risk.on_time).set("late_p90_minutes", risk.late_p90);
}

Result<solver::Spreads> spreadsFor(ViewRequest& q, const RiskOfDay& c) {
  if (c.spreads) return solver::readSpreads(c.spreads->dump());
  if (!c.learned.value_or(false)) return solver::Spreads{};
  return learnedSpreads(missesOf(q, "", localDay(q.now, "Etc/UTC")));
}

}  // namespace

Json spreadsJson(const solver::Spreads& s) {
  const auto list = [](const solver::Spread& x) { return Json::array().push(x.least).push(x.likely).push(x.most); };
  return Json::object({{"yield", list(s.yield)},
                       {"synthesis", list(s.synthesis)},
                       {"tests", list(s.tests)},
                       {"road", list(s.road)},
                       {"border", list(s.border)},
                       {"failures", s.failures}});
}

Result<Json> riskOfDay(ViewRequest& q, const RiskOfDay& c) {
  const auto card = dayFor(q, c.plan.str());
  if (!card) return notFound("plan", c.plan.str());
  const std::int64_t days = c.days.value_or(kUsualDays);
  if (days < kLeastDays || days > kMostDays) return Refusal::field({"days", "BAD_VALUE", std::to_string(days), "10 ... 2000", 0, 0});
  const auto spreads = spreadsFor(q, c);
  if (!spreads) return spreads.refusal();
  const PlannedDay day = dayOf(card->doc);
  const auto plan = withBeamsSet(day, rppd::checkPlan(day.instance, day.plan));
  const auto seed = static_cast<std::uint64_t>(std::max<std::int64_t>(0, c.seed.value_or(1)));
  const auto risk = solver::rehearse(day.instance, plan, *spreads, static_cast<int>(days), seed);
  Json orders = Json::array(), spares = Json::array();
  for (std::size_t o = 0; o < risk.orders.size(); ++o) orders.push(orderRow(q, *card, day.orders.items()[o], day.frame, risk.orders[o]));
  for (const auto& offer : solver::offerSpares(day.instance, plan, *spreads, std::min(kSpareDays, static_cast<int>(days)), seed))
    if (possible(day, offer)) spares.push(spareJson(day, offer));
  return Json::object({{"plan", card->id},
                       {"days", days},
                       {"seed", c.seed.value_or(1)},
                       {"patients", risk.patients},
                       {"patients_error", risk.error_patients},
                       {"cost_eur", risk.cost},
                       {"cost_error_eur", risk.error_cost},
                       {"cost_p90_eur", risk.cost_p90},
                       {"late_p90_minutes", risk.late_p90},
                       {"spreads", spreadsJson(*spreads)},
                       {"orders", orders},
                       {"spares", spares}});
}

}  // namespace isotrail::planning
