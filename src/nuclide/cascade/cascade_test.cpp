#include "nuclide/cascade/cascade.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/check.h"
#include "nuclide/cascade/course.h"
#include "nuclide/cascade/descent.h"
#include "nuclide/chain.h"
#include "tests/support/vectors.h"

namespace isotrail {
namespace {

using vectors::number;

std::vector<double> sharesOf(const Cascade& c, Seconds t) {
  std::vector<double> out(c.size());
  c.shares(t, out);
  return out;
}
/// A chain of these constants, each feeding the next whole.
Cascade line(const std::vector<double>& constants) {
  std::vector<Cascade::Feed> feeds;
  for (std::size_t i = 0; i + 1 < constants.size(); ++i) feeds.push_back({i, i + 1, constants[i]});
  return {constants, feeds};
}

TEST(Cascade, ReferenceVectors) {
  double worst = 0;
  for (const auto& row : vectors::rows("cascade.csv")) {
    std::vector<double> constants;
    for (const auto& text : vectors::split(row.at("constants_per_s"), ';')) constants.push_back(number(text));
    const auto member = static_cast<std::size_t>(number(row.at("member"))) - 1;
    const double want = number(row.at("atoms")), got = sharesOf(line(constants), Seconds(number(row.at("t_s"))))[member];
    if (want < 1e-300)
      EXPECT_EQ(got, 0.0) << row.at("case_id") << " " << member;
    else
      worst = std::max(worst, std::abs(got / want - 1.0));
    EXPECT_LT(std::abs(got - want), 1e-12 * want + 1e-300) << row.at("case_id") << " member " << member + 1;
  }
  std::printf("cascade.csv: worst relative difference %.2g\n", worst);
}

TEST(Cascade, EqualConstantsAreTheGammaLaw) {
  // Four equal constants: the third member holds (x^2/2) exp(-x), the stable end 1 - exp(-x)(1 + x + x^2/2 + x^3/6).
  const double x = 0.7;
  const auto got = sharesOf(line({0.1, 0.1, 0.1, 0.1, 0}), Seconds(7));
  EXPECT_NEAR(got[2] / (x * x / 2 * std::exp(-x)), 1.0, 1e-14);
  EXPECT_NEAR(got[4] / (1 - std::exp(-x) * (1 + x + x * x / 2 + x * x * x / 6)), 1.0, 1e-13);
}

TEST(Cascade, BranchesMeetAgain) {
  // 60 % by way of B, 40 % straight to C: at the end all of it is in C.
  const Cascade c({0.1, 0.3, 0}, {{0, 1, 0.06}, {0, 2, 0.04}, {1, 2, 0.3}});
  EXPECT_NEAR(sharesOf(c, Seconds(1000))[2], 1.0, 1e-15);
  std::vector<double> gone(3);
  c.departures(Seconds(1000), gone);
  EXPECT_NEAR(gone[0], 1.0, 1e-15);
  EXPECT_NEAR(gone[1], 0.6, 1e-15);
  EXPECT_EQ(gone[2], 0.0);
}

TEST(Cascade, WhatIsNoNetworkIsOurMistake) {
  EXPECT_THROW(Cascade({}, {}), Bug);
  EXPECT_THROW(Cascade({-1.0}, {}), Bug);
  EXPECT_THROW(Cascade({1.0, std::nan("")}, {}), Bug);
  EXPECT_THROW(Cascade({1.0, 1.0}, {{1, 0, 1.0}}), Bug);
  EXPECT_THROW(sharesOf(line({1.0}), Seconds(-1)), Bug);
}

double anyConstant() { return *rc::gen::inRange(0, 12) == 0 ? 0.0 : std::pow(10.0, *rc::gen::inRange(-180, 70) / 10.0); }
Seconds anyTime() { return Seconds(std::pow(10.0, *rc::gen::inRange(-90, 180) / 10.0)); }

RC_GTEST_PROP(Cascade, AtomsAreConservedAndNeverNegative, ()) {
  std::vector<double> constants;
  const int n = *rc::gen::inRange(1, 9);
  for (int i = 0; i < n; ++i) constants.push_back(anyConstant());
  constants.push_back(0.0);
  const Seconds t = anyTime();
  const auto got = sharesOf(line(constants), t);
  double sum = 0;
  for (const double v : got) {
    RC_ASSERT(std::isfinite(v) && v >= 0.0);
    sum += v;
  }
  RC_ASSERT(std::abs(sum - 1.0) < 1e-13);
}

/// Half of the time is half of the way, twice: whatever form answers which of them.
RC_GTEST_PROP(Cascade, DecayComposes, ()) {
  std::vector<double> constants;
  const int n = *rc::gen::inRange(1, 7);
  for (int i = 0; i < n; ++i) constants.push_back(anyConstant());
  const Seconds t = anyTime(), half(t.value / 2);
  const auto whole = sharesOf(line(constants), t);
  std::vector<double> composed(constants.size(), 0.0);
  const auto first = sharesOf(line(constants), half);
  for (std::size_t from = 0; from < constants.size(); ++from) {
    const auto second = sharesOf(line({constants.begin() + static_cast<std::ptrdiff_t>(from), constants.end()}), half);
    for (std::size_t i = 0; i < second.size(); ++i) composed[from + i] += first[from] * second[i];
  }
  for (std::size_t i = 0; i < whole.size(); ++i) RC_ASSERT(std::abs(whole[i] - composed[i]) <= 1e-12 * whole[i] + 1e-290);
}

RC_GTEST_PROP(Cascade, OneMemberAloneIsTheSame, ()) {
  std::vector<double> constants;
  const int n = *rc::gen::inRange(1, 7);
  for (int i = 0; i < n; ++i) constants.push_back(anyConstant());
  const Cascade c = line(constants);
  const Seconds t = anyTime();
  const auto all = sharesOf(c, t);
  for (std::size_t i = 0; i < all.size(); ++i) RC_ASSERT(std::abs(c.share(i, t) - all[i]) <= 1e-12 * all[i] + 1e-299);
}

std::vector<Course::Part> anyMixture(const Dataset& set) {
  std::vector<Course::Part> parts;
  const int n = *rc::gen::inRange(1, 6);
  for (int i = 0; i < n; ++i)
    parts.push_back({*rc::gen::inRange<std::size_t>(0, set.all().size()), std::pow(10.0, *rc::gen::inRange(0, 200) / 10.0)});
  return parts;
}

/// Many times side by side, and in any order of the parts, are what each is alone.
void agreesWithEveryTimeAlone(std::vector<Course::Part> parts, const std::vector<Seconds>& times) {
  const Dataset& set = Dataset::shipped();
  const Course course(set, parts);
  std::reverse(parts.begin(), parts.end());
  const Course turned(set, parts);
  std::vector<double> out(course.members().size() * times.size()), other(out.size());
  course.atoms(times, out);
  turned.atoms(times, other);
  std::map<std::string, double> start;
  for (const auto& p : parts) start[set.all()[p.nuclide].name] += p.atoms;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const auto alone = decayChain(set, start, times[k]);
    for (std::size_t m = 0; m < course.members().size(); ++m) {
      const double want = alone.at(set.all()[course.members()[m]].name), got = out[k * course.members().size() + m];
      RC_ASSERT(std::abs(got - want) <= 1e-12 * want + 1e-280);
      RC_ASSERT(std::abs(other[k * course.members().size() + m] - got) <= 1e-12 * got + 1e-280);
    }
  }
}

RC_GTEST_PROP(Course, AgreesWithEveryTimeAlone, ()) {
  std::vector<Seconds> times;
  const int n = *rc::gen::inRange(1, 20);
  for (int i = 0; i < n; ++i) times.push_back(i == 3 ? Seconds(0) : anyTime());
  agreesWithEveryTimeAlone(anyMixture(Dataset::shipped()), times);
}

/// Evenly spaced times, where the exponentials are shared, the last few of them alone, all the same too.
RC_GTEST_PROP(Course, EvenTimesAgreeWithEveryTimeAlone, ()) {
  const double first = *rc::gen::inRange(0, 3) == 0 ? 0.0 : anyTime().value;
  const double spacing = *rc::gen::inRange(0, 5) == 0 ? 0.0 : anyTime().value;
  std::vector<Seconds> times;
  const int n = *rc::gen::inRange(30, 80);
  for (int i = 0; i < n; ++i) times.emplace_back(first + spacing * i);
  agreesWithEveryTimeAlone(anyMixture(Dataset::shipped()), times);
}

/// The many-times forms count the tiniest numbers as zero; whoever called them still has them.
TEST(Course, LeavesTinyNumbersToOthers) {
  const Dataset& set = Dataset::shipped();
  const Course::Part part{set.find("F-18")->at, 1.0};
  const Course course(set, std::span(&part, 1));
  std::vector<Seconds> times;
  for (int i = 0; i < 43; ++i) times.push_back(hours(40 * i));
  std::vector<double> out(times.size() * course.members().size());
  course.atoms(times, out);
  volatile double least = std::numeric_limits<double>::min();
  EXPECT_GT(least / 2, 0.0);
}

TEST(Exponentials, AreExactToTwoUnits) {
  Lanes t{}, got{};
  double worst = 0;
  for (int i = 0; i < 20000; ++i) {
    for (std::size_t k = 0; k < kLanes; ++k) t[k] = i * 0.0345 + static_cast<double>(k) * 1e-3;
    decayLanes(1.0, t, got);
    for (std::size_t k = 0; k < kLanes; ++k)
      if (t[k] < 690) worst = std::max(worst, std::abs(got[k] / std::exp(-t[k]) - 1.0));
  }
  EXPECT_LT(worst, 5e-16);
  decayLanes(1e300, {0, 1, 1e300, 1e-300, 0, 0, 0, 0}, got);
  EXPECT_EQ(got[0], 1.0);
  EXPECT_EQ(got[1], 0.0);
  EXPECT_EQ(got[2], 0.0);
  EXPECT_NEAR(got[3], std::exp(-1.0), 1e-16);
}

}  // namespace
}  // namespace isotrail
