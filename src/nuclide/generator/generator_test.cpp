#include "nuclide/generator/generator.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "nuclide/chain.h"
#include "nuclide/decay.h"
#include "nuclide/generator/buildup.h"
#include "nuclide/generator/growth.h"
#include "tests/support/vectors.h"

namespace isotrail::making {
namespace {

using vectors::agrees;

const Dataset& set() { return Dataset::shipped(); }
GeneratorSystem moly() { return *GeneratorSystem::of(set(), "Mo-99", "Tc-99m"); }
Atoms column(double bq, const char* parent = "Mo-99") { return *loadOf(set(), {{parent, Activity(bq)}}); }
Rate lambda(const char* name) { return Rate(set().find(name)->lambda()); }
double branch(const char* parent, const char* daughter) {
  for (const auto& b : set().find(parent)->branches)
    if (b.daughter == daughter) return b.fraction;
  return 0;
}

TEST(Generator, TechnetiumOfAFreshColumnAndSixHoursLater) {
  // 40 GBq Mo-99, 24 h, 92 %: 25.33519 GBq Tc-99m, mole share 0.281265; 6 h later 13.09837 GBq, 0.496297 (for b = 0.876).
  const auto system = moly();
  EXPECT_EQ(system.eluted, (std::vector<std::string>{"Tc-99m", "Tc-99"}));
  const Elution history[] = {{hours(24), Fraction(0.92), Fraction(0)}, {hours(30), Fraction(0.92), Fraction(0)}};
  const auto eluates = elute(system, column(40e9), history);
  ASSERT_TRUE(eluates);
  const double b = branch("Mo-99", "Tc-99m") / 0.876;
  EXPECT_NEAR(activityIn(set(), (*eluates)[0].atoms, "Tc-99m").value, 25.33519e9 * b, 2e6);
  EXPECT_NEAR(activityIn(set(), (*eluates)[1].atoms, "Tc-99m").value, 13.09837e9 * b, 2e6);
  EXPECT_NEAR((*eluates)[0].mole_share.value, 0.281265 * b, 2e-4);
  EXPECT_NEAR((*eluates)[1].mole_share.value, 0.496297 * b, 4e-4);
  // 332 ng of Tc-99 (98.906 g/mol).
  EXPECT_NEAR((*eluates)[0].atoms.at("Tc-99") / kAvogadro * 98.906 * 1e9, 332, 3);
}

TEST(Generator, TracesAreOfTheParentsElement) {
  const auto system = GeneratorSystem::of(set(), "Sr-82", "Rb-82");
  ASSERT_TRUE(system);
  const Atoms mixed = *loadOf(set(), {{"Sr-82", Activity(3.7e9)}, {"Sr-85", Activity(1e9)}});
  const Elution one[] = {{hours(1), Fraction(0.9), Fraction(1e-6)}};
  const auto eluate = elute(*system, mixed, one)->front();
  EXPECT_TRUE(agrees(eluate.atoms.at("Sr-85"), 1e-6 / (1 - 1e-6) * eluate.column.at("Sr-85"), 1e-9));
  EXPECT_EQ(eluate.column.count("Rb-85"), 1u);  // stable Rb-85 of Sr-85 stays: it is not of the chain that is eluted
}

TEST(Generator, AShortDaughterIsWashedOutOverItsWindow) {
  const auto system = *GeneratorSystem::of(set(), "Sr-82", "Rb-82");
  const Atoms start = decayChain(set(), column(3.7e9, "Sr-82"), hours(1));  // in equilibrium
  // A window of no length is the elution in one instant.
  const Elution how{Seconds(0), Fraction(0.9), Fraction(1e-7)};
  const auto brief = washThrough(system, start, Seconds(1e-6), how);
  const auto instant = elute(system, start, std::span(&how, 1))->front();
  EXPECT_TRUE(agrees(activityIn(set(), brief->eluate.atoms, "Rb-82").value, activityIn(set(), instant.atoms, "Rb-82").value, 1e-6));
  EXPECT_TRUE(agrees(brief->passed.at("Rb-82").value, activityIn(set(), instant.atoms, "Rb-82").value, 1e-6));
  // Over 30 s more passes than is left in the line at the end, and more than was there at first, for it grows on.
  const auto bolus = washThrough(system, start, Seconds(30), how);
  EXPECT_GT(bolus->passed.at("Rb-82"), activityIn(set(), bolus->eluate.atoms, "Rb-82"));
  // By hand, in equilibrium: k = ln(10)/30 s washes, N' = P - (l + k) N with P = l N0.
  const double l = lambda("Rb-82").value, k = std::log(10.0) / 30, n0 = start.at("Rb-82"), p = l * n0;
  const double passed = k * (p / (l + k) * 30 + (n0 - p / (l + k)) * (1 - std::exp(-(l + k) * 30)) / (l + k));
  EXPECT_TRUE(agrees(bolus->passed.at("Rb-82").value, passed * l, 2e-5));  // Sr-82 itself loses 1e-5 in 30 s
  EXPECT_EQ(washThrough(system, start, Seconds(30), {Seconds(0), Fraction(1), Fraction(0)}).refusal().code, "EFFICIENCY_OUT_OF_RANGE");
  EXPECT_EQ(washThrough(system, start, Seconds(0), how).refusal().code, "NEGATIVE_TIME");
}

TEST(Generator, SaysWhichInputIsWrong) {
  const auto code = [](auto result) { return result ? std::string("ok") : result.refusal().code; };
  EXPECT_EQ(code(GeneratorSystem::of(set(), "Mo-99", "F-18")), "NOT_IN_CHAIN");
  EXPECT_EQ(code(GeneratorSystem::of(set(), "Mo-99", "Mo-99")), "NOT_IN_CHAIN");
  EXPECT_EQ(code(GeneratorSystem::of(set(), "Xx-9", "F-18")), "UNKNOWN_NUCLIDE");
  EXPECT_EQ(code(loadOf(set(), {})), "EMPTY_MIXTURE");
  EXPECT_EQ(code(loadOf(set(), {{"Mo-99", Activity(-1)}})), "NEGATIVE_ACTIVITY");
  EXPECT_EQ(code(loadOf(set(), {{"Mo-99", Activity(INFINITY)}})), "NONFINITE_ACTIVITY");
  EXPECT_EQ(code(loadOf(set(), {{"Pb-208", Activity(1)}})), "STABLE_NUCLIDE");
  const auto one = [&](Seconds at, double efficiency, double breakthrough) {
    const Elution e[] = {{at, Fraction(efficiency), Fraction(breakthrough)}};
    return code(elute(moly(), column(1e9), e));
  };
  EXPECT_EQ(one(hours(-1), 0.9, 0), "NEGATIVE_TIME");
  EXPECT_EQ(one(hours(1), 1.1, 0), "EFFICIENCY_OUT_OF_RANGE");
  EXPECT_EQ(one(hours(1), std::nan(""), 0), "EFFICIENCY_OUT_OF_RANGE");
  EXPECT_EQ(one(hours(1), 0.9, -0.1), "BREAKTHROUGH_OUT_OF_RANGE");
  const Elution back[] = {{hours(5), Fraction(0.9), {}}, {hours(4), Fraction(0.9), {}}};
  EXPECT_EQ(code(elute(moly(), column(1e9), back)), "OUT_OF_TIME_ORDER");
}

RC_GTEST_PROP(Generator, AtomsBalanceAtEachElution, ()) {
  const std::pair<const char*, const char*> pairs[] = {
      {"Mo-99", "Tc-99m"}, {"Ge-68", "Ga-68"}, {"Sr-82", "Rb-82"}, {"Ac-225", "Bi-213"}, {"Ra-224", "Pb-212"}};
  const auto& [parent, daughter] = pairs[*rc::gen::inRange<std::size_t>(0, 5)];
  const auto system = *GeneratorSystem::of(set(), parent, daughter);
  std::vector<Elution> history;
  Seconds t(0);
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    t = t + Seconds(*rc::gen::inRange(0, 200000));  // two at the same instant are a partial elution and the rest
    history.push_back({t, Fraction(*rc::gen::inRange(0, 1001) / 1000.0), Fraction(*rc::gen::inRange(0, 100) * 1e-6)});
  }
  const auto eluates = *elute(system, column(1e10, parent), history);
  Atoms now = column(1e10, parent);
  Seconds before(0);
  for (std::size_t i = 0; i < history.size(); ++i) {
    now = decayChain(set(), now, history[i].at - before);
    for (const auto& [name, atoms] : now) {
      const auto out = eluates[i].atoms.find(name);
      const double both = eluates[i].column.at(name) + (out == eluates[i].atoms.end() ? 0.0 : out->second);
      RC_ASSERT(std::abs(both - atoms) <= 1e-12 * atoms);
    }
    now = eluates[i].column;
    before = history[i].at;
  }
}

TEST(Buildup, TableOfGenerators) {
  const auto row = [](const char* parent, const char* daughter, double regrown_h, double maximum_h) {
    const auto p = lambda(parent), d = lambda(daughter);
    EXPECT_TRUE(agrees(regrowth(p, d, Fraction(0.9))->value / 3600, regrown_h, 3e-3)) << parent;
    EXPECT_TRUE(agrees(timeOfMaximum(p, d, Fraction(1))->at.value / 3600, maximum_h, 3e-3)) << parent;
  };
  row("Mo-99", "Tc-99m", 21.95, 22.84);
  row("Ge-68", "Ga-68", 3.757, 14.13);
  row("Sr-82", "Rb-82", 4.18 / 60, 18.6 / 60);
  row("W-188", "Re-188", 57.07, 113.8);
  const Rate p = decayConstant(hours(65.932)), d = decayConstant(hours(6.0066));
  EXPECT_NEAR(timeOfMaximum(p, d, Fraction(0.876))->over_parent.value, 0.688990, 1e-6);
  EXPECT_NEAR(timeOfMaximum(p, d, Fraction(0.876))->at.value / 3600, 22.8419, 1e-4);
  EXPECT_EQ(regrowth(d, p, Fraction(0.9)).refusal().code, "NO_EQUILIBRIUM");
  EXPECT_EQ(buildUp(p, p, hours(1)).refusal().code, "NO_EQUILIBRIUM");
  EXPECT_EQ(timeOfMaximum(Rate(0), d, Fraction(1)).refusal().code, "NEGATIVE_DECAY_CONSTANT");
  EXPECT_EQ(timeOfMaximum(p, d, Fraction(0)).refusal().code, "BRANCH_OUT_OF_RANGE");
  // Equal constants: at 1/l, b/e.
  EXPECT_TRUE(agrees(timeOfMaximum(p, p, Fraction(1))->at.value, 1 / p.value, 1e-15));
  EXPECT_TRUE(agrees(timeOfMaximum(p, p, Fraction(1))->over_parent.value, std::exp(-1.0), 1e-15));
}

RC_GTEST_PROP(Buildup, TheMaximumIsAMaximum, ()) {
  const Rate p(std::pow(10.0, *rc::gen::inRange(-100, 10) / 10.0));
  const Rate d = p * std::pow(10.0, *rc::gen::inRange(-60, 61) / 10.0);
  const Fraction left(*rc::gen::inRange(0, 150) / 100.0), b(0.9);
  const auto top = timeOfMaximum(p, d, b, left);
  const auto at = [&](double t) { return grownShare(p, d, b, Seconds(t)).value + left.value * std::exp(-d.value * t); };
  RC_ASSERT(std::isfinite(top->at.value) && top->at.value >= 0);
  for (const double factor : {0.9, 0.99, 1.01, 1.1}) RC_ASSERT(at(top->at.value * factor) <= top->over_parent.value * (1 + 1e-12));
}

TEST(Buildup, TheParentsShareGrowsUntilItsLimit) {
  const Rate p = lambda("Mo-99"), d = lambda("Tc-99m");
  const Fraction b(branch("Mo-99", "Tc-99m")), ratio(2e-5), limit(1.5e-4);
  const Seconds until = breakthroughWithin(p, d, b, ratio, limit);
  EXPECT_TRUE(agrees(breakthroughAfter(p, d, b, ratio, until).value, limit.value, 1e-12));
  // Without in-growth: ln(7.5)/(ld - lp) = 19.2 h; what grows in changes it by 1.5e-4 of the ratio.
  EXPECT_TRUE(agrees(until.value, std::log(7.5) / (d - p).value, 1e-3));
  EXPECT_EQ(breakthroughWithin(p, d, b, Fraction(2e-4), limit), Seconds(0));
  EXPECT_EQ(breakthroughWithin(p, d, b, Fraction(0), limit), Seconds(1e18));
  EXPECT_EQ(breakthroughWithin(p, d, b, ratio, Fraction(1.2)), Seconds(1e18));  // in step at 1.038
  // Much later parent and daughter keep step.
  EXPECT_TRUE(agrees(breakthroughAfter(p, d, b, ratio, days(3000)).value, (d - p).value / (b.value * d.value), 1e-9));
  // The chain says the same.
  const Atoms vial{{"Mo-99", 2e-5 / p.value}, {"Tc-99m", 1 / d.value}};
  const Atoms later = decayChain(set(), vial, hours(10));
  EXPECT_TRUE(
      agrees(activityIn(set(), later, "Mo-99") / activityIn(set(), later, "Tc-99m"), breakthroughAfter(p, d, b, ratio, hours(10)).value, 1e-12));
}

TEST(Growth, PeakOfTheColumn) {
  const auto peak = peakOf(moly(), column(1e10));
  const auto two = timeOfMaximum(lambda("Mo-99"), lambda("Tc-99m"), Fraction(branch("Mo-99", "Tc-99m")));
  EXPECT_TRUE(agrees(peak.at.value, two->at.value, 1e-9));
  EXPECT_TRUE(agrees(peak.activity.value, 1e10 * two->over_parent.value, 1e-12));
  // Bi-213 rises behind Fr-221 and At-217.
  const auto bismuth = *GeneratorSystem::of(set(), "Ac-225", "Bi-213");
  const auto high = peakOf(bismuth, column(1e9, "Ac-225"));
  for (const double factor : {0.99, 1.01}) {
    const Atoms near = decayChain(set(), column(1e9, "Ac-225"), Seconds(high.at.value * factor));
    EXPECT_LT(activityIn(set(), near, "Bi-213"), high.activity);
  }
  EXPECT_EQ(peakOf(moly(), *loadOf(set(), {{"Tc-99m", Activity(1e9)}})).at, Seconds(0));
}

TEST(Growth, NextElutionServesTheListWithLeastWaste) {
  ElutionDemand demand;
  demand.how = {Seconds(0), Fraction(0.9), Fraction(1e-6)};
  demand.wanted = {{hours(10), 5_GBq}, {hours(14), 3_GBq}};
  demand.not_before = hours(1);
  const auto plan = planElution(moly(), column(20e9), demand);
  ASSERT_TRUE(plan && plan->feasible);
  EXPECT_EQ(plan->latest, hours(10));
  EXPECT_EQ(plan->at, plan->earliest);  // rising column: the earliest elutes least
  // Just enough: nothing is left after the last dose.
  EXPECT_NEAR(plan->doses.back().there.value, 3e9, 1e3);
  for (const auto& d : plan->doses) EXPECT_EQ(d.missing.value, 0.0);
  const double half = set().find("Tc-99m")->half_life.value, at = plan->at.value;
  EXPECT_TRUE(agrees(plan->eluted.value, 5e9 * std::exp2((36000 - at) / half) + 3e9 * std::exp2((50400 - at) / half), 1e-9));
  EXPECT_TRUE(agrees(plan->used.value, 8e9 / plan->eluted.value, 1e-6));
  EXPECT_GT(*plan->breakthrough_at_end, *plan->breakthrough);
  EXPECT_FALSE(plan->breakthrough_binds);
}

TEST(Growth, WhatCannotBeServedIsSaid) {
  ElutionDemand demand;
  demand.how = {Seconds(0), Fraction(0.9), Fraction(0)};
  demand.wanted = {{hours(6), 30_GBq}, {hours(4), 1_GBq}};
  const auto plan = planElution(moly(), column(20e9), demand);
  ASSERT_TRUE(plan);
  EXPECT_FALSE(plan->feasible);
  EXPECT_EQ(plan->at, hours(4));
  EXPECT_EQ(plan->doses[0].missing.value, 0.0);  // in order of time: the small one first
  EXPECT_TRUE(agrees(plan->doses[1].missing.value, 30e9 - plan->doses[1].there.value, 1e-12));
  demand.wanted = {};
  EXPECT_EQ(planElution(moly(), column(1e9), demand).refusal().code, "EMPTY_MIXTURE");
  demand.wanted = {{hours(1), 1_GBq}};
  demand.not_before = hours(2);
  EXPECT_EQ(planElution(moly(), column(1e9), demand).refusal().code, "OUT_OF_TIME_ORDER");
}

TEST(Growth, ABreakthroughLimitMakesItLater) {
  ElutionDemand demand;
  demand.how = {Seconds(0), Fraction(0.9), Fraction(2e-5)};
  demand.wanted = {{hours(12), 100_MBq}, {hours(20), 100_MBq}};
  const auto free = planElution(moly(), column(20e9), demand);
  demand.breakthrough_limit = Fraction(*free->breakthrough_at_end * 0.8);
  const auto bound = planElution(moly(), column(20e9), demand);
  ASSERT_TRUE(bound && bound->feasible);
  EXPECT_TRUE(bound->breakthrough_binds);
  EXPECT_GT(bound->earliest, free->earliest);
  EXPECT_LE(bound->breakthrough_at_end->value, demand.breakthrough_limit->value * (1 + 1e-9));
}

}  // namespace
}  // namespace isotrail::making
