#pragma once
// The one who draws a plan's chart: bars_road.cpp has trips and their legs, bars_house.cpp runs, patients and cameras.
#include <map>

#include "rooms/planning/day/bars.h"
#include "solver/stations/stays.h"

namespace isotrail::planning {

/// The latest minute of something, and what it comes from.
struct Latest {
  int at = 0;
  std::string binds;
  void limit(int other, const std::string& by) {
    if (other < at) at = other, binds = by;
  }
};

class Draughtsman {
 public:
  Draughtsman(const PlannedDay& day, const solver::rppd::Checked& checked)
      : day_(day), in_(day.instance), checked_(checked), latest_depart_(day.plan.trips.size()) {}

  Chart draw();

 private:
  const solver::rppd::Order& orderAt(int o) const { return in_.orders[static_cast<std::size_t>(o)]; }
  const solver::rppd::Site& siteAt(int s) const { return in_.sites[static_cast<std::size_t>(s)]; }
  std::string idOf(int o) const { return orderAt(o).id.text(); }
  std::string hospitalOf(int o) const { return in_.hospitals[static_cast<std::size_t>(orderAt(o).hospital)].id.text(); }
  std::vector<std::string> ids(const std::vector<int>& orders) const {
    std::vector<std::string> out;
    for (const int o : orders) out.push_back(idOf(o));
    return out;
  }
  const Json& frameOf(const std::string& id) const { return day_.frame["sites"].has(id) ? day_.frame["sites"][id] : day_.frame["hospitals"][id]; }
  std::string lane(const std::string& id, const std::string& at, const std::string& kind, const std::string& label,
                   std::vector<solver::rppd::Span> open = {}) {
    if (std::none_of(chart_.lanes.begin(), chart_.lanes.end(), [&](const Lane& l) { return l.id == id; }))
      chart_.lanes.push_back({id, frameOf(at)["jurisdiction"].text(), frameOf(at)["zone"].text(), kind, label, std::move(open)});
    return id;
  }

  std::int64_t packMinutes(int run) const {
    const solver::rppd::Run& r = day_.plan.runs[static_cast<std::size_t>(run)];
    const solver::rppd::Line& l = siteAt(r.site).lines[static_cast<std::size_t>(r.line)];
    return day_.frame["products"][in_.products[static_cast<std::size_t>(l.product)].id.text()]["pack"].integer();
  }
  struct Stop {
    int hospital = 0, arrival = 0;
    std::vector<int> orders;
    Latest latest;
  };
  /// A drive of a trip: where in its name, its stages, when it leaves and what limits its end.
  struct Drive {
    std::string part;
    const solver::rppd::Leg& leg;
    const Json& frame;  // of the lane; null inside a house
    bool out = true;
    int leaves = 0;
    Latest limit;
    std::vector<std::string> needs;
    std::vector<int> orders;
  };
  void trip(std::size_t t);
  std::vector<Stop> stopsOf(const solver::rppd::Trip& trip) const;
  void limitStops(std::size_t t, std::vector<Stop>& stops, const Latest& home_by);
  std::vector<std::string> loadedFrom(const solver::rppd::Trip& trip) const;
  void drive(std::size_t t, Drive drive);
  std::string stageLane(const Drive& drive, const solver::rppd::Stage& stage, const solver::rppd::Vehicle& vehicle);
  void receipt(std::size_t t, std::size_t k, const Stop& stop, const std::vector<std::string>& needs);
  const solver::rppd::Leg& legAt(int a, int b) const { return in_.legs[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)]; }
  void run(std::size_t r);
  Latest packedBy(const solver::rppd::Run& run) const;
  Latest madeBy(const solver::rppd::Run& run, const Latest& released_by) const;
  void patient(std::size_t o);
  int spareOf(std::size_t o) const;
  void scan(std::size_t o, int injected);
  void stays();
  void stay(const solver::stations::Stay& s);
  const Json& laneFrame(const std::string& from, const std::string& to) const {
    static const Json kNone;
    for (const auto& [id, l] : day_.frame["lanes"].members())
      if (l["from"].text() == from && l["to"].text() == to) return l;
    return kNone;
  }

  const PlannedDay& day_;
  const solver::rppd::Instance& in_;
  const solver::rppd::Checked& checked_;
  std::vector<Latest> latest_depart_;
  std::map<std::string, std::vector<int>> free_from_;  // of cameras, by hospital and kind
  Chart chart_;
};

}  // namespace isotrail::planning
