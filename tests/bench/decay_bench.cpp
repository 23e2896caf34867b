// Decay of a chain at many instants, against the least any program must do: one exponential a member and instant.
#include <cmath>
#include <stdexcept>

#include "nuclide/inventory.h"
#include "tests/bench/bench.h"

namespace isotrail::bench {
namespace {

volatile double sink = 0.0;  // keeps the results alive

void chainAgainstExponentials(const char* parent, int members) {
  const Nuclide& nuclide = *Dataset::shipped().find(parent);
  const Instant start = Instant::fromMicros(1'765'900'000'000'000);
  const auto inventory = Inventory::of(nuclide, Activity(1e9), start);
  const double lambda = nuclide.lambda();
  const Seconds step = Seconds(nuclide.half_life.value / 500.0);
  const double expected = 1e9 * std::exp(-lambda * step.value * 500.0);
  if (std::abs(inventory.activityAt(parent, start + Seconds(step.value * 500.0)).value / expected - 1.0) > 1e-9)
    throw std::runtime_error("wrong decay");
  compare(
      std::string("chain ") + parent, 1000,
      [&] {
        for (int i = 1; i <= 1000; ++i) sink = inventory.activityAt(parent, start + Seconds(step.value * i)).value;
      },
      std::to_string(members) + " exp() a time",
      [&] {
        for (int i = 1; i <= 1000; ++i)
          for (int m = 0; m < members; ++m) sink = 1e9 * std::exp(-lambda * step.value * i * (m + 1));
      });
}

}  // namespace

void decayBench() {
  chainAgainstExponentials("F-18", 2);
  chainAgainstExponentials("Mo-99", 4);
}

}  // namespace isotrail::bench
