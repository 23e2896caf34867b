// Runs on the chart, from beam to packing; patients, drawn, injected and scanned.
#include <algorithm>
#include <cmath>

#include "rooms/planning/day/draughtsman.h"
#include "rooms/planning/day/values.h"
#include "solver/rppd/road.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

/// The first of its trips that has to leave.
Latest Draughtsman::packedBy(const rppd::Run& run) const {
  Latest by{1'000'000, "injection"};
  for (const int o : run.orders)
    if (const int t = checked_.deliveries[static_cast<std::size_t>(o)].trip; t >= 0)
      by.limit(latest_depart_[static_cast<std::size_t>(t)].at, latest_depart_[static_cast<std::size_t>(t)].binds);
  return by;
}

/// In time for the tests, within the line's hours and before its next run.
Latest Draughtsman::madeBy(const rppd::Run& run, const Latest& released_by) const {
  const rppd::Line& line = siteAt(run.site).lines[static_cast<std::size_t>(run.line)];
  Latest by{released_by.at - in_.products[static_cast<std::size_t>(line.product)].tests, released_by.binds};
  by.limit(line.open.to, "line");
  for (const auto& other : day_.plan.runs)
    if (other.site == run.site && other.line == run.line && other.start > run.start) by.limit(other.start - line.turnaround, "line");
  return by;
}

void Draughtsman::run(std::size_t r) {
  const rppd::Run& run = day_.plan.runs[r];
  const rppd::Site& site = siteAt(run.site);
  const rppd::Line& line = site.lines[static_cast<std::size_t>(run.line)];
  const rppd::Product& p = in_.products[static_cast<std::size_t>(line.product)];
  const std::string name = "R" + std::to_string(r + 1), at = site.id.text(), product = p.id.text();
  const Json& frame = day_.frame["products"][product];
  const int qc = static_cast<int>(frame["qc"].integer()), release = static_cast<int>(frame["release"].integer()),
            pack = static_cast<int>(frame["pack"].integer());
  const int end = run.start + run.beam + p.synthesis, packed = rppd::firstIn(site.release, end + p.tests).value_or(end + p.tests);
  const Latest packed_by = packedBy(run);
  Latest by = packed_by;
  for (const auto& span : site.release)
    if (packed >= span.from && packed <= span.to) by.limit(span.to, "release");
  const Latest made_by = madeBy(run, by);
  std::vector<rppd::Span> cover;
  for (const auto& span : site.release) cover.push_back({span.from - pack, span.to - pack});
  const auto put = [&, orders = ids(run.orders)](const char* code, const std::string& row, int from, int to, const Latest& latest,
                                                 std::vector<std::string> needs, bool movable = false) {
    if (to > from)
      chart_.bars.push_back({name + "." + code, row, code, code, from, to, latest.at, latest.binds, std::move(needs), orders, name, "", movable});
  };
  const bool cyclotron = day_.frame["lines"][line.id.text()]["kind"].text() == "cyclotron";
  const int loaded = cyclotron ? run.start + run.beam : run.start;
  const std::string row = lane("line." + line.id.text(), at, "line", line.id.text(), {line.open});
  if (cyclotron) put("beam", row, run.start, loaded, {made_by.at - p.synthesis, made_by.binds}, {}, true);
  const std::string cell = cyclotron ? lane("cell." + at + "." + product, at, "line", product) : row;
  put("synthesis", cell, loaded, end, made_by, cyclotron ? std::vector<std::string>{name + ".beam"} : std::vector<std::string>{}, !cyclotron);
  put("qc", lane("qc." + at, at, "qc", at), end, end + qc, {by.at - pack - release, by.binds}, {name + ".synthesis"});
  put("release", lane("release." + at, at, "release", at, cover), packed - pack - release, packed - pack, {by.at - pack, by.binds}, {name + ".qc"});
  put("pack", lane("pack." + at, at, "pack", at), packed - pack, packed, packed_by, {name + ".release"});
}

