#pragma once
// The commands of the planning room as people send them.
#include "desk/act.h"
#include "desk/room.h"

namespace isotrail::planning {

struct MakePlan {
  PlanId plan;
  ProductId product;
  LaneId lane;
  SiteId maker_site;
  std::optional<ConsignmentId> consignment;
  std::optional<std::vector<std::string>> orders;
  std::optional<std::string> day;
  void fields(Fields& f) {
    f("plan", plan, "number of the plan");
    f("product", product, "what is made");
    f("lane", lane, "the way it goes");
    f("maker_site", maker_site, "where it is made");
    f("consignment", consignment, "the consignment it is for");
    f("orders", orders, "which promised orders; without it all of the day");
    f("day", day, "the day of injection, such as 2025-12-17, in the maker's zone; without it today");
  }
};
struct PublishPlan {
  PlanId plan;
  void fields(Fields& f) { f("plan", plan, "the plan"); }
};

struct MakeDay {
  PlanId plan;
  std::optional<OrgId> maker_org;
  std::optional<std::vector<std::string>> sites;
  std::optional<std::string> day, name;
  std::optional<double> seconds;
  std::optional<std::int64_t> moves, seed;
  std::optional<Json> weights, found;
  void fields(Fields& f) {
    f("plan", plan, "number of the plan");
    f("maker_org", maker_org, "whose sites make; without it the caller's organisation, with the hot labs its lanes lead to");
    f("sites", sites, "which sites make, instead of all of an organisation");
    f("day", day, "the day of injection, such as 2025-12-17, in the first site's zone; without it today");
    f("name", name, "what people call this plan");
    f("seconds", seconds, "time for the search, at most 1; longer ones are a job (planning/solve-day)");
    f("moves", moves, "moves of the search; a number of moves and a seed give the same plan every time");
    f("seed", seed, "seed of the search");
    f("weights", weights, "prices and preferences other than data/plan_weights.csv: {name: number}");
    f("found", found, "a plan that a job found: {solution, moves, seconds, bound}; it is checked and priced anew");
  }
};
struct ReviseDay {
  PlanId plan, of;
  Json changes;
  std::optional<std::string> name, solve;
  std::optional<bool> follow;
  void fields(Fields& f) {
    f("plan", plan, "number of the new plan");
    f("of", of, "the plan it changes");
    f("changes", changes, "changes as in planning/what-if; they are made as they are, nothing follows by itself");
    f("follow", follow, "what follows waits, and who can no longer be served is given up");
    f("solve", solve, "plan the rest of the day anew: best, or the code of an option of planning/what-if");
    f("name", name, "what people call this plan");
  }
};
struct PublishDay {
  PlanId plan;
  void fields(Fields& f) { f("plan", plan, "the plan"); }
};
struct WhatIf {
  PlanId plan;
  Json changes;
  std::optional<std::string> solve;
  void fields(Fields& f) {
    f("plan", plan, "the plan of a day");
    f("changes", changes,
      "a list of {kind:move, bar, starts}, {kind:delay, trip or run, minutes}, {kind:yield, run, factor}, {kind:down, line, vehicle or place, from, "
      "to}, "
      "{kind:shut, post, from, to}, {kind:open, post, from, to}, {kind:cancel, order}, {kind:stat, product, hospital, activity, inject_at}");
    f("solve", solve, "plan the rest of the day anew: best, or the code of an option; without it what follows only waits");
  }
};

inline constexpr const char* kDayChanged = "DAY_CHANGED_MEANWHILE";
/// Both search before the command stands in line (CommandInfo::beforehand); the act takes what they found when the day is still the same.
std::any searchDayBefore(Db& db, const Caller& caller, Instant now, const MakeDay& c);
std::any searchRevisedBefore(Db& db, const Caller& caller, Instant now, const ReviseDay& c);
Verdict makeDay(Act& act, const MakeDay& c);
Verdict reviseDay(Act& act, const ReviseDay& c);
Verdict publishDay(Act& act, const PublishDay& c);
Result<Json> whatIf(ViewRequest& q, const WhatIf& c);
Verdict makePlan(Act& act, const MakePlan& c);
Verdict publishPlan(Act& act, const PublishPlan& c);

}  // namespace isotrail::planning
