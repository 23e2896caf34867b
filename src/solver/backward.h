#pragma once
// The backward schedule: from injection times through receipt, road, border windows, release tests and synthesis to beam.
// Pure: no input or output. Later solvers keep this problem and plan form.
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "units/quantity.h"

namespace isotrail::solver {

struct Demand {
  std::string order;
  Activity activity;  // wanted at injection
  Instant inject_at;
};
struct Window {  // a stage may only be passed inside one of these
  Instant opens;
  Instant closes;
};
struct Stage {
  std::string code;             // "beam", "synthesis", "qc", "release", "pack", "road_cn", "export", "bridge", "import", "road_mo", "receipt", "draw"
  Seconds duration;             // of a beam: at least this long
  std::vector<Window> windows;  // empty: always open. The stage must END inside a window.
};
struct Problem {
  double half_life_s = 0.0;
  std::vector<Demand> demands;
  std::vector<Stage> stages;         // in the order they happen, first = beam
  std::size_t synthesis_index = 1;   // stage at whose end activity is at EOS
  double saturation_bq_per_a = 0.0;  // 0: no beam (reactor or generator product)
  double beam_current_a = 0.0;
  double synthesis_yield = 1.0;    // decay-corrected
  double dead_fraction = 0.0;      // vial volume that cannot be drawn
  double transfer_yield = 1.0;     // what of EOS reaches the vial
  double residual_fraction = 0.0;  // left in the syringe
};
struct PlannedStage {
  std::string code;
  Instant starts;
  Instant ends;        // latest end that still serves the first injection
  Seconds slack;       // to the cliff of its own window (0 without window: slack of the plan)
  bool waits = false;  // moved earlier because a window closes
};
struct Unserved {
  std::string order;
  std::string code;  // "NO_WINDOW", "BEAM_TOO_WEAK"
};
struct Plan {
  std::vector<PlannedStage> stages;
  Activity needed_at_first_injection;  // in the vial
  Activity needed_eos;
  Activity needed_eob;
  Seconds beam_time;  // 0 when there is no beam
  std::vector<Unserved> unserved;
};
/// Latest feasible schedule for all demands together. Always answers: when a window shuts out the earliest injection
/// (NO_WINDOW, no stages then) or the beam cannot make enough (BEAM_TOO_WEAK, stages with their least durations), every
/// demand is named in `unserved`; which to leave out and try again is the caller's choice.
Plan planBackward(const Problem& problem);

}  // namespace isotrail::solver
