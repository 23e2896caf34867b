#pragma once
// What tests of the planner's search share: days read, efforts counted in moves, the day of one order.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "solver/rppd/instance.h"
#include "solver/rppd/solomon.h"
#include "solver/search/solve.h"
#include "tests/support/plan/days.h"

namespace isotrail::test {

/// The instance of a day's text; a test that gives one at fault fails and says where.
inline solver::rppd::Instance read(const Json& day) {
  auto instance = solver::rppd::readInstance(day.dump());
  EXPECT_TRUE(instance.ok()) << (instance.ok() || instance.refusal().fields.empty() ? "" : instance.refusal().fields[0].field);
  return std::move(*instance);
}

/// So many moves, in whatever time they take.
inline solver::search::Effort moves(std::int64_t n, int threads = 1) {
  solver::search::Effort effort;
  effort.seconds = 600.0;
  effort.moves = n;
  effort.threads = threads;
  return effort;
}

/// Customers of a routing problem: one run serves them all, and what is left is the road.
inline solver::rppd::Instance roads(int customers, unsigned seed) {
  std::mt19937 rng(seed);
  std::string text = "made\nVEHICLE\n 40 120\nCUSTOMER\n 0 50 50 0 0 1000 0\n";
  for (int c = 1; c <= customers; ++c) {
    const std::uint64_t ready = rng() % 800;
    // Argument lists in braces are worked out from left to right.
    for (const std::uint64_t n : {std::uint64_t(c), rng() % 100, rng() % 100, 1 + rng() % 20, ready, ready + 20 + rng() % 150, std::uint64_t(10)})
      text += std::to_string(n) + " ";
    text += "\n";
  }
  auto instance = solver::rppd::readSolomon(text);
  EXPECT_TRUE(instance.ok());
  return std::move(*instance);
}

/// One order of two patients, 60 km from a site with one line, beams of 30 and 60 min, and one vehicle.
inline Json dayOfOne() {
  Json day = madeUpDay(1, {1, 1, 1, 1});
  const auto only = [&day](const char* list, const char* text) { day.findMutable(list)->itemsMutable()[0] = *Json::parse(text); };
  only("sites", R"({"id":0,"x":0,"y":0,"country":"A","lines":[{"id":"L","product":"F","a_sat":60000,
    "irr":[30,60],"open":[0,960],"turnaround":20,"fail_prob":0.05,"run_cost":500,"beam_cost_per_min":3}]})");
  only("hospitals", R"({"id":0,"x":60,"y":0,"country":"A"})");
  only("orders", R"({"id":0,"hospital":0,"product":"F","patients":2,"dose":300,"spacing":30,
    "calibration":600,"window":[555,585],"deadline":600,"packages":1,"penalty":1000,"late_cost_per_min":4})");
  only("vehicles", R"({"id":0,"site":0,"shift":[120,1080],"packages":4,"fixed_cost":100})");
  return day;
}

}  // namespace isotrail::test
