#pragma once
// The file of an instance: what readInstance reads back.
#include "base/json.h"
#include "solver/rppd/instance.h"

namespace isotrail::solver::rppd {

Json instanceJson(const Instance& instance);
/// As a file; orders that were cancelled are left out.
std::string instanceText(const Instance& instance);
Json planJson(const Plan& plan, const Instance& instance);

}  // namespace isotrail::solver::rppd
