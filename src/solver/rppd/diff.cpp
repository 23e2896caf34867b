#include "solver/rppd/diff.h"

#include <tuple>

namespace isotrail::solver::rppd {
namespace {

/// The run that makes an order, as what can be told apart: site, line and start.
std::tuple<int, int, int> runOf(const Plan& plan, const Delivery& d) {
  if (d.run < 0) return {-1, -1, 0};
  const Run& r = plan.runs[static_cast<std::size_t>(d.run)];
  return {r.site, r.line, r.start};
}
int vehicleOf(const Plan& plan, const Delivery& d) { return d.trip < 0 ? -1 : plan.trips[static_cast<std::size_t>(d.trip)].vehicle; }

Cost minus(const Cost& a, const Cost& b) {
  return {a.runs - b.runs, a.beam - b.beam,         a.risk - b.risk,         a.vehicles - b.vehicles, a.kilometres - b.kilometres,
          a.time - b.time, a.lateness - b.lateness, a.unserved - b.unserved, a.change - b.change};
}

}  // namespace

PlanDiff diffPlans(const Instance& instance, const Plan& before, const Plan& after) { return diffPlans(instance, before, instance, after); }

PlanDiff diffPlans(const Instance& earlier, const Plan& before, const Instance& later, const Plan& after) {
  Checked was = checkPlan(earlier, before);
  const Checked is = checkPlan(later, after);
  was.deliveries.resize(is.deliveries.size());
  const auto served = [](const Instance& instance, const Checked& c) {
    int patients = 0;
    for (std::size_t o = 0; o < instance.orders.size(); ++o)
      if (c.deliveries[o].trip >= 0) patients += instance.orders[o].patients;
    return patients;
  };
  PlanDiff diff;
  for (std::size_t o = 0; o < later.orders.size(); ++o) {
    const Delivery &a = was.deliveries[o], &b = is.deliveries[o];
    OrderChange c{static_cast<int>(o), a.trip >= 0, b.trip >= 0};
    c.other_run = runOf(before, a) != runOf(after, b);
    c.other_vehicle = vehicleOf(before, a) != vehicleOf(after, b);
    if (c.was_served && c.is_served) c.minutes = b.arrival - a.arrival;
    c.drawn = b.drawn - a.drawn;
    if (!c.other_run && !c.other_vehicle && c.minutes == 0 && c.was_served == c.is_served) continue;
    diff.minutes += c.minutes;
    diff.orders.push_back(c);
  }
  diff.patients = served(later, is) - served(earlier, was);
  diff.drawn = is.drawn - was.drawn;
  diff.cost = minus(is.cost, was.cost);
  return diff;
}

}  // namespace isotrail::solver::rppd
