#include "solver/region/parts.h"

#include <algorithm>

#include "solver/stations/stays.h"

namespace isotrail::solver::region {
namespace {

constexpr std::size_t kLooked = 3;  // sites of an order that compete for it
constexpr std::size_t kMost = 300;  // orders of a first group at most
constexpr std::size_t kSmall = 60;  // below that a group joins one of another country
constexpr double kFull = 1e-3;      // MBq: a cap of 0 would be none

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Index of each of `list` in it, by index of what it was taken from.
std::vector<int> inverse(const std::vector<int>& list, std::size_t size) {
  std::vector<int> here(size, -1);
  for (std::size_t i = 0; i < list.size(); ++i) here[at(list[i])] = static_cast<int>(i);
  return here;
}
template <class T>
std::vector<T> those(const std::vector<T>& all, const std::vector<int>& list) {
  std::vector<T> out;
  for (const int i : list) out.push_back(all[at(i)]);
  return out;
}

int sharedOf(const Group& a, const Group& b, const Neighbours& neighbours) {
  int sum = 0;
  for (const int s : a.sites)
    for (const int t : b.sites) sum += neighbours.shared(s, t);
  return sum;
}

/// Joins the two groups that share the most of those `may` be joined; false when there are none.
template <class May>
bool joinTwo(std::vector<Group>& groups, const Neighbours& neighbours, May may) {
  int most = 0;
  std::size_t first = 0, second = 0;
  for (std::size_t a = 0; a < groups.size(); ++a)
    for (std::size_t b = a + 1; b < groups.size(); ++b)
      if (const int shared = sharedOf(groups[a], groups[b], neighbours);
          shared > most && groups[a].orders.size() + groups[b].orders.size() <= kMost && may(groups[a], groups[b]))
        most = shared, first = a, second = b;
  if (most == 0) return false;
  Group& into = groups[first];
  const Group& from = groups[second];
  into.sites.insert(into.sites.end(), from.sites.begin(), from.sites.end());
  into.orders.insert(into.orders.end(), from.orders.begin(), from.orders.end());
  groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(second));
  return true;
}

}  // namespace

Neighbours::Neighbours(const search::Day& day)
    : day_(day), home_(day.orders.size(), -1), shared_(day.sites.size(), std::vector<int>(day.sites.size(), 0)) {
  for (std::size_t o = 0; o < day.orders.size(); ++o) {
    const auto& sites = day.orders[o].sites;
    if (!sites.empty()) home_[o] = sites[0];
    for (std::size_t a = 0; a < std::min(kLooked, sites.size()); ++a)
      for (std::size_t b = 0; b < a; ++b) {
        ++shared_[at(sites[a])][at(sites[b])];
        ++shared_[at(sites[b])][at(sites[a])];
      }
  }
}

bool Neighbours::serves(const Group& group, int order) const {
  const auto& sites = day_.orders[at(order)].sites;
  return std::any_of(group.sites.begin(), group.sites.end(), [&](int s) { return std::find(sites.begin(), sites.end(), s) != sites.end(); });
}

void gatherAtStations(const rppd::Instance& instance, const Neighbours& neighbours, const std::vector<char>& settled, std::vector<Group>& groups,
                      const std::function<int(const std::vector<int>&)>& choose) {
  std::vector<std::vector<int>> open(instance.hospitals.size()), group_of(instance.hospitals.size());  // by hospital
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const int o : groups[g].orders) {
      const auto h = at(instance.orders[at(o)].hospital);
      if (settled[at(o)] || !hasStations(instance.hospitals[h])) continue;
      open[h].push_back(o);
      group_of[h].push_back(static_cast<int>(g));
    }
  for (std::size_t h = 0; h < open.size(); ++h) {
    if (open[h].empty()) continue;
    const int chosen = choose(group_of[h]);
    for (std::size_t k = 0; k < open[h].size(); ++k) {
      if (group_of[h][k] == chosen) continue;
      std::erase(groups[at(group_of[h][k])].orders, open[h][k]);
      if (neighbours.serves(groups[at(chosen)], open[h][k])) groups[at(chosen)].orders.push_back(open[h][k]);
    }
  }
}

