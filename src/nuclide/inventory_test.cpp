#include "nuclide/inventory.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/check.h"

namespace isotrail {
namespace {

const Instant kNoon = Instant::fromMicros(1765944000000000);  // 2025-12-17T04:00:00Z
const Nuclide& nuclide(const char* name) { return *Dataset::shipped().find(name); }
double atomsIn(const Inventory& i) {
  double sum = 0;
  for (const auto& [name, n] : i.atoms()) sum += n;
  return sum;
}

TEST(Dataset, FindsTheUsualSpellings) {
  for (const char* text : {"F-18", "F18", "18F", "f-18", "18-F"}) EXPECT_EQ(Dataset::shipped().find(text), &nuclide("F-18")) << text;
  for (const char* text : {"Tc-99m", "Tc99m", "99mTc", "99m-Tc", "TC-99M", "99mtc"})
    EXPECT_EQ(Dataset::shipped().find(text), &nuclide("Tc-99m")) << text;
  EXPECT_EQ(Dataset::shipped().find("111In"), &nuclide("In-111"));
  EXPECT_EQ(Dataset::shipped().find("153Sm"), &nuclide("Sm-153"));
  EXPECT_EQ(Dataset::shipped().find("241Am"), &nuclide("Am-241"));
  EXPECT_EQ(Dataset::shipped().find("99mo"), &nuclide("Mo-99"));
  EXPECT_EQ(Dataset::shipped().find("177mLu"), &nuclide("Lu-177m"));
  for (const char* text : {"", "-", "18", "F", "F--18", "F-18 ", "Xx-1", "m99Tc", "F-18-18"})
    EXPECT_EQ(Dataset::shipped().find(text), nullptr) << text;
  EXPECT_EQ(Dataset::shipped().get("nuclide", "F-19x").refusal().code, "UNKNOWN_NUCLIDE");
}

TEST(Dataset, EveryRadioactiveMemberIsNamedWithItsSource) {
  EXPECT_EQ(Dataset::shipped().version(), "isotrail-2026.2");
  int radioactive = 0;
  for (const auto& n : Dataset::shipped().all()) {
    EXPECT_FALSE(n.source.empty()) << n.name;
    EXPECT_EQ(Dataset::shipped().find(n.name), &n);
    radioactive += !n.stable;
  }
  EXPECT_EQ(radioactive, 281);
  EXPECT_TRUE(nuclide("Ra-223").alpha);
  EXPECT_FALSE(nuclide("Lu-177").alpha);
  EXPECT_EQ(nuclide("F-18").source, "NUBASE2020 2020");
}

TEST(Inventory, GeneratorGrowsToItsTransientEquilibrium) {
  const Inventory column = Inventory::of(nuclide("Mo-99"), 40_GBq, kNoon);
  const Inventory later = column.at(kNoon + hours(24));
  EXPECT_NEAR(later.activity("Tc-99m") / later.activity("Mo-99"), 0.88604, 5e-6);
  EXPECT_NEAR(column.activityAt("Tc-99m", kNoon + hours(24)).value * 0.92, 25.33519e9, 1e4);
  EXPECT_EQ(later.leading(), "Mo-99");
  EXPECT_EQ(later.activity("Ru-99").value, 0);  // stable
  EXPECT_EQ(later.activity("F-18").value, 0);   // not there
  EXPECT_DOUBLE_EQ(later.total().value, later.activity("Mo-99").value + later.activity("Tc-99m").value + later.activity("Tc-99").value);
}

TEST(Inventory, BackInTime) {
  const Inventory f = Inventory::of(nuclide("F-18"), 370_MBq, kNoon);
  const Inventory there_and_back = f.at(kNoon + hours(3)).at(kNoon);
  EXPECT_NEAR(there_and_back.activity("F-18") / f.activity("F-18"), 1.0, 1e-12);
  EXPECT_NEAR(atomsIn(there_and_back) / atomsIn(f), 1.0, 1e-12);  // what has grown in is taken back
  const Inventory ra = Inventory::of(nuclide("Ra-223"), 10_MBq, kNoon).at(kNoon + days(2));
  const Inventory day_before = ra.at(kNoon + days(1));
  for (const auto& [name, n] : day_before.atoms()) EXPECT_TRUE(std::isfinite(n)) << name;  // microsecond daughters, a day back
  EXPECT_NEAR(day_before.activity("Po-215") / day_before.activity("Rn-219"), 1.0, 1e-3);
}

TEST(Inventory, SharesAndSums) {
  const Inventory vial = Inventory::of(nuclide("Mo-99"), 40_GBq, kNoon).at(kNoon + hours(20));
  const Inventory dose = vial.times(0.25);
  const Inventory rest = vial.minus(dose);
  EXPECT_NEAR(rest.activity("Tc-99m") / vial.activity("Tc-99m"), 0.75, 1e-12);
  EXPECT_TRUE(vial.minus(vial).empty());
  const Inventory whole = rest.plus(dose);
  for (const auto& [name, n] : vial.atoms()) EXPECT_NEAR(whole.atoms().at(name) / n, 1.0, 1e-12) << name;
  // Stated at different times: the sum is stated at the later one.
  const Inventory sum = vial.plus(dose.at(kNoon + hours(23)));
  EXPECT_EQ(sum.reference(), kNoon + hours(23));
  EXPECT_NEAR(sum.activity("Tc-99m") / vial.at(kNoon + hours(23)).activity("Tc-99m"), 1.25, 1e-12);
  EXPECT_EQ(Inventory().plus(vial).reference(), vial.reference());
  EXPECT_EQ(vial.plus(Inventory()).reference(), vial.reference());
}

TEST(Inventory, KeepsTheNameOfItsDataset) {
  const Inventory i = Inventory::of(nuclide("Lu-177"), 7400_MBq, kNoon).at(kNoon + hours(5));
  const Inventory read = Inventory::fromJson(*Json::parse(i.toJson().dump()));
  EXPECT_EQ(read.atoms(), i.atoms());
  EXPECT_EQ(read.reference(), i.reference());
  EXPECT_EQ(i.toJson()["dataset"].text(), "isotrail-2026.2");
  Json other = i.toJson();
  other.set("dataset", "isotrail-2099.1");
  EXPECT_THROW(Inventory::fromJson(other), Fault);
}

TEST(Inventory, AnOldDatasetIsKeptAndNotMixed) {
  const Dataset& old = Dataset::first();
  EXPECT_EQ(old.version(), "isotrail-nuclides-2025.1");
  EXPECT_EQ(Dataset::named("isotrail-nuclides-2025.1"), &old);
  EXPECT_EQ(Dataset::named("isotrail-2026.2"), &Dataset::shipped());
  EXPECT_EQ(Dataset::named("isotrail-2099.1"), nullptr);
  const Inventory before = Inventory::of(*old.find("I-131"), 100_MBq, kNoon), now = Inventory::of(nuclide("I-131"), 50_MBq, kNoon);
  EXPECT_EQ(&before.at(kNoon + days(8)).times(0.5).dataset(), &old);
  EXPECT_EQ(&Inventory::fromJson(*Json::parse(before.at(kNoon + days(1)).toJson().dump())).dataset(), &old);
  EXPECT_THROW((void)before.plus(now), MixedDatasets);
  EXPECT_THROW((void)now.minus(before), MixedDatasets);
  const auto restated = before.restated(Dataset::shipped());
  ASSERT_TRUE(restated.ok());
  EXPECT_NEAR(restated->activity("I-131") / 100_MBq, 1.0, 1e-15);
  EXPECT_NEAR(restated->plus(now).activity("I-131") / 150_MBq, 1.0, 1e-15);
}

TEST(Inventory, RestatingKeepsActivitiesWhereHalfLivesDiffer) {
  // A revision says 10 d instead of 8 d: 8 units of atoms an hour become 10, the activity stays. What it lacks is refused.
  constexpr const char* kHead = "nuclide,half_life_s,half_life_unc_s,h10_usv_m2_per_mbq_h,h10_with_progeny,half_life_source,half_life_year\n";
  constexpr const char* kBranches = "parent,daughter,mode,fraction,source\nI-131,Xe-131,B-,1,t\n";
  const auto eight = Dataset::fromCsv("eight", std::string(kHead) + "I-131,691200,0,0,,t,1\n", kBranches);
  const auto ten = Dataset::fromCsv("ten", std::string(kHead) + "I-131,864000,0,0,,t,1\n", kBranches);
  const auto none = Dataset::fromCsv("none", std::string(kHead) + "F-18,6584,0,0,,t,1\n", "parent,daughter,mode,fraction,source\nF-18,O-18,EC,1,t\n");
  const Inventory held = Inventory::of(*eight->find("I-131"), 8_MBq, kNoon).at(kNoon + days(8));
  const Inventory after = *held.restated(*ten);
  EXPECT_NEAR(after.activity("I-131").value, 4e6, 1e-6);
  EXPECT_NEAR(after.atoms().at("I-131") / held.atoms().at("I-131"), 1.25, 1e-15);
  EXPECT_EQ(after.atoms().at("Xe-131"), held.atoms().at("Xe-131"));
  EXPECT_EQ(held.restated(*none).refusal().code, "UNKNOWN_NUCLIDE");
}

Inventory anyMixture() {
  const auto& all = Dataset::shipped().all();
  std::map<std::string, double> atoms;
  const int members = *rc::gen::inRange(1, 5);
  for (int i = 0; i < members; ++i)
    atoms[all[*rc::gen::inRange<std::size_t>(0, all.size())].name] = std::pow(10.0, *rc::gen::inRange(80, 160) / 10.0);
  return Inventory::fromAtoms(Dataset::shipped(), atoms, kNoon);
}
Instant anyLater() { return kNoon + Seconds(std::pow(10.0, *rc::gen::inRange(-50, 90) / 10.0)); }

RC_GTEST_PROP(Inventory, BudgetCloses, ()) {
  const Inventory start = anyMixture();
  const Instant t = anyLater();
  const Inventory end = start.at(t);
  const DecayBudget budget = decayBudget(start, t);
  for (const auto& [name, has] : end.atoms()) {
    const auto had = start.atoms().find(name);
    const double before = had == start.atoms().end() ? 0.0 : had->second, grown = budget.grown.at(name), gone = budget.decayed.at(name);
    RC_ASSERT(std::abs(before + grown - gone - has) <= 1e-11 * (before + grown));
    RC_ASSERT(grown >= 0 && gone >= 0);
  }
  RC_ASSERT(std::abs(atomsIn(end) / atomsIn(start) - 1.0) < 1e-11);
}

RC_GTEST_PROP(Inventory, DecayComposesAndSharesAreLinear, ()) {
  const Inventory start = anyMixture();
  const Instant t1 = anyLater();
  const Instant t2 = t1 + (anyLater() - kNoon);
  const Inventory direct = start.at(t2), stepped = start.at(t1).at(t2), shared = start.times(0.3).at(t2).plus(start.times(0.7).at(t2));
  for (const auto& [name, n] : direct.atoms()) {
    RC_ASSERT(std::abs(stepped.atoms().at(name) - n) <= 1e-9 * n + 1e-3);
    RC_ASSERT(std::abs(shared.atoms().at(name) - n) <= 1e-12 * n);
  }
}

TEST(DecayBudget, CountsDecaysOfAChain) {
  const Inventory start = Inventory::of(nuclide("Mo-99"), 40_GBq, kNoon);
  const DecayBudget budget = decayBudget(start, kNoon + hours(24));
  const double decays = decaysDuring(nuclide("Mo-99"), 40_GBq, hours(24));
  EXPECT_NEAR(budget.decayed.at("Mo-99") / decays, 1.0, 1e-12);
  EXPECT_NEAR(budget.grown.at("Tc-99m") / (0.876 * decays), 1.0, 1e-12);
  EXPECT_EQ(budget.decayed.at("Ru-99"), 0.0);
  // Few decays of many atoms: no difference of large numbers.
  const Inventory carbon = Inventory::of(nuclide("C-14"), Activity(1000), kNoon);
  EXPECT_NEAR(decayBudget(carbon, kNoon + Seconds(1e-6)).decayed.at("C-14") / 1e-3, 1.0, 1e-12);
}

}  // namespace
}  // namespace isotrail
