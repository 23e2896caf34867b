#include "nuclide/radiation/sources.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "nuclide/radiation/refusal.h"

namespace isotrail {
namespace {

/// Progeny counted with its parent has at most this share of the parent's half-life.
constexpr double kShortShare = 0.2;

void addBelow(const Dataset& set, const Nuclide& parent, const Nuclide& member, double ratio, std::vector<EquilibriumMember>& out) {
  for (const Branch& b : member.branches) {
    const Nuclide* d = set.find(b.daughter);
    if (!d || d->stable || d->half_life.value >= kShortShare * parent.half_life.value) continue;
    const double here = ratio * b.fraction * d->lambda() / (d->lambda() - parent.lambda());
    const auto known = std::find_if(out.begin(), out.end(), [&](const EquilibriumMember& m) { return m.nuclide == d; });
    if (known == out.end())
      out.push_back({d, here});
    else
      known->ratio += here;
    addBelow(set, parent, *d, here, out);
  }
}

void add(std::vector<SourcePart>& parts, const Nuclide* nuclide, Activity a) {
  const auto known = std::find_if(parts.begin(), parts.end(), [&](const SourcePart& p) { return p.nuclide == nuclide; });
  if (known == parts.end())
    parts.push_back({nuclide, a});
  else
    known->activity = known->activity + a;
}

Refusal doubleCounted(const std::string& nuclide, const std::string& parent) {
  Refusal r = refusedInput("DOUBLE_COUNTED", "contents", "the parent alone, or every member with progeny as listed");
  r.params.set("nuclide", nuclide).set("parent", parent);
  return r;
}

Verdict checkActivities(const std::vector<SourcePart>& listed) {
  if (listed.empty()) return refusedInput("EMPTY_MIXTURE", "contents", "one nuclide with its activity or more");
  for (const SourcePart& p : listed) {
    if (!std::isfinite(p.activity.value)) return refusedInput("NONFINITE_ACTIVITY", "contents", "a finite activity");
    if (p.activity.value < 0) return refusedInput("NEGATIVE_ACTIVITY", "contents", "0 Bq or more");
  }
  return Done{};
}

}  // namespace

std::vector<Photon> photonsOf(const Nuclide& nuclide) {
  std::vector<Photon> out;
  for (const PhotonLine& line : nuclide.lines) out.push_back({Energy(line.energy_kev), line.per_decay});
  return out;
}

Beam beamOf(const std::vector<SourcePart>& parts) {
  Beam out;
  for (const SourcePart& part : parts)
    for (const SourceLine& line : beamOf(photonsOf(*part.nuclide), part.activity)) out.push_back(line);
  return out;
}

DoseRate bareRate(const Inventory& held, Length distance) {
  ISOTRAIL_CHECK(distance.value > 0);
  constexpr double kMicroPerMega = 1e-12;  // uSv m2/(MBq h) in Sv m2/(Bq h)
  double sum = 0.0;
  for (const auto& [name, atoms] : held.atoms())
    if (const Nuclide* n = held.dataset().find(name)) sum += n->h10_usv_m2_per_mbq_h * kMicroPerMega * held.activity(name).value;
  return DoseRate(sum / (distance.value * distance.value));
}

Beam beamOf(const Inventory& held) {
  std::vector<SourcePart> parts;
  for (const auto& [name, atoms] : held.atoms())
    if (const Nuclide* n = Dataset::shipped().find(name)) parts.push_back({n, held.activity(name)});
  return beamOf(parts);
}

std::vector<EquilibriumMember> equilibriumProgeny(const Dataset& set, const Nuclide& parent) {
  std::vector<EquilibriumMember> out;
  if (!parent.stable) addBelow(set, parent, parent, 1.0, out);
  return out;
}

Result<std::vector<SourcePart>> sourceParts(const Dataset& set, const std::vector<SourcePart>& listed, ProgenyCounted progeny) {
  if (auto fine = checkActivities(listed); !fine) return fine.refusal();
  std::vector<SourcePart> out;
  for (const SourcePart& p : listed) add(out, p.nuclide, p.activity);
  if (progeny == ProgenyCounted::as_listed) return out;
  for (const SourcePart& p : listed)
    for (const EquilibriumMember& m : equilibriumProgeny(set, *p.nuclide)) {
      const bool also_listed = std::any_of(listed.begin(), listed.end(), [&](const SourcePart& other) { return other.nuclide == m.nuclide; });
      if (also_listed) return doubleCounted(m.nuclide->name, p.nuclide->name);
      add(out, m.nuclide, p.activity * m.ratio);
    }
  return out;
}

}  // namespace isotrail
