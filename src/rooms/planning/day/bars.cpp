#include "rooms/planning/day/bars.h"

#include <algorithm>
#include <cmath>

#include "rooms/planning/day/values.h"
#include "solver/rppd/road.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

struct Latest {
  int at = 0;
  std::string binds;
  void limit(int other, const std::string& by) {
    if (other < at) at = other, binds = by;
  }
};

class Draughtsman {
 public:
  Draughtsman(const PlannedDay& day, const rppd::Checked& checked)
      : day_(day), in_(day.instance), checked_(checked), latest_depart_(day.plan.trips.size()) {}

  Chart draw() {
    for (std::size_t t = 0; t < day_.plan.trips.size(); ++t) trip(t);
    for (std::size_t r = 0; r < day_.plan.runs.size(); ++r) run(r);
    for (std::size_t o = 0; o < in_.orders.size(); ++o) patient(o);
    const auto rank = [](const std::string& kind) {
      static const std::vector<std::string> order = {"line", "qc", "release", "pack", "road", "border", "receipt", "draw", "room", "camera"};
      return std::find(order.begin(), order.end(), kind) - order.begin();
    };
    std::stable_sort(chart_.lanes.begin(), chart_.lanes.end(), [&](const Lane& a, const Lane& b) { return rank(a.kind) < rank(b.kind); });
    std::stable_sort(chart_.bars.begin(), chart_.bars.end(),
                     [](const Bar& a, const Bar& b) { return std::pair(a.starts, a.ends) < std::pair(b.starts, b.ends); });
    return std::move(chart_);
  }

 private:
  const rppd::Order& orderAt(int o) const { return in_.orders[static_cast<std::size_t>(o)]; }
  const rppd::Site& siteAt(int s) const { return in_.sites[static_cast<std::size_t>(s)]; }
  std::string idOf(int o) const { return orderAt(o).id.text(); }
  std::string hospitalOf(int o) const { return in_.hospitals[static_cast<std::size_t>(orderAt(o).hospital)].id.text(); }
  std::vector<std::string> ids(const std::vector<int>& orders) const {
    std::vector<std::string> out;
    for (const int o : orders) out.push_back(idOf(o));
    return out;
  }
  const Json& place(const std::string& id) const { return day_.frame["sites"].has(id) ? day_.frame["sites"][id] : day_.frame["hospitals"][id]; }
  std::string lane(const std::string& id, const std::string& at, const std::string& kind, const std::string& label,
                   std::vector<rppd::Span> open = {}) {
    if (std::none_of(chart_.lanes.begin(), chart_.lanes.end(), [&](const Lane& l) { return l.id == id; }))
      chart_.lanes.push_back({id, place(at)["jurisdiction"].text(), place(at)["zone"].text(), kind, label, std::move(open)});
    return id;
  }

  std::int64_t packMinutes(int run) const {
    const rppd::Run& r = day_.plan.runs[static_cast<std::size_t>(run)];
    const rppd::Line& l = siteAt(r.site).lines[static_cast<std::size_t>(r.line)];
    return day_.frame["products"][in_.products[static_cast<std::size_t>(l.product)].id.text()]["pack"].integer();
  }
  void trip(std::size_t t);
  void leg(std::size_t t, const std::string& part, const rppd::Leg& leg, const Json& lane_frame, bool out, int leaves, int limit,
           const std::string& binds, std::vector<std::string> needs, const std::vector<int>& orders);
  void run(std::size_t r);
  void patient(std::size_t o);
  const Json& laneFrame(const std::string& from, const std::string& to) const {
    static const Json kNone;
    for (const auto& [id, l] : day_.frame["lanes"].members())
      if (l["from"].text() == from && l["to"].text() == to) return l;
    return kNone;
  }

  const PlannedDay& day_;
  const rppd::Instance& in_;
  const rppd::Checked& checked_;
  std::vector<Latest> latest_depart_;
  Chart chart_;
};

