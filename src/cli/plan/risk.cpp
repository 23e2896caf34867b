// isotrail plan risk: how sure each order is on days of chance, and what a spare run would save.
#include <algorithm>

#include "cli/plan/files.h"
#include "cli/verbs.h"
#include "solver/robust/risk.h"

namespace isotrail::cli {
namespace {

constexpr std::size_t kWorst = 15;  // orders the table shows, the least sure first

Json spareJson(const solver::rppd::Instance& instance, const solver::SpareOffer& offer) {
  const auto& run = offer.spare.run;
  const auto& site = instance.sites[static_cast<std::size_t>(run.site)];
  return Json::object({{"run", offer.spare.of},
                       {"site", site.id},
                       {"line", site.lines[static_cast<std::size_t>(run.line)].id},
                       {"start", run.start},
                       {"irr", run.beam},
                       {"price", offer.price},
                       {"patients_saved", offer.patients},
                       {"eur_per_patient", offer.per_patient()}});
}

void tell(const solver::rppd::Instance& instance, const solver::Risk& risk, const std::vector<solver::SpareOffer>& offers, Output& out) {
  out.print(out.word("CLI_PLAN_RISK_SUMMARY", Json::object({{"days", risk.scenarios},
                                                            {"patients", decimals(risk.patients, 2)},
                                                            {"error", decimals(risk.error_patients, 2)},
                                                            {"cost", decimals(risk.cost, 0)},
                                                            {"p90", decimals(risk.cost_p90, 0)},
                                                            {"late", risk.late_p90}})));
  std::vector<std::size_t> worst;
  for (std::size_t o = 0; o < risk.orders.size(); ++o) worst.push_back(o);
  std::stable_sort(worst.begin(), worst.end(), [&](std::size_t a, std::size_t b) { return risk.orders[a].on_time < risk.orders[b].on_time; });
  worst.resize(std::min(worst.size(), kWorst));
  Table table{{out.word("CLI_PLAN_ORDER"), ">" + out.word("CLI_PLAN_CHANCE"), ">" + out.word("CLI_PLAN_ON_TIME"), ">p90 min"}, {}};
  for (const auto o : worst) {
    const auto& r = risk.orders[o];
    table.rows.push_back({solver::rppd::idText(instance.orders[o].id), decimals(100 * r.whole, 1) + " %", decimals(100 * r.on_time, 1) + " %",
                          std::to_string(r.late_p90)});
  }
  out.table(table);
  if (offers.empty()) return;
  Table spares{{out.word("CLI_PLAN_SPARE_FOR"), out.word("CLI_PLAN_SPARE_ON"), ">EUR", ">" + out.word("CLI_PLAN_SAVED"),
                ">" + out.word("CLI_PLAN_PER_PATIENT")},
               {}};
  for (const auto& offer : offers) {
    const auto& site = instance.sites[static_cast<std::size_t>(offer.spare.run.site)];
    spares.rows.push_back({"runs[" + std::to_string(offer.spare.of) + "]",
                           solver::rppd::idText(site.id) + " " + solver::rppd::idText(site.lines[static_cast<std::size_t>(offer.spare.run.line)].id) +
                               " " + std::to_string(offer.spare.run.start),
                           decimals(offer.price, 0), decimals(offer.patients, 2), decimals(offer.per_patient(), 0)});
  }
  out.table(spares);
}

}  // namespace

int planRiskVerb(const Invocation& in, Output& out) {
  auto instance = loadInstance(in.paths.at(0));
  if (!instance) return out.refuse(instance.refusal());
  auto plan = loadPlan(in.paths.at(1), *instance);
  if (!plan) return out.refuse(plan.refusal());
  solver::Spreads spreads;
  if (auto bad = loadSpreads(in.spreads, spreads)) return out.refuse(*bad);
  const auto seed = static_cast<std::uint64_t>(in.seed);
  const auto risk = solver::rehearse(*instance, *plan, spreads, in.days, seed);
  out.note(out.word("CLI_PLAN_SPARES"));
  const auto offers = solver::offerSpares(*instance, *plan, spreads, in.days, seed);
  if (!out.json()) return tell(*instance, risk, offers, out), kDone;
  Json orders = Json::array(), spares = Json::array();
  for (std::size_t o = 0; o < risk.orders.size(); ++o) {
    const auto& r = risk.orders[o];
    orders.push(Json::object(
        {{"order", instance->orders[o].id}, {"served", r.served}, {"whole", r.whole}, {"on_time", r.on_time}, {"late_p90_min", r.late_p90}}));
  }
  for (const auto& offer : offers) spares.push(spareJson(*instance, offer));
  out.answer(Json::object({{"instance", instance->name},
                           {"days", risk.scenarios},
                           {"seed", in.seed},
                           {"patients", risk.patients},
                           {"patients_error", risk.error_patients},
                           {"cost", risk.cost},
                           {"cost_error", risk.error_cost},
                           {"cost_p90", risk.cost_p90},
                           {"late_p90_min", risk.late_p90},
                           {"orders", orders},
                           {"spares", spares}}));
  return kDone;
}

}  // namespace isotrail::cli
