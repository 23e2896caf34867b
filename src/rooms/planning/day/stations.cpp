// Injection rooms and cameras that the hospitals have declared, and what a patient needs of them.
#include <algorithm>
#include <cmath>

#include "rooms/planning/day/day_problem.h"
#include "rooms/slots/facts.h"
#include "solver/rppd/additions.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

/// A place's hours on the days around, and when it is shut.
rppd::Station DayBuilder::stationOf(const slots::PlaceFacts& place, const std::string& zone) {
  rppd::Station station;
  station.id = place.place;
  for (const auto& product : place.products)
    for (std::size_t p = 0; p < products_.size(); ++p)
      if (products_[p].product.str() == product) station.products.push_back(static_cast<int>(p));
  for (const int day : {-1, 0, 1}) {
    const Instant noon = addLocalDays(q_.clock.midnight, day, q_.clock.zone) + isotrail::hours(12);
    const auto from = atTimeOfDay("opens", noon, place.opens, zone), to = atTimeOfDay("closes", noon, place.closes, zone);
    if (from && to && *from < *to) station.open.push_back({q_.clock.minute(*from), q_.clock.minute(*to)});
  }
  station.open = joined(std::move(station.open));
  for (const auto& [from, until] : place.shut) {
    const rppd::Span s{std::max(rppd::kEarliest, q_.clock.minute(from)), std::min(rppd::kLatest, q_.clock.minute(until))};
    if (s.from < s.to) station.down.push_back(s);
  }
  station.down = joined(std::move(station.down));
  note(place.camera ? "camera hours" : "injection room hours", place.place, place.opens + " to " + place.closes, zone,
       "declared place " + place.place);
  return station;
}

/// Only what is declared binds: where nobody said what a hospital has, the plan is not held up by it.
void DayBuilder::addStations() {
  rppd::Instance& in = out_.instance;
  for (std::size_t h = 0; h < in.hospitals.size(); ++h) {
    rppd::Hospital& hospital = in.hospitals[h];
    const Json& frame = out_.frame["hospitals"][hospital.id.text()];
    Json names = Json::object();
    for (const auto& place : slots::places(db_, SiteId(hospital.id.text()))) {
      rppd::Station station = stationOf(place, frame["zone"].text());
      // One for products of which the day has none stands idle.
      if (!place.products.empty() && station.products.empty()) continue;
      names.set(place.place, place.name);
      (place.camera ? hospital.cameras : hospital.rooms).push_back(std::move(station));
    }
    if (names.size() == 0) continue;
    out_.frame.findMutable("hospitals")->findMutable(hospital.id.text())->set("places", names);
    for (auto& o : in.orders)
      if (o.hospital == static_cast<int>(h)) o.visit = visitOf(o.product);
  }
}

rppd::Visit DayBuilder::visitOf(int product) {
  const std::string& nuclide = productAt(product).nuclide;
  const auto minutes = [&](const char* subject, const std::string& of, const char* quantity) {
    const DayValue v = dayValue(subject, of, quantity);
    if (v.known) note(std::string(subject) + " " + quantity, of, v.number(), "min", v.source);
    return v.known ? static_cast<int>(std::ceil(v.number())) : 0;
  };
  rppd::Visit visit{minutes("injection", "*", "minutes")};
  if (!dayValue("scan", nuclide, "uptake").known) return visit;  // a therapy, or a nuclide that is not imaged here
  visit.uptake = minutes("scan", nuclide, "uptake");
  visit.scan = minutes("scan", nuclide, "minutes");
  visit.bears = minutes("scan", "*", "tolerance");
  return visit;
}

}  // namespace isotrail::planning
