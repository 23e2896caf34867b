#include "nuclide/radiation/retention.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "nuclide/radiation/dose.h"
#include "tests/support/vectors.h"

namespace isotrail {
namespace {

using vectors::agrees;
using vectors::number;

struct Patient {
  Activity administered;
  Retention retention;
  RateConstant constant;
  Bystander who;
  DoseRate limit;
};
Patient patientOf(const std::map<std::string, std::string>& in) {
  std::vector<Compartment> parts;
  for (const auto& text : vectors::split(in.at("fraction:biological_half_life_s"), '|')) {
    const auto pair = vectors::split(text, ':');
    parts.push_back({number(pair.at(0)), Seconds(number(pair.at(1)))});
  }
  return {Activity(number(in.at("A0_MBq")) * 1e6), *Retention::make(Seconds(number(in.at("half_life_s"))), parts),
          RateConstant(number(in.at("h10_uSv_m2_per_MBq_h")) * 1e-12), Bystander{Length(number(in.at("distance_m"))), number(in.at("occupancy"))},
          DoseRate(number(in.at("release_limit_uSv_h")) * 1e-6)};
}

double retained(const std::map<std::string, std::string>& in, const std::string& asked) {
  const Patient p = patientOf(in);
  if (asked == "cumulated_activity_MBq_s") return p.administered.value * p.retention.remaining(Seconds(0)).value * 1e-6;
  if (asked == "dose_rate_1m_t0_uSv_h") return patientRate(p.constant, p.administered, {Length(1)})->value * 1e6;
  if (asked == "dose_at_1m_to_decay_uSv") return patientDose(p.constant, p.administered, p.retention, p.who, Seconds(0))->value * 1e6;
  return releaseTime(p.constant, p.administered, p.retention, {Length(1)}, p.limit)->value;
}

TEST(Retention, Vectors) {
  int checked = 0;
  for (const auto& row : vectors::rows("patient.csv")) {
    std::map<std::string, std::string> in;
    for (const auto& part : vectors::split(row.at("inputs"), ';')) in.insert(vectors::pairOf(part));
    double got = 0;
    if (row.at("kind") == "retention_dose")
      got = retained(in, row.at("quantity"));
    else if (row.at("kind") == "effective_dose")
      got = effectiveDose(Activity(number(in.at("A_MBq")) * 1e6), DoseCoefficient(number(in.at("coefficient_mSv_per_MBq")) * 1e-9))->value * 1e3;
    else
      got = activityByWeight({SpecificActivity(number(in.at("MBq_per_kg")) * 1e3), Activity(number(in.at("minimum_MBq")) * 1e6),
                              Activity(number(in.at("maximum_MBq")) * 1e6)},
                             Mass(number(in.at("mass_kg"))))
                ->value *
            1e-6;
    EXPECT_TRUE(agrees(got, number(row.at("expected")), number(row.at("rel_tol")))) << row.at("case_id") << " " << row.at("quantity");
    ++checked;
  }
  EXPECT_GT(checked, 15);
}

TEST(Retention, LutetiumPatient) {
  // 7400 MBq of Lu-177 (6.6443 d = 574 067.52 s), half of it leaving with 1.5 h; 44.489 uSv/h at the start.
  const Retention r = *Retention::make(Seconds(574067.52), {{0.5, Seconds(5400)}, {0.35, Seconds(180000)}, {0.15, Seconds(1e7)}});
  const RateConstant constant(44.489e-6 / 7400e6);
  EXPECT_NEAR(releaseTime(constant, 7400_MBq, r, {Length(1)}, DoseRate(20e-6))->value / 3600, 8.894, 0.005);
  EXPECT_NEAR(patientDose(constant, 7400_MBq, r, {Length(1), 0.25}, Seconds(0))->value * 1e6, 588.67, 0.2);
  // An attenuation of 0.6 in the patient is a rate of 0.6.
  EXPECT_NEAR(patientRate(constant, 7400_MBq, {Length(1), 1, 0.6})->value * 1e6, 0.6 * 44.489, 1e-9);
}

TEST(Retention, RefusesWhatNoBodyDoes) {
  const auto code = [](Seconds half_life, std::vector<Compartment> parts) { return Retention::make(half_life, std::move(parts)).refusal().code; };
  EXPECT_EQ(code(Seconds(0), {{1, Seconds(1)}}), "NEGATIVE_HALF_LIFE");
  EXPECT_EQ(code(Seconds(1), {}), "EMPTY_MIXTURE");
  EXPECT_EQ(code(Seconds(1), {{1, Seconds(-1)}}), "NEGATIVE_HALF_LIFE");
  EXPECT_EQ(code(Seconds(1), {{1.5, Seconds(1)}}), "BAD_FRACTION");
  EXPECT_EQ(code(Seconds(1), {{0.5, Seconds(1)}, {0.4, Seconds(1)}}), "FRACTIONS_NOT_ONE");
  const Retention r = *Retention::make(Seconds(100), {{1, Seconds(100)}});
  EXPECT_EQ(patientRate(RateConstant(1), 1_MBq, {Length(0)}).refusal().code, "DISTANCE_NOT_POSITIVE");
  EXPECT_EQ(patientDose(RateConstant(1), 1_MBq, r, {Length(1), 1.1}, Seconds(0)).refusal().code, "OCCUPANCY_OUT_OF_RANGE");
  EXPECT_EQ(patientDose(RateConstant(1), 1_MBq, r, {Length(1), 1, -0.1}, Seconds(0)).refusal().code, "TRANSMISSION_OUT_OF_RANGE");
  EXPECT_EQ(releaseTime(RateConstant(1), 1_MBq, r, {Length(1)}, DoseRate(0)).refusal().code, "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(releaseTimeForDose(RateConstant(1), 1_MBq, r, {Length(1)}, Dose(0)).refusal().code, "LIMIT_NOT_POSITIVE");
}

RC_GTEST_PROP(RetentionProperties, WhatIsThereIsHeldExcretedOrDecayed, ()) {
  std::vector<Compartment> parts;
  int left = 1000;
  while (left > 0) {
    const int take = *rc::gen::inRange(1, left + 1);
    parts.push_back({take / 1000.0, Seconds(std::pow(10.0, *rc::gen::inRange(2000, 9000) / 1000.0))});
    left -= take;
  }
  const Seconds half_life(std::pow(10.0, *rc::gen::inRange(3000, 8000) / 1000.0)), t(std::pow(10.0, *rc::gen::inRange(1000, 9000) / 1000.0));
  const Retention r = *Retention::make(half_life, parts);
  const auto near = [](double x, double y) { return std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y)) + 1e-15; };
  // Held and in the tank: what decay has left of the whole.
  RC_ASSERT(near(r.share(t) + r.excretedInTank(t), std::exp(-std::log(2.0) * t.value / half_life.value)));
  RC_ASSERT(near(r.cumulated(t).value + r.remaining(t).value, r.remaining(Seconds(0)).value));
  // Held, excreted at its moment and decayed in the body: the whole.
  RC_ASSERT(near(r.share(t) + r.excreted(t) + r.cumulated(t).value * std::log(2.0) / half_life.value, 1.0));
  RC_ASSERT(r.excreted(t) >= r.excretedInTank(t) * (1 - 1e-12));
}

RC_GTEST_PROP(RetentionProperties, ReleaseIsTheCrossing, ()) {
  const Retention r = *Retention::make(Seconds(*rc::gen::inRange(3600, 10'000'000)),
                                       {{0.7, Seconds(*rc::gen::inRange(600, 100'000))}, {0.3, Seconds(*rc::gen::inRange(1000, 100'000'000))}});
  const RateConstant constant(0.0657e-12);
  const Activity a(*rc::gen::inRange(1, 100'000) * 1e6);
  const Bystander who{Length(*rc::gen::inRange(3, 30) / 10.0), 0.25, 0.7};
  const DoseRate limit(*rc::gen::inRange(1, 100'000) * 1e-9);
  const Seconds t = *releaseTime(constant, a, r, who, limit);
  const auto rate = [&](double s) { return patientRate(constant, a * r.share(Seconds(s)), who)->value; };
  RC_ASSERT(rate(t.value) <= limit.value * (1 + 1e-12));
  if (t.value > 0) RC_ASSERT(rate(t.value * (1 - 1e-9)) > limit.value);
  const Dose dose(limit.value * 100);
  const Seconds later = *releaseTimeForDose(constant, a, r, who, dose);
  RC_ASSERT(patientDose(constant, a, r, who, later)->value <= dose.value * (1 + 1e-12));
  if (later.value > 0) RC_ASSERT(patientDose(constant, a, r, who, later - Seconds(later.value * 1e-9))->value > dose.value);
}

TEST(EffectiveDose, RowsAreTakenAsTheyAre) {
  const EffectiveDoseRow& fdg = **effectiveDoseRow("product", "f-18 fdg");
  EXPECT_DOUBLE_EQ(effectiveDose(370_MBq, *coefficientFor(fdg, ReferenceAge::adult))->value, 370e6 * 0.019e-9);
  EXPECT_DOUBLE_EQ(coefficientFor(fdg, ReferenceAge::year1)->value, 0.095e-9);
  EXPECT_FALSE(fdg.source.empty());
  for (const auto& row : effectiveDoseTable()) {
    EXPECT_FALSE(row.source.empty() || row.confidence.empty()) << row.radiopharmaceutical;
    // A child of the same activity never gets less.
    for (int age = 1; age < 5; ++age)
      if (row.by_age[age]) {
        EXPECT_GE(row.by_age[age]->value, row.by_age[age - 1]->value) << row.radiopharmaceutical;
      }
  }
  EXPECT_EQ(coefficientFor(**effectiveDoseRow("product", "Kr-81m gas"), ReferenceAge::year1).refusal().code, "COEFFICIENT_MISSING");
  const auto unknown = effectiveDoseRow("product", "F-18 nothing");
  EXPECT_EQ(unknown.refusal().code, "UNKNOWN_RADIOPHARMACEUTICAL");
  EXPECT_NE(unknown.refusal().fields.at(0).accepted.find("F-18 FDG"), std::string::npos);
  EXPECT_EQ(effectiveDose(Activity(-1), DoseCoefficient(1)).refusal().code, "NEGATIVE_ACTIVITY");
  EXPECT_EQ(effectiveDose(Activity(1), DoseCoefficient(-1)).refusal().code, "NEGATIVE_COEFFICIENT");
}

TEST(Weight, RuleAndCard) {
  const WeightRule rule{SpecificActivity(3.5e3), 26_MBq, 370_MBq};
  EXPECT_DOUBLE_EQ(activityByWeight(rule, Mass(45))->value, 157.5e6);
  EXPECT_DOUBLE_EQ(activityByWeight(rule, Mass(3))->value, 26e6);
  EXPECT_DOUBLE_EQ(activityByWeight(rule, Mass(120))->value, 370e6);
  EXPECT_EQ(activityByWeight(rule, Mass(0)).refusal().code, "NEGATIVE_MASS");
  EXPECT_EQ(activityByWeight({SpecificActivity(1), 2_MBq, 1_MBq}, Mass(1)).refusal().code, "BAD_RANGE");
  // Tc-99m MDP, class B, 35 MBq: 20 kg is 35 x 4.86; 3 kg would be 35, below the minimum of 40.
  const CardRow& mdp = **cardRow("product", "Tc-99m MDP");
  EXPECT_DOUBLE_EQ(activityByCard(mdp, Mass(20))->value, 35e6 * 4.86);
  EXPECT_DOUBLE_EQ(activityByCard(mdp, Mass(3))->value, 40e6);
  EXPECT_DOUBLE_EQ(*cardMultiple('A', Mass(5)), 1.12);  // 4 kg and 6 kg are equally near
  EXPECT_DOUBLE_EQ(*cardMultiple('C', Mass(67)), 31.0);
  EXPECT_EQ(cardMultiple('B', Mass(2.9)).refusal().code, "WEIGHT_OFF_CARD");
  EXPECT_EQ(cardMultiple('B', Mass(70)).refusal().code, "WEIGHT_OFF_CARD");
  double before = 0;
  for (double kg = 3; kg <= 68; kg += 0.5) {
    EXPECT_GE(*cardMultiple('B', Mass(kg)), before);
    before = *cardMultiple('B', Mass(kg));
  }
}

}  // namespace
}  // namespace isotrail
