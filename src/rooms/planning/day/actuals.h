#pragma once
// What really happened of a planned day, from the rooms' entries: beams, synthesis, tests, release, road, borders, receipt, doses.
#include <map>
#include <optional>
#include <string>

#include "rooms/planning/day/bars.h"

namespace isotrail::planning {

struct Happened {
  std::optional<Instant> starts, ends;
};
/// By bar. Runs and trips of the plan are those of the record in the order of their times.
std::map<std::string, Happened> actualsOf(Db& db, const PlannedDay& day, const Chart& chart);

}  // namespace isotrail::planning
