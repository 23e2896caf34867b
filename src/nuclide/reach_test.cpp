#include "nuclide/reach.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "nuclide/chain.h"
#include "nuclide/inventory.h"

namespace isotrail {
namespace {

Seconds reached(const std::map<std::string, double>& start_bq, const char* counted, double limit, const HalfLifeSpan& span) {
  const Dataset& set = Dataset::shipped();
  std::map<std::string, double> atoms;
  for (const auto& [name, bq] : start_bq) atoms[name] = bq / set.find(name)->lambda();
  return lastAbove([&](Seconds t) { return decayChain(set, atoms, t)[counted] * set.find(counted)->lambda(); }, span, limit);
}

TEST(Reach, OneNuclideIsTheLogarithm) {
  const Nuclide& i131 = *Dataset::shipped().find("I-131");
  const Seconds t = reached({{"I-131", 370e3}}, "I-131", 10, {i131.half_life, i131.half_life});
  EXPECT_NEAR(t.value / (i131.half_life.value * std::log2(37000.0)), 1.0, 1e-12);  // 15.2 half-lives
  EXPECT_EQ(reached({{"I-131", 5}}, "I-131", 10, {i131.half_life, i131.half_life}).value, 0.0);
}

TEST(Reach, AGrowingDaughterIsFollowedOverItsTop) {
  // 1 GBq of Mo-99: Tc-99m starts at nothing, comes to 689.0 MBq after 22.84 h and falls with its parent. It is above 600 MBq
  // only in between, so the answer is the second crossing; above 690 MBq it never is.
  const Dataset& set = Dataset::shipped();
  const HalfLifeSpan span{set.find("Tc-99m")->half_life, set.find("Mo-99")->half_life};
  const Seconds t = reached({{"Mo-99", 1e9}}, "Tc-99m", 600e6, span);
  EXPECT_GT(t.value, 22.84 * 3600);
  const auto at = [&](double s) {
    return decayChain(set, {{"Mo-99", 1e9 / set.find("Mo-99")->lambda()}}, Seconds(s)).at("Tc-99m") * set.find("Tc-99m")->lambda();
  };
  EXPECT_LE(at(t.value), 600e6);
  EXPECT_GT(at(t.value * (1 - 1e-11)), 600e6);
  EXPECT_EQ(reached({{"Mo-99", 1e9}}, "Tc-99m", 690e6, span).value, 0.0);
  EXPECT_NEAR(reached({{"Mo-99", 1e9}}, "Tc-99m", 688.98e6, span).value / 3600, 22.84, 0.3);  // just under the top
}

RC_GTEST_PROP(Reach, NothingIsAboveAfterwards, ()) {
  const double a = *rc::gen::inRange(1, 1000), b = *rc::gen::inRange(1, 1000), limit = *rc::gen::inRange(1, 1000);
  const double fast = std::pow(10.0, *rc::gen::inRange(-30, 30) / 10.0), slow = fast * std::pow(10.0, *rc::gen::inRange(1, 40) / 10.0);
  // A fast part that is taken away from a slow one: rises, then falls.
  const auto sum = [&](Seconds t) { return (a + b) * std::exp2(-t.value / slow) - b * std::exp2(-t.value / fast); };
  const double t = lastAbove(sum, {Seconds(fast), Seconds(slow)}, limit).value;
  for (const double later : {1.0, 1.0 + 1e-9, 1.01, 1.5, 3.0, 100.0}) RC_ASSERT(sum(Seconds(t * later)) <= limit * (1 + 1e-12));
  if (t > 0) RC_ASSERT(sum(Seconds(t * (1 - 1e-9))) > limit * (1 - 1e-6));
}

}  // namespace
}  // namespace isotrail
