#include "solver/slots/assignment.h"

#include <limits>

namespace isotrail::solver::slots {

double leastAssignment(int n, const std::vector<double>& cost) {
  const double far = std::numeric_limits<double>::infinity();
  const auto size = static_cast<std::size_t>(n) + 1;
  std::vector<double> u(size, 0.0), v(size, 0.0);
  std::vector<std::size_t> match(size, 0), way(size, 0);
  for (std::size_t i = 1; i < size; ++i) {
    std::vector<double> least(size, far);
    std::vector<char> seen(size, 0);
    std::size_t column = 0;
    match[0] = i;
    do {
      seen[column] = 1;
      const std::size_t row = match[column];
      double step = far;
      std::size_t next = 0;
      for (std::size_t k = 1; k < size; ++k) {
        if (seen[k]) continue;
        const double reduced = cost[(row - 1) * (size - 1) + k - 1] - u[row] - v[k];
        if (reduced < least[k]) least[k] = reduced, way[k] = column;
        if (least[k] < step) step = least[k], next = k;
      }
      for (std::size_t k = 0; k < size; ++k)
        if (seen[k])
          u[match[k]] += step, v[k] -= step;
        else
          least[k] -= step;
      column = next;
    } while (match[column] != 0);
    for (; column != 0; column = way[column]) match[column] = match[way[column]];
  }
  return -v[0];
}

}  // namespace isotrail::solver::slots
