#pragma once
// How sure a planned day is, what it could do with other means, what the record says happened to it, and how past plans fared.
#include "desk/room.h"
#include "rooms/planning/day/actuals.h"
#include "solver/robust/scenario.h"

namespace isotrail::planning {

struct RiskOfDay {
  PlanId plan;
  std::optional<std::int64_t> days, seed;
  std::optional<bool> learned;
  std::optional<Json> spreads;
  void fields(Fields& f) {
    f("plan", plan, "the plan of a day");
    f("days", days, "days that are drawn, 10 ... 2000; without it 400");
    f("seed", seed, "seed of the draws; the same seed draws the same days for every plan");
    f("learned", learned, "spreads as past days had them, where there were enough");
    f("spreads", spreads, "{yield, synthesis, tests, road, border: [least, likely, most] times the plan's; failures: true or false}");
  }
};
struct CapacityOfDay {
  PlanId plan;
  std::optional<std::int64_t> moves;
  std::optional<Json> scenarios;
  void fields(Fields& f) {
    f("plan", plan, "the plan of a day");
    f("moves", moves, "moves of the search for each scenario, at most 2000");
    f("scenarios", scenarios, "a list of up to 24 {name, growth, years, changes}; without it the usual ones");
  }
};
struct RecordChanges {
  PlanId plan;
  void fields(Fields& f) { f("plan", plan, "the plan of a day"); }
};
struct BackTest {
  std::optional<std::string> from, to;
  void fields(Fields& f) {
    f("from", from, "the first day, such as 2025-12-01");
    f("to", to, "the last day; without it yesterday");
  }
};

Result<Json> riskOfDay(ViewRequest& q, const RiskOfDay& c);
Result<Json> capacityOfDay(ViewRequest& q, const CapacityOfDay& c);
Result<Json> recordChanges(ViewRequest& q, const RecordChanges& c);
Result<Json> backTest(ViewRequest& q, const BackTest& c);

/// What past plans were off by. Ratios are actual over planned.
struct Misses {
  struct Plan {
    std::string plan, day, name;
    std::size_t planned = 0, injected = 0;  // orders
  };
  std::vector<Plan> plans;
  std::map<std::string, std::vector<double>> minutes;  // by stage: actual less planned
  std::map<std::string, std::vector<double>> ratios;   // yield synthesis tests road border
  std::size_t batches = 0, rejected = 0;
};
/// Of published plans that the caller sees, of days from `from` to `to` ("2025-12-16") that are over.
Misses missesOf(ViewRequest& q, const std::string& from, const std::string& to);

inline constexpr std::size_t kEnoughDays = 5;  // ratios, below which nothing is learned of them
/// The triangle with the least, most and mean of the ratios; the mode is kept between them.
solver::Spread fitted(const std::vector<double>& ratios);
/// The assumed spreads, and of what past days show enough, theirs.
solver::Spreads learnedSpreads(const Misses& misses);
Json spreadsJson(const solver::Spreads& spreads);

}  // namespace isotrail::planning
