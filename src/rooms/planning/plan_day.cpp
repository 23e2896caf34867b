// Making and publishing the plan of a whole day.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/planning/day/reasons.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/found_day.h"
#include "rooms/planning/search_day.h"
#include "solver/rppd/write.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr double kLongest = 1.0;  // s a search by time may take: the person who asked waits for it
// s after which one by moves is broken off, which its work (kMostWork) keeps far away: on any machine it finds the same, and so does the entry
constexpr double kBrokenOff = 20.0;

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

Json effortJson(const solver::search::Progress& end, std::int64_t seed) {
  return Json::object({{"seconds", end.seconds}, {"moves", end.moves}, {"bound", end.bound}, {"seed", seed}});
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

Verdict acceptable(Db& db, const MakeDay& c) {
  if (kDays.find(db, c.plan.str())) return alreadyExists("plan", c.plan.str());
  if (c.seconds && (*c.seconds < 0.0 || *c.seconds > kLongest))
    return Refusal::field({"seconds", "BAD_VALUE", Json(*c.seconds).dump(), "0 ... 1; longer as a job: planning/solve-day", 0, 0});
  if (c.moves && (*c.moves < 0 || *c.moves > kMostMoves))
    return Refusal::field({"moves", "BAD_VALUE", std::to_string(*c.moves), "0 ... 20000; more as a job: planning/solve-day", 0, 0});
  if (c.seed && *c.seed < 0) return Refusal::field({"seed", "BAD_VALUE", std::to_string(*c.seed), "0 or more", 0, 0});
  return Done{};
}

Result<FoundDay> findDay(const AskedDay& asked, const MakeDay& c) {
  FoundDay out;
  out.day = asked.day;
  out.inputs = asked.inputs;
  auto found = findPlan(out.day, c);
  if (!found) return found.refusal();
  out.day.plan = std::move(found->solution.plan);
  out.end = found->solution.end;
  out.seed = found->seed;
  out.checked = rppd::checkPlan(out.day.instance, out.day.plan);
  // A search by moves finds the same in any time, and the entry is the same too.
  if (!c.seconds && !c.found) out.end.seconds = 0.0;
  putDay(out.answer, out.day);
  putAnswer(out.answer, out.day, out.checked);
  return out;
}

/// Whether a plan that was found earlier breaks nothing as the day is now.
bool holdsNow(const AskedDay& asked, const FoundDay& found) {
  PlannedDay day = asked.day;
  day.plan = found.day.plan;
  return breaksOf(day, rppd::checkPlan(day.instance, day.plan)).empty();
}

}  // namespace

std::string dayStream(const PlanId& plan) { return "planning/" + plan.str(); }

Json dayPayload(const PlanId& plan, const std::optional<std::string>& name, const std::string& org, const FoundDay& f) {
  return Json::object({{"plan", plan.str()}, {"name", name.value_or("")}, {"org", org}, {"day", f.day.frame["day"]}, {"zone", f.day.frame["zone"]}});
}

void putBound(Json& payload, double total, double bound) {
  payload.set("bound", bound).set("gap", total > 0.0 ? std::max(0.0, (total - bound) / total) : 0.0);
}

void requireFeasible(Act& act, const FoundDay& f) {
  for (const auto& v : breaksOf(f.day, f.checked)) {
    Json params = onTheClock(v.params, f.day.clock());
    act.gates().check(false, v.code, "PLA-10", "house rule", params.set("path", v.path));
  }
}

std::any searchDayBefore(Db& db, const Caller& caller, Instant now, const MakeDay& c) {
  if (!acceptable(db, c)) return {};
  const auto asked = askedDay(db, caller.org, now, c);
  if (!asked || asked->day.instance.orders.empty() || asked->day.instance.vehicles.empty()) return {};
  return beforehandOf({asked->facts(), asked->day.clock().minute(now), findOf(findDay(*asked, c))});
}

Verdict makeDay(Act& act, const MakeDay& c) {
  if (auto v = acceptable(act.db(), c); !v) return v;
  const auto asked = askedDay(act.db(), act.caller().org, act.now(), c);
  if (!asked) return asked.refusal();
  requireSites(act, asked->sites);
  const Json day = Json::object({{"day", asked->date}});
  act.gates().check(!asked->day.instance.orders.empty(), "DAY_WITHOUT_ORDERS", "PLA-02", "house rule", day);
  act.gates().check(!asked->day.instance.vehicles.empty(), "DAY_WITHOUT_VEHICLES", "PLA-05", "house rule", day);
  if (auto v = act.gates().verdict(); !v) return v;
  const auto found = findFor(
      act, c.plan, asked->facts(), asked->day.clock().minute(act.now()), [&](const FoundDay& f) { return holdsNow(*asked, f); },
      [&] { return findDay(*asked, c); });
  if (!found) return found.refusal();
  const FoundDay& f = **found;
  requireFeasible(act, f);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = dayPayload(c.plan, c.name, asked->org, f);
  payload.set("weights", asked->weights.toJson()).set("inputs", f.inputs).set("effort", effortJson(f.end, f.seed));
  for (const auto& [key, value] : f.answer.members()) payload.set(key, value);
  putBound(payload, f.checked.cost.total(), f.end.bound);
  act.emit(asked->sites.front(), dayStream(c.plan), "planning.DayPlanMade", payload);
  act.answer(Json::object({{"plan", c.plan.str()},
                           {"served", payload["served_count"]},
                           {"unserved", payload["unserved_count"]},
                           {"cost", payload["cost"]},
                           {"bound", payload["bound"]}}));
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
  act.emit(SiteId(day.instance.sites.front().id.text()), dayStream(c.plan), "planning.DayPlanPublished",
           payload.set("unserved_count", doc["unserved_count"]));
  return Done{};
}

}  // namespace isotrail::planning
