#include "rooms/planning/day/day_problem.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "nuclide/dataset.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/supply/facts.h"
#include "solver/rppd/additions.h"
#include "solver/rppd/road.h"
#include "solver/rppd/write.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

int DayClock::minute(Instant t) const { return static_cast<int>(std::floor((t - midnight).value / 60.0)); }

std::vector<rppd::Span> joined(std::vector<rppd::Span> spans) {
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  std::vector<rppd::Span> out;
  for (const auto& s : spans)
    if (!out.empty() && s.from <= out.back().to)
      out.back().to = std::max(out.back().to, s.to);
    else if (s.from < s.to)
      out.push_back(s);
  return out;
}

DayProblem dayProblem(Db& db, const DayQuestion& question) { return DayBuilder(db, question).build(); }

DayProblem DayBuilder::build() {
  rppd::Instance& in = out_.instance;
  in.name = q_.name;
  in.grid = std::max(1, q_.weights.minutes("grid"));
  in.cost_per_km = q_.weights["km_cost"];
  in.cost_per_minute = q_.weights["minute_cost"];
  in.change_price = q_.weights["change_cost"];
  out_.inputs = Json::array();
  out_.frame = Json::object({{"zone", q_.clock.zone},
                             {"midnight", q_.clock.midnight.iso()},
                             {"day", q_.clock.day},
                             {"reserve", q_.weights["current_reserve"]},
                             {"border_margin", q_.weights.minutes("border_margin")}});
  for (const char* part : {"products", "lines", "sites", "hospitals", "vehicles", "lanes"}) out_.frame.set(part, Json::object());
  addSites();
  takeOrders();
  addLegs();
  addVehicles();
  addCaps();
  addStations();
  addBegun();
  addBegunTrips();
  out_.facts = factsSoFar();
  holdForPapers();
  narrowWindows();
  closePast(in, q_.clock.minute(q_.now));
  return std::move(out_);
}

std::string DayBuilder::factsSoFar() const {
  Json awaited = Json::array(), left_out = Json::array();
  for (const auto& lane : awaited_)
    for (const auto& p : lane.papers) awaited.push(Json::array().push(lane.lane.str()).push(p.paper));
  for (const auto& l : out_.left_out) left_out.push(Json::array().push(l.order.order.str()).push(l.code).push(l.params));
  return sha256Hex(rppd::instanceJson(out_.instance).dump() + out_.frame.dump() + awaited.dump() + left_out.dump());
}

void DayBuilder::note(const std::string& what, const std::string& of, Json value, const std::string& unit, const std::string& source) {
  const Json input = Json::object({{"what", what}, {"of", of}, {"value", std::move(value)}, {"unit", unit}, {"source", source}});
  const auto& known = out_.inputs.items();
  if (std::find(known.begin(), known.end(), input) == known.end()) out_.inputs.push(input);
}

int DayBuilder::stage(const std::string& kind, const std::string& code) {
  const DayValue v = stageTime(kind, code);
  note(code, kind, v.number(), "min", v.known ? v.source : "no time on record");
  return static_cast<int>(std::ceil(v.number()));
}

std::vector<rppd::Span> DayBuilder::hours(const std::string& subject, const std::string& of, const std::string& zone) {
  const DayValue opens = dayValue(subject, of, "opens"), closes = dayValue(subject, of, "closes");
  note(subject + " hours", of, opens.text + " to " + closes.text, zone, opens.source);
  std::vector<rppd::Span> out;
  for (const int day : {-1, 0, 1}) {
    const Instant noon = addLocalDays(q_.clock.midnight, day, q_.clock.zone) + isotrail::hours(12);
    const auto from = atTimeOfDay("opens", noon, opens.text, zone), to = atTimeOfDay("closes", noon, closes.text, zone);
    if (from && to && *from < *to) out.push_back({q_.clock.minute(*from), q_.clock.minute(*to)});
  }
  return joined(std::move(out));
}

