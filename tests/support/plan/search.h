#pragma once
// What tests of the planner's search share: days read, efforts counted in moves, the day of one order.
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

#include "solver/rppd/instance.h"
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
