#include "nuclide/radiation/package.h"

#include <cmath>

#include "nuclide/radiation/refusal.h"
#include "nuclide/transport.h"

namespace isotrail {

Result<PackageEstimate> estimatePackage(const Beam& beam, std::span<const ShieldLayer> layers, Length side, double margin, Scatter scatter) {
  if (!(side.value > 0)) return refusedInput("SIDE_NOT_POSITIVE", "side", "more than 0 m");
  if (!(margin >= 1) || !std::isfinite(margin)) return refusedInput("BAD_MARGIN", "margin", "1 or more");
  const Length half = side * 0.5;
  Length shield;
  for (const ShieldLayer& layer : layers) shield = shield + layer.thickness;
  const auto surface = rateBehind(beam, layers, half, scatter);
  if (!surface) return surface.refusal();
  if (shield > half) return refusedInput("SHIELD_LARGER_THAN_PACKAGE", "side", "at least twice the thickness of the shield");
  PackageEstimate out;
  out.surface = *surface;
  out.at_1m = *rateBehind(beam, layers, half + Length(1.0), scatter);
  out.surface_with_margin = out.surface * margin;
  out.at_1m_with_margin = out.at_1m * margin;
  out.transport_index = transportIndex(out.at_1m_with_margin);
  out.category = labelCategory(out.transport_index, out.surface_with_margin);
  return out;
}

}  // namespace isotrail
