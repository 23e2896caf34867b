// Variants of a day: more means serve no fewer, growth multiplies the patients, a lost line makes nothing.
#include <gtest/gtest.h>

#include "solver/capacity/variant.h"
#include "tests/support/plan/search.h"

namespace isotrail::solver {
namespace {

using test::read;

int patientsOf(const rppd::Instance& instance) {
  int sum = 0;
  for (const auto& o : instance.orders) sum += o.patients;
  return sum;
}

TEST(Capacity, GrowthKeepsItsSum) {
  auto day = read(test::madeUpDay(2, {2, 40, 1, 3}));
  const int before = patientsOf(day);
  growDemand(day, 1.27);
  EXPECT_NEAR(patientsOf(day), 1.27 * before, 0.51);
  growDemand(day, 0.0);
  EXPECT_EQ(patientsOf(day), 0);
}

TEST(Capacity, VariantsAreWhatTheySay) {
  const auto day = read(test::madeUpDay(2, {2, 14, 2, 2}));
  const auto variants = readVariants(R"([{"name":"line","changes":[{"add":"line","site":0,"like":"F#0"}]},
    {"name":"vans","changes":[{"add":"vehicle","like":1,"count":2}]},{"name":"no G","changes":[{"lose":"product","product":"G"}]},
    {"name":"lane","changes":[{"add":"lane","a":"A","b":"B","x":90,"y":90,"open":[0,1440],"cross_min":5}]},
    {"name":"years","growth":1.3,"years":2}])",
                                     day);
  ASSERT_TRUE(variants.ok());
  ASSERT_EQ(variants->size(), 1U + 4U + 2U);
  EXPECT_EQ((*variants)[1].instance.sites[0].lines.size(), day.sites[0].lines.size() + 1);
  EXPECT_EQ((*variants)[2].instance.vehicles.size(), day.vehicles.size() + 2);
  EXPECT_EQ((*variants)[4].instance.posts.size(), day.posts.size() + 1);
  EXPECT_EQ((*variants)[6].year, 2);
  EXPECT_NEAR(patientsOf((*variants)[6].instance), 1.69 * patientsOf(day), 0.51);
  search::Effort effort;
  effort.seconds = 600;
  effort.moves = 6'000;
  const auto rows = compareVariants(*variants, effort);
  // Without a line of G exactly its patients are left out beside those left out anyway.
  const auto solution = search::solve((*variants)[3].instance, effort);
  for (const auto& r : solution.plan.runs)
    EXPECT_EQ(
        rppd::idText(
            day.products[static_cast<std::size_t>(day.sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)].product)].id),
        "F");
  EXPECT_LT(rows[3].served, rows[0].served);
  EXPECT_EQ(rows[0].patients, patientsOf(day));
  for (const auto& row : rows) {
    EXPECT_LE(row.bound, row.cost + 1e-6);
    EXPECT_LE(row.injected, row.made);
  }
  // More means can only help; the search is no proof, so within 2 % of the cost.
  EXPECT_LE(rows[1].cost, rows[0].cost * 1.02);
  EXPECT_LE(rows[2].cost, rows[0].cost * 1.02);
}

TEST(Capacity, VariantsAreReadWithTheirErrorsAtTheirPaths) {
  const auto day = read(test::madeUpDay(2, {2, 14, 2, 2}));
  const auto first = [&](const char* text) {
    const auto r = readVariants(text, day);
    return r.ok() ? std::string("accepted") : r.refusal().fields.empty() ? r.refusal().code : r.refusal().fields[0].field;
  };
  EXPECT_EQ(first(R"({"scenarios":[{"name":"as it is"}]})"), "accepted");
  EXPECT_EQ(first(R"([{"changes":[]}])"), "scenarios[0].name");
  EXPECT_EQ(first(R"([{"name":"x","changes":[{"add":"line","site":9,"like":"F#0"}]}])"), "scenarios[0].changes[0].site");
  EXPECT_EQ(first(R"([{"name":"x","changes":[{"lose":"line","site":0,"line":"Q"}]}])"), "scenarios[0].changes[0].line");
  EXPECT_EQ(first(R"([{"name":"x","changes":[{"double":"line"}]}])"), "scenarios[0].changes[0].add");
  EXPECT_EQ(first(R"([{"name":"x","growth":-1,"years":2}])"), "scenarios[0].growth");
  EXPECT_EQ(first(R"([{"name":"x","changes":[{"add":"lane","a":"A","b":"C","x":1,"y":1,"open":[0,9],"cross_min":5}]}])"),
            "scenarios[0].changes[0].b");
}

}  // namespace
}  // namespace isotrail::solver
