#pragma once
// A small generator of random numbers, the same on every machine (xoshiro256**, Blackman and Vigna 2018).
#include <cmath>
#include <cstdint>

namespace isotrail::solver::search {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) {
    for (auto& word : state_) {  // splitmix64
      std::uint64_t z = (seed += 0x9e3779b97f4a7c15U);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
      word = z ^ (z >> 31);
    }
  }
  std::uint64_t next() {
    const std::uint64_t result = turn(state_[1] * 5, 7) * 9, t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = turn(state_[3], 45);
    return result;
  }
  /// 0 <= u < 1
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  /// 0 <= k < n
  int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32); }
  bool happens(double probability) { return unit() < probability; }
  template <class List>
  void shuffle(List& list) {
    for (int i = static_cast<int>(list.size()) - 1; i > 0; --i)
      std::swap(list[static_cast<std::size_t>(i)], list[static_cast<std::size_t>(below(i + 1))]);
  }

 private:
  static std::uint64_t turn(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::uint64_t state_[4];
};

}  // namespace isotrail::solver::search
