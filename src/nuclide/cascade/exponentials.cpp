#include "nuclide/cascade/exponentials.h"

#include <cstdint>
#include <cstring>

// One function body for every processor of the family, the widest the machine has chosen when the program starts. The sanitizers
// do not get on with that choice.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ISOTRAIL_WIDEST __attribute__((target_clones("default", "avx2")))
#else
#define ISOTRAIL_WIDEST
#endif

namespace isotrail {
namespace {

using Four = double __attribute__((vector_size(32)));
using FourBits = std::int64_t __attribute__((vector_size(32)));

constexpr double kLog2e = 1.4426950408889634074;
// ln 2 in two parts; the first has 21 zero bits at its end, so that its multiples up to 2^11 are exact (Cody and Waite 1980).
constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
constexpr double kRound = 6755399441055744.0;   // 1.5 * 2^52: adding it rounds to an integer held in the low bits
constexpr double kLargest = 690.7755278982137;  // -ln 1e-300
// 1/k! from the second to the 13th: Taylor of exp on |r| <= ln2 / 2 = 0.3466, where r^14/14! is 4e-18.
constexpr double kTaylor[] = {0.5,           1.0 / 6.0,      1.0 / 24.0,      1.0 / 120.0,      1.0 / 720.0,       1.0 / 5040.0,
                              1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0};

}  // namespace

ISOTRAIL_WIDEST void decayLanes(double rate, const Lanes& t, Lanes& out) {
  for (std::size_t at = 0; at < kLanes; at += 4) {
    Four x;
    std::memcpy(&x, t.data() + at, sizeof x);
    x *= rate;
    const Four capped = x < kLargest ? x : kLargest - Four{};
    const Four shifted = kRound - capped * kLog2e;
    const Four n = shifted - kRound;  // whole numbers, 0 to -997
    const Four r = (-capped - n * kLn2High) - n * kLn2Low;
    // Pairs first (Estrin), so that the sums do not wait for each other.
    const Four r2 = r * r, r4 = r2 * r2;
    const Four low = kTaylor[0] + kTaylor[1] * r + (kTaylor[2] + kTaylor[3] * r) * r2;
    const Four middle = kTaylor[4] + kTaylor[5] * r + (kTaylor[6] + kTaylor[7] * r) * r2;
    const Four high = kTaylor[8] + kTaylor[9] * r + (kTaylor[10] + kTaylor[11] * r) * r2;
    const Four power = 1.0 + (r + r2 * (low + (middle + high * r4) * r4));
    // 2^n: n is in the low bits of `shifted` and is added to the exponent of the power, which is between 0.7 and 1.5.
    FourBits bits, exponent;
    std::memcpy(&bits, &power, sizeof bits);
    std::memcpy(&exponent, &shifted, sizeof exponent);
    bits += exponent << 52;
    Four scaled;
    std::memcpy(&scaled, &bits, sizeof scaled);
    const Four kept = x < kLargest ? scaled : Four{};
    std::memcpy(out.data() + at, &kept, sizeof kept);
  }
}

}  // namespace isotrail
