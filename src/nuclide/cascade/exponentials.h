#pragma once
// exp(-x) for many x at once: the one costly thing a decay series asks for.
#include <array>
#include <cstddef>

namespace isotrail {

inline constexpr std::size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;

/// out = exp(-rate * t) lane by lane, rate * t >= 0; within two units in the last place, 0 below 1e-300. The same bits on
/// every machine: no fused multiply-add, no table.
void decayLanes(double rate, const Lanes& t, Lanes& out);

}  // namespace isotrail
