#pragma once
// Plans as other rooms may see them.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::planning {

struct PlanFacts {
  PlanId plan;
  ProductId product;
  SiteId maker_site;
  std::string consignment;  // "" when none was named
  std::string state;        // draft published
  Json stages;              // [{code,starts,ends,slack_s,waits}]
  Activity needed_eos;
};
std::optional<PlanFacts> plan(Db& db, const PlanId& id);
std::vector<PlanFacts> plans(Db& db);

/// What the published plan of a day says; a plan that another one superseded says nothing any more.
struct PlannedOrder {
  PlanId plan;
  std::string run, trip;
  std::optional<Instant> arrives;  // none: the plan does not serve it
  std::string why;                 // code of the reason, "" when served
};
struct PlannedRun {
  PlanId plan;
  std::string run;
  SiteId site;
  std::string line;  // cyclotron, generator or cell
  ProductId product;
  Instant starts, beam_ends, ends;  // ends: of synthesis
  Activity makes, used;
  std::size_t orders = 0;
};
struct PlannedTrip {
  PlanId plan;
  std::string trip;
  SiteId from_site, to_site;
  LaneId lane;
  std::string vehicle;
  Instant departs, arrives;
  std::size_t orders = 0;
  Json papers;  // [{paper, at, issuer, titles, latest_at}]: when the issuer must be asked at the latest
};
std::optional<PlannedOrder> plannedOrder(Db& db, const OrderId& id);
/// Of a site, "" of all; by start.
std::vector<PlannedRun> plannedRuns(Db& db, const SiteId& site);
std::vector<PlannedTrip> plannedTrips(Db& db, const SiteId& site);

/// The day that a body of make-day asks for, with more time than a command may take; refused as make-day would, but for gates. Nothing of it
/// begins before the search is over, on a clock that runs at `speed`.
Result<Json> dayToSearch(Db& db, const Caller& caller, Instant now, const Json& make_day, double speed = 1.0);
/// Searches it, asking `go_on` with how far it is ({seconds, moves, best_eur, bound_eur, gap}); false ends it with the best so far.
/// Answers what make-day takes as `found`.
Json searchDay(const Json& to_search, const std::function<bool(const Json& progress)>& go_on);

}  // namespace isotrail::planning
