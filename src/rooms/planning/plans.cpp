// Making and publishing plans.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/planning/commands.h"
#include "rooms/planning/facts.h"
#include "rooms/planning/problem.h"

namespace isotrail::planning {
namespace {

std::string stream(const PlanId& plan) { return "planning/" + plan.str(); }

/// A border that nobody described must not look open: a lane to another jurisdiction needs windows on record.
void requireWindows(Act& act, const MakePlan& c, const std::vector<ordering::OrderFacts>& orders, const std::vector<solver::Stage>& stages,
                    const std::string& from) {
  const bool described = std::any_of(stages.begin(), stages.end(), [](const auto& s) { return !s.windows.empty(); });
  bool abroad = false;
  for (const auto& o : orders)
    if (auto site = identity::site(act.db(), o.site)) abroad = abroad || site->jurisdiction != from;
  act.gates().check(described || !abroad, "LANE_WITHOUT_WINDOWS", "PLA-04", "house rule", Json::object({{"lane", c.lane.str()}}));
}

/// The orders a plan is for: those named, or all promised ones of the day.
Result<std::vector<ordering::OrderFacts>> wanted(Act& act, const MakePlan& c, Instant from, Instant to) {
  std::vector<ordering::OrderFacts> out;
  if (!c.orders) {
    for (auto& o : ordering::orders(act.db(), SiteId(""), from, to))
      if (o.product == c.product && o.maker_site == c.maker_site && o.state == "promised") out.push_back(std::move(o));
    return out;
  }
  for (const auto& id : *c.orders) {
    auto o = ordering::order(act.db(), OrderId(id));
    if (!o) return notFound("orders", id);
    const Json params = Json::object({{"order", id}, {"state", o->state}, {"product", o->product.str()}, {"maker_site", o->maker_site.str()}});
    const bool fits = o->state == "promised" && o->product == c.product && o->maker_site == c.maker_site;
    act.gates().check(fits, "ORDER_NOT_FOR_PLAN", "PLA-03", "house rule", params);
    out.push_back(std::move(*o));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.inject_at < b.inject_at; });
  return out;
}

Json stagesJson(const solver::Plan& plan) {
  Json list = Json::array();
  for (const auto& s : plan.stages)
    list.push(Json::object({{"code", s.code}, {"starts", s.starts.iso()}, {"ends", s.ends.iso()}, {"slack_s", s.slack.value}, {"waits", s.waits}}));
  return list;
}

void putOrders(Json& payload, const std::vector<ordering::OrderFacts>& orders, const solver::Plan& plan) {
  Json served = Json::array(), unserved = Json::array();
  for (const auto& o : orders) {
    const auto lost = std::find_if(plan.unserved.begin(), plan.unserved.end(), [&](const auto& u) { return u.order == o.order.str(); });
    Json j =
        Json::object({{"order", o.order.str()}, {"patient", o.patient.str()}, {"inject_at", o.inject_at.iso()}, {"activity_bq", o.activity.value}});
    if (lost == plan.unserved.end())
      served.push(j);
    else
      unserved.push(j.set("code", lost->code));
  }
  payload.set("served", served).set("unserved", unserved);
}

}  // namespace

Verdict makePlan(Act& act, const MakePlan& c) {
  if (plan(act.db(), c.plan)) return alreadyExists("plan", c.plan.str());
  auto product = catalogue::product(act.db(), c.product);
  if (!product) return notFound("product", c.product.str());
  auto site = identity::site(act.db(), c.maker_site);
  if (!site) return notFound("maker_site", c.maker_site.str());
  if (product->kind == "generator")
    return Refusal::field({"product", "BAD_VALUE", c.product.str(), "a product that travels; generator products are made at the hospital", 0, 0});
  const std::string day = c.day ? *c.day : localDay(act.now(), site->zone);
  auto from = startOfDay("day", day, site->zone);
  if (!from) return from.refusal();
  auto orders = wanted(act, c, *from, addLocalDays(*from, 1, site->zone));
  if (!orders) return orders.refusal();
  auto stages = stagesOf(act.db(), product->kind, c.lane, *from);
  if (!stages) return stages.refusal();
  requireOwn(act, site->org, c.maker_site.str().c_str());
  act.gates().check(!orders->empty(), "NO_ORDERS", "PLA-02", "house rule", Json::object({{"product", c.product.str()}, {"day", day}}));
  requireWindows(act, c, *orders, *stages, site->jurisdiction);
  if (auto v = act.gates().verdict(); !v) return v;
  const LineValues line = lineValues(act.db(), c.maker_site, *product);
  const solver::Plan answer = serveMost(problemOf(*product, *orders, std::move(*stages), line));
  Json payload = encodePayload(c);
  payload.set("day", day).set("nuclide", product->nuclide).set("stages", stagesJson(answer)).set("line", line.toJson());
  payload.set("needed_at_first_injection_bq", answer.needed_at_first_injection.value).set("needed_eos_bq", answer.needed_eos.value);
  payload.set("needed_eob_bq", answer.needed_eob.value).set("beam_s", answer.beam_time.value);
  putOrders(payload, *orders, answer);
  const Json result = Json::object({{"served", payload["served"].size()}, {"unserved", payload["unserved"]}, {"stages", payload["stages"]}});
  payload.set("served_count", payload["served"].size()).set("unserved_count", payload["unserved"].size());
  act.emit(c.maker_site, stream(c.plan), "planning.PlanMade", payload);
  act.answer(result);
  return Done{};
}

Verdict publishPlan(Act& act, const PublishPlan& c) {
  auto p = plan(act.db(), c.plan);
  if (!p) return notFound("plan", c.plan.str());
  if (p->state != "draft") return outOfOrder("draft", p->state);
  auto site = identity::site(act.db(), p->maker_site);
  requireOwn(act, site->org, p->maker_site.str().c_str());
  act.gates().check(p->stages.size() > 0, "PLAN_SERVES_NOBODY", "PLA-02", "house rule", Json::object({{"plan", c.plan.str()}}));
  if (p->stages.size() > 0) {
    const Instant begins = instantIn(p->stages.items().front()["starts"]);
    act.gates().check(act.now() <= begins, "PLAN_TOO_LATE", "PLA-01", "house rule",
                      Json::object({{"plan", c.plan.str()},
                                    {"stage", p->stages.items().front()["code"]},
                                    {"starts", begins.iso()},
                                    {"starts_local", showInstant(begins, site->zone)}}));
  }
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(p->maker_site, stream(c.plan), "planning.PlanPublished", encodePayload(c));
  return Done{};
}

}  // namespace isotrail::planning
