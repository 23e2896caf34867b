// decay: one nuclide and what grows from it, at other times; decay-table: its remaining shares to print.
#include <algorithm>
#include <array>
#include <cmath>

#include "nuclide/chain.h"
#include "nuclide/decay.h"
#include "nuclide/inventory.h"
#include "workbench/decay/decay.h"
#include "workbench/decay/members.h"
#include "workbench/decay/moments.h"

namespace isotrail::workbench {
namespace {

constexpr int kCurvePoints = 101;
constexpr double kHalfLivesShown = 5;  // of a curve without an end of its own

/// N M/N_A: of the nuclide alone, without carrier.
Mass massOf(const Nuclide& n, Activity a) {
  constexpr double kGramsPerKilogram = 1e3;
  return Mass(a.value / n.lambda() * n.atomic_mass_u / making::kAvogadro / kGramsPerKilogram);
}

struct Decay {
  std::string nuclide;
  Activity activity;
  Moments when;
  void fields(Fields& f) {
    f("nuclide", nuclide, "such as F-18, Tc-99m, Lu-177");
    f("activity", activity, "at the reference");
    when.fields(f);
  }
};

/// The state `t` after the reference; before it only the nuclide itself, because what fed it is not known.
Atoms stateAt(const Nuclide& n, Activity activity, Seconds t) {
  const Dataset& set = Dataset::shipped();
  if (t.value < 0) return {{n.name, decayed(n, activity, t).value / n.lambda()}};
  return decayChain(set, {{n.name, activity.value / n.lambda()}}, t);
}

void addRows(const Decay& q, const Nuclide& n, const std::vector<Seconds>& times, Answer& answer) {
  const Dataset& set = Dataset::shipped();
  std::vector<Atoms> states;
  for (const Seconds t : times) states.push_back(stateAt(n, q.activity, t));
  const auto members = activeMembers(set, states, {n.name});
  if (q.when.reference) answer.columns.push_back({"at", Kind::instant});
  answer.columns.push_back({"elapsed", Kind::time});
  for (const auto& m : members) answer.columns.push_back({m, Kind::activity});
  answer.columns.push_back({"share", Kind::share});
  for (std::size_t i = 0; i < times.size(); ++i) {
    std::vector<Figure> row;
    if (q.when.reference) row.push_back(figure("at", *q.when.reference + times[i]));
    row.push_back(figure("elapsed", times[i]));
    for (const auto& m : members) row.push_back(figure(m, m == n.name ? decayed(n, q.activity, times[i]) : activityOf(set, states[i], m)));
    row.push_back(figure("share", Fraction(remainingShare(n.half_life, times[i]))));
    answer.rows.push_back(std::move(row));
  }
  const Seconds end = times.back().value > 0 ? times.back() : Seconds(kHalfLivesShown * n.half_life.value);
  if (times.back().value >= 0) answer.curves = memberCurves(set, atomsOf(set, {{n.name, q.activity}}), spread(end, kCurvePoints), members);
}

Result<Answer> decay(const Decay& q) {
  auto nuclide = radioactive("nuclide", q.nuclide);
  if (!nuclide) return nuclide.refusal();
  auto times = timesOf(q.when);
  if (!times) return times.refusal();
  const Nuclide& n = **nuclide;
  const Seconds end = times->back();
  if (!std::isfinite(remainingShare(n.half_life, end) * q.activity.value))
    return refused("TOO_LONG_BEFORE", q.when.at ? "at" : "before", "a time less than 1000 half-lives before the reference");
  const Activity then = decayed(n, q.activity, end);
  Answer answer{.formula = "A = A0 2^(-t/T)"};
  answer.inputs = {used("nuclide", n.name), used("activity", q.activity)};
  addInputs(q.when, answer);
  answer.inputs.push_back(used("half_life", n.half_life, n.source));
  if (q.when.reference) answer.figures.push_back(figure("at", *q.when.reference + end));
  answer.figures.push_back(figure("elapsed", end));
  answer.figures.push_back(figure("activity", then));
  answer.figures.push_back(figure("share", Fraction(remainingShare(n.half_life, end))));
  answer.figures.push_back({"atoms", Kind::atoms, then.value / n.lambda()});
  if (n.atomic_mass_u > 0) answer.figures.push_back(figure("mass", massOf(n, then)));
  if (end.value > 0) {
    const double decays = decaysDuring(n, q.activity, end);
    answer.figures.push_back({"decays", Kind::atoms, decays});
    answer.figures.push_back(figure("mean_activity", Activity(decays / end.value)));
  }
  addRows(q, n, *times, answer);
  if (end.value < 0) answer.notes.push_back({"PHYS_BEFORE_REFERENCE"});
  return answer;
}

struct DecayTable {
  std::string nuclide;
  std::optional<Seconds> every;
  std::optional<std::int64_t> count;
  void fields(Fields& f) {
    f("nuclide", nuclide, "such as F-18, Tc-99m, Lu-177");
    f("every", every, "a row each so often; without it a round step near a tenth of the half-life");
    f("count", count, "rows, 1 to 10000 (48)");
  }
};

/// A round number of a unit near a tenth of the half-life.
Seconds roundStep(Seconds half_life) {
  constexpr std::array<double, 24> kSteps = {1,    2,    5,     10,    15,    30,    60,     120,    300,    600,     900,     1800,
                                             3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 1728000, 2592000, 31556926};
  const double wanted = half_life.value / 10;
  if (wanted < 1) return Seconds(std::pow(10.0, std::floor(std::log10(wanted))));
  if (wanted > kSteps.back()) return Seconds(kSteps.back() * std::pow(10.0, std::floor(std::log10(wanted / kSteps.back()))));
  return Seconds(*(std::upper_bound(kSteps.begin(), kSteps.end(), wanted) - 1));
}

Result<Answer> decayTable(const DecayTable& q) {
  auto nuclide = radioactive("nuclide", q.nuclide);
  if (!nuclide) return nuclide.refusal();
  const Nuclide& n = **nuclide;
  Moments when;
  when.every = q.every ? *q.every : roundStep(n.half_life);
  when.count = q.count.value_or(48);
  auto times = timesOf(when);
  if (!times) return times.refusal();
  Answer answer{.formula = "2^(-t/T), 2^(t/T)"};
  answer.inputs = {used("nuclide", n.name), used("half_life", n.half_life, n.source), used("every", *when.every)};
  answer.columns = {{"elapsed", Kind::time}, {"decay_factor", Kind::number}, {"back_factor", Kind::number}};
  Curve curve{"decay_factor", Kind::time, Kind::number};
  for (const Seconds t : *times) {
    const double share = remainingShare(n.half_life, t), back = remainingShare(n.half_life, -t);
    if (!std::isfinite(back)) break;  // nothing is left that a factor could bring back
    answer.rows.push_back({figure("elapsed", t), figure("decay_factor", share), figure("back_factor", back)});
    curve.xs.push_back(t.value);
    curve.ys.push_back(share);
  }
  answer.curves = {std::move(curve)};
  return answer;
}

}  // namespace

Calculation decayCalculation() {
  return calculation<Decay>(
      "decay", decay,
      {{"nuclide", "activity"},
       {Json::object({{"nuclide", "F-18"}, {"activity", "4.40 GBq"}, {"reference", "2025-12-17T09:00+08:00"}, {"at", "2025-12-17T09:55+08:00"}}),
        Json::object({{"nuclide", "Mo-99"}, {"activity", "40 GBq"}, {"every", "6 h"}, {"count", "8"}})}});
}
Calculation decayTableCalculation() {
  return calculation<DecayTable>(
      "decay-table", decayTable,
      {{"nuclide"}, {Json::object({{"nuclide", "F-18"}}), Json::object({{"nuclide", "Tc-99m"}, {"every", "15 min"}, {"count", "96"}})}});
}

}  // namespace isotrail::workbench
