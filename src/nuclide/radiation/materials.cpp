#include "nuclide/radiation/materials.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "base/check.h"
#include "nuclide/radiation/refusal.h"

namespace isotrail {
namespace {

std::string inSmallLetters(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

const std::map<std::string, std::string, std::less<>> kOtherNames = {
    {"pb", "lead"}, {"w", "tungsten"}, {"fe", "iron"}, {"steel", "iron"}, {"cu", "copper"}, {"al", "aluminium"}, {"aluminum", "aluminium"}};

Refusal undefinedBuildUp() { return refusedInput("BUILDUP_UNDEFINED", "b", "coefficients that give a number"); }
Refusal badArcher() { return refusedInput("BAD_ARCHER_FIT", "alpha", "alpha and gamma above 0, beta above -alpha"); }

bool usable(const ArcherFit& fit) {
  return fit.alpha.value > 0 && fit.gamma > 0 && fit.alpha.value + fit.beta.value > 0 && std::isfinite(fit.alpha.value) &&
         std::isfinite(fit.beta.value) && std::isfinite(fit.gamma);
}

}  // namespace

Result<double> buildUpFactor(const BuildUpFit& fit, double mean_free_paths) {
  const double x = mean_free_paths;
  if (!(x >= 0 && x <= kBuildUpReach)) return refusedInput("MFP_OUT_OF_RANGE", "mfp", "0 to 40 mean free paths");
  if (x == 0) return 1.0;
  const double k = fit.c * std::pow(x, fit.a) + fit.d * (std::tanh(x / fit.xk - 2.0) - std::tanh(-2.0)) / (1.0 - std::tanh(-2.0));
  if (!(k > 0) || !std::isfinite(k)) return undefinedBuildUp();
  // (K^x - 1)/(K - 1) without cancellation near K = 1, where it is x.
  const double log_k = std::log(k);
  const double growth = log_k == 0 ? x : std::expm1(x * log_k) / std::expm1(log_k);
  const double factor = 1.0 + (fit.b - 1.0) * growth;
  if (!std::isfinite(factor)) return undefinedBuildUp();
  return factor;
}

Result<double> archerTransmission(const ArcherFit& fit, Length thickness) {
  if (!usable(fit)) return badArcher();
  if (!(thickness.value >= 0)) return refusedInput("NEGATIVE_THICKNESS", "thickness", "0 mm or more");
  const double ratio = fit.beta.value / fit.alpha.value, depth = fit.alpha.value * fit.gamma * thickness.value * 100.0;
  // [(1 + r) e^depth - r]^(-1/gamma), with e^depth taken out so that it cannot overflow.
  return std::exp(-(depth + std::log1p(-ratio * std::expm1(-depth))) / fit.gamma);
}

Result<Length> archerThickness(const ArcherFit& fit, double share) {
  if (!usable(fit)) return badArcher();
  if (!(share > 0)) return refusedInput("SHARE_NOT_POSITIVE", "share", "more than 0");
  if (share >= 1) return Length(0.0);
  const double ratio = fit.beta.value / fit.alpha.value, log_share = fit.gamma * std::log(share);
  // ln[(share^-gamma + r)/(1 + r)]
  const double depth = -log_share + std::log1p(ratio * std::exp(log_share)) - std::log1p(ratio);
  return Length(depth / (fit.alpha.value * fit.gamma) / 100.0);
}

BuildUpFit Material::fitAt(Energy e) const { return {b_.at(e.value), c_.at(e.value), a_.at(e.value), xk_.at(e.value), d_.at(e.value)}; }

double Material::buildUp(Energy e, double mean_free_paths) const {
  const auto factor = buildUpFactor(fitAt(e), std::min(mean_free_paths, kBuildUpReach));
  return factor ? std::max(1.0, *factor) : 1.0;
}

/// Reads the three tables into the list of materials.
class MaterialTables {
 public:
  std::vector<Material> read() {
    readAttenuation();
    readBuildUp();
    readArcher();
    return std::move(list_);
  }

 private:
  Material& named(const std::string& name) {
    const auto found = std::find_if(list_.begin(), list_.end(), [&](const Material& m) { return m.name_ == name; });
    if (found == list_.end()) throw Bug("coefficients of " + name + ", which has no attenuation");
    return *found;
  }
  void readAttenuation() {
    const DataTable table("data/attenuation.csv");
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (list_.empty() || list_.back().name_ != table.text(i, "material")) {
        list_.emplace_back();
        list_.back().name_ = table.text(i, "material");
        list_.back().density_ = table.number(i, "density_g_cm3");
        list_.back().source_ = table.source(i);
      }
      list_.back().mass_attenuation_.add(table.number(i, "energy_kev"), table.number(i, "mu_rho_cm2_g"));
    }
  }
  void readBuildUp() {
    const DataTable table("data/buildup_gp.csv");
    std::string last;
    double previous = 0.0;
    BuildUpFit fit;
    for (std::size_t i = 0; i < table.size(); ++i) {
      Material& m = named(table.text(i, "material"));
      const double e = table.number(i, "energy_kev");
      const BuildUpFit next{table.number(i, "b"), table.number(i, "c"), table.number(i, "a"), table.number(i, "xk"), table.number(i, "d")};
      // The nearest tabulated energies stand for their side of an edge up to the edge itself.
      if (m.name_ == last)
        for (const double edge : m.mass_attenuation_.steps())
          if (previous < edge && edge < e) {
            add(m, edge, fit);
            add(m, edge, next);
          }
      add(m, e, next);
      last = m.name_, previous = e, fit = next;
    }
  }
  static void add(Material& m, double e, const BuildUpFit& fit) {
    m.b_.add(e, fit.b);
    m.c_.add(e, fit.c);
    m.a_.add(e, fit.a);
    m.xk_.add(e, fit.xk);
    m.d_.add(e, fit.d);
  }
  void readArcher() {
    const DataTable table("data/archer_511.csv");
    for (std::size_t i = 0; i < table.size(); ++i)
      named(table.text(i, "material")).archer_ =
          ArcherFit{Attenuation(table.number(i, "alpha_per_cm")), Attenuation(table.number(i, "beta_per_cm")), table.number(i, "gamma")};
  }
  std::vector<Material> list_;
};

const std::vector<Material>& shieldMaterials() {
  static const std::vector<Material> list = MaterialTables().read();
  return list;
}

Result<const Material*> shieldMaterial(std::string_view field, std::string_view text) {
  std::string name = inSmallLetters(text), accepted;
  if (const auto other = kOtherNames.find(name); other != kOtherNames.end()) name = other->second;
  for (const Material& m : shieldMaterials()) {
    if (m.name() == name) return &m;
    accepted += (accepted.empty() ? "" : ", ") + m.name();
  }
  return Refusal::field({std::string(field), text.empty() ? "MISSING_MATERIAL" : "UNKNOWN_MATERIAL", std::string(text), accepted, 0, 0});
}

}  // namespace isotrail
