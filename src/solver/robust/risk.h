#pragma once
// How sure a plan is: each order's chance, lateness, the cost to be expected, what a spare run would save; and the plan that is best
// when that is what counts.
#include "solver/robust/rehearsal.h"
#include "solver/search/solve.h"

namespace isotrail::solver {

struct OrderRisk {
  double served = 0.0;   // mean share of its patients who are served
  double whole = 0.0;    // chance that all of them are
  double on_time = 0.0;  // chance that all of them are, within the window
  int late_p90 = 0;      // minutes that nine of ten of its deliveries stay within
};
struct Risk {
  int scenarios = 0;
  std::vector<OrderRisk> orders;
  double patients = 0.0;        // served on average
  double cost = 0.0;            // EUR on average
  double cost_p90 = 0.0;        // EUR that nine of ten days stay within
  int late_p90 = 0;             // minutes: on nine of ten days no order is later
  double error_patients = 0.0;  // standard errors of the two means
  double error_cost = 0.0;
};
/// `seed` and `scenarios` name the same draws for every plan.
Risk rehearse(const rppd::Instance& instance, const rppd::Plan& plan, const Spreads& spreads, int scenarios, std::uint64_t seed,
              const std::vector<Spare>& spares = {});

struct SpareOffer {
  Spare spare;
  double price = 0.0;     // EUR of run and beam
  double patients = 0.0;  // saved on average
  double per_patient() const { return patients > 0.0 ? price / patients : 0.0; }
};
/// For each run of the plan the spare that saves a patient at the least price, where a line has room for one; by price per patient.
std::vector<SpareOffer> offerSpares(const rppd::Instance& instance, const rppd::Plan& plan, const Spreads& spreads, int scenarios,
                                    std::uint64_t seed);

struct RobustPlan {
  search::Solution solution;
  Risk risk;
  int candidates = 0;       // plans that were compared
  double cost_plain = 0.0;  // EUR on average of the plan that is cheapest when all goes as planned
};
/// Plans of several searches, some with margins in yield and times, compared by the cost to be expected. `effort` is for all of them; with
/// moves, for each.
RobustPlan solveForExpected(const rppd::Instance& instance, const search::Effort& effort, const Spreads& spreads, int scenarios, std::uint64_t seed);

/// Reads {"yield":[least,likely,most],"synthesis":..,"tests":..,"road":..,"border":..,"failures":bool}, each of them optional.
Result<Spreads> readSpreads(std::string_view text);

}  // namespace isotrail::solver
