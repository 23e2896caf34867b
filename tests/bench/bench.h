#pragma once
// Figures as ratios: ours and a named reference are run in turn, several times, and the medians compared.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace isotrail::bench {

/// Seconds one call of `work` takes.
inline double seconds(const std::function<void()>& work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}
inline double median(std::vector<double> v) {
  std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
  return v[v.size() / 2];
}

/// Prints "name value unit reference ratio": `value` is ours per unit of work (`count` units a call), ratio is ours over the
/// reference's time; below 1 ours is faster. `before` each round something may be prepared that is not timed.
inline void compare(
    const std::string& name, double count, const std::function<void()>& ours, const std::string& reference, const std::function<void()>& theirs,
    int rounds = 7, const std::function<void()>& before = [] {}) {
  std::vector<double> a, b;
  for (int i = 0; i < rounds; ++i) {
    before();
    a.push_back(seconds(ours));
    b.push_back(seconds(theirs));
  }
  std::printf("%-28s %12.3f us/unit   %-44s %8.3g\n", name.c_str(), median(a) / count * 1e6, reference.c_str(), median(a) / median(b));
  std::fflush(stdout);
}

void decayBench();
void ledgerBench();
void recallBench();
void logBench();
void plannerBench();
void storeBench();
void verifyBench();
void groupBench();
void slotsBench();

}  // namespace isotrail::bench
