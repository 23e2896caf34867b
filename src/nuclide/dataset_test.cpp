#include "nuclide/dataset.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/csv.h"
#include "base/embedded.h"
#include "base/hash.h"

namespace isotrail {
namespace {

const Dataset& set() { return Dataset::shipped(); }

TEST(DatasetFacts, HalfLivesAreAsEvaluated) {
  const Nuclide& tc = *set().find("Tc-99m");
  EXPECT_EQ(tc.evaluated.value, 6.0066);
  EXPECT_EQ(tc.evaluated.unit, "h");
  EXPECT_EQ(tc.evaluated.uncertainty, 0.0002);
  EXPECT_EQ(tc.half_life.value, 6.0066 * 3600);
  EXPECT_EQ(set().find("Cs-137")->half_life.value, set().find("Cs-137")->evaluated.value * 31556926.0);  // tropical years
  for (const auto& n : set().all()) {
    if (n.stable) continue;
    if (const Nuclide* before = Dataset::first().find(n.name)) {
      EXPECT_NEAR(n.half_life.value / before->half_life.value, 1.0, 1e-11) << n.name;
    }
    EXPECT_EQ(halfLifeSeconds("t", n.evaluated.value, n.evaluated.unit)->value, n.half_life.value) << n.name;
  }
  EXPECT_EQ(halfLifeSeconds("t", 299, "ns")->value, 2.99e-7);
  EXPECT_EQ(halfLifeSeconds("t", 14.05, "Gy")->value, 14.05e9 * 31556926.0);
  EXPECT_EQ(halfLifeSeconds("t", 1, "fortnight").refusal().code, "UNKNOWN_UNIT");
}

TEST(DatasetFacts, EveryNumberHasASource) {
  int lines = 0;
  for (const auto& n : set().all()) {
    if (n.stable) continue;
    EXPECT_NE(n.source.find("20"), std::string::npos) << n.name;
    EXPECT_GT(n.atomic_mass_u, 0) << n.name;
    EXPECT_FALSE(n.mass_source.empty() || n.emission_source.empty() || n.constant_source.empty()) << n.name;
    for (const auto& line : n.lines) {
      EXPECT_TRUE(line.energy_kev > 0 && line.per_decay > 0 && line.per_decay <= 2.0 && !line.source.empty()) << n.name << " " << line.energy_kev;
      ++lines;
    }
  }
  EXPECT_EQ(lines, 5265);
}

TEST(DatasetFacts, FactsOfAFew) {
  const Nuclide& f = *set().find("F-18");
  EXPECT_NEAR(f.h10_usv_m2_per_mbq_h, 0.165, 0.0005);
  EXPECT_NEAR(f.kair_ugy_m2_per_mbq_h, 0.1345, 1e-9);
  double annihilation = 0;
  for (const auto& line : f.lines) annihilation += line.kind == "annihilation" ? line.per_decay : 0;
  EXPECT_NEAR(annihilation, 1.9346, 5e-4);  // two for each of 0.9673 positrons, to four digits
  EXPECT_NEAR(set().find("Lu-177")->beta_minus_mean_kev, 133.64, 0.01);
  EXPECT_NEAR(set().find("Mo-99")->h10_with_progeny, 0.0452, 0.0001);
  // ln2 N_A / (T M): 4.109e15 Bq/g of carrier-free Lu-177.
  const Nuclide& lu = *set().find("Lu-177");
  EXPECT_NEAR(lu.lambda() * 6.02214076e23 / lu.atomic_mass_u / 4.1093973e15, 1.0, 1e-7);
}

/// Records are evaluated with the version they name: its tables stay as they were, to the byte.
TEST(DatasetVersions, TablesThatWereShippedAreNeverChanged) {
  const std::map<std::string, std::string> sha256 = {{"isotrail-nuclides-2025.1", "c24d2f211b5c8e67bb414039ac53c5b1f6431d6fdff3f2cbe9ebe64c8507c609"},
                                                     {"isotrail-2026.1", "001f54dfd75fd19159983530d98d2354b29023df99a022204eae759b6cd89f34"},
                                                     {"isotrail-2026.2", "a2c345c3670f4dadbe668f75a8d371188cd1e5eed7be18ed198225c2829572da"}};
  ASSERT_EQ(Dataset::versions().size(), sha256.size());
  for (const auto& version : Dataset::versions()) {
    std::string tables;
    for (const char* table : {"nuclides.csv", "branches.csv", "photons.csv"}) {
      const std::string path = "data/nuclides/" + version + "/" + table;
      if (!embeddedPaths(path).empty()) tables += embeddedText(path);
    }
    EXPECT_EQ(sha256Hex(tables), sha256.at(version)) << version << " has records: put what is new into a version of its own";
  }
}

/// A later version keeps every nuclide of the one before, so that what is on record can be restated with it.
TEST(DatasetVersions, NoneIsLostInALaterOne) {
  for (std::size_t i = 1; i < Dataset::versions().size(); ++i)
    for (const auto& n : Dataset::named(Dataset::versions()[i - 1])->all())
      EXPECT_TRUE(Dataset::named(Dataset::versions()[i])->find(n.name)) << n.name << " is not in " << Dataset::versions()[i];
}

/// K x-rays in 100 decays.
double kLines(const Dataset& from, const char* name) {
  double sum = 0;
  for (const auto& line : from.find(name)->lines) sum += line.kind.rfind("X_K", 0) == 0 ? 100 * line.per_decay : 0;
  return sum;
}

/// ENSDF's K fraction is of capture and positrons together, where a level is reached by both.
TEST(DatasetVersions, KXRaysOfCaptureBesidePositrons) {
  // I-124: 77.31 % capture, 0.853 of it from K, and conversion: 66.3 % vacancies, 0.875 of them a photon.
  EXPECT_NEAR(kLines(set(), "I-124"), 57.83, 0.03);
  EXPECT_NEAR(kLines(*Dataset::named("isotrail-2026.1"), "I-124"), 46.13, 0.01);  // as it was read before, of capture alone
  // Rb-82: 4.58 % capture, 0.878 of it from K, 0.653 of the vacancies a photon.
  EXPECT_NEAR(kLines(set(), "Rb-82"), 4.58 * 0.878 * 0.653, 0.02);
  EXPECT_EQ(kLines(set(), "Ge-68"), kLines(*Dataset::named("isotrail-2026.1"), "Ge-68"));  // no positrons, nothing to change
}

/// Nuclides a table of rules names: every one is in the dataset.
TEST(DatasetFacts, RuleTablesNameWhatItKnows) {
  for (const char* path : {"data/transport_a1a2.csv", "data/clearance.csv"}) {
    const auto table = parseCsv(embeddedText(path));
    ASSERT_TRUE(table.ok());
    const auto column = table->columnOf("nuclide");
    for (const auto& row : table->rows) {
      const std::string& name = row.cells[*column].text;
      EXPECT_TRUE(set().find(name)) << path << " " << name;
    }
  }
}

TEST(DatasetTables, AChainTableOfACalculation) {
  const auto made = Dataset::fromChainTable("t", "nuclide,half_life_s,daughter,branching_fraction\nA,10,B,0.6\nA,10,C,0.4\nB,5,C,1\nC,stable,,\n");
  ASSERT_TRUE(made.ok());
  const Nuclide& a = *(*made)->find("A");
  ASSERT_EQ(a.branches.size(), 2u);
  EXPECT_EQ(a.branches[1].fraction, 0.4);
  EXPECT_TRUE((*made)->find("C")->stable);
  const auto code = [](const std::string& rows) {
    return Dataset::fromChainTable("t", "nuclide,half_life_s,daughter,branching_fraction\n" + rows).refusal().code;
  };
  EXPECT_EQ(code("A,10,B,1.1\n"), "BRANCH_SUM");
  EXPECT_EQ(code("A,10,B,0.9\n"), "BRANCH_SUM");
  EXPECT_EQ(code("A,10,,\n"), "BRANCH_SUM");
  EXPECT_EQ(code("A,10,B,-0.1\nA,10,C,1\n"), "BRANCH_SUM");
  EXPECT_EQ(code("A,10,B,1\nB,5,A,1\n"), "DECAY_RING");
  EXPECT_EQ(code("A,-10,B,1\n"), "BAD_HALF_LIFE");
  EXPECT_EQ(code("A,0,B,1\n"), "BAD_HALF_LIFE");
  EXPECT_EQ(code("A,nan,B,1\n"), "BAD_HALF_LIFE");
  EXPECT_EQ(code("A,ten,B,1\n"), "NOT_A_NUMBER");
  EXPECT_EQ(code("A,10,B,half\n"), "NOT_A_NUMBER");
  EXPECT_EQ(Dataset::fromChainTable("t", "nuclide,daughter\n").refusal().code, "MISSING_COLUMN");
  EXPECT_EQ(Dataset::fromChainTable("t", "").refusal().code, "BAD_CSV");
}

}  // namespace
}  // namespace isotrail
