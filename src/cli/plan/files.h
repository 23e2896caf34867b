#pragma once
// Instances and plans as files, and their costs as tables, for the verbs of the planner.
#include "cli/output.h"
#include "solver/explain/explain.h"

namespace isotrail::cli {

/// PLAN_FILE_UNREADABLE, and what readInstance refuses.
Result<solver::rppd::Instance> loadInstance(const std::string& path);
/// PLAN_FILE_UNREADABLE, and what readPlan refuses.
Result<solver::rppd::Plan> loadPlan(const std::string& path, const solver::rppd::Instance& instance);

/// Parts and total, EUR rounded to cents.
Json costJson(const solver::rppd::Cost& cost);
/// A cost or a difference of costs, a row a part.
void tellCost(const solver::rppd::Cost& cost, Output& out);
/// Why orders are late or not served.
Json reasonsJson(const solver::rppd::Instance& instance, const std::vector<solver::Reason>& reasons, Language language);
void tellReasons(const solver::rppd::Instance& instance, const std::vector<solver::Reason>& reasons, Output& out);

}  // namespace isotrail::cli
