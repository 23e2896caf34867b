#include "cli/physics/plot.h"

#include <algorithm>
#include <cmath>

namespace isotrail::cli {
namespace {

constexpr double kDecades = 12;

class Canvas {
 public:
  explicit Canvas(PlotSize size) : size_(size), cells_(static_cast<std::size_t>(size.columns * size.lines), 0) {}
  int width() const { return size_.columns * 2; }
  int height() const { return size_.lines * 4; }

  /// A dot, y upwards.
  void dot(int x, int y) {
    if (x < 0 || y < 0 || x >= width() || y >= height()) return;
    // Unicode numbers the dots of a braille cell down the left column, then down the right one, the fourth row last.
    constexpr unsigned char kBits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    const int row = height() - 1 - y;
    cells_[static_cast<std::size_t>((row / 4) * size_.columns + x / 2)] |= kBits[row % 4][x % 2];
  }
  void line(double x0, double y0, double x1, double y1) {
    const int steps = std::max(1, static_cast<int>(std::ceil(std::max(std::abs(x1 - x0), std::abs(y1 - y0)))));
    for (int i = 0; i <= steps; ++i)
      dot(static_cast<int>(std::lround(x0 + (x1 - x0) * i / steps)), static_cast<int>(std::lround(y0 + (y1 - y0) * i / steps)));
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (int row = 0; row < size_.lines; ++row) {
      std::string line;
      for (int column = 0; column < size_.columns; ++column) {
        const unsigned bits = cells_[static_cast<std::size_t>(row * size_.columns + column)];
        line += static_cast<char>(0xE2);  // U+2800 and the dots' bits, in UTF-8
        line += static_cast<char>(0xA0 | (bits >> 6));
        line += static_cast<char>(0x80 | (bits & 0x3F));
      }
      out.push_back(std::move(line));
    }
    return out;
  }

 private:
  PlotSize size_;
  std::vector<unsigned char> cells_;
};

}  // namespace

PlotRange plotRange(const std::vector<double>& ys, bool log) {
  PlotRange range;
  for (const double y : ys) {
    if (log && y <= 0) continue;
    range = range.drawn ? PlotRange{std::min(range.low, y), std::max(range.high, y), true} : PlotRange{y, y, true};
  }
  if (log && range.drawn) range.low = std::max(range.low, range.high * std::pow(10.0, -kDecades));
  return range;
}

std::vector<std::string> plotLines(const std::vector<double>& xs, const std::vector<double>& ys, PlotSize size, bool log) {
  const PlotRange range = plotRange(ys, log);
  if (!range.drawn || xs.size() < 2 || xs.size() != ys.size()) return {};
  const auto [first, last] = std::minmax_element(xs.begin(), xs.end());
  if (!(*last > *first)) return {};
  Canvas canvas(size);
  const double low = log ? std::log10(range.low) : range.low, high = log ? std::log10(range.high) : range.high;
  const auto across = [&, from = *first, to = *last](double x) { return (x - from) / (to - from) * (canvas.width() - 1); };
  const auto up = [&](double y) { return high > low ? ((log ? std::log10(y) : y) - low) / (high - low) * (canvas.height() - 1) : 0.0; };
  const auto shown = [&](double y) { return !log || y >= range.low; };
  for (std::size_t i = 1; i < xs.size(); ++i)
    if (shown(ys[i - 1]) && shown(ys[i])) canvas.line(across(xs[i - 1]), up(ys[i - 1]), across(xs[i]), up(ys[i]));
  return canvas.lines();
}

}  // namespace isotrail::cli
