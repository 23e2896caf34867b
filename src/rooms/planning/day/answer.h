#pragma once
// A solved day as the record keeps it: who is served by which run and trip, when and at what price, and why others are not.
#include "rooms/planning/day/day_problem.h"
#include "solver/rppd/checker.h"
#include "solver/search/solve.h"

namespace isotrail::planning {

/// A day and a plan of it, as an entry or a question has them.
struct PlannedDay {
  solver::rppd::Instance instance;
  solver::rppd::Plan plan;
  Json frame;     // as DayProblem
  Json orders;    // [{order, patient, product, site, activity_bq, inject_at}], as in the instance
  Json left_out;  // [{order, patient, ..., code, params}]
  DayClock clock() const;
};
/// Reads one back from an entry's document. Only documents that putDay wrote.
PlannedDay dayOf(const Json& doc);

/// Work of a search, and what it may use of the time.
struct Search {
  double seconds = 1.0;
  std::int64_t moves = 0;
  std::uint64_t seed = 1;
  int threads = 1;
  std::function<void(const solver::search::Progress&)> progress = {};
  const std::atomic<bool>* stop = nullptr;
};
/// Solves the day; lines that share a cyclotron get it one after the other. The plan keeps the margin of `frame` before borders shut,
/// unless more patients are served without.
solver::search::Solution solveDay(solver::rppd::Instance& instance, const Json& frame, const Search& search,
                                  const solver::rppd::Plan* start = nullptr);

/// Every hard rule that a plan breaks: the checker's, a cyclotron used twice at a time, a dose injected past its shelf life.
std::vector<solver::rppd::Violation> breaksOf(const PlannedDay& day, const solver::rppd::Checked& checked);

struct Activities {
  double most = 0.0, used = 0.0, makes = 0.0;  // MBq at the end of synthesis: of the beam at its whole current, drawn, as it is set
  double current = 0.0;                        // A; 0 where there is none to set
};
/// A beam is set to what the orders draw and a reserve, not below the least current the target is run with.
Activities activitiesOf(const PlannedDay& day, const solver::rppd::Run& run, const solver::rppd::Checked& checked);
/// Runs, trips, orders served or not with their reasons, cost parts: the answer's members of an entry's payload.
void putAnswer(Json& payload, const PlannedDay& day, const solver::rppd::Checked& checked);
Json costJson(const solver::rppd::Cost& cost);
/// The whole of what dayOf reads.
void putDay(Json& payload, const PlannedDay& day);
Json ordersJson(const DayProblem& problem);
Json leftOutJson(const DayProblem& problem);

}  // namespace isotrail::planning
