#pragma once
// What a command found before it stood in line: the record may have changed by its turn, and the clock has gone on.
#include <any>
#include <memory>

#include "desk/act.h"
#include "rooms/planning/commands.h"
#include "rooms/planning/day/answer.h"

namespace isotrail::planning {

/// A day planned, and what the entry says of the plan. The day is as it was at the minute of the search, of which it is the plan.
struct FoundDay {
  PlannedDay day;
  solver::rppd::Checked checked;
  solver::search::Progress end;
  std::int64_t seed = 1;
  Json inputs = Json::array();
  Json answer = Json::object();  // members of the payload
};
using Find = std::shared_ptr<const FoundDay>;

/// The find of what was planned then, or why there is none.
struct Before {
  std::string facts;  // fingerprint of what was planned, whatever the minute
  int minute = 0;     // of the day, at which it was planned
  Result<Find> found;
};
inline std::any beforehandOf(Before before) { return std::make_shared<const Before>(std::move(before)); }

inline Result<Find> findOf(Result<FoundDay> found) {
  if (!found) return found.refusal();
  return std::make_shared<const FoundDay>(std::move(*found));
}

/// What was found before the command stood in line, where it is of the same facts and, the clock having gone on, `holds` says that it can
/// still be carried out (what broke a rule at once is told as it was); its refusal, where there was one; found now where nothing was.
/// DAY_CHANGED_MEANWHILE.
template <class Holds, class Search>
Result<Find> findFor(const Act& act, const PlanId& plan, const std::string& facts, int minute, Holds holds, Search search) {
  const auto* brought = std::any_cast<std::shared_ptr<const Before>>(&act.beforehand());
  if (!brought) return findOf(search());
  const Before& before = **brought;
  const auto stands = [&](const FoundDay& f) { return before.minute == minute || !breaksOf(f.day, f.checked).empty() || holds(f); };
  if (before.facts == facts && (!before.found || stands(**before.found))) return before.found;
  return Refusal::of(kDayChanged, Json::object({{"plan", plan.str()}}));
}

std::string dayStream(const PlanId& plan);
/// The members of an entry's payload that every plan of a day has.
Json dayPayload(const PlanId& plan, const std::optional<std::string>& name, const std::string& org, const FoundDay& found);
/// Its bound, and the share of the cost that it leaves open.
void putBound(Json& payload, double total, double bound);
/// Asks a gate for each hard rule that the find breaks.
void requireFeasible(Act& act, const FoundDay& found);

}  // namespace isotrail::planning
