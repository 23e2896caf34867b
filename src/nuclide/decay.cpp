#include "nuclide/decay.h"

#include <cmath>

namespace isotrail {
namespace {
constexpr double kLn2 = 0.693147180559945309;
}

double remainingShare(Seconds half_life, Seconds elapsed) { return std::exp2(-elapsed.value / half_life.value); }
Seconds halfLifeOf(double lambda_per_s) { return Seconds(kLn2 / lambda_per_s); }
double saturationShare(Seconds half_life, Seconds beam) { return -std::expm1(-kLn2 * beam.value / half_life.value); }
Seconds saturationTime(Seconds half_life, double share) { return Seconds(-std::log1p(-share) * half_life.value / kLn2); }

}  // namespace isotrail
