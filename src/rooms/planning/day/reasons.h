#pragma once
// Why an order of a day is late or not served: the binding rule and the smallest change, as codes of four languages.
#include "rooms/planning/day/answer.h"

namespace isotrail::planning {

/// Sets code and params of every order that is late or not served. `orders` as in the instance.
void putReasons(Json& orders, const PlannedDay& day, const solver::rppd::Checked& checked);

/// Parameters of a reason with minutes of the day as local times.
Json onTheClock(const Json& params, const DayClock& clock);
/// {code, text, remedy} of an order of an answer in a language; null when it is served in time.
Json whyJson(const Json& order, const std::string& language);

}  // namespace isotrail::planning
