// Transport index, category and A2 fraction of a package: from its readings, or estimated from contents and shield.
#include <cmath>
#include <numeric>

#include "nuclide/inventory.h"
#include "nuclide/radiation/package.h"
#include "nuclide/transport.h"
#include "workbench/radiation/radiation.h"
#include "workbench/radiation/source.h"

namespace isotrail::workbench {
namespace {

struct PackageQuestion {
  std::optional<std::vector<std::string>> contents;
  std::optional<Instant> reference, consigned;
  ShieldFields shield;
  std::optional<Length> side;
  std::optional<DoseRate> rate_1m, surface;
  std::optional<double> margin;
  std::optional<std::vector<std::string>> other_indices;
  std::optional<std::string> form, beam, progeny;
  void fields(Fields& f) {
    f("contents", contents, "nuclides with their activities, each as \"Tc-99m 20 GBq\"");
    f("reference", reference, "the instant the activities are stated for");
    f("consigned", consigned, "the instant of consignment; the contents are decayed to it");
    f("rate_1m", rate_1m, "highest reading at 1 m from the surface: with it the index is measured, not estimated");
    f("surface", surface, "highest reading at the surface");
    shield.fields(f);
    f("side", side, "side of the package, for the estimate");
    f("margin", margin, "factor on the estimate, 2 unless given");
    f("other_indices", other_indices, "transport indices of the other packages of the consignment");
    f.choice("form", form, "liquid|solid", "form of the contents, for excepted packages; liquid unless given");
    f.choice("beam", beam, kBeamChoices, "broad counts what the shield scatters (the default), narrow does not");
    f.choice("progeny", progeny, kProgenyChoices, "progeny in equilibrium with the parent (the default), or nothing but what is listed");
  }
};

constexpr DoseRate kMostAtSurface(10e-3);  // SSR-6 para. 573: exclusive use, enclosed
const char* const kFormula =
    "TI = 100 x mSv/h at 1 m from the surface, rounded up to one decimal, 0 up to 0.05 (SSR-6 paras 523-524); category by TI and surface rate (para. "
    "529)";

struct Rates {
  DoseRate surface, at_1m;
  bool measured = false;
};

/// Activities at the instant of consignment. Chains are followed only where time passes.
Result<std::vector<std::string>> atConsignment(const PackageQuestion& q, Answer& out) {
  if (!q.consigned && !q.reference) return *q.contents;
  if (!q.consigned) return refused("MISSING_VALUE", "consigned", "the instant of consignment, as the activities have a reference");
  if (!q.reference) return refused("MISSING_VALUE", "reference", "the instant of the activities, as there is one of consignment");
  auto listed = readContents("contents", *q.contents);
  if (!listed) return listed.refusal();
  std::vector<std::string> then;
  for (const auto& c : *listed) {
    const Nuclide& n = *Dataset::shipped().find(c.nuclide);
    if (n.stable) return refused("STABLE_NUCLIDE", "contents", "radioactive nuclides");
    const Activity a = decayed(n, c.activity, *q.reference, *q.consigned);
    if (!std::isfinite(a.value)) return refused("NONFINITE_ACTIVITY", "consigned", "an instant nearer to the reference");
    out.figures.push_back(figure("activity_at_consignment", a));
    Json text;
    then.push_back(n.name + " " + Json(a.value).dump() + " Bq");
  }
  return then;
}

Result<Rates> estimated(const PackageQuestion& q, const std::vector<std::string>& contents, Answer& out) {
  if (!q.side) return refused("MISSING_VALUE", "side", "the side of the package, or both readings");
  auto layers = layersOf(q.shield);
  if (!layers) return layers.refusal();
  auto source = sourceOf(contents, q.progeny);
  if (!source) return source.refusal();
  const double margin = q.margin.value_or(kEstimateMargin);
  const auto estimate = estimatePackage(source->beam, *layers, *q.side, margin, scatterOf(q.beam));
  if (!estimate) return estimate.refusal();
  out.inputs.push_back(used("side", *q.side));
  for (auto& input : source->inputs) out.inputs.push_back(input);
  for (const ShieldLayer& layer : *layers) out.inputs.push_back(used("attenuation_of", layer.material->name(), layer.material->source()));
  out.figures.push_back(figure("estimate_surface", estimate->surface));
  out.figures.push_back(figure("estimate_1m", estimate->at_1m));
  out.figures.push_back(figure("margin", margin));
  out.notes = source->notes;
  out.notes.push_back({"PHYS_NOTE_ESTIMATE", Json::object({{"margin", margin}})});
  for (auto& note : validityNotes(source->beam, *layers, scatterOf(q.beam))) out.notes.push_back(note);
  return Rates{estimate->surface_with_margin, estimate->at_1m_with_margin, false};
}

Result<Rates> ratesOf(const PackageQuestion& q, const std::vector<std::string>& contents, Answer& out) {
  if (q.rate_1m && q.surface) {
    out.inputs.push_back(used("rate_1m", *q.rate_1m));
    out.inputs.push_back(used("surface", *q.surface));
    return Rates{*q.surface, *q.rate_1m, true};
  }
  if (q.rate_1m || q.surface) return refused("MISSING_VALUE", q.rate_1m ? "surface" : "rate_1m", "both readings: at the surface and at 1 m from it");
  if (!q.contents) return refused("MISSING_VALUE", "contents", "the contents for an estimate, or both readings");
  return estimated(q, contents, out);
}

void addClass(const std::vector<std::string>& contents, const std::optional<std::string>& form, DoseRate surface, Answer& out) {
  const auto listed = readContents("contents", contents);
  std::vector<PackageContent> parts;
  for (const auto& c : *listed) parts.push_back({c.nuclide, c.activity, !form || *form == "liquid"});
  const PackageClass found = classifyPackage(parts, surface, false);
  out.figures.push_back(figure("a2_fraction", found.a2_fraction));
  out.figures.push_back(figure("un_number", found.un_number));
  out.figures.push_back(figure("proper_shipping_name", found.proper_shipping_name));
  if (found.generic_values) out.notes.push_back({"PHYS_NOTE_GENERIC_A2", {}});
}

/// The other packages' indices, each a number of tenths.
Result<std::vector<double>> othersOf(const PackageQuestion& q) {
  std::vector<double> out;
  for (const auto& text : q.other_indices.value_or(std::vector<std::string>())) {
    const auto index = cellNumber({{"other_indices", text}}, "other_indices");
    if (!index) return index.refusal();
    if (*index < 0 || *index > 1e6 || std::abs(*index * 10 - std::round(*index * 10)) > 1e-9)
      return Refusal::field({"other_indices", "BAD_VALUE", text, "transport indices with one decimal, such as 1.2", 0, 0});
    out.push_back(*index);
  }
  return out;
}

Result<Answer> package(const PackageQuestion& q) {
  Answer out;
  out.formula = kFormula;
  std::vector<std::string> contents;
  if (q.contents) {
    auto then = atConsignment(q, out);
    if (!then) return then.refusal();
    contents = std::move(*then);
    if (auto fine = readContents("contents", contents); !fine) return fine.refusal();
  }
  auto others = othersOf(q);
  if (!others) return others.refusal();
  const auto rates = ratesOf(q, contents, out);
  if (!rates) return rates.refusal();
  const double index = transportIndex(rates->at_1m);
  const std::string category = labelCategory(index, rates->surface);
  std::vector<Figure> head{figure("transport_index", index), figure("category", category), figure("rate_1m", rates->at_1m),
                           figure("surface_rate", rates->surface)};
  out.figures.insert(out.figures.begin(), head.begin(), head.end());
  if (q.other_indices) {
    others->push_back(index);
    out.figures.push_back(figure("consignment_index", consignmentIndex(*others)));
  }
  if (q.contents) addClass(contents, q.form, rates->surface, out);
  if (category == "III-YELLOW-EXCLUSIVE") out.notes.push_back({"PHYS_NOTE_EXCLUSIVE_USE", {}});
  if (rates->surface > kMostAtSurface) out.notes.push_back({"PHYS_NOTE_NOT_CARRIED", {}});
  return out;
}

}  // namespace

Calculation packageCalculation() {
  Usage usage;
  usage.positional = {"contents"};
  usage.examples = {
      Json::object({{"rate_1m", "11.3 uSv/h"}, {"surface", "150 uSv/h"}}),
      Json::object({{"contents", Json::array().push("Lu-177 7.4 GBq")}, {"material", "lead"}, {"thickness", "5 mm"}, {"side", "20 cm"}})};
  return calculation("ti", package, std::move(usage));
}

}  // namespace isotrail::workbench
