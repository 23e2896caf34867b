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

inline __attribute__((always_inline)) void addTerms(const LaneProgram::Term* from, const LaneProgram::Term* to, std::size_t live,
                                                    const LaneRoom& room, const Lanes* powers, Four& low, Four& high) {
  for (; from != to && from->node < live; ++from) {
    const double* const e = powers[from->node].data();
    const double c = from->coefficient * room.first[from->node];
    Four a, b;
    read(e, a);
    read(e + 4, b);
    low += c * a;
    high += c * b;
  }
}

inline __attribute__((always_inline)) void keep(const Four& sum, double* out) {
  const Four told = sum < kNothing ? Four{} : sum;
  std::memcpy(out, &told, sizeof told);
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
  for (auto* blocks : {&jumps, &firsts}) blocks->resize(program.rates.size());
  spacing = -1.0;
}

namespace {

/// exp(-rate k spacing) of every node. A spacing that differs by less than the rounding of the first time gives the same powers.
ISOTRAIL_WIDEST void stepEvenly(const LaneProgram& program, double first, double spacing, LaneRoom& room) {
  if (std::abs(spacing - room.spacing) * (kLanes * kBlocks - 1) <= kUnit * first) return;
  Lanes from_first;
  std::array<double, kBlocks> jump;
  for (std::size_t k = 0; k < kLanes; ++k) from_first[k] = spacing * static_cast<double>(k);
  for (std::size_t k = 0; k < kBlocks; ++k) jump[k] = spacing * static_cast<double>(k * kLanes);
  for (std::size_t j = 0; j < program.rates.size(); ++j) {
    if (spacing == 0) {
      room.steps[j].fill(1.0);
      room.jumps[j].fill(1.0);
      continue;
    }
    decayFour(program.rates[j], from_first.data(), room.steps[j].data());
    decayFour(program.rates[j], from_first.data() + 4, room.steps[j].data() + 4);
    decayFour(program.rates[j], jump.data(), room.jumps[j].data());
  }
  room.spacing = spacing;
}

ISOTRAIL_WIDEST void leftAtFirst(const LaneProgram& program, double t, std::size_t live, LaneRoom& room) {
  for (std::size_t j = 0; j < live; j += 4) decayFour(t, program.rates.data() + j, room.first.data() + j);
}

ISOTRAIL_WIDEST void leftAtBlocks(std::size_t live, LaneRoom& room) {
  for (std::size_t j = 0; j < live; ++j) {
    Four jumps;
    read(room.jumps[j].data(), jumps);
    const Four left = room.first[j] * jumps;
    std::memcpy(room.firsts[j].data(), &left, sizeof left);
  }
}

ISOTRAIL_WIDEST void leftOneByOne(const LaneProgram& program, const Lanes& t, std::size_t live, LaneRoom& room) {
  std::fill(room.first.begin(), room.first.end(), 1.0);
  for (std::size_t j = 0; j < live; ++j) {
    const double rate = program.rates[j];
    if (rate == 0) {
      room.left[j].fill(1.0);
      continue;
    }
    decayFour(rate, t.data(), room.left[j].data());
    decayFour(rate, t.data() + 4, room.left[j].data() + 4);
  }
}

ISOTRAIL_WIDEST bool sumRows(const LaneProgram& program, double kept, std::size_t live, const Lanes* powers, LaneRoom& room) {
  FourBits lost{};
  const LaneProgram::Term* term = program.terms.data();
  for (std::size_t i = 0; i < program.rows.size(); ++i) {
    const auto& row = program.rows[i];
    const LaneProgram::Term *const added_end = program.terms.data() + row.added_end, *const taken_end = program.terms.data() + row.taken_end;
    Four added_low{}, added_high{}, taken_low{}, taken_high{};
    addTerms(term, added_end, live, room, powers, added_low, added_high);
    addTerms(added_end, taken_end, live, room, powers, taken_low, taken_high);
    settle(added_low, taken_low, kept, room.sums[i].data(), lost);
    settle(added_high, taken_high, kept, room.sums[i].data() + 4, lost);
    term = taken_end;
  }
  return (lost[0] | lost[1] | lost[2] | lost[3]) != 0;
}

inline __attribute__((always_inline)) void addBlocks(const LaneProgram::Term* from, const LaneProgram::Term* to, std::size_t live,
                                                     const LaneRoom& room, Four* sums) {
  static_assert(kBlocks == 4);
  for (; from != to && from->node < live; ++from) {
    const double* const e = room.steps[from->node].data();
    Four a, b, c;
    read(e, a);
    read(e + 4, b);
    read(room.firsts[from->node].data(), c);
    c *= from->coefficient;
#pragma GCC unroll 4
    for (std::size_t k = 0; k < kBlocks; ++k) {
      sums[2 * k] += c[k] * a;
      sums[2 * k + 1] += c[k] * b;
    }
  }
}

/// Rows by times becomes times by rows.
inline __attribute__((always_inline)) void turn(const double (*rows)[kLanes * kBlocks], std::size_t count, std::size_t stride, double* out) {
  if (count == kLanes) {
    for (std::size_t t = 0; t < kLanes * kBlocks; ++t)
#pragma GCC unroll 8
      for (std::size_t i = 0; i < kLanes; ++i) out[t * stride + i] = rows[i][t];
    return;
  }
  for (std::size_t t = 0; t < kLanes * kBlocks; ++t)
    for (std::size_t i = 0; i < count; ++i) out[t * stride + i] = rows[i][t];
}

ISOTRAIL_WIDEST bool sumBlocks(const LaneProgram& program, double kept, std::size_t live, const LaneRoom& room, double* out) {
  FourBits lost{};
  double settled[kLanes][kLanes * kBlocks];  // of eight rows, before they are turned: a line of the cache at each time
  const LaneProgram::Term* term = program.terms.data();
  const std::size_t n = program.rows.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto& row = program.rows[i];
    const LaneProgram::Term *const added_end = program.terms.data() + row.added_end, *const taken_end = program.terms.data() + row.taken_end;
    Four added[2 * kBlocks]{}, taken[2 * kBlocks]{};
    addBlocks(term, added_end, live, room, added);
    addBlocks(added_end, taken_end, live, room, taken);
    double* const to = settled[i % kLanes];
    if (row.added_end == row.taken_end) {  // nothing is taken away: nothing can cancel
#pragma GCC unroll 8
      for (std::size_t k = 0; k < 2 * kBlocks; ++k) keep(added[k], to + 4 * k);
    } else {
#pragma GCC unroll 8
      for (std::size_t k = 0; k < 2 * kBlocks; ++k) settle(added[k], taken[k], kept, to + 4 * k, lost);
    }
    term = taken_end;
    const std::size_t full = i % kLanes + 1;
    if (full == kLanes || i + 1 == n) turn(settled, full, n, out + (i + 1 - full));
  }
  return (lost[0] | lost[1] | lost[2] | lost[3]) != 0;
}

