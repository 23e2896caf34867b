#pragma once
// Sums of exponentials for eight times side by side, on the widest registers the machine has. The same bits on every machine:
// no fused multiply-add, no table.
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace isotrail {

inline constexpr std::size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;

/// out = exp(-rate * t) lane by lane, rate * t >= 0; within two units in the last place, 0 below 1e-300.
void decayLanes(double rate, const Lanes& t, Lanes& out);

/// Rows of sums of coefficient * exp(-rate t). What is added and what is taken away stand apart, so that a row tells whether it
/// cancels.
struct LaneProgram {
  struct Term {
    std::uint32_t node = 0;
    double coefficient = 0.0;  // not negative
  };
  std::vector<double> rates;  // of the nodes
  std::vector<Term> terms;    // row by row: first those added, then those taken away
  struct Row {
    std::uint32_t added_end = 0, taken_end = 0;
  };
  std::vector<Row> rows;
};
/// sums[row] lane by lane; -1 where less than `kept` of the terms' magnitudes is left. Answers whether that happened anywhere.
/// `left` is room for one Lanes a node, `sums` one a row.
bool runLanes(const LaneProgram& program, double kept, const Lanes& t, std::vector<Lanes>& left, std::vector<Lanes>& sums);

}  // namespace isotrail
