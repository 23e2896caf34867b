// isotrail plan what-if: what happened, what may be done, and what each answer costs and changes.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/check.h"
#include "cli/machine.h"
#include "cli/plan/allowance.h"
#include "cli/plan/files.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "solver/rppd/write.h"
#include "solver/whatif/replan.h"

namespace isotrail::cli {
namespace {

constexpr double kPatience = 2.0;  // seconds without --seconds and --iterations

/// "520", "-30", "08:40" or "08.40" as a minute of the day.
std::optional<int> minuteOf(const std::string& text) {
  const auto whole = [](const std::string& digits) -> std::optional<int> {
    const bool minus = !digits.empty() && digits[0] == '-';
    const std::string bare = digits.substr(minus ? 1 : 0);
    if (bare.empty() || bare.size() > 5 || !std::all_of(bare.begin(), bare.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    return minus ? -std::stoi(bare) : std::stoi(bare);
  };
  const auto colon = text.find_first_of(":.");
  if (colon == std::string::npos) return whole(text);
  const auto hours = whole(text.substr(0, colon)), minutes = whole(text.substr(colon + 1));
  if (!hours || !minutes || *hours < 0 || *minutes < 0 || *minutes > 59) return std::nullopt;
  return *hours * 60 + *minutes;
}

std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> out;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, ':');) out.push_back(part);
  return out;
}

/// A number where it is one, so that ids and places are found as their files spell them.
Json valueOf(const std::string& text) {
  const auto number = Json::parse(text);
  return number && number->isNumber() ? *number : Json(text);
}

/// What was typed, as a list of changes; BAD_PLAN_FILE at the option that is not understood.
Result<Json> typedChanges(const Invocation& in) {
  Json list = Json::array();
  std::vector<FieldError> errors;
  const auto wrong = [&](const char* option, const std::string& text, const char* accepted) {
    errors.push_back({option, "BAD_VALUE", text, accepted, 0, 0});
  };
  for (const auto& text : in.delays) {
    const auto p = parts(text);
    if (p.size() == 3 && (p[0] == "trip" || p[0] == "run"))
      list.push(Json::object({{"kind", "delay"}}).set(p[0], valueOf(p[1])).set("minutes", valueOf(p[2])));
    else
      wrong("--delay", text, "trip:I:MIN or run:I:MIN");
  }
  for (const auto& text : in.yields) {
    const auto p = parts(text);
    if (p.size() == 2)
      list.push(Json::object({{"kind", "yield"}, {"run", valueOf(p[0])}, {"factor", valueOf(p[1])}}));
    else
      wrong("--yield", text, "RUN:FACTOR");
  }
  for (const auto& text : in.downs) {
    const auto p = parts(text);
    const auto from = p.size() == 3 ? minuteOf(p[1]) : std::nullopt, to = p.size() == 3 ? minuteOf(p[2]) : std::nullopt;
    if (from && to)
      list.push(Json::object({{"kind", "down"}, {"vehicle", valueOf(p[0])}, {"from", *from}, {"to", *to}}));
    else
      wrong("--down", text, "VEHICLE:FROM:TO");
  }
  for (const auto& order : in.cancelled) list.push(Json::object({{"kind", "cancel"}, {"order", valueOf(order)}}));
  if (errors.empty()) return list;
  Refusal refusal = Refusal::of("BAD_PLAN_FILE", Json::object({{"count", errors.size()}}));
  refusal.fields = std::move(errors);
  return refusal;
}

Result<std::vector<solver::Change>> changesOf(const Invocation& in, const solver::rppd::Instance& instance, const solver::rppd::Plan& plan) {
  auto typed = typedChanges(in);
  if (!typed) return typed.refusal();
  auto changes = solver::readChanges(typed->dump(), instance, plan);
  if (!changes || in.changes.empty()) return changes;
  auto text = planFileText(in.changes);
  if (!text) return text.refusal();
  auto read = solver::readChanges(*text, instance, plan);
  if (!read) return read;
  read->insert(read->end(), changes->begin(), changes->end());
  return read;
}

Json optionJson(const solver::Replan& replan, const solver::Option& o, const Output& out) {
  return Json::object({{"code", o.code},
                       {"title", out.word(o.code)},
                       {"cost", o.checked.cost.total()},
                       {"parts", costJson(o.checked.cost)},
                       {"patients_unserved", o.checked.patients_unserved},
                       {"moved", o.checked.moved},
                       {"diff", diffJson(replan.instance, o.diff)},
                       {"plan", *Json::parse(solver::rppd::planText(o.plan, replan.instance))}});
}

}  // namespace

int planWhatIfVerb(const Invocation& in, Output& out) {
  Allowance allowance(in, kPatience);
  auto instance = loadInstance(in.paths.at(0));
  if (!instance) return out.refuse(instance.refusal());
  auto plan = loadPlan(in.paths.at(1), *instance);
  if (!plan) return out.refuse(plan.refusal());
  const auto now = minuteOf(in.now);
  if (!now) {
    Refusal refusal = Refusal::of("BAD_PLAN_FILE", Json::object({{"count", 1}}));
    refusal.fields.push_back({"--now", "BAD_VALUE", in.now, "a minute of the day or HH:MM", 0, 0});
    return out.refuse(refusal);
  }
  auto changes = changesOf(in, *instance, *plan);
  if (!changes) return out.refuse(changes.refusal());
  const StopSignal signal;
  solver::search::Effort effort;
  effort.seconds = allowance.forSearch();
  effort.moves = in.iterations;
  effort.threads = in.threads > 0 ? in.threads : cores();
  effort.seed = static_cast<std::uint64_t>(in.seed);
  effort.stop = &StopSignal::flag();
  effort.progress = [&, said = -1.0](const solver::search::Progress& p) mutable {
    if (p.seconds < said + 0.5 && p.seconds >= said) return;
    said = p.seconds;
    out.note(out.word("CLI_PLAN_TRYING", Json::object({{"seconds", decimals(p.seconds, 1)}, {"best", decimals(p.best, 2)}})));
  };
  const auto replan = solver::replan(*instance, *plan, *changes, *now, in.change_price >= 0.0 ? in.change_price : solver::kChangePrice, effort);
  const auto& best = replan.best();
  ISOTRAIL_CHECK(best.checked.feasible());
  if (!in.out_file.empty())
    if (const int code = writePlan(in.out_file, solver::rppd::planText(best.plan, replan.instance), out); code != kDone) return code;
  if (!in.day_file.empty())
    if (const int code = writePlan(in.day_file, solver::rppd::instanceText(replan.instance), out); code != kDone) return code;
  const auto reasons = solver::explain(replan.instance, best.plan, best.checked, allowance.forReasons());
  if (out.json()) {
    Json options = Json::array();
    for (const auto& o : replan.options) options.push(optionJson(replan, o, out));
    out.answer(Json::object({{"instance", instance->name}, {"now", *now}, {"bound", replan.bound}, {"options", options}})
                   .set("reasons", reasonsJson(replan.instance, reasons, out.language())));
    return kDone;
  }
  Table table{{out.word("CLI_PLAN_OPTION"), ">EUR", ">" + out.word("CLI_PLAN_PATIENTS"), ">" + out.word("CLI_PLAN_MOVED")}, {}};
  for (const auto& o : replan.options)
    table.rows.push_back({out.word(o.code), decimals(o.checked.cost.total(), 2), signedNumber(o.diff.patients), std::to_string(o.checked.moved)});
  out.table(table);
  tellDiff(replan.instance, best.diff, out);
  tellReasons(replan.instance, reasons, out);
  return kDone;
}

}  // namespace isotrail::cli
