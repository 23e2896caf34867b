#pragma once
// A slot day and timetables for it, as people are told them.
#include "rooms/slots/slot_day.h"

namespace isotrail::slots {

/// Reads the changes of a question; BAD_REQUEST names every field that is wrong: "changes[2].vial".
Result<std::vector<isotrail::solver::slots::Change>> readChanges(const SlotDay& day, const Json& changes);

/// Orders, places, vials and inputs of the day. Patients only where `patients` may be seen.
Json dayJson(Db& db, const SlotDay& day, bool patients, const std::string& language);
/// {slots by order, need, short, served, waiting}; whoever is not served with the rule that binds and the smallest change.
Json timetableJson(const SlotDay& day, const isotrail::solver::slots::Timetable& t, const std::string& language);
/// Code and parameters of why an order is not served.
struct Why {
  std::string code;
  Json params;
};
Why whyOf(const SlotDay& day, const isotrail::solver::slots::List& list, const isotrail::solver::slots::Timetable& t, int patient);

}  // namespace isotrail::slots
