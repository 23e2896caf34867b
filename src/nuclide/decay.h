#pragma once
// The decay law of one nuclide, in one place. Shares are of atoms (and so of activity); negative times go back.
#include "base/instant.h"

namespace isotrail {

/// 2^(-elapsed/half_life): what is left of one; more than 1 for a negative `elapsed`. half_life > 0.
double remainingShare(Seconds half_life, Seconds elapsed);
/// T of a decay constant per s, above 0.
Seconds halfLifeOf(double lambda_per_s);
/// 1 - 2^(-beam/half_life): the share of the saturation activity a beam of that length reaches.
double saturationShare(Seconds half_life, Seconds beam);
/// The inverse: how long a beam takes to reach `share` of saturation, 0 <= share < 1.
Seconds saturationTime(Seconds half_life, double share);

}  // namespace isotrail
