#pragma once
// What make-day and the job that searches longer have in common: which sites make, the day's problem, what was promised before.
#include "rooms/planning/commands.h"
#include "rooms/planning/day/answer.h"

namespace isotrail::planning {

/// Moves of a search that is told neither moves nor time, and the most that a command may ask for: so many, times the orders of the day, are made
/// within a fraction of a second.
inline constexpr std::int64_t kUsualMoves = 2000, kMostMoves = 20'000, kUsualWork = 200'000, kMostWork = 400'000;

/// The sites of a command; nothing named: those of the organisation, and the hot labs its lanes lead to.
Result<std::vector<SiteId>> sitesOf(Db& db, const OrgId& caller, const MakeDay& c);
/// Hot labs that lanes from the sites lead to: what they make for themselves is planned along.
void addHotLabs(Db& db, std::vector<SiteId>& sites);
Result<DayProblem> problemOfDay(Db& db, const PlanId& plan, const std::vector<SiteId>& sites, const std::string& day, const Weights& weights,
                                Instant now);
/// What a body of make-day asks for: the day's problem, and what the entry says of it.
struct AskedDay {
  std::vector<SiteId> sites;
  std::string org, date;
  Weights weights;
  Json inputs;
  PlannedDay day;          // not planned yet
  std::string of_problem;  // DayProblem::facts
  /// Fingerprint of what is planned, whatever the minute.
  std::string facts() const;
};
/// Refuses weights, sites and days that do not exist. Nothing begins before `ahead` from now.
Result<AskedDay> askedDay(Db& db, const OrgId& caller, Instant now, const MakeDay& c, Seconds ahead = {});
/// What was published for the day so far is promised: changing it has its price.
void promiseBefore(Db& db, PlannedDay& day, const std::string& org);

}  // namespace isotrail::planning
