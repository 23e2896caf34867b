#include "solver/backward.h"

#include <algorithm>
#include <cmath>

namespace isotrail::solver {
namespace {

constexpr double kLn2 = 0.693147180559945309;

/// Latest window close that is not later than `end`; nothing when the stage has windows and none fits.
std::optional<Instant> latestEnd(const Stage& stage, Instant end, bool& waits) {
  if (stage.windows.empty()) return end;
  std::optional<Instant> best;
  for (const auto& w : stage.windows) {
    if (w.opens > end) continue;
    const Instant candidate = std::min(end, w.closes);
    if (!best || candidate > *best) best = candidate;
  }
  waits = best && *best < end;
  return best;
}

Activity neededAt(const Problem& p, Instant t) {
  Activity sum;
  for (const auto& d : p.demands)
    sum = sum + d.activity * std::exp2((d.inject_at - t).value / p.half_life_s) * (1.0 / (1.0 - p.residual_fraction));
  return sum * (1.0 / (1.0 - p.dead_fraction));
}

void giveUpAll(const Problem& p, Plan& plan, const char* code) {
  for (const auto& d : p.demands) plan.unserved.push_back({d.order, code});
}

/// Beam minutes for an activity at end of beam: t = -ln(1 - A/(A_sat I)) / lambda.
std::optional<Seconds> beamTime(const Problem& p, Activity eob) {
  const double saturation = p.saturation_bq_per_a * p.beam_current_a;
  if (eob.value >= saturation) return std::nullopt;
  return Seconds(-std::log1p(-eob.value / saturation) * p.half_life_s / kLn2);
}

}  // namespace

Plan planBackward(const Problem& problem) {
  Plan plan;
  if (problem.demands.empty() || problem.stages.empty()) return plan;
  const auto first = std::min_element(problem.demands.begin(), problem.demands.end(),
                                      [](const Demand& a, const Demand& b) { return a.inject_at < b.inject_at; });
  plan.needed_at_first_injection = neededAt(problem, first->inject_at);
  Instant end = first->inject_at;
  plan.stages.resize(problem.stages.size());
  for (std::size_t i = problem.stages.size(); i-- > 0;) {
    const Stage& stage = problem.stages[i];
    PlannedStage& planned = plan.stages[i];
    const auto fits = latestEnd(stage, end, planned.waits);
    if (!fits) {
      giveUpAll(problem, plan, "NO_WINDOW");
      plan.stages.clear();
      return plan;
    }
    planned.code = stage.code;
    planned.ends = *fits;
    if (i == problem.synthesis_index) {
      plan.needed_eos = neededAt(problem, planned.ends) * (1.0 / problem.transfer_yield);
      const Instant eob_at = planned.ends - stage.duration;
      plan.needed_eob = plan.needed_eos * (std::exp2((planned.ends - eob_at).value / problem.half_life_s) / problem.synthesis_yield);
    }
    Seconds duration = stage.duration;
    if (i + 1 == problem.synthesis_index && problem.saturation_bq_per_a > 0) {
      const auto beam = beamTime(problem, plan.needed_eob);
      if (!beam) giveUpAll(problem, plan, "BEAM_TOO_WEAK");
      plan.beam_time = beam.value_or(stage.duration);
      duration = std::max(stage.duration, plan.beam_time);
    }
    planned.starts = planned.ends - duration;
    for (const auto& w : stage.windows)
      if (planned.ends >= w.opens && planned.ends <= w.closes) planned.slack = w.closes - planned.ends;
    end = planned.starts;
  }
  return plan;
}

}  // namespace isotrail::solver
