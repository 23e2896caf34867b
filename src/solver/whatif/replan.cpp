#include "solver/whatif/replan.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "solver/search/draft.h"

namespace isotrail::solver {
namespace {

using Clock = std::chrono::steady_clock;
using rppd::Instance;
using rppd::Plan;

constexpr double kCalm = 5.0;  // times the price of changes for the calm answer
constexpr double kLeastSeconds = 0.01;
constexpr double kShare = 0.5;  // of the time that is left for the answer asked for, then for the calm one; the rest for the last

/// "trips[2].stops[1]": list, number, inner list, inner number; -1 where there is none.
struct Spot {
  std::string list, inner;
  int index = -1, slot = -1;
};
Spot spotOf(const std::string& path) {
  Spot s;
  const auto open = path.find('['), close = path.find(']');
  s.list = path.substr(0, open);
  if (open == std::string::npos) return s;
  s.index = std::stoi(path.substr(open + 1, close - open - 1));
  const auto dot = path.find('.', close);
  if (dot == std::string::npos) return s;
  const auto inner = path.find('[', dot);
  s.inner = path.substr(dot + 1, inner == std::string::npos ? inner : inner - dot - 1);
  if (inner != std::string::npos) s.slot = std::stoi(path.substr(inner + 1));
  return s;
}

/// Takes out of a plan, one thing after the other, what breaks a rule.
class Repair {
 public:
  Repair(const Instance& instance, Plan plan) : in_(instance), plan_(std::move(plan)) {}

  Plan repaired() {
    addBegun();
    for (;;) {
      const auto checked = rppd::checkPlan(in_, plan_);
      if (checked.feasible()) break;
      if (!mend(checked.violations.front())) {  // nothing more to take: only what has begun is left
        plan_ = in_.frozen;
        for (auto& r : plan_.runs) r.made.reset();
        keepOnTheRoad();
        break;
      }
    }
    dropEmpty();
    return std::move(plan_);
  }

 private:
  bool begun(const rppd::Run& r) const {
    return std::any_of(in_.frozen.runs.begin(), in_.frozen.runs.end(),
                       [&](const auto& f) { return f.site == r.site && f.line == r.line && f.start == r.start && f.beam == r.beam; });
  }
  bool begun(const rppd::Trip& t) const {
    return std::any_of(in_.frozen.trips.begin(), in_.frozen.trips.end(),
                       [&](const auto& f) { return f.vehicle == t.vehicle && f.depart == t.depart && f.stops == t.stops; });
  }
  bool onTheRoad(int o) const {
    return std::any_of(in_.frozen.trips.begin(), in_.frozen.trips.end(),
                       [o](const auto& t) { return std::find(t.stops.begin(), t.stops.end(), o) != t.stops.end(); });
  }

  void addBegun() {
    for (const auto& f : in_.frozen.runs)
      if (std::none_of(plan_.runs.begin(), plan_.runs.end(),
                       [&](const auto& r) { return f.site == r.site && f.line == r.line && f.start == r.start && f.beam == r.beam; })) {
        plan_.runs.push_back(f);
        plan_.runs.back().made.reset();
      }
    for (const auto& f : in_.frozen.trips)
      if (std::none_of(plan_.trips.begin(), plan_.trips.end(),
                       [&](const auto& t) { return f.vehicle == t.vehicle && f.depart == t.depart && f.stops == t.stops; }))
        plan_.trips.push_back(f);
  }

  void keepOnTheRoad() {
    for (auto& r : plan_.runs) std::erase_if(r.orders, [this](int o) { return !onTheRoad(o); });
  }

  bool mend(const rppd::Violation& v) {
    const Spot s = spotOf(v.path);
    if (s.index < 0) return false;
    if (s.list == "runs") return mendRun(v, s);
    rppd::Trip& t = plan_.trips[static_cast<std::size_t>(s.index)];
    if (begun(t)) return takeOther(v);
    if (v.code == "PLAN_HOSPITAL_CAP") return takeLast(t);
    if (s.slot >= 0)
      t.stops.erase(t.stops.begin() + s.slot);
    else
      plan_.trips.erase(plan_.trips.begin() + s.index);
    return true;
  }

  bool mendRun(const rppd::Violation& v, const Spot& s) {
    rppd::Run& r = plan_.runs[static_cast<std::size_t>(s.index)];
    if (v.code == "PLAN_RUN_TOO_WEAK") return weaken(r);
    if (s.inner == "orders" && s.slot >= 0) {
      r.orders.erase(r.orders.begin() + s.slot);
      return true;
    }
    if (begun(r)) return takeOther(v);
    plan_.runs.erase(plan_.runs.begin() + s.index);
    return true;
  }

