#pragma once
// What a thing holds: atoms of each nuclide at a reference instant. Activity is derived. Stable members are kept, so that
// atoms are conserved over a chain.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/json.h"
#include "nuclide/dataset.h"
#include "units/quantity.h"

namespace isotrail {

class Inventory {
 public:
  Inventory() = default;
  /// `activity` of `nuclide` at `at`.
  static Inventory of(const Nuclide& nuclide, Activity activity, Instant at);
  /// Atoms by the dataset's names of nuclides.
  static Inventory fromAtoms(const Dataset& set, std::map<std::string, double> atoms, Instant at);

  Instant reference() const { return at_; }
  const std::map<std::string, double>& atoms() const { return atoms_; }
  bool empty() const { return atoms_.empty(); }
  /// The dataset it was stated with and is evaluated with for ever; the newest for an empty one.
  const Dataset& dataset() const { return set_ ? *set_ : Dataset::shipped(); }
  /// The same activities at reference() (and atoms of stable members) stated with `set`. The one way from dataset to dataset;
  /// it belongs into an entry of its own. Refuses UNKNOWN_NUCLIDE when `set` lacks a member.
  Result<Inventory> restated(const Dataset& set) const;

  /// The same things at `t`: decay with in-growth, exact forwards. Backwards it is exact for nuclides that nothing in the
  /// inventory feeds and their stable daughters; a fed short-lived daughter is taken to have been in equilibrium.
  Inventory at(Instant t) const;
  Activity activity(std::string_view nuclide) const;  // at reference(); 0 when absent or stable
  Activity activityAt(std::string_view nuclide, Instant t) const { return at(t).activity(nuclide); }
  Activity total() const;       // sum over unstable members at reference()
  std::string leading() const;  // nuclide with the largest activity, "" when none

  Inventory times(double share) const;  // the same mixture, `share` of the atoms
  // Sums are of one dataset; two different ones throw MixedDatasets.
  Inventory plus(
      const Inventory& other) const;  // stated at the later of the two references; chains are exact only forwards. An empty one has no reference
  Inventory minus(const Inventory& other) const;  // clamps rounding residue at 0 within 1e-9 relative

  Json toJson() const;  // {"dataset","at":us,"atoms":{...}}
  /// Throws Fault DATASET_UNKNOWN when this program does not ship the dataset it names.
  static Inventory fromJson(const Json& j);

 private:
  Inventory with(std::map<std::string, double> atoms, Instant at) const;
  double lambdaOf(const std::string& name) const;
  const Dataset* set_ = nullptr;
  std::map<std::string, double> atoms_;
  Instant at_;
};

/// Amounts stated with two different datasets were to be summed. The desk answers it as the refusal DATASET_MIXED.
struct MixedDatasets : Fault {
  std::string one, other;  // versions
  MixedDatasets(std::string a, std::string b)
      : Fault("DATASET_MIXED", "amounts of the datasets " + a + " and " + b + " were to be summed"), one(std::move(a)), other(std::move(b)) {}
};

/// What happened inside one inventory over [reference, t], t not before it: per nuclide, atoms decayed and atoms grown in.
/// had + grown - decayed is what is there at t, to the rounding of the largest of them.
struct DecayBudget {
  std::map<std::string, double> decayed;
  std::map<std::string, double> grown;
};
DecayBudget decayBudget(const Inventory& start, Instant t);

/// Activity `a` of `nuclide` at `from` brought to `to` (either direction), without daughters.
Activity decayed(const Nuclide& nuclide, Activity a, Instant from, Instant to);
Activity decayed(const Nuclide& nuclide, Activity a, Seconds elapsed);  // negative: back in time
/// Nuclei of `nuclide` that decay in `elapsed`; divided by it, the mean activity.
double decaysDuring(const Nuclide& nuclide, Activity a, Seconds elapsed);
/// Slack: how much later a use may be while `drawable` still covers `needed`: T * log2(drawable/needed), negative when it is
/// too late already; 1e18 s stands for never, when nothing is needed, and -1e18 s when there is nothing.
Seconds decaySlack(const Nuclide& nuclide, Activity drawable, Activity needed);
/// Time until `from` has fallen to `to` (0 when already there, 1e18 s when it never does).
Seconds timeToReach(const Nuclide& nuclide, double from, double to);

}  // namespace isotrail
