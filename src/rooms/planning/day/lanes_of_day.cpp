// The ways of a day: lanes with their posts and windows, and the vehicles that go there.
#include <algorithm>
#include <cmath>

#include "rooms/logistics/facts.h"
#include "rooms/planning/day/day_problem.h"
#include "solver/rppd/additions.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr const char* kThere[] = {"road_cn", "export", "bridge", "import", "road_mo"};
constexpr const char* kBack[] = {"road_mo", "export", "bridge", "import", "road_cn"};
/// A way that nobody knows: shut before any day.
const rppd::Leg kNoWay{0.0, {{"none", 1, {{-2880, -2879}}}}};

Json windowJson(const logistics::LaneWindow& w) {
  return Json::object({{"post", w.post}, {"direction", w.direction}, {"opens", w.opens}, {"closes", w.closes}, {"zone", w.zone}});
}

int leadOf(const logistics::PaperDemand& p) { return static_cast<int>(std::ceil(p.lead_time.value / 60.0)); }

}  // namespace

/// The stages of a lane one way; a post is passed from begin to end within one of its windows.
rppd::Leg DayBuilder::lane(const Json& frame, const std::string& leg) {
  rppd::Leg out;
  out.km = frame["km"].number();
  for (const char* code : leg == "outbound" ? kThere : kBack) {
    rppd::Stage s{code, stage("cyclotron", code), {}};
    for (const auto& w : frame[leg].items()) {
      if (w["direction"].text() != code) continue;
      for (const int day : {-1, 0, 1}) {
        const Instant noon = addLocalDays(q_.clock.midnight, day, q_.clock.zone) + isotrail::hours(12);
        const auto opens = atTimeOfDay("opens", noon, w["opens"].text(), w["zone"].text());
        auto closes = atTimeOfDay("closes", noon, w["closes"].text(), w["zone"].text());
        if (!opens || !closes) continue;
        const Instant until = *closes < *opens ? addLocalDays(*closes, 1, w["zone"].text()) : *closes;
        s.open.push_back({q_.clock.minute(*opens), q_.clock.minute(until)});
      }
      note(std::string(code) + " window, " + leg, w["post"].text(), w["opens"].text() + " to " + w["closes"].text(), w["zone"].text(),
           "lane " + frame["lane"].text());
    }
    s.open = joined(std::move(s.open));
    if (s.minutes > 0) out.stages.push_back(std::move(s));
  }
  return out;
}

/// A consignment of the day has it.
bool DayBuilder::onFile(const LaneId& lane, const std::string& paper) {
  for (const auto& c : logistics::consignments(db_)) {
    const int departs = q_.clock.minute(c.depart_at);
    if (c.lane != lane || c.direction != "outbound" || departs < rppd::kEarliest || departs > 1440) continue;
    for (const auto& p : logistics::papersOf(db_, c.consignment, c.depart_at, "en"))
      if (p.paper == paper && p.state == "on_file") return true;
  }
  return false;
}

/// What the lane needs on the way out and no consignment of the day has. What takes days is held for many consignments, and its own room sees
/// that it does not run out.
std::vector<logistics::PaperDemand> DayBuilder::papersToCome(const logistics::LaneFacts& lane) {
  std::vector<logistics::PaperDemand> out;
  for (const auto& p : lane.papers)
    if (p.direction == "outbound" && leadOf(p) <= q_.weights.minutes("paper_longest") && !onFile(lane.lane, p.paper)) out.push_back(p);
  return out;
}

/// A paper that is not on file is asked for now at the earliest: what it is needed for begins its lead time later. Answers those that bind, with
/// the hours their stage had before: [{paper, issuer, titles, stage, ready, open}].
Json DayBuilder::holdForPapers(const Awaited& awaited) {
  rppd::Leg& leg = out_.instance.legs[awaited.from][awaited.to];
  Json held = Json::array();
  for (const auto& p : awaited.papers) {
    const int ready = q_.clock.minute(q_.now) + 1 + leadOf(p);
    if (ready <= rppd::kEarliest) continue;
    const auto stage = std::find_if(leg.stages.begin(), leg.stages.end(), [&](const auto& s) { return p.at == "hand_over" || s.code == p.at; });
    if (stage == leg.stages.end()) continue;
    Json open = Json::array();
    for (const auto& s : stage->open) open.push(Json::array().push(s.from).push(s.to));
    held.push(
        Json::object({{"paper", p.paper}, {"issuer", p.issuer}, {"titles", p.titles}, {"stage", stage->code}, {"ready", ready}, {"open", open}}));
    if (stage->open.empty()) stage->open = {{rppd::kEarliest, rppd::kLatest}};
    std::erase_if(stage->open, [&](const auto& s) { return s.to - stage->minutes < ready; });
    for (auto& s : stage->open) s.from = std::max(s.from, ready);
    if (stage->open.empty()) stage->open = {{rppd::kEarliest, rppd::kEarliest + std::max(1, stage->minutes)}};  // shut
    note("not before", p.paper, q_.clock.at(ready).iso(), "", "asked for now, lead time of lane " + awaited.lane.str());
  }
  return held;
}

