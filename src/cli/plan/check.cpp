// isotrail plan check, explain, diff: what a plan costs and breaks, why orders are late or not served, what two plans have different.
#include <cmath>
#include <cstdio>

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
  auto instance = loadInstance(in.paths.at(0));
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

Json diffJson(const Loaded& before, const rppd::PlanDiff& diff) {
  Json orders = Json::array();
  for (const auto& c : diff.orders)
    orders.push(Json::object({{"order", before.instance.orders[static_cast<std::size_t>(c.order)].id},
                              {"was_served", c.was_served},
                              {"is_served", c.is_served},
                              {"other_run", c.other_run},
                              {"other_vehicle", c.other_vehicle},
                              {"minutes", c.minutes},
                              {"mbq", c.drawn}}));
  return Json::object(
      {{"orders", orders}, {"patients", diff.patients}, {"minutes", diff.minutes}, {"mbq", diff.drawn}, {"cost", costJson(diff.cost)}});
}

std::string signedNumber(double v) {
  char text[40];
  std::snprintf(text, sizeof text, "%+.0f", v);
  return text;
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
    out.answer(diffJson(*before, diff));
    return kDone;
  }
  Table table{{out.word("CLI_PLAN_ORDER"), out.word("CLI_PLAN_WHAT"), ">min", ">MBq"}, {}};
  for (const auto& c : diff.orders) {
    std::string what;
    const auto add = [&](bool is, const char* word) {
      if (is) what += (what.empty() ? "" : ", ") + out.word(word);
    };
    add(!c.was_served && c.is_served, "CLI_PLAN_NOW_SERVED");
    add(c.was_served && !c.is_served, "CLI_PLAN_NO_LONGER");
    const bool both = c.was_served && c.is_served;
    add(both && c.other_run, "CLI_PLAN_OTHER_RUN");
    add(both && c.other_vehicle, "CLI_PLAN_OTHER_VEHICLE");
    add(both && !c.other_run && !c.other_vehicle, "CLI_PLAN_OTHER_TIME");
    table.rows.push_back(
        {rppd::idText(before->instance.orders[static_cast<std::size_t>(c.order)].id), what, signedNumber(c.minutes), signedNumber(c.drawn)});
  }
  if (!table.rows.empty()) out.table(table);
  out.print(out.word("CLI_PLAN_DIFFERS", Json::object({{"orders", diff.orders.size()},
                                                       {"patients", signedNumber(diff.patients)},
                                                       {"minutes", signedNumber(diff.minutes)},
                                                       {"mbq", signedNumber(diff.drawn)}})));
  tellCost(diff.cost, out);
  return kDone;
}

}  // namespace isotrail::cli
