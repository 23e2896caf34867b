#include "nuclide/radiation/sources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "nuclide/radiation/shield.h"
#include "tests/support/vectors.h"

namespace isotrail {
namespace {

using vectors::agrees;
const Dataset& set() { return Dataset::shipped(); }
const Nuclide* named(const char* name) { return set().find(name); }
double constantOf(const char* name) { return ambientConstant(photonsOf(*named(name))).value * 1e12; }

TEST(Sources, ConstantsFromLinesAreThoseOfTheTable) {
  // H*(10) in uSv m2/(MBq h): the dataset's constants come from the same lines over a finer interpolation.
  for (const char* name : {"F-18", "Tc-99m", "I-131", "Lu-177", "Ga-68", "Co-60", "In-111", "Zr-89", "Cs-137", "I-123", "Na-22"})
    EXPECT_TRUE(agrees(constantOf(name), named(name)->h10_usv_m2_per_mbq_h, 0.02, 1e-4)) << name;
}

TEST(Sources, EquilibriumOfMolybdenum) {
  const auto progeny = equilibriumProgeny(set(), *named("Mo-99"));
  ASSERT_EQ(progeny.size(), 1u);  // Tc-99 lives for ever beside it
  EXPECT_EQ(progeny.front().nuclide->name, "Tc-99m");
  EXPECT_NEAR(progeny.front().ratio, 0.963806, 1e-4);
  const auto parts = *sourceParts(set(), {{named("Mo-99"), 1_GBq}}, ProgenyCounted::equilibrium);
  EXPECT_NEAR(atOneMetre(beamOf(parts)).value * 1e6, 45.2, 0.5);
  EXPECT_TRUE(equilibriumProgeny(set(), *named("F-18")).empty());
}

TEST(Sources, AnInventoryRadiatesWithEveryMemberOnce) {
  const Inventory f18 = Inventory::of(*named("F-18"), 3700_MBq, Instant());
  EXPECT_NEAR(bareRate(f18, Length(0.5)).value * 1e6, 3700 * 0.1651 / 0.25, 3);
  // A generator column after a day: molybdenum and what has grown in, 0.886 of it.
  const Inventory column = Inventory::of(*named("Mo-99"), 1_GBq, Instant()).at(Instant() + hours(24));
  const double mo = column.activity("Mo-99").value * 1e-6, tc = column.activity("Tc-99m").value * 1e-6;
  EXPECT_NEAR(bareRate(column, Length(1)).value * 1e6, mo * 0.0242 + tc * 0.0218, 0.1);
  EXPECT_TRUE(agrees(atOneMetre(beamOf(column)).value, bareRate(column, Length(1)).value, 0.02));
}

TEST(Sources, NothingIsCountedTwice) {
  const std::vector<SourcePart> both{{named("Mo-99"), 1_GBq}, {named("Tc-99m"), 1_GBq}};
  EXPECT_EQ(sourceParts(set(), both, ProgenyCounted::equilibrium).refusal().code, "DOUBLE_COUNTED");
  const auto listed = *sourceParts(set(), both, ProgenyCounted::as_listed);
  const auto mo = beamOf(*sourceParts(set(), {both[0]}, ProgenyCounted::as_listed)), tc = beamOf(std::vector<SourcePart>{both[1]});
  EXPECT_TRUE(agrees(atOneMetre(beamOf(listed)).value, atOneMetre(mo).value + atOneMetre(tc).value, 1e-12));
  // The same nuclide on two lines is one part with both activities.
  const auto twice = *sourceParts(set(), {both[1], both[1]}, ProgenyCounted::equilibrium);
  ASSERT_EQ(twice.size(), 1u);
  EXPECT_EQ(twice.front().activity, Activity(2e9));
}

TEST(Sources, RefusesWhatIsNoSource) {
  const auto code = [](std::vector<SourcePart> parts) { return sourceParts(set(), parts, ProgenyCounted::equilibrium).refusal().code; };
  EXPECT_EQ(code({}), "EMPTY_MIXTURE");
  EXPECT_EQ(code({{named("F-18"), Activity(-1)}}), "NEGATIVE_ACTIVITY");
  EXPECT_EQ(code({{named("F-18"), Activity(NAN)}}), "NONFINITE_ACTIVITY");
}

TEST(Sources, EveryNuclideOfTheDatasetGivesAFiniteRate) {
  const ShieldLayer lead{*shieldMaterial("material", "lead"), Length(0.01)};
  for (const Nuclide& n : set().all()) {
    if (n.stable) continue;
    const Beam beam = beamOf(*sourceParts(set(), {{&n, 1_GBq}}, ProgenyCounted::equilibrium));
    for (const Scatter scatter : {Scatter::ignored, Scatter::counted}) {
      const double rate = rateBehind(beam, {&lead, 1}, Length(1), scatter)->value;
      EXPECT_TRUE(std::isfinite(rate) && rate >= 0) << n.name;
    }
  }
}

}  // namespace
}  // namespace isotrail
