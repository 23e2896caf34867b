// isotrail plan capacity: a day with other means or more demand, scenario by scenario.
#include "cli/machine.h"
#include "cli/plan/files.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "solver/capacity/variant.h"

namespace isotrail::cli {
namespace {

constexpr double kPatience = 10.0;    // seconds a scenario without --seconds and --iterations
constexpr double kAllDay = 86'400.0;  // seconds for counted moves

std::string nameOf(const solver::Variant& v, const Output& out) {
  const std::string name = v.name.empty() ? out.word("CLI_PLAN_AS_IT_IS") : v.name;
  return v.year > 0 ? name + " +" + std::to_string(v.year) : name;
}

}  // namespace

int planCapacityVerb(const Invocation& in, Output& out) {
  auto instance = loadInstance(in.paths.at(0));
  if (!instance) return out.refuse(instance.refusal());
  auto text = planFileText(in.scenarios);
  if (!text) return out.refuse(text.refusal());
  auto variants = solver::readVariants(*text, *instance);
  if (!variants) return out.refuse(variants.refusal());
  const StopSignal signal;
  solver::search::Effort effort;
  effort.seconds = in.seconds > 0.0 ? in.seconds : in.iterations > 0 ? kAllDay : kPatience * static_cast<double>(variants->size());
  effort.moves = in.iterations;
  effort.threads = in.threads > 0 ? in.threads : cores();
  effort.seed = static_cast<std::uint64_t>(in.seed);
  effort.stop = &StopSignal::flag();
  const auto rows = solver::compareVariants(*variants, effort, [&](std::size_t i) {
    out.note(std::to_string(i + 1) + "/" + std::to_string(variants->size()) + " " + nameOf((*variants)[i], out));
  });
  Json list = Json::array();
  Table table{{out.word("CLI_PLAN_SCENARIO"), ">" + out.word("CLI_PLAN_WANTED"), ">" + out.word("CLI_PLAN_PATIENTS"), ">EUR",
               ">EUR/" + out.word("CLI_PLAN_PATIENT"), ">GBq", ">" + out.word("CLI_PLAN_RUNS"), ">" + out.word("CLI_PLAN_VEHICLES")},
              {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& r = rows[i];
    const double each = r.served > 0 ? r.money / r.served : 0.0;
    list.push(Json::object({{"name", (*variants)[i].name},
                            {"year", (*variants)[i].year},
                            {"orders", r.orders},
                            {"patients", r.patients},
                            {"served", r.served},
                            {"money_eur", r.money},
                            {"eur_per_patient", each},
                            {"made_mbq", r.made},
                            {"injected_mbq", r.injected},
                            {"runs", r.runs},
                            {"vehicles", r.vehicles},
                            {"cost", r.cost},
                            {"bound", r.bound},
                            {"more_patients", r.served - rows[0].served},
                            {"more_eur", r.money - rows[0].money}}));
    table.rows.push_back({nameOf((*variants)[i], out), std::to_string(r.patients), std::to_string(r.served), decimals(r.money, 0), decimals(each, 0),
                          decimals(r.made / 1000.0, 1), std::to_string(r.runs), std::to_string(r.vehicles)});
  }
  if (out.json())
    out.answer(Json::object({{"instance", instance->name}, {"scenarios", list}}));
  else
    out.table(table);
  return kDone;
}

}  // namespace isotrail::cli
