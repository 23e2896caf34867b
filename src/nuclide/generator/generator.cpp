#include "nuclide/generator/generator.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "nuclide/chain.h"
#include "nuclide/production/network.h"

namespace isotrail::making {
namespace {

std::string_view element(std::string_view nuclide) { return nuclide.substr(0, nuclide.find('-')); }

/// The members of the chains below `name`, itself included, each once.
void collect(const Dataset& set, const std::string& name, std::vector<std::string>& out) {
  if (std::find(out.begin(), out.end(), name) != out.end()) return;
  out.push_back(name);
  const Nuclide* n = set.find(name);
  if (!n) return;
  for (const auto& b : n->branches) collect(set, b.daughter, out);
}

std::vector<std::string> chainOf(const Dataset& set, const std::string& name) {
  std::vector<std::string> out;
  collect(set, name, out);
  return out;
}

bool holds(const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }

/// The parent's isotopes break through like the parent (Sr-85 beside Sr-82).
bool breaksThrough(const GeneratorSystem& system, const std::string& name) { return element(name) == element(system.parent); }

double shareLeaving(const GeneratorSystem& system, const Elution& e, const std::string& name) {
  if (holds(system.eluted, name)) return e.efficiency.value;
  return breaksThrough(system, name) ? e.breakthrough.value : 0.0;
}

Fraction moleShare(const GeneratorSystem& system, const Atoms& atoms) {
  double all = 0, daughter = 0;
  for (const auto& name : system.eluted)
    if (const auto found = atoms.find(name); found != atoms.end()) {
      all += found->second;
      if (name == system.daughter) daughter = found->second;
    }
  return Fraction(all > 0 ? daughter / all : 0.0);
}

Eluate takeOut(const GeneratorSystem& system, Atoms column, const Elution& e) {
  Eluate out{e.at, {}, {}, {}};
  for (auto& [name, atoms] : column) {
    const double share = shareLeaving(system, e, name);
    if (share > 0 || holds(system.eluted, name) || name == system.parent) out.atoms[name] = atoms * share;
    atoms *= 1.0 - share;
  }
  out.mole_share = moleShare(system, out.atoms);
  out.column = std::move(column);
  return out;
}

void checkShares(InputCheck& check, const Elution& e) {
  check.share("efficiency", e.efficiency, "EFFICIENCY_OUT_OF_RANGE");
  check.share("breakthrough", e.breakthrough, "BREAKTHROUGH_OUT_OF_RANGE");
}

}  // namespace

Result<GeneratorSystem> GeneratorSystem::of(const Dataset& set, std::string_view parent, std::string_view daughter) {
  auto p = set.get("parent", parent);
  if (!p) return p.refusal();
  auto d = set.get("daughter", daughter);
  if (!d) return d.refusal();
  GeneratorSystem out{&set, (*p)->name, (*d)->name, {}};
  const auto chain = chainOf(set, out.parent);
  if (out.parent == out.daughter || !holds(chain, out.daughter))
    return Refusal::field({"daughter", "NOT_IN_CHAIN", std::string(daughter), "a nuclide of the chain of " + out.parent, 0, 0});
  for (const auto& name : chain) {
    if (name != out.parent && element(name) == element(out.daughter)) out.eluted.push_back(name);
  }
  return out;
}

Activity activityIn(const Dataset& set, const Atoms& atoms, std::string_view nuclide) {
  const auto found = atoms.find(std::string(nuclide));
  const Nuclide* n = set.find(nuclide);
  return found == atoms.end() || !n ? Activity() : Activity(found->second * n->lambda());
}

Result<Atoms> loadOf(const Dataset& set, const std::map<std::string, Activity>& activities) {
  if (activities.empty()) return Refusal::field({"initial", "EMPTY_MIXTURE", "", "at least one nuclide with its activity", 0, 0});
  InputCheck check;
  Atoms out;
  for (const auto& [name, activity] : activities) {
    auto n = set.get("initial", name);
    if (!n) return n.refusal();
    check.activity(name, activity);
    check.that(!(*n)->stable, name, activity.value, "STABLE_NUCLIDE", "a radioactive nuclide");
    if (!(*n)->stable) out[(*n)->name] += activity.value / (*n)->lambda();
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  return out;
}

Result<std::vector<Eluate>> elute(const GeneratorSystem& system, const Atoms& column, std::span<const Elution> history) {
  InputCheck check;
  Seconds before(0);
  for (const auto& e : history) {
    check.time("at", e.at);
    check.that(!(e.at < before), "at", e.at.value, "OUT_OF_TIME_ORDER", "an elution not before the one ahead of it");
    checkShares(check, e);
    before = e.at;
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  std::vector<Eluate> out;
  Atoms now = column;
  before = Seconds(0);
  for (const auto& e : history) {
    now = decayChain(*system.set, now, e.at - before);
    out.push_back(takeOut(system, std::move(now), e));
    now = out.back().column;
    before = e.at;
  }
  return out;
}

namespace {

/// Three of each name: on the column, in what is collected, and a tally of what has passed that does not decay.
class Washing {
 public:
  Washing(const GeneratorSystem& system, const Atoms& column, Seconds lasts, const Elution& e) : set_(*system.set), lasts_(lasts) {
    for (const auto& [name, atoms] : column) collect(set_, name, names_);
    for (const auto& name : names_) {
      washed_.push_back(Rate(-std::log1p(-shareLeaving(system, e, name)) / lasts.value));
      network_.member(Rate(lambda(name)) + washed_.back());
    }
    for (const auto& name : names_) network_.member(Rate(lambda(name)));
    for (std::size_t i = 0; i < names_.size(); ++i) network_.member(Rate(0));
    for (std::size_t i = 0; i < names_.size(); ++i) connect(i);
  }
  Washed run(const GeneratorSystem& system, const Atoms& column, Seconds at) const {
    const std::size_t n = names_.size();
    std::vector<double> start(3 * n, 0.0);
    for (const auto& [name, atoms] : column) start[indexOf(name)] = atoms;
    const auto end = network_.after(start, lasts_);
    Washed out;
    out.eluate.at = at;
    for (std::size_t i = 0; i < n; ++i) {
      out.eluate.column[names_[i]] = end[i];
      out.eluate.atoms[names_[i]] = end[n + i];
      out.passed[names_[i]] = Activity(end[2 * n + i] * lambda(names_[i]));
    }
    out.eluate.mole_share = moleShare(system, out.eluate.atoms);
    return out;
  }

 private:
  double lambda(const std::string& name) const { return set_.find(name)->lambda(); }
  std::size_t indexOf(const std::string& name) const {
    return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
  }
  void connect(std::size_t i) {
    const std::size_t n = names_.size();
    for (const auto& b : set_.find(names_[i])->branches) {
      const Rate feeds(lambda(names_[i]) * b.fraction);
      network_.pass(i, indexOf(b.daughter), feeds);
      network_.pass(n + i, n + indexOf(b.daughter), feeds);
    }
    network_.pass(i, n + i, washed_[i]);
    network_.pass(i, 2 * n + i, washed_[i]);
  }
  const Dataset& set_;
  Seconds lasts_;
  std::vector<std::string> names_;
  std::vector<Rate> washed_;
  Network network_;
};

}  // namespace

Result<Washed> washThrough(const GeneratorSystem& system, const Atoms& column, Seconds lasts, const Elution& elution) {
  InputCheck check;
  checkShares(check, elution);
  constexpr const char* kBelowOne = "below 1: a column is never washed out completely";
  check.that(elution.efficiency.value != 1.0, "efficiency", 1.0, "EFFICIENCY_OUT_OF_RANGE", kBelowOne);
  check.that(elution.breakthrough.value != 1.0, "breakthrough", 1.0, "BREAKTHROUGH_OUT_OF_RANGE", kBelowOne);
  check.positive("lasts", lasts.value, "NEGATIVE_TIME", "a finite time above 0 s");
  if (auto v = check.verdict(); !v) return v.refusal();
  return Washing(system, column, lasts, elution).run(system, column, elution.at);
}

}  // namespace isotrail::making
