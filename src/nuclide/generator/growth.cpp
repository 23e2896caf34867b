#include "nuclide/generator/growth.h"

#include <algorithm>
#include <cmath>

#include "nuclide/chain.h"
#include "nuclide/decay.h"

namespace isotrail::making {
namespace {

/// Grows or falls, per second, of the daughter's atoms.
double netRate(const GeneratorSystem& system, const Atoms& column) {
  double rate = 0;
  for (const auto& [name, atoms] : column) {
    const Nuclide* n = system.set->find(name);
    if (name == system.daughter) rate -= atoms * n->lambda();
    for (const auto& b : n->branches)
      if (b.daughter == system.daughter) rate += atoms * n->lambda() * b.fraction;
  }
  return rate;
}

/// The last t in [low, high] with `holds`, given that it holds at low and no longer at high.
template <class Predicate>
double lastWith(double low, double high, Predicate holds) {
  for (int i = 0; i < 200 && high - low > 1e-12 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (holds(middle) ? low : high) = middle;
  }
  return low;
}

}  // namespace

Peak peakOf(const GeneratorSystem& system, const Atoms& column) {
  const auto after = [&](double t) { return decayChain(*system.set, column, Seconds(t)); };
  const auto rises = [&](double t) { return netRate(system, after(t)) > 0; };
  const Seconds half_life = system.set->find(system.daughter)->half_life;
  // A daughter behind short-lived members rises a little after the start, so the search begins just after it.
  double low = half_life.value * 1e-6;
  if (!rises(low)) return {Seconds(0), activityIn(*system.set, column, system.daughter)};
  double high = half_life.value;
  while (rises(high) && high < 1e15) high *= 2;
  const double at = lastWith(low, high, rises);
  return {Seconds(at), activityIn(*system.set, after(at), system.daughter)};
}

namespace {

/// One elution looked at from every side, at any time.
class Plan {
 public:
  Plan(const GeneratorSystem& system, const Atoms& column, const ElutionDemand& demand)
      : system_(system), column_(column), demand_(demand), wanted_(demand.wanted), half_life_(system.set->find(system.daughter)->half_life) {
    std::stable_sort(wanted_.begin(), wanted_.end(), [](const Wanted& a, const Wanted& b) { return a.at < b.at; });
  }
  Seconds first() const { return wanted_.front().at; }

  /// Daughter eluted at t, and what it has to be then.
  double eluted(double t) const { return demand_.how.efficiency.value * activityIn(*system_.set, columnAt(t), system_.daughter).value; }
  double needed(double t) const {
    double sum = 0;
    for (const auto& w : wanted_) sum += w.activity.value / remainingShare(half_life_, Seconds(w.at.value - t));
    return sum;
  }
  bool enough(double t) const { return eluted(t) >= needed(t); }
  /// Parent over daughter at `use` in what is eluted at t; none when there is no daughter left.
  std::optional<Fraction> ratioAt(double t, Seconds use) const {
    const Atoms column = columnAt(t);
    const Atoms vial{{system_.parent, demand_.how.breakthrough.value * atomsOf(column, system_.parent)},
                     {system_.daughter, demand_.how.efficiency.value * atomsOf(column, system_.daughter)}};
    const Atoms then = decayChain(*system_.set, vial, Seconds(use.value - t));
    const Activity left = activityIn(*system_.set, then, system_.daughter);
    if (!(left.value > 0)) return std::nullopt;
    return Fraction(activityIn(*system_.set, then, system_.parent) / left);
  }
  bool pure(double t) const {
    if (!demand_.breakthrough_limit) return true;
    const auto ratio = ratioAt(t, wanted_.back().at);
    return ratio && *ratio <= *demand_.breakthrough_limit;
  }

  ElutionPlan at(Seconds t) const {
    ElutionPlan out;
    out.at = out.earliest = out.latest = t;
    out.eluted = Activity(eluted(t.value));
    out.breakthrough = ratioAt(t.value, t);
    out.breakthrough_at_end = ratioAt(t.value, wanted_.back().at);
    double left = out.eluted.value, given = 0;
    Seconds now = t;
    for (const auto& w : wanted_) {
      left *= remainingShare(half_life_, w.at - now);
      now = w.at;
      // The last dose of a plan that just suffices takes everything there is, to the rounding.
      const bool served = left * (1 + 1e-9) >= w.activity.value;
      out.doses.push_back({w, Activity(left), served ? Activity() : Activity(w.activity.value - left)});
      if (!served) continue;
      left = std::max(0.0, left - w.activity.value);
      given += w.activity.value;
    }
    out.used = Fraction(out.eluted.value > 0 ? std::min(1.0, given / out.eluted.value) : 0.0);
    return out;
  }

 private:
  static double atomsOf(const Atoms& atoms, const std::string& name) {
    const auto found = atoms.find(name);
    return found == atoms.end() ? 0.0 : found->second;
  }
  Atoms columnAt(double t) const { return decayChain(*system_.set, column_, Seconds(t)); }
  const GeneratorSystem& system_;
  const Atoms& column_;
  const ElutionDemand& demand_;
  std::vector<Wanted> wanted_;
  Seconds half_life_;
};

Verdict checkDemand(const ElutionDemand& demand) {
  if (demand.wanted.empty()) return Refusal::field({"wanted", "EMPTY_MIXTURE", "", "at least one activity with its time", 0, 0});
  InputCheck check;
  for (const auto& w : demand.wanted) {
    check.activity("wanted", w.activity);
    check.time("wanted", w.at);
    check.that(!(w.at < demand.not_before), "wanted", w.at.value, "OUT_OF_TIME_ORDER", "a time not before the first possible elution");
  }
  check.share("efficiency", demand.how.efficiency, "EFFICIENCY_OUT_OF_RANGE");
  check.share("breakthrough", demand.how.breakthrough, "BREAKTHROUGH_OUT_OF_RANGE");
  check.time("not_before", demand.not_before);
  if (demand.not_after)
    check.that(!(*demand.not_after < demand.not_before), "not_after", demand.not_after->value, "OUT_OF_TIME_ORDER", "a time not before not_before");
  return check.verdict();
}

}  // namespace

Result<ElutionPlan> planElution(const GeneratorSystem& system, const Atoms& column, const ElutionDemand& demand) {
  if (auto v = checkDemand(demand); !v) return v.refusal();
  const Plan plan(system, column, demand);
  const double from = demand.not_before.value;
  const double to = std::max(from, std::min(plan.first().value, demand.not_after.value_or(plan.first()).value));
  if (!plan.enough(to) || !plan.pure(to)) return plan.at(Seconds(to));
  const auto firstWith = [&](auto holds) { return holds(from) ? from : lastWith(from, to, [&](double t) { return !holds(t); }); };
  const double by_activity = firstWith([&](double t) { return plan.enough(t); });
  const double by_purity = firstWith([&](double t) { return plan.pure(t); });
  // The bisection ends just below the first good time; one rounding step later it is good.
  double earliest = std::max(by_activity, by_purity);
  for (double step = 1e-12 * to; earliest < to && (!plan.enough(earliest) || !plan.pure(earliest)); step *= 2)
    earliest = std::min(to, earliest + step);
  ElutionPlan early = plan.at(Seconds(earliest)), late = plan.at(Seconds(to));
  ElutionPlan out = early.eluted <= late.eluted ? early : late;
  out.feasible = true;
  out.earliest = Seconds(earliest);
  out.latest = Seconds(to);
  out.breakthrough_binds = by_purity > by_activity;
  return out;
}

}  // namespace isotrail::making
