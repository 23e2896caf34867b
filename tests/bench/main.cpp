// The benchmarks: one line a figure. Answers are compared before anything is timed. Names of benchmarks after the program's
// choose those to run.
#include <cstring>

#include "tests/bench/bench.h"

int main(int argc, char** argv) {
  using namespace isotrail::bench;
  std::printf("%-28s %20s   %-44s %8s\n", "name", "value", "reference", "ratio");
  const std::pair<const char*, void (*)()> all[] = {{"decay", decayBench}, {"ledger", ledgerBench},   {"recall", recallBench},
                                                    {"log", logBench},     {"store", storeBench},     {"verify", verifyBench},
                                                    {"group", groupBench}, {"planner", plannerBench}, {"slots", slotsBench}};
  for (const auto& [name, run] : all) {
    bool asked = argc == 1;
    for (int i = 1; i < argc; ++i) asked = asked || std::strcmp(argv[i], name) == 0;
    if (asked) run();
  }
}
