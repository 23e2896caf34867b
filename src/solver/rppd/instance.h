#pragma once
// A day to plan as an RPPD file states it: products, sites with their lines, hospitals, orders, vehicles and border posts. Minutes
// count from 00:00 of the day, activity is in MBq, money in EUR. The file carries its own half-lives; nothing else uses them.
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace isotrail::solver::rppd {

struct Span {  // minutes, both ends belong to it
  int from = 0;
  int to = 0;
};
struct Place {
  double x = 0.0, y = 0.0;  // km
  int country = 0;          // 0 for "A"; neighbours in the alphabet are neighbours on the map
};
struct Product {
  Json id;
  double half_life = 0.0;        // minutes
  int synthesis = 0, tests = 0;  // minutes from beam to end of synthesis, from there to release
  double yield = 0.0;            // decay-corrected
};
struct Line {
  Json id;
  int product = 0;
  double saturation = 0.0;                 // MBq an endless beam would reach
  std::vector<int> beams;                  // minutes of beam to choose from, ascending
  Span open;                               // a run starts in it and ends its synthesis in it
  int turnaround = 0;                      // minutes the line stays blocked after the end of synthesis
  double fail_chance = 0.0;                // of a run
  double run_cost = 0.0, beam_cost = 0.0;  // EUR a run, EUR a minute of beam
};
struct Site {
  Json id;
  Place place;
  std::vector<Line> lines;
};
struct Hospital {
  Json id;
  Place place;
};
struct Order {
  Json id;
  int hospital = 0, product = 0;
  int patients = 0;
  double dose = 0.0;    // MBq a patient
  int spacing = 0;      // minutes between two injections
  int calibration = 0;  // first injection
  Span window;          // an arrival before it waits, one after it costs
  int deadline = 0;     // nothing arrives after it
  int packages = 0;
  double penalty = 0.0;    // EUR a patient who is not served
  double late_cost = 0.0;  // EUR a minute after the window
};
struct Vehicle {
  Json id;
  int site = 0;
  Span shift;
  int packages = 0;
  double fixed_cost = 0.0;
};
struct Post {  // a border post between two neighbouring countries
  Place place;
  int a = 0, b = 0;
  Span open;
  int crossing = 0;  // minutes
};
struct Instance {
  std::string name;
  int grid = 5;  // run starts and departures are multiples of it
  std::vector<Product> products;
  std::vector<Site> sites;
  std::vector<Hospital> hospitals;
  std::vector<Order> orders;
  std::vector<Vehicle> vehicles;
  std::vector<Post> posts;
  int service = 0;     // minutes at a stop
  double speed = 1.0;  // km a minute
  double cost_per_km = 0.0, cost_per_minute = 0.0;

  double loss(const Order& o) const { return o.penalty * o.patients; }
};

/// Reads an instance. BAD_PLAN_FILE names every error by its path in the file ("orders[3].window"); PLAN_NOT_JSON.
Result<Instance> readInstance(std::string_view text);

/// An id as the file spells it, without quotes.
std::string idText(const Json& id);

}  // namespace isotrail::solver::rppd
