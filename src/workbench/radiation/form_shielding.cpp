#include <cmath>
#include <cstdio>

#include "nuclide/radiation/package.h"
#include "nuclide/transport.h"
#include "workbench/radiation/form_kinds.h"

namespace isotrail::workbench::radiation_forms {
namespace {

constexpr double kMicro = 1e-6;  // uSv

Verdict requireMaterial(const EvalRow& inputs) {
  if (cell(inputs, "material").empty()) return refused("MISSING_MATERIAL", "material", "the material of the thickness");
  return Done{};
}

struct Narrow {
  GivenBeam beam;
  Activity activity;
};
/// Lines with their own coefficients behind one thickness.
Result<Narrow> narrowOf(const EvalRow& inputs) {
  if (auto fine = requireMaterial(inputs); !fine) return fine.refusal();
  const auto a = activityCell(inputs, "A_MBq");
  if (!a) return a.refusal();
  Numbers n(inputs);
  const Length thickness(n("thickness_cm") / 100.0);
  if (n.refused()) return *n.refused();
  const auto items = numberLists(inputs, "lines_keV:percent:mu_per_cm", 3);
  if (!items) return items.refusal();
  std::vector<GivenLine> lines;
  for (const auto& item : *items) lines.push_back({{Energy(item[0]), item[1] / 100.0}, Attenuation(item[2])});
  const auto beam = givenBeam(lines, thickness);
  if (!beam) return beam.refusal();
  return Narrow{*beam, *a};
}

/// uSv/h at a distance.
double rate(const Narrow& n, double metres, double share) { return n.beam.constant.value * n.activity.value * share / (metres * metres) / kMicro; }

Result<Answered> narrowBeam(const EvalRow& inputs) {
  const auto narrow = narrowOf(inputs);
  if (!narrow) return narrow.refusal();
  Numbers n(inputs);
  const double metres = n("distance_m");
  if (n.refused()) return *n.refused();
  if (!(metres > 0)) return refused("DISTANCE_NOT_POSITIVE", "distance_m", "more than 0 m");
  return Answered{{"gamma_h10_uSv_m2_per_MBq_h", {narrow->beam.constant.value * 1e12}},
                  {"dose_rate_unshielded_uSv_h", {rate(*narrow, metres, 1.0)}},
                  {"dose_rate_shielded_uSv_h", {rate(*narrow, metres, narrow->beam.transmission)}},
                  {"transmission", {narrow->beam.transmission}}};
}

Result<Answered> indexEstimate(const EvalRow& inputs) {
  const auto narrow = narrowOf(inputs);
  if (!narrow) return narrow.refusal();
  Numbers n(inputs);
  const double side = n("package_side_m");
  if (n.refused()) return *n.refused();
  if (!(side > 0)) return refused("SIDE_NOT_POSITIVE", "package_side_m", "more than 0 m");
  const double surface = rate(*narrow, side / 2, narrow->beam.transmission), far = rate(*narrow, side / 2 + 1, narrow->beam.transmission);
  return Answered{
      {"dose_rate_1m_from_surface_uSv_h", {far}}, {"dose_rate_surface_uSv_h", {surface}}, {"TI", {transportIndex(DoseRate(far * kMicro))}}};
}

Result<Answered> buildUp(const EvalRow& inputs) {
  Numbers n(inputs);
  const BuildUpFit fit{n("b"), n("c"), n("a"), n("Xk"), n("d")};
  const double depth = n("mfp");
  if (n.refused()) return *n.refused();
  const auto factor = buildUpFactor(fit, depth);
  if (!factor) return factor.refusal();
  return Answered{{"buildup_factor", {*factor}}, {"transmission_with_buildup", {*factor * std::exp(-depth)}}};
}

Result<Answered> archer(const EvalRow& inputs) {
  if (auto fine = requireMaterial(inputs); !fine) return fine.refusal();
  Numbers n(inputs);
  const ArcherFit fit{Attenuation(n("alpha_per_cm")), Attenuation(n("beta_per_cm")), n("gamma")};
  const Length thickness(n("thickness_cm") / 100.0);
  if (n.refused()) return *n.refused();
  const auto share = archerTransmission(fit, thickness);
  if (!share) return share.refusal();
  Answered out{{"broad_beam_transmission", {*share}}};
  if (const auto back = archerThickness(fit, *share)) out["thickness_back_cm"] = {back->value * 100.0};
  return out;
}

Result<Answered> required(const EvalRow& inputs) {
  if (auto fine = requireMaterial(inputs); !fine) return fine.refusal();
  Numbers n(inputs);
  const DoseRate bare(n("unshielded_uSv_h") * kMicro), limit(n("target_uSv_h") * kMicro);
  const Attenuation mu(n("mu_per_cm"));
  if (n.refused()) return *n.refused();
  const auto thickness = requiredThickness(bare, limit, mu);
  if (!thickness) return thickness.refusal();
  return Answered{{"thickness_cm", {thickness->value * 100.0}}, {"hvl_cm", {halfValueLayer(mu)->value * 100.0}}};
}

/// "1.2", "0": a decimal, not a binary number.
std::string indexText(double index) {
  if (index <= 0) return "0";
  char text[64];
  std::snprintf(text, sizeof text, "%.1f", index);
  return text;
}

Result<Answered> labelOf(const EvalRow& inputs) {
  Numbers n(inputs);
  const DoseRate far(n("max_dose_rate_1m_uSv_h") * kMicro), surface(n("max_surface_dose_rate_uSv_h") * kMicro);
  if (n.refused()) return *n.refused();
  if (far.value < 0 || surface.value < 0) return refused("NEGATIVE_DOSE_RATE", "inputs", "0 uSv/h or more");
  const double index = transportIndex(far);
  const std::string category = labelCategory(index, surface);
  // Files call the fourth class by its condition.
  return Answered{{"TI", {index, indexText(index)}}, {"category", {0.0, category == "III-YELLOW-EXCLUSIVE" ? "EXCLUSIVE-USE" : category}}};
}

}  // namespace

Kinds shieldingKind(std::string_view kind) {
  if (kind == "narrow_beam") return narrowBeam;
  if (kind == "ti_estimate") return indexEstimate;
  if (kind == "buildup_gp") return buildUp;
  if (kind == "archer_511keV") return archer;
  if (kind == "required_thickness") return required;
  if (kind == "transport_index") return labelOf;
  return nullptr;
}

}  // namespace isotrail::workbench::radiation_forms
