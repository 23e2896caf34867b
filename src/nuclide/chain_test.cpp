#include "nuclide/chain.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "base/check.h"
#include "tests/support/vectors.h"

namespace isotrail {
namespace {

using vectors::number;

constexpr const char* kNuclideHeader = "nuclide,half_life_s,half_life_unc_s,h10_usv_m2_per_mbq_h,h10_with_progeny,half_life_source,half_life_year\n";
constexpr const char* kBranchHeader = "parent,daughter,mode,fraction,source\n";

/// A dataset from (nuclide, half-life text) and branches; what the branches leave out of 1 goes to "untracked".
class Builder {
 public:
  void nuclide(const std::string& name, const std::string& half_life_s) {
    if (listed_.insert(name).second) nuclides_ += name + "," + half_life_s + ",0,0,,test,2025\n";
  }
  void branch(const std::string& parent, const std::string& daughter, const std::string& fraction) {
    branches_ += parent + "," + daughter + ",B-," + fraction + ",test\n";
    sum_[parent] += number(fraction);
  }
  Dataset::Shared build() {
    char text[40];
    for (const auto& name : listed_)
      if (1.0 - sum_[name] > 1e-9) {
        std::snprintf(text, sizeof text, "%.17g", 1.0 - sum_[name]);
        branches_ += name + ",untracked,B-," + text + ",test\n";
      }
    return Dataset::fromCsv("test", kNuclideHeader + nuclides_, kBranchHeader + branches_);
  }

 private:
  std::set<std::string> listed_;
  std::map<std::string, double> sum_;
  std::string nuclides_, branches_;
};

Dataset::Shared chainData() {
  Builder b;
  for (const auto& row : vectors::rows("chain_data.csv")) {
    if (row.at("half_life_s") == "stable") continue;
    b.nuclide(row.at("nuclide"), row.at("half_life_s"));
    if (!row.at("daughter").empty()) b.branch(row.at("nuclide"), row.at("daughter"), row.at("branching_fraction"));
  }
  return b.build();
}

/// "lambda_per_s:X1=0.001;X2=0.00101|branches:X1>X2=1;X2>S=1|..."
Dataset::Shared synthetic(const std::string& note) {
  Builder b;
  for (const auto& part : vectors::split(note, '|')) {
    if (part.starts_with("lambda_per_s:"))
      for (const auto& item : vectors::split(part.substr(13), ';')) {
        const auto [name, lambda] = vectors::pairOf(item);
        char text[40];
        std::snprintf(text, sizeof text, "%.17g", 0.693147180559945309 / number(lambda));
        b.nuclide(name, text);
      }
    if (part.starts_with("branches:"))
      for (const auto& item : vectors::split(part.substr(9), ';')) {
        const auto [way, fraction] = vectors::pairOf(item);
        b.branch(way.substr(0, way.find('>')), way.substr(way.find('>') + 1), fraction);
      }
  }
  return b.build();
}

TEST(Chain, ReferenceVectors) {
  const Dataset::Shared physical = chainData();
  std::map<std::string, std::vector<vectors::VectorRow>> expected;
  for (auto& row : vectors::rows("chains_expected.csv")) expected[row.at("case_id")].push_back(row);
  double worst = 0;
  int values = 0;
  const auto cases = vectors::rows("chains_inputs.csv");
  for (const auto& c : cases) {
    const Dataset::Shared made = c.at("kind") == "synthetic" ? synthetic(c.at("note")) : physical;
    const Dataset& set = *made;
    std::map<std::string, double> start;
    for (const auto& item : vectors::split(c.at("initial"), ';')) {
      const auto [name, activity] = vectors::pairOf(item);
      ASSERT_NE(set.find(name), nullptr) << name;
      start[name] += number(activity) / set.find(name)->lambda();
    }
    const auto end = decayChain(set, start, Seconds(number(c.at("t_s"))));
    for (const auto& row : expected.at(c.at("case_id"))) {
      const std::string& name = row.at("nuclide");
      const double want = number(row.at("atoms")), rel = number(row.at("rel_tol")), lambda = set.find(name)->lambda();
      const double got = end.at(name);
      EXPECT_TRUE(vectors::agrees(got, want, rel, lambda > 0 ? number(row.at("abs_tol_Bq")) / lambda : 0)) << c.at("case_id") << " atoms of " << name;
      EXPECT_TRUE(vectors::agrees(got * lambda, number(row.at("activity_Bq")), rel, number(row.at("abs_tol_Bq"))))
          << c.at("case_id") << " activity of " << name;
      ++values;
      if (want > 1e-250) worst = std::max(worst, std::abs(got / want - 1.0));
    }
  }
  RecordProperty("values", values);
  std::printf("%zu cases, %d values, worst relative difference %.2g\n", cases.size(), values, worst);
  EXPECT_LT(worst, 2e-12);
}

TEST(Chain, RepeatedNodesAreDerivatives) {
  const double same[] = {-0.7, -0.7, -0.7, -0.7};
  EXPECT_NEAR(dividedExp(same), std::exp(-0.7) / 6.0, 1e-17);
  const double one[] = {-3.0};
  EXPECT_EQ(dividedExp(one), std::exp(-3.0));
  const double far[] = {0.0, -1e9};
  EXPECT_NEAR(dividedExp(far), 1e-9, 1e-24);
}

TEST(Chain, DatasetRefusesRingsAndBrokenSums) {
  const auto set = [](const std::string& branches) {
    return Dataset::fromCsv("t", std::string(kNuclideHeader) + "A,10,0,0,,t,1\nB,10,0,0,,t,1\n", kBranchHeader + branches);
  };
  EXPECT_NO_THROW(set("A,B,B-,1,t\nB,S,B-,1,t\n"));
  EXPECT_THROW(set("A,B,B-,1,t\nB,A,B-,1,t\n"), Bug);
  EXPECT_THROW(set("A,B,B-,0.9,t\nB,S,B-,1,t\n"), Bug);
  EXPECT_THROW(set("A,B,B-,1,t\n"), Bug);
  EXPECT_THROW(set("A,B,B-,x,t\nB,S,B-,1,t\n"), Bug);
}

RC_GTEST_PROP(Chain, AtomsAreConservedAndNeverNegative, ()) {
  const auto& all = Dataset::shipped().all();
  const auto& n = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  const double t = std::pow(10.0, *rc::gen::inRange(-70, 110) / 10.0);
  double sum = 0;
  for (const auto& [name, atoms] : decayChain(Dataset::shipped(), {{n.name, 1e15}}, Seconds(t))) {
    RC_ASSERT(atoms >= 0.0);
    sum += atoms;
  }
  RC_ASSERT(std::abs(sum / 1e15 - 1.0) < 1e-11);
}

RC_GTEST_PROP(Chain, DecayComposes, ()) {
  const auto& all = Dataset::shipped().all();
  const auto& n = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  const double t1 = std::pow(10.0, *rc::gen::inRange(-20, 90) / 10.0), t2 = std::pow(10.0, *rc::gen::inRange(-20, 90) / 10.0);
  const auto once = decayChain(Dataset::shipped(), {{n.name, 1e15}}, Seconds(t1 + t2));
  const auto twice = decayChain(Dataset::shipped(), decayChain(Dataset::shipped(), {{n.name, 1e15}}, Seconds(t1)), Seconds(t2));
  for (const auto& [name, atoms] : once) RC_ASSERT(std::abs(atoms - twice.at(name)) <= 1e-9 * atoms + 1e-3);
}

}  // namespace
}  // namespace isotrail
