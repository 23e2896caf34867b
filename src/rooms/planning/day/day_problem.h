#pragma once
// A whole day as one problem for the solver, built from what the rooms know: orders, lines, cover, caps, lanes, vehicles and hours.
#include <string>
#include <vector>

#include "base/ports.h"
#include "rooms/catalogue/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/planning/day/values.h"
#include "rooms/slots/facts.h"
#include "solver/rppd/instance.h"

namespace isotrail::planning {

/// Minutes of a day: 0 is midnight where the day is planned; elapsed minutes, so that a change of clocks moves nothing.
struct DayClock {
  std::string day, zone;
  Instant midnight;
  Instant at(int minute) const { return midnight + minutes(minute); }
  /// The minute in which `t` lies.
  int minute(Instant t) const;
};

struct DayQuestion {
  std::string name;           // of the instance: the plan's number
  std::vector<SiteId> sites;  // that make
  DayClock clock;
  Weights weights;
  Instant now;  // nothing can begin before
};

/// An order that cannot be put into the problem, and why.
struct LeftOut {
  ordering::OrderFacts order;
  std::string code;
  Json params;
};

struct DayProblem {
  solver::rppd::Instance instance;
  std::vector<ordering::OrderFacts> orders;  // as in the instance
  std::vector<LeftOut> left_out;
  /// What the instance does not say of the day, by the ids it uses: {zone, midnight, products, lines, sites, hospitals, vehicles, lanes}.
  Json frame;
  /// Every number and where it came from: [{what, of, value, unit, source}].
  Json inputs;
  /// Fingerprint of all that binds the day but the minute it is planned at: orders, means, hours, papers still to come, what has begun.
  std::string facts;
};

/// The promised orders of the day that the sites are to make, and everything that serves them.
DayProblem dayProblem(Db& db, const DayQuestion& question);

/// The parts of it, each filling its own of `out`.
class DayBuilder {
 public:
  DayBuilder(Db& db, const DayQuestion& question) : db_(db), q_(question) {}
  DayProblem build();

 private:
  void addSites();
  void takeOrders();
  void addProducts();
  void addLines(int site);
  void addCyclotrons(int site, int product);
  void addStock(int site, int product);
  void addGenerators(int site, int product);
  void addCover(int site);
  void addCaps();
  void addStations();
  solver::rppd::Station stationOf(const slots::PlaceFacts& place, const std::string& zone);
  solver::rppd::Visit visitOf(int product);
  void addOrder(const ordering::OrderFacts& order);
  void narrowWindows();
  int firstDeparture(int site, int product) const;
  void addBegun();
  void addBegunTrips();
  void beginRun(int site, int line, solver::rppd::Run run, const std::string& source);
  void addLegs();
  solver::rppd::Leg lane(const Json& frame, const std::string& leg);
  /// A lane that is driven on the day, and its papers that are not on file yet.
  struct Awaited {
    LaneId lane;
    std::size_t from = 0, to = 0;  // places of the leg
    std::vector<logistics::PaperDemand> papers;
  };
  std::vector<logistics::PaperDemand> papersToCome(const logistics::LaneFacts& lane);
  Json holdForPapers(const Awaited& awaited);
  void holdForPapers();
  std::string factsSoFar() const;
  bool onFile(const LaneId& lane, const std::string& paper);
  void addVehicles();

  const catalogue::ProductFacts& productAt(int product) const { return products_[static_cast<std::size_t>(product)]; }
  bool inside(const ordering::OrderFacts& o) const { return o.site == o.maker_site; }
  solver::rppd::Line lineOf(const std::string& id, int product, const std::string& kind);
  int indexOf(const SiteId& site) const;
  int hospitalOf(const SiteId& site);
  /// Hours of data/day_values.csv on the days around, in minutes of this day; noted as an input.
  std::vector<solver::rppd::Span> hours(const std::string& subject, const std::string& of, const std::string& zone);
  void note(const std::string& what, const std::string& of, Json value, const std::string& unit, const std::string& source);
  int stage(const std::string& kind, const std::string& code);

  Db& db_;
  const DayQuestion& q_;
  DayProblem out_;
  std::vector<catalogue::ProductFacts> products_;
  std::vector<Awaited> awaited_;
};

/// Nothing of the day begins before the minute `now`: lines and vehicles are down until then.
void closePast(solver::rppd::Instance& instance, int now);

/// Spans in order, those that touch joined.
std::vector<solver::rppd::Span> joined(std::vector<solver::rppd::Span> spans);

}  // namespace isotrail::planning
