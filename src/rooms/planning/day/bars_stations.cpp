// Rooms and cameras that hospitals have declared, on the chart: who is where, and who finds none.
#include <algorithm>

#include "rooms/planning/day/draughtsman.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

/// The hours of a station without the times it is down.
std::vector<rppd::Span> hoursOf(const rppd::Station& station) {
  std::vector<rppd::Span> out = station.open;
  if (out.empty() && !station.down.empty()) out = {{-2880, 4320}};
  for (const auto& d : station.down) {
    std::vector<rppd::Span> left;
    for (const auto& s : out) {
      if (d.to <= s.from || d.from >= s.to) {
        left.push_back(s);
        continue;
      }
      if (s.from < d.from) left.push_back({s.from, d.from});
      if (d.to < s.to) left.push_back({d.to, s.to});
    }
    out = std::move(left);
  }
  return out;
}

}  // namespace

void Draughtsman::stays() {
  std::vector<bool> served(in_.orders.size()), begun(in_.orders.size(), false);
  for (std::size_t o = 0; o < served.size(); ++o) served[o] = checked_.deliveries[o].trip >= 0;
  for (const auto& t : in_.frozen.trips)
    for (const int o : t.stops) begun[static_cast<std::size_t>(o)] = true;
  for (std::size_t h = 0; h < in_.hospitals.size(); ++h)
    if (!in_.hospitals[h].rooms.empty() || !in_.hospitals[h].cameras.empty())
      for (const auto& s : solver::stations::staysOf(in_, static_cast<int>(h), served, begun)) stay(s);
}

/// Who finds no station in time is drawn where the first one is, at the time it was wanted, with nothing to spare.
void Draughtsman::stay(const solver::stations::Stay& s) {
  const rppd::Order& order = orderAt(s.order);
  const rppd::Hospital& hospital = in_.hospitals[static_cast<std::size_t>(order.hospital)];
  const rppd::Station& station = (s.camera ? hospital.cameras : hospital.rooms)[static_cast<std::size_t>(std::max(0, s.station))];
  const std::string id = order.id.text(), at = hospital.id.text(), place = station.id.text(), kind = s.camera ? "camera" : "room";
  const std::string name = frameOf(at)["places"][place].text(), part = s.camera ? "scan" : "injection";
  const int minutes = s.to - s.from, bears = s.camera ? order.visit.bears : spareOf(static_cast<std::size_t>(s.order));
  const auto& d = checked_.deliveries[static_cast<std::size_t>(s.order)];
  const int latest = s.station < 0 ? s.from : s.ready + minutes + bears;
  const bool run = !s.camera && d.run >= 0;
  chart_.bars.push_back({id + "." + part,
                         lane(kind + "." + at + "." + place, at, kind, name.empty() ? place : name, hoursOf(station)),
                         part,
                         id,
                         s.from,
                         s.to,
                         latest,
                         s.camera || s.station < 0 ? kind : "activity",
                         {id + (s.camera ? ".injection" : ".draw")},
                         {id},
                         run ? "R" + std::to_string(d.run + 1) : "",
                         run ? "T" + std::to_string(d.trip + 1) : "",
                         false});
}

}  // namespace isotrail::planning
