#pragma once
// Instances and plans as files, and their costs as tables, for the verbs of the planner.
#include <optional>

#include "cli/output.h"
#include "solver/explain/explain.h"
#include "solver/robust/scenario.h"
#include "solver/rppd/diff.h"

namespace isotrail::cli {

/// PLAN_FILE_UNREADABLE, and what readInstance refuses; `format` "solomon" reads the text files of Solomon, Gehring and Homberger.
Result<solver::rppd::Instance> loadInstance(const std::string& path, const std::string& format = {});
/// PLAN_FILE_UNREADABLE, and what readPlan refuses.
Result<solver::rppd::Plan> loadPlan(const std::string& path, const solver::rppd::Instance& instance);

/// Parts and total, EUR rounded to cents.
Json costJson(const solver::rppd::Cost& cost);
/// A cost or a difference of costs, a row a part.
void tellCost(const solver::rppd::Cost& cost, Output& out);
/// What two plans of a day have different.
Json diffJson(const solver::rppd::Instance& instance, const solver::rppd::PlanDiff& diff);
void tellDiff(const solver::rppd::Instance& instance, const solver::rppd::PlanDiff& diff, Output& out);
/// The text of a file. PLAN_FILE_UNREADABLE.
Result<std::string> planFileText(const std::string& path);
/// Reads a file of spreads over the assumed ones; nothing for "". The refusal, if there is one.
std::optional<Refusal> loadSpreads(const std::string& path, solver::Spreads& spreads);
/// Writes a plan or a day; kDone, or the exit code of the refusal told.
int writePlan(const std::string& path, const std::string& text, Output& out);
/// "+12", "-3"; "3.25".
std::string signedNumber(double v);
std::string decimals(double v, int places);
/// Why orders are late or not served.
Json reasonsJson(const solver::rppd::Instance& instance, const std::vector<solver::Reason>& reasons, Language language);
void tellReasons(const solver::rppd::Instance& instance, const std::vector<solver::Reason>& reasons, Output& out);

}  // namespace isotrail::cli
