#include "nuclide/production/dispatch.h"

#include <algorithm>

#include "nuclide/decay.h"

namespace isotrail::making {
namespace {

void checkStages(InputCheck& check, Seconds half_life, Activity a, std::span<const DispatchStage> stages) {
  check.halfLife("half_life", half_life);
  check.activity("activity", a);
  for (const auto& s : stages) {
    check.time(s.name, s.lasts);
    check.share(s.name, s.passes, "YIELD_OUT_OF_RANGE");
  }
}

}  // namespace

Fraction notDecayCorrected(Seconds half_life, const DispatchStage& stage) {
  return Fraction(stage.passes.value * remainingShare(half_life, stage.lasts));
}

Result<std::vector<StageActivity>> forward(Seconds half_life, Activity first, std::span<const DispatchStage> stages) {
  InputCheck check;
  checkStages(check, half_life, first, stages);
  if (auto v = check.verdict(); !v) return v.refusal();
  std::vector<StageActivity> out;
  Seconds at(0);
  for (const auto& s : stages) {
    at = at + s.lasts;
    first = first * notDecayCorrected(half_life, s).value;
    out.push_back({s.name, at, first});
  }
  return out;
}

Result<std::vector<StageActivity>> backward(Seconds half_life, Activity last, std::span<const DispatchStage> stages) {
  InputCheck check;
  checkStages(check, half_life, last, stages);
  for (const auto& s : stages) check.that(s.passes.value != 0, s.name, 0, "YIELD_OUT_OF_RANGE", "above 0: what passes nothing cannot be made up for");
  if (auto v = check.verdict(); !v) return v.refusal();
  Seconds at(0);
  for (const auto& s : stages) at = at + s.lasts;
  std::vector<StageActivity> out;
  for (std::size_t i = stages.size(); i-- > 0;) {
    out.push_back({stages[i].name, at, last});
    at = at - stages[i].lasts;
    last = last * (1.0 / notDecayCorrected(half_life, stages[i]).value);
  }
  out.push_back({"", Seconds(0), last});
  std::reverse(out.begin(), out.end());
  check.that(std::isfinite(last.value), "activity", last.value, "UNREACHABLE_ACTIVITY", "stages short enough for a finite activity at the start");
  if (auto v = check.verdict(); !v) return v.refusal();
  return out;
}

Result<Activity> dispatched(Seconds half_life, std::span<const DueDose> doses, Activity least, Fraction margin) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  check.activity("least", least);
  check.notNegative("margin", margin.value, "NEGATIVE_MARGIN", "0 or more");
  for (const auto& d : doses) {
    check.activity("dose", d.activity);
    check.time("after", d.after);
  }
  if (auto v = check.verdict(); !v) return v.refusal();
  Activity sum;
  for (const auto& d : doses) sum = sum + d.activity * (1.0 / remainingShare(half_life, d.after));
  check.that(std::isfinite(sum.value), "dose", sum.value, "UNREACHABLE_ACTIVITY", "doses near enough for a finite activity at dispatch");
  if (auto v = check.verdict(); !v) return v.refusal();
  return std::max(sum, least) * (1.0 + margin.value);
}

}  // namespace isotrail::making
