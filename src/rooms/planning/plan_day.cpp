// Making, changing and publishing the plan of a whole day.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/planning/commands.h"
#include "rooms/planning/what_if/anew.h"
#include "rooms/planning/day/reasons.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/search_day.h"
#include "solver/rppd/write.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr double kLongest = 1.0;  // s a search by time may keep the line of commands waiting
// s after which one by moves is broken off, which its work (kMostWork) keeps far away: on any machine it finds the same, and so does the entry
constexpr double kBrokenOff = 20.0;

std::string stream(const PlanId& plan) { return "planning/" + plan.str(); }

/// Own sites, and sites that an own one has a lane to.
void requireSites(Act& act, const std::vector<SiteId>& sites) {
  std::vector<SiteId> mine;
  for (const auto& id : sites)
    if (identity::site(act.db(), id)->org == act.caller().org || act.caller().has("admin")) mine.push_back(id);
  if (mine.empty()) return requireOwn(act, identity::site(act.db(), sites.front())->org, sites.front().str().c_str());
  auto reached = mine;
  addHotLabs(act.db(), reached);
  for (const auto& id : sites)
    if (std::find(reached.begin(), reached.end(), id) == reached.end()) requireOwn(act, identity::site(act.db(), id)->org, id.str().c_str());
}

void requireFeasible(Act& act, const PlannedDay& day, const rppd::Checked& checked) {
  for (const auto& v : breaksOf(day, checked)) {
    Json params = onTheClock(v.params, day.clock());
    act.gates().check(false, v.code, "PLA-10", "house rule", params.set("path", v.path));
  }
}

Json effortJson(const solver::search::Progress& end, std::int64_t seed) {
  return Json::object({{"seconds", end.seconds}, {"moves", end.moves}, {"bound", end.bound}, {"seed", seed}});
}

void putCost(Json& payload, double total, double bound) {
  payload.set("bound", bound).set("gap", total > 0.0 ? std::max(0.0, (total - bound) / total) : 0.0);
}

struct Found {
  solver::search::Solution solution;
  std::int64_t seed = 1;
};
Result<Found> findPlan(PlannedDay& day, const MakeDay& c) {
  Found out;
  out.seed = c.seed.value_or(1);
  if (c.found) {
    auto plan = rppd::readPlan((*c.found)["solution"].dump(), day.instance);
    if (!plan) return plan.refusal();
    out.solution.plan = std::move(*plan);
    out.solution.end.moves = (*c.found)["moves"].integer();
    out.solution.end.seconds = (*c.found)["seconds"].number();
    out.solution.end.bound = (*c.found)["bound"].number();
    return out;
  }
  const auto orders = static_cast<std::int64_t>(day.instance.orders.size());
  if (c.moves && *c.moves * orders > kMostWork)
    return Refusal::field(
        {"moves", "BAD_VALUE", std::to_string(*c.moves),
         "0 ... " + std::to_string(kMostWork / orders) + " for " + std::to_string(orders) + " orders; more as a job: planning/solve-day", 0, 0});
  Search search;
  search.moves = c.moves.value_or(c.seconds ? 0 : std::min(kUsualMoves, std::max<std::int64_t>(1, kUsualWork / orders)));
  search.seconds = search.moves > 0 ? kBrokenOff : c.seconds.value_or(kLongest);
  search.seed = static_cast<std::uint64_t>(out.seed);
  out.solution = solveDay(day.instance, day.frame, search);
  return out;
}

Verdict acceptable(Act& act, const MakeDay& c) {
  if (kDays.find(act.db(), c.plan.str())) return alreadyExists("plan", c.plan.str());
  if (c.seconds && (*c.seconds < 0.0 || *c.seconds > kLongest))
    return Refusal::field({"seconds", "BAD_VALUE", Json(*c.seconds).dump(), "0 ... 1; longer as a job: planning/solve-day", 0, 0});
  if (c.moves && (*c.moves < 0 || *c.moves > kMostMoves))
    return Refusal::field({"moves", "BAD_VALUE", std::to_string(*c.moves), "0 ... 20000; more as a job: planning/solve-day", 0, 0});
  if (c.seed && *c.seed < 0) return Refusal::field({"seed", "BAD_VALUE", std::to_string(*c.seed), "0 or more", 0, 0});
  return Done{};
}

Json payloadOf(const PlanId& plan, const std::optional<std::string>& name, const std::string& org, const PlannedDay& day) {
  return Json::object({{"plan", plan.str()}, {"name", name.value_or("")}, {"org", org}, {"day", day.frame["day"]}, {"zone", day.frame["zone"]}});
}

}  // namespace

Verdict makeDay(Act& act, const MakeDay& c) {
  if (auto v = acceptable(act, c); !v) return v;
  auto weights = Weights::with(c.weights.value_or(Json::object()));
  if (!weights) return weights.refusal();
  const auto sites = sitesOf(act.db(), act.caller().org, c);
  if (!sites) return sites.refusal();
  const auto first = identity::site(act.db(), sites->front());
  const std::string date = c.day ? *c.day : localDay(act.now(), first->zone);
  auto problem = problemOfDay(act.db(), c.plan, *sites, date, *weights, act.now());
  if (!problem) return problem.refusal();
  requireSites(act, *sites);
  act.gates().check(!problem->orders.empty(), "DAY_WITHOUT_ORDERS", "PLA-02", "house rule", Json::object({{"day", date}}));
  act.gates().check(!problem->instance.vehicles.empty(), "DAY_WITHOUT_VEHICLES", "PLA-05", "house rule", Json::object({{"day", date}}));
  if (auto v = act.gates().verdict(); !v) return v;
  PlannedDay day{std::move(problem->instance), {}, problem->frame, ordersJson(*problem), leftOutJson(*problem)};
  promiseBefore(act.db(), day, first->org.str());
  auto found = findPlan(day, c);
  if (!found) return found.refusal();
  day.plan = std::move(found->solution.plan);
  const auto checked = rppd::checkPlan(day.instance, day.plan);
  requireFeasible(act, day, checked);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = payloadOf(c.plan, c.name, first->org.str(), day);
  // A search by moves finds the same in any time, and the entry is the same too.
  if (!c.seconds && !c.found) found->solution.end.seconds = 0.0;
  payload.set("weights", weights->toJson()).set("inputs", problem->inputs).set("effort", effortJson(found->solution.end, found->seed));
  putDay(payload, day);
  putAnswer(payload, day, checked);
  putCost(payload, checked.cost.total(), found->solution.end.bound);
  act.emit(sites->front(), stream(c.plan), "planning.DayPlanMade", payload);
  act.answer(Json::object({{"plan", c.plan.str()},
                           {"served", payload["served_count"]},
                           {"unserved", payload["unserved_count"]},
                           {"cost", payload["cost"]},
                           {"bound", payload["bound"]}}));
  return Done{};
}