void Draughtsman::leg(std::size_t t, const std::string& part, const rppd::Leg& leg, const Json& frame, bool out, int leaves, int limit,
                      const std::string& binds, std::vector<std::string> needs, const std::vector<int>& orders) {
  const rppd::Vehicle& v = in_.vehicles[static_cast<std::size_t>(day_.plan.trips[t].vehicle)];
  const std::string name = "T" + std::to_string(t + 1), from = siteAt(v.site).id.text();
  const std::string to = frame.isNull() ? from : frame["to"].text();
  const LatestLeg latest = latestOf(leg, limit, binds);
  int now = leaves;
  bool beyond = !out;  // past the export: on the other side
  for (std::size_t k = 0; k < leg.stages.size(); ++k) {
    const auto& s = leg.stages[k];
    for (const auto& span : s.open)
      if (std::max(now, span.from) + s.minutes <= span.to) {
        now = std::max(now, span.from);
        break;
      }
    const bool border = s.code == "export" || s.code == "import";
    std::string post;
    for (const auto& w : frame[out ? "outbound" : "return"].items())
      if (w["direction"].text() == s.code) post = w["post"].text();
    // A post stands on its own side of the border.
    const std::string side = border ? ((s.code == "export") == out ? from : to) : beyond ? to : from;
    const std::string row = border ? lane("border." + post + "." + s.code + (out ? "" : ".return"), side, "border", post + " " + s.code, s.open)
                                   : lane("road." + v.id.text(), from, "road", v.id.text(), {v.shift});
    if (s.code == "bridge") beyond = out;
    Bar bar{name + "." + part + "." + s.code,
            row,
            border ? "border" : "road",
            s.code,
            now,
            now + s.minutes,
            latest.ends[k],
            latest.binds[k],
            needs,
            ids(orders),
            "",
            name,
            k == 0};
    needs = {bar.id};
    now = bar.ends;
    chart_.bars.push_back(std::move(bar));
  }
}

