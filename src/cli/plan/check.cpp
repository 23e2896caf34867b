// isotrail plan check, explain, diff: what a plan costs and breaks, why orders are late or not served, what two plans have different.
#include "cli/plan/files.h"
#include "cli/verbs.h"
#include "solver/rppd/diff.h"

namespace isotrail::cli {
namespace {

namespace rppd = solver::rppd;

struct Loaded {
  rppd::Instance instance;
  rppd::Plan plan;
};
Result<Loaded> load(const Invocation& in) {
  auto instance = loadInstance(in.paths.at(0), in.format);
  if (!instance) return instance.refusal();
  auto plan = loadPlan(in.paths.at(1), *instance);
  if (!plan) return plan.refusal();
  return Loaded{std::move(*instance), std::move(*plan)};
}

Json violationsJson(const rppd::Checked& checked, Language language) {
  Json list = Json::array();
  for (const auto& v : checked.violations) {
    const CodeText words = codeText(v.code, language, v.params);
    list.push(Json::object({{"path", v.path}, {"code", v.code}, {"text", words.text}, {"remedy", words.remedy}, {"params", v.params}}));
  }
  return list;
}

void tellViolations(const rppd::Checked& checked, Output& out) {
  for (const auto& v : checked.violations) out.print(out.bad(v.path + ": " + out.word(v.code, v.params) + " (" + v.code + ")"));
}

}  // namespace

int planCheckVerb(const Invocation& in, Output& out) {
  auto loaded = load(in);
  if (!loaded) return out.refuse(loaded.refusal());
  const auto checked = rppd::checkPlan(loaded->instance, loaded->plan);
  if (out.json()) {
    out.answer(Json::object({{"instance", loaded->instance.name},
                             {"feasible", checked.feasible()},
                             {"cost", checked.cost.total()},
                             {"parts", costJson(checked.cost)},
                             {"unserved", checked.unserved},
                             {"patients_unserved", checked.patients_unserved},
                             {"vehicles", checked.vehicles},
                             {"drawn_mbq", checked.drawn},
                             {"injected_mbq", checked.injected},
                             {"violations", violationsJson(checked, out.language())}}));
  } else {
    tellCost(checked.cost, out);
    tellViolations(checked, out);
    const Json params = Json::object({{"count", checked.violations.size()}, {"unserved", checked.unserved}, {"patients", checked.patients_unserved}});
    out.print(checked.feasible() ? out.good(out.word("CLI_PLAN_HOLDS", params)) : out.bad(out.word("CLI_PLAN_BROKEN", params)));
  }
  return checked.feasible() ? kDone : kFailed;
}

int planExplainVerb(const Invocation& in, Output& out) {
  auto loaded = load(in);
  if (!loaded) return out.refuse(loaded.refusal());
  const auto checked = rppd::checkPlan(loaded->instance, loaded->plan);
  if (!checked.feasible()) return out.refuse(Refusal::of("PLAN_NOT_FEASIBLE", Json::object({{"count", checked.violations.size()}})));
  const auto reasons = solver::explain(loaded->instance, loaded->plan, checked);
  if (out.json())
    out.answer(Json::object({{"instance", loaded->instance.name}, {"orders", reasonsJson(loaded->instance, reasons, out.language())}}));
  else if (reasons.empty())
    out.print(out.good(out.word("CLI_PLAN_ALL_SERVED")));
  else
    tellReasons(loaded->instance, reasons, out);
  return kDone;
}

int planDiffVerb(const Invocation& in, Output& out) {
  auto before = load(in);
  if (!before) return out.refuse(before.refusal());
  auto after = loadPlan(in.paths.at(2), before->instance);
  if (!after) return out.refuse(after.refusal());
  const auto diff = rppd::diffPlans(before->instance, before->plan, *after);
  if (out.json()) {
    out.answer(diffJson(before->instance, diff));
    return kDone;
  }
  tellDiff(before->instance, diff, out);
  return kDone;
}

}  // namespace isotrail::cli
