#include <algorithm>
#include <charconv>

#include "rooms/planning/what_if/changes.h"
#include "solver/rppd/course.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

int up(int minute, int grid) { return minute >= 0 ? (minute + grid - 1) / grid * grid : -(-minute / grid * grid); }

const rppd::Line& lineOf(const rppd::Instance& in, const rppd::Run& r) {
  return in.sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)];
}
int endOf(const rppd::Instance& in, const rppd::Run& r) {
  return r.start + r.beam + in.products[static_cast<std::size_t>(lineOf(in, r).product)].synthesis;
}
bool frozen(const rppd::Instance& in, const rppd::Run& r) {
  return std::any_of(in.frozen.runs.begin(), in.frozen.runs.end(),
                     [&](const auto& f) { return f.site == r.site && f.line == r.line && f.start == r.start; });
}
bool frozen(const rppd::Instance& in, const rppd::Trip& t) {
  return std::any_of(in.frozen.trips.begin(), in.frozen.trips.end(), [&](const auto& f) { return f.vehicle == t.vehicle && f.depart == t.depart; });
}

/// The runs of a line one after the other, then the trips as late as what they carry is released and their vehicle is home.
void push(rppd::Instance& in, rppd::Plan& plan) {
  std::vector<std::size_t> order(plan.runs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return plan.runs[a].start < plan.runs[b].start; });
  std::vector<int> released(in.orders.size(), -100'000);
  for (std::size_t i = 0; i < order.size(); ++i) {
    rppd::Run& r = plan.runs[order[i]];
    for (std::size_t k = 0; k < i && !frozen(in, r); ++k) {
      const rppd::Run& before = plan.runs[order[k]];
      if (before.site == r.site && before.line == r.line) r.start = up(std::max(r.start, endOf(in, before) + lineOf(in, before).turnaround), in.grid);
    }
    const rppd::Product& p = in.products[static_cast<std::size_t>(lineOf(in, r).product)];
    const int ready = endOf(in, r) + p.tests;
    for (const int o : r.orders)
      released[static_cast<std::size_t>(o)] = rppd::firstIn(in.sites[static_cast<std::size_t>(r.site)].release, ready).value_or(ready);
  }
  const rppd::Road road(in);
  std::vector<std::size_t> trips(plan.trips.size());
  for (std::size_t i = 0; i < trips.size(); ++i) trips[i] = i;
  std::stable_sort(trips.begin(), trips.end(), [&](auto a, auto b) { return plan.trips[a].depart < plan.trips[b].depart; });
  for (std::size_t i = 0; i < trips.size(); ++i) {
    rppd::Trip& t = plan.trips[trips[i]];
    if (frozen(in, t)) continue;
    int leaves = t.depart;
    for (const int o : t.stops) leaves = std::max(leaves, released[static_cast<std::size_t>(o)]);
    for (std::size_t k = 0; k < i; ++k)
      if (plan.trips[trips[k]].vehicle == t.vehicle)
        if (const auto back = rppd::courseOf(in, road, plan.trips[trips[k]], true).back) leaves = std::max(leaves, *back);
    t.depart = leaves == t.depart ? t.depart : up(leaves, in.grid);
  }
}

/// The number in brackets of "trips[2].stops[0]".
std::size_t indexIn(const std::string& path) {
  std::size_t n = 0;
  const auto open = path.find('[');
  if (open != std::string::npos) std::from_chars(path.data() + open + 1, path.data() + path.size(), n);
  return n;
}

int named(const rppd::Instance& in, const Json& params) {
  for (std::size_t o = 0; o < in.orders.size(); ++o)
    if (rppd::idText(in.orders[o].id) == params["order"].text()) return static_cast<int>(o);
  return -1;
}

/// Who is given up for a broken rule: the order it names; of a run the one that draws most; of a trip its last stop.
int victim(const rppd::Instance& in, const rppd::Plan& plan, const rppd::Checked& checked, const rppd::Violation& v) {
  if (const int o = named(in, v.params); o >= 0) return o;
  const std::size_t i = indexIn(v.path);
  if (v.path.starts_with("runs") && i < plan.runs.size() && !plan.runs[i].orders.empty())
    return *std::max_element(plan.runs[i].orders.begin(), plan.runs[i].orders.end(), [&](int a, int b) {
      return checked.deliveries[static_cast<std::size_t>(a)].drawn < checked.deliveries[static_cast<std::size_t>(b)].drawn;
    });
  if (v.path.starts_with("trips") && i < plan.trips.size() && !plan.trips[i].stops.empty()) return plan.trips[i].stops.back();
  return -1;
}

}  // namespace

void dropOrder(PlannedDay& day, int order) {
  for (auto& r : day.plan.runs) std::erase(r.orders, order);
  for (auto& t : day.plan.trips) std::erase(t.stops, order);
  std::erase_if(day.plan.runs, [&](const auto& r) { return r.orders.empty() && !frozen(day.instance, r); });
  std::erase_if(day.plan.trips, [&](const auto& t) { return t.stops.empty() && !frozen(day.instance, t); });
}

std::vector<Dropped> carryOn(PlannedDay& day) {
  std::vector<Dropped> out;
  push(day.instance, day.plan);
  for (std::size_t round = 0; round <= day.instance.orders.size(); ++round) {
    const auto checked = rppd::checkPlan(day.instance, day.plan);
    const auto broken = breaksOf(day, checked);
    if (broken.empty()) break;
    const int o = victim(day.instance, day.plan, checked, broken.front());
    if (o < 0) {
      std::erase_if(day.plan.runs, [](const auto& r) { return r.orders.empty(); });
      std::erase_if(day.plan.trips, [](const auto& t) { return t.stops.empty(); });
      continue;
    }
    Json params = broken.front().params;
    out.push_back({o, broken.front().code, params.set("order", rppd::idText(day.instance.orders[static_cast<std::size_t>(o)].id))});
    dropOrder(day, o);
  }
  return out;
}

void freezeBegun(PlannedDay& day, Instant now) {
  const int minute = day.clock().minute(now);
  auto& begun = day.instance.frozen;
  const auto checked = rppd::checkPlan(day.instance, day.plan);
  for (const auto& r : day.plan.runs) {
    if (r.start >= minute || frozen(day.instance, r)) continue;
    begun.runs.push_back(r);
    begun.runs.back().made = activitiesOf(day, r, checked).makes;  // its beam is set
  }
  for (const auto& t : day.plan.trips)
    if (t.depart < minute && !frozen(day.instance, t)) begun.trips.push_back(t);
  // Orders of a trip that has begun were made by a run that has.
  for (auto& t : begun.trips)
    std::erase_if(t.stops, [&](int o) {
      return std::none_of(begun.runs.begin(), begun.runs.end(),
                          [&](const auto& r) { return std::find(r.orders.begin(), r.orders.end(), o) != r.orders.end(); });
    });
}

}  // namespace isotrail::planning
