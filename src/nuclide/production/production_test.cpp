#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "nuclide/decay.h"
#include "nuclide/production/cyclotron.h"
#include "nuclide/production/dispatch.h"
#include "nuclide/production/network.h"
#include "nuclide/production/routes.h"
#include "tests/support/vectors.h"

namespace isotrail::making {
namespace {

using vectors::agrees;

constexpr Seconds kF18(6584.04);
constexpr Current uA(double v) { return Current(v * 1e-6); }
constexpr SaturationYield GBqPerUA(double v) { return SaturationYield(v * 1e15); }

TEST(Cyclotron, TwoHoursOfF18AndTheirSynthesis) {
  // 10.1 GBq/uA x 65 uA = 656.5 GBq at saturation; 2 h reach 1 - 2^(-7200/6584.04) = 0.531394: 348.860 GBq.
  const auto eob = endOfBeam(kF18, GBqPerUA(10.1), {{uA(65), hours(2)}});
  ASSERT_TRUE(eob);
  EXPECT_NEAR(eob->value, 348.860e9, 1e6);
  // 45 min of synthesis with 72 % decay-corrected: 348.860 x 0.72 x 2^(-2700/6584.04) = 189.033 GBq, 0.541858 not corrected.
  const DispatchStage synthesis{"synthesis", minutes(45), Fraction(0.72)};
  EXPECT_NEAR(notDecayCorrected(kF18, synthesis).value, 0.541858, 1e-6);
  const DispatchStage stages[] = {synthesis, {"transport", hours(4), Fraction(1)}};
  const auto later = forward(kF18, *eob, stages);
  ASSERT_TRUE(later);
  EXPECT_NEAR(later->front().activity.value, 189.033e9, 1e6);
  EXPECT_NEAR(later->back().activity.value, 41.510e9, 1e6);
  EXPECT_EQ(later->back().at, hours(4) + minutes(45));
}

TEST(Cyclotron, ATripIsASegmentWithoutCurrent) {
  const Beam beam{{uA(40), minutes(20)}, {uA(0), minutes(5)}, {uA(40), minutes(10)}};
  const auto eob = endOfBeam(kF18, GBqPerUA(8), beam);
  // By hand: each part grown for itself and decayed to the end.
  const double first = 320e9 * saturationShare(kF18, minutes(20)) * remainingShare(kF18, minutes(15));
  const double second = 320e9 * saturationShare(kF18, minutes(10));
  EXPECT_TRUE(agrees(eob->value, first + second, 1e-14));
  EXPECT_NEAR(chargeOf(beam).value / 3.6e-3, 20.0, 1e-12);  // 40 uA x 0.5 h
  const auto yield = calibratedYield(kF18, *eob, beam);
  EXPECT_TRUE(agrees(yield->value, 8e15, 1e-14));
}

TEST(Cyclotron, WhatIsAboveSaturationCannotBeReached) {
  const auto time = beamTimeFor(kF18, GBqPerUA(10.1), uA(80), Activity(767.6e9));  // 95 % of 808 GBq
  EXPECT_TRUE(agrees(time->value, 28455.747453862189193, 1e-10));
  const auto never = beamTimeFor(kF18, GBqPerUA(10), uA(40), Activity(500e9));
  ASSERT_FALSE(never);
  EXPECT_EQ(never.refusal().code, "UNREACHABLE_ACTIVITY");
  EXPECT_DOUBLE_EQ(never.refusal().params["saturation_share"].number(), 1.25);
  EXPECT_EQ(beamTimeFor(kF18, GBqPerUA(10), uA(40), Activity(400e9)).refusal().code, "UNREACHABLE_ACTIVITY");  // only after forever
  EXPECT_EQ(beamTimeFor(kF18, GBqPerUA(0), uA(40), Activity(1)).refusal().code, "UNREACHABLE_ACTIVITY");
  EXPECT_EQ(*beamTimeFor(kF18, GBqPerUA(10), uA(40), Activity(0)), Seconds(0));
}

TEST(Cyclotron, RunsAreAddedWhereTheyAreWanted) {
  // Two targets of one hour each, the second begins when the first ends: at 3 h the first has decayed for 2 h, the second for 1 h.
  const TargetRun runs[] = {{Seconds(0), {{uA(50), hours(1)}}, GBqPerUA(8)}, {hours(1), {{uA(50), hours(1)}}, GBqPerUA(8)}};
  const double one = 400e9 * saturationShare(kF18, hours(1));
  EXPECT_TRUE(agrees(ofRuns(kF18, runs, hours(3))->value, one * (remainingShare(kF18, hours(2)) + remainingShare(kF18, hours(1))), 1e-14));
  // Half an hour into the first nothing else is there yet.
  EXPECT_TRUE(agrees(ofRuns(kF18, runs, minutes(30))->value, 400e9 * saturationShare(kF18, minutes(30)), 1e-14));
}

TEST(Cyclotron, AChainProductGrowsOutOfWhatTheBeamMakes) {
  // Long after a short beam every Xe-123 has become I-123: at most as many atoms as were made, A_sat I t = 1e9/s x 60 s.
  const auto& set = Dataset::shipped();
  if (!set.find("Sc-44m")) GTEST_FAIL() << "Sc-44m is of the dataset";
  const auto end = chainBeam(set, {{"Sc-44m", SaturationYield(1e15)}}, {{uA(1), minutes(1)}, {uA(0), hours(6)}});
  ASSERT_TRUE(end);
  double sum = 0;
  for (const auto& [name, atoms] : *end) sum += atoms;
  EXPECT_TRUE(agrees(sum, 1e9 * 60, 1e-12));
  EXPECT_GT(end->at("Sc-44"), 0);
  EXPECT_EQ(chainBeam(set, {{"Xx-1", SaturationYield(1)}}, {{uA(1), minutes(1)}}).refusal().code, "UNKNOWN_NUCLIDE");
}

TEST(Cyclotron, SaysWhichInputIsWrong) {
  const auto code = [](auto result) { return result ? std::string("ok") : result.refusal().code; };
  const Beam beam{{uA(40), hours(1)}};
  EXPECT_EQ(code(endOfBeam(Seconds(-1), GBqPerUA(1), beam)), "NEGATIVE_HALF_LIFE");
  EXPECT_EQ(code(endOfBeam(kF18, GBqPerUA(-1), beam)), "NEGATIVE_YIELD");
  EXPECT_EQ(code(endOfBeam(kF18, GBqPerUA(1), {{uA(-1), hours(1)}})), "NEGATIVE_CURRENT");
  EXPECT_EQ(code(endOfBeam(kF18, GBqPerUA(1), {{uA(1), hours(-1)}})), "NEGATIVE_TIME");
  EXPECT_EQ(code(endOfBeam(kF18, GBqPerUA(1), {})), "EMPTY_BEAM");
  EXPECT_EQ(code(endOfBeam(kF18, GBqPerUA(1), beam, Activity(std::nan("")))), "NONFINITE_ACTIVITY");
  EXPECT_EQ(code(calibratedYield(kF18, Activity(1), {{uA(0), hours(1)}})), "UNDEFINED_YIELD");
  const auto both = endOfBeam(Seconds(0), GBqPerUA(-1), beam);
  EXPECT_EQ(both.refusal().fields.size(), 2u);  // every wrong field is named
  EXPECT_EQ(both.refusal().fields[1].value, "-1e+15");
}

RC_GTEST_PROP(Cyclotron, ASplitBeamIsTheSameBeam, ()) {
  const double half_life = std::pow(10.0, *rc::gen::inRange(-10, 100) / 10.0), whole = std::pow(10.0, *rc::gen::inRange(-10, 60) / 10.0);
  const double share = *rc::gen::inRange(0, 1001) / 1000.0;
  const auto one = endOfBeam(Seconds(half_life), GBqPerUA(3), {{uA(30), Seconds(whole)}});
  const auto two = endOfBeam(Seconds(half_life), GBqPerUA(3), {{uA(30), Seconds(whole * share)}, {uA(30), Seconds(whole * (1 - share))}});
  RC_ASSERT(agrees(two->value, one->value, 1e-12));
  if (one->value < 0.999 * 90e9) {
    const auto back = beamTimeFor(Seconds(half_life), GBqPerUA(3), uA(30), *one);
    RC_ASSERT(agrees(back->value, whole, 1e-10));
  }
}

TEST(Dispatch, WhatIsNeededIsWhatArrives) {
  const DispatchStage stages[] = {{"synthesis", minutes(40), Fraction(0.6)},
                                  {"quality control", minutes(25), Fraction(0.98)},
                                  {"transport", hours(2), Fraction(1)},
                                  {"syringe", minutes(30), Fraction(0.95)}};
  const auto needed = backward(kF18, 370_MBq, stages);
  ASSERT_TRUE(needed);
  EXPECT_EQ(needed->front().name, "");
  const auto arrives = forward(kF18, needed->front().activity, stages);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(agrees((*arrives)[i].activity.value, (*needed)[i + 1].activity.value, 1e-13));
  EXPECT_TRUE(agrees(arrives->back().activity.value, 370e6, 1e-13));
  const DispatchStage lost[] = {{"filter", minutes(1), Fraction(0)}};
  EXPECT_EQ(backward(kF18, 370_MBq, lost).refusal().code, "YIELD_OUT_OF_RANGE");
  // 370, 370 and 300 MBq at 0, 30 and 60 min are 1255.443 MBq at dispatch; 10 % more, but the contract's 2 GBq is more still.
  const DueDose doses[] = {{Seconds(0), 370_MBq}, {minutes(30), 370_MBq}, {minutes(60), 300_MBq}};
  EXPECT_NEAR(dispatched(kF18, doses, 0.0_MBq, Fraction(0.1))->value, 1.1 * 1255.443e6, 1e3);
  EXPECT_EQ(dispatched(kF18, doses, 2_GBq, Fraction(0.1))->value, 2.2e9);
  const DueDose far[] = {{days(365), 1_MBq}};
  EXPECT_EQ(dispatched(kF18, far, 0.0_MBq, Fraction(0)).refusal().code, "UNREACHABLE_ACTIVITY");
}

constexpr Seconds kLu177(574067.52);
Capture barns(double thermal, double resonance = 0) { return {CrossSection(thermal), CrossSection(resonance)}; }
Stay even(double flux, Seconds lasts, double epithermal = 0) { return {{{Flux(flux), lasts}}, Fraction(epithermal)}; }

TEST(Reactor, CarrierAddedLutetium) {
  // 1 mg Lu, 75 % Lu-176 (175.943 g/mol), 2e14, 14 d, 2057 b, product 880 b: 551.45 GBq, 39.2 % burned, best 14.44 d.
  const double atoms = *atomsIn(Mass(1e-6), Fraction(0.75), MolarMass(175.943));
  const auto lambda = decayConstant(kLu177);
  const Route route = directRoute("Lu-176", barns(2057), {"Lu-177", lambda, barns(880)});
  const auto end = irradiate(route, {{"Lu-176", atoms}}, even(2e14, days(14)));
  ASSERT_TRUE(end);
  EXPECT_NEAR(end->at("Lu-177") * lambda.value, 551.45e9, 0.05e9);
  EXPECT_NEAR(burnedShare(route, even(2e14, days(14)), "Lu-176").value, 0.392, 5e-4);
  const auto best = bestStay(route, {{"Lu-176", atoms}}, Flux(2e14), Fraction(0), "Lu-177");
  // ln(k2/k1)/(k2 - k1), k1 = 2057e-24 x 2e14, k2 = lambda + 880e-24 x 2e14.
  const double k1 = 2057e-24 * 2e14, k2 = lambda.value + 880e-24 * 2e14;
  EXPECT_TRUE(agrees(best->at.value, std::log(k2 / k1) / (k2 - k1), 1e-6));
  EXPECT_NEAR(best->at.value / 86400, 14.44, 0.01);
  // Without burn-up of the product it would be 810.96 GBq if the target were not burned either: N0 phi sigma (1 - exp(-l t)).
  EXPECT_NEAR(atoms * k1 * saturationShare(kLu177, days(14)), 810.96e9, 0.05e9);
  EXPECT_NEAR(carrierFree(kLu177, MolarMass(176.944)).value * 1e-3 / 1e12, 4.109, 1e-3);  // TBq/mg
}

TEST(Reactor, EpithermalNeutronsMakeMostOfTheMolybdenum) {
  // 1 g Mo, 98 % Mo-98 (97.905), 1e14, 7 d: 64.96 GBq thermal, 232.37 GBq with 5 % epithermal.
  const auto lambda = decayConstant(Seconds(237355.2));
  const double atoms = *atomsIn(Mass(1e-3), Fraction(0.98), MolarMass(97.905));
  const Route route = directRoute("Mo-98", barns(0.13, 6.7), {"Mo-99", lambda, barns(0)});
  EXPECT_NEAR(irradiate(route, {{"Mo-98", atoms}}, even(1e14, days(7)))->at("Mo-99") * lambda.value, 64.96e9, 0.01e9);
  EXPECT_NEAR(irradiate(route, {{"Mo-98", atoms}}, even(1e14, days(7), 0.05))->at("Mo-99") * lambda.value, 232.37e9, 0.01e9);
  // Self-shielding by a half each: the rate is half.
  Route shaded = route;
  shaded.steps[0].capture->shield_thermal = shaded.steps[0].capture->shield_epithermal = Fraction(0.5);
  EXPECT_NEAR(captureRate(Flux(1e14), Fraction(0.05), *shaded.steps[0].capture).value * 2,
              captureRate(Flux(1e14), Fraction(0.05), barns(0.13, 6.7)).value, 1e-24);
}

TEST(Reactor, NoCarrierAddedLutetium) {
  // 1 g Yb-176 at 2e14 for 14 d, product 880 b: 1378.3 GBq.
  const double atoms = *atomsIn(Mass(1e-3), Fraction(1), MolarMass(175.943));
  const auto lambda = decayConstant(kLu177);
  const Route route = throughDecayRoute("Yb-176", barns(2.85), {"Yb-177", decayConstant(hours(1.911)), barns(0)}, {"Lu-177", lambda, barns(880)});
  EXPECT_NEAR(irradiate(route, {{"Yb-176", atoms}}, even(2e14, days(14)))->at("Lu-177") * lambda.value, 1378.3e9, 1e9);
}

TEST(Reactor, TheSmallestBurnUpIsExact) {
  // 1e13 x 0.0055 b x 3 d = 1.4256e-8 of the target: no difference of two nearly equal numbers of atoms.
  const Route route = directRoute("Sr-88", barns(0.0055), {"Sr-89", decayConstant(days(50.563)), barns(0)});
  const double x = 1e13 * 0.0055e-24 * 3 * 86400;
  EXPECT_TRUE(agrees(burnedShare(route, even(1e13, days(3)), "Sr-88").value, x - x * x / 2, 1e-14));
}

TEST(Reactor, SixDayCurie) { EXPECT_NEAR(remainingShare(Seconds(237355.2), kSixDays), 0.220054, 1e-6); }

TEST(Reactor, ShutdownIsAStepWithoutFlux) {
  const double atoms = 1e20;
  const auto lambda = decayConstant(kLu177);
  const Route route = directRoute("Lu-176", barns(2057), {"Lu-177", lambda, barns(0)});
  const Stay broken{{{Flux(1e14), days(5)}, {Flux(0), days(3)}, {Flux(1e14), days(5)}}, Fraction(0)};
  const auto end = irradiate(route, {{"Lu-176", atoms}}, broken);
  const auto first = irradiate(route, {{"Lu-176", atoms}}, even(1e14, days(5)), days(3));
  const auto second = irradiate(route, *first, even(1e14, days(5)));
  EXPECT_TRUE(agrees(end->at("Lu-177"), second->at("Lu-177"), 1e-13));
  EXPECT_TRUE(agrees(end->at("Lu-176"), atoms * std::exp(-2057e-24 * 1e14 * 864000), 1e-13));
}

TEST(Reactor, SaysWhichInputIsWrong) {
  const Route route = directRoute("A", barns(1), {"B", Rate(1e-5), barns(0)});
  const auto code = [](auto result) { return result ? std::string("ok") : result.refusal().code; };
  EXPECT_EQ(code(irradiate(route, {{"A", 1e20}}, even(-1e14, days(1)))), "NEGATIVE_FLUX");
  EXPECT_EQ(code(irradiate(route, {{"A", 1e20}}, {})), "EMPTY_STAY");
  EXPECT_EQ(code(irradiate(route, {{"A", 1e20}}, even(1e14, days(1)), days(-1))), "NEGATIVE_TIME");
  EXPECT_EQ(code(irradiate(route, {{"X", 1e20}}, even(1e14, days(1)))), "NOT_OF_THE_ROUTE");
  EXPECT_EQ(code(irradiate(route, {{"A", -1}}, even(1e14, days(1)))), "NEGATIVE_AMOUNT");
  Route bad = route;
  bad.steps[0].capture->shield_thermal = Fraction(1.2);
  EXPECT_EQ(code(irradiate(bad, {{"A", 1e20}}, even(1e14, days(1)))), "SELF_SHIELDING_OUT_OF_RANGE");
  EXPECT_EQ(code(fissionRoute({barns(585), barns(500), Fraction(0.06), {"Mo-99", Rate(3e-6), barns(0)}})), "NEGATIVE_CROSS_SECTION");
  EXPECT_EQ(code(atomsIn(Mass(-1), Fraction(1), MolarMass(1))), "NEGATIVE_MASS");
  EXPECT_EQ(code(atomsIn(Mass(1), Fraction(1), MolarMass(0))), "BAD_ATOMIC_MASS");
}

RC_GTEST_PROP(Reactor, BurnUpKeepsItsLimits, ()) {
  // No flux burns nothing; without decay and burning of the product, what the target lost is what the product has.
  const double flux = std::pow(10.0, *rc::gen::inRange(100, 170) / 10.0), sigma = std::pow(10.0, *rc::gen::inRange(-30, 50) / 10.0);
  const double t = std::pow(10.0, *rc::gen::inRange(0, 90) / 10.0), n0 = 1e20;
  const Route route = directRoute("A", barns(sigma), {"B", Rate(0), barns(0)});
  const auto none = irradiate(route, {{"A", n0}}, even(0, Seconds(t)));
  RC_ASSERT(none->at("A") == n0 && none->at("B") == 0);
  const auto end = irradiate(route, {{"A", n0}}, even(flux, Seconds(t)));
  RC_ASSERT(std::abs(end->at("A") + end->at("B") - n0) <= 1e-12 * n0);
  // Little burning: N0 k t; all burned: everything is product.
  const double x = flux * sigma * 1e-24 * t;
  if (x < 1e-6) RC_ASSERT(agrees(end->at("B"), n0 * x, 1e-6));
  if (x > 40) RC_ASSERT(agrees(end->at("B"), n0, 1e-12));
}

RC_GTEST_PROP(Network, AnyInputGivesFiniteAmounts, ()) {
  const auto rate = [] { return Rate(std::pow(10.0, *rc::gen::inRange(-180, 60) / 10.0)); };
  Network network;
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 7);
  std::vector<Rate> removal;
  for (std::size_t i = 0; i < n; ++i) network.member(removal.emplace_back(rate()));
  for (std::size_t i = 0; i + 1 < n; ++i) network.pass(i, i + 1, removal[i]);
  std::vector<double> start(n, 0.0);
  start[0] = 1e20;
  const auto end = network.after(start, Seconds(std::pow(10.0, *rc::gen::inRange(-70, 180) / 10.0)));
  double sum = 0;
  for (const double atoms : end) {
    RC_ASSERT(std::isfinite(atoms) && atoms >= 0);
    sum += atoms;
  }
  RC_ASSERT(sum <= 1e20 * (1 + 1e-9));
}

}  // namespace
}  // namespace isotrail::making
