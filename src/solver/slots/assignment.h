#pragma once
// Who takes which place in a queue, at the least sum.
#include <vector>

namespace isotrail::solver::slots {

/// The least sum of cost[i * n + k] with every i at a k of its own (Hungarian method, n * n * n steps).
double leastAssignment(int n, const std::vector<double>& cost);

}  // namespace isotrail::solver::slots
