#pragma once
// Who may be served together. Not to serve somebody costs more than any timetable differs by, so that a bound by prices alone serves a
// fraction of a patient; what whole patients draw at the least from their vials says how many fit.
#include <vector>

#include "solver/slots_proof/prices.h"

namespace isotrail::solver::slots {

/// Of a product: what its doses draw at the least, and what its vials hold of that.
struct Draws {
  Draws(const Choices& choices, int product, const Left& all, int steps);
  int product;
  Pricing pricing;
  double there = 1e-6;
  std::vector<Prices> cuts;  // at which the product's doses draw most at the least, were everybody served; then those of sets that did not fit
};

/// May still be served or not.
bool undecided(const Choices& choices, const Left& left, int k);
/// Whether the set of a product that was picked draws more than there is when it queues as it must; its prices are then a further cut.
bool separated(const Choices& choices, Draws& draws, const Left& left, const std::vector<int>& pick, int steps);
/// Of each product the sets of the undecided that fit into its vials, at whatever prices of the minutes: none, those of `drawing`, those
/// of the cuts. Nothing of a product with too many undecided to look at their sets one by one.
std::vector<Together> together(const Choices& choices, const std::vector<Draws>& draws, const Left& left, const std::vector<Prices>& drawing);

}  // namespace isotrail::solver::slots