void DayBuilder::addSites() {
  Json sites = Json::object();
  for (const auto& id : q_.sites) {
    const auto site = identity::site(db_, id);
    const auto org = identity::org(db_, site->org);
    out_.instance.sites.push_back({id.str(), {}, {}, {}, {}});
    sites.set(id.str(), Json::object({{"org", site->org.str()},
                                      {"zone", site->zone},
                                      {"jurisdiction", site->jurisdiction},
                                      {"name", site->name},
                                      {"name_local", site->name_local.empty() && org ? org->name_local : site->name_local}}));
  }
  out_.frame.set("sites", sites);
}

int DayBuilder::indexOf(const SiteId& site) const {
  const auto found = std::find(q_.sites.begin(), q_.sites.end(), site);
  return found == q_.sites.end() ? -1 : static_cast<int>(found - q_.sites.begin());
}

int DayBuilder::hospitalOf(const SiteId& id) {
  auto& all = out_.instance.hospitals;
  for (std::size_t h = 0; h < all.size(); ++h)
    if (all[h].id.text() == id.str()) return static_cast<int>(h);
  const auto site = identity::site(db_, id);
  all.push_back({id.str(), {}, hours("receipt", id.str(), site->zone), {}, 0, {}, {}});
  out_.frame.findMutable("hospitals")
      ->set(id.str(), Json::object({{"org", site->org.str()},
                                    {"zone", site->zone},
                                    {"jurisdiction", site->jurisdiction},
                                    {"name", site->name},
                                    {"name_local", site->name_local}}));
  return static_cast<int>(all.size()) - 1;
}

/// Promised, due on the day, to be made by one of the sites. The products they ask for bring the lines with them.
void DayBuilder::takeOrders() {
  const Instant to = addLocalDays(q_.clock.midnight, 1, q_.clock.zone);
  std::vector<ordering::OrderFacts> wanted;
  for (auto& o : ordering::orders(db_, SiteId(""), q_.clock.midnight, to))
    if (o.state == "promised" && indexOf(o.maker_site) >= 0) wanted.push_back(std::move(o));
  for (const auto& o : wanted) {
    const auto known = std::any_of(products_.begin(), products_.end(), [&](const auto& p) { return p.product == o.product; });
    if (!known) products_.push_back(*catalogue::product(db_, o.product));
  }
  addProducts();
  for (std::size_t s = 0; s < q_.sites.size(); ++s) {
    for (std::size_t p = 0; p < products_.size(); ++p) {
      const bool made = std::any_of(wanted.begin(), wanted.end(),
                                    [&](const auto& o) { return o.product == products_[p].product && indexOf(o.maker_site) == static_cast<int>(s); });
      if (!made) continue;
      const std::string& kind = products_[p].kind;
      if (kind == "cyclotron") addCyclotrons(static_cast<int>(s), static_cast<int>(p));
      if (kind == "reactor") addStock(static_cast<int>(s), static_cast<int>(p));
      if (kind == "generator") addGenerators(static_cast<int>(s), static_cast<int>(p));
    }
    addCover(static_cast<int>(s));
  }
  for (const auto& o : wanted) addOrder(o);
}

void DayBuilder::addOrder(const ordering::OrderFacts& o) {
  const auto found = std::find_if(products_.begin(), products_.end(), [&](const auto& p) { return p.product == o.product; });
  const std::string& nuclide = found->nuclide;
  if (!inside(o)) {
    const auto use = licensing::capState(db_, o.site, "use", nuclide, o.inject_at);
    if (!use.licensed || !use.cap || use.expired) {
      out_.left_out.push_back({o, use.expired ? "LICENCE_EXPIRED" : "LICENCE_MISSING",
                               Json::object({{"site", o.site.str()}, {"nuclide", nuclide}, {"licence", use.licence.str()}, {"operation", "use"}})});
      return;
    }
  }
  const double residual = supply::lineValue("syringe", "residual_fraction"), dead = supply::lineValue("vial", "dead_fraction"),
               transfer = supply::lineValue("vial", "transfer_yield");
  const std::string kind = inside(o) ? "generator" : found->kind;
  rppd::Order order;
  order.id = o.order.str();
  order.hospital = hospitalOf(o.site);
  order.product = static_cast<int>(found - products_.begin());
  order.patients = 1;
  order.dose = o.activity.value / 1e6 / (1.0 - residual) / (1.0 - dead) / transfer;
  order.calibration = q_.clock.minute(o.inject_at);
  order.deadline = order.calibration - stage(kind, "receipt") - stage(kind, "draw");
  order.window = {std::min(0, order.deadline), order.deadline};
  order.packages = 1;
  order.penalty = q_.weights[found->use == "therapeutic" ? "penalty_therapy" : "penalty_diagnostic"];
  order.late_cost = q_.weights["late_cost"];
  out_.instance.orders.push_back(order);
  out_.orders.push_back(o);
  note("dose at injection", o.order.str(), o.activity.value, "Bq", "order " + o.order.str());
}

