#include "nuclide/radiation/clearance.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "tests/support/vectors.h"

namespace isotrail {
namespace {

using vectors::agrees;
using vectors::number;

const Dataset& set() { return Dataset::shipped(); }

ClearanceQuestion questionOf(const vectors::VectorRow& row) {
  ClearanceQuestion q;
  for (const auto& part : vectors::split(row.at("initial_Bq_per_g"), ';'))
    q.parts.push_back({vectors::pairOf(part).first, SpecificActivity(number(vectors::pairOf(part).second))});
  for (const auto& part : vectors::split(row.at("levels_Bq_per_g"), ';'))
    q.levels[vectors::pairOf(part).first] = SpecificActivity(number(vectors::pairOf(part).second));
  q.limit = number(row.at("limit_sum"));
  q.in_growth = row.at("kind") == "ingrowth";
  return q;
}

TEST(Clearance, Vectors) {
  for (const auto& row : vectors::rows("clearance.csv")) {
    const auto q = questionOf(row);
    const auto wait = waitToClearance(set(), q);
    ASSERT_TRUE(wait) << row.at("case_id");
    EXPECT_TRUE(agrees(wait->time.value, number(row.at("t_clear_s")), number(row.at("rel_tol")))) << row.at("case_id");
  }
}

TEST(Clearance, ASumThatRisesFirstIsWaitedOut) {
  // 5 Bq/g of Ra-225 are half their level; Ac-225 grows to about 0.44 of the radium, 2.2 Bq/g, and its level is here 2 Bq/g.
  ClearanceQuestion q;
  q.parts = {{"Ra-225", SpecificActivity(5)}};
  q.levels = {{"Ra-225", SpecificActivity(10)}, {"Ac-225", SpecificActivity(2)}};
  const auto wait = waitToClearance(set(), q);
  EXPECT_LT(wait->sum_at_start, 1.0);
  EXPECT_GT(wait->time.value, 0.0);
  EXPECT_EQ(wait->deciding, "Ac-225");
  EXPECT_NEAR(*clearanceSum(set(), q, wait->time), 1.0, 1e-9);
  // A top that only just stays below the limit is no reason to wait, one that only just reaches over it is.
  double top = 0;
  for (double t = 0; t < 4e6; t += 1000) top = std::max(top, *clearanceSum(set(), q, Seconds(t)));
  q.limit = top * (1 + 1e-6);
  EXPECT_EQ(waitToClearance(set(), q)->time.value, 0.0);
  q.limit = top * (1 - 1e-6);
  EXPECT_GT(waitToClearance(set(), q)->time.value, 1e6);
}

TEST(Clearance, ALevelThatIncludesProgenyCountsItOnce) {
  const std::vector<ClearancePart> generator{{"Mo-99", SpecificActivity(1e6)}};
  const auto q = *clearanceByTable(set(), generator);
  EXPECT_EQ(q.included.at("Mo-99"), std::vector<std::string>{"Tc-99m"});
  // After two days the sum is that of Mo-99/10 alone, to the trace of Tc-99 (level 1 Bq/g); Tc-99m/100 is in it.
  const double mo = 1e6 * std::exp2(-172800 / set().find("Mo-99")->half_life.value) / 10;
  EXPECT_TRUE(agrees(*clearanceSum(set(), q, days(2)), mo, 1e-5));
  // Tc-99m listed by itself is a thing of its own.
  const auto both = *clearanceByTable(set(), {{"Mo-99", SpecificActivity(1e6)}, {"Tc-99m", SpecificActivity(1e6)}});
  EXPECT_TRUE(agrees(*clearanceSum(set(), both, Seconds(0)), 1e5 + 1e4, 1e-9));
}

TEST(Clearance, WhatHasNoLevelIsNamed) {
  // Rb-82 (76 s) counts with Sr-82; nothing is known of a nuclide without a row.
  EXPECT_TRUE(clearanceByTable(set(), {{"Sr-82", SpecificActivity(1)}}));
  EXPECT_EQ(clearanceByTable(set(), {{"Rb-82", SpecificActivity(1)}}).refusal().code, "NO_CLEARANCE_LEVEL");
  EXPECT_EQ(clearanceByTable(set(), {{"Xx-1", SpecificActivity(1)}}).refusal().code, "UNKNOWN_NUCLIDE");
  const auto code = [](ClearanceQuestion q) { return waitToClearance(set(), q).refusal().code; };
  const ClearanceLevels tc{{"Tc-99m", SpecificActivity(100)}};
  EXPECT_EQ(code({{}, tc, {}}), "EMPTY_MIXTURE");
  EXPECT_EQ(code({{{"Tc-99m", SpecificActivity(-1)}}, tc, {}}), "NEGATIVE_ACTIVITY");
  EXPECT_EQ(code({{{"Tc-99m", SpecificActivity(INFINITY)}}, tc, {}}), "NONFINITE_ACTIVITY");
  EXPECT_EQ(code({{{"Tc-99m", SpecificActivity(1)}}, {{"Tc-99m", SpecificActivity(0)}}, {}}), "LEVEL_NOT_POSITIVE");
  EXPECT_EQ(code({{{"Tc-99m", SpecificActivity(1)}}, tc, {}, 0.0}), "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(code({{{"O-18", SpecificActivity(1)}}, tc, {}}), "STABLE_NUCLIDE");
}

TEST(Clearance, ALongLivedImpurityDecides) {
  // Lu-177 is gone after ten half-lives (66 d); 0.05 % of Lu-177m (160 d) is then far above its level of 0.1 Bq/g.
  const auto q = *clearanceByTable(set(), {{"Lu-177", SpecificActivity(1e6)}, {"Lu-177m", SpecificActivity(500)}});
  const auto wait = *waitToClearance(set(), q);
  EXPECT_EQ(wait.deciding, "Lu-177m");
  EXPECT_GT(wait.time.value, days(66 * 10).value);
}

RC_GTEST_PROP(ClearanceProperties, AfterTheWaitItStaysBelow, ()) {
  static const std::vector<std::string> names{"Tc-99m", "F-18",   "I-131", "Lu-177", "Lu-177m", "Mo-99",
                                              "Ra-225", "Ac-225", "Sr-90", "Ra-223", "Cs-137"};
  std::vector<ClearancePart> parts;
  const int n = *rc::gen::inRange(1, 4);
  for (int i = 0; i < n; ++i)
    parts.push_back(
        {names[*rc::gen::inRange<std::size_t>(0, names.size())], SpecificActivity(std::pow(10.0, *rc::gen::inRange(-2000, 9000) / 1000.0))});
  auto q = clearanceByTable(set(), parts);
  RC_PRE(q.ok());
  q->limit = *rc::gen::inRange(1, 100) / 100.0;
  const Seconds wait = waitToClearance(set(), *q)->time;
  RC_ASSERT(std::isfinite(wait.value));
  for (double k = 1.0; k < 1e6; k *= 3) RC_ASSERT(*clearanceSum(set(), *q, Seconds(wait.value * k)) <= q->limit * (1 + 1e-12));
  if (wait.value > 0) RC_ASSERT(*clearanceSum(set(), *q, Seconds(wait.value * (1 - 1e-9))) > q->limit * (1 - 1e-12));
}

}  // namespace
}  // namespace isotrail
