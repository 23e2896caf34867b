#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "nuclide/decay.h"
#include "nuclide/uncertainty/assay.h"
#include "tests/support/vectors.h"

namespace isotrail::making {
namespace {

using vectors::agrees;

constexpr Seconds kTc99m(21623.76);
DecayAssay technetium() { return {1_GBq, Fraction(0.02), {kTc99m, Seconds(3.3e-5 * kTc99m.value)}, hours(6), Seconds(30)}; }

TEST(Uncertain, SixHoursOfTechnetium) {
  // 1000 MBq, 2 %, 6 h, 30 s, 3.3e-5: 500.381 MBq, u_rel 2.0023 % = sqrt(0.02^2 + (l 21600 x 3.3e-5)^2 + (l 30)^2).
  const auto out = decayCorrected(technetium());
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->value.value, 500.381e6, 1e3);
  EXPECT_NEAR(out->relative().value, 0.020023, 1e-6);
  EXPECT_EQ(out->expanded().value, 2 * out->u().value);
}

TEST(Uncertain, OneHalfLifeForSeveralSamplesAddsLinearly) {
  const HalfLife t{kTc99m, Seconds(20)};
  const auto one = decayedFor(exactly(1_GBq), t, hours(12)), two = decayedFor(exactly(1_GBq), t, hours(12));
  EXPECT_TRUE(agrees((one + two).u().value, 2 * one.u().value, 1e-14));
  EXPECT_EQ((one - two).u().value, 0.0);  // whatever the half-life is, they are equal
  const auto other = decayedFor(exactly(1_GBq), {kTc99m, Seconds(20), "another half-life"}, hours(12));
  EXPECT_TRUE(agrees((one + other).u().value, std::sqrt(2.0) * one.u().value, 1e-14));
}

RC_GTEST_PROP(Uncertain, FirstOrderAgreesWithFiniteDifferences, ()) {
  const double t = *rc::gen::inRange(-100000, 100000), a = 1e9;
  DecayAssay assay = technetium();
  assay.elapsed = Seconds(t);
  const auto out = *decayCorrected(assay);
  const auto value = [&](double da, double dT, double dt) { return (a + da) * remainingShare(Seconds(kTc99m.value + dT), Seconds(t + dt)); };
  const double uA = 0.02 * a, uT = assay.half_life.u.value, ut = 30;
  const double cA = (value(uA, 0, 0) - value(-uA, 0, 0)) / 2, cT = (value(0, uT, 0) - value(0, -uT, 0)) / 2,
               ct = (value(0, 0, ut) - value(0, 0, -ut)) / 2;
  RC_ASSERT(agrees(out.u().value, std::hypot(cA, cT, ct), 1e-6));
}

TEST(Counting, DecisionThresholdAndDetectionLimit) {
  CountingAssay a{{980, Seconds(300)}, {750, Seconds(3000)}, Fraction(0.041), Fraction(0.03 * 0.041), Fraction(0.817), Fraction(0.01)};
  const auto out = counted(a);
  ASSERT_TRUE(out);
  // (980/300 - 750/3000)/(0.041 x 0.817) = 90.0578 Bq
  EXPECT_TRUE(agrees(out->activity.value.value, 90.057816122836870964, 1e-12));
  EXPECT_TRUE(agrees(out->activity.u().value, 4.2770514414127176271, 1e-12));
  EXPECT_TRUE(agrees(out->decision_threshold.value, 1.4868450405977770516, 1e-12));
  EXPECT_TRUE(out->detected);
  // The limit solves y# = y* + k u(y#).
  const double y = out->detection_limit->value, w = 1 / (0.041 * 0.817), u0 = out->decision_threshold.value / 1.645;
  const double u = std::sqrt(u0 * u0 + y * w / 300 + y * y * (0.03 * 0.03 + std::pow(0.01 / 0.817, 2)));
  EXPECT_TRUE(agrees(y, out->decision_threshold.value + 1.645 * u, 1e-12));
  a.u_efficiency = Fraction(0.7 * 0.041);  // too uncertain to find anything for sure
  EXPECT_FALSE(counted(a)->detection_limit);
  a.efficiency = Fraction(0);
  EXPECT_EQ(counted(a).refusal().code, "EFFICIENCY_OUT_OF_RANGE");
  a.efficiency = Fraction(0.1);
  a.gross.counts = -1;
  EXPECT_EQ(counted(a).refusal().code, "NEGATIVE_COUNTS");
}

TEST(Calibrator, BudgetAndSharedCalibration) {
  const CalibratorBudget budget{Fraction(0.01), Fraction(0.02), Fraction(0.015), Fraction(0.005), Fraction(0.001)};
  const auto one = *calibratorReading(370_MBq, budget), two = *calibratorReading(300_MBq, budget);
  EXPECT_TRUE(agrees(one.relative().value, std::sqrt(1e-4 + 4e-4 + 2.25e-4 + 0.25e-4 + 1e-6), 1e-12));
  EXPECT_TRUE(agrees(combined(budget).value, one.relative().value, 1e-12));
  // Sum of two doses measured in one calibrator: calibration, geometry and linearity add linearly.
  EXPECT_GT((one + two).relative(), Fraction(0.0254));
  const auto elsewhere = *calibratorReading(300_MBq, budget, {}, {}, "second ");
  EXPECT_LT((one + elsewhere).u(), (one + two).u());
  EXPECT_EQ(calibratorReading(Activity(-1), budget).refusal().code, "NEGATIVE_ACTIVITY");
}

TEST(Mixture, TwoReadingsTellMolybdenumInTechnetium) {
  const auto exact = [](double r) { return exactly(Fraction(r)); };
  const Responses bare{exact(0.3), exact(1.0)}, canister{exact(0.1), exact(1e-4)};
  const TwoActivities there{exactly(Activity(2e6)), exactly(Activity(10e9))};
  const auto found = mixtureOf(mixtureReading(there, bare), bare, mixtureReading(there, canister), canister);
  ASSERT_TRUE(found);
  EXPECT_TRUE(agrees(found->first.value.value, 2e6, 1e-6));
  EXPECT_TRUE(agrees(found->second.value.value, 10e9, 1e-12));
  EXPECT_EQ(mixtureOf(exactly(1_GBq), bare, exactly(1_GBq), bare).refusal().code, "INDISTINGUISHABLE");
}

RC_GTEST_PROP(Mixture, FirstOrderAgreesWithFiniteDifferences, ()) {
  const double r[] = {0.3, 1.0, 0.1, 0.02}, m[] = {5e9, 4e8};
  const double ur = *rc::gen::inRange(0, 100) * 1e-5, um = *rc::gen::inRange(0, 100) * 1e-5;
  const auto response = [&](int i) { return measured(Fraction(r[i]), Fraction(r[i] * ur), "r" + std::to_string(i)); };
  const auto reading = [&](int i) { return measured(Activity(m[i]), Activity(m[i] * um), "m" + std::to_string(i)); };
  const auto found = *mixtureOf(reading(0), {response(0), response(1)}, reading(1), {response(2), response(3)});
  const auto first = [&](int which, double d) {
    double v[] = {r[0], r[1], r[2], r[3], m[0], m[1]};
    v[which] *= 1 + d;
    return (v[4] * v[3] - v[5] * v[1]) / (v[0] * v[3] - v[1] * v[2]);
  };
  double sum = 0;
  for (int i = 0; i < 6; ++i) sum = std::hypot(sum, (first(i, 1e-6) - first(i, -1e-6)) / 2e-6 * (i < 4 ? ur : um));
  RC_ASSERT(agrees(found.first.u().value, sum, 1e-6, 1e-3));
}

TEST(Decision, ShareInsideALimit) {
  const auto reading = measured(Activity(400e6), Activity(8e6), "reading");
  EXPECT_NEAR(shareInside(reading, 333_MBq, 407_MBq).value, 0.5 * std::erfc(-7.0 / 8 / std::sqrt(2.0)), 1e-12);
  EXPECT_EQ(shareInside(exactly(400_MBq), 333_MBq, 407_MBq).value, 1.0);
}

}  // namespace
}  // namespace isotrail::making
