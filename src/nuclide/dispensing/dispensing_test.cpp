#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "nuclide/decay.h"
#include "nuclide/dispensing/purity.h"
#include "nuclide/dispensing/vial.h"
#include "tests/support/vectors.h"

namespace isotrail::making {
namespace {

using vectors::agrees;

constexpr Seconds kF18(6584.04), kLu177(574067.52);

TEST(Vial, ThreePatientsOutOfOne) {
  // 370 MBq at 0, 370 at 30 min, 300 at 60 min: 1255.443 MBq at 0, without dead volume; 5 % dead volume asks 1/0.95 as much.
  const Draw draws[] = {{Seconds(0), 370_MBq}, {minutes(30), 370_MBq}, {minutes(60), 300_MBq}};
  const auto needed = neededFor(kF18, 10.0_mL, 0.0_mL, draws);
  EXPECT_NEAR(needed->value, 1255.443e6, 1e3);
  EXPECT_TRUE(agrees(neededFor(kF18, 10.0_mL, 0.5_mL, draws)->value, needed->value / 0.95, 1e-14));
  // A vial that holds just that serves all and is empty to its dead volume.
  const Vial vial{*neededFor(kF18, 10.0_mL, 0.5_mL, draws), 10.0_mL, 0.5_mL};
  const auto made = planDraws(kF18, vial, draws);
  for (const auto& d : *made) EXPECT_EQ(d.state, DrawState::ok);
  EXPECT_NEAR(made->back().left.value, 0.5e-3, 1e-12);
  EXPECT_TRUE(agrees((*made)[0].volume->value, 370e6 / (vial.activity.value / 0.01), 1e-14));
}

TEST(Vial, ARefusedDrawChangesNothingButTime) {
  const Vial vial{1_GBq, 5.0_mL, 1.0_mL};
  const Draw draws[] = {{Seconds(0), 2_GBq}, {Seconds(0), 900_MBq}, {Seconds(0), 800_MBq}};
  const auto made = *planDraws(kF18, vial, draws);
  EXPECT_EQ(made[0].state, DrawState::insufficient_activity);
  EXPECT_TRUE(agrees(made[0].missing.value, 1e9, 1e-12));
  EXPECT_NEAR(made[0].volume->value, 10e-3, 1e-12);          // would be needed
  EXPECT_EQ(made[1].state, DrawState::insufficient_volume);  // 4.5 mL of 4 mL
  EXPECT_TRUE(agrees(made[1].missing.value, 100e6, 1e-9));
  EXPECT_EQ(made[2].state, DrawState::ok);  // exactly all that can be drawn
  EXPECT_NEAR(made[2].left.value, 1e-3, 1e-15);
}

TEST(Vial, LimitsOfADraw) {
  DrawLimits limits{0.1_mL, 5.0_mL, Concentration(1e12)};
  const Vial vial{10_GBq, 10.0_mL, 0.0_mL, 20.0_mL};
  const Draw draws[] = {{Seconds(0), 50_MBq}, {Seconds(0), 6_GBq}, {Seconds(0), 500_MBq}};
  const auto made = *planDraws(kF18, vial, draws, limits);
  EXPECT_EQ(made[0].state, DrawState::volume_below_least);  // 0.05 mL: twice the volume would do
  EXPECT_NEAR(made[0].diluent->value, 10e-3, 1e-12);
  EXPECT_EQ(made[1].state, DrawState::volume_above_most);
  EXPECT_EQ(made[2].state, DrawState::ok);  // 1e12 Bq/L is allowed
  limits.most_concentrated = Concentration(0.5e12);
  EXPECT_EQ((*planDraws(kF18, vial, draws, limits))[2].state, DrawState::too_concentrated);
  EXPECT_NEAR((*planDraws(kF18, vial, draws, limits))[2].diluent->value, 10e-3, 1e-12);
}

TEST(Vial, ADoseOfTwoVials) {
  const Vial vials[] = {{300_MBq, 3.0_mL, 1.0_mL}, {1_GBq, 5.0_mL, 0.0_mL}};
  const auto dose = drawAcross(kF18, vials, Seconds(0), 370_MBq);
  ASSERT_TRUE(dose && dose->portions.size() == 2);
  EXPECT_TRUE(agrees(dose->portions[0].activity.value, 200e6, 1e-12));  // 2 of 3 mL
  EXPECT_TRUE(agrees(dose->portions[1].activity.value, 170e6, 1e-12));
  EXPECT_NEAR(dose->volume.value, 2e-3 + 0.85e-3, 1e-12);
  EXPECT_EQ(dose->missing.value, 0.0);
  EXPECT_TRUE(agrees(drawAcross(kF18, vials, Seconds(0), 2_GBq)->missing.value, 800e6, 1e-12));
}

TEST(Vial, HowLateTheLastMayBe) {
  const Vial vial{1_GBq, 10.0_mL, 0.0_mL};
  const Draw first[] = {{Seconds(0), 500_MBq}};
  EXPECT_TRUE(agrees(latestFor(kF18, vial, first, 250_MBq)->value, kF18.value, 1e-12));  // half of a half
  EXPECT_EQ(latestFor(kF18, vial, first, 600_MBq).refusal().code, "UNREACHABLE_ACTIVITY");
}

TEST(Vial, SaysWhichInputIsWrong) {
  const auto code = [](const Vial& v, const Draw& d) {
    const auto made = planDraws(kF18, v, std::span(&d, 1));
    return made ? std::string("ok") : made.refusal().code;
  };
  const Draw draw{Seconds(0), 100_MBq};
  EXPECT_EQ(code({Activity(-1), 1.0_mL}, draw), "NEGATIVE_ACTIVITY");
  EXPECT_EQ(code({1_GBq, Volume(-1)}, draw), "NEGATIVE_VOLUME");
  EXPECT_EQ(code({1_GBq, Volume(0)}, draw), "EMPTY_VIAL");
  EXPECT_EQ(code({1_GBq, 25.0_mL, {}, 20.0_mL}, draw), "OVERFULL_VIAL");
  EXPECT_EQ(code({1_GBq, 5.0_mL}, {Seconds(-1), 100_MBq}), "NEGATIVE_TIME");
  EXPECT_EQ(code({1_GBq, 5.0_mL}, {Seconds(0), Activity(NAN)}), "NONFINITE_ACTIVITY");
  const Draw back[] = {{Seconds(10), 1_MBq}, {Seconds(0), 1_MBq}};
  EXPECT_EQ(planDraws(kF18, {1_GBq, 5.0_mL}, back).refusal().code, "OUT_OF_TIME_ORDER");
  EXPECT_EQ(code({0_MBq, 5.0_mL}, draw), "ok");  // an answer: there is not enough
}

RC_GTEST_PROP(Vial, DrawsAtOneInstantMayComeInAnyOrder, ()) {
  std::vector<Draw> draws;
  double sum = 0;
  for (int i = *rc::gen::inRange(1, 8); i > 0; --i) {
    draws.push_back({minutes(30), Activity(*rc::gen::inRange(0, 100) * 1e6)});
    sum += draws.back().activity.value;
  }
  std::vector<Draw> other(draws.rbegin(), draws.rend());
  const Vial vial{Activity(sum * 1.3 + 1e6), 10.0_mL, 0.0_mL};
  const auto a = *planDraws(kF18, vial, draws), b = *planDraws(kF18, vial, other);
  RC_ASSERT(agrees(a.back().left.value, b.back().left.value, 1e-9, 1e-12));
  for (std::size_t i = 0; i < a.size(); ++i)
    RC_ASSERT(a[i].state == DrawState::ok && agrees(a[i].volume->value, b[a.size() - 1 - i].volume->value, 1e-12));
}

RC_GTEST_PROP(Vial, NoPlanIsEverNotANumber, ()) {
  const auto any = [] { return *rc::gen::element(0.0, 1.0, 1e-300, 1e300, 1e9, 370e6, 5e-3, -1.0, double(NAN), double(INFINITY)); };
  const Vial vial{Activity(any()), Volume(any()), Volume(any())};
  const Draw draws[] = {{Seconds(any()), Activity(any())}};
  const auto made = planDraws(Seconds(any()), vial, draws);
  if (!made) return;
  RC_ASSERT(std::isfinite(made->front().left_activity.value) && std::isfinite(made->front().missing.value) &&
            std::isfinite(made->front().left.value));
}

const Solution kLutetium{Concentration(7.4e9 / 20e-3), Energy(147.3)};

TEST(Purity, RadiolysisOfLutetium) {
  // 7.4 GBq in 20 mL, 72 h, 147.3 keV a decay: 1943 Gy; kappa 1.1e-6 /Gy takes 99.0 % to 98.79 %.
  EXPECT_NEAR(doseIn(kLu177, kLutetium, hours(72))->value, 1943, 1);
  const Radiolysis model{Fraction(0.99), 1.1e-6, Rate(0)};
  EXPECT_NEAR(purityAfter(kLu177, kLutetium, model, hours(72))->value, 0.9879, 5e-5);
  const auto until = pureUntil(kLu177, kLutetium, model, Fraction(0.9879));
  ASSERT_TRUE(until && *until);
  EXPECT_NEAR(purityAfter(kLu177, kLutetium, model, **until)->value, 0.9879, 1e-12);
  // The whole dose takes it no lower than 0.99 exp(-1.1e-6 x 7336): 97 % is kept for good.
  EXPECT_FALSE(*pureUntil(kLu177, kLutetium, model, Fraction(0.97)));
  EXPECT_EQ(**pureUntil(kLu177, kLutetium, model, Fraction(0.995)), Seconds(0));
  EXPECT_EQ(purityAfter(kLu177, kLutetium, {Fraction(1.1), 0, Rate(0)}, hours(1)).refusal().code, "PURITY_OUT_OF_RANGE");
}

TEST(Purity, ParametersComeOutOfASeries) {
  const Radiolysis truth{Fraction(0.985), 2.3e-6, Rate(4e-8)};
  std::vector<PuritySample> samples;
  for (const double strength : {0.5, 1.0, 3.0})
    for (const double age : {6.0, 24.0, 72.0}) {
      const Solution s{Concentration(kLutetium.concentration.value * strength), kLutetium.absorbed};
      samples.push_back({s, hours(age), *purityAfter(kLu177, s, truth, hours(age))});
    }
  const auto fit = fitRadiolysis(kLu177, truth.start, samples);
  ASSERT_TRUE(fit);
  EXPECT_TRUE(agrees(fit->kappa_per_gy, truth.kappa_per_gy, 1e-8));
  EXPECT_TRUE(agrees(fit->hydrolysis.value, truth.hydrolysis.value, 1e-8));
  EXPECT_EQ(fitRadiolysis(kLu177, truth.start, std::span(samples).first(1)).refusal().code, "TOO_FEW_SAMPLES");
}

TEST(Purity, ALongLivedImpurityEndsTheProduct) {
  // Lu-177m at 3e-4 of the total: it grows as exp((l - lm) t), 20-fold in 30 d.
  const Impurity isomer[] = {{"Lu-177m", Seconds(160.4 * 86400), Activity(3e-4 * 7.4e9)}};
  const auto now = impurityShare(kLu177, 7.4_GBq, isomer, Seconds(0)), later = impurityShare(kLu177, 7.4_GBq, isomer, days(30));
  EXPECT_NEAR(later->value / now->value, 20, 0.3);
  const auto window = purityWindow(kLu177, 7.4_GBq, isomer, Fraction(1e-3));
  ASSERT_TRUE(window && window->ever && window->until);
  EXPECT_EQ(window->from, Seconds(0));
  EXPECT_TRUE(agrees(impurityShare(kLu177, 7.4_GBq, isomer, *window->until)->value, 1e-3, 1e-9));
  EXPECT_FALSE(purityWindow(kLu177, 7.4_GBq, isomer, Fraction(1e-4))->ever);
}

TEST(Purity, AShortLivedOneMakesItWait) {
  const Impurity two[] = {{"short", hours(1), Activity(1e8)}, {"long", days(100), Activity(1e5)}};
  const auto window = *purityWindow(kF18, 1_GBq, two, Fraction(0.01));
  ASSERT_TRUE(window.ever && window.until);
  EXPECT_GT(window.from.value, 0);
  EXPECT_LE(impurityShare(kF18, 1_GBq, two, window.from)->value, 0.01 * (1 + 1e-9));
  EXPECT_GT(impurityShare(kF18, 1_GBq, two, window.from - Seconds(10))->value, 0.01);
  EXPECT_GT(impurityShare(kF18, 1_GBq, two, *window.until + Seconds(10))->value, 0.01);
  EXPECT_EQ(impurityShare(kF18, 0_MBq, {}, Seconds(0)).refusal().code, "EMPTY_MIXTURE");
}

TEST(Purity, TheEarliestLimitBinds) {
  const UseLimit limits[] = {
      {"activity", hours(9)}, {"expiry", hours(10)}, {"radiochemical_purity", std::nullopt}, {"radionuclidic_purity", hours(6)}};
  EXPECT_EQ(bindingLimit(limits)->name, "radionuclidic_purity");
  EXPECT_FALSE(bindingLimit(std::span(limits).subspan(2, 1)));
}

}  // namespace
}  // namespace isotrail::making
