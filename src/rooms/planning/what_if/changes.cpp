#include "rooms/planning/what_if/changes.h"

#include <algorithm>
#include <cmath>

#include "desk/schema.h"
#include "rooms/planning/day/bars.h"
#include "rooms/planning/day/values.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr double kLongest = 2880.0;  // minutes anything is moved or shut
constexpr std::size_t kMostChanges = 50;

class Changer {
 public:
  Changer(PlannedDay& day, std::vector<solver::Change>* events) : day_(day), in_(day.instance), events_(events) {}

  Verdict apply(const Json& changes) {
    if (!changes.isArray() || changes.size() > kMostChanges) wrong("changes", changes, "a list of up to 50 changes");
    for (std::size_t i = 0; i < changes.size(); ++i) {
      path_ = "changes[" + std::to_string(i) + "].";
      change(changes.items()[i]);
    }
    if (refusal_.fields.empty()) return Done{};
    return refusal_;
  }

 private:
  void wrong(const std::string& field, const Json& value, const std::string& accepted) {
    refusal_.fields.push_back({path_ + field, value.isNull() ? "MISSING_FIELD" : "BAD_VALUE",
                               value.isNull()     ? ""
                               : value.isString() ? value.text().substr(0, 80)
                                                  : value.dump().substr(0, 80),
                               accepted, 0, 0});
  }

  void change(const Json& c) {
    const std::string& kind = c["kind"].text();
    if (kind == "move") return move(c);
    if (kind == "delay") return delay(c);
    if (kind == "yield") return yield(c);
    if (kind == "down") return down(c);
    if (kind == "shut") return shut(c);
    if (kind == "open") return open(c);
    if (kind == "cancel") return cancel(c);
    if (kind == "stat") return stat(c);
    wrong("kind", c["kind"], "move, delay, yield, down, shut, open, cancel, stat");
  }

  std::optional<int> minuteOf(const Json& c, const char* field) {
    const auto t = parseInstant(field, c[field].text());
    if (t && std::abs((*t - day_.clock().midnight).value) < kLongest * 60.0) return day_.clock().minute(*t);
    wrong(field, c[field], "an instant of the day, such as 2025-12-17T06:20:00+08:00");
    return std::nullopt;
  }
  std::optional<rppd::Span> spanOf(const Json& c) {
    const auto from = minuteOf(c, "from"), to = minuteOf(c, "to");
    if (from && to && *from >= *to) wrong("to", c["to"], "an instant after from");
    if (!from || !to || *from >= *to) return std::nullopt;
    return rppd::Span{*from, *to};
  }
  /// "R2" or "T1", also as the beginning of a bar's id; nothing with an error otherwise.
  rppd::Run* runNamed(const std::string& id, const char* field) {
    for (std::size_t i = 0; i < day_.plan.runs.size(); ++i)
      if (id == "R" + std::to_string(i + 1)) return &day_.plan.runs[i];
    wrong(field, id, "a run of the plan, such as R1");
    return nullptr;
  }
  rppd::Trip* tripNamed(const std::string& id, const char* field) {
    for (std::size_t i = 0; i < day_.plan.trips.size(); ++i)
      if (id == "T" + std::to_string(i + 1)) return &day_.plan.trips[i];
    wrong(field, id, "a trip of the plan, such as T1");
    return nullptr;
  }

  void move(const Json& c) {
    const Chart chart = chartOf(day_, rppd::checkPlan(in_, day_.plan));
    const Bar* bar = chart.find(c["bar"].text());
    if (!bar || (bar->kind == "injection" || bar->kind == "draw")) return wrong("bar", c["bar"], "a bar of a run or trip of the plan");
    const auto starts = minuteOf(c, "starts");
    if (!starts) return;
    const int by = *starts - bar->starts;
    if (!bar->run.empty() && bar->trip.empty()) {
      if (rppd::Run* r = runNamed(bar->run, "bar")) shift(*r, by);
    } else if (rppd::Trip* t = tripNamed(bar->trip, "bar")) {
      shift(*t, by);
    }
  }

  void shift(rppd::Run& r, int by) {
    if (events_) return tell(static_cast<int>(&r - day_.plan.runs.data()), -1, by);
    for (auto& f : in_.frozen.runs)
      if (same(f, r)) f.start += by;
    r.start += by;
  }
  void tell(int run, int trip, int by) {
    solver::Change c;
    c.run = run;
    c.trip = trip;
    c.minutes = by;
    events_->push_back(c);
  }
  void shift(rppd::Trip& t, int by) {
    if (events_) return tell(-1, static_cast<int>(&t - day_.plan.trips.data()), by);
    for (auto& f : in_.frozen.trips)
      if (same(f, t)) f.depart += by;
    t.depart += by;
  }