void Draughtsman::trip(std::size_t t) {
  const rppd::Trip& trip = day_.plan.trips[t];
  const rppd::Vehicle& v = in_.vehicles[static_cast<std::size_t>(trip.vehicle)];
  const std::string name = "T" + std::to_string(t + 1), home = siteAt(v.site).id.text();
  const rppd::Road road(in_);
  const int at_home = road.siteAt(v.site);
  struct Stop {
    int hospital = 0, arrival = 0;
    std::vector<int> orders;
    Latest latest;
  };
  std::vector<Stop> stops;
  for (const int o : trip.stops) {
    if (stops.empty() || stops.back().hospital != orderAt(o).hospital)
      stops.push_back({orderAt(o).hospital, checked_.deliveries[static_cast<std::size_t>(o)].arrival, {}, {1'000'000, "injection"}});
    stops.back().orders.push_back(o);
    stops.back().latest.limit(orderAt(o).deadline, "injection");
  }
  if (stops.empty()) return;
  // Home again within the shift, and before the vehicle leaves anew.
  Latest home_by{v.shift.to, "shift"};
  for (const auto& other : day_.plan.trips)
    if (other.vehicle == trip.vehicle && other.depart > trip.depart) home_by.limit(other.depart, "vehicle");
  const auto legAt = [&](int a, int b) -> const rppd::Leg& { return in_.legs[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)]; };
  LatestLeg later = latestOf(legAt(road.hospitalAt(stops.back().hospital), at_home), home_by.at, home_by.binds);
  for (std::size_t k = stops.size(); k-- > 0;) {
    Stop& s = stops[k];
    for (const auto& span : in_.hospitals[static_cast<std::size_t>(s.hospital)].receipt)
      if (s.arrival >= span.from && s.arrival <= span.to) s.latest.limit(span.to, "receipt");
    s.latest.limit(later.start - in_.service, later.start_binds);
    later = latestOf(legAt(k == 0 ? at_home : road.hospitalAt(stops[k - 1].hospital), road.hospitalAt(s.hospital)), s.latest.at, s.latest.binds);
  }
  latest_depart_[t] = {later.start, later.start_binds};
  int here = at_home, leaves = trip.depart;
  std::vector<std::string> needs;
  for (const int o : trip.stops)
    if (const int r = checked_.deliveries[static_cast<std::size_t>(o)].run; r >= 0) {
      const std::string pack = "R" + std::to_string(r + 1) + (packMinutes(r) > 0 ? ".pack" : ".release");
      if (std::find(needs.begin(), needs.end(), pack) == needs.end()) needs.push_back(pack);
    }
  for (std::size_t k = 0; k < stops.size(); ++k) {
    const Stop& s = stops[k];
    const std::string hospital = in_.hospitals[static_cast<std::size_t>(s.hospital)].id.text(), part = std::to_string(k + 1);
    const Json& frame = laneFrame(home, hospital);
    leg(t, part, legAt(here, road.hospitalAt(s.hospital)), frame, true, leaves, s.latest.at, s.latest.binds, needs, s.orders);
    needs = chart_.bars.empty() ? needs : std::vector<std::string>{chart_.bars.back().id};
    int receipt = 0;
    for (const int o : s.orders)
      receipt = std::max(receipt, orderAt(o).calibration - orderAt(o).deadline - static_cast<int>(stageTime("cyclotron", "draw").number()));
    if (!frame.isNull())
      chart_.bars.push_back({name + "." + part + ".receipt",
                             lane("receipt." + hospital, hospital, "receipt", hospital, in_.hospitals[static_cast<std::size_t>(s.hospital)].receipt),
                             "receipt", "receipt", s.arrival, s.arrival + receipt, s.latest.at + receipt, s.latest.binds, needs, ids(s.orders), "",
                             name, false});
    here = road.hospitalAt(s.hospital);
    leaves = s.arrival + in_.service;
  }
  const std::string last = in_.hospitals[static_cast<std::size_t>(stops.back().hospital)].id.text();
  if (const Json& frame = laneFrame(home, last); !frame.isNull())
    leg(t, "back", legAt(here, at_home), frame, false, leaves, home_by.at, home_by.binds, needs, {});
}

void Draughtsman::run(std::size_t r) {
  const rppd::Run& run = day_.plan.runs[r];
  const rppd::Site& site = siteAt(run.site);
  const rppd::Line& line = site.lines[static_cast<std::size_t>(run.line)];
  const rppd::Product& p = in_.products[static_cast<std::size_t>(line.product)];
  const std::string name = "R" + std::to_string(r + 1), at = site.id.text(), product = p.id.text();
  const Json &frame = day_.frame["products"][product], &equipment = day_.frame["lines"][line.id.text()];
  const int qc = static_cast<int>(frame["qc"].integer()), release = static_cast<int>(frame["release"].integer()),
            pack = static_cast<int>(frame["pack"].integer());
  const int end = run.start + run.beam + p.synthesis;
  const int packed = rppd::firstIn(site.release, end + p.tests).value_or(end + p.tests);
  Latest by{1'000'000, "injection"};
  for (const int o : run.orders)
    if (const int t = checked_.deliveries[static_cast<std::size_t>(o)].trip; t >= 0)
      by.limit(latest_depart_[static_cast<std::size_t>(t)].at, latest_depart_[static_cast<std::size_t>(t)].binds);
  const Latest packed_by = by;
  for (const auto& span : site.release)
    if (packed >= span.from && packed <= span.to) by.limit(span.to, "release");
  const Latest released_by{by.at - pack, by.binds};
  Latest made_by{by.at - p.tests, by.binds};
  made_by.limit(line.open.to, "line");
  for (const auto& other : day_.plan.runs)
    if (other.site == run.site && other.line == run.line && other.start > run.start) made_by.limit(other.start - line.turnaround, "line");
  std::vector<rppd::Span> cover;
  for (const auto& span : site.release) cover.push_back({span.from - pack, span.to - pack});
  const std::vector<std::string> orders = ids(run.orders);
  const auto put = [&](const char* code, const std::string& row, const char* kind, int from, int to, const Latest& latest,
                       std::vector<std::string> needs, bool movable) {
    if (to > from)
      chart_.bars.push_back({name + "." + code, row, kind, code, from, to, latest.at, latest.binds, std::move(needs), orders, name, "", movable});
  };
  const bool cyclotron = equipment["kind"].text() == "cyclotron";
  const std::string row = lane("line." + line.id.text(), at, "line", line.id.text(), {line.open});
  if (cyclotron) put("beam", row, "beam", run.start, run.start + run.beam, {made_by.at - p.synthesis, made_by.binds}, {}, true);
  const std::string cell = cyclotron ? lane("cell." + at + "." + product, at, "line", product) : row;
  put("synthesis", cell, "synthesis", cyclotron ? run.start + run.beam : run.start, end, made_by,
      cyclotron ? std::vector<std::string>{name + ".beam"} : std::vector<std::string>{}, !cyclotron);
  put("qc", lane("qc." + at, at, "qc", at), "qc", end, end + qc, {released_by.at - release, released_by.binds}, {name + ".synthesis"}, false);
  put("release", lane("release." + at, at, "release", at, cover), "release", packed - pack - release, packed - pack, released_by, {name + ".qc"},
      false);
  put("pack", lane("pack." + at, at, "pack", at), "pack", packed - pack, packed, packed_by, {name + ".release"}, false);
}

