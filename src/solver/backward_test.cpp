#include "solver/backward.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/check.h"

namespace isotrail::solver {
namespace {

constexpr double kF18 = 6584.04;                                  // s
const Instant kMidnight = Instant::fromMicros(1765900800000000);  // 2025-12-17T00:00+08:00
Instant at(int h, int m) { return kMidnight + hours(h) + minutes(m); }
double decay(double minutes_elapsed) { return std::exp2(-minutes_elapsed * 60 / kF18); }

/// Twelve patients every 20 minutes from 09:15, made across a border whose export window shuts at 08:15.
Problem twelvePatients() {
  Problem p;
  p.half_life_s = kF18;
  for (int i = 0; i < 12; ++i) p.demands.push_back({"ORD-" + std::to_string(i + 1), 252_MBq, at(9, 15) + minutes(20.0 * i)});
  p.stages = {{"beam", minutes(20), {}},
              {"synthesis", minutes(35), {}},
              {"qc", minutes(30), {}},
              {"release", minutes(9), {}},
              {"pack", minutes(11), {}},
              {"road_cn", minutes(85), {}},
              {"export", minutes(8), {{at(7, 30), at(8, 15)}}},
              {"bridge", minutes(8), {}},
              {"import", minutes(8), {{at(7, 0), at(20, 0)}}},
              {"road_mo", minutes(12), {}},
              {"receipt", minutes(10), {}},
              {"draw", minutes(5), {}}};
  p.synthesis_index = 1;
  p.saturation_bq_per_a = 8e15;
  p.beam_current_a = 45e-6;
  p.synthesis_yield = 0.6;
  p.dead_fraction = 0.05;
  p.transfer_yield = 0.97;
  p.residual_fraction = 0.02;
  return p;
}

TEST(Backward, TwelvePatientsWrittenOut) {
  const Plan plan = planBackward(twelvePatients());
  ASSERT_TRUE(plan.unserved.empty());
  // From 09:15 back: draw 5, receipt 10, road 12, import 8, bridge 8 min leave 08:32 for export, but it shuts at 08:15.
  EXPECT_EQ(plan.stages[11].ends, at(9, 15));
  EXPECT_EQ(plan.stages[8].ends, at(8, 48));
  EXPECT_EQ(plan.stages[8].slack.value, 672 * 60.0);
  EXPECT_FALSE(plan.stages[8].waits);
  EXPECT_EQ(plan.stages[7].ends, at(8, 40));
  EXPECT_EQ(plan.stages[6].ends, at(8, 15));
  EXPECT_TRUE(plan.stages[6].waits);
  EXPECT_EQ(plan.stages[6].slack.value, 0);
  // Export 8, road 85, pack 11, release 9, qc 30 min: end of synthesis 05:52, end of beam 05:17.
  EXPECT_EQ(plan.stages[1].ends, at(5, 52));
  EXPECT_EQ(plan.stages[0].ends, at(5, 17));

  double at_first = 0;
  for (int i = 0; i < 12; ++i) at_first += 252e6 / decay(20.0 * i) / 0.98;
  at_first /= 0.95;
  EXPECT_NEAR(plan.needed_at_first_injection.value / at_first, 1, 1e-12);
  const double eos = at_first / decay(203) / 0.97;  // 05:52 to 09:15
  EXPECT_NEAR(plan.needed_eos.value / eos, 1, 1e-12);
  const double eob = eos / decay(35) / 0.6;
  EXPECT_NEAR(plan.needed_eob.value / eob, 1, 1e-12);
  // 360 GBq at saturation.
  EXPECT_NEAR(plan.beam_time.value, -std::log(1 - eob / 360e9) * kF18 / std::log(2.0), 1e-6);
  EXPECT_GT(plan.beam_time.value, 1200);  // longer than the shortest beam
  EXPECT_NEAR((plan.stages[0].ends - plan.stages[0].starts).value, plan.beam_time.value, 1e-5);
}

TEST(Backward, WorkedFigures) {
  Problem p;
  p.half_life_s = kF18;
  p.demands = {{"a", 370_MBq, at(9, 0)}, {"b", 370_MBq, at(9, 30)}, {"c", 300_MBq, at(10, 0)}};
  p.stages = {{"synthesis", minutes(45), {}}};
  p.synthesis_index = 0;
  EXPECT_NEAR(planBackward(p).needed_at_first_injection.value, 1255.443e6, 1e3);
  // 10.1 GBq/uA, 65 uA, 2 h: 348.860 GBq, after 45 min with 72 % (decay-corrected) 189.033 GBq.
  p.demands = {{"bulk", Activity(189.033e9), at(9, 0)}};
  p.stages = {{"beam", minutes(10), {}}, {"synthesis", minutes(45), {}}};
  p.synthesis_index = 1;
  p.saturation_bq_per_a = 10.1e15;
  p.beam_current_a = 65e-6;
  p.synthesis_yield = 0.72;
  const Plan plan = planBackward(p);
  EXPECT_NEAR(plan.needed_eob.value, 348.860e9, 2e6);
  EXPECT_NEAR(plan.beam_time.value, 7200, 0.1);
}

TEST(Backward, WindowCliffs) {
  Problem p = twelvePatients();
  p.stages[6].windows = {{at(7, 30), at(8, 32)}};  // ends exactly when it shuts: passes, no slack, no waiting
  Plan plan = planBackward(p);
  EXPECT_EQ(plan.stages[6].ends, at(8, 32));
  EXPECT_FALSE(plan.stages[6].waits);
  EXPECT_EQ(plan.stages[6].slack.value, 0);
  p.stages[6].windows = {{at(8, 32), at(9, 0)}};  // opens exactly at the latest end
  plan = planBackward(p);
  EXPECT_EQ(plan.stages[6].ends, at(8, 32));
  EXPECT_EQ(plan.stages[6].slack.value, 28 * 60.0);
  p.stages[6].windows = {{at(8, 33), at(9, 0)}};  // a minute later: nobody can be served by this plan
  plan = planBackward(p);
  EXPECT_TRUE(plan.stages.empty());
  ASSERT_EQ(plan.unserved.size(), 12u);
  EXPECT_EQ(plan.unserved[0].order, "ORD-1");
  EXPECT_EQ(plan.unserved[0].code, "NO_WINDOW");
  p.stages[6].windows = {{at(5, 0), at(6, 0)}, {at(7, 0), at(7, 40)}, {at(20, 0), at(21, 0)}};  // the latest that fits
  EXPECT_EQ(planBackward(p).stages[6].ends, at(7, 40));
  p.stages[6].windows = {{at(9, 0), at(7, 0)}};  // shut before it opens: no window at all
  EXPECT_EQ(planBackward(p).unserved.size(), 12u);
}

TEST(Backward, EarlierWindowCostsActivity) {
  Problem p = twelvePatients();
  const Plan late = planBackward(p);
  p.stages[6].windows = {{at(6, 0), at(7, 15)}};
  const Plan early = planBackward(p);
  EXPECT_NEAR(early.needed_eos / late.needed_eos, 1 / decay(60), 1e-12);
}

TEST(Backward, WaitingBetweenBeamAndSynthesisIsMadeUpFor) {
  Problem p = twelvePatients();
  const Plan together = planBackward(p);
  p.stages[0].windows = {{at(3, 0), at(5, 0)}};  // the cyclotron is free until 05:00 only
  const Plan apart = planBackward(p);
  EXPECT_EQ(apart.stages[0].ends, at(5, 0));
  EXPECT_TRUE(apart.stages[0].waits);
  EXPECT_NEAR(apart.needed_eob / together.needed_eob, 1 / decay(17), 1e-12);
}

TEST(Backward, BeamTooWeak) {
  Problem p = twelvePatients();
  p.beam_current_a = 2e-6;
  const Plan plan = planBackward(p);
  EXPECT_EQ(plan.unserved.size(), 12u);
  EXPECT_EQ(plan.unserved[11].code, "BEAM_TOO_WEAK");
  EXPECT_EQ(plan.stages.size(), 12u);  // the day is still drawn
  EXPECT_EQ(plan.beam_time.value, 1200);
}

TEST(Backward, NoBeamForReactorAndGeneratorProducts) {
  Problem p = twelvePatients();
  p.saturation_bq_per_a = 0;
  const Plan plan = planBackward(p);
  EXPECT_TRUE(plan.unserved.empty());
  EXPECT_EQ(plan.beam_time.value, 0);
  EXPECT_EQ((plan.stages[0].ends - plan.stages[0].starts).value, 1200);
}

TEST(Backward, NothingWantedAndNonsense) {
  Problem p = twelvePatients();
  p.demands.clear();
  EXPECT_TRUE(planBackward(p).stages.empty());
  EXPECT_TRUE(planBackward(p).unserved.empty());
  p = twelvePatients();
  p.half_life_s = 0;
  EXPECT_THROW(planBackward(p), Bug);
  p = twelvePatients();
  p.dead_fraction = 1;
  EXPECT_THROW(planBackward(p), Bug);
}

RC_GTEST_PROP(Backward, StagesFollowOneAnotherAndTheVialSuffices, ()) {
  Problem p = twelvePatients();
  p.demands.clear();
  const int count = *rc::gen::inRange(1, 9);
  for (int i = 0; i < count; ++i)
    p.demands.push_back({std::to_string(i), Activity(1e6 * *rc::gen::inRange(1, 800)), at(9, 0) + minutes(*rc::gen::inRange(0, 300))});
  for (auto& s : p.stages) s.duration = minutes(*rc::gen::inRange(0, 60));
  const Plan plan = planBackward(p);
  for (std::size_t i = 0; i + 1 < plan.stages.size(); ++i) RC_ASSERT(plan.stages[i].ends <= plan.stages[i + 1].starts);
  if (plan.stages.empty()) {
    RC_ASSERT(plan.unserved.size() == p.demands.size());
    return;
  }
  // Draw one dose after the other from what was planned: nothing is left over and nothing is missing.
  double vial = plan.needed_eos.value * p.transfer_yield * (1 - p.dead_fraction);
  const Instant eos = plan.stages[p.synthesis_index].ends;
  for (const auto& d : p.demands) vial -= d.activity.value / (1 - p.residual_fraction) * std::exp2((d.inject_at - eos).value / kF18);
  RC_ASSERT(std::abs(vial) <= 1e-9 * plan.needed_eos.value);
}

}  // namespace
}  // namespace isotrail::solver
