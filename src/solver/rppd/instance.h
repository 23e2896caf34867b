#pragma once
// A day to plan as an RPPD file states it: products, sites with their lines, hospitals, orders, vehicles and border posts. Minutes
// count from 00:00 of the day, negative on the evening before, activity is in MBq, money in EUR. The file carries its own half-lives;
// nothing else uses them. What a real day has beyond RPPD may be left out: legs in stages, cover, receipt hours, caps, what has begun.
#include <algorithm>
#include <optional>
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
  std::string nuclide = {};      // products of one share a hospital's cap; "" shares with none
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
  std::vector<Span> down;                  // no run is on the line between the ends of one, its turnaround included
};
struct Site {
  Json id;
  Place place;
  std::vector<Line> lines;
  std::vector<Span> release;  // someone who may release is there; an order is released in the first such minute after its tests
  std::vector<double> cap;    // MBq by product that a run may hold at the end of its synthesis, 0: any
};
/// An injection room or a camera of a hospital.
struct Station {
  Json id;
  std::vector<int> products;  // whose patients it takes; empty: any
  std::vector<Span> open;     // a patient comes and goes within one of them; empty: always
  std::vector<Span> down;     // nobody is there between the ends of one
};
/// What a patient needs where the dose is given, beginning with the injection.
struct Visit {
  int injection = 0;  // minutes in an injection room
  int uptake = 0;     // minutes from then on until the images may begin
  int scan = 0;       // minutes on a camera; 0: no images
  int bears = 0;      // minutes by which the images may begin later
  bool operator==(const Visit&) const = default;
};
struct Hospital {
  Json id;
  Place place;
  std::vector<Span> receipt;   // an arrival outside of all of them waits for the next
  std::vector<double> cap;     // MBq by product that the day's orders may have at their arrivals together, 0: any
  int prepare = 0;             // minutes from an arrival to the first injection of it; deadlines and windows leave them
  std::vector<Station> rooms;  // for injections; none that takes a product: there are enough for it
  std::vector<Station> cameras;
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
  Visit visit = {};        // of each patient
};
struct Vehicle {
  Json id;
  int site = 0;
  Span shift;
  int packages = 0;
  double fixed_cost = 0.0;
  std::vector<Span> down;  // no trip is on the road between the ends of one
};
struct Post {  // a border post between two neighbouring countries
  Place place;
  int a = 0, b = 0;
  Span open;
  int crossing = 0;        // minutes
  std::vector<Span> shut;  // not open after all: from the first minute of one until its last, which is open again
};
/// A part of the way between two places: "road", "export", "import".
struct Stage {
  std::string code;
  int minutes = 0;
  std::vector<Span> open;  // waits until it can begin and end inside one of them; empty: always open
};
struct Leg {
  double km = 0.0;
  std::vector<Stage> stages;  // each begins when the one before has ended
};

struct Run {
  int site = 0, line = 0;  // line: within its site
  int start = 0, beam = 0;
  std::vector<int> orders;
  std::optional<double> made = {};  // MBq at the end of synthesis where that is known, only of runs that have begun
};
struct Trip {
  int vehicle = 0;
  int depart = 0;
  std::vector<int> stops;  // orders in the order of delivery
};
struct Plan {
  std::vector<Run> runs;
  std::vector<Trip> trips;
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
  /// From place to place, sites before hospitals, both in their order. Empty: coordinates, speed and posts say how long a drive is.
  std::vector<std::vector<Leg>> legs;
  /// What has begun or is pinned, and is no longer judged: its trips stay as they are with their stops, one that arrives after its deadline
  /// serves nobody and may be made and carried again; its runs stay where they are with the beam they have, make for the orders of its trips, and for
  /// others what is left.
  Plan frozen;
  /// The plan people go by, and what each order costs, in EUR, that it also serves but from another line, by another vehicle or with
  /// another departure.
  Plan promised;
  double change_price = 0.0;

  double loss(const Order& o) const { return o.penalty * o.patients; }
  /// The first product of the same nuclide, which stands for all of them where a hospital's cap is counted.
  int family(int product) const {
    const std::string& nuclide = products[static_cast<std::size_t>(product)].nuclide;
    for (int p = 0; p < product && !nuclide.empty(); ++p)
      if (products[static_cast<std::size_t>(p)].nuclide == nuclide) return p;
    return product;
  }
  /// MBq a hospital may hold of the products of a family together: the least of their caps; 0: any.
  double capOf(const Hospital& hospital, int family_of) const {
    double least = 0.0;
    for (std::size_t p = 0; p < hospital.cap.size(); ++p)
      if (const double cap = hospital.cap[p]; cap > 0.0 && family(static_cast<int>(p)) == family_of) least = least > 0.0 ? std::min(least, cap) : cap;
    return least;
  }
};

/// Reads an instance. BAD_PLAN_FILE names every error by its path in the file ("orders[3].window"); PLAN_NOT_JSON.
Result<Instance> readInstance(std::string_view text);

/// An id as the file spells it, without quotes.
std::string idText(const Json& id);

}  // namespace isotrail::solver::rppd