  void delay(const Json& c) {
    const Json& m = c["minutes"];
    if (!m.isNumber() || std::abs(m.number()) > kLongest) return wrong("minutes", m, "-2880 ... 2880");
    // Upwards to the grid, but for what has begun: that is where it is.
    const int exact = static_cast<int>(std::ceil(m.number())), by = static_cast<int>(std::ceil(m.number() / in_.grid)) * in_.grid;
    if (c.has("run")) {
      if (rppd::Run* r = runNamed(c["run"].text(), "run")) shift(*r, begun(*r) ? exact : by);
    } else if (rppd::Trip* t = tripNamed(c["trip"].text(), "trip")) {
      shift(*t, begun(*t) ? exact : by);
    }
  }
  static bool same(const rppd::Run& a, const rppd::Run& b) { return a.site == b.site && a.line == b.line && a.start == b.start; }
  static bool same(const rppd::Trip& a, const rppd::Trip& b) { return a.vehicle == b.vehicle && a.depart == b.depart; }
  bool begun(const rppd::Run& r) const {
    return std::any_of(in_.frozen.runs.begin(), in_.frozen.runs.end(), [&](const auto& f) { return same(f, r); });
  }
  bool begun(const rppd::Trip& t) const {
    return std::any_of(in_.frozen.trips.begin(), in_.frozen.trips.end(), [&](const auto& f) { return same(f, t); });
  }

  /// The run is what it is: it makes a share of what its beam would give.
  void yield(const Json& c) {
    rppd::Run* r = runNamed(c["run"].text(), "run");
    const double factor = c["factor"].number(-1.0);
    if (factor < 0.0 || factor > 2.0) wrong("factor", c["factor"], "0 ... 2");
    if (!r || factor < 0.0 || factor > 2.0) return;
    // With the current the beam is set to, not with the line's whole one.
    const double made = activitiesOf(day_, *r, rppd::checkPlan(in_, day_.plan)).makes;
    r->made = made * factor;
    std::erase_if(in_.frozen.runs, [&](const auto& f) { return same(f, *r); });
    in_.frozen.runs.push_back(*r);
    // Nobody's share is poured already: who gets what is left is to be decided.
    const auto& trips = in_.frozen.trips;
    std::erase_if(in_.frozen.runs.back().orders, [&](int o) {
      return std::none_of(trips.begin(), trips.end(), [&](const auto& t) { return std::find(t.stops.begin(), t.stops.end(), o) != t.stops.end(); });
    });
  }

  void down(const Json& c) {
    const auto span = spanOf(c);
    bool found = false;
    const std::string &line = c["line"].text(), &vehicle = c["vehicle"].text();
    for (auto& s : in_.sites)
      for (auto& l : s.lines)
        if (!line.empty() && (l.id.text() == line || day_.frame["lines"][l.id.text()]["equipment"].text() == line)) {
          found = true;
          if (span) l.down.push_back(*span), l.down = joined(std::move(l.down));
        }
    for (auto& v : in_.vehicles)
      if (!vehicle.empty() && v.id.text() == vehicle) {
        found = true;
        if (span) v.down.push_back(*span), v.down = joined(std::move(v.down));
      }
    for (auto& h : in_.hospitals)
      for (auto* stations : {&h.rooms, &h.cameras})
        for (auto& s : *stations)
          if (c["place"].isString() && s.id.text() == c["place"].text()) {
            found = true;
            if (span) s.down.push_back(*span), s.down = joined(std::move(s.down));
          }
    if (!found && c.has("place")) return wrong("place", c["place"], "an injection room or camera that a hospital of the day has declared");
    if (!found) wrong(c.has("vehicle") ? "vehicle" : "line", c.has("vehicle") ? c["vehicle"] : c["line"], "a line or vehicle of the day");
  }

