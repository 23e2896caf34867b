#pragma once
// A cost that no plan of a day can go below.
#include "solver/search/day.h"

namespace isotrail::solver::search {

/// Every order pays at least its share of the fullest run it can be in, the risk of its safest line and the cheapest legs to and
/// from its hospital, or it is lost. EUR.
double lowerBound(const Day& day);

}  // namespace isotrail::solver::search
