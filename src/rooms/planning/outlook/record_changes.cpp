// What the record says happened to a plan since it was made, as changes that planning/what-if takes.
#include <algorithm>
#include <cmath>

#include "desk/texts.h"
#include "desk/words.h"
#include "rooms/logistics/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/planning/day/reasons.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/outlook/outlook.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr double kNoticed = 0.02;  // share of activity below which a run is as planned
constexpr double kMostFactor = 2.0;

class Reader {
 public:
  Reader(ViewRequest& q, const PlannedDay& day)
      : q_(q),
        day_(day),
        clock_(day.clock()),
        checked_(rppd::checkPlan(day.instance, day.plan)),
        chart_(chartOf(day, checked_)),
        seen_(seenOf(q.db, day, chart_)) {}

  Json read() {
    for (std::size_t i = 0; i < day_.plan.runs.size(); ++i) run(i);
    for (std::size_t i = 0; i < day_.plan.trips.size(); ++i) trip(i);
    for (const auto& [id, lane] : day_.frame["lanes"].members()) posts(id, lane);
    for (const auto& o : day_.orders.items())
      if (const auto order = ordering::order(q_.db, OrderId(o["order"].text())); order && order->state == "cancelled")
        say("SAYS_CANCELLED", Json::object({{"order", o["order"]}}), Json::object({{"kind", "cancel"}, {"order", o["order"]}}));
    return std::move(changes_);
  }

 private:
  void say(const char* code, const Json& params, Json change) {
    const CodeText words = codeText(code, languageOf(q_.language), onTheClock(params, clock_));
    changes_.push(Json::object({{"change", std::move(change)}, {"code", code}, {"text", words.text}}));
  }
  /// Whole minutes that `at` is later than planned; 0 when it is not.
  int later(int planned, Instant at) const { return std::max(0, static_cast<int>(std::ceil((at - clock_.at(planned)).value / 60.0 - 1e-9))); }
  bool today() const { return clock_.minute(q_.now) >= -720 && clock_.minute(q_.now) < 1440; }
  void delayed(const char* code, const char* what, const std::string& id, int minutes) {
    if (minutes > 0) say(code, Json::object({{what, id}, {"minutes", minutes}}), Json::object({{"kind", "delay"}, {what, id}, {"minutes", minutes}}));
  }

