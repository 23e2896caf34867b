#include "nuclide/reach.h"

#include <algorithm>

namespace isotrail {
namespace {

class LastAbove {
 public:
  LastAbove(const std::function<double(Seconds)>& sum, double limit) : sum_(sum), limit_(limit) {}

  Seconds find(const HalfLifeSpan& span) const {
    constexpr double kStep = 0.9, kNear = 0.9, kGone = 1100.0;  // 2^-1100 is nothing
    double far = span.longest.value * kGone, outer = far / kStep, before = 0.0, here = sum_(Seconds(far));
    for (const double least = std::min(1e-3, span.shortest.value * 1e-2); far > least;) {
      const double next = far * kStep, value = sum_(Seconds(next));
      if (value > limit_) return crossing(next, far);
      const bool top = here > before && here > value && here > kNear * limit_;
      if (const double peak = top ? highest(next, outer) : 0.0; peak > 0 && sum_(Seconds(peak)) > limit_) return crossing(peak, outer);
      outer = far, far = next, before = here, here = value;
    }
    return sum_(Seconds(0)) > limit_ ? crossing(0.0, far) : Seconds(0);
  }

 private:
  Seconds crossing(double above, double below) const {
    for (int i = 0; i < 2000; ++i) {
      const double middle = above + (below - above) / 2.0;
      if (middle <= above || middle >= below) break;
      (sum_(Seconds(middle)) > limit_ ? above : below) = middle;
    }
    return Seconds(below);
  }
  /// Where the sum is largest between two times with one top.
  double highest(double low, double high) const {
    for (int i = 0; i < 100; ++i) {
      const double left = low + (high - low) / 3.0, right = high - (high - low) / 3.0;
      if (sum_(Seconds(left)) < sum_(Seconds(right)))
        low = left;
      else
        high = right;
    }
    return low;
  }
  const std::function<double(Seconds)>& sum_;
  double limit_;
};

}  // namespace

Seconds lastAbove(const std::function<double(Seconds)>& sum, const HalfLifeSpan& span, double limit) { return LastAbove(sum, limit).find(span); }

}  // namespace isotrail
