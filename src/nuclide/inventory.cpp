#include "nuclide/inventory.h"

#include <cmath>
#include <functional>

#include "base/check.h"
#include "nuclide/chain.h"

namespace isotrail {
namespace {

const Nuclide& known(const std::string& name) {
  const Nuclide* n = Dataset::shipped().find(name);
  if (!n) throw Fault("DATASET_MIXED", "nuclide " + name + " is not in " + Dataset::shipped().version());
  return *n;
}

/// Below one millionth of an atom a member is not there.
constexpr double kNothing = 1e-6;

}  // namespace

Inventory Inventory::of(const Nuclide& nuclide, Activity activity, Instant at) {
  ISOTRAIL_CHECK(!nuclide.stable);
  return fromAtoms({{nuclide.name, activity.value / nuclide.lambda()}}, at);
}
Inventory Inventory::fromAtoms(std::map<std::string, double> atoms, Instant at) {
  Inventory out;
  out.atoms_ = std::move(atoms);
  out.at_ = at;
  return out;
}

Inventory Inventory::at(Instant t) const {
  if (t == at_ || atoms_.empty()) {
    Inventory same = *this;
    same.at_ = t;
    return same;
  }
  const Seconds elapsed = t - at_;
  if (elapsed.value > 0) return fromAtoms(decayChain(Dataset::shipped(), atoms_, elapsed), t);
  // Backwards only what was certainly there: each member alone, without the daughters it has made since.
  std::map<std::string, double> atoms;
  for (const auto& [name, n] : atoms_) atoms[name] = n * std::exp(-known(name).lambda() * elapsed.value);
  return fromAtoms(std::move(atoms), t);
}

Activity Inventory::activity(std::string_view nuclide) const {
  auto found = atoms_.find(std::string(nuclide));
  return found == atoms_.end() ? Activity() : Activity(found->second * known(found->first).lambda());
}
Activity Inventory::total() const {
  Activity sum;
  for (const auto& [name, n] : atoms_) sum = sum + Activity(n * known(name).lambda());
  return sum;
}
std::string Inventory::leading() const {
  std::string best;
  double most = 0;
  for (const auto& [name, n] : atoms_)
    if (const double a = n * known(name).lambda(); a > most) most = a, best = name;
  return best;
}

Inventory Inventory::times(double share) const {
  Inventory out = *this;
  for (auto& [name, n] : out.atoms_) n *= share;
  return out;
}
Inventory Inventory::plus(const Inventory& other) const {
  Inventory out = *this;
  if (atoms_.empty()) return other;
  for (const auto& [name, n] : other.at(at_).atoms_) out.atoms_[name] += n;
  return out;
}
Inventory Inventory::minus(const Inventory& other) const {
  Inventory out = plus(other.times(-1.0));
  for (auto& [name, n] : out.atoms_) {
    auto before = atoms_.find(name);
    if (std::abs(n) <= 1e-9 * (before == atoms_.end() ? 0.0 : std::abs(before->second)) + kNothing) n = 0.0;
  }
  std::erase_if(out.atoms_, [](const auto& member) { return member.second == 0.0; });
  return out;
}

Json Inventory::toJson() const {
  Json atoms = Json::object();
  for (const auto& [name, n] : atoms_) atoms.set(name, n);
  return Json::object({{"dataset", Dataset::shipped().version()}, {"at", at_.micros()}, {"atoms", atoms}});
}
Inventory Inventory::fromJson(const Json& j) {
  if (j["dataset"].text() != Dataset::shipped().version())
    throw Fault("DATASET_MIXED", "an inventory of dataset '" + j["dataset"].text() + "' met dataset '" + Dataset::shipped().version() + "'");
  std::map<std::string, double> atoms;
  for (const auto& [name, n] : j["atoms"].members()) atoms[name] = n.number();
  return fromAtoms(std::move(atoms), Instant::fromMicros(j["at"].integer()));
}

DecayBudget decayBudget(const Inventory& start, Instant t) {
  const Inventory end = start.at(t);
  DecayBudget budget;
  std::map<std::string, bool> done;
  // decayed(n) = had + grown - has; grown(n) needs the parents first, so each member waits for its parents.
  const std::function<double(const std::string&)> decayedOf = [&](const std::string& name) -> double {
    if (done[name]) return budget.decayed[name];
    done[name] = true;
    double grown = 0;
    for (const auto& [other, atoms] : end.atoms())
      for (const auto& b : known(other).branches)
        if (b.daughter == name) grown += b.fraction * decayedOf(other);
    const auto had = start.atoms().find(name);
    const double before = had == start.atoms().end() ? 0.0 : had->second;
    budget.grown[name] = grown;
    budget.decayed[name] = known(name).stable ? 0.0 : before + grown - end.atoms().at(name);
    return budget.decayed[name];
  };
  for (const auto& [name, atoms] : end.atoms()) decayedOf(name);
  return budget;
}

Activity decayed(const Nuclide& nuclide, Activity a, Instant from, Instant to) { return a * std::exp(-nuclide.lambda() * (to - from).value); }

Seconds decaySlack(const Nuclide& nuclide, Activity drawable, Activity needed) {
  return Seconds(nuclide.half_life.value * std::log2(drawable.value / needed.value));
}
Seconds timeToReach(const Nuclide& nuclide, double from, double to) {
  return from <= to ? Seconds(0) : Seconds(nuclide.half_life.value * std::log2(from / to));
}

}  // namespace isotrail
