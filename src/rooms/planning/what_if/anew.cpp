#include "rooms/planning/what_if/anew.h"

#include <algorithm>

namespace isotrail::planning {
namespace {

constexpr std::int64_t kMoves = 400;  // for each answer
constexpr double kSeconds = 1.2;      // for all of them

}  // namespace

Result<Anew> planAnew(PlannedDay& day, const Json& changes, const Json& doc, Instant now, const std::string& pick) {
  std::vector<solver::Change> events;
  if (auto v = applyChanges(day, changes, &events); !v) return v.refusal();
  solver::search::Effort effort;
  effort.seconds = kSeconds;
  effort.moves = kMoves;
  effort.seed = static_cast<std::uint64_t>(std::max<std::int64_t>(1, doc["effort"]["seed"].integer()));
  const double price = doc["weights"]["change_cost"]["value"].number();
  auto found = solver::replan(day.instance, day.plan, events, day.clock().minute(now), price, effort);
  auto chosen = std::find_if(found.options.begin(), found.options.end(), [&](const auto& o) { return pick == "best" || o.code == pick; });
  if (chosen == found.options.end()) {
    std::string codes = "best";
    for (const auto& o : found.options) codes += ", " + o.code;
    return Refusal::field({"solve", "BAD_VALUE", pick.substr(0, 80), codes, 0, 0});
  }
  day.plan = chosen->plan;
  day.instance = std::move(found.instance);
  return Anew{std::move(found.options), found.bound};
}

}  // namespace isotrail::planning
