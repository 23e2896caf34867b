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
struct RunSeen {
  std::optional<Instant> beam_on, beam_off, ends, released;  // ends: of synthesis
  std::optional<Activity> made;                              // measured at `ends`
  bool rejected = false;
};
struct TripSeen {
  std::optional<Instant> left, exported, imported, arrives;  // arrives: delivered, else when the driver expects to be
  bool delivered = false;
};
/// Runs and trips of the plan are those of the record in the order of their times.
struct Seen {
  std::map<std::string, Happened> bars;  // by bar of the chart
  std::map<std::string, RunSeen> runs;   // "R1"
  std::map<std::string, TripSeen> trips;
};
Seen seenOf(Db& db, const PlannedDay& day, const Chart& chart);

}  // namespace isotrail::planning
