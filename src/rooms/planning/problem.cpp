#include "rooms/planning/problem.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/csv.h"
#include "base/embedded.h"
#include "nuclide/dataset.h"
#include "nuclide/production/cyclotron.h"
#include "rooms/logistics/facts.h"
#include "rooms/production/facts.h"
#include "rooms/supply/facts.h"
#include "units/time.h"

namespace isotrail::planning {
namespace {

double numberIn(const std::string& text) {
  double v = 0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

/// A lane's window on one day; one that closes after midnight closes the next day.
Result<solver::Window> windowOn(const logistics::LaneWindow& w, Instant day) {
  auto opens = atTimeOfDay("opens", day, w.opens, w.zone);
  if (!opens) return opens.refusal();
  auto closes = atTimeOfDay("closes", day, w.closes, w.zone);
  if (!closes) return closes.refusal();
  return solver::Window{*opens, *closes < *opens ? addLocalDays(*closes, 1, w.zone) : *closes};
}

}  // namespace

Json LineValues::toJson() const {
  return Json::object({{"saturation_bq_per_a", saturation_bq_per_a},
                       {"beam_current_a", beam_current_a},
                       {"synthesis_yield", synthesis_yield},
                       {"saturation_source", saturation_source},
                       {"dead_fraction", supply::lineValue("vial", "dead_fraction")},
                       {"transfer_yield", supply::lineValue("vial", "transfer_yield")},
                       {"residual_fraction", supply::lineValue("syringe", "residual_fraction")}});
}

LineValues lineValues(Db& db, const SiteId& maker_site, const catalogue::ProductFacts& product) {
  LineValues v;
  v.synthesis_yield = production::expectedYield(db, product.product, product.nuclide);
  if (v.synthesis_yield <= 0) v.synthesis_yield = 1.0;
  if (product.kind != "cyclotron") return v;
  v.saturation_bq_per_a = supply::lineValue(product.nuclide, "saturation") * supply::lineValue(product.nuclide, "target_factor") * 1e15;
  v.beam_current_a = supply::lineValue(product.nuclide, "beam_current") * 1e-6;
  v.saturation_source = "data/line_values.csv";
  // A measured beam of this site is worth more than any table.
  Instant latest;
  for (const auto& run : supply::runs(db, maker_site)) {
    if (run.nuclide != product.nuclide || !run.beam_off || *run.beam_off <= latest) continue;
    latest = *run.beam_off;
    const Seconds half_life = Dataset::shipped().find(run.nuclide)->half_life;
    v.saturation_bq_per_a = making::evenBeamYield(half_life, run.eob, run.current, *run.beam_off - run.beam_on).value;
    v.beam_current_a = run.current.value;
    v.saturation_source = run.run.str();
  }
  return v;
}

Result<std::vector<solver::Stage>> stagesOf(Db& db, const std::string& kind, const LaneId& lane, Instant day_start) {
  static const auto table = parseCsv(embeddedText("data/stage_minutes.csv"));
  const auto windows = logistics::laneWindows(db, lane);
  std::vector<solver::Stage> out;
  for (const auto& row : table->rows) {
    if (row.cells[0].text != kind) continue;
    solver::Stage stage{row.cells[1].text, minutes(numberIn(row.cells[2].text)), {}};
    for (const auto& w : windows) {
      if (w.direction != stage.code) continue;  // "export" and "import" are stages of the same name
      // The night before and the night after belong to the problem when the injection is early or late.
      for (const double offset : {-1.0, 0.0, 1.0}) {
        auto window = windowOn(w, day_start + days(offset) + hours(12));
        if (!window) return window.refusal();
        stage.windows.push_back(*window);
      }
    }
    out.push_back(std::move(stage));
  }
  return out;
}

solver::Problem problemOf(const catalogue::ProductFacts& product, const std::vector<ordering::OrderFacts>& orders, std::vector<solver::Stage> stages,
                          const LineValues& line) {
  solver::Problem p;
  p.half_life_s = Dataset::shipped().find(product.nuclide)->half_life.value;
  for (const auto& o : orders) p.demands.push_back({o.order.str(), o.activity, o.inject_at});
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (stages[i].code == "synthesis") p.synthesis_index = i;
  p.stages = std::move(stages);
  p.saturation_bq_per_a = line.saturation_bq_per_a;
  p.beam_current_a = line.beam_current_a;
  p.synthesis_yield = line.synthesis_yield;
  p.dead_fraction = supply::lineValue("vial", "dead_fraction");
  p.transfer_yield = supply::lineValue("vial", "transfer_yield");
  p.residual_fraction = supply::lineValue("syringe", "residual_fraction");
  return p;
}

solver::Plan serveMost(solver::Problem problem) {
  std::vector<solver::Unserved> given_up;
  for (;;) {
    solver::Plan plan = solver::planBackward(problem);
    if (plan.unserved.empty() || problem.demands.empty()) {
      plan.unserved = std::move(given_up);
      return plan;
    }
    const std::string code = plan.unserved.front().code;
    // A shut window stands against the earliest injection; a weak beam against the order that asks most of it.
    const auto asks = [&](const solver::Demand& d) {
      const double from_now = (d.inject_at - problem.demands.front().inject_at).value;
      return code == "NO_WINDOW" ? -from_now : std::log2(d.activity.value) + from_now / problem.half_life_s;
    };
    const auto worst =
        std::max_element(problem.demands.begin(), problem.demands.end(), [&](const auto& a, const auto& b) { return asks(a) < asks(b); });
    given_up.push_back({worst->order, code});
    problem.demands.erase(worst);
  }
}

}  // namespace isotrail::planning
