#pragma once
// A generator's column over time: its daughter's maximum, and the next elution for a list of doses that are wanted.
#include <optional>
#include <span>

#include "nuclide/generator/generator.h"

namespace isotrail::making {

struct Peak {
  Seconds at;  // 0 when the daughter only falls
  Activity activity;
};
/// The highest activity of the daughter on a column left alone, to 1e-9 of the time. Any member of a chain, fed over any
/// number of steps, as long as it rises and falls once.
Peak peakOf(const GeneratorSystem& system, const Atoms& column);

struct Wanted {
  Seconds at;
  Activity activity;
};
/// What the next elution has to serve. Times count from the instant that the column is stated for.
struct ElutionDemand {
  std::vector<Wanted> wanted;
  Elution how;                                 // efficiency and breakthrough; `at` is the answer
  Seconds not_before{0};                       // people and column are ready
  std::optional<Seconds> not_after;            // none: the first time that anything is wanted
  std::optional<Fraction> breakthrough_limit;  // parent over daughter at the last use
};

struct Served {
  Wanted wanted;
  Activity there;    // in the vial then, after the doses before it
  Activity missing;  // 0 when it is served
};
struct ElutionPlan {
  bool feasible = false;
  Seconds earliest, latest;                     // every elution between serves all; equal to `at` when not feasible
  Seconds at;                                   // of these the one with least daughter eluted for nothing; the latest allowed when not feasible
  Activity eluted;                              // at `at`
  Fraction used;                                // of its atoms: reach a patient
  std::optional<Fraction> breakthrough;         // parent over daughter at the elution; none without daughter
  std::optional<Fraction> breakthrough_at_end;  // at the last use
  bool breakthrough_binds = false;              // the earliest time follows of the limit, not of the activity
  std::vector<Served> doses;                    // in order of time, as served by the elution at `at`
};
/// A later elution always leaves more for a later dose, so what is feasible is one interval up to the latest time; the least
/// is eluted for nothing at one of its ends. Refuses EMPTY_MIXTURE (nothing wanted), NEGATIVE_ACTIVITY, NEGATIVE_TIME,
/// EFFICIENCY_OUT_OF_RANGE, OUT_OF_TIME_ORDER (something is wanted before an elution is possible).
Result<ElutionPlan> planElution(const GeneratorSystem& system, const Atoms& column, const ElutionDemand& demand);

}  // namespace isotrail::making
