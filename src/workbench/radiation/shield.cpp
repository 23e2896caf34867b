// How much radiates at a place, what a shield leaves of it and what a limit asks for.
#include <algorithm>
#include <cmath>

#include "nuclide/inventory.h"
#include "workbench/radiation/radiation.h"
#include "workbench/radiation/source.h"

namespace isotrail::workbench {
namespace {

struct ShieldQuestion {
  std::vector<std::string> contents;
  Length distance;
  ShieldFields shield;
  std::optional<DoseRate> limit;
  std::optional<Length> source_size;
  std::optional<std::string> beam, progeny;
  void fields(Fields& f) {
    f("contents", contents, "nuclides with their activities, each as \"F-18 3.7 GBq\"");
    f("distance", distance, "from the source to the place");
    shield.fields(f);
    f("limit", limit, "dose rate that may be there: answers the thickness and the distance for it");
    f("source_size", source_size, "largest dimension of the source: warns where it is no point any more");
    f.choice("beam", beam, kBeamChoices, "broad counts what the shield scatters (the default), narrow does not");
    f.choice("progeny", progeny, kProgenyChoices, "progeny in equilibrium with the parent (the default), or nothing but what is listed");
  }
};

constexpr int kCurvePoints = 61;
constexpr const char* kFormula =
    "H = sum_i A K0 E_i I_i (mu_en/rho)_air h_K B_i exp(-mu_i x) / d^2; K0 = 4.58990 uGy m2/(MBq h MeV cm2/g), B from the geometric-progression fit";

double rateAt(const Source& s, const std::vector<ShieldLayer>& layers, Length distance, Scatter scatter) {
  return rateBehind(s.beam, layers, distance, scatter)->value;
}

/// The layer whose thickness is asked for: a material without thickness, else the innermost of those given.
const Material* materialAsked(const ShieldQuestion& q, const std::vector<ShieldLayer>& layers) {
  if (q.shield.material) return *shieldMaterial("material", *q.shield.material);
  return layers.empty() ? nullptr : layers.front().material;
}

/// What the limit asks for; refused where the rate is so far from it that their ratio is no number.
Verdict addLimits(const ShieldQuestion& q, const Source& s, const std::vector<ShieldLayer>& layers, Scatter scatter, Answer& out) {
  const Material* material = materialAsked(q, layers);
  if (material) {
    for (const int n : {1, 2})
      out.figures.push_back(figure(n == 1 ? "half_value_layer" : "second_half_value_layer", *valueLayer(s.beam, *material, 2, n, scatter)));
    out.figures.push_back(figure("tenth_value_layer", *valueLayer(s.beam, *material, 10, 1, scatter)));
  }
  if (!q.limit) return Done{};
  if (material) {
    const auto thickness = requiredThickness(s.beam, *material, q.distance, *q.limit, scatter);
    if (!thickness) return refused("BAD_VALUE", "limit", "a limit that the dose rate there can be compared with");
    out.figures.push_back(figure("required_thickness", *thickness));
  }
  const auto far = distanceFor(s.beam, layers, *q.limit, scatter);
  if (!far) return refused("BAD_VALUE", "limit", "a limit that the dose rate there can be compared with");
  out.figures.push_back(figure("distance_for_limit", *far));
  return Done{};
}

/// Annihilation photons alone have a fit of their own: AAPM TG-108.
void addBroadBeam(const Source& s, const std::vector<ShieldLayer>& layers, Length distance, Answer& out) {
  const bool pure = std::all_of(s.beam.begin(), s.beam.end(), [](const SourceLine& l) { return isAnnihilation(l.energy); });
  if (!pure || layers.size() != 1 || !layers.front().material->archer()) return;
  out.figures.push_back(figure("dose_rate_tg108", *meteredBehind(s.beam, layers.front(), distance)));
  out.notes.push_back({"PHYS_NOTE_TG108", {}});
}

/// The lines that matter, strongest behind the shield first.
void addLines(const Source& s, const std::vector<ShieldLayer>& layers, Length distance, Scatter scatter, Answer& out) {
  constexpr std::size_t kMostLines = 12;
  struct Line {
    std::string nuclide;
    Energy energy;
    double bare, behind;
  };
  std::vector<Line> lines;
  const double square = distance.value * distance.value;
  for (const SourcePart& part : s.parts)
    for (const SourceLine& l : beamOf(photonsOf(*part.nuclide), part.activity))
      lines.push_back({part.nuclide->name, l.energy, l.at_1m.value / square, l.at_1m.value / square * lineTransmission(l.energy, layers, scatter)});
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.behind > b.behind; });
  out.columns = {{"nuclide", Kind::text}, {"photon_energy", Kind::energy}, {"dose_rate_bare", Kind::dose_rate}, {"dose_rate", Kind::dose_rate}};
  for (std::size_t i = 0; i < std::min(kMostLines, lines.size()); ++i) {
    const Line& l = lines[i];
    out.rows.push_back({figure("nuclide", l.nuclide), figure("photon_energy", l.energy), figure("dose_rate_bare", DoseRate(l.bare)),
                        figure("dose_rate", DoseRate(l.behind))});
  }
}

