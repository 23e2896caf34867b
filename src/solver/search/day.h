#pragma once
// An instance made ready for the search: flat tables by index, activities as weights that add up.
//
// A run that ends its synthesis at E holds its level's activity A; an order that needs a at its calibration c draws a 2^((c-E)/T).
// Both sides are multiplied by 2^((E-r)/T), r a fixed minute: the weight a 2^((c-r)/T) of an order belongs to it alone, weights of
// the orders of a run add up, and the run's room A 2^((E-r)/T) is one look into a table.
#include <cstddef>
#include <vector>

#include "solver/rppd/instance.h"
#include "solver/search/travel.h"

namespace isotrail::solver::search {

struct Order {
  int place = 0, product = 0;
  double weight = 0.0;
  int opens = 0, closes = 0, deadline = 0;
  int packages = 0;
  double late_cost = 0.0;  // EUR a minute after `closes`
  double loss = 0.0;       // EUR when nobody of it is served
  std::vector<int> sites;  // that make its product and can reach it, the most promising first
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
  int kind = 0;  // vehicles of a site that are alike have the same
};
struct Site {
  int place = 0;
  std::vector<int> lines, vehicles;
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
  double all_lost = 0.0;  // EUR when nobody is served

  /// 2^((minute - r)/T) of a product; minutes any line is open.
  double growth(int product, int minute) const { return growth_[static_cast<std::size_t>(product)][static_cast<std::size_t>(minute - first_)]; }
  /// The earliest minute at or after `least` at which growth is `wanted`; `most`+1 when it is not up to `most`.
  int growsTo(int product, double wanted, int least, int most) const;

  int gridDown(int t) const { return t >= 0 ? t - t % grid : -gridUp(-t); }
  int gridUp(int t) const { return t > 0 ? (t + grid - 1) / grid * grid : -(-t - (-t) % grid); }

 private:
  void addLines(const rppd::Instance& instance);
  void addOrders(const rppd::Instance& instance);
  void addVehicles(const rppd::Instance& instance);
  void rankSites(Order& o) const;

  int first_ = 0;
  std::vector<std::vector<double>> growth_;
};

}  // namespace isotrail::solver::search
