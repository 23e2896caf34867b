#include "solver/stations/stays.h"

#include <algorithm>
#include <tuple>

namespace isotrail::solver::stations {
namespace {

using rppd::Hospital;
using rppd::Instance;
using rppd::Order;
using rppd::Span;
using rppd::Station;
using rppd::Visit;

constexpr int kDay = 1440;  // minutes that a patient whose dose is on the road waits at most

/// Whether a station holds nobody from one minute to another, which lie in its hours.
bool isFree(const Station& s, bool camera, int index, const std::vector<Stay>& placed, int from, int to) {
  const auto meets = [&](int a, int b) { return a < to && b > from; };
  if (!s.open.empty() && std::none_of(s.open.begin(), s.open.end(), [&](const Span& o) { return o.from <= from && to <= o.to; })) return false;
  if (std::any_of(s.down.begin(), s.down.end(), [&](const Span& d) { return meets(d.from, d.to); })) return false;
  return std::none_of(placed.begin(), placed.end(),
                      [&](const Stay& other) { return other.camera == camera && other.station == index && meets(other.from, other.to); });
}

void settle(Stay& stay, int minutes, int product, const std::vector<Station>& stations, const std::vector<Stay>& placed) {
  for (int from = stay.ready; from <= stay.latest; ++from)
    for (std::size_t s = 0; s < stations.size(); ++s) {
      if (!takes(stations[s], product) || !isFree(stations[s], stay.camera, static_cast<int>(s), placed, from, from + minutes)) continue;
      stay.station = static_cast<int>(s);
      stay.from = from;
      stay.to = from + minutes;
      return;
    }
}

}  // namespace

bool takes(const Station& s, int product) {
  return s.products.empty() || std::find(s.products.begin(), s.products.end(), product) != s.products.end();
}

std::vector<Stay> staysOf(const Instance& instance, int hospital, const std::vector<bool>& served, const std::vector<bool>& begun) {
  const Hospital& h = instance.hospitals[static_cast<std::size_t>(hospital)];
  std::vector<Stay> stays;
  for (std::size_t o = 0; o < instance.orders.size(); ++o) {
    const Order& order = instance.orders[o];
    if (!served[o] || order.hospital != hospital) continue;
    const Visit& v = order.visit;
    const auto add = [&](bool camera, int k, int ready, int minutes, int bears) {
      const auto& stations = camera ? h.cameras : h.rooms;
      if (minutes == 0 || std::none_of(stations.begin(), stations.end(), [&](const Station& s) { return takes(s, order.product); })) return;
      stays.push_back({static_cast<int>(o), k, camera, -1, ready, ready + (begun[o] ? kDay : bears), ready, ready + minutes});
    };
    for (int k = 0; k < order.patients; ++k) {
      const int injected = order.calibration + k * order.spacing;
      add(false, k, injected, v.injection, 0);
      add(true, k, injected + v.injection + v.uptake, v.scan, v.bears);
    }
  }
  const auto turn = [&](const Stay& s) { return std::tuple(!begun[static_cast<std::size_t>(s.order)], s.ready, s.order, s.patient); };
  std::stable_sort(stays.begin(), stays.end(), [&](const Stay& a, const Stay& b) { return turn(a) < turn(b); });
  std::vector<Stay> placed;
  for (Stay& stay : stays) {
    settle(stay, stay.to - stay.from, instance.orders[static_cast<std::size_t>(stay.order)].product, stay.camera ? h.cameras : h.rooms, placed);
    placed.push_back(stay);
  }
  return stays;
}

}  // namespace isotrail::solver::stations