void addCurves(const ShieldQuestion& q, const Source& s, const std::vector<ShieldLayer>& layers, Scatter scatter, Answer& out) {
  Curve far{"dose_rate_at_distance", Kind::length, Kind::dose_rate};
  far.xs = logSteps(q.distance.value / 10, q.distance.value * 10, kCurvePoints);
  for (const double d : far.xs) far.ys.push_back(rateAt(s, layers, Length(d), scatter));
  far.x_name = "distance";
  out.curves.push_back(std::move(far));

  if (const Material* material = materialAsked(q, layers)) {
    Curve thick{"dose_rate_behind_thickness", Kind::length, Kind::dose_rate};
    const double most = thicknessFor(s.beam, *material, 1e-4, scatter)->value;
    thick.xs = evenSteps(most, kCurvePoints);
    for (const double x : thick.xs) thick.ys.push_back(rateAt(s, {{material, Length(x)}}, q.distance, scatter));
    thick.x_name = "thickness";
    out.curves.push_back(std::move(thick));
  }

  // Each part decays by itself; progeny counted in equilibrium follows its parent, which is the longest-lived one.
  double longest = 0;
  for (const SourcePart& part : s.parts) longest = std::max(longest, part.nuclide->half_life.value);
  const bool in_equilibrium = !q.progeny || *q.progeny == "equilibrium";
  if (in_equilibrium && s.parts.size() > q.contents.size() && q.contents.size() > 1) return;
  Curve late{"dose_rate_after", Kind::time, Kind::dose_rate};
  late.xs = evenSteps(10.0 * longest, kCurvePoints);
  for (const double t : late.xs) {
    std::vector<SourcePart> then = s.parts;
    for (SourcePart& part : then)
      part.activity = decayed(in_equilibrium && q.contents.size() == 1 ? *s.parts.front().nuclide : *part.nuclide, part.activity, Seconds(t));
    late.ys.push_back(rateBehind(beamOf(then), layers, q.distance, scatter)->value);
  }
  out.curves.push_back(std::move(late));
}

Result<Answer> shield(const ShieldQuestion& q) {
  if (!(q.distance.value > 0)) return refused("DISTANCE_NOT_POSITIVE", "distance", "more than 0 m");
  if (q.limit && !(q.limit->value > 0)) return refused("LIMIT_NOT_POSITIVE", "limit", "more than 0 Sv/h");
  auto layers = layersOf(q.shield);
  if (!layers) return layers.refusal();
  auto source = sourceOf(q.contents, q.progeny);
  if (!source) return source.refusal();
  const Scatter scatter = scatterOf(q.beam);
  const auto bare = rateBehind(source->beam, {}, q.distance, scatter), behind = rateBehind(source->beam, *layers, q.distance, scatter);
  if (!behind) return behind.refusal();
  Answer out;
  out.formula = kFormula;
  out.inputs = {used("distance", q.distance)};
  if (q.limit) out.inputs.push_back(used("limit", *q.limit));
  for (auto& input : source->inputs) out.inputs.push_back(input);
  for (const ShieldLayer& layer : *layers) out.inputs.push_back(used("attenuation_of", layer.material->name(), layer.material->source()));
  out.figures = {figure("dose_rate_bare", *bare), figure("dose_rate", *behind),
                 figure("transmission", Fraction(*transmission(source->beam, *layers, scatter)))};
  out.notes = source->notes;
  if (!layers->empty()) out.figures.push_back(figure("dose_rate_narrow", *rateBehind(source->beam, *layers, q.distance, Scatter::ignored)));
  addBroadBeam(*source, *layers, q.distance, out);
  if (auto within = addLimits(q, *source, *layers, scatter, out); !within) return within.refusal();
  addLines(*source, *layers, q.distance, scatter, out);
  addCurves(q, *source, *layers, scatter, out);
  for (auto& note : validityNotes(source->beam, *layers, scatter)) out.notes.push_back(note);
  if (q.source_size && tooCloseForAPoint(q.distance, *q.source_size)) out.notes.push_back({"PHYS_NOTE_NO_POINT", {}});
  return out;
}

}  // namespace

Calculation shieldCalculation() {
  Usage usage;
  usage.positional = {"contents"};
  usage.examples = {
      Json::object({{"contents", Json::array().push("F-18 3.7 GBq")}, {"distance", "50 cm"}, {"material", "lead"}, {"thickness", "3 cm"}}),
      Json::object({{"contents", Json::array().push("I-131 7.4 GBq")}, {"distance", "1 m"}, {"material", "lead"}, {"limit", "10 uSv/h"}})};
  return calculation("shield", shield, std::move(usage));
}

}  // namespace isotrail::workbench
