#pragma once
// A plan as an RPPD plan file states it: which run makes which orders, which trip carries them. Indices are those of the instance.
#include <string>
#include <string_view>
#include <vector>

#include "solver/rppd/instance.h"

namespace isotrail::solver::rppd {

/// Reads a plan of this instance. BAD_PLAN_FILE names what the instance does not have, by its path; PLAN_OF_ANOTHER_DAY when the file
/// says for which instance it was made; PLAN_NOT_JSON.
Result<Plan> readPlan(std::string_view text, const Instance& instance);
/// A plan that is a part of a larger file and stands there at `path`; what is wrong with it is added to `errors`.
Plan readPlanAt(const Json& file, const std::string& path, const Instance& instance, std::vector<FieldError>& errors);
/// The file of a plan; it names the instance.
std::string planText(const Plan& plan, const Instance& instance);

}  // namespace isotrail::solver::rppd
