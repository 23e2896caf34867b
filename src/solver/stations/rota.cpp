#include "solver/stations/rota.h"

#include <tuple>

namespace isotrail::solver::stations {
namespace {

constexpr int kDay = 1440;             // minutes those on the road wait at most
constexpr int kNever = 1'000'000'000;  // minutes

/// Puts a span among others in order.
void insert(std::vector<rppd::Span>& spans, rppd::Span s) {
  spans.insert(std::upper_bound(spans.begin(), spans.end(), s, [](const auto& a, const auto& b) { return a.from < b.from; }), s);
}

/// When a station takes nobody: outside of its hours, and down. In order, not overlapping.
std::vector<rppd::Span> shutOf(const rppd::Station& station) {
  std::vector<rppd::Span> all = station.down, out;
  int until = -kNever;
  for (const auto& open : station.open) {
    all.push_back({until, open.from});
    until = open.to;
  }
  if (!station.open.empty()) all.push_back({until, kNever});
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  for (const auto& s : all)
    if (!out.empty() && s.from <= out.back().to)
      out.back().to = std::max(out.back().to, s.to);
    else
      out.push_back(s);
  return out;
}

/// The first minute from `ready` on from which a station with these spans taken is free so long.
int firstFree(const std::vector<rppd::Span>& taken, int ready, int minutes) {
  int from = ready;
  for (const auto& t : taken) {
    if (t.to <= from) continue;
    if (t.from >= from + minutes) break;
    from = t.to;
  }
  return from;
}

}  // namespace

Rota::Rota(const rppd::Instance& instance, const std::function<bool(int)>& begun) : house_of_(instance.hospitals.size(), -1) {
  for (std::size_t h = 0; h < instance.hospitals.size(); ++h) {
    const rppd::Hospital& hospital = instance.hospitals[h];
    if (hospital.rooms.empty() && hospital.cameras.empty()) continue;
    house_of_[h] = static_cast<int>(houses_.size());
    House house;
    for (const auto* list : {&hospital.rooms, &hospital.cameras})
      for (const auto& s : *list) house.shut.push_back(shutOf(s));
    houses_.push_back(std::move(house));
  }
  if (houses_.empty()) return;
  house_.assign(instance.orders.size(), -1);
  for (std::size_t o = 0; o < house_.size(); ++o) addNeeds(instance, static_cast<int>(o), begun(static_cast<int>(o)));
  for (House& h : houses_)
    std::stable_sort(h.needs.begin(), h.needs.end(),
                     [](const auto& a, const auto& b) { return std::tuple(!a.begun, a.ready) < std::tuple(!b.begun, b.ready); });
}

void Rota::addNeeds(const rppd::Instance& instance, int o, bool begun) {
  const rppd::Order& order = instance.orders[static_cast<std::size_t>(o)];
  const rppd::Hospital& hospital = instance.hospitals[static_cast<std::size_t>(order.hospital)];
  const int house = house_of_[static_cast<std::size_t>(order.hospital)];
  if (house < 0) return;
  const auto add = [&](const std::vector<rppd::Station>& list, int first, int ready, int minutes, int bears) {
    Need need{o, begun, ready, ready + (begun ? kDay : bears), minutes, {}};
    for (std::size_t s = 0; s < list.size(); ++s)
      if (list[s].products.empty() || std::count(list[s].products.begin(), list[s].products.end(), order.product) > 0)
        need.stations.push_back(first + static_cast<int>(s));
    if (minutes == 0 || need.stations.empty()) return;
    houses_[static_cast<std::size_t>(house)].needs.push_back(std::move(need));
    house_[static_cast<std::size_t>(o)] = house;
  };
  for (int k = 0; k < order.patients; ++k) {
    const int injected = order.calibration + k * order.spacing;
    add(hospital.rooms, 0, injected, order.visit.injection, 0);
    add(hospital.cameras, static_cast<int>(hospital.rooms.size()), injected + order.visit.injection + order.visit.uptake, order.visit.scan,
        order.visit.bears);
  }
}

bool Rota::take(const Need& need, Taken& taken) {
  int best = -1, at = need.latest + 1;
  for (const int s : need.stations)
    if (const int from = firstFree(taken[static_cast<std::size_t>(s)], need.ready, need.minutes); from < at) at = from, best = s;
  if (best < 0) return false;
  insert(taken[static_cast<std::size_t>(best)], {at, at + need.minutes});
  return true;
}

}  // namespace isotrail::solver::stations
