#pragma once
// When a sum of decaying things has come to a limit for good, also where daughters grow in and the sum rises before it falls.
#include <functional>

#include "base/instant.h"

namespace isotrail {

/// Half-lives of what a sum counts, shortest and longest; both above 0.
struct HalfLifeSpan {
  Seconds shortest, longest;
};

/// The earliest time from which on `sum` stays at or below `limit` (above 0): 0 when it is never above, else the last crossing, to
/// the last bit of its time. `sum` is of terms that decay with half-lives in `span` and comes to 0 in the end. It is sought from
/// the far end, where everything has decayed, inwards: the sum changes over times of the order of the time itself, so steps of a
/// tenth meet every rise, and a top that shows close below the limit is looked at closely.
Seconds lastAbove(const std::function<double(Seconds)>& sum, const HalfLifeSpan& span, double limit);

}  // namespace isotrail
