#pragma once
// What may happen to a day after it was planned, and what the day is then.
#include <optional>
#include <string_view>
#include <vector>

#include "solver/rppd/plan.h"

namespace isotrail::solver {

struct Change {
  enum class Kind { delay, yield, down, shut, cancel, stat, dose };
  Kind kind = Kind::delay;
  int run = -1, trip = -1;                    // delay: one of them; yield: the run. Indices in the plan
  int site = -1, line = -1, vehicle = -1;     // down: a line of a site, a vehicle, or
  int hospital = -1, room = -1, camera = -1;  // a room or camera of a hospital
  int post = -1;                              // shut: a post of the instance, or
  std::string stage;                          // every stage of this code
  int order = -1;                             // cancel, dose
  int minutes = 0;                            // delay
  double factor = 1.0;                        // yield: of what the run was to make; 0: it fails
  rppd::Span when;                            // down, shut
  double dose = 0.0;                          // MBq a patient
  std::optional<rppd::Order> added = {};      // stat
};

/// Reads a list of changes, or {"changes":[..]}; BAD_PLAN_FILE names every error by its path ("changes[1].trip").
///   {"kind":"delay","trip"|"run":index in the plan,"minutes":..}   {"kind":"yield","run":..,"factor":..}
///   {"kind":"down","vehicle":id | "site":id,"line":id | "hospital":id,"room" or "camera":id,"from":..,"to":..}
///   {"kind":"shut","post":index in borders | code of a
///   stage,"from":..,"to":..}
///   {"kind":"cancel","order":id}   {"kind":"dose","order":id,"dose":MBq}
///   {"kind":"stat","id","hospital","product","dose","calibration";
///   "patients","spacing","window","deadline","packages","penalty","late_cost_per_min"}
Result<std::vector<Change>> readChanges(std::string_view text, const rppd::Instance& instance, const rppd::Plan& plan);

/// The day after changes, and the plan with what has begun as it now goes. What began before `now` is frozen; what a breakdown stopped is
/// lost. The plan may break rules of the new day; `promised` is the plan as it was.
struct ChangedDay {
  rppd::Instance instance;
  rppd::Plan plan;
};
ChangedDay applyChanges(const rppd::Instance& instance, const rppd::Plan& plan, const std::vector<Change>& changes, int now);

}  // namespace isotrail::solver
