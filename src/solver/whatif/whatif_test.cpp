// Days planned again after something happened: what has begun stays, what is asked for is done, the checker agrees with every answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "solver/whatif/replan.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver {
namespace {

using test::moves;
using test::read;

rppd::Plan planOf(const rppd::Instance& instance) { return search::solve(instance, moves(1'500)).plan; }

/// A site with two lines of F and two vehicles; orders 60 km to both sides, wanted at 10:00 and at 15:00.
Json twoSides() {
  return *Json::parse(R"({"name":"sides","format":"rppd-1","grid":5,
    "products":[{"id":"F","half_life":110,"synth":30,"qc":30,"yield":0.6}],
    "sites":[{"id":"s","x":0,"y":0,"country":"A","lines":[{"id":"L","product":"F","a_sat":60000,"irr":[30,60],"open":[0,960],"turnaround":20,
      "fail_prob":0.05,"run_cost":500,"beam_cost_per_min":3},{"id":"M","product":"F","a_sat":60000,"irr":[30,60],"open":[0,960],"turnaround":20,
      "fail_prob":0.05,"run_cost":600,"beam_cost_per_min":3}]}],
    "hospitals":[{"id":"east","x":60,"y":0,"country":"A"},{"id":"west","x":-60,"y":0,"country":"A"}],
    "orders":[{"id":"e","hospital":"east","product":"F","patients":2,"dose":300,"spacing":30,"calibration":600,"window":[555,585],"deadline":600,
      "packages":1,"penalty":1000,"late_cost_per_min":4},
     {"id":"w","hospital":"west","product":"F","patients":2,"dose":300,"spacing":30,"calibration":900,"window":[855,885],"deadline":900,
      "packages":1,"penalty":1000,"late_cost_per_min":4}],
    "vehicles":[{"id":0,"site":"s","shift":[120,1180],"packages":4,"fixed_cost":100},{"id":1,"site":"s","shift":[120,1180],"packages":4,"fixed_cost":100}],
    "borders":[],"service_min":10,"speed_km_per_min":1.2,"cost_per_km":0.35,"cost_per_min":0.55})");
}
Change of(Change::Kind kind) {
  Change c;
  c.kind = kind;
  return c;
}
int indexOf(const rppd::Plan& plan, int order, bool run) {
  if (run) {
    for (std::size_t i = 0; i < plan.runs.size(); ++i)
      if (std::find(plan.runs[i].orders.begin(), plan.runs[i].orders.end(), order) != plan.runs[i].orders.end()) return static_cast<int>(i);
  } else {
    for (std::size_t i = 0; i < plan.trips.size(); ++i)
      if (std::find(plan.trips[i].stops.begin(), plan.trips[i].stops.end(), order) != plan.trips[i].stops.end()) return static_cast<int>(i);
  }
  return -1;
}

TEST(WhatIf, WhatMissesItsDeadlineOnTheRoadIsMadeAgainWhereTimeIsLeft) {
  auto instance = read(twoSides());
  for (auto& line : instance.sites[0].lines) {
    line.saturation = 140'000;
    line.beams = {60};  // makes 140000 (1 - 2^(-60/110)) 0.6 2^(-30/110) = 21,900 MBq
  }
  const auto plan = planOf(instance);
  ASSERT_EQ(plan.runs.size(), 1U);
  // To the west at 835 for 885. Two minutes after it left it is known to come half an hour late, after 900. What is left of its run is
  // enough for its 8,000 MBq: drawn again, it leaves on the other vehicle at the next step of the grid, 840, and is there at 890, 5 min late.
  Change late = of(Change::Kind::delay);
  late.trip = indexOf(plan, 1, false);
  late.minutes = 30;
  ASSERT_EQ(plan.trips[static_cast<std::size_t>(late.trip)].depart, 835);
  const auto lost = replan(instance, plan, {late}, 837, kChangePrice, moves(300));
  ASSERT_TRUE(lost.best().checked.feasible());
  EXPECT_EQ(lost.best().diff.patients, 0);
  EXPECT_EQ(lost.best().checked.deliveries[1].arrival, 890);
  EXPECT_EQ(lost.best().plan.runs.size(), plan.runs.size());
  // Half an hour later that is known too late: nothing can be there by 900.
  const auto hopeless = replan(instance, plan, {late}, 866, kChangePrice, moves(300));
  EXPECT_EQ(hopeless.best().diff.patients, -2);
  // Known before it leaves: the other vehicle is at home and goes at 835.
  const auto other = replan(instance, plan, {late}, 800, kChangePrice, moves(300));
  EXPECT_EQ(other.best().diff.patients, 0);
  const auto& is = other.best().plan.trips[static_cast<std::size_t>(indexOf(other.best().plan, 1, false))];
  EXPECT_TRUE(is.vehicle != plan.trips[static_cast<std::size_t>(late.trip)].vehicle || is.depart >= 865) << is.depart;
  EXPECT_EQ(other.best().checked.deliveries[1].late, 0);
}

TEST(WhatIf, AFailedRunIsMadeAgainOnTheOtherLine) {
  const auto instance = read(twoSides());
  const auto plan = planOf(instance);
  const int run = indexOf(plan, 1, true);
  const auto& was = plan.runs[static_cast<std::size_t>(run)];
  Change down = of(Change::Kind::down);
  down.site = was.site;
  down.line = was.line;
  down.when = {was.start + 10, 1'400};
  const auto answer = replan(instance, plan, {down}, was.start + 10, kChangePrice, moves(300));
  const auto& best = answer.best();
  ASSERT_TRUE(best.checked.feasible());
  EXPECT_EQ(best.diff.patients, 0);
  const int again = best.checked.deliveries[1].run;
  EXPECT_NE(best.plan.runs[static_cast<std::size_t>(again)].line, was.line);
  // The failed run is still in the plan and paid.
  EXPECT_TRUE(std::any_of(best.plan.runs.begin(), best.plan.runs.end(), [&](const auto& r) { return r.line == was.line && r.start == was.start; }));
  // Doing nothing loses the two patients and is among the options, at its price.
  const auto keep = std::find_if(answer.options.begin(), answer.options.end(), [](const auto& o) { return o.code == "OPTION_KEEP"; });
  ASSERT_NE(keep, answer.options.end());
  EXPECT_EQ(keep->diff.patients, -2 * static_cast<int>(was.orders.size()));
  EXPECT_GT(keep->checked.cost.total(), best.checked.cost.total());
}

TEST(WhatIf, AWeakRunServesWhomItCanAndAHalfDoseFits) {
  const auto instance = read(twoSides());
  const auto plan = planOf(instance);
  Change weak = of(Change::Kind::yield);
  weak.run = indexOf(plan, 1, true);
  const auto& was = plan.runs[static_cast<std::size_t>(weak.run)];
  const auto checked = rppd::checkPlan(instance, plan);
  const double made = 60'000 * (1 - std::exp2(-was.beam / 110.)) * 0.6 * std::exp2(-30 / 110.);
  weak.factor = 0.9 * checked.deliveries[1].drawn / made;  // a tenth too little
  const int now = was.start + was.beam + 30;
  const auto weaker = withoutBroken(applyChanges(instance, plan, {weak}, now).instance, applyChanges(instance, plan, {weak}, now).plan);
  EXPECT_EQ(indexOf(weaker, 1, true), -1);
  Change half = of(Change::Kind::dose);
  half.order = 1;
  half.dose = 150;
  const auto answer = replan(instance, plan, {weak, half}, now, kChangePrice, moves(200));
  EXPECT_EQ(answer.best().diff.patients, 0);
  EXPECT_EQ(answer.best().checked.cost.change, 0.0);
}

TEST(WhatIf, AStatOrderIsServedAndACancelledOneIsNot) {
  const auto instance = read(twoSides());
  const auto plan = planOf(instance);
  const auto changes = readChanges(R"([{"kind":"stat","id":"now","hospital":"west","product":"F","dose":200,"calibration":780},
    {"kind":"cancel","order":"w"}])",
                                   instance, plan);
  ASSERT_TRUE(changes.ok());
  const auto answer = replan(instance, plan, *changes, 480, kChangePrice, moves(300));
  const auto& best = answer.best();
  ASSERT_TRUE(best.checked.feasible());
  EXPECT_GE(best.checked.deliveries[2].trip, 0);
  EXPECT_EQ(indexOf(best.plan, 1, false), -1);
  EXPECT_EQ(best.checked.unserved, 0);
  EXPECT_EQ(best.diff.patients, 1 - 2);
}

TEST(WhatIf, ChangesAreReadWithTheirErrorsAtTheirPaths) {
  const auto instance = read(twoSides());
  const auto plan = planOf(instance);
  const auto first = [&](const char* text) {
    const auto r = readChanges(text, instance, plan);
    return r.ok() ? std::string("accepted") : r.refusal().fields.empty() ? r.refusal().code : r.refusal().fields[0].field;
  };
  EXPECT_EQ(first(R"({"changes":[{"kind":"delay","trip":0,"minutes":20}]})"), "accepted");
  EXPECT_EQ(first(R"([{"kind":"delay","trip":9,"minutes":20}])"), "changes[0].trip");
  EXPECT_EQ(first(R"([{"kind":"delay","run":0,"minutes":-5}])"), "changes[0].minutes");
  EXPECT_EQ(first(R"([{"kind":"explode"}])"), "changes[0].kind");
  EXPECT_EQ(first(R"([{"kind":"down","vehicle":0,"from":500,"to":400}])"), "changes[0].to");
  EXPECT_EQ(first(R"([{"kind":"down","site":"s","line":"Q","from":500,"to":600}])"), "changes[0].line");
  EXPECT_EQ(first(R"([{"kind":"shut","post":0,"from":500,"to":600}])"), "changes[0].post");
  EXPECT_EQ(first(R"([{"kind":"stat","id":"e","hospital":"west","product":"F","dose":200,"calibration":780}])"), "changes[0].id");
  EXPECT_EQ(first(R"([{"kind":"stat","id":"n","hospital":"west","product":"G","dose":200,"calibration":780}])"), "changes[0].product");
  EXPECT_EQ(first("{}"), "PLAN_NOT_JSON");
}

/// Something that may happen.
Change drawn(const rppd::Instance& in, const rppd::Plan& plan, std::mt19937& rng) {
  const auto below = [&](std::size_t n) { return static_cast<int>(rng() % std::max<std::size_t>(n, 1)); };
  Change c = of(static_cast<Change::Kind>(below(7)));
  c.minutes = 5 * (1 + below(20));
  c.factor = below(12) / 10.0;
  c.when.from = 300 + below(500);
  c.when.to = c.when.from + 10 + below(400);
  if (plan.runs.empty() || plan.trips.empty()) c.kind = Change::Kind::cancel;
  c.order = below(in.orders.size());
  c.dose = in.orders[static_cast<std::size_t>(c.order)].dose * (0.5 + below(20) / 10.0);
  if (c.kind == Change::Kind::delay) (below(2) ? c.trip : c.run) = 0;
  if (c.trip == 0) c.trip = below(plan.trips.size());
  if (c.run == 0 || c.kind == Change::Kind::yield) c.run = below(plan.runs.size());
  if (c.kind == Change::Kind::down) {
    if (below(2)) {
      c.vehicle = below(in.vehicles.size());
    } else {
      c.site = below(in.sites.size());
      c.line = below(in.sites[static_cast<std::size_t>(c.site)].lines.size());
    }
  }
  if (c.kind == Change::Kind::shut) {
    if (in.legs.empty() && !in.posts.empty())
      c.post = below(in.posts.size());
    else
      c.stage = below(2) ? "export" : "import";
  }
  if (c.kind == Change::Kind::stat) {
    c.added = in.orders[static_cast<std::size_t>(c.order)];
    c.added->id = Json("stat-" + std::to_string(rng()));
  }
  return c;
}

TEST(WhatIf, EveryAnswerIsFeasibleAndNoneIsDearerThanDoingNothing) {
  std::mt19937 rng(11);
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const test::DayShape shape = seed % 3 == 0 ? test::DayShape{3, 20, 3, 3} : test::DayShape{2, 14, seed % 2 ? 2 : 1, 3};
    const auto instance = read(seed % 2 ? test::richDay(seed, shape) : test::madeUpDay(seed, shape));
    const auto plan = search::solve(instance, moves(200)).plan;
    std::vector<Change> changes;
    for (int k = 0; k < 1 + static_cast<int>(seed % 4); ++k) changes.push_back(drawn(instance, plan, rng));
    const int now = 200 + static_cast<int>(rng() % 600);
    const auto answer = replan(instance, plan, changes, now, kChangePrice, moves(40));
    ASSERT_FALSE(answer.options.empty());
    for (const auto& o : answer.options) {
      ASSERT_TRUE(o.checked.feasible()) << seed << " " << o.code << " " << o.checked.violations[0].path << " " << o.checked.violations[0].code << " "
                                        << o.checked.violations[0].params.dump();
      ASSERT_GE(o.checked.cost.total(), answer.bound - 1e-6) << seed;
      ASSERT_GE(o.checked.cost.total(), answer.best().checked.cost.total() - 1e-9) << seed;
    }
  }
}

TEST(WhatIf, AfterNothingHappenedNothingChanges) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const auto instance = read(test::madeUpDay(seed, {2, 14, 2, 3}));
    const auto plan = planOf(instance);
    const auto answer = replan(instance, plan, {}, 500, 1e6, moves(200));
    EXPECT_EQ(answer.best().checked.moved, 0) << seed;
    EXPECT_LE(answer.best().checked.cost.total(), rppd::checkPlan(instance, plan).cost.total() + 1e-6) << seed;
  }
}

}  // namespace
}  // namespace isotrail::solver