/// Minutes by which an injection may be later: its share may grow by all that its run made more than is drawn from it.
int Draughtsman::spareOf(std::size_t o) const {
  const auto& d = checked_.deliveries[o];
  if (d.run < 0 || d.drawn <= 0.0) return 0;
  const Activities a = activitiesOf(day_, day_.plan.runs[static_cast<std::size_t>(d.run)], checked_);
  if (a.makes <= a.used) return 0;
  const double half_life = in_.products[static_cast<std::size_t>(in_.orders[o].product)].half_life;
  return std::min(1440, static_cast<int>(half_life * std::log2((a.makes - a.used + d.drawn) / d.drawn)));
}

/// Drawn and injected at the slot.
void Draughtsman::patient(std::size_t o) {
  const auto& d = checked_.deliveries[o];
  if (d.trip < 0) return;
  const rppd::Order& order = in_.orders[o];
  const std::string id = order.id.text(), hospital = hospitalOf(static_cast<int>(o)), trip = "T" + std::to_string(d.trip + 1),
                    run = d.run >= 0 ? "R" + std::to_string(d.run + 1) : "";
  const int draw = static_cast<int>(stageTime("cyclotron", "draw").number()),
            inject = static_cast<int>(dayValue("injection", "*", "minutes").number()), spare = spareOf(o);
  std::vector<std::string> needs;
  for (const auto& b : chart_.bars)
    if (b.trip == trip && std::find(b.orders.begin(), b.orders.end(), id) != b.orders.end()) needs = {b.id};
  const auto put = [&](const char* part, const char* kind, int from, int to, std::vector<std::string> after) {
    chart_.bars.push_back({id + "." + part,
                           lane(std::string(kind) + "." + hospital, hospital, kind, hospital),
                           part,
                           id,
                           from,
                           to,
                           to + spare,
                           "activity",
                           std::move(after),
                           {id},
                           run,
                           trip,
                           false});
  };
  put("draw", "draw", order.calibration - draw, order.calibration, needs);
  const rppd::Hospital& at = in_.hospitals[static_cast<std::size_t>(order.hospital)];
  if (at.rooms.empty()) put("injection", "room", order.calibration, order.calibration + inject, {id + ".draw"});
  const auto takes = [&](const rppd::Station& s) { return solver::stations::takes(s, order.product); };
  if (std::none_of(at.cameras.begin(), at.cameras.end(), takes)) scan(o, order.calibration + inject);
}

/// On the camera of its kind that is free first, after the uptake of its nuclide; it may begin so much later as the images bear.
void Draughtsman::scan(std::size_t o, int injected) {
  const rppd::Order& order = in_.orders[o];
  const Json& product = day_.frame["products"][in_.products[static_cast<std::size_t>(order.product)].id.text()];
  const DayValue uptake = dayValue("scan", product["nuclide"].text(), "uptake");
  if (!uptake.known) return;  // a therapy, or a nuclide that is not imaged here
  const std::string id = order.id.text(), hospital = hospitalOf(static_cast<int>(o));
  const std::string modality = dayValue("scan", product["nuclide"].text(), "camera").text;
  auto& cameras = free_from_[hospital + " " + modality];
  if (cameras.empty()) cameras.assign(static_cast<std::size_t>(std::max(1.0, dayValue("camera", hospital, modality).number())), -1'000'000);
  const auto first = std::min_element(cameras.begin(), cameras.end());
  const int ready = injected + static_cast<int>(uptake.number()), from = std::max(ready, *first),
            to = from + static_cast<int>(dayValue("scan", product["nuclide"].text(), "minutes").number());
  *first = to;
  const std::string camera = modality + " " + std::to_string(first - cameras.begin() + 1);
  const int bears = static_cast<int>(dayValue("scan", "*", "tolerance").number());
  chart_.bars.push_back({id + ".scan",
                         lane("camera." + hospital + "." + camera, hospital, "camera", camera),
                         "scan",
                         id,
                         from,
                         to,
                         ready + (to - from) + bears,
                         "camera",
                         {id + ".injection"},
                         {id},
                         "",
                         "",
                         false});
}

}  // namespace isotrail::planning
