#pragma once
// A day with other means or more demand, and what the best plan of each can do: one line, van or lane more, a site less, years of growth.
#include <functional>

#include "solver/rppd/checker.h"
#include "solver/search/solve.h"

namespace isotrail::solver {

struct Variant {
  std::string name;
  int year = 0;  // of growth; 0 where there is none
  rppd::Instance instance;
};

/// Reads a list of variants, or {"scenarios":[..]}, of a day; the day as it is comes first. BAD_PLAN_FILE names every error by its path.
///   {"name":..,"growth":1.27,"years":3,"changes":[..]}: a variant a year, demand times the growth each year
///   changes: {"add":"line","site":id,"like":id of one of its lines}   {"add":"vehicle","like":id,"count":n}
///     {"add":"lane","a":..,"b":..,"x":..,"y":..,"open":[from,to],"cross_min":..}, or where the file has legs {"add":"lane","from":site,
///     "to":hospital}: a second one that is always open, as long as the one there is or the shortest of another site
///     {"lose":"line","site":id,"line":id}
///     {"lose":"vehicle","vehicle":id}   {"lose":"site","site":id}: all its lines   {"lose":"product","product":id}: all lines of it
///     {"demand":factor,"product":id}: of one product, or of all
Result<std::vector<Variant>> readVariants(std::string_view text, const rppd::Instance& instance);

struct Capacity {
  int orders = 0, patients = 0;       // asked for
  int served = 0;                     // patients
  int runs = 0, vehicles = 0;         // used
  double money = 0.0;                 // EUR, without what is written off for those not served
  double made = 0.0, injected = 0.0;  // MBq
  double cost = 0.0, bound = 0.0;     // EUR, of the plan as the search sees it
};
using Solver = std::function<search::Solution(const rppd::Instance&, const search::Effort&)>;
/// The best plan found of each variant, by search::solve or another one. `effort` is for all of them; with moves, for each.
std::vector<Capacity> compareVariants(const std::vector<Variant>& variants, const search::Effort& effort,
                                      const std::function<void(std::size_t)>& done = {}, const Solver& solver = search::solve);

/// Orders with `factor` times the patients, rounded so that the sum is kept.
void growDemand(rppd::Instance& instance, double factor, int product = -1);

}  // namespace isotrail::solver
