// The benchmarks: one line a figure. Answers are compared before anything is timed.
#include "tests/bench/bench.h"

int main() {
  std::printf("%-28s %20s   %-44s %8s\n", "name", "value", "reference", "ratio");
  isotrail::bench::decayBench();
  isotrail::bench::ledgerBench();
  isotrail::bench::recallBench();
  isotrail::bench::logBench();
  isotrail::bench::storeBench();
  isotrail::bench::plannerBench();
}
