#include "nuclide/radiation/shield.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "nuclide/radiation/package.h"
#include "nuclide/transport.h"
#include "tests/support/vectors.h"

namespace isotrail {
namespace {

using vectors::agrees;
using vectors::number;
using vectors::VectorRow;

std::map<std::string, std::string> inputsOf(const VectorRow& row) {
  std::map<std::string, std::string> out;
  for (const auto& part : vectors::split(row.at("inputs"), ';')) out.insert(vectors::pairOf(part));
  return out;
}

const Material& lead() { return **shieldMaterial("material", "lead"); }
const Material& water() { return **shieldMaterial("material", "water"); }
Beam lineOf(double kev, double at_1m = 1e-6) { return {{Energy(kev), DoseRate(at_1m)}}; }
/// I-131: the principal lines of the vectors.
const std::vector<Photon> kIodine = {
    {Energy(80.2), 0.026}, {Energy(284.3), 0.061}, {Energy(364.5), 0.815}, {Energy(637.0), 0.072}, {Energy(722.9), 0.018}};

/// Rows give their own coefficients of attenuation, one a line.
GivenBeam given(const std::string& text, double cm) {
  std::vector<GivenLine> lines;
  for (const auto& line : vectors::split(text, '|')) {
    const auto parts = vectors::split(line, ':');
    lines.push_back({{Energy(number(parts.at(0))), number(parts.at(1)) / 100}, Attenuation(number(parts.at(2)))});
  }
  return *givenBeam(lines, Length(cm / 100));
}

double narrowBeam(const VectorRow& row) {
  const auto in = inputsOf(row);
  const GivenBeam beam = given(in.at("lines_keV:percent:mu_per_cm"), number(in.at("thickness_cm")));
  const double bare = beam.constant.value * number(in.at("A_MBq")) * 1e6, behind = bare * beam.transmission;
  const std::string& asked = row.at("quantity");
  if (asked == "gamma_h10_uSv_m2_per_MBq_h") return beam.constant.value * 1e12;
  if (asked == "transmission") return beam.transmission;
  if (row.at("kind") == "narrow_beam") {
    const double square = std::pow(number(in.at("distance_m")), 2);
    return (asked == "dose_rate_unshielded_uSv_h" ? bare : behind) * 1e6 / square;
  }
  const double half = number(in.at("package_side_m")) / 2;
  if (asked == "dose_rate_surface_uSv_h") return behind * 1e6 / (half * half);
  const double far = behind / ((half + 1) * (half + 1));
  return asked == "TI" ? transportIndex(DoseRate(far)) : far * 1e6;
}

double buildUp(const VectorRow& row) {
  const auto in = inputsOf(row);
  const BuildUpFit fit{number(in.at("b")), number(in.at("c")), number(in.at("a")), number(in.at("Xk")), number(in.at("d"))};
  const double x = number(in.at("mfp"));
  const double factor = *buildUpFactor(fit, x);
  return row.at("quantity") == "buildup_factor" ? factor : factor * std::exp(-x);
}

double archer(const VectorRow& row) {
  const auto in = inputsOf(row);
  const ArcherFit fit{Attenuation(number(in.at("alpha_per_cm"))), Attenuation(number(in.at("beta_per_cm"))), number(in.at("gamma"))};
  const double share = *archerTransmission(fit, Length(number(in.at("thickness_cm")) / 100));
  return row.at("quantity") == "broad_beam_transmission" ? share : archerThickness(fit, share)->value * 100;
}

double required(const VectorRow& row) {
  const auto in = inputsOf(row);
  const Attenuation mu(number(in.at("mu_per_cm")));
  if (row.at("quantity") == "hvl_cm") return halfValueLayer(mu)->value * 100;
  return requiredThickness(DoseRate(number(in.at("unshielded_uSv_h"))), DoseRate(number(in.at("target_uSv_h"))), mu)->value * 100;
}

TEST(Shield, Vectors) {
  int checked = 0;
  for (const auto& row : vectors::rows("shielding.csv")) {
    const std::string& kind = row.at("kind");
    if (kind == "transport_index") continue;  // transport_test
    const double got = kind == "buildup_gp"           ? buildUp(row)
                       : kind == "archer_511keV"      ? archer(row)
                       : kind == "required_thickness" ? required(row)
                                                      : narrowBeam(row);
    EXPECT_TRUE(agrees(got, number(row.at("expected")), number(row.at("rel_tol")))) << row.at("case_id") << " " << row.at("quantity");
    ++checked;
  }
  EXPECT_GT(checked, 50);
}

TEST(Shield, TheTablesGiveTheCoefficientsOfTheVectors) {
  // mu in /cm at 511 keV and 364.5 keV, NIST XCOM
  EXPECT_NEAR(lead().attenuation(Energy(511)).value, 1.7712, 0.001);
  EXPECT_NEAR((*shieldMaterial("m", "W"))->attenuation(Energy(364.5)).value, 4.3435, 0.003);
  EXPECT_NEAR((*shieldMaterial("m", "Steel"))->attenuation(Energy(661.7)).value, 0.57731, 0.0005);
  EXPECT_NEAR(water().attenuation(Energy(284.3)).value, 0.12075, 0.0001);
  // Build-up of lead at 0.5 MeV, 2 mean free paths
  EXPECT_NEAR(lead().buildUp(Energy(500), 2), 1.39224, 1e-5);
}

TEST(Shield, NothingIsInterpolatedAcrossTheKEdge) {
  const double below = lead().attenuation(Energy(88.0)).value, above = lead().attenuation(Energy(88.01)).value;
  EXPECT_NEAR(below, 1.910 * 11.35, 0.02);
  EXPECT_NEAR(above, 7.683 * 11.35, 0.05);
  EXPECT_LT(lead().buildUp(Energy(88.0), 5), 1.3);
  EXPECT_GT(lead().buildUp(Energy(88.01), 5), 3.0);
  const Material& tungsten = **shieldMaterial("m", "tungsten");
  EXPECT_NEAR(tungsten.attenuation(Energy(69.5)).value, 2.552 * 19.3, 0.1);
  EXPECT_NEAR(tungsten.attenuation(Energy(69.53)).value, 11.23 * 19.3, 0.1);
}

TEST(Shield, BuildUpFitsAreDefinedOverTheirWholeReach) {
  for (const Material& m : shieldMaterials())
    for (double kev = 30; kev < 10000; kev *= 1.03)
      for (double x = 0; x <= kBuildUpReach; x += 0.5) {
        const double factor = m.buildUp(Energy(kev), x);
        ASSERT_TRUE(std::isfinite(factor) && factor >= 1.0) << m.name() << " " << kev << " " << x;
      }
  EXPECT_EQ(buildUpFactor({}, 40.1).refusal().code, "MFP_OUT_OF_RANGE");
  EXPECT_EQ(buildUpFactor({}, -0.1).refusal().code, "MFP_OUT_OF_RANGE");
  EXPECT_EQ(buildUpFactor({2, -5, 0.1, 14, 0.1}, 3).refusal().code, "BUILDUP_UNDEFINED");
  EXPECT_DOUBLE_EQ(*buildUpFactor({2, 1, 0, 14, 0}, 7), 8.0);  // K = 1: 1 + (2 - 1) 7
}

TEST(Shield, HardeningMakesLaterHalfValueLayersThicker) {
  const Beam beam = beamOf(kIodine, 1_GBq);
  double before = 0, depth = 0;
  for (int n = 1; n <= 5; ++n) {
    const double layer = valueLayer(beam, lead(), 2, n, Scatter::ignored)->value;
    EXPECT_GT(layer, before) << n;
    before = layer;
    depth += layer;
    const ShieldLayer shield{&lead(), Length(depth)};
    EXPECT_TRUE(agrees(*transmission(beam, {&shield, 1}, Scatter::ignored), std::pow(0.5, n), 1e-12)) << n;
  }
  // Between the 364 keV line alone (2.22 mm) and, deep inside, the harder ones (5.29 mm at 637 keV).
  EXPECT_NEAR(valueLayer(beam, lead(), 2, 1, Scatter::ignored)->value * 1e3, 2.3, 0.2);
  EXPECT_NEAR(valueLayer(beam, lead(), 2, 12, Scatter::ignored)->value * 1e3, 5.6, 0.3);
  // One line: every layer is ln 2/mu, a tenth-value layer ln 10/mu.
  EXPECT_NEAR(valueLayer(lineOf(511), lead(), 2, 3, Scatter::ignored)->value, halfValueLayer(Attenuation(1.7712))->value, 1e-5);
  EXPECT_NEAR(valueLayer(lineOf(511), lead(), 10, 1, Scatter::ignored)->value * 1e3, 13.0, 0.02);
}

TEST(Shield, RequiredThicknessMeetsTheLimitAndNoMore) {
  const Beam beam = beamOf(kIodine, 37_GBq);
  for (const Scatter scatter : {Scatter::ignored, Scatter::counted})
    for (const char* name : {"lead", "tungsten", "iron", "concrete", "water", "aluminium", "copper"})
      for (const double usv : {1000.0, 100.0, 7.5, 0.5, 1e-6}) {
        const Material& m = **shieldMaterial("m", name);
        const Length x = *requiredThickness(beam, m, Length(0.5), DoseRate(usv * 1e-6), scatter);
        const auto rate = [&](double metres) {
          const ShieldLayer layer{&m, Length(metres)};
          return rateBehind(beam, {&layer, 1}, Length(0.5), scatter)->value;
        };
        EXPECT_LE(rate(x.value), usv * 1e-6) << name;
        EXPECT_LE(rate(x.value * 1.5), usv * 1e-6) << name;
        if (x.value > 0) {
          EXPECT_GT(rate(x.value * (1 - 1e-9)), usv * 1e-6) << name << usv;
        }
      }
  EXPECT_EQ(requiredThickness(beam, lead(), Length(1), DoseRate(1), Scatter::ignored)->value, 0.0);
}

TEST(Shield, BroadBeamOfAnnihilationPhotonsPassesMoreThanTheNarrowOne) {
  for (const char* name : {"lead", "concrete", "iron"}) {
    const Material& m = **shieldMaterial("m", name);
    ASSERT_TRUE(m.archer());
    for (const double cm : {0.5, 2.0, 5.0, 10.0}) {
      const ShieldLayer layer{&m, Length(cm / 100)};
      EXPECT_GT(*archerTransmission(*m.archer(), layer.thickness), *transmission(lineOf(511), {&layer, 1}, Scatter::ignored)) << name;
    }
    EXPECT_DOUBLE_EQ(*archerTransmission(*m.archer(), Length(0)), 1.0);
    EXPECT_TRUE(agrees(archerThickness(*m.archer(), *archerTransmission(*m.archer(), Length(3.0)))->value, 3.0, 1e-9)) << name;
  }
  // ln[(0.1^-2.136 - 0.2857)/0.7143]/(1.543 x 2.136) = ln(191.07)/3.2958 = 1.5937 cm of lead pass a tenth.
  EXPECT_NEAR(archerThickness(*lead().archer(), 0.1)->value * 1e3, 15.937, 0.001);
}

TEST(Shield, RefusesWhatHasNoAnswer) {
  const Beam beam = lineOf(364.5);
  const ShieldLayer negative{&lead(), Length(-0.01)};
  EXPECT_EQ(shieldMaterial("material", "").refusal().code, "MISSING_MATERIAL");
  EXPECT_EQ(shieldMaterial("material", "cheese").refusal().code, "UNKNOWN_MATERIAL");
  EXPECT_EQ(rateBehind(beam, {&negative, 1}, Length(1), Scatter::ignored).refusal().code, "NEGATIVE_THICKNESS");
  EXPECT_EQ(rateBehind(beam, {}, Length(0), Scatter::ignored).refusal().code, "DISTANCE_NOT_POSITIVE");
  EXPECT_EQ(transmission({}, {}, Scatter::ignored).refusal().code, "NO_PHOTONS");
  EXPECT_EQ(requiredThickness(beam, lead(), Length(1), DoseRate(0), Scatter::ignored).refusal().code, "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(requiredThickness({}, lead(), Length(1), DoseRate(1e-6), Scatter::ignored).refusal().code, "NO_PHOTONS");
  EXPECT_EQ(halfValueLayer(Attenuation(0)).refusal().code, "BAD_ATTENUATION");
  const GivenLine odd[] = {{{Energy(-1), 1}, Attenuation(1)}, {{Energy(100), -1}, Attenuation(1)}, {{Energy(100), 1}, Attenuation(-1)}};
  EXPECT_EQ(givenBeam({odd, 1}, Length(1)).refusal().code, "BAD_LINE");
  EXPECT_EQ(givenBeam({odd + 1, 1}, Length(1)).refusal().code, "BAD_LINE");
  EXPECT_EQ(givenBeam({odd + 2, 1}, Length(1)).refusal().code, "BAD_ATTENUATION");
  EXPECT_EQ(givenBeam({}, Length(1)).refusal().code, "NO_PHOTONS");
  EXPECT_EQ(givenBeam({odd, 1}, Length(-1)).refusal().code, "NEGATIVE_THICKNESS");
  EXPECT_EQ(archerThickness(*lead().archer(), 0).refusal().code, "SHARE_NOT_POSITIVE");
  EXPECT_EQ(archerTransmission({Attenuation(1), Attenuation(-2), 1}, Length(1)).refusal().code, "BAD_ARCHER_FIT");
}

TEST(Shield, ValidityIsTold) {
  const ShieldLayer layer{&lead(), Length(0.05)};
  EXPECT_TRUE(validityOf(lineOf(140), {&layer, 1}).attenuation_covered);
  EXPECT_NEAR(validityOf(lineOf(140.5), {&layer, 1}).most_mean_free_paths, 5 * 26.86, 0.1);
  EXPECT_FALSE(validityOf(lineOf(22), {&layer, 1}).attenuation_covered);
  EXPECT_FALSE(validityOf(lineOf(28), {&layer, 1}).buildup_covered);
  EXPECT_TRUE(tooCloseForAPoint(Length(0.05), Length(0.02)));
  EXPECT_FALSE(tooCloseForAPoint(Length(0.06), Length(0.02)));
}

bool closeTo(double x, double expected, double rel, double abs = 0.0) { return static_cast<bool>(agrees(x, expected, rel, abs)); }

/// A line, a thickness and a place, all plausible.
struct Setting {
  Beam beam;
  ShieldLayer first, second;
  Length distance;
};
Setting anySetting() {
  const auto real = [](int low, int high) { return *rc::gen::inRange(low, high) / 1000.0; };
  Setting s;
  const int lines = *rc::gen::inRange(1, 6);
  for (int i = 0; i < lines; ++i) s.beam.push_back({Energy(real(20'000, 3'000'000)), DoseRate(real(1, 1'000'000) * 1e-6)});
  static const std::vector<Material>& all = shieldMaterials();
  s.first = {&all[*rc::gen::inRange<std::size_t>(0, all.size())], Length(real(0, 300))};
  s.second = {&all[*rc::gen::inRange<std::size_t>(0, all.size())], Length(real(0, 300))};
  s.distance = Length(real(10, 10'000));
  return s;
}

RC_GTEST_PROP(ShieldProperties, NarrowBeamFallsWithThicknessAndDistance, ()) {
  const Setting s = anySetting();
  const ShieldLayer thicker{s.first.material, s.first.thickness * 1.1 + Length(1e-4)};
  const double rate = rateBehind(s.beam, {&s.first, 1}, s.distance, Scatter::ignored)->value;
  RC_ASSERT(std::isfinite(rate) && rate >= 0);
  RC_ASSERT(rateBehind(s.beam, {&thicker, 1}, s.distance, Scatter::ignored)->value <= rate);
  RC_ASSERT(rateBehind(s.beam, {&s.first, 1}, s.distance * 1.01, Scatter::ignored)->value <= rate);
  const double scattered = rateBehind(s.beam, {&s.first, 1}, s.distance, Scatter::counted)->value;
  RC_ASSERT(scattered >= rate);
}

RC_GTEST_PROP(ShieldProperties, LayersOfANarrowBeamCommute, ()) {
  const Setting s = anySetting();
  const ShieldLayer there[] = {s.first, s.second}, back[] = {s.second, s.first};
  RC_ASSERT(closeTo(rateBehind(s.beam, there, s.distance, Scatter::ignored)->value, rateBehind(s.beam, back, s.distance, Scatter::ignored)->value,
                    1e-12, 1e-300));
  // With build-up too: the estimate takes the larger factor, not that of the outer layer.
  RC_ASSERT(closeTo(rateBehind(s.beam, there, s.distance, Scatter::counted)->value, rateBehind(s.beam, back, s.distance, Scatter::counted)->value,
                    1e-12, 1e-300));
}

RC_GTEST_PROP(ShieldProperties, DistanceForALimitMeetsIt, ()) {
  const Setting s = anySetting();
  const DoseRate limit(*rc::gen::inRange(1, 100'000) * 1e-9);
  const Length d = *distanceFor(s.beam, {&s.first, 1}, limit, Scatter::counted);
  // What a thick layer lets through may be so little that a double keeps only some of its digits; there is nothing to compare then.
  const double at_1m = rateBehind(s.beam, {&s.first, 1}, Length(1.0), Scatter::counted)->value;
  if (at_1m > 1e-280) RC_ASSERT(closeTo(rateBehind(s.beam, {&s.first, 1}, d, Scatter::counted)->value, limit.value, 1e-12));
}

RC_GTEST_PROP(ShieldProperties, FitsNeverGiveNoNumber, ()) {
  const auto any = [] { return *rc::gen::arbitrary<double>(); };
  const auto factor = buildUpFactor({any(), any(), any(), any(), any()}, any());
  RC_ASSERT((!factor || std::isfinite(*factor)));
  const ArcherFit fit{Attenuation(any()), Attenuation(any()), any()};
  const auto share = archerTransmission(fit, Length(any()));
  RC_ASSERT((!share || !std::isnan(*share)));
  const auto thickness = archerThickness(fit, any());
  RC_ASSERT((!thickness || !std::isnan(thickness->value)));
  const auto required = requiredThickness(DoseRate(any()), DoseRate(any()), Attenuation(any()));
  RC_ASSERT((!required || !std::isnan(required->value)));
}

TEST(PackageEstimate, HasItsMarginInIndexAndCategory) {
  const ShieldLayer lead_5mm{&lead(), Length(0.005)};
  const Beam beam = beamOf(std::vector<Photon>{{Energy(208.4), 0.104}, {Energy(112.9), 0.062}}, Activity(7400e6));
  const PackageEstimate plain = *estimatePackage(beam, {&lead_5mm, 1}, Length(0.2), 1.0, Scatter::ignored);
  // Vector SH066, whose coefficients are the table's to four digits: 0.1331501 uSv/h, 16.11116 uSv/h, TI 0.
  EXPECT_NEAR(plain.at_1m.value * 1e6, 0.13315, 0.0005);
  EXPECT_NEAR(plain.surface.value * 1e6, 16.111, 0.05);
  EXPECT_EQ(plain.transport_index, 0.0);
  EXPECT_EQ(plain.category, "II-YELLOW");
  const PackageEstimate twice = *estimatePackage(beam, {&lead_5mm, 1}, Length(0.2), kEstimateMargin, Scatter::ignored);
  EXPECT_DOUBLE_EQ(twice.surface_with_margin.value, 2 * plain.surface.value);
  EXPECT_EQ(estimatePackage(beam, {&lead_5mm, 1}, Length(0.009), 2, Scatter::ignored).refusal().code, "SHIELD_LARGER_THAN_PACKAGE");
  EXPECT_EQ(estimatePackage(beam, {}, Length(0), 2, Scatter::ignored).refusal().code, "SIDE_NOT_POSITIVE");
  EXPECT_EQ(estimatePackage(beam, {}, Length(1), 0.5, Scatter::ignored).refusal().code, "BAD_MARGIN");
}

}  // namespace
}  // namespace isotrail