std::vector<Group> firstGroups(const rppd::Instance& instance, const Neighbours& neighbours) {
  std::vector<int> site(instance.orders.size());
  for (std::size_t o = 0; o < site.size(); ++o) site[o] = neighbours.home(static_cast<int>(o));
  for (const rppd::Plan* fixed : {&instance.promised, &instance.frozen}) {
    for (const auto& r : fixed->runs)
      for (const int o : r.orders) site[at(o)] = r.site;
    for (const auto& t : fixed->trips)
      for (const int o : t.stops) site[at(o)] = instance.vehicles[at(t.vehicle)].site;
  }
  std::vector<Group> groups(instance.sites.size());
  for (std::size_t s = 0; s < groups.size(); ++s) groups[s].sites = {static_cast<int>(s)};
  for (std::size_t o = 0; o < site.size(); ++o)
    if (site[o] >= 0) groups[at(site[o])].orders.push_back(static_cast<int>(o));
  const auto country = [&](const Group& g) { return instance.sites[at(g.sites[0])].place.country; };
  while (joinTwo(groups, neighbours, [&](const Group& a, const Group& b) { return country(a) == country(b); })) {
  }
  while (joinTwo(groups, neighbours, [&](const Group& a, const Group& b) { return std::min(a.orders.size(), b.orders.size()) < kSmall; })) {
  }
  std::vector<char> begun(site.size(), 0);
  for (const auto& t : instance.frozen.trips)
    for (const int o : t.stops) begun[at(o)] = 1;
  gatherAtStations(instance, neighbours, begun, groups, [](const std::vector<int>& of) {
    return *std::max_element(of.begin(), of.end(),
                             [&](int a, int b) { return std::count(of.begin(), of.end(), a) < std::count(of.begin(), of.end(), b); });
  });
  return groups;
}

Part::Part(const rppd::Instance& whole, const Group& group, const rppd::Checked& now) : sites_(group.sites), orders_(group.orders) {
  std::sort(sites_.begin(), sites_.end());
  std::sort(orders_.begin(), orders_.end());
  site_here_ = inverse(sites_, whole.sites.size());
  order_here_ = inverse(orders_, whole.orders.size());
  for (std::size_t v = 0; v < whole.vehicles.size(); ++v)
    if (site_here_[at(whole.vehicles[v].site)] >= 0) vehicles_.push_back(static_cast<int>(v));
  vehicle_here_ = inverse(vehicles_, whole.vehicles.size());
  for (const int o : orders_) hospitals_.push_back(whole.orders[at(o)].hospital);
  std::sort(hospitals_.begin(), hospitals_.end());
  hospitals_.erase(std::unique(hospitals_.begin(), hospitals_.end()), hospitals_.end());
  hospital_here_ = inverse(hospitals_, whole.hospitals.size());

  instance_.name = whole.name;
  instance_.grid = whole.grid;
  instance_.products = whole.products;
  instance_.posts = whole.posts;
  instance_.service = whole.service;
  instance_.speed = whole.speed;
  instance_.cost_per_km = whole.cost_per_km;
  instance_.cost_per_minute = whole.cost_per_minute;
  instance_.change_price = whole.change_price;
  instance_.sites = those(whole.sites, sites_);
  instance_.hospitals = those(whole.hospitals, hospitals_);
  instance_.orders = those(whole.orders, orders_);
  for (auto& o : instance_.orders) o.hospital = hospital_here_[at(o.hospital)];
  instance_.vehicles = those(whole.vehicles, vehicles_);
  for (auto& v : instance_.vehicles) v.site = site_here_[at(v.site)];
  if (!whole.legs.empty()) {
    std::vector<int> places = sites_;
    for (const int h : hospitals_) places.push_back(static_cast<int>(whole.sites.size()) + h);
    for (const int p : places) instance_.legs.push_back(those(whole.legs[at(p)], places));
  }
  instance_.frozen = take(whole.frozen);
  instance_.promised = take(whole.promised);
  shareCaps(whole, now);
  leaveStations(whole, now);
}

