// What of the day has begun when it is planned: beams that ran, batches that were made, vehicles that left. They stay as they are.
#include <algorithm>
#include <cmath>

#include "nuclide/decay.h"
#include "rooms/logistics/facts.h"
#include "rooms/planning/day/day_problem.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr int kEarliest = -2880, kLatest = 4320;  // minutes an instance knows
constexpr int kEve = -1440;                       // what was made since the day before may still be used

}  // namespace

void closePast(rppd::Instance& instance, int now) {
  const int until = std::min(now, kLatest);
  if (until <= kEarliest) return;
  const auto shut = [&](std::vector<rppd::Span>& down) {
    down.push_back({kEarliest, until});
    down = joined(std::move(down));
  };
  for (auto& site : instance.sites)
    for (auto& line : site.lines) shut(line.down);
  for (auto& vehicle : instance.vehicles) shut(vehicle.down);
}

/// A run that makes for the orders still to be drawn: those drawn already have had their share.
void DayBuilder::beginRun(int site, int line, rppd::Run run, const std::string& source) {
  const rppd::Line& l = out_.instance.sites[static_cast<std::size_t>(site)].lines[static_cast<std::size_t>(line)];
  const rppd::Product& p = out_.instance.products[static_cast<std::size_t>(l.product)];
  const int end = run.start + run.beam + p.synthesis;
  const Seconds half_life(p.half_life);  // all in minutes
  double made = run.made.value_or(0.0);
  const double residual = supply::lineValue("syringe", "residual_fraction");
  for (const auto& o : ordering::orders(db_, SiteId(""), q_.clock.midnight, q_.clock.midnight + isotrail::hours(24)))
    if (o.product.str() == p.id.text() && indexOf(o.maker_site) == site && (o.state == "drawn" || o.state == "fulfilled"))
      made -= o.activity.value / 1e6 / (1.0 - residual) / remainingShare(half_life, Seconds(q_.clock.minute(o.inject_at) - end));
  run.site = site;
  run.line = line;
  run.made = std::max(0.0, made);
  note("made already", p.id.text(), *run.made, "MBq at the end of synthesis, less what was drawn", source);
  out_.instance.frozen.runs.push_back(run);
}

void DayBuilder::addBegun() {
  rppd::Instance& in = out_.instance;
  const auto batches = production::batches(db_);
  for (std::size_t s = 0; s < in.sites.size(); ++s)
    for (std::size_t k = 0; k < in.sites[s].lines.size(); ++k) {
      const rppd::Line line = in.sites[s].lines[k];
      const rppd::Product& p = in.products[static_cast<std::size_t>(line.product)];
      const auto& product = productAt(line.product);
      const Seconds half_life(p.half_life);  // all in minutes
      const std::string equipment = out_.frame["lines"][line.id.text()]["equipment"].text();
      for (const auto& b : supply::runs(db_, q_.sites[s])) {
        const int on = q_.clock.minute(b.beam_on);
        if (product.kind != "cyclotron" || b.nuclide != product.nuclide || b.cyclotron.str() != equipment || on < kEve || on > kLatest) continue;
        const bool used = std::any_of(batches.begin(), batches.end(), [&](const auto& batch) { return batch.bulk == b.run && batch.eos_at; });
        if (used) continue;  // seen as its batch
        rppd::Run run;
        run.start = on;
        run.beam = b.beam_off ? std::max(1, q_.clock.minute(*b.beam_off) - on) : line.beams.front();
        const double eob = b.beam_off ? b.eob.value / 1e6 : line.saturation * saturationShare(half_life, Seconds(run.beam));
        run.made = eob * p.yield * remainingShare(half_life, Seconds(p.synthesis));
        beginRun(static_cast<int>(s), static_cast<int>(k), run, "beam " + b.run.str());
      }
      for (const auto& b : batches) {
        if (b.site != q_.sites[s] || b.product != product.product || !b.eos_at) continue;
        const int eos = q_.clock.minute(*b.eos_at);
        if (eos < kEve || eos > kLatest) continue;
        const auto release = quality::release(db_, b.batch);
        rppd::Run run;
        run.beam = line.beams.front();
        run.start = eos - p.synthesis - run.beam;
        run.made = release && release->state == "rejected" ? 0.0 : b.eos.value / 1e6;
        beginRun(static_cast<int>(s), static_cast<int>(k), run, "batch " + b.batch.str());
      }
    }
}

/// Vehicles on the road: they carry what their site had made for the hospital they go to.
void DayBuilder::addBegunTrips() {
  rppd::Instance& in = out_.instance;
  for (const auto& c : logistics::consignments(db_)) {
    const int site = indexOf(c.from_site);
    if (c.direction != "outbound" || !c.left_at || site < 0 || q_.clock.minute(*c.left_at) < kEve || q_.clock.minute(*c.left_at) > kLatest) continue;
    const auto vehicle =
        std::find_if(in.vehicles.begin(), in.vehicles.end(), [&](const auto& v) { return v.id.text() == c.vehicle && v.site == site; });
    if (vehicle == in.vehicles.end()) continue;
    rppd::Trip trip{static_cast<int>(vehicle - in.vehicles.begin()), q_.clock.minute(*c.left_at), {}};
    for (std::size_t o = 0; o < in.orders.size(); ++o) {
      if (in.hospitals[static_cast<std::size_t>(in.orders[o].hospital)].id.text() != c.to_site.str() || indexOf(out_.orders[o].maker_site) != site)
        continue;
      // Of a batch that was ready when the vehicle left, as long as it has enough.
      for (auto& run : in.frozen.runs) {
        const rppd::Line& line = in.sites[static_cast<std::size_t>(run.site)].lines[static_cast<std::size_t>(run.line)];
        const rppd::Product& p = in.products[static_cast<std::size_t>(line.product)];
        const int end = run.start + run.beam + p.synthesis;
        if (run.site != site || line.product != in.orders[o].product || end > trip.depart) continue;
        double left = run.made.value_or(0.0);
        const auto share = [&](int order) {
          const rppd::Order& other = in.orders[static_cast<std::size_t>(order)];
          return other.dose / remainingShare(Seconds(p.half_life), Seconds(other.calibration - end));
        };
        for (const int other : run.orders) left -= share(other);
        if (share(static_cast<int>(o)) > left) continue;
        run.orders.push_back(static_cast<int>(o));
        trip.stops.push_back(static_cast<int>(o));
        break;
      }
    }
    if (trip.stops.empty()) continue;
    note("on the road already", c.consignment.str(), static_cast<int>(trip.stops.size()), "orders", "consignment " + c.consignment.str());
    in.frozen.trips.push_back(std::move(trip));
  }
}

}  // namespace isotrail::planning
