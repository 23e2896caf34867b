#include "workbench/eval.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace isotrail::workbench {
namespace {

std::string refusalOf(const std::string& text) {
  auto v = cellNumber({{"x", text}}, "x");
  return v ? "" : v.refusal().code;
}

TEST(Eval, NumbersOfFiles) {
  EXPECT_EQ(*cellNumber({{"x", "1e-3"}}, "x"), 1e-3);
  EXPECT_EQ(*cellNumber({{"x", "+2.5"}}, "x"), 2.5);
  EXPECT_EQ(*cellNumber({{"x", "1e-400"}}, "x"), 0.0);
  EXPECT_EQ(refusalOf(""), "MISSING_VALUE");
  EXPECT_EQ(refusalOf("abc"), "NOT_A_NUMBER");
  EXPECT_EQ(refusalOf("1,5"), "NOT_A_NUMBER");
  EXPECT_EQ(refusalOf("+-3"), "NOT_A_NUMBER");
  for (const char* text : {"inf", "-inf", "nan", "1e999"}) EXPECT_EQ(refusalOf(text), "NONFINITE_VALUE") << text;
}

TEST(Eval, NumbersComeBackAsTheyWere) {
  EXPECT_EQ(evalNumber(0.1), "0.10000000000000001");
  EXPECT_EQ(evalNumber(-0.0), "0");
  EXPECT_EQ(evalNumber(std::numeric_limits<double>::quiet_NaN()), kNotFinite);
  EXPECT_EQ(evalNumber(std::numeric_limits<double>::infinity()), kNotFinite);
}
RC_GTEST_PROP(Eval, EveryFiniteNumberComesBack, (double v)) {
  if (!(v - v == 0)) return;
  RC_ASSERT(*cellNumber({{"x", evalNumber(v)}}, "x") == v);
}

TEST(Eval, ClassesOfErrors) {
  EXPECT_EQ(errorClass(Refusal::of("NEGATIVE_ACTIVITY")), "negative_activity");
  EXPECT_EQ(errorClass(Refusal::of("LOCAL_TIME_AMBIGUOUS")), "ambiguous_local_time");
  EXPECT_EQ(errorClass(Refusal::of("LOCAL_TIME_MISSING")), "nonexistent_local_time");
  EXPECT_EQ(errorClass(Refusal::of("BAD_UNIT")), "unknown_unit");
}

TEST(Eval, PairsOfACell) {
  const auto pairs = cellPairs({{"inputs", "A_MBq=3700;material=lead;;flag"}}, "inputs");
  EXPECT_EQ(pairs.size(), 3u);
  EXPECT_EQ(pairs.find("A_MBq")->second, "3700");
  EXPECT_EQ(pairs.find("flag")->second, "");
}

TEST(Eval, HalfLivesOfAFile) {
  const std::string head = "nuclide,half_life_s,daughter,branching_fraction\n";
  auto set = datasetOfChainData(
      head + "Mo-99,237355.2,Tc-99m,0.876\nMo-99,237355.2,Tc-99,0.124\nTc-99m,21623.76,Tc-99,1\nTc-99,6.7e12,Ru-99,1\nRu-99,stable,,\n");
  ASSERT_TRUE(set.ok());
  EXPECT_EQ((*set)->find("Tc-99m")->half_life.value, 21623.76);
  EXPECT_TRUE((*set)->find("Ru-99")->stable);
  for (const char* bad : {"A-1,10,B-1,0.9\n", "A-1,10,B-1,1.1\n", "A-1,x,B-1,1\n", "A-1,10,B-1,1\nB-1,10,A-1,1\n", "A-1,-10,B-1,1\n"}) {
    auto refused = datasetOfChainData(head + bad);
    ASSERT_FALSE(refused.ok()) << bad;
    EXPECT_EQ(refused.refusal().code, "BAD_DATA");
  }
  EXPECT_EQ(datasetOfChainData("nuclide,half_life_s\nA-1,10\n").refusal().code, "BAD_DATA");
}

TEST(Eval, AFileOfNoFormIsRefused) {
  EXPECT_EQ(evaluate("a,b\n1,2\n", "").refusal().code, "UNKNOWN_FORM");
  EXPECT_EQ(evaluate("", "").refusal().code, "BAD_CSV");
}

}  // namespace
}  // namespace isotrail::workbench
