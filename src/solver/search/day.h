#pragma once
// An instance made ready for the search: flat tables by index, activities as weights that add up.
//
// A run that ends its synthesis at E holds its level's activity A; an order that needs a at its calibration c draws a 2^((c-E)/T).
// Both sides are multiplied by 2^((E-r)/T), r a fixed minute: the weight a 2^((c-r)/T) of an order belongs to it alone, weights of
// the orders of a run add up, and the run's room A 2^((E-r)/T) is one look into a table.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "solver/rppd/instance.h"
#include "solver/search/travel.h"
#include "solver/stations/rota.h"

namespace isotrail::solver::search {

struct Order {
  int place = 0, product = 0;
  double weight = 0.0;
  int opens = 0, closes = 0, deadline = 0;
  int packages = 0;
  double late_cost = 0.0;                   // EUR a minute after `closes`
  double loss = 0.0;                        // EUR when nobody of it is served
  std::vector<int> sites;                   // that make its product and can reach it, the most promising first
  std::vector<rppd::Span> receipt = {};     // where more than one of them may receive it; else `opens` and `deadline` say it
  bool begun = false;                       // on the road already
  int line = -1, vehicle = -1, depart = 0;  // as promised; line -1: nothing is
  int cap = -1;                             // of Day::caps, that it counts towards
  std::int64_t held = 0;                    // kBq it counts there: those of the earliest arrival, so that no later one exceeds the cap

  /// When it is received that arrives at `at`; kNever when it is not any more.
  int received(int at) const {
    if (receipt.empty()) return at;
    for (const auto& span : receipt)
      if (at <= span.to) return at > span.from ? at : span.from;
    return kNever;
  }
};
struct Level {
  int beam = 0;
  double cost = 0.0;      // EUR of beam
  double activity = 0.0;  // MBq at the end of synthesis
};
struct Line {
  int site = 0, product = 0;
  std::vector<Level> levels;  // by beam, ascending
  int opens = 0, closes = 0;
  int synthesis = 0, tests = 0, turnaround = 0;
  double fail_chance = 0.0, run_cost = 0.0;
};
struct Vehicle {
  int site = 0, from = 0, to = 0, packages = 0;
  double fixed_cost = 0.0;
  int kind = 0;   // vehicles of a site that are alike have the same
  int downs = 0;  // times it is down
};
struct Site {
  int place = 0;
  std::vector<int> lines, vehicles;
  std::vector<rppd::Span> release = {};  // hours in which somebody may release; empty: always
};
/// A run that has begun, or a time a line is down, which is a run that makes nothing.
struct FixedRun {
  int line = 0;
  int start = 0, end = 0;        // end: of synthesis; the line is free a turnaround later
  double room = 0.0;             // weight it can make
  double cost = 0.0;             // EUR of run and beam
  int beam = -1;                 // -1: a time the line is down
  std::vector<int> orders = {};  // on the road already
  std::vector<int> lost = {};    // made, and lost on the road
};
/// A trip that has begun, or a time a vehicle is down, which is a trip without stops.
struct FixedTrip {
  int vehicle = 0;
  int depart = 0, back = 0;
  double cost = 0.0;  // EUR on the road, lateness included
  bool down = false;
  std::vector<int> stops = {};   // all of them
  std::vector<int> served = {};  // those that arrive in time
};

class Day {
 public:
  explicit Day(const rppd::Instance& instance);

  int grid = 5;
  int service = 0;
  double cost_per_minute = 0.0;
  std::vector<Order> orders;
  std::vector<Line> lines;
  std::vector<Vehicle> vehicles;
  std::vector<Site> sites;
  Travel travel;
  double all_lost = 0.0;               // EUR when nobody is served
  double change_price = 0.0;           // EUR an order that is served otherwise than promised
  bool opens_again = false;            // a road or a hospital opens more than once
  std::vector<std::int64_t> caps;      // kBq of a product that a hospital may hold
  stations::Rota rota;                 // rooms and cameras of the hospitals
  std::vector<FixedRun> fixed_runs;    // by line, then start
  std::vector<FixedTrip> fixed_trips;  // by vehicle, then departure

  /// 2^((minute - r)/T) of a product; minutes any line is open.
  double growth(int product, int minute) const { return growth_[static_cast<std::size_t>(product)][static_cast<std::size_t>(minute - first_)]; }
  /// The earliest minute at or after `least` at which growth is `wanted`; `most`+1 when it is not up to `most`.
  int growsTo(int product, double wanted, int least, int most) const;

  /// When an order is released that could be at `ready`; kNever when nobody will be there.
  int releasedAt(int site, int ready) const {
    const auto& hours = sites[static_cast<std::size_t>(site)].release;
    if (hours.empty()) return ready;
    for (const auto& span : hours)
      if (ready <= span.to) return ready > span.from ? ready : span.from;
    return kNever;
  }
  /// The latest end of synthesis of a run on the line whose orders are released by `depart`.
  int latestEnd(const Line& line, int depart) const {
    const auto& hours = sites[static_cast<std::size_t>(line.site)].release;
    if (hours.empty()) return depart - line.tests;
    for (auto span = hours.rbegin(); span != hours.rend(); ++span)
      if (depart >= span->from) return (depart < span->to ? depart : span->to) - line.tests;
    return -kNever;
  }
  /// What it costs that an order is served from a line by a vehicle that leaves at `depart`, if that is not as promised.
  double changeCost(int order, int line, int vehicle, int depart) const {
    const Order& o = orders[static_cast<std::size_t>(order)];
    return o.line < 0 || (o.line == line && o.vehicle == vehicle && o.depart == depart) ? 0.0 : change_price;
  }

  int gridDown(int t) const { return t >= 0 ? t - t % grid : -gridUp(-t); }
  int gridUp(int t) const { return t > 0 ? (t + grid - 1) / grid * grid : -(-t - (-t) % grid); }

 private:
  void addLines(const rppd::Instance& instance);
  void addOrders(const rppd::Instance& instance);
  void addVehicles(const rppd::Instance& instance);
  void rankSites(Order& o) const;
  void addHours(const rppd::Instance& instance, const rppd::Order& from, Order& o);
  void addPromises(const rppd::Instance& instance);
  int lineOf(int site, int line) const { return sites[static_cast<std::size_t>(site)].lines[static_cast<std::size_t>(line)]; }
  void addFixedRuns(const rppd::Instance& instance);
  void addFixedTrips(const rppd::Instance& instance);
  FixedTrip begun(const rppd::Instance& instance, const rppd::Trip& trip) const;

  int first_ = 0;
  std::vector<std::vector<double>> growth_;
};

}  // namespace isotrail::solver::search