void Part::leaveStations(const rppd::Instance& whole, const rppd::Checked& now) {
  std::vector<bool> served(whole.orders.size()), begun(whole.orders.size());
  for (std::size_t o = 0; o < served.size(); ++o) served[o] = now.deliveries[o].trip >= 0;
  for (const auto& t : whole.frozen.trips)
    for (const int o : t.stops) begun[at(o)] = served[at(o)];
  for (std::size_t h = 0; h < hospitals_.size(); ++h) {
    if (!hasStations(instance_.hospitals[h])) continue;
    for (const auto& stay : stations::staysOf(whole, hospitals_[h], served, begun)) {
      if (stay.station < 0 || order_here_[at(stay.order)] >= 0) continue;
      auto& list = stay.camera ? instance_.hospitals[h].cameras : instance_.hospitals[h].rooms;
      list[at(stay.station)].down.push_back({stay.from, stay.to});
    }
  }
}

void Part::shareCaps(const rppd::Instance& whole, const rppd::Checked& now) {
  for (std::size_t h = 0; h < hospitals_.size(); ++h)
    for (std::size_t p = 0; p < instance_.hospitals[h].cap.size(); ++p) {
      double& cap = instance_.hospitals[h].cap[p];
      if (cap <= 0.0) continue;
      double held = 0.0, held_here = 0.0;
      int wanted = 0, wanted_here = 0;
      for (std::size_t o = 0; o < whole.orders.size(); ++o) {
        if (whole.orders[o].hospital != hospitals_[h] || whole.family(whole.orders[o].product) != whole.family(static_cast<int>(p))) continue;
        const bool here = order_here_[o] >= 0;
        const double mbq = now.deliveries[o].trip >= 0 ? now.deliveries[o].activity : 0.0;
        held += mbq;
        held_here += here ? mbq : 0.0;
        ++wanted;
        wanted_here += here ? 1 : 0;
      }
      cap = std::max(kFull, held_here + std::max(0.0, cap - held) * wanted_here / std::max(1, wanted));
    }
}

rppd::Plan Part::take(const rppd::Plan& whole) const {
  rppd::Plan part;
  const auto here = [&](const std::vector<int>& orders) {
    std::vector<int> out;
    for (const int o : orders)
      if (order_here_[at(o)] >= 0) out.push_back(order_here_[at(o)]);
    return out;
  };
  for (const auto& r : whole.runs)
    if (site_here_[at(r.site)] >= 0) part.runs.push_back({site_here_[at(r.site)], r.line, r.start, r.beam, here(r.orders), r.made});
  for (const auto& t : whole.trips)
    if (vehicle_here_[at(t.vehicle)] >= 0) part.trips.push_back({vehicle_here_[at(t.vehicle)], t.depart, here(t.stops)});
  return part;
}

void Part::giveBack(const rppd::Plan& part, rppd::Plan& whole) const {
  std::erase_if(whole.runs, [&](const auto& r) { return site_here_[at(r.site)] >= 0; });
  std::erase_if(whole.trips, [&](const auto& t) { return vehicle_here_[at(t.vehicle)] >= 0; });
  for (const auto& r : part.runs) whole.runs.push_back({sites_[at(r.site)], r.line, r.start, r.beam, those(orders_, r.orders), r.made});
  for (const auto& t : part.trips) whole.trips.push_back({vehicles_[at(t.vehicle)], t.depart, those(orders_, t.stops)});
}

}  // namespace isotrail::solver::region
