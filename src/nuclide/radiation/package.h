#pragma once
// What a package will probably measure, from its contents and shield: an estimate for planning. The label is made from the
// measurement (SSR-6 para. 524).
#include <span>
#include <string>

#include "nuclide/radiation/shield.h"

namespace isotrail {

/// Factor for what the estimate does not know: source position, gaps in the shield, scatter from the packaging.
inline constexpr double kEstimateMargin = 2.0;

struct PackageEstimate {
  DoseRate surface, at_1m;  // without the margin: point source in the middle, half a side and half a side + 1 m away
  DoseRate surface_with_margin, at_1m_with_margin;
  double transport_index = 0.0;  // of the rate with margin
  std::string category;          // of both rates with margin
};
/// `side` of the cube, `margin` at least 1. SIDE_NOT_POSITIVE, BAD_MARGIN, NEGATIVE_THICKNESS, SHIELD_LARGER_THAN_PACKAGE when
/// the layers together are thicker than half a side.
Result<PackageEstimate> estimatePackage(const Beam& beam, std::span<const ShieldLayer> layers, Length side, double margin, Scatter scatter);

}  // namespace isotrail
