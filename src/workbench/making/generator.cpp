// "What does this generator give?" and "when do I elute next?"
#include "nuclide/generator/generator.h"

#include "nuclide/chain.h"
#include "nuclide/decay.h"
#include "nuclide/generator/buildup.h"
#include "nuclide/generator/growth.h"
#include "workbench/making/questions.h"

namespace isotrail::workbench {
namespace {

using making::Atoms;
using making::Eluate;
using making::Elution;
using making::GeneratorSystem;

struct GeneratorQuestion {
  std::string parent, daughter;
  Activity activity;
  std::optional<Texts> elutions;
  Fraction efficiency;
  std::optional<Fraction> breakthrough, breakthrough_limit;
  std::optional<Seconds> window, use;
  void fields(Fields& f) {
    f("parent", parent, "the nuclide on the column");
    f("daughter", daughter, "the nuclide that is eluted");
    f("activity", activity, "of the parent at the start, the column freshly eluted");
    f("efficiency", efficiency, "share of the daughter that one elution takes");
    f("elutions", elutions, "times from the start, each with its own efficiency if it differs: \"24 h\", \"30 h 80 %\"");
    f("breakthrough", breakthrough, "share of the parent's atoms that comes along");
    f("breakthrough_limit", breakthrough_limit, "parent over daughter that an eluate may hold");
    f("use", use, "how long after each elution its eluate is used");
    f("window", window, "how long an elution lasts, for a daughter of minutes");
  }
};

constexpr const char* kFormula =
    "A_d(t) = b A_p ld/(ld - lp) (exp(-lp t) - exp(-ld t)) + A_d(0) exp(-ld t); eluate = efficiency x N_d, breakthrough x N_p; the column keeps the "
    "rest";

double branchOf(const Nuclide& parent, const std::string& daughter) {
  for (const auto& b : parent.branches)
    if (b.daughter == daughter) return b.fraction;
  return 0.0;
}

/// The elutions of a question in order of time; without any, one when the daughter is highest.
Result<std::vector<Elution>> historyOf(const GeneratorQuestion& q, const GeneratorSystem& system, const Atoms& column) {
  const Fraction breakthrough = q.breakthrough.value_or(Fraction(0));
  std::vector<Elution> out;
  for (const auto& item : q.elutions.value_or(Texts())) {
    const auto [time, share] = splitItem(item);
    auto at = parseQuantity<Seconds>("elutions", time);
    if (!at) return at.refusal();
    auto efficiency = share.empty() ? Result<Fraction>(q.efficiency) : parseQuantity<Fraction>("elutions", share);
    if (!efficiency) return efficiency.refusal();
    out.push_back({*at, *efficiency, breakthrough});
  }
  if (out.empty()) out.push_back({making::peakOf(system, column).at, q.efficiency, breakthrough});
  return out;
}

/// Each elution washed out over its window, the column decaying in between.
Result<std::vector<Eluate>> washed(const GeneratorSystem& system, Atoms column, const std::vector<Elution>& history, Seconds window) {
  std::vector<Eluate> out;
  Seconds now(0);
  for (const auto& e : history) {
    if (e.at < now) return refused("OUT_OF_TIME_ORDER", "elutions", "elutions that follow one another, each after the window of the one before");
    auto one = making::washThrough(system, decayChain(*system.set, column, e.at - now), window, e);
    if (!one) return one.refusal();
    column = one->eluate.column;
    now = e.at + window;
    out.push_back(std::move(one->eluate));
  }
  return out;
}

/// Parent and daughter on the column, before and after each elution.
std::vector<Curve> columnCurves(const GeneratorSystem& system, Atoms column, const std::vector<Eluate>& eluates, Seconds lasts) {
  Curve parent{"column_parent", Kind::time, Kind::activity, {}, {}, ""}, daughter{"column_daughter", Kind::time, Kind::activity, {}, {}, ""};
  const auto add = [&](Seconds t, const Atoms& atoms) {
    for (auto* curve : {&parent, &daughter}) curve->xs.push_back(t.value);
    parent.ys.push_back(making::activityIn(*system.set, atoms, system.parent).value);
    daughter.ys.push_back(making::activityIn(*system.set, atoms, system.daughter).value);
  };
  Seconds from(0);
  for (std::size_t i = 0; i <= eluates.size(); ++i) {
    const Seconds to = i < eluates.size() ? eluates[i].at : from + lasts;
    for (const Seconds t : evenly(from, to, 40)) add(t, decayChain(*system.set, column, t - from));
    if (i < eluates.size()) column = eluates[i].column;
    from = to;
  }
  return {parent, daughter};
}

void addPair(Answer& a, const GeneratorSystem& system) {
  const Nuclide &p = *system.set->find(system.parent), &d = *system.set->find(system.daughter);
  a.inputs.push_back(usedHalfLife("half_life_parent", p));
  if (!d.stable) a.inputs.push_back(usedHalfLife("half_life_daughter", d));
  const double b = branchOf(p, d.name);
  if (b <= 0 || d.stable) return;
  a.inputs.push_back(used("branch", Fraction(b), p.name + ": " + p.source));
  const making::Rate lp(p.lambda()), ld(d.lambda());
  if (const auto regrown = making::regrowth(lp, ld, Fraction(0.9))) {
    a.figures.push_back(figure("equilibrium_ratio", b * ld.value / (ld - lp).value));
    a.figures.push_back(figure("regrowth_90", *regrown));
  }
}

std::vector<Figure> rowOf(const GeneratorQuestion& q, const GeneratorSystem& system, const Eluate& e) {
  const auto in = [&](const Atoms& atoms, const std::string& name) { return making::activityIn(*system.set, atoms, name); };
  const Atoms later = decayChain(*system.set, e.atoms, q.use.value_or(Seconds(0)));
  const auto ratio = [&](const Atoms& atoms) {
    const Activity d = in(atoms, system.daughter);
    return Fraction(d.value > 0 ? in(atoms, system.parent) / d : 0.0);
  };
  double carrier = 0;
  for (const auto& name : system.eluted)
    if (const auto found = e.atoms.find(name); found != e.atoms.end() && name != system.daughter) carrier += found->second;
  return {figure("after", e.at),
          figure("eluted", in(e.atoms, system.daughter)),
          figure("parent_in_eluate", in(e.atoms, system.parent)),
          figure("breakthrough_ratio", ratio(e.atoms)),
          figure("breakthrough_at_use", ratio(later)),
          {"carrier_atoms", Kind::atoms, carrier},
          figure("mole_share", e.mole_share),
          figure("column_parent", in(e.column, system.parent)),
          figure("column_daughter", in(e.column, system.daughter))};
}

/// Until when the first eluate's parent share stays within the limit.
void addLimit(Answer& a, const GeneratorQuestion& q, const GeneratorSystem& system, const Eluate& e) {
  const Nuclide &p = *system.set->find(system.parent), &d = *system.set->find(system.daughter);
  const Activity daughter = making::activityIn(*system.set, e.atoms, d.name);
  if (!q.breakthrough_limit || d.stable || !(daughter.value > 0)) return;
  const Fraction ratio(making::activityIn(*system.set, e.atoms, p.name) / daughter);
  const Seconds until =
      making::breakthroughWithin(making::Rate(p.lambda()), making::Rate(d.lambda()), Fraction(branchOf(p, d.name)), ratio, *q.breakthrough_limit);
  if (until.value < 1e18)
    a.figures.push_back(figure("within_limit_for", until));
  else
    a.notes.push_back({"PHYS_NOTE_ALWAYS_WITHIN_LIMIT", Json::object()});
  if (ratio > *q.breakthrough_limit) a.notes.push_back({"PHYS_NOTE_ABOVE_BREAKTHROUGH_LIMIT", Json::object({{"parent", p.name}})});
}

Result<Answer> answerGenerator(const GeneratorQuestion& q) {
  const auto system = GeneratorSystem::of(Dataset::shipped(), q.parent, q.daughter);
  if (!system) return asAsked(system.refusal());
  const auto column = making::loadOf(Dataset::shipped(), {{system->parent, q.activity}});
  if (!column) return asAsked(column.refusal(), {{system->parent, "parent"}, {"initial", "parent"}});
  const auto history = historyOf(q, *system, *column);
  if (!history) return history.refusal();
  const auto eluates = q.window ? washed(*system, *column, *history, *q.window) : making::elute(*system, *column, *history);
  if (!eluates) return asAsked(eluates.refusal(), {{"at", "elutions"}, {"lasts", "window"}});
  Answer a{.formula = kFormula, .inputs = {used("activity", q.activity), used("efficiency", q.efficiency)}};
  addPair(a, *system);
  const auto peak = making::peakOf(*system, *column);
  a.figures.push_back(figure("time_of_maximum", peak.at));
  a.figures.push_back(figure("highest_activity", peak.activity));
  a.columns = {{"after", Kind::time},
               {"eluted", Kind::activity},
               {"parent_in_eluate", Kind::activity},
               {"breakthrough_ratio", Kind::share},
               {"breakthrough_at_use", Kind::share},
               {"carrier_atoms", Kind::atoms},
               {"mole_share", Kind::share},
               {"column_parent", Kind::activity},
               {"column_daughter", Kind::activity}};
  for (const auto& e : *eluates) a.rows.push_back(rowOf(q, *system, e));
  addLimit(a, q, *system, eluates->front());
  a.curves = columnCurves(*system, *column, *eluates, peak.at.value > 0 ? peak.at : hours(1));
  const Nuclide& d = *Dataset::shipped().find(system->daughter);
  if (!q.window && !d.stable && d.half_life < making::kWashedBelow)
    a.notes.push_back({"PHYS_NOTE_ELUTION_TAKES_TIME", Json::object({{"daughter", d.name}})});
  return a;
}

struct NextElutionQuestion {
  std::string parent, daughter;
  Activity activity;
  Seconds since;
  Fraction efficiency;
  Texts wanted;
  std::optional<Seconds> not_before, not_after;
  std::optional<Fraction> breakthrough, breakthrough_limit;
  void fields(Fields& f) {
    f("parent", parent, "the nuclide on the column");
    f("daughter", daughter, "the nuclide that is eluted");
    f("activity", activity, "of the parent now");
    f("since", since, "since the last complete elution");
    f("efficiency", efficiency, "share of the daughter that one elution takes");
    f("wanted", wanted, "time from now and activity of each dose: \"2 h 740 MBq\"");
    f("not_before", not_before, "from now, the first possible elution");
    f("not_after", not_after, "from now, the last possible elution");
    f("breakthrough", breakthrough, "share of the parent's atoms that comes along");
    f("breakthrough_limit", breakthrough_limit, "parent over daughter at the last dose");
  }
};

/// The column now: complete elution `since` ago, the daughter grown in from then on.
Result<Atoms> columnNow(const NextElutionQuestion& q, const GeneratorSystem& system) {
  if (q.activity.value > 0 && !system.set->find(system.parent)->stable) {
    const Seconds half_life = system.set->find(system.parent)->half_life;
    const auto then = making::loadOf(*system.set, {{system.parent, q.activity * (1.0 / remainingShare(half_life, q.since))}});
    if (!then) return then.refusal();
    return decayChain(*system.set, *then, q.since);
  }
  return making::loadOf(*system.set, {{system.parent, q.activity}});
}

Result<Answer> answerNextElution(const NextElutionQuestion& q) {
  const auto system = GeneratorSystem::of(Dataset::shipped(), q.parent, q.daughter);
  if (!system) return asAsked(system.refusal());
  const auto column = columnNow(q, *system);
  if (!column) return asAsked(column.refusal(), {{system->parent, "activity"}, {"initial", "parent"}});
  const auto wanted = readPairs<Seconds, Activity>("wanted", q.wanted);
  if (!wanted) return wanted.refusal();
  making::ElutionDemand demand;
  for (const auto& [at, activity] : *wanted) demand.wanted.push_back({at, activity});
  demand.how = {Seconds(0), q.efficiency, q.breakthrough.value_or(Fraction(0))};
  demand.not_before = q.not_before.value_or(Seconds(0));
  demand.not_after = q.not_after;
  demand.breakthrough_limit = q.breakthrough_limit;
  const auto plan = making::planElution(*system, *column, demand);
  if (!plan) return asAsked(plan.refusal());
  Answer a{.formula = "efficiency x A_d(t) >= sum of q_i exp(ld (t_i - t)); later elutions always leave more for a later dose",
           .inputs = {used("activity", q.activity), used("since", q.since), used("efficiency", q.efficiency)}};
  addPair(a, *system);
  a.figures.push_back(figure("elute_at", plan->at));
  if (plan->feasible) a.figures.insert(a.figures.end(), {figure("earliest", plan->earliest), figure("latest", plan->latest)});
  a.figures.push_back(figure("eluted", plan->eluted));
  a.figures.push_back(figure("used_share", plan->used));
  if (plan->breakthrough_at_end && q.breakthrough) a.figures.push_back(figure("breakthrough_at_use", *plan->breakthrough_at_end));
  a.columns = {{"after", Kind::time}, {"wanted", Kind::activity}, {"available", Kind::activity}, {"missing", Kind::activity}};
  for (const auto& d : plan->doses) {
    a.rows.push_back({figure("after", d.wanted.at), figure("wanted", d.wanted.activity), figure("available", d.there), figure("missing", d.missing)});
    if (d.missing.value > 0)
      a.notes.push_back(
          {"PHYS_NOTE_DOSE_NOT_SERVED", Json::object({{"after", showIn(Kind::time, d.wanted.at.value, 3)}, {"missing", showActivity(d.missing)}})});
  }
  if (!plan->feasible && a.notes.empty()) a.notes.push_back({"PHYS_NOTE_BREAKTHROUGH_TOO_HIGH", Json::object()});
  if (plan->breakthrough_binds) a.notes.push_back({"PHYS_NOTE_BREAKTHROUGH_BINDS", Json::object()});
  return a;
}

}  // namespace

Calculation generatorCalculation() {
  return calculation<GeneratorQuestion>("generator", answerGenerator,
                                        {{"parent", "daughter", "activity", "efficiency"},
                                         {Json::object({{"parent", "Mo-99"},
                                                        {"daughter", "Tc-99m"},
                                                        {"activity", "40 GBq"},
                                                        {"efficiency", "92 %"},
                                                        {"elutions", Json(Json::Array{"24 h", "30 h"})},
                                                        {"breakthrough", "0.0001 %"},
                                                        {"breakthrough_limit", "0.015 %"},
                                                        {"use", "12 h"}}),
                                          Json::object({{"parent", "Sr-82"},
                                                        {"daughter", "Rb-82"},
                                                        {"activity", "3.7 GBq"},
                                                        {"efficiency", "90 %"},
                                                        {"window", "30 s"},
                                                        {"elutions", Json(Json::Array{"10 min", "20 min"})}})}});
}

Calculation nextElutionCalculation() {
  return calculation<NextElutionQuestion>("next-elution", answerNextElution,
                                          {{"parent", "daughter", "activity", "since", "efficiency"},
                                           {Json::object({{"parent", "Mo-99"},
                                                          {"daughter", "Tc-99m"},
                                                          {"activity", "20 GBq"},
                                                          {"since", "20 h"},
                                                          {"efficiency", "90 %"},
                                                          {"wanted", Json(Json::Array{"2 h 740 MBq", "3 h 740 MBq", "5 h 555 MBq"})}}),
                                            Json::object({{"parent", "Ge-68"},
                                                          {"daughter", "Ga-68"},
                                                          {"activity", "1.1 GBq"},
                                                          {"since", "3 h"},
                                                          {"efficiency", "65 %"},
                                                          {"wanted", Json(Json::Array{"1 h 200 MBq", "2 h 200 MBq"})},
                                                          {"breakthrough", "0.001 %"},
                                                          {"breakthrough_limit", "0.001 %"}})}});
}

}  // namespace isotrail::workbench
