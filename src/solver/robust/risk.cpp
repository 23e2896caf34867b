#include "solver/robust/risk.h"

#include <algorithm>
#include <numeric>

#include "solver/rppd/checker.h"
#include "solver/rppd/fields.h"

namespace isotrail::solver {
namespace {

constexpr double kFewFail = 0.9;  // share of days or deliveries a p90 covers
constexpr double kMost = 10.0;    // a spread's factor at most
/// Margins with which candidates are searched: parts of the way from what is planned for to the worst of the spread.
constexpr double kMargins[] = {0.0, 0.15, 0.3, 0.5};

template <class T>
T p90(std::vector<T> values) {
  if (values.empty()) return {};
  const auto k = static_cast<std::ptrdiff_t>(std::ceil(kFewFail * static_cast<double>(values.size()))) - 1;
  std::nth_element(values.begin(), values.begin() + k, values.end());
  return values[static_cast<std::size_t>(k)];
}

double meanOf(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size()); }
double errorOf(const std::vector<double>& v) {
  const double mean = meanOf(v), n = static_cast<double>(v.size());
  double sum = 0.0;
  for (const double x : v) sum += (x - mean) * (x - mean);
  return n > 1 ? std::sqrt(sum / (n - 1) / n) : 0.0;
}

/// The day with the margins planned in.
rppd::Instance withMargin(const rppd::Instance& instance, const Spreads& s, double part) {
  const auto worse = [part](const Spread& spread, bool low) { return 1.0 + part * ((low ? spread.least : spread.most) - 1.0); };
  const auto longer = [](int minutes, double factor) { return static_cast<int>(std::ceil(minutes * factor - 1e-9)); };
  rppd::Instance out = instance;
  for (auto& p : out.products) {
    p.yield = std::max(1e-6, p.yield * worse(s.yield, true));
    p.synthesis = longer(p.synthesis, worse(s.synthesis, false));
    p.tests = longer(p.tests, worse(s.tests, false));
  }
  out.speed /= worse(s.road, false);
  for (auto& post : out.posts) post.crossing = longer(post.crossing, worse(s.border, false));
  for (auto& row : out.legs)
    for (auto& leg : row)
      for (auto& stage : leg.stages) {
        const int minutes = longer(stage.minutes, worse(stage.open.empty() ? s.road : s.border, false));
        const auto fits = [&](const rppd::Span& span) { return span.to - span.from >= minutes; };
        if (stage.open.empty() || std::any_of(stage.open.begin(), stage.open.end(), fits)) stage.minutes = minutes;
      }
  return out;
}

/// The same runs and trips on the day itself: a run that was planned with a longer synthesis keeps its start.
bool holds(const rppd::Instance& instance, const rppd::Plan& plan) { return rppd::checkPlan(instance, plan).feasible(); }

}  // namespace

Risk rehearse(const rppd::Instance& instance, const rppd::Plan& plan, const Spreads& spreads, int scenarios, std::uint64_t seed,
              const std::vector<Spare>& spares) {
  const Rehearsal rehearsal(instance, plan, spares);
  Risk risk;
  risk.scenarios = scenarios;
  risk.orders.resize(instance.orders.size());
  std::vector<std::vector<int>> late(instance.orders.size());
  std::vector<int> latest;
  std::vector<double> costs, patients;
  for (int s = 0; s < scenarios; ++s) {
    const Outcome out = rehearsal.in(Scenario(spreads, seed, s));
    double served = 0.0;
    for (std::size_t o = 0; o < instance.orders.size(); ++o) {
      const int wanted = instance.orders[o].patients;
      OrderRisk& r = risk.orders[o];
      served += out.patients[o];
      if (wanted > 0) r.served += static_cast<double>(out.patients[o]) / wanted / scenarios;
      if (out.patients[o] == wanted) r.whole += 1.0;
      if (out.patients[o] == wanted && out.late[o] == 0) r.on_time += 1.0;
      if (out.patients[o] > 0) late[o].push_back(out.late[o]);
    }
    latest.push_back(*std::max_element(out.late.begin(), out.late.end()));
    patients.push_back(served);
    costs.push_back(out.cost);
  }
  for (std::size_t o = 0; o < late.size(); ++o) {
    risk.orders[o].whole /= scenarios;
    risk.orders[o].on_time /= scenarios;
    risk.orders[o].late_p90 = p90(late[o]);
  }
  risk.patients = meanOf(patients);
  risk.error_patients = errorOf(patients);
  risk.cost = meanOf(costs);
  risk.error_cost = errorOf(costs);
  risk.cost_p90 = p90(costs);
  risk.late_p90 = p90(latest);
  return risk;
}

