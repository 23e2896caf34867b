#include "solver/search/day.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "nuclide/decay.h"

namespace isotrail::solver::search {
namespace {

constexpr int kReference = 720;  // r of the weights: midday keeps both sides of the day near 1

double shareLeft(const rppd::Product& p, int minutes) { return remainingShare(Seconds(p.half_life), Seconds(minutes)); }

}  // namespace

Day::Day(const rppd::Instance& instance)
    : grid(instance.grid), service(instance.service), cost_per_minute(instance.cost_per_minute), travel(instance) {
  const int hospitals = static_cast<int>(instance.hospitals.size());
  for (std::size_t s = 0; s < instance.sites.size(); ++s) sites.push_back({hospitals + static_cast<int>(s), {}, {}, instance.sites[s].release});
  opens_again = travel.opensAgain();
  addLines(instance);
  addVehicles(instance);
  addOrders(instance);
  addPromises(instance);
  addFixedTrips(instance);
  addFixedRuns(instance);
  rota = stations::Rota(instance, [this](int o) { return orders[static_cast<std::size_t>(o)].begun; });
}

void Day::addLines(const rppd::Instance& instance) {
  int last = 0;
  for (std::size_t s = 0; s < instance.sites.size(); ++s)
    for (const auto& l : instance.sites[s].lines) {
      const auto& p = instance.products[static_cast<std::size_t>(l.product)];
      Line line{static_cast<int>(s), l.product, {}, l.open.from, l.open.to, p.synthesis, p.tests, l.turnaround, l.fail_chance, l.run_cost};
      const auto& limits = instance.sites[s].cap;
      const double cap = static_cast<std::size_t>(l.product) < limits.size() ? limits[static_cast<std::size_t>(l.product)] : 0.0;
      for (const int beam : l.beams) {
        const double share = saturationShare(Seconds(p.half_life), Seconds(beam));
        const Level level{beam, l.beam_cost * beam, l.saturation * share * p.yield * shareLeft(p, p.synthesis)};
        if (cap <= 0.0 || level.activity <= cap) line.levels.push_back(level);
      }
      first_ = std::min(first_, line.opens);
      last = std::max(last, line.closes);
      sites[s].lines.push_back(static_cast<int>(lines.size()));
      lines.push_back(std::move(line));
    }
  for (const auto& r : instance.frozen.runs) {
    const auto& l = instance.sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)];
    const int end = r.start + r.beam + instance.products[static_cast<std::size_t>(l.product)].synthesis;
    first_ = std::min(first_, end);
    last = std::max(last, end);
  }
  for (const auto& p : instance.products) {
    auto& table = growth_.emplace_back();
    for (int t = first_; t <= last; ++t) table.push_back(shareLeft(p, kReference - t));
  }
}

void Day::addVehicles(const rppd::Instance& instance) {
  std::map<std::tuple<int, int, int, int, double, std::vector<std::pair<int, int>>>, int> kinds;
  for (const auto& v : instance.vehicles) {
    std::vector<std::pair<int, int>> downs;
    for (const auto& s : v.down) downs.emplace_back(s.from, s.to);
    const std::tuple kind(v.site, v.shift.from, v.shift.to, v.packages, v.fixed_cost, downs);
    const int number = kinds.emplace(kind, static_cast<int>(kinds.size())).first->second;
    sites[static_cast<std::size_t>(v.site)].vehicles.push_back(static_cast<int>(vehicles.size()));
    vehicles.push_back({v.site, v.shift.from, v.shift.to, v.packages, v.fixed_cost, number});
  }
}

void Day::addOrders(const rppd::Instance& instance) {
  for (const auto& o : instance.orders) {
    const auto& p = instance.products[static_cast<std::size_t>(o.product)];
    Order order{o.hospital, o.product, 0.0, o.window.from, o.window.to, o.deadline, o.packages, o.late_cost, instance.loss(o), {}};
    addHours(instance, o, order);
    for (int k = 0; k < o.patients; ++k) order.weight += o.dose * shareLeft(p, -k * o.spacing);
    order.weight *= shareLeft(p, kReference - o.calibration);
    if (o.patients > 0) rankSites(order);  // one that was cancelled is not served
    all_lost += order.loss;
    orders.push_back(std::move(order));
  }
}

void Day::rankSites(Order& o) const {
  std::vector<std::pair<double, int>> ranked;
  for (std::size_t s = 0; s < sites.size(); ++s) {
    double risk = -1.0;
    for (const int l : sites[s].lines) {
      const double chance = lines[static_cast<std::size_t>(l)].fail_chance;
      if (lines[static_cast<std::size_t>(l)].product == o.product && (risk < 0.0 || chance < risk)) risk = chance;
    }
    const Leg &out = travel.leg(sites[s].place, o.place), &back = travel.leg(o.place, sites[s].place);
    if (risk < 0.0 || sites[s].vehicles.empty() || out.minutes >= INT16_MAX - 1 || back.minutes >= INT16_MAX - 1) continue;
    ranked.emplace_back(out.cost + back.cost + cost_per_minute * (out.minutes + back.minutes) + risk * o.loss, static_cast<int>(s));
  }
  std::sort(ranked.begin(), ranked.end());
  for (const auto& [cost, site] : ranked) o.sites.push_back(site);
}

int Day::growsTo(int product, double wanted, int least, int most) const {
  const auto& table = growth_[static_cast<std::size_t>(product)];
  const auto from = table.begin() + (least - first_);
  const auto to = table.begin() + (most + 1 - first_);
  return least + static_cast<int>(std::lower_bound(from, to, wanted) - from);
}

}  // namespace isotrail::solver::search