/// Drawn and injected at the slot; it may be later by as much as the run made more than is drawn from it.
void Draughtsman::patient(std::size_t o) {
  const auto& d = checked_.deliveries[o];
  if (d.trip < 0) return;
  const rppd::Order& order = in_.orders[o];
  const std::string id = order.id.text(), hospital = hospitalOf(static_cast<int>(o));
  const int draw = static_cast<int>(stageTime("cyclotron", "draw").number()),
            inject = static_cast<int>(dayValue("injection", "*", "minutes").number());
  int spare = 0;
  if (d.run >= 0) {
    const rppd::Run& run = day_.plan.runs[static_cast<std::size_t>(d.run)];
    const double half_life = in_.products[static_cast<std::size_t>(order.product)].half_life;
    const Activities a = activitiesOf(day_, run, checked_);
    // Only this order later: its share may grow by all that is left.
    if (d.drawn > 0.0 && a.makes > a.used) spare = std::min(1440, static_cast<int>(half_life * std::log2((a.makes - a.used + d.drawn) / d.drawn)));
  }
  const std::string trip = "T" + std::to_string(d.trip + 1), run = d.run >= 0 ? "R" + std::to_string(d.run + 1) : "";
  std::string before;
  for (const auto& b : chart_.bars)
    if (b.trip == trip && std::find(b.orders.begin(), b.orders.end(), id) != b.orders.end()) before = b.id;
  const auto needs = before.empty() ? std::vector<std::string>{} : std::vector<std::string>{before};
  chart_.bars.push_back({id + ".draw",
                         lane("draw." + hospital, hospital, "draw", hospital),
                         "draw",
                         id,
                         order.calibration - draw,
                         order.calibration,
                         order.calibration + spare,
                         "activity",
                         needs,
                         {id},
                         run,
                         trip,
                         false});
  chart_.bars.push_back({id + ".injection",
                         lane("room." + hospital, hospital, "room", hospital),
                         "injection",
                         id,
                         order.calibration,
                         order.calibration + inject,
                         order.calibration + inject + spare,
                         "activity",
                         {id + ".draw"},
                         {id},
                         run,
                         trip,
                         false});
}

}  // namespace

const Bar* Chart::find(const std::string& id) const {
  for (const auto& b : bars)
    if (b.id == id) return &b;
  return nullptr;
}

Chart chartOf(const PlannedDay& day, const rppd::Checked& checked) { return Draughtsman(day, checked).draw(); }

}  // namespace isotrail::planning
