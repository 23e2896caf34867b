#pragma once
// Bateman chains with branching and in-growth over a dataset, by name; the mathematics is in nuclide/cascade/cascade.h.
#include <map>
#include <span>
#include <string>

#include "nuclide/dataset.h"

namespace isotrail {

/// exp[x_1..x_n], the divided difference of exp over the nodes (any order, repeated nodes allowed).
double dividedExp(std::span<const double> nodes);

/// Atoms after `elapsed` (not negative) from `start`, every member of the chains included.
std::map<std::string, double> decayChain(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed);

/// Nuclei of each member that decay within `elapsed`; 0 for stable ones.
std::map<std::string, double> chainDecays(const Dataset& set, const std::map<std::string, double>& start, Seconds elapsed);

}  // namespace isotrail
