#include "nuclide/cascade/lanes.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "base/check.h"

namespace isotrail {
namespace {

using Two = double __attribute__((vector_size(16)));
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));

constexpr double kLog2e = 1.4426950408889634074;
// ln 2 in two parts; the first has 21 zero bits at its end, so that its multiples up to 2^11 are exact (Cody and Waite 1980).
constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
constexpr double kRound = 6755399441055744.0;   // 1.5 * 2^52: adding it rounds to an integer held in the low bits
constexpr double kLargest = 690.7755278982137;  // -ln 1e-300
constexpr double kGone = 1e-300;                // an exponential
constexpr double kNothing = 1e-290;             // a sum; a term that is no normal number any more is too small to show in a larger one
constexpr double kUnit = 2.3e-16;               // a time that is off by its own rounding
// 1/k! from the second to the 13th: Taylor of exp on |r| <= ln2 / 2 = 0.3466, where r^14/14! is 4e-18.
constexpr double kTaylor[] = {0.5,           1.0 / 6.0,      1.0 / 24.0,      1.0 / 120.0,      1.0 / 720.0,       1.0 / 5040.0,
                              1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0};

struct Kernels {
  void (*decayLanes)(double rate, const double* t, double* out);
  void (*decayRates)(const double* rates, std::size_t count, double t, double* out);
  void (*stepEvenly)(const double* rates, std::size_t count, double spacing, LaneRoom& room);
  void (*leftAtBlocks)(LaneRoom& room);
  void (*sumRows)(const LaneProgram& program, double kept, const Lanes* powers, LaneRoom& room);
  void (*sumBlocks)(const LaneProgram& program, double kept, LaneRoom& room, double* out);
};

namespace plain {
using Vector = Two;
#include "nuclide/cascade/lanes_kernels.inc"
}  // namespace plain

// The sanitizers do not get on with functions of several kinds of processor.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
using Vector = Four;
#include "nuclide/cascade/lanes_kernels.inc"
}  // namespace avx2
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,prefer-vector-width=512")
namespace avx512 {
using Vector = Eight;
#include "nuclide/cascade/lanes_kernels.inc"
}  // namespace avx512
#pragma GCC pop_options

/// The widest registers of this machine.
const Kernels& widest() {
  static const Kernels& chosen = __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") ? avx512::kernels
                                 : __builtin_cpu_supports("avx2")                                         ? avx2::kernels
                                                                                                          : plain::kernels;
  return chosen;
}
#else
const Kernels& widest() { return plain::kernels; }
#endif

/// Numbers below the smallest normal one, over a hundred times slower, count as zero while this lives.
class TinyIsZero {
#if defined(__SSE2__)
 public:
  TinyIsZero() { _mm_setcsr(before_ | 0x8040); }
  ~TinyIsZero() { _mm_setcsr(before_); }
  TinyIsZero(const TinyIsZero&) = delete;
  TinyIsZero& operator=(const TinyIsZero&) = delete;

 private:
  const unsigned before_ = _mm_getcsr();
#endif
};

/// A spacing that differs by less than the rounding of the first time gives the same powers.
void stepEvenly(const LaneProgram& program, double first, double spacing, LaneRoom& room) {
  if (std::abs(spacing - room.spacing) * (kLanes * kBlocks - 1) <= kUnit * first) return;
  widest().stepEvenly(program.rates.data(), program.rates.size(), spacing, room);
  room.spacing = spacing;
}

void leftOneByOne(const LaneProgram& program, const Lanes& t, LaneRoom& room) {
  std::fill(room.first.begin(), room.first.end(), 1.0);
  for (std::size_t j = 0; j < program.rates.size(); ++j) widest().decayLanes(program.rates[j], t.data(), room.left[j].data());
}

}  // namespace

void decayLanes(double rate, const Lanes& t, Lanes& out) { widest().decayLanes(rate, t.data(), out.data()); }

void LaneRoom::fit(const LaneProgram& program) {
  const std::size_t nodes = program.rates.size();
  ISOTRAIL_CHECK(nodes % kLanes == 0);
  left.resize(nodes);
  steps.resize(nodes);
  first.resize(nodes);
  jumps.resize(nodes);
  firsts.resize(nodes);
  sums.resize(program.rows.size());
  spacing = -1.0;
}

bool evenlySpaced(const double* t, std::size_t count, double& spacing) {
  spacing = (t[count - 1] - t[0]) / static_cast<double>(count - 1);
  bool even = spacing >= 0;
  for (std::size_t k = 0; k < count; ++k) even = even && std::abs(t[k] - (t[0] + spacing * static_cast<double>(k))) <= kUnit * t[k];
  return even;
}

void runOnce(const LaneProgram& program, double kept, double t, LaneRoom& room, double* out) {
  const TinyIsZero tiny;
  widest().decayRates(program.rates.data(), program.rates.size(), t, room.first.data());
  room.lost.clear();
  const auto sum = [&](std::uint32_t from, std::uint32_t to) {
    double all = 0.0;
    for (; from != to; ++from) all += program.terms[from].coefficient * room.first[program.terms[from].node];
    return all;
  };
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < program.rows.size(); ++i) {
    const LaneProgram::Row& row = program.rows[i];
    const double added = sum(begin, row.added_end), taken = sum(row.added_end, row.taken_end), left = added - taken;
    out[i] = left < kNothing ? 0.0 : left;
    if (left < kept * (added + taken)) {
      out[i] = -1.0;
      room.lost.push_back(i);
    }
    begin = row.taken_end;
  }
}

void runBlocks(const LaneProgram& program, double kept, double first, double spacing, LaneRoom& room, double* out) {
  const TinyIsZero tiny;
  stepEvenly(program, first, spacing, room);
  widest().decayRates(program.rates.data(), program.rates.size(), first, room.first.data());
  widest().leftAtBlocks(room);
  room.lost.clear();
  widest().sumBlocks(program, kept, room, out);
}

void runLanes(const LaneProgram& program, double kept, const Lanes& t, LaneRoom& room) {
  const TinyIsZero tiny;
  double spacing = 0;
  const bool even = evenlySpaced(t.data(), kLanes, spacing);
  if (even) {
    stepEvenly(program, t[0], spacing, room);
    widest().decayRates(program.rates.data(), program.rates.size(), t[0], room.first.data());
  } else {
    leftOneByOne(program, t, room);
  }
  room.lost.clear();
  widest().sumRows(program, kept, even ? room.steps.data() : room.left.data(), room);
}

}  // namespace isotrail
