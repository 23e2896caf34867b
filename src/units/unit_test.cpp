#include "units/unit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

#include "units/quantity.h"

namespace isotrail {
namespace {

const std::vector<UnitKind> kWithUnits = {UnitKind::activity,
                                          UnitKind::time,
                                          UnitKind::volume,
                                          UnitKind::mass,
                                          UnitKind::length,
                                          UnitKind::dose_rate,
                                          UnitKind::dose,
                                          UnitKind::surface_activity,
                                          UnitKind::specific_activity,
                                          UnitKind::concentration,
                                          UnitKind::current,
                                          UnitKind::energy,
                                          UnitKind::flux,
                                          UnitKind::cross_section,
                                          UnitKind::saturation_yield,
                                          UnitKind::rate_constant,
                                          UnitKind::dose_coefficient,
                                          UnitKind::attenuation,
                                          UnitKind::share};

double in(UnitKind kind, const char* text) {
  auto v = parseIn(kind, "field", text);
  EXPECT_TRUE(v.ok()) << text;
  return v.ok() ? *v : -1;
}
std::string near(UnitKind kind, const char* text) {
  auto v = parseIn(kind, "field", text);
  EXPECT_FALSE(v.ok()) << text;
  return v.ok() ? "taken" : v.refusal().fields.at(0).near;
}

TEST(Unit, FactorsAreExact) {
  EXPECT_EQ(in(UnitKind::activity, "3 nCi"), 111.0);   // 3 x 37
  EXPECT_EQ(in(UnitKind::activity, "0.1 Ci"), 3.7e9);  // 0.1 x 3.7e10
  EXPECT_EQ(in(UnitKind::length, "1 in"), 0.0254);     // by definition
  EXPECT_EQ(in(UnitKind::length, "35 cm"), 0.35);
  EXPECT_EQ(in(UnitKind::energy, "0.511 MeV"), 511.0);
  EXPECT_EQ(in(UnitKind::energy, "140500eV"), 140.5);
  EXPECT_EQ(in(UnitKind::dose_rate, "1 mrem/h"), 1e-5);  // 10 uSv/h
  EXPECT_EQ(in(UnitKind::dose, "250 mrem"), 2.5e-3);
  EXPECT_EQ(in(UnitKind::concentration, "740 MBq/mL"), 7.4e11);
  EXPECT_EQ(in(UnitKind::surface_activity, "4 Bq/cm2"), 4.0);
  EXPECT_EQ(in(UnitKind::time, "100 ms"), 0.1);
  EXPECT_EQ(in(UnitKind::time, "3 us"), 3e-6);
  EXPECT_EQ(in(UnitKind::time, "2 y"), 63113852.0);  // 2 x 31 556 926
  EXPECT_EQ(in(UnitKind::saturation_yield, "8.1 GBq/uA"), 8.1e15);
  EXPECT_EQ(in(UnitKind::flux, "2e14 cm-2s-1"), 2e14);
  EXPECT_EQ(in(UnitKind::flux, "2e14 /cm2/s"), 2e14);
  EXPECT_EQ(in(UnitKind::rate_constant, "0.165 uSv m2/MBq/h"), 0.165e-12);
  EXPECT_EQ(in(UnitKind::attenuation, "0.1 /mm"), 1.0);
}

TEST(Unit, SlipsAreOfferedAndNeverTaken) {
  EXPECT_EQ(near(UnitKind::activity, "4 mbq"), "MBq");
  EXPECT_EQ(near(UnitKind::activity, "4 mBq"), "MBq");
  EXPECT_EQ(near(UnitKind::activity, "4 mci"), "mCi");
  EXPECT_EQ(near(UnitKind::activity, "4 Bq/mL"), "");  // another kind
  EXPECT_EQ(near(UnitKind::concentration, "4 Bq/ml"), "Bq/mL");
  EXPECT_EQ(near(UnitKind::volume, "4 ml"), "mL");
  EXPECT_EQ(near(UnitKind::time, "4 hours"), "h");
  EXPECT_EQ(near(UnitKind::time, "4 minutes"), "min");
  EXPECT_EQ(near(UnitKind::time, "4 m"), "min");
  EXPECT_EQ(near(UnitKind::time, "4 days"), "d");
  EXPECT_EQ(near(UnitKind::mass, "4 lb"), "");
  EXPECT_EQ(near(UnitKind::dose_rate, "4 usv/h"), "uSv/h");
  EXPECT_EQ(near(UnitKind::activity, "4"), "");
}

TEST(Unit, ComesOutAsItWentIn) {
  EXPECT_EQ(*inUnit(UnitKind::activity, 4.4e9, "GBq"), 4.4);
  EXPECT_EQ(*inUnit(UnitKind::activity, 3.7e7, "mCi"), 1.0);
  EXPECT_EQ(*inUnit(UnitKind::volume, 0.00125, "mL"), 1.25);
  EXPECT_EQ(*inUnit(UnitKind::time, 5400, "h"), 1.5);
  EXPECT_EQ(*inUnit(UnitKind::share, 0.984, "%"), 98.4);
  EXPECT_FALSE(inUnit(UnitKind::volume, 1, "MBq").has_value());
  EXPECT_FALSE(inUnit(UnitKind::number, 1, "").has_value());
}

TEST(Unit, ReadsWell) {
  EXPECT_EQ(showIn(UnitKind::activity, 4.402e9, 4), "4.402 GBq");
  EXPECT_EQ(showIn(UnitKind::activity, 999.96e6, 4), "1.000 GBq");
  EXPECT_EQ(showIn(UnitKind::activity, 0, 4), "0 Bq");
  EXPECT_EQ(showIn(UnitKind::time, 2100, 3), "35.0 min");
  EXPECT_EQ(showIn(UnitKind::time, 3e-6, 3), "3.00 us");
  EXPECT_EQ(showIn(UnitKind::share, 0.5, 4), "50.00 %");
  EXPECT_EQ(showIn(UnitKind::number, 1.5e21, 4), "1.500e+21");
}

/// No spelling stands for two kinds, so that a unit alone says which kind is meant.
TEST(Unit, ASpellingHasOneKind) {
  std::set<std::string> seen;
  for (const auto kind : kWithUnits) {
    EXPECT_FALSE(insideUnit(kind).empty() && kind != UnitKind::share) << kindName(kind);
    for (const auto& unit : unitsOf(kind)) EXPECT_TRUE(seen.insert(unit).second) << unit;
  }
}

RC_GTEST_PROP(Unit, InAndOutAgree, (unsigned thousandths, unsigned pick)) {
  const UnitKind kind = kWithUnits[pick % kWithUnits.size()];
  const auto units = unitsOf(kind);
  const std::string unit = units[(pick / kWithUnits.size()) % units.size()];
  const double typed = thousandths / 1000.0;
  auto inside = parseIn(kind, "f", std::to_string(thousandths / 1000) + "." + std::to_string(1000 + thousandths % 1000).substr(1) + " " + unit);
  RC_ASSERT(inside.ok());
  RC_ASSERT(std::abs(*inUnit(kind, *inside, unit) - typed) <= 1e-15 * typed);
}

}  // namespace
}  // namespace isotrail