Verdict reviseDay(Act& act, const ReviseDay& c) {
  if (kDays.find(act.db(), c.plan.str())) return alreadyExists("plan", c.plan.str());
  const auto card = kDays.find(act.db(), c.of.str());
  if (!card) return notFound("of", c.of.str());
  requireOwn(act, OrgId(card->parent), c.of.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  PlannedDay day = dayOf(card->doc);
  day.instance.name = c.plan.str();
  day.instance.promised = card->state == "published" ? day.plan : day.instance.promised;
  if (c.solve || c.follow.value_or(false)) freezeBegun(day, act.now());
  if (c.solve) {
    PlannedDay found = day;
    if (auto anew = planAnew(found, c.changes, card->doc, act.now(), *c.solve); !anew) return anew.refusal();
    if (auto v = applyChanges(day, c.changes); !v) return v;
    day.plan = std::move(found.plan);
  } else {
    if (auto v = applyChanges(day, c.changes); !v) return v;
    if (c.follow.value_or(false)) (void)carryOn(day);
  }
  const auto checked = rppd::checkPlan(day.instance, day.plan);
  requireFeasible(act, day, checked);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = payloadOf(c.plan, c.name, card->parent, day);
  payload.set("of", c.of.str()).set("changes", c.changes).set("weights", card->doc["weights"]).set("inputs", card->doc["inputs"]);
  payload.set("effort", Json::object({{"seconds", 0}, {"moves", 0}, {"bound", card->doc["bound"]}, {"seed", card->doc["effort"]["seed"]}}));
  putDay(payload, day);
  putAnswer(payload, day, checked);
  // The bound is of the day as it was; with other orders it says nothing any more.
  const bool same = day.orders == card->doc["order_facts"];
  putCost(payload, checked.cost.total(), same ? std::min(card->doc["bound"].number(), checked.cost.total()) : 0.0);
  act.emit(SiteId(day.instance.sites.front().id.text()), stream(c.plan), "planning.DayPlanRevised", payload);
  act.answer(Json::object(
      {{"plan", c.plan.str()}, {"cost", payload["cost"]}, {"cost_change_eur", checked.cost.total() - card->doc["cost"]["total"].number()}}));
  return Done{};
}

Verdict publishDay(Act& act, const PublishDay& c) {
  const auto card = kDays.find(act.db(), c.plan.str());
  if (!card) return notFound("plan", c.plan.str());
  if (card->state != "draft") return outOfOrder("draft", card->state);
  const Json& doc = card->doc;
  requireOwn(act, OrgId(card->parent), c.plan.str().c_str());
  act.gates().check(doc["served_count"].integer() > 0, "PLAN_SERVES_NOBODY", "PLA-02", "house rule", Json::object({{"plan", c.plan.str()}}));
  const PlannedDay day = dayOf(doc);
  for (std::size_t i = 0; i < doc["runs"].size(); ++i) {
    const Json& r = doc["runs"].items()[i];
    const auto& frozen = day.instance.frozen.runs;
    const bool begun = std::any_of(frozen.begin(), frozen.end(),
                                   [&](const auto& f) { return f.start == day.plan.runs[i].start && f.line == day.plan.runs[i].line; });
    const Instant starts = instantIn(r["starts"]);
    act.gates().check(
        begun || act.now() <= starts, "PLAN_TOO_LATE", "PLA-01", "house rule",
        Json::object(
            {{"plan", c.plan.str()}, {"stage", r["run"]}, {"starts", starts.iso()}, {"starts_local", showInstant(starts, doc["zone"].text())}}));
  }
  for (const auto& o : doc["orders"].items()) {
    if (!o["served"].boolean() || o["order"].text().starts_with("STAT-")) continue;
    const auto order = ordering::order(act.db(), OrderId(o["order"].text()));
    const std::string state = order ? order->state : "unknown";
    act.gates().check(state != "cancelled" && state != "unknown", "ORDER_NOT_FOR_PLAN", "PLA-03", "house rule",
                      Json::object({{"order", o["order"]}, {"state", state}, {"product", o["product"]}, {"maker_site", o["maker_site"]}}));
  }
  if (auto v = act.gates().verdict(); !v) return v;
  const auto before = publishedDay(act.db(), card->parent, doc["day"].text());
  Json payload = encodePayload(c);
  payload.set("day", doc["day"]).set("org", card->parent).set("supersedes", before ? before->id : "").set("served_count", doc["served_count"]);
  act.emit(SiteId(day.instance.sites.front().id.text()), stream(c.plan), "planning.DayPlanPublished",
           payload.set("unserved_count", doc["unserved_count"]));
  return Done{};
}

}  // namespace isotrail::planning
