#pragma once
// What must hold after a run, worked out anew from stored bytes.
#include <string>
#include <vector>

#include "tests/simulation/world.h"

namespace isotrail::simulation {

/// One line for each thing that does not hold: "kept: ..." by the checker's name. Empty when all does.
std::vector<std::string> checkAll(World& world);

// Each alone, by the name its lines begin with.
void checkKept(World& w, std::vector<std::string>& bad);       // kept: no acknowledged entry is lost, at its site or at the hub
void checkOnce(World& w, std::vector<std::string>& bad);       // once: no command left more entries than it was acknowledged for
void checkChains(World& w, std::vector<std::string>& bad);     // chains: every record verifies, every held log is what was received
void checkRebuilt(World& w, std::vector<std::string>& bad);    // rebuilt: projections equal to a rebuild
void checkAtoms(World& w, std::vector<std::string>& bad);      // atoms: every site's account closes
void checkHolds(World& w, std::vector<std::string>& bad);      // holds: nothing held was used, by the order of each record
void checkConverged(World& w, std::vector<std::string>& bad);  // converged: the hub holds every log whole, the sites every hold
void checkFindings(World& w, std::vector<std::string>& bad);   // findings: those a slow count finds, and no other

}  // namespace isotrail::simulation
