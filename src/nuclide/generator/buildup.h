#pragma once
// What two members of a generator do by themselves: in-growth, time of maximum, growth of the parent's share. For members
// further down the chain see the column (generator.h) and growth.h.
#include "nuclide/production/amounts.h"

namespace isotrail::making {

/// Activity of the daughter over the parent's at the start, after `elapsed` of a column that held the parent alone.
Fraction grownShare(Rate parent, Rate daughter, Fraction branch, Seconds elapsed);

/// Share of the transient level reached `since` the last complete elution: 1 - exp(-(ld - lp) t). NO_EQUILIBRIUM when the
/// daughter does not decay faster than the parent; NEGATIVE_TIME.
Result<Fraction> buildUp(Rate parent, Rate daughter, Seconds since);
/// The inverse: when `share` of the transient level is reached, 0 <= share < 1. SHARE_OUT_OF_RANGE, NO_EQUILIBRIUM.
Result<Seconds> regrowth(Rate parent, Rate daughter, Fraction share);

struct Maximum {
  Seconds at;
  Fraction over_parent;  // the daughter's activity then, over the parent's at the start
};
/// When the daughter of a column is at its highest, `left` being its activity over the parent's at the start (0: fresh).
/// It is at 0 when it only falls. Refuses NEGATIVE_DECAY_CONSTANT, BRANCH_OUT_OF_RANGE (above 0, at most 1), NEGATIVE_ACTIVITY.
Result<Maximum> timeOfMaximum(Rate parent, Rate daughter, Fraction branch, Fraction left = Fraction(0));

/// Parent over daughter in an eluate `later`, from `ratio` at the elution, what grows in from the parent counted.
Fraction breakthroughAfter(Rate parent, Rate daughter, Fraction branch, Fraction ratio, Seconds later);
/// How long that ratio stays at or below `limit`: 0 s when it is above already, 1e18 s when it always does.
Seconds breakthroughWithin(Rate parent, Rate daughter, Fraction branch, Fraction ratio, Fraction limit);

}  // namespace isotrail::making
