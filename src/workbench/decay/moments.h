#pragma once
// When an answer is wanted: one instant or time, or a row each so often. Shared by decay and chains.
#include "workbench/calculation.h"

namespace isotrail::workbench {

struct Moments {
  std::optional<Instant> reference, at;
  std::optional<Seconds> after, before, every;
  std::optional<std::int64_t> count;
  void fields(Fields& f) {
    f("reference", reference, "the instant the activity is stated for");
    f("at", at, "the instant the answer is wanted for");
    f("after", after, "time since the reference, instead of an instant");
    f("before", before, "time before the reference: what it was then");
    f("every", every, "a row each so often");
    f("count", count, "rows of every, 1 to 10000");
  }
};

/// Times since the reference, 0 first and the wanted one last (negative before the reference). MISSING_FIELD for `at` without a
/// reference, CONFLICTING_FIELDS when the end is said twice, BAD_VALUE for a step of 0 or a count outside 1 to 10000.
Result<std::vector<Seconds>> timesOf(const Moments& moments);
/// Adds what was taken of them to the inputs.
void addInputs(const Moments& moments, Answer& answer);
/// `points` times from 0 to `end`, both with it, evenly.
std::vector<Seconds> spread(Seconds end, int points);

}  // namespace isotrail::workbench
