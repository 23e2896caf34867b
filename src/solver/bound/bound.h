#pragma once
// A cost that no plan of a day can go below.
//
// Every order is given a price of at most its loss: what it pays at least on the road and for the risk of its run, and a share of a run.
// The shares are such that no run, whatever it makes, costs less than its orders' shares together. So no plan costs less than the prices
// together: orders it serves pay theirs to its runs and trips, the others are lost, which costs as much or more. A vehicle is paid by the
// minute of its shift, which costs no more than the vehicle. Where there are few orders the sets of them say more (few.h).
#include <functional>

#include "solver/search/day.h"

namespace isotrail::solver::search {

/// EUR. Prices are improved in rounds, fewer when `hurry` says that there is no time.
double lowerBound(const Day& day, const std::function<bool()>& hurry);

}  // namespace isotrail::solver::search
