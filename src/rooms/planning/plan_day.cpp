// Making, changing and publishing the plan of a whole day.
#include <algorithm>
#include <any>
#include <memory>

#include "base/hash.h"
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

constexpr double kLongest = 1.0;  // s a search by time may take: the person who asked waits for it
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

Verdict acceptable(Db& db, const MakeDay& c) {
  if (kDays.find(db, c.plan.str())) return alreadyExists("plan", c.plan.str());
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

/// A day planned, and what the entry says of the plan.
struct FoundDay {
  std::string of;  // fingerprint of what was planned
  PlannedDay day;
  rppd::Checked checked;
  solver::search::Progress end;
  std::int64_t seed = 1;
  Json answer = Json::object();  // members of the payload
};
using Beforehand = std::shared_ptr<const FoundDay>;

void setAll(Json& payload, const Json& members) {
  for (const auto& [key, value] : members.members()) payload.set(key, value);
}

Result<FoundDay> findDay(const AskedDay& asked, const MakeDay& c) {
  FoundDay out;
  out.of = asked.fingerprint();
  out.day = asked.day;
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

/// What was found before the command stood in line, where it is of the same; found now where nothing was. DAY_CHANGED_MEANWHILE.
template <class Find>
Result<Beforehand> foundBefore(const Act& act, const PlanId& plan, const std::string& of, Find find) {
  const auto* before = std::any_cast<Beforehand>(&act.beforehand());
  if (before && (*before)->of != of) return Refusal::of(kDayChanged, Json::object({{"plan", plan.str()}}));
  if (before) return *before;
  auto found = find();
  if (!found) return found.refusal();
  return std::make_shared<const FoundDay>(std::move(*found));
}

/// The day of a plan as it is changed now.
std::string fingerprintOf(const Card& card, const ReviseDay& c, Instant now) {
  return sha256Hex(card.doc.dump() + card.state + c.changes.dump() + std::to_string(dayOf(card.doc).clock().minute(now)));
}

Result<FoundDay> findRevised(const Card& card, const ReviseDay& c, Instant now) {
  FoundDay out;
  out.of = fingerprintOf(card, c, now);
  PlannedDay& day = out.day = dayOf(card.doc);
  day.instance.name = c.plan.str();
  day.instance.promised = card.state == "published" ? day.plan : day.instance.promised;
  if (c.solve || c.follow.value_or(false)) freezeBegun(day, now);
  if (c.solve) {
    PlannedDay found = day;
    if (auto anew = planAnew(found, c.changes, card.doc, now, *c.solve); !anew) return anew.refusal();
    if (auto v = applyChanges(day, c.changes); !v) return v.refusal();
    day.plan = std::move(found.plan);
  } else {
    if (auto v = applyChanges(day, c.changes); !v) return v.refusal();
    if (c.follow.value_or(false)) (void)carryOn(day);
  }
  out.checked = rppd::checkPlan(day.instance, day.plan);
  putDay(out.answer, day);
  putAnswer(out.answer, day, out.checked);
  return out;
}

}  // namespace

std::any searchDayBefore(Db& db, const Caller& caller, Instant now, const MakeDay& c) {
  if (!acceptable(db, c)) return {};
  const auto asked = askedDay(db, caller.org, now, c);
  if (!asked || asked->day.instance.orders.empty() || asked->day.instance.vehicles.empty()) return {};
  auto found = findDay(*asked, c);
  return found ? std::any(std::make_shared<const FoundDay>(std::move(*found))) : std::any();
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
  const auto found = foundBefore(act, c.plan, asked->fingerprint(), [&] { return findDay(*asked, c); });
  if (!found) return found.refusal();
  const FoundDay& f = **found;
  requireFeasible(act, f.day, f.checked);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = payloadOf(c.plan, c.name, asked->org, f.day);
  payload.set("weights", asked->weights.toJson()).set("inputs", asked->inputs).set("effort", effortJson(f.end, f.seed));
  setAll(payload, f.answer);
  putCost(payload, f.checked.cost.total(), f.end.bound);
  act.emit(asked->sites.front(), stream(c.plan), "planning.DayPlanMade", payload);
  act.answer(Json::object({{"plan", c.plan.str()},
                           {"served", payload["served_count"]},
                           {"unserved", payload["unserved_count"]},
                           {"cost", payload["cost"]},
                           {"bound", payload["bound"]}}));
  return Done{};
}

std::any searchRevisedBefore(Db& db, const Caller& caller, Instant now, const ReviseDay& c) {
  if (!c.solve || kDays.find(db, c.plan.str())) return {};  // made before, or sent again
  const auto card = kDays.find(db, c.of.str());
  if (!card || (caller.org != OrgId(card->parent) && !caller.has("admin"))) return {};  // the act says so
  auto found = findRevised(*card, c, now);
  return found ? std::any(std::make_shared<const FoundDay>(std::move(*found))) : std::any();
}

Verdict reviseDay(Act& act, const ReviseDay& c) {
  if (kDays.find(act.db(), c.plan.str())) return alreadyExists("plan", c.plan.str());
  const auto card = kDays.find(act.db(), c.of.str());
  if (!card) return notFound("of", c.of.str());
  requireOwn(act, OrgId(card->parent), c.of.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  const auto found = foundBefore(act, c.plan, fingerprintOf(*card, c, act.now()), [&] { return findRevised(*card, c, act.now()); });
  if (!found) return found.refusal();
  const FoundDay& f = **found;
  requireFeasible(act, f.day, f.checked);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = payloadOf(c.plan, c.name, card->parent, f.day);
  payload.set("of", c.of.str()).set("changes", c.changes).set("weights", card->doc["weights"]).set("inputs", card->doc["inputs"]);
  payload.set("effort", Json::object({{"seconds", 0}, {"moves", 0}, {"bound", card->doc["bound"]}, {"seed", card->doc["effort"]["seed"]}}));
  setAll(payload, f.answer);
  // The bound is of the day as it was; with other orders it says nothing any more.
  const bool same = f.day.orders == card->doc["order_facts"];
  putCost(payload, f.checked.cost.total(), same ? std::min(card->doc["bound"].number(), f.checked.cost.total()) : 0.0);
  act.emit(SiteId(f.day.instance.sites.front().id.text()), stream(c.plan), "planning.DayPlanRevised", payload);
  act.answer(Json::object(
      {{"plan", c.plan.str()}, {"cost", payload["cost"]}, {"cost_change_eur", f.checked.cost.total() - card->doc["cost"]["total"].number()}}));
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