  /// Two things in each other's way of which the one named has begun: the other goes.
  bool takeOther(const rppd::Violation& v) {
    const Spot other = spotOf(v.params["other"].text());
    if (other.index < 0) return false;
    if (other.list == "runs") {
      if (begun(plan_.runs[static_cast<std::size_t>(other.index)])) return false;
      plan_.runs.erase(plan_.runs.begin() + other.index);
    } else {
      if (begun(plan_.trips[static_cast<std::size_t>(other.index)])) return false;
      plan_.trips.erase(plan_.trips.begin() + other.index);
    }
    return true;
  }

  /// The order that is worth least for what it draws leaves the run.
  bool weaken(rppd::Run& r) {
    const auto worth = [this](int o) {
      const rppd::Order& order = in_.orders[static_cast<std::size_t>(o)];
      return in_.loss(order) / std::max(1e-9, order.dose * order.patients);
    };
    auto least = r.orders.end();
    for (auto o = r.orders.begin(); o != r.orders.end(); ++o)
      if (!(begun(r) && onTheRoad(*o)) && (least == r.orders.end() || worth(*o) < worth(*least))) least = o;
    if (least == r.orders.end()) return false;
    r.orders.erase(least);
    return true;
  }

  static bool takeLast(rppd::Trip& t) {
    if (t.stops.empty()) return false;
    t.stops.pop_back();
    return true;
  }

  void dropEmpty() {
    std::vector<char> carried(in_.orders.size(), 0);
    for (const auto& t : plan_.trips)
      for (const int o : t.stops) carried[static_cast<std::size_t>(o)] = 1;
    for (auto& r : plan_.runs) std::erase_if(r.orders, [&](int o) { return !carried[static_cast<std::size_t>(o)]; });
    std::erase_if(plan_.runs, [this](const auto& r) { return r.orders.empty() && !begun(r); });
    std::erase_if(plan_.trips, [this](const auto& t) { return t.stops.empty() && !begun(t); });
  }

  const Instance& in_;
  Plan plan_;
};

/// Trips with the same stops leave again when they were promised to, where that costs less than its price.
Plan settled(const Instance& instance, const Plan& plan) {
  const search::Day day(instance);
  search::Draft draft(day);
  if (instance.change_price <= 0.0 || !draft.load(plan)) return plan;
  for (const auto& was : instance.promised.trips) {
    if (was.stops.empty() || !draft.served(was.stops[0])) continue;
    const int i = draft.tripIndexOf(was.stops[0]);
    const search::Trip now = draft.trip(i);
    if (now.fixed >= 0 || now.vehicle != was.vehicle || now.stops != was.stops || now.timing.depart == was.depart) continue;
    const double before = draft.cost();
    if (draft.retime(i, was.depart) && draft.cost() > before) draft.retime(i, now.timing.depart);
  }
  const Plan out = draft.plan(instance);
  return rppd::checkPlan(instance, out).cost.total() < rppd::checkPlan(instance, plan).cost.total() ? out : plan;
}

bool samePlan(const rppd::Plan& a, const rppd::Plan& b, const Instance& instance) {
  return rppd::planText(a, instance) == rppd::planText(b, instance);
}

}  // namespace

rppd::Plan withoutBroken(const Instance& instance, Plan plan) { return Repair(instance, std::move(plan)).repaired(); }

Replan replan(const Instance& instance, const Plan& plan, const std::vector<Change>& changes, int now, double change_price,
              const search::Effort& effort) {
  const auto from = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - from).count(); };
  ChangedDay day = applyChanges(instance, plan, changes, now);
  Replan out{std::move(day.instance), 0.0, {}};
  out.instance.change_price = change_price;
  const Plan kept = withoutBroken(out.instance, std::move(day.plan));
  double around = elapsed();  // seconds that an answer takes beside its search
  const auto add = [&](const char* code, const Plan& p) {
    if (std::any_of(out.options.begin(), out.options.end(), [&](const auto& o) { return samePlan(o.plan, p, out.instance); })) return;
    out.options.push_back({code, p, rppd::checkPlan(out.instance, p), rppd::diffPlans(instance, plan, out.instance, p)});
  };
  // `others`: answers that are still to come after it.
  const auto search = [&](const char* code, double price, double share, int others) {
    Instance priced = out.instance;
    priced.change_price = price;
    search::Effort own = effort;
    own.seconds = std::max(kLeastSeconds, share * (effort.seconds - elapsed() - around * (others + 1)));
    own.start = &kept;
    own.bound = price == change_price;
    const auto solution = search::solve(priced, own);
    const double searched = elapsed();
    if (price == change_price) out.bound = solution.end.bound;
    add(code, settled(priced, solution.plan));
    around = std::max(around, elapsed() - searched);
  };
  search("OPTION_BEST", change_price, kShare, 3);
  search("OPTION_CALM", change_price * kCalm, kShare, 2);
  search("OPTION_FREE", 0.0, 1.0, 1);
  add("OPTION_KEEP", kept);
  std::stable_sort(out.options.begin(), out.options.end(),
                   [](const auto& a, const auto& b) { return a.checked.cost.total() < b.checked.cost.total(); });
  return out;
}

}  // namespace isotrail::solver
