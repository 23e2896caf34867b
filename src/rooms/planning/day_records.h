#pragma once
// The room's own tables of day plans, and who sees them.
#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/planning/day/answer.h"

namespace isotrail::planning {

inline constexpr Shelf kDays("planning_day");           // under the organisation that makes: draft published superseded
inline constexpr Shelf kHeads("planning_day_head");     // their rows in lists, with who sees them: a whole plan is long
inline constexpr Shelf kPlanned("planning_promise");    // orders of published plans, under the plan
inline constexpr Shelf kSchedule("planning_schedule");  // runs and trips of published plans, under "now", "past" or "superseded"

void applyDays(Db& db, const Event& event);
/// The maker's people, those of the sites and vehicles in it, and who oversees. Of a head.
bool seesDay(ViewRequest& q, const Card& head);
/// A plan that the caller sees.
std::optional<Card> dayFor(ViewRequest& q, const std::string& plan);
/// A patient's pseudonym is for the maker and the patient's hospital.
bool seesPatient(ViewRequest& q, const Card& card, const std::string& hospital);
/// The plan of a day that counts: the published one of an organisation.
std::optional<Card> publishedDay(Db& db, const std::string& org, const std::string& day);

Result<Json> dayList(ViewRequest& q);
Result<Json> dayView(ViewRequest& q);
/// The contract's shape of a day: {plan, day, ..., lanes, bars, orders, runs, trips}.
Json dayJson(ViewRequest& q, const Card& card, const PlannedDay& day, const Json& answer);

}  // namespace isotrail::planning
