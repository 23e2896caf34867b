#include "nuclide/cascade/lanes.h"

#include <algorithm>
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

inline __attribute__((always_inline)) void read(const double* from, Four& v) { std::memcpy(&v, from, sizeof v); }

inline __attribute__((always_inline)) void decayFour(double rate, const double* t, double* out) {
  Four x;
  read(t, x);
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
  std::memcpy(out, &kept, sizeof kept);
}

inline __attribute__((always_inline)) void addTerms(const LaneProgram::Term* from, const LaneProgram::Term* to, const Lanes* left, Four& low,
                                                    Four& high) {
  for (; from != to; ++from) {
    const double* const e = left[from->node].data();
    Four a, b;
    read(e, a);
    read(e + 4, b);
    low += from->coefficient * a;
    high += from->coefficient * b;
  }
}

/// Writes what is left, or -1; adds to `lost` where it is too little.
inline __attribute__((always_inline)) void settle(const Four& added, const Four& taken, double kept, double* out, FourBits& lost) {
  const Four sum = added - taken;
  const FourBits fine = sum >= kept * (added + taken);
  lost |= ~fine;
  const Four settled = fine ? sum : -1.0 - Four{};
  std::memcpy(out, &settled, sizeof settled);
}

}  // namespace

ISOTRAIL_WIDEST void decayLanes(double rate, const Lanes& t, Lanes& out) {
  decayFour(rate, t.data(), out.data());
  decayFour(rate, t.data() + 4, out.data() + 4);
}

ISOTRAIL_WIDEST bool runLanes(const LaneProgram& program, double kept, const Lanes& t, std::vector<Lanes>& left, std::vector<Lanes>& sums) {
  const double earliest = *std::min_element(t.begin(), t.end());
  for (std::size_t j = 0; j < program.rates.size(); ++j) {
    const double rate = program.rates[j];
    if (rate == 0 || rate * earliest >= kLargest) {
      left[j].fill(rate == 0 ? 1.0 : 0.0);
      continue;
    }
    decayFour(rate, t.data(), left[j].data());
    decayFour(rate, t.data() + 4, left[j].data() + 4);
  }
  FourBits lost{};
  const LaneProgram::Term* term = program.terms.data();
  for (std::size_t i = 0; i < program.rows.size(); ++i) {
    const auto& row = program.rows[i];
    const LaneProgram::Term *const added_end = program.terms.data() + row.added_end, *const taken_end = program.terms.data() + row.taken_end;
    Four added_low{}, added_high{}, taken_low{}, taken_high{};
    addTerms(term, added_end, left.data(), added_low, added_high);
    addTerms(added_end, taken_end, left.data(), taken_low, taken_high);
    settle(added_low, taken_low, kept, sums[i].data(), lost);
    settle(added_high, taken_high, kept, sums[i].data() + 4, lost);
    term = taken_end;
  }
  return (lost[0] | lost[1] | lost[2] | lost[3]) != 0;
}

}  // namespace isotrail
