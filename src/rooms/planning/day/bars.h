#pragma once
// A plan as lanes and bars: every stage of every run, trip and order with the time it has to spare and what takes that from it.
#include <optional>
#include <string>
#include <vector>

#include "rooms/planning/day/answer.h"

namespace isotrail::planning {

struct Lane {
  std::string id, group, zone, kind, label;  // group: the jurisdiction; label: what it is of, an id
  std::vector<solver::rppd::Span> open;      // empty: always
};
struct Bar {
  std::string id, lane, kind, label;
  int starts = 0, ends = 0;
  int latest = 0;     // end at which the plan still holds when all that follows waits for it
  std::string binds;  // injection receipt border shift vehicle release line activity: what the latest end comes from
  std::vector<std::string> needs, orders;
  std::string run, trip;
  bool movable = false;
};
struct Chart {
  std::vector<Lane> lanes;
  std::vector<Bar> bars;
  const Bar* find(const std::string& id) const;
};

Chart chartOf(const PlannedDay& day, const solver::rppd::Checked& checked);

/// The latest end of each stage of a leg that ends at `limit` at the latest, and what it comes from; `start` of the leg.
struct LatestLeg {
  std::vector<int> ends;
  std::vector<std::string> binds;
  int start = 0;
  std::string start_binds;
};
LatestLeg latestOf(const solver::rppd::Leg& leg, int limit, const std::string& binds);

}  // namespace isotrail::planning
