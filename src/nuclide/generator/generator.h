#pragma once
// Generators: the column holds atoms of every member of the parent's chain; an elution takes a share of the daughter's
// element, isotopes and isomers alike, and a trace of the parent's element. Between elutions the chain decays by itself.
#include <span>
#include <string>
#include <vector>

#include "nuclide/dataset.h"
#include "nuclide/production/amounts.h"

namespace isotrail::making {

/// Below this half-life of the daughter an elution is no instant: it is integrated over its window (washThrough).
inline constexpr Seconds kWashedBelow = minutes(20);

struct GeneratorSystem {
  const Dataset* set = nullptr;
  std::string parent, daughter;
  std::vector<std::string> eluted;  // what leaves with the elution's efficiency: isotopes and isomers of the daughter

  /// Any parent and member of its chain. UNKNOWN_NUCLIDE; NOT_IN_CHAIN when the daughter does not come of the parent.
  static Result<GeneratorSystem> of(const Dataset& set, std::string_view parent, std::string_view daughter);
};

/// One elution: `at` from the start, the middle of its window. Efficiency and breakthrough are shares of the atoms there.
struct Elution {
  Seconds at;
  Fraction efficiency{1.0};
  Fraction breakthrough{0.0};
};

struct Eluate {
  Seconds at;
  Atoms atoms;          // in the eluate
  Atoms column;         // left on the column
  Fraction mole_share;  // of the daughter among the atoms of the eluted elements; 0 for an empty eluate
};

/// Activity of `nuclide` among `atoms`; 0 when absent or stable.
Activity activityIn(const Dataset& set, const Atoms& atoms, std::string_view nuclide);
/// Atoms of the given activities. UNKNOWN_NUCLIDE, NEGATIVE_ACTIVITY, NONFINITE_ACTIVITY, EMPTY_MIXTURE, STABLE_NUCLIDE.
Result<Atoms> loadOf(const Dataset& set, const std::map<std::string, Activity>& activities);

/// The eluates of a history, in its order, which is the order of time; elutions at the same instant follow one another.
/// Refuses NEGATIVE_TIME, OUT_OF_TIME_ORDER, EFFICIENCY_OUT_OF_RANGE, BREAKTHROUGH_OUT_OF_RANGE.
Result<std::vector<Eluate>> elute(const GeneratorSystem& system, const Atoms& column, std::span<const Elution> history);

/// An elution that lasts: the column is washed evenly during `lasts`, which without decay would take `efficiency` of what
/// was there. In-growth and decay go on, on the column and in what is collected.
struct Washed {
  Eluate eluate;                           // as collected, at the end of the window
  std::map<std::string, Activity> passed;  // each part counted at its moment of leaving (what an infusion system counts)
};
/// Refuses as elute, and an efficiency of 1: nothing is washed out completely. NEGATIVE_TIME unless `lasts` is above 0.
Result<Washed> washThrough(const GeneratorSystem& system, const Atoms& column, Seconds lasts, const Elution& elution);

}  // namespace isotrail::making