  /// Late, weak or rejected; not begun when it should have.
  void run(std::size_t i) {
    const rppd::Run& r = day_.plan.runs[i];
    const auto& line = day_.instance.sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)];
    const std::string id = "R" + std::to_string(i + 1);
    const int end = r.start + r.beam + day_.instance.products[static_cast<std::size_t>(line.product)].synthesis;
    const auto found = seen_.runs.find(id);
    const RunSeen seen = found == seen_.runs.end() ? RunSeen{} : found->second;
    if (seen.rejected) return say("SAYS_RUN_REJECTED", Json::object({{"run", id}}), Json::object({{"kind", "yield"}, {"run", id}, {"factor", 0}}));
    if (seen.ends)
      delayed("SAYS_RUN_LATE", "run", id, later(end, *seen.ends));
    else if (seen.beam_on)
      delayed("SAYS_RUN_BEGAN_LATE", "run", id, later(r.start, *seen.beam_on));
    else if (today() && day_.frame["lines"][line.id.text()]["kind"].text() == "cyclotron" && !r.made)
      delayed("SAYS_RUN_NOT_BEGUN", "run", id, later(r.start, q_.now));
    const double makes = activitiesOf(day_, r, checked_).makes * 1e6;
    if (!seen.made || makes <= 0.0) return;
    const double factor = std::min(kMostFactor, std::round(seen.made->value / makes * 1000.0) / 1000.0);
    if (std::abs(factor - 1.0) < kNoticed) return;
    say(factor < 1.0 ? "SAYS_RUN_WEAK" : "SAYS_RUN_STRONG", Json::object({{"run", id}, {"percent", std::round(factor * 100.0)}}),
        Json::object({{"kind", "yield"}, {"run", id}, {"factor", factor}}));
  }

  /// Left or expected later than planned; not left when it should have.
  void trip(std::size_t i) {
    const rppd::Trip& t = day_.plan.trips[i];
    const std::string id = "T" + std::to_string(i + 1);
    const auto& vehicle = day_.instance.vehicles[static_cast<std::size_t>(t.vehicle)];
    if (t.stops.empty() || day_.frame["vehicles"][vehicle.id.text()]["kind"].text() != "road") return;
    const auto found = seen_.trips.find(id);
    const TripSeen seen = found == seen_.trips.end() ? TripSeen{} : found->second;
    if (!seen.left) {
      if (today()) delayed("SAYS_TRIP_NOT_LEFT", "trip", id, later(t.depart, q_.now));
      return;
    }
    int late = later(t.depart, *seen.left);
    if (seen.arrives) late = std::max(late, later(checked_.deliveries[static_cast<std::size_t>(t.stops.front())].arrival, *seen.arrives));
    passed(id, "export", seen.exported, late);
    passed(id, "import", seen.imported, late);
    delayed("SAYS_TRIP_LATE", "trip", id, late);
  }
  /// A post that cleared the trip outside the hours the plan knows was open for it; so late as the delayed plan has it there.
  void passed(const std::string& id, const char* stage, const std::optional<Instant>& at, int late) {
    const Bar* bar = chart_.find(id + ".1." + stage);
    if (!bar || !at) return;
    const auto lane = std::find_if(chart_.lanes.begin(), chart_.lanes.end(), [&](const Lane& l) { return l.id == bar->lane; });
    const int until = std::max(clock_.minute(*at) + 1, bar->ends + late);
    const auto holds = [&](const rppd::Span& s) { return bar->starts >= s.from && bar->starts <= s.to; };
    if (lane == chart_.lanes.end()) return;
    const auto hours = std::find_if(lane->open.begin(), lane->open.end(), holds);
    if (hours == lane->open.end() || until <= hours->to) return;
    const std::string post = bar->lane.substr(7, bar->lane.rfind('.') - 7);  // "border.zhuhai.export"
    say("SAYS_POST_OPEN", Json::object({{"post", post}, {"until", until}}),
        Json::object({{"kind", "open"}, {"post", post}, {"from", clock_.at(hours->to).iso()}, {"to", clock_.at(until).iso()}}));
  }

  /// Hours of a post that the plan counts on and the lane no longer has.
  void posts(const std::string& id, const Json& lane) {
    const auto roads = logistics::roads(q_.db).lanes;
    const auto now = std::find_if(roads.begin(), roads.end(), [&](const auto& l) { return l.lane.str() == id; });
    if (now == roads.end()) return;
    for (const bool out : {true, false})
      for (const auto& w : lane[out ? "outbound" : "return"].items()) {
        const std::string &post = w["post"].text(), &direction = w["direction"].text();
        std::vector<rppd::Span> open;
        for (const auto& then : out ? now->outbound : now->back)
          if (then.post == post && then.direction == direction)
            if (const auto span = hours(then.opens, then.closes, then.zone)) open.push_back(*span);
        if (const auto planned = hours(w["opens"].text(), w["closes"].text(), w["zone"].text())) shut(post, *planned, joined(std::move(open)));
      }
  }
  std::optional<rppd::Span> hours(const std::string& opens, const std::string& closes, const std::string& zone) const {
    const Instant noon = clock_.midnight + isotrail::hours(12);
    const auto from = atTimeOfDay("opens", noon, opens, zone), to = atTimeOfDay("closes", noon, closes, zone);
    if (!from || !to || *to <= *from) return std::nullopt;
    return rppd::Span{clock_.minute(*from), clock_.minute(*to)};
  }
  void shut(const std::string& post, rppd::Span planned, const std::vector<rppd::Span>& open) {
    for (const auto& span : open) {
      if (span.to <= planned.from || span.from >= planned.to) continue;
      if (span.from > planned.from) tellShut(post, {planned.from, span.from});
      planned.from = span.to;
    }
    if (planned.from < planned.to) tellShut(post, planned);
  }
  void tellShut(const std::string& post, const rppd::Span& span) {
    say("SAYS_POST_SHUT", Json::object({{"post", post}, {"from", span.from}, {"to", span.to}}),
        Json::object({{"kind", "shut"}, {"post", post}, {"from", clock_.at(span.from).iso()}, {"to", clock_.at(span.to).iso()}}));
  }

  ViewRequest& q_;
  const PlannedDay& day_;
  const DayClock clock_;
  const rppd::Checked checked_;
  const Chart chart_;
  const Seen seen_;
  Json changes_ = Json::array();
};

}  // namespace

Result<Json> recordChanges(ViewRequest& q, const RecordChanges& c) {
  const auto card = dayFor(q, c.plan.str());
  if (!card) return notFound("plan", c.plan.str());
  return Json::object({{"plan", card->id}, {"now", q.now.iso()}, {"rows", Reader(q, dayOf(card->doc)).read()}});
}

}  // namespace isotrail::planning
