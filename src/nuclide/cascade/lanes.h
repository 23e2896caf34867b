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
inline constexpr std::size_t kBlocks = 4;  // of eight times each, where many times come evenly

/// out = exp(-rate * t) lane by lane, rate * t >= 0; within two units in the last place, 0 below 1e-300.
void decayLanes(double rate, const Lanes& t, Lanes& out);

/// Rows of sums of coefficient * exp(-rate t). What is added and what is taken away stand apart, so that a row tells whether it
/// cancels.
struct LaneProgram {
  struct Term {
    std::uint32_t node = 0;
    double coefficient = 0.0;  // not negative
  };
  std::vector<double> rates;  // of the nodes, a multiple of eight of them
  std::vector<Term> terms;    // row by row: first those added, then those taken away, each by ascending node
  struct Row {
    std::uint32_t added_end = 0, taken_end = 0;
  };
  std::vector<Row> rows;
};
/// Where a run works; the same one serves run after run.
struct LaneRoom {
  void fit(const LaneProgram& program);             // before the first run of a program
  std::vector<Lanes> left;                          // exp(-rate t) of every node, where times do not come evenly
  std::vector<Lanes> sums;                          // of every row
  std::vector<Lanes> steps;                         // exp(-rate k spacing), k = 0 to 7, kept while times come evenly
  std::vector<double> first;                        // exp(-rate t) of the first lane, which multiplies the steps; 1 for `left`
  std::vector<std::array<double, kBlocks>> jumps;   // exp(-rate k 8 spacing), k = 0 to 3, kept with the steps
  std::vector<std::array<double, kBlocks>> firsts;  // the same of each block
  double spacing = -1.0;
  std::vector<std::size_t> lost;  // rows of which the last run found too little left somewhere
};
/// out[row] at one time: 0 below 1e-290; -1 where less than `kept` of the terms' magnitudes is left, and room.lost then names the row.
void runOnce(const LaneProgram& program, double kept, double t, LaneRoom& room, double* out);
/// room.sums[row] lane by lane, else as runOnce. Evenly spaced times share their exponentials: one a node and eight times.
void runLanes(const LaneProgram& program, double kept, const Lanes& t, LaneRoom& room);
/// Four blocks of eight times from `first` on, `spacing` >= 0 apart: a row's terms are gone through once for all of them. The sums
/// go to out[time * rows + row], else as runOnce.
void runBlocks(const LaneProgram& program, double kept, double first, double spacing, LaneRoom& room, double* out);
/// Whether `count` times lie evenly from t[0] on, to their own rounding; the spacing goes to `spacing`.
bool evenlySpaced(const double* t, std::size_t count, double& spacing);

}  // namespace isotrail
