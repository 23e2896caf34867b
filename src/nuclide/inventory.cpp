#include "nuclide/inventory.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "base/check.h"
#include "nuclide/chain.h"

namespace isotrail {
namespace {

const Nuclide& known(const Dataset& set, const std::string& name) {
  const Nuclide* n = set.find(name);
  if (!n) throw Fault("LEDGER_CORRUPT", "nuclide " + name + " is not in " + set.version());
  return *n;
}

/// Below one millionth of an atom a member is not there.
constexpr double kNothing = 1e-6;
constexpr Seconds kNever(1e18);

using Atoms = std::map<std::string, double>;

/// Members of `atoms`, each after all that feed it.
std::vector<std::string> parentsFirst(const Dataset& set, const Atoms& atoms) {
  std::vector<std::string> order;
  std::set<std::string> seen;
  const std::function<void(const std::string&)> walk = [&](const std::string& name) {
    if (!seen.insert(name).second) return;
    for (const auto& b : known(set, name).branches) walk(b.daughter);
    if (atoms.contains(name)) order.push_back(name);
  };
  for (const auto& [name, n] : atoms) walk(name);
  std::reverse(order.begin(), order.end());
  return order;
}

/// The member of `atoms` that feeds `name` most; nullptr when nothing does.
const Nuclide* feeder(const Dataset& set, const Atoms& atoms, const std::string& name) {
  const Nuclide* best = nullptr;
  double most = 0;
  for (const auto& [other, n] : atoms) {
    const Nuclide& parent = known(set, other);
    for (const auto& b : parent.branches)
      if (const double rate = n * parent.lambda() * b.fraction; b.daughter == name && rate > most) best = &parent, most = rate;
  }
  return best;
}

/// What was there `ago` before. Certain for a nuclide nothing feeds; a daughter shorter-lived than its parent is taken to have
/// followed it in equilibrium; a longer-lived or stable one is what is there now less what has grown in since.
Atoms before(const Dataset& set, const Atoms& now, Seconds ago) {
  Atoms then;
  for (const auto& name : parentsFirst(set, now)) {
    const Nuclide& n = known(set, name);
    const double have = now.at(name);
    const Nuclide* parent = feeder(set, now, name);
    if (!parent) {
      then[name] = have * std::exp(n.lambda() * ago.value);
    } else if (!n.stable && n.half_life < parent->half_life) {
      then[name] = have * then.at(parent->name) / now.at(parent->name);
    } else {
      Atoms grown = decayChain(set, then, ago);
      then[name] = std::max(0.0, have - grown[name]) * std::exp(n.lambda() * ago.value);
    }
  }
  return then;
}

}  // namespace

Inventory Inventory::of(const Nuclide& nuclide, Activity activity, Instant at) {
  ISOTRAIL_CHECK(!nuclide.stable);
  return fromAtoms(nuclide.dataset ? *nuclide.dataset : Dataset::shipped(), {{nuclide.name, activity.value / nuclide.lambda()}}, at);
}
Inventory Inventory::fromAtoms(const Dataset& set, std::map<std::string, double> atoms, Instant at) {
  Inventory out;
  out.set_ = &set;
  out.atoms_ = std::move(atoms);
  out.at_ = at;
  return out;
}
Inventory Inventory::with(std::map<std::string, double> atoms, Instant at) const { return fromAtoms(dataset(), std::move(atoms), at); }
double Inventory::lambdaOf(const std::string& name) const { return known(dataset(), name).lambda(); }

Inventory Inventory::at(Instant t) const {
  if (t == at_ || atoms_.empty()) {
    Inventory same = *this;
    same.at_ = t;
    return same;
  }
  const Seconds elapsed = t - at_;
  if (elapsed.value > 0) return with(decayChain(dataset(), atoms_, elapsed), t);
  return with(before(dataset(), atoms_, -elapsed), t);
}

Result<Inventory> Inventory::restated(const Dataset& set) const {
  std::map<std::string, double> atoms;
  for (const auto& [name, n] : atoms_) {
    const auto in_new = set.get("nuclide", name);
    if (!in_new) return in_new.refusal();
    const double lambda = lambdaOf(name);
    // A member that only one of the two follows further keeps its atoms.
    atoms[name] = lambda > 0 && !(*in_new)->stable ? n * (lambda / (*in_new)->lambda()) : n;
  }
  return fromAtoms(set, std::move(atoms), at_);
}

Activity Inventory::activity(std::string_view nuclide) const {
  auto found = atoms_.find(std::string(nuclide));
  return found == atoms_.end() ? Activity() : Activity(found->second * lambdaOf(found->first));
}
Activity Inventory::total() const {
  Activity sum;
  for (const auto& [name, n] : atoms_) sum = sum + Activity(n * lambdaOf(name));
  return sum;
}
std::string Inventory::leading() const {
  std::string best;
  double most = 0;
  for (const auto& [name, n] : atoms_)
    if (const double a = n * lambdaOf(name); a > most) most = a, best = name;
  return best;
}

Inventory Inventory::times(double share) const {
  Inventory out = *this;
  for (auto& [name, n] : out.atoms_) n *= share;
  return out;
}
Inventory Inventory::plus(const Inventory& other) const {
  if (atoms_.empty()) return other;
  if (other.atoms_.empty()) return *this;
  if (set_ != other.set_) throw MixedDatasets(dataset().version(), other.dataset().version());
  Inventory out = other.at_ > at_ ? at(other.at_) : *this;
  for (const auto& [name, n] : other.at(out.at_).atoms_) out.atoms_[name] += n;
  return out;
}
Inventory Inventory::minus(const Inventory& other) const {
  Inventory out = plus(other.times(-1.0));
  const Inventory had = at(out.at_);
  for (auto& [name, n] : out.atoms_) {
    const auto whole = had.atoms_.find(name);
    if (std::abs(n) <= 1e-9 * (whole == had.atoms_.end() ? 0.0 : std::abs(whole->second)) + kNothing) n = 0.0;
  }
  std::erase_if(out.atoms_, [](const auto& member) { return member.second == 0.0; });
  return out;
}

Json Inventory::toJson() const {
  Json atoms = Json::object();
  for (const auto& [name, n] : atoms_) atoms.set(name, n);
  return Json::object({{"dataset", dataset().version()}, {"at", at_.micros()}, {"atoms", atoms}});
}
Inventory Inventory::fromJson(const Json& j) {
  const std::string& version = j["dataset"].text();
  const Dataset* set = Dataset::named(version);
  if (!set) throw Fault("DATASET_UNKNOWN", "an inventory names the dataset '" + version + "', which this program does not ship");
  std::map<std::string, double> atoms;
  for (const auto& [name, n] : j["atoms"].members()) atoms[name] = n.number();
  return fromAtoms(*set, std::move(atoms), Instant::fromMicros(j["at"].integer()));
}

DecayBudget decayBudget(const Inventory& start, Instant t) {
  DecayBudget budget;
  budget.decayed = chainDecays(start.dataset(), start.atoms(), t - start.reference());
  for (const auto& [name, decays] : budget.decayed) {
    budget.grown[name];
    for (const auto& b : known(start.dataset(), name).branches) budget.grown[b.daughter] += b.fraction * decays;
  }
  return budget;
}

Activity decayed(const Nuclide& nuclide, Activity a, Seconds elapsed) {
  const double left = a.value * std::exp(-nuclide.lambda() * elapsed.value);
  return Activity(left < 1e-300 ? 0.0 : left);  // below it is nothing, not an error
}
Activity decayed(const Nuclide& nuclide, Activity a, Instant from, Instant to) { return decayed(nuclide, a, to - from); }

double decaysDuring(const Nuclide& nuclide, Activity a, Seconds elapsed) {
  ISOTRAIL_CHECK(!nuclide.stable);
  return a.value / nuclide.lambda() * -std::expm1(-nuclide.lambda() * elapsed.value);
}

Seconds decaySlack(const Nuclide& nuclide, Activity drawable, Activity needed) {
  ISOTRAIL_CHECK(!nuclide.stable);
  if (needed.value <= 0) return kNever;
  if (drawable.value <= 0) return -kNever;
  return Seconds(nuclide.half_life.value * std::log2(drawable.value / needed.value));
}
Seconds timeToReach(const Nuclide& nuclide, double from, double to) {
  if (from <= to) return Seconds(0);
  if (nuclide.stable || to <= 0) return kNever;
  return Seconds(nuclide.half_life.value * std::log2(from / to));
}

}  // namespace isotrail
