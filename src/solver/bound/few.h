#pragma once
// The bound of a day of few orders: every set of them that one run may make and one trip may carry is priced.
//
// A plan serves a set of orders. Its runs part them at each site, and so do its trips; what a run costs at least and what a trip costs at
// least follows from its orders alone, when it is forgotten that a line makes one run at a time, a vehicle drives one trip at a time, and
// a trip leaves after its runs. The cheapest such parting, with what is lost of the others, is a cost no plan goes below.
#include <functional>
#include <limits>

#include "solver/search/day.h"

namespace isotrail::solver::search {

/// Orders up to which sets of them are counted.
inline constexpr std::size_t kFewOrders = 12;

/// EUR of a site's vehicles: for a minute of the shift of the one that is cheapest by the minute, and for the cheapest one; infinite where
/// there is none. No plan pays less a minute on the road, or altogether where it uses one.
struct VehiclePrice {
  double minute = std::numeric_limits<double>::infinity(), whole = minute;
};
VehiclePrice priceOf(const Day& day, int site);

/// EUR; 0 where there are more orders, something has begun, or `hurry` says that there is no time.
double boundOfFew(const Day& day, const std::function<bool()>& hurry);

}  // namespace isotrail::solver::search
