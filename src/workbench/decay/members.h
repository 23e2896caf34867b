#pragma once
// Mixtures as the questions state them, and their members at later times.
#include <string>
#include <vector>

#include "nuclide/dataset.h"
#include "nuclide/production/amounts.h"
#include "workbench/calculation.h"

namespace isotrail::workbench {

using making::Atoms;

/// Atoms of each nuclide; the same nuclide twice adds up.
Atoms atomsOf(const Dataset& set, const std::vector<NamedActivity>& contents);
Activity activityOf(const Dataset& set, const Atoms& atoms, const std::string& nuclide);
/// The nuclides named and everything that comes of them, each after its parent.
std::vector<std::string> familyOf(const Dataset& set, const std::vector<std::string>& named);
/// Members active at any of the states in that order; those named always.
std::vector<std::string> activeMembers(const Dataset& set, const std::vector<Atoms>& states, const std::vector<std::string>& named);
/// A curve a member over `times` (not negative).
std::vector<Curve> memberCurves(const Dataset& set, const Atoms& start, const std::vector<Seconds>& times, const std::vector<std::string>& members);

}  // namespace isotrail::workbench