/// Nodes of which 1e-300 or more is left at `earliest`; those after them add nothing.
std::size_t liveNodes(const LaneProgram& program, double earliest) {
  const auto gone = std::partition_point(program.rates.begin(), program.rates.end(), [&](double rate) { return rate * earliest < kLargest; });
  return static_cast<std::size_t>(gone - program.rates.begin());
}

}  // namespace

bool evenlySpaced(const double* t, std::size_t count, double& spacing) {
  spacing = (t[count - 1] - t[0]) / static_cast<double>(count - 1);
  bool even = spacing >= 0;
  for (std::size_t k = 0; k < count; ++k) even = even && std::abs(t[k] - (t[0] + spacing * static_cast<double>(k))) <= kUnit * t[k];
  return even;
}

bool runBlocks(const LaneProgram& program, double kept, double first, double spacing, LaneRoom& room, double* out) {
  const std::size_t live = liveNodes(program, first);
  stepEvenly(program, first, spacing, room);
  leftAtFirst(program, first, live, room);
  leftAtBlocks(live, room);
  return sumBlocks(program, kept, live, room, out);
}

bool runLanes(const LaneProgram& program, double kept, const Lanes& t, LaneRoom& room) {
  double spacing = 0;
  const bool even = evenlySpaced(t.data(), kLanes, spacing);
  const std::size_t live = liveNodes(program, *std::min_element(t.begin(), t.end()));
  if (even) {
    stepEvenly(program, t[0], spacing, room);
    leftAtFirst(program, t[0], live, room);
  } else {
    leftOneByOne(program, t, live, room);
  }
  return sumRows(program, kept, live, even ? room.steps.data() : room.left.data(), room);
}

}  // namespace isotrail
