#pragma once
// What the people of a site have received.
#include "desk/act.h"

namespace isotrail::protection {

/// Received by a person in the calendar year of `at` in the zone of their site, by quantity: effective lens extremities.
Dose receivedIn(Db& db, const PersonId& person, const std::string& quantity, Instant at);
/// Gate DOSE_LIMIT_REACHED (PRO-02): the caller's year is below every limit.
void requireBelowLimits(Act& act);

}  // namespace isotrail::protection
