#pragma once
// The room's own tables of day plans, and who sees them.
#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/planning/day/answer.h"

namespace isotrail::planning {

inline constexpr Shelf kDays("planning_day");         // under the organisation that makes: draft published superseded
inline constexpr Shelf kPlanned("planning_promise");  // orders of published plans, under the plan

void applyDays(Db& db, const Event& event);
/// The maker's people, those of the sites in it, and who oversees.
bool seesDay(ViewRequest& q, const Card& card);
/// The plan of a day that counts: the published one of an organisation.
std::optional<Card> publishedDay(Db& db, const std::string& org, const std::string& day);

Result<Json> dayList(ViewRequest& q);
Result<Json> dayView(ViewRequest& q);
/// The contract's shape of a day: {plan, day, ..., lanes, bars, orders, runs, trips}.
Json dayJson(ViewRequest& q, const Card& card, const PlannedDay& day, const Json& answer);

}  // namespace isotrail::planning
