#include "nuclide/cascade/lanes.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/check.h"

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
constexpr double kNothing = 1e-300;
constexpr double kUnit = 2.3e-16;  // a time that is off by its own rounding
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

inline __attribute__((always_inline)) void addTerms(const LaneProgram::Term* from, const LaneProgram::Term* to, const LaneRoom& room,
                                                    const Lanes* powers, Four& low, Four& high) {
  for (; from != to; ++from) {
    const double* const e = powers[from->node].data();
    const double c = from->coefficient * room.first[from->node];
    Four a, b;
    read(e, a);
    read(e + 4, b);
    low += c * a;
    high += c * b;
  }
}

/// Writes what is left, or -1; adds to `lost` where it is too little.
inline __attribute__((always_inline)) void settle(const Four& added, const Four& taken, double kept, double* out, FourBits& lost) {
  const Four sum = added - taken;
  const FourBits fine = sum >= kept * (added + taken);
  lost |= ~fine;
  const Four told = sum < kNothing ? Four{} : sum;
  const Four settled = fine ? told : -1.0 - Four{};
  std::memcpy(out, &settled, sizeof settled);
}

}  // namespace

ISOTRAIL_WIDEST void decayLanes(double rate, const Lanes& t, Lanes& out) {
  decayFour(rate, t.data(), out.data());
  decayFour(rate, t.data() + 4, out.data() + 4);
}

void LaneRoom::fit(const LaneProgram& program) {
  ISOTRAIL_CHECK(program.rates.size() % 4 == 0);
  for (auto* lanes : {&left, &steps}) lanes->resize(program.rates.size());
  sums.resize(program.rows.size());
  first.resize(program.rates.size());
  spacing = -1.0;
}

namespace {

ISOTRAIL_WIDEST void leftEvenly(const LaneProgram& program, const Lanes& t, double spacing, LaneRoom& room) {
  const std::size_t n = program.rates.size();
  // A spacing that differs by less than the rounding of the last time gives the same powers.
  if (!(std::abs(spacing - room.spacing) * (kLanes - 1) <= kUnit * t.back())) {
    Lanes from_first;
    for (std::size_t k = 0; k < kLanes; ++k) from_first[k] = spacing * static_cast<double>(k);
    for (std::size_t j = 0; j < n; ++j) {
      if (spacing == 0) {
        room.steps[j].fill(1.0);
        continue;
      }
      decayFour(program.rates[j], from_first.data(), room.steps[j].data());
      decayFour(program.rates[j], from_first.data() + 4, room.steps[j].data() + 4);
    }
    room.spacing = spacing;
  }
  for (std::size_t j = 0; j < n; j += 4) decayFour(t[0], program.rates.data() + j, room.first.data() + j);
}

ISOTRAIL_WIDEST void leftOneByOne(const LaneProgram& program, const Lanes& t, LaneRoom& room) {
  const double earliest = *std::min_element(t.begin(), t.end());
  std::fill(room.first.begin(), room.first.end(), 1.0);
  for (std::size_t j = 0; j < program.rates.size(); ++j) {
    const double rate = program.rates[j];
    if (rate == 0 || rate * earliest >= kLargest) {
      room.left[j].fill(rate == 0 ? 1.0 : 0.0);
      continue;
    }
    decayFour(rate, t.data(), room.left[j].data());
    decayFour(rate, t.data() + 4, room.left[j].data() + 4);
  }
}

ISOTRAIL_WIDEST bool sumRows(const LaneProgram& program, double kept, const Lanes* powers, LaneRoom& room) {
  FourBits lost{};
  const LaneProgram::Term* term = program.terms.data();
  for (std::size_t i = 0; i < program.rows.size(); ++i) {
    const auto& row = program.rows[i];
    const LaneProgram::Term *const added_end = program.terms.data() + row.added_end, *const taken_end = program.terms.data() + row.taken_end;
    Four added_low{}, added_high{}, taken_low{}, taken_high{};
    addTerms(term, added_end, room, powers, added_low, added_high);
    addTerms(added_end, taken_end, room, powers, taken_low, taken_high);
    settle(added_low, taken_low, kept, room.sums[i].data(), lost);
    settle(added_high, taken_high, kept, room.sums[i].data() + 4, lost);
    term = taken_end;
  }
  return (lost[0] | lost[1] | lost[2] | lost[3]) != 0;
}

}  // namespace

bool runLanes(const LaneProgram& program, double kept, const Lanes& t, LaneRoom& room) {
  const double spacing = (t.back() - t.front()) / (kLanes - 1);
  bool even = spacing >= 0;
  for (std::size_t k = 0; k < kLanes; ++k) even = even && std::abs(t[k] - (t[0] + spacing * static_cast<double>(k))) <= kUnit * t[k];
  even ? leftEvenly(program, t, spacing, room) : leftOneByOne(program, t, room);
  return sumRows(program, kept, even ? room.steps.data() : room.left.data(), room);
}

}  // namespace isotrail
