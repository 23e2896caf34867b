#include "nuclide/transport.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "tests/support/vectors.h"

namespace isotrail {
namespace {

DoseRate uSv(const std::string& text) { return *parseQuantity<DoseRate>("rate", text + " uSv/h"); }
PackageClass classOf(std::vector<PackageContent> contents, const char* surface = "4") { return classifyPackage(contents, uSv(surface), false); }

TEST(Transport, IndexAndCategoryVectors) {
  int checked = 0;
  for (const auto& row : vectors::rows("shielding.csv")) {
    if (row.at("kind") != "transport_index") continue;
    const auto inputs = vectors::split(row.at("inputs"), ';');
    const double index = transportIndex(uSv(vectors::pairOf(inputs.at(0)).second));
    if (row.at("quantity") == "TI") {
      EXPECT_EQ(index, vectors::number(row.at("expected"))) << row.at("case_id");
    } else {
      // The vectors call the fourth class by its condition.
      const std::string expected = row.at("expected") == "EXCLUSIVE-USE" ? "III-YELLOW-EXCLUSIVE" : row.at("expected");
      EXPECT_EQ(labelCategory(index, uSv(vectors::pairOf(inputs.at(1)).second)), expected) << row.at("case_id");
    }
    ++checked;
  }
  EXPECT_GT(checked, 10);
}

TEST(Transport, IndexRoundsUpInDecimals) {
  // rate at 1 m in uSv/h, index
  const std::pair<const char*, double> cases[] = {{"0", 0},      {"0.4", 0},     {"0.5", 0},    {"0.51", 0.1},    {"1.0", 0.1}, {"1.01", 0.2},
                                                  {"11.3", 1.2}, {"99.9", 10.0}, {"100", 10.0}, {"100.01", 10.1}, {"10", 1.0},  {"10.001", 1.1}};
  for (const auto& [rate, index] : cases) EXPECT_EQ(transportIndex(uSv(rate)), index) << rate;
  for (int tenths = 1; tenths < 2000; ++tenths) EXPECT_EQ(transportIndex(uSv(std::to_string(tenths))), tenths / 10.0) << tenths;
  EXPECT_EQ(transportIndex(DoseRate(0.1 * 3 * 1e-6)), 0.0);
}

TEST(Transport, TenAsTypedIsIndexOneHoweverItIsWritten) {
  for (const char* typed : {"10 uSv/h", "10.0 uSv/h", "0.01 mSv/h", "0.00001 Sv/h", "1e1 uSv/h"})
    EXPECT_EQ(transportIndex(*parseQuantity<DoseRate>("rate", typed)), 1.0) << typed;
  EXPECT_EQ(transportIndex(*parseQuantity<DoseRate>("rate", "10.00000000001 uSv/h")), 1.1);
  EXPECT_EQ(transportIndex(DoseRate(std::numeric_limits<double>::infinity())), 1e17);  // never the lowest label
}

TEST(Transport, ConsignmentIndexAddsInTenths) {
  EXPECT_EQ(consignmentIndex({}), 0.0);
  EXPECT_EQ(consignmentIndex({0.1, 0.2}), 0.3);
  EXPECT_EQ(consignmentIndex(std::vector<double>(500, 0.1)), 50.0);
}

RC_GTEST_PROP(TransportProperties, CategoryIsNeverBelowEitherTest, ()) {
  static const std::vector<std::string> order{"I-WHITE", "II-YELLOW", "III-YELLOW", "III-YELLOW-EXCLUSIVE"};
  const auto rank = [](const std::string& category) { return std::find(order.begin(), order.end(), category) - order.begin(); };
  const double index = *rc::gen::inRange(0, 200) / 10.0, usv = *rc::gen::inRange(0, 3'000'000) / 1000.0;
  const auto both = rank(labelCategory(index, DoseRate(usv * 1e-6)));
  RC_ASSERT(both >= rank(labelCategory(index, DoseRate(0))));
  RC_ASSERT(both >= rank(labelCategory(0, DoseRate(usv * 1e-6))));
  RC_ASSERT(both == std::max(rank(labelCategory(index, DoseRate(0))), rank(labelCategory(0, DoseRate(usv * 1e-6)))));
}

RC_GTEST_PROP(TransportProperties, IndexIsNeverBelowTheReading, ()) {
  // A reading of n/1000 uSv/h: tenths of TI are the next whole number of uSv/h, and 0.5 uSv/h and less are nothing.
  const std::int64_t n = *rc::gen::inRange(0, 500'000);
  const double index = transportIndex(DoseRate(static_cast<double>(n) * 1e-9));
  RC_ASSERT(index * 10.0 == (n <= 500 ? 0.0 : static_cast<double>((n + 999) / 1000)));
}

TEST(Transport, HigherOfBothTestsDecidesTheLabel) {
  EXPECT_EQ(labelCategory(0, uSv("5")), "I-WHITE");
  EXPECT_EQ(labelCategory(0, uSv("5.1")), "II-YELLOW");
  EXPECT_EQ(labelCategory(0.1, uSv("1")), "II-YELLOW");
  EXPECT_EQ(labelCategory(1.0, uSv("500")), "II-YELLOW");
  EXPECT_EQ(labelCategory(1.1, uSv("500")), "III-YELLOW");
  EXPECT_EQ(labelCategory(10, uSv("2000")), "III-YELLOW");
  EXPECT_EQ(labelCategory(10.1, uSv("10")), "III-YELLOW-EXCLUSIVE");
  EXPECT_EQ(labelCategory(0, uSv("2000.1")), "III-YELLOW-EXCLUSIVE");
}

TEST(Transport, LowestClassThatPasses) {
  EXPECT_EQ(classOf({{"Tc-99m", 400_MBq}}).un_number, "UN2910");
  EXPECT_EQ(classOf({{"Tc-99m", Activity(400.001e6)}}).un_number, "UN2915");
  EXPECT_EQ(classOf({{"F-18", 60_MBq}}).un_number, "UN2910");
  EXPECT_EQ(classOf({{"F-18", 61_MBq}}).un_number, "UN2915");
  EXPECT_EQ(classOf({{"I-131", 700_MBq, false}}).un_number, "UN2910");  // a capsule
  EXPECT_EQ(classOf({{"I-131", 71_MBq, true}}).un_number, "UN2915");
  EXPECT_EQ(classOf({{"F-18", 1_MBq}}, "5").un_number, "UN2910");
  EXPECT_EQ(classOf({{"F-18", 1_MBq}}, "5.1").un_number, "UN2915");
  EXPECT_EQ(classOf({{"F-18", 600_GBq}}).un_number, "UN2915");
  EXPECT_EQ(classOf({{"F-18", Activity(600.1e9)}}).un_number, "UN2916");
  EXPECT_EQ(classifyPackage({}, uSv("4"), true).un_number, "UN2908");
  EXPECT_EQ(classifyPackage({}, uSv("6"), true).un_number, "UN2915");  // too much at the surface for an excepted package
}

TEST(Transport, MixturesAddTheirFractions) {
  const PackageClass mixed = classOf({{"I-131", 300_GBq}, {"Lu-177", 200_GBq}});
  EXPECT_EQ(mixed.un_number, "UN2915");
  EXPECT_NEAR(mixed.a2_fraction, 0.7142857, 1e-6);
  EXPECT_EQ(classOf({{"I-131", 500_GBq}, {"Lu-177", 500_GBq}}).un_number, "UN2916");
}

TEST(Transport, ProgenyInEquilibriumCountsWithItsParent) {
  const Inventory column = Inventory::of(*Dataset::shipped().find("Mo-99"), 40_GBq, Instant()).at(Instant() + hours(40));
  std::vector<PackageContent> contents;
  for (const auto& [name, n] : column.atoms()) contents.push_back({name, column.activity(name), false});
  EXPECT_NEAR(classOf(contents).a2_fraction, column.activity("Mo-99") / 600_GBq, 1e-9);
  EXPECT_FALSE(classOf(contents).generic_values);
  // Tc-99m beyond what the molybdenum feeds is counted.
  EXPECT_NEAR(classOf({{"Mo-99", 6_GBq}, {"Tc-99m", 40_GBq}}).a2_fraction, 0.01 + (40 - 6 * 0.963806) / 4000, 1e-6);
}

TEST(Transport, UnlistedNuclidesTakeTheGenericValues) {
  const PackageClass zr = classOf({{"Zr-89", 1_GBq}});
  EXPECT_TRUE(zr.generic_values);
  EXPECT_DOUBLE_EQ(zr.a2_fraction, 1.0 / 20.0);
  EXPECT_EQ(zr.un_number, "UN2915");
  EXPECT_DOUBLE_EQ(classOf({{"Bi-213", Activity(9e7)}}).a2_fraction, 1.0);     // alpha
  EXPECT_DOUBLE_EQ(classOf({{"Nothing-1", Activity(9e7)}}).a2_fraction, 1.0);  // nothing known: most restrictive
  EXPECT_DOUBLE_EQ(classOf({{"F-18", 1_MBq}}).exempt_fraction, 1.0);
  EXPECT_DOUBLE_EQ(classOf({{"Tc-99m", 10_MBq}}).exempt_fraction, 1.0);
  EXPECT_DOUBLE_EQ(classOf({{"O-18", Activity(1)}}).a2_fraction, 0.0);  // stable
}

TEST(Transport, ClearanceLevels) {
  EXPECT_DOUBLE_EQ(clearanceLevel("F-18").bq_per_g, 10);
  EXPECT_DOUBLE_EQ(clearanceLevel("Tc-99m").bq_per_g, 100);
  EXPECT_FALSE(clearanceLevel("Lu-177").clause.empty());
  EXPECT_LT(clearanceLevel("Rb-82").bq_per_g, 0);
}

}  // namespace
}  // namespace isotrail
