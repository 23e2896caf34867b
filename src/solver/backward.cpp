#include "solver/backward.h"

#include <algorithm>

#include "base/check.h"
#include "nuclide/decay.h"
#include "nuclide/production/cyclotron.h"
#include "nuclide/production/dispatch.h"

namespace isotrail::solver {
namespace {

struct Passage {
  Instant ends;
  Seconds slack;  // to the close of the window it passes
  bool waits = false;
};

/// The latest end not after `limit` at which the stage may pass; nothing when it has windows and none has opened by then.
std::optional<Passage> latestPassage(const Stage& stage, Instant limit) {
  if (stage.windows.empty()) return Passage{limit, Seconds(0), false};
  std::optional<Passage> best;
  for (const auto& w : stage.windows) {
    if (w.opens > limit || w.closes < w.opens) continue;
    const Instant ends = std::min(limit, w.closes);
    if (!best || ends > best->ends || (ends == best->ends && w.closes - ends > best->slack)) best = Passage{ends, w.closes - ends, ends < limit};
  }
  return best;
}

/// What the vial must hold at `t`: every dose with what it loses until its injection and what stays in its syringe, and
/// the volume that cannot be drawn.
Activity neededAt(const Problem& p, Instant t) {
  Activity sum;
  for (const auto& d : p.demands)
    sum = sum + d.activity * remainingShare(Seconds(p.half_life_s), t - d.inject_at) * (1.0 / (1.0 - p.residual_fraction));
  return sum * (1.0 / (1.0 - p.dead_fraction));
}

void giveUpAll(const Problem& p, Plan& plan, const char* code) {
  for (const auto& d : p.demands) plan.unserved.push_back({d.order, code});
}

/// Beam time for an activity at end of beam; nothing when the beam can never make it.
std::optional<Seconds> beamTime(const Problem& p, Activity eob) {
  auto time = making::beamTimeFor(Seconds(p.half_life_s), SaturationYield(p.saturation_bq_per_a), Current(p.beam_current_a), eob);
  if (!time) return std::nullopt;
  return *time;
}

/// Activity at the end of beam for `eos` at the end of synthesis: the yield is decay-corrected, so only time adds to it.
Activity endOfBeam(const Problem& p, Activity eos, Seconds between) {
  return eos * (1.0 / making::notDecayCorrected(Seconds(p.half_life_s), {"", between, Fraction(p.synthesis_yield)}).value);
}

void checkProblem(const Problem& p) {
  ISOTRAIL_CHECK(p.half_life_s > 0 && p.synthesis_index < p.stages.size());
  ISOTRAIL_CHECK(p.synthesis_yield > 0 && p.transfer_yield > 0);
  ISOTRAIL_CHECK(p.dead_fraction >= 0 && p.dead_fraction < 1 && p.residual_fraction >= 0 && p.residual_fraction < 1);
}

}  // namespace

Plan planBackward(const Problem& problem) {
  Plan plan;
  if (problem.demands.empty() || problem.stages.empty()) return plan;
  checkProblem(problem);
  const auto first =
      std::min_element(problem.demands.begin(), problem.demands.end(), [](const Demand& a, const Demand& b) { return a.inject_at < b.inject_at; });
  plan.needed_at_first_injection = neededAt(problem, first->inject_at);
  Instant limit = first->inject_at, eos_at;
  plan.stages.resize(problem.stages.size());
  for (std::size_t i = problem.stages.size(); i-- > 0;) {
    const Stage& stage = problem.stages[i];
    const auto passage = latestPassage(stage, limit);
    if (!passage) {
      giveUpAll(problem, plan, "NO_WINDOW");
      plan.stages.clear();
      return plan;
    }
    Seconds duration = stage.duration;
    if (i == problem.synthesis_index) {
      eos_at = passage->ends;
      plan.needed_eos = neededAt(problem, eos_at) * (1.0 / problem.transfer_yield);
      plan.needed_eob = endOfBeam(problem, plan.needed_eos, stage.duration);
    }
    if (i == 0 && problem.synthesis_index > 0 && problem.saturation_bq_per_a > 0) {
      // What waits between beam and synthesis has to be made as well.
      plan.needed_eob = endOfBeam(problem, plan.needed_eos, eos_at - passage->ends);
      const auto beam = beamTime(problem, plan.needed_eob);
      if (!beam) giveUpAll(problem, plan, "BEAM_TOO_WEAK");
      plan.beam_time = beam.value_or(stage.duration);
      duration = std::max(stage.duration, plan.beam_time);
    }
    plan.stages[i] = {stage.code, passage->ends - duration, passage->ends, passage->slack, passage->waits};
    limit = plan.stages[i].starts;
  }
  return plan;
}

}  // namespace isotrail::solver
