// isotrail plan solve: plans a day; the best so far, its bound and gap on standard error while it works.
#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "cli/machine.h"
#include "cli/plan/allowance.h"
#include "cli/plan/files.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "solver/region/region.h"
#include "solver/robust/risk.h"

namespace isotrail::cli {
namespace {

constexpr double kPatience = 10.0;   // seconds without --seconds and --iterations
constexpr double kSayEvery = 0.5;    // seconds between two lines
constexpr double kTolerance = 1e-6;  // EUR between search and checker

Json progressParams(const solver::search::Progress& p) {
  return Json::object({{"seconds", decimals(p.seconds, 1)},
                       {"best", decimals(p.best, 2)},
                       {"bound", decimals(p.bound, 2)},
                       {"percent", decimals(100.0 * p.gap(), 1)},
                       {"moves", p.moves}});
}

Json summary(const solver::rppd::Instance& instance, const solver::search::Solution& solution, const solver::rppd::Checked& checked) {
  return Json::object({{"instance", instance.name},
                       {"cost", checked.cost.total()},
                       {"bound", solution.end.bound},
                       {"gap", solution.end.gap()},
                       {"parts", costJson(checked.cost)},
                       {"unserved", checked.unserved},
                       {"patients_unserved", checked.patients_unserved},
                       {"runs", solution.plan.runs.size()},
                       {"trips", solution.plan.trips.size()},
                       {"vehicles", checked.vehicles},
                       {"moves", solution.end.moves},
                       {"seconds", solution.end.seconds},
                       {"stopped", !solution.whole}});
}

}  // namespace

int planSolveVerb(const Invocation& in, Output& out) {
  Allowance allowance(in, kPatience);
  auto instance = loadInstance(in.paths.at(0), in.format);
  if (!instance) return out.refuse(instance.refusal());
  const StopSignal signal;
  solver::search::Effort effort;
  effort.seconds = allowance.forSearch();
  effort.moves = in.iterations;
  effort.threads = in.threads > 0 ? in.threads : cores();
  effort.seed = static_cast<std::uint64_t>(in.seed);
  effort.stop = &StopSignal::flag();
  double said = 0.0;
  effort.progress = [&](const solver::search::Progress& p) {
    if (p.seconds < said + kSayEvery) return;
    said = p.seconds;
    out.note(out.word("CLI_PLAN_PROGRESS", progressParams(p)));
  };
  solver::Spreads spreads;
  if (auto bad = loadSpreads(in.spreads, spreads)) return out.refuse(*bad);
  const auto solution = in.expected ? solver::solveForExpected(*instance, effort, spreads, in.days, effort.seed).solution
                                    : solver::region::solveInParts(*instance, effort);
  const auto checked = solver::rppd::checkPlan(*instance, solution.plan);
  ISOTRAIL_CHECK(checked.feasible());
  ISOTRAIL_CHECK(std::abs(checked.cost.total() - solution.end.best) <= kTolerance * std::max(1.0, solution.end.best));
  const std::string text = solver::rppd::planText(solution.plan, *instance);
  if (!in.out_file.empty())
    if (const int code = writePlan(in.out_file, text, out); code != kDone) return code;
  auto patience = allowance.forReasons();
  patience.day_seconds = solution.ready_s;
  const auto reasons = solver::explain(*instance, solution.plan, checked, patience);
  if (out.json()) {
    Json j = summary(*instance, solution, checked);
    if (in.out_file.empty()) j.set("plan", *Json::parse(text));
    out.answer(j.set("reasons", reasonsJson(*instance, reasons, out.language())));
    return kDone;
  }
  if (in.out_file.empty()) {  // the plan is the data, the rest are notes
    out.stream() << text << std::flush;
    out.note(out.word("CLI_PLAN_DONE", progressParams(solution.end)));
    return kDone;
  }
  tellCost(checked.cost, out);
  out.print(out.word("CLI_PLAN_DONE", progressParams(solution.end)));
  out.print(out.word("CLI_PLAN_SERVED", Json::object({{"runs", solution.plan.runs.size()},
                                                      {"trips", solution.plan.trips.size()},
                                                      {"vehicles", checked.vehicles},
                                                      {"unserved", checked.unserved},
                                                      {"patients", checked.patients_unserved}})));
  tellReasons(*instance, reasons, out);
  return kDone;
}

}  // namespace isotrail::cli