std::vector<SpareOffer> offerSpares(const rppd::Instance& instance, const rppd::Plan& plan, const Spreads& spreads, int scenarios,
                                    std::uint64_t seed) {
  const double without = rehearse(instance, plan, spreads, scenarios, seed).patients;
  const auto checked = rppd::checkPlan(instance, plan);
  std::vector<SpareOffer> offers;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const rppd::Run& run = plan.runs[i];
    const rppd::Site& site = instance.sites[static_cast<std::size_t>(run.site)];
    const int product = site.lines[static_cast<std::size_t>(run.line)].product;
    const rppd::Product& p = instance.products[static_cast<std::size_t>(product)];
    int first = 1'000'000;  // its orders leave from then on
    for (const int o : run.orders)
      if (const int t = checked.deliveries[static_cast<std::size_t>(o)].trip; t >= 0)
        first = std::min(first, plan.trips[static_cast<std::size_t>(t)].depart);
    if (run.orders.empty() || first == 1'000'000) continue;
    std::optional<SpareOffer> best;
    for (std::size_t l = 0; l < site.lines.size(); ++l) {
      const rppd::Line& line = site.lines[l];
      if (line.product != product) continue;
      for (const int beam : line.beams) {
        // The latest start that is released in time and finds the line free.
        int start = first - p.tests - p.synthesis - beam;
        start -= ((start % instance.grid) + instance.grid) % instance.grid;
        for (; start >= line.open.from; start -= instance.grid) {
          rppd::Plan with = plan;
          with.runs.push_back({run.site, static_cast<int>(l), start, beam, {}});
          if (!holds(instance, with)) continue;
          SpareOffer offer{{static_cast<int>(i), with.runs.back()}, line.run_cost + line.beam_cost * beam, 0.0};
          offer.patients = rehearse(instance, plan, spreads, scenarios, seed, {offer.spare}).patients - without;
          if (offer.patients > 0.0 && (!best || offer.per_patient() < best->per_patient())) best = offer;
          break;
        }
      }
    }
    if (best) offers.push_back(*best);
  }
  std::stable_sort(offers.begin(), offers.end(), [](const auto& a, const auto& b) { return a.per_patient() < b.per_patient(); });
  return offers;
}

RobustPlan solveForExpected(const rppd::Instance& instance, const search::Effort& effort, const Spreads& spreads, int scenarios, std::uint64_t seed) {
  std::optional<RobustPlan> best;
  double plain = 0.0;
  int candidates = 0;
  for (const double margin : kMargins) {
    search::Effort own = effort;
    own.seconds /= static_cast<double>(std::size(kMargins));
    auto solution = search::solve(margin > 0.0 ? withMargin(instance, spreads, margin) : instance, own);
    if (margin > 0.0 && !holds(instance, solution.plan)) continue;
    ++candidates;
    RobustPlan found{std::move(solution), {}, 0, 0.0};
    found.risk = rehearse(instance, found.solution.plan, spreads, scenarios, seed);
    if (margin == 0.0) plain = found.risk.cost;
    if (margin > 0.0) {  // priced and bounded on the day itself
      found.solution.end.best = rppd::checkPlan(instance, found.solution.plan).cost.total();
      found.solution.end.bound = best ? best->solution.end.bound : 0.0;
    }
    if (!best || found.risk.cost < best->risk.cost) best = std::move(found);
  }
  best->cost_plain = plain;
  best->candidates = candidates;
  return std::move(*best);
}

Result<Spreads> readSpreads(std::string_view text) {
  std::string why;
  const auto file = Json::parse(text, &why);
  if (!file || !file->isObject()) return Refusal::of("PLAN_NOT_JSON", Json::object({{"why", file ? "it is no object" : why}}));
  std::vector<FieldError> errors;
  rppd::Fields f(*file, "", errors);
  Spreads out;
  const std::pair<const char*, Spread*> known[] = {
      {"yield", &out.yield}, {"synthesis", &out.synthesis}, {"tests", &out.tests}, {"road", &out.road}, {"border", &out.border}};
  for (const auto& [key, value] : file->members()) {
    if (key == "failures" && value.isBool()) {
      out.failures = value.boolean();
      continue;
    }
    const auto spread = std::find_if(std::begin(known), std::end(known), [k = key](const auto& s) { return k == s.first; });
    const auto good = [](const Json& v) { return v.isNumber() && v.number() >= 0.0 && v.number() <= kMost; };
    if (spread == std::end(known) || value.size() != 3 || !std::all_of(value.items().begin(), value.items().end(), good) ||
        value.items()[0].number() > value.items()[1].number() || value.items()[1].number() > value.items()[2].number()) {
      f.error(key, "BAD_VALUE", value, "yield, synthesis, tests, road, border: [least, likely, most], 0 ... 10; failures: true or false");
      continue;
    }
    *spread->second = {value.items()[0].number(), value.items()[1].number(), value.items()[2].number()};
  }
  if (!errors.empty()) return rppd::badFile("BAD_PLAN_FILE", std::move(errors));
  return out;
}

}  // namespace isotrail::solver
