#pragma once
// Routing problems with time windows as the text files of Solomon (1987) and of Gehring and Homberger (1999) state them, read as a day with
// one site and one product that does not decay: a single run serves everybody, and what is left is the road.
#include <string_view>

#include "solver/rppd/instance.h"

namespace isotrail::solver::rppd {

/// Minutes of the instance are tenths of the file's unit of time, kilometres tenths of its distance cut down as the DIMACS challenge of 2021
/// does; EUR are those tenths. A customer that nobody visits costs more than any way does. BAD_PLAN_FILE names what is wrong by its line.
Result<Instance> readSolomon(std::string_view text);

}  // namespace isotrail::solver::rppd
