#pragma once
// What might happen to a planned day, or what a person would like to change in it, and what follows from it.
#include "rooms/planning/day/answer.h"
#include "solver/whatif/change.h"

namespace isotrail::planning {

/// An order that had to be given up when the rest of the plan was carried on, and the rule that stood in the way.
struct Dropped {
  int order = 0;
  std::string code;
  Json params;
};

/// What has begun at `now` is fixed: runs and trips stay as they are.
void freezeBegun(PlannedDay& day, Instant now);

/// Makes the changes of a question: {kind:"move", bar, starts}, {kind:"delay", trip|run, minutes}, {kind:"yield", run, factor},
/// {kind:"down", line|vehicle|place, from, to}, {kind:"shut" or "open", post, from, to}, {kind:"cancel", order}, {kind:"stat", product, hospital,
/// activity, inject_at}. Refuses with every field that is wrong: "changes[2].bar".
/// With `events` runs and trips stay where they are, and what moves or delays them is told there.
Verdict applyChanges(PlannedDay& day, const Json& changes, std::vector<solver::Change>* events = nullptr);

/// Takes an order out of the plan; runs and trips that serve nobody go with their last one.
void dropOrder(PlannedDay& day, int order);
/// Carries the plan on: what follows waits for what comes before; orders that nothing serves any more are given up one by one.
std::vector<Dropped> carryOn(PlannedDay& day);

}  // namespace isotrail::planning
