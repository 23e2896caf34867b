#pragma once
// Curves for terminals, drawn with braille dots: two by four to a character.
#include <string>
#include <vector>

namespace isotrail::cli {

struct PlotSize {
  int columns = 60, lines = 12;  // characters
};
/// Lines of equal width through the points, y upwards from the lowest to the highest value. `log`: logarithmic y axis; values of
/// 0 or less are left out, and what lies more than 12 decades below the highest. Empty without two points to join.
std::vector<std::string> plotLines(const std::vector<double>& xs, const std::vector<double>& ys, PlotSize size, bool log);
/// The lowest and highest y that plotLines() draws; nothing when it draws nothing.
struct PlotRange {
  double low = 0, high = 0;
  bool drawn = false;
};
PlotRange plotRange(const std::vector<double>& ys, bool log);

}  // namespace isotrail::cli
