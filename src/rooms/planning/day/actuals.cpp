#include "rooms/planning/day/actuals.h"

#include <algorithm>

#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

class Witness {
 public:
  Witness(Db& db, const PlannedDay& day, const Chart& chart) : db_(db), day_(day), chart_(chart), clock_(day.clock()) {}

  Seen see() {
    for (const auto& [product, frame] : day_.frame["products"].members())
      for (const auto& site : day_.instance.sites) seeRuns(site.id.text(), product, frame);
    seeTrips();
    for (const auto& o : day_.orders.items()) seeOrder(o["order"].text());
    return std::move(out_);
  }

 private:
  bool near(Instant t, double before_h) const { return t >= clock_.midnight - hours(before_h) && t < clock_.midnight + hours(24); }

  /// The plan's runs of a product at a site, by start.
  std::vector<std::string> runsOf(const std::string& site, const std::string& product) const {
    std::vector<std::pair<int, std::string>> found;
    for (std::size_t i = 0; i < day_.plan.runs.size(); ++i) {
      const auto& r = day_.plan.runs[i];
      const auto& s = day_.instance.sites[static_cast<std::size_t>(r.site)];
      const auto& l = s.lines[static_cast<std::size_t>(r.line)];
      if (s.id.text() == site && day_.instance.products[static_cast<std::size_t>(l.product)].id.text() == product)
        found.emplace_back(r.start, "R" + std::to_string(i + 1));
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> out;
    for (auto& [start, id] : found) out.push_back(id);
    return out;
  }

  void seeRuns(const std::string& site, const std::string& product, const Json& frame) {
    const auto planned = runsOf(site, product);
    std::vector<supply::RunFacts> beams;
    if (frame["kind"].text() == "cyclotron")
      for (const auto& b : supply::runs(db_, SiteId(site)))
        if (b.nuclide == frame["nuclide"].text() && near(b.beam_on, 12)) beams.push_back(b);
    std::sort(beams.begin(), beams.end(), [](const auto& a, const auto& b) { return a.beam_on < b.beam_on; });
    for (std::size_t i = 0; i < beams.size() && i < planned.size(); ++i) seeBeam(beams[i], planned[i]);
    std::vector<production::BatchFacts> batches;
    for (const auto& b : production::batches(db_))
      if (b.site.str() == site && b.product.str() == product && b.eos_at && near(*b.eos_at, 48)) batches.push_back(b);
    std::sort(batches.begin(), batches.end(), [](const auto& a, const auto& b) { return *a.eos_at < *b.eos_at; });
    for (std::size_t i = 0; i < batches.size() && i < planned.size(); ++i)
      seeBatch(batches[i], planned[i], i < beams.size() ? beams[i].beam_off : std::nullopt);
  }

  void seeBeam(const supply::RunFacts& beam, const std::string& run) {
    out_.bars[run + ".beam"] = {beam.beam_on, beam.beam_off};
    out_.runs[run].beam_on = beam.beam_on;
    out_.runs[run].beam_off = beam.beam_off;
  }

  void seeBatch(const production::BatchFacts& b, const std::string& run, std::optional<Instant> began) {
    out_.bars[run + ".synthesis"] = {began, b.eos_at};
    out_.runs[run].ends = b.eos_at;
    out_.runs[run].made = b.eos;
    std::optional<Instant> tested;
    for (const auto& r : quality::results(db_, b.batch))
      if (!tested || r.at > *tested) tested = r.at;
    const auto release = quality::release(db_, b.batch);
    out_.runs[run].rejected = release && release->state == "rejected";
    if (tested) out_.bars[run + ".qc"] = {b.eos_at, release ? tested : std::nullopt};
    if (!release || release->state != "released") return;
    out_.bars[run + ".release"] = {release->at, release->at};
    out_.runs[run].released = release->at;
  }

  void seeTrips() {
    for (const auto& [id, lane] : day_.frame["lanes"].members()) {
      std::vector<logistics::ConsignmentFacts> sent;
      for (const auto& c : logistics::consignments(db_))
        if (c.lane.str() == id && c.direction == "outbound" && near(c.depart_at, 12)) sent.push_back(c);
      std::sort(sent.begin(), sent.end(), [](const auto& a, const auto& b) { return a.depart_at < b.depart_at; });
      std::vector<std::pair<int, std::size_t>> planned;
      for (std::size_t t = 0; t < day_.plan.trips.size(); ++t)
        if (goes(day_.plan.trips[t], lane)) planned.emplace_back(day_.plan.trips[t].depart, t);
      std::sort(planned.begin(), planned.end());
      for (std::size_t i = 0; i < sent.size() && i < planned.size(); ++i) seeTrip(sent[i], "T" + std::to_string(planned[i].second + 1));
    }
  }
  bool goes(const rppd::Trip& t, const Json& lane) const {
    if (t.stops.empty()) return false;
    const auto& v = day_.instance.vehicles[static_cast<std::size_t>(t.vehicle)];
    const auto& order = day_.instance.orders[static_cast<std::size_t>(t.stops.front())];
    return day_.instance.sites[static_cast<std::size_t>(v.site)].id == lane["from"] &&
           day_.instance.hospitals[static_cast<std::size_t>(order.hospital)].id == lane["to"];
  }

  void seeTrip(const logistics::ConsignmentFacts& c, const std::string& trip) {
    out_.trips[trip] = {c.left_at, c.export_at, c.import_at, c.delivered_at ? c.delivered_at : c.eta, c.delivered_at.has_value()};
    const auto first = [&](const char* code) { return trip + ".1." + code; };
    if (c.left_at) out_.bars[first("road_cn")] = {c.left_at, c.export_at};
    if (c.export_at) out_.bars[first("export")] = {std::nullopt, c.export_at}, out_.bars[first("bridge")] = {c.export_at, c.import_at};
    if (c.import_at) out_.bars[first("import")] = {std::nullopt, c.import_at}, out_.bars[first("road_mo")] = {c.import_at, c.delivered_at};
    if (c.delivered_at) out_.bars[first("receipt")] = {c.delivered_at, c.received_at};
  }

  void seeOrder(const std::string& order) {
    const auto dose = hotlab::doseOfOrder(db_, OrderId(order));
    if (!dose) return;
    out_.bars[order + ".draw"] = {dose->at, dose->at};
    if (const auto given = clinic::given(db_, dose->dose)) out_.bars[order + ".injection"] = {given->at, given->at};
  }

  Db& db_;
  const PlannedDay& day_;
  const Chart& chart_;
  const DayClock clock_;
  Seen out_;
};

}  // namespace

Seen seenOf(Db& db, const PlannedDay& day, const Chart& chart) {
  Seen out = Witness(db, day, chart).see();
  std::erase_if(out.bars, [&](const auto& entry) { return !chart.find(entry.first); });
  return out;
}

}  // namespace isotrail::planning