  /// Takes a time out of the windows of every stage that is passed at the post, or adds it to them.
  void shut(const Json& c) { atPost(c, cut); }
  void open(const Json& c) {
    atPost(c, [](rppd::Stage& stage, const rppd::Span& more) {
      stage.open.push_back(more);
      stage.open = joined(std::move(stage.open));
    });
  }
  template <class Use>
  void atPost(const Json& c, Use use) {
    const auto span = spanOf(c);
    const std::string& post = c["post"].text();
    bool found = false;
    for (const auto& [id, lane] : day_.frame["lanes"].members())
      for (const bool out : {true, false})
        for (const auto& w : lane[out ? "outbound" : "return"].items()) {
          if (w["post"].text() != post) continue;
          found = true;
          const auto [from, to] = placesOf(lane, out);
          for (auto& stage : in_.legs[from][to].stages)
            if (span && stage.code == w["direction"].text() && !stage.open.empty()) use(stage, *span);
        }
    if (!found) wrong("post", c["post"], "a border post of a lane of the day");
  }
  /// From where to where a lane of the frame goes, as places of the legs.
  std::pair<std::size_t, std::size_t> placesOf(const Json& lane, bool out) const {
    std::size_t from = 0, to = 0;
    for (std::size_t s = 0; s < in_.sites.size(); ++s)
      if (in_.sites[s].id == lane["from"]) from = s;
    for (std::size_t h = 0; h < in_.hospitals.size(); ++h)
      if (in_.hospitals[h].id == lane["to"]) to = in_.sites.size() + h;
    return out ? std::pair(from, to) : std::pair(to, from);
  }
  static void cut(rppd::Stage& stage, const rppd::Span& gone) {
    std::vector<rppd::Span> open;
    for (const auto& s : stage.open) {
      if (gone.to <= s.from || gone.from >= s.to) {
        open.push_back(s);
        continue;
      }
      if (s.from < gone.from) open.push_back({s.from, gone.from});
      if (gone.to < s.to) open.push_back({gone.to, s.to});
    }
    // Shut altogether: what is never open, not what is always open.
    if (open.empty()) open.push_back({-2880, -2880 + std::max(1, stage.minutes)});
    std::erase_if(open, [&](const auto& s) { return open.size() > 1 && s.to - s.from < stage.minutes; });
    stage.open = std::move(open);
  }

  void cancel(const Json& c) {
    for (std::size_t o = 0; o < in_.orders.size(); ++o)
      if (in_.orders[o].id.text() == c["order"].text()) return removeOrder(static_cast<int>(o));
    wrong("order", c["order"], "an order of the day");
  }
  void removeOrder(int gone) {
    dropOrder(day_, gone);
    const auto closeUp = [&](std::vector<int>& list) {
      std::erase(list, gone);
      for (int& o : list) o -= o > gone ? 1 : 0;
    };
    for (rppd::Plan* plan : {&day_.plan, &in_.frozen, &in_.promised}) {
      for (auto& r : plan->runs) closeUp(r.orders);
      for (auto& t : plan->trips) closeUp(t.stops);
    }
    in_.orders.erase(in_.orders.begin() + gone);
    day_.orders.itemsMutable().erase(day_.orders.itemsMutable().begin() + gone);
  }

  struct Stat {
    ProductId product;
    SiteId hospital;
    Activity activity;
    Instant inject_at;
    std::string kind;
    void fields(Fields& f) {
      f("kind", kind);
      f("product", product);
      f("hospital", hospital);
      f("activity", activity);
      f("inject_at", inject_at);
    }
  };
  /// An order more, as one of the same product and hospital that is in the day already.
  void stat(const Json& c) {
    Stat s;
    RequestReader reader(c);
    s.fields(reader);
    if (auto read = reader.finish(); !read) {
      for (const auto& f : read.refusal().fields) refusal_.fields.push_back({path_ + f.field, f.code, f.value, f.accepted, 0, 0});
      return;
    }
    for (std::size_t o = 0; o < in_.orders.size(); ++o) {
      const Json facts = day_.orders.items()[o];
      if (facts["product"].text() != s.product.str() || facts["hospital"].text() != s.hospital.str()) continue;
      rppd::Order order = in_.orders[o];
      const int later = day_.clock().minute(s.inject_at) - order.calibration;
      int n = 1;
      const auto taken = [&](const std::string& id) {
        return std::any_of(in_.orders.begin(), in_.orders.end(), [&](const auto& x) { return x.id.text() == id; });
      };
      while (taken("STAT-" + std::to_string(n))) ++n;
      order.id = "STAT-" + std::to_string(n);
      order.dose *= s.activity.value / facts["activity_bq"].number();
      order.calibration += later;
      order.deadline += later;
      order.window = {order.window.from + later, order.window.to + later};
      in_.orders.push_back(order);
      Json own = facts;
      day_.orders.push(own.set("order", order.id).set("patient", "").set("activity_bq", s.activity.value).set("inject_at", s.inject_at.iso()));
      return;
    }
    wrong("product", c["product"], "a product that the day has for this hospital");
  }

  PlannedDay& day_;
  rppd::Instance& in_;
  std::vector<solver::Change>* events_;
  std::string path_;
  Refusal refusal_ = Refusal::of("BAD_REQUEST");
};

}  // namespace

Verdict applyChanges(PlannedDay& day, const Json& changes, std::vector<solver::Change>* events) { return Changer(day, events).apply(changes); }

}  // namespace isotrail::planning