void DayBuilder::holdForPapers() {
  for (const Awaited& awaited : awaited_) out_.frame.findMutable("lanes")->findMutable(awaited.lane.str())->set("held", holdForPapers(awaited));
}

void DayBuilder::addLegs() {
  rppd::Instance& in = out_.instance;
  const std::size_t places = in.sites.size() + in.hospitals.size();
  in.legs.assign(places, std::vector<rppd::Leg>(places, kNoWay));
  for (std::size_t p = 0; p < places; ++p) in.legs[p][p] = {};
  const int walk = static_cast<int>(dayValue("inside", "*", "minutes").number());
  note("way inside a house", "", walk, "min", dayValue("inside", "*", "minutes").source);
  const auto all = logistics::roads(db_).lanes;
  for (std::size_t s = 0; s < in.sites.size(); ++s)
    for (std::size_t h = 0; h < in.hospitals.size(); ++h) {
      const std::size_t a = s, b = in.sites.size() + h;
      if (in.sites[s].id == in.hospitals[h].id) {
        in.legs[a][b] = in.legs[b][a] = {0.0, {{"inside", walk, {}}}};
        continue;
      }
      const auto found = std::find_if(all.begin(), all.end(), [&](const auto& l) {
        return l.from_site.str() == in.sites[s].id.text() && l.to_site.str() == in.hospitals[h].id.text();
      });
      if (found == all.end()) continue;
      Json frame = Json::object({{"lane", found->lane.str()}, {"from", in.sites[s].id}, {"to", in.hospitals[h].id}, {"name", found->name}});
      Json there = Json::array(), back = Json::array(), papers = Json::array();
      for (const auto& w : found->outbound) there.push(windowJson(w));
      for (const auto& w : found->back) back.push(windowJson(w));
      for (const auto& p : found->papers)
        if (p.direction == "outbound")
          papers.push(Json::object(
              {{"paper", p.paper}, {"at", p.at}, {"issuer", p.issuer}, {"titles", p.titles}, {"lead_minutes", p.lead_time.value / 60.0}}));
      const DayValue km = dayValue("lane", found->lane.str(), "km");
      const double road =
          stageTime("cyclotron", "road_cn").number() + stageTime("cyclotron", "bridge").number() + stageTime("cyclotron", "road_mo").number();
      frame.set("km", km.known ? km.number() : road * dayValue("lane", "*", "speed").number());
      note("distance", found->lane.str(), frame["km"], "km", km.known ? km.source : dayValue("lane", "*", "speed").source);
      frame.set("outbound", there).set("return", back).set("papers", papers);
      in.legs[a][b] = lane(frame, "outbound");
      awaited_.push_back({found->lane, a, b, papersToCome(*found)});
      in.legs[b][a] = lane(frame, "return");
      out_.frame.findMutable("lanes")->set(found->lane.str(), frame);
    }
}

/// Every licensed vehicle, at the site it last left from with goods, else at the first one that sends some; and a porter in each house.
void DayBuilder::addVehicles() {
  rppd::Instance& in = out_.instance;
  const auto consignments = logistics::consignments(db_);
  std::vector<bool> sends(in.sites.size()), inside(in.sites.size());
  for (const auto& o : out_.orders) (this->inside(o) ? inside : sends)[static_cast<std::size_t>(indexOf(o.maker_site))] = true;
  const auto first = std::find(sends.begin(), sends.end(), true);
  for (const auto& v : logistics::roads(db_).vehicles) {
    if (v.licence_until <= q_.clock.midnight + isotrail::hours(24) || first == sends.end()) continue;
    std::size_t site = static_cast<std::size_t>(first - sends.begin());
    std::string source = "data/day_values.csv; stands at the first site that sends something";
    for (const auto& c : consignments)
      if (const int from = indexOf(c.from_site);
          c.vehicle == v.vehicle.str() && c.direction == "outbound" && from >= 0 && sends[static_cast<std::size_t>(from)])
        site = static_cast<std::size_t>(from), source = "booked from there with " + c.consignment.str();
    const auto shift = hours("vehicle", v.vehicle.str(), q_.clock.zone).at(1);
    const DayValue room = dayValue("vehicle", v.vehicle.str(), "packages");
    in.vehicles.push_back({v.vehicle.str(), static_cast<int>(site), shift, static_cast<int>(room.number()), q_.weights["vehicle_cost"], {}});
    note("vehicle", v.vehicle.str(), in.sites[site].id, "", source);
    note("packages", v.vehicle.str(), room.number(), "1", room.source);
    out_.frame.findMutable("vehicles")->set(v.vehicle.str(), Json::object({{"kind", "road"}, {"plate", v.plate}, {"org", v.org.str()}}));
  }
  for (std::size_t s = 0; s < in.sites.size(); ++s) {
    if (!inside[s]) continue;
    const std::string id = "inside." + in.sites[s].id.text();
    in.vehicles.push_back({id, static_cast<int>(s), {-1440, 2880}, static_cast<int>(dayValue("inside", "*", "packages").number()), 0.0, {}});
    out_.frame.findMutable("vehicles")
        ->set(id, Json::object({{"kind", "inside"}, {"plate", ""}, {"org", out_.frame["sites"][in.sites[s].id.text()]["org"]}}));
  }
}

}  // namespace isotrail::planning