/// The first minute at which a site could send an order off: made as early as a line may, tested, and somebody there to release it.
int DayBuilder::firstDeparture(int site, int product) const {
  const rppd::Site& own = out_.instance.sites[static_cast<std::size_t>(site)];
  const rppd::Product& p = out_.instance.products[static_cast<std::size_t>(product)];
  std::optional<int> made;
  for (const auto& line : own.lines)
    if (line.product == product && !line.beams.empty())
      made = std::min(made.value_or(rppd::kLatest), line.open.from + line.beams.front() + p.synthesis);
  const int ready = std::max(0, made.value_or(0) + p.tests);
  return rppd::firstIn(own.release, ready).value_or(ready);
}

/// Nothing arrives before the first vehicle could be there, and it is wanted some time before the last minute.
void DayBuilder::narrowWindows() {
  rppd::Instance& in = out_.instance;
  const rppd::Road road(in);
  for (std::size_t i = 0; i < in.orders.size(); ++i) {
    rppd::Order& o = in.orders[i];
    const int site = indexOf(out_.orders[i].maker_site), ready = firstDeparture(site, o.product);
    std::optional<int> first;
    for (const auto& v : in.vehicles)
      if (v.site == site)
        if (const auto drive = road.drive(road.siteAt(site), road.hospitalAt(o.hospital), std::max(ready, v.shift.from)))
          first = std::min(first.value_or(drive->at), drive->at);
    o.window.to = o.deadline - q_.weights.minutes("arrival_margin");
    o.window.from = std::min(o.window.to, std::max(0, first.value_or(0)));
  }
}

/// What both sides' licences still allow: of a run at its end, of a day's deliveries at their arrivals.
void DayBuilder::addCaps() {
  rppd::Instance& in = out_.instance;
  const Instant noon = q_.clock.midnight + isotrail::hours(12);
  const auto left = [&](const SiteId& site, const char* operation, const std::string& nuclide) {
    const auto c = licensing::capState(db_, site, operation, nuclide, noon);
    if (!c.licensed || !c.cap || c.expired) return 0.0;
    const double mbq = std::max(1e-3, (c.cap->value - c.held.value) / 1e6);
    note(std::string("cap left to ") + operation + " " + nuclide, site.str(), mbq, "MBq", "licence " + c.licence.str() + " less what is held");
    return mbq;
  };
  for (std::size_t s = 0; s < in.sites.size(); ++s) {
    in.sites[s].cap.assign(in.products.size(), 0.0);
    for (const auto& line : in.sites[s].lines)
      if (productAt(line.product).kind != "generator")
        in.sites[s].cap[static_cast<std::size_t>(line.product)] = left(q_.sites[s], "make", productAt(line.product).nuclide);
  }
  for (auto& h : in.hospitals) {
    h.cap.assign(in.products.size(), 0.0);
    for (std::size_t i = 0; i < in.orders.size(); ++i)
      if (!inside(out_.orders[i]) && in.hospitals[static_cast<std::size_t>(in.orders[i].hospital)].id == h.id)
        h.cap[static_cast<std::size_t>(in.orders[i].product)] = left(SiteId(h.id.text()), "use", productAt(in.orders[i].product).nuclide);
  }
}

}  // namespace isotrail::planning
