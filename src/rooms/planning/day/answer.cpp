#include "rooms/planning/day/answer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "base/check.h"
#include "desk/words.h"
#include "nuclide/decay.h"
#include "rooms/planning/day/reasons.h"
#include "solver/region/region.h"
#include "solver/rppd/write.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr int kMostRounds = 8;        // searches after the first, while runs of one cyclotron meet
constexpr double kFirstSearch = 0.6;  // of the time, where some may
constexpr double kLeastSeconds = 0.02;

const rppd::Line& lineOf(const rppd::Instance& in, const rppd::Run& r) {
  return in.sites[static_cast<std::size_t>(r.site)].lines[static_cast<std::size_t>(r.line)];
}
const rppd::Product& productOf(const rppd::Instance& in, const rppd::Line& l) { return in.products[static_cast<std::size_t>(l.product)]; }
const rppd::Order& orderAt(const rppd::Instance& in, int o) { return in.orders[static_cast<std::size_t>(o)]; }

int endOf(const rppd::Instance& in, const rppd::Run& r) { return r.start + r.beam + productOf(in, lineOf(in, r)).synthesis; }

Json idsJson(const rppd::Instance& in, const std::vector<int>& orders) {
  Json out = Json::array();
  for (const int o : orders) out.push(orderAt(in, o).id);
  return out;
}

Json runJson(const PlannedDay& day, std::size_t i, const rppd::Checked& checked) {
  const rppd::Run& r = day.plan.runs[i];
  const rppd::Line& l = lineOf(day.instance, r);
  const DayClock clock = day.clock();
  const int end = endOf(day.instance, r);
  const Activities a = activitiesOf(day, r, checked);
  Json shares = Json::array();
  for (const int o : r.orders)
    shares.push(Json::object({{"order", orderAt(day.instance, o).id}, {"bq", checked.deliveries[static_cast<std::size_t>(o)].drawn * 1e6}}));
  Json j = Json::object({{"run", "R" + std::to_string(i + 1)}, {"line", l.id}, {"site", day.instance.sites[static_cast<std::size_t>(r.site)].id}});
  j.set("product", productOf(day.instance, l).id).set("starts", clock.at(r.start).iso()).set("beam_ends", clock.at(r.start + r.beam).iso());
  j.set("ends", clock.at(end).iso()).set("beam_minutes", r.beam).set("makes_bq", a.makes * 1e6).set("most_bq", a.most * 1e6);
  j.set("used_bq", a.used * 1e6).set("current_a", a.current > 0.0 ? Json(a.current) : Json()).set("at", clock.at(end).iso());
  return j.set("shares", shares).set("chance", 1.0 - l.fail_chance).set("orders", idsJson(day.instance, r.orders));
}

/// The lane between a site and a hospital; null inside a house.
const Json& laneBetween(const Json& frame, const std::string& from, const std::string& to) {
  static const Json kNone;
  for (const auto& [id, lane] : frame["lanes"].members())
    if (lane["from"].text() == from && lane["to"].text() == to) return lane;
  return kNone;
}

Json tripJson(const PlannedDay& day, std::size_t i, const rppd::Checked& checked) {
  const rppd::Trip& t = day.plan.trips[i];
  const rppd::Vehicle& v = day.instance.vehicles[static_cast<std::size_t>(t.vehicle)];
  const std::string& from = day.instance.sites[static_cast<std::size_t>(v.site)].id.text();
  const DayClock clock = day.clock();
  Json stops = Json::array();
  std::string lane;
  for (const int o : t.stops) {
    const std::string& site = day.instance.hospitals[static_cast<std::size_t>(orderAt(day.instance, o).hospital)].id.text();
    if (stops.size() == 0 || stops.items().back()["site"].text() != site) {
      stops.push(Json::object(
          {{"site", site}, {"arrives", clock.at(checked.deliveries[static_cast<std::size_t>(o)].arrival).iso()}, {"orders", Json::array()}}));
      if (lane.empty()) lane = laneBetween(day.frame, from, site)["lane"].text();
    }
    stops.itemsMutable().back().findMutable("orders")->push(orderAt(day.instance, o).id);
  }
  return Json::object({{"trip", "T" + std::to_string(i + 1)},
                       {"vehicle", v.id},
                       {"from", from},
                       {"lane", lane},
                       {"departs", clock.at(t.depart).iso()},
                       {"back", clock.at(checked.returns[i]).iso()},
                       {"stops", stops},
                       {"orders", idsJson(day.instance, t.stops)}});
}

Json orderJson(const PlannedDay& day, std::size_t i, const rppd::Checked& checked) {
  const auto& d = checked.deliveries[i];
  Json j = day.orders.items()[i];
  if (d.trip < 0) return j.set("served", false);
  const rppd::Order& o = day.instance.orders[i];
  return j.set("served", true)
      .set("run", "R" + std::to_string(d.run + 1))
      .set("trip", "T" + std::to_string(d.trip + 1))
      .set("arrives", day.clock().at(d.arrival).iso())
      .set("slack_minutes", o.deadline - d.arrival)
      .set("late_minutes", d.late)
      .set("drawn_bq", d.drawn * 1e6);
}

/// Runs of one cyclotron that overlap, as lines of the instance; the second of each pair.
std::vector<std::pair<std::size_t, std::size_t>> sharedOverlaps(const rppd::Instance& in, const rppd::Plan& plan, const Json& frame) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t a = 0; a < plan.runs.size(); ++a)
    for (std::size_t b = a + 1; b < plan.runs.size(); ++b) {
      const auto &ra = plan.runs[a], &rb = plan.runs[b];
      const Json &fa = frame["lines"][lineOf(in, ra).id.text()], &fb = frame["lines"][lineOf(in, rb).id.text()];
      if (ra.site != rb.site || ra.line == rb.line || fa["equipment"].text().empty() || fa["equipment"] != fb["equipment"]) continue;
      const int a_until = endOf(in, ra) + lineOf(in, ra).turnaround, b_until = endOf(in, rb) + lineOf(in, rb).turnaround;
      if (ra.start < b_until && rb.start < a_until) out.emplace_back(a, b);
    }
  return out;
}

}  // namespace

DayClock PlannedDay::clock() const { return {frame["day"].text(), frame["zone"].text(), instantIn(frame["midnight"])}; }

PlannedDay dayOf(const Json& doc) {
  PlannedDay day;
  auto instance = rppd::readInstance(doc["instance"].dump());
  ISOTRAIL_CHECK(static_cast<bool>(instance));
  day.instance = std::move(*instance);
  auto plan = rppd::readPlan(doc["solution"].dump(), day.instance);
  ISOTRAIL_CHECK(static_cast<bool>(plan));
  day.plan = std::move(*plan);
  day.frame = doc["frame"];
  day.orders = doc["order_facts"];
  day.left_out = doc["left_out"];
  return day;
}

void putDay(Json& payload, const PlannedDay& day) {
  payload.set("instance", rppd::instanceJson(day.instance)).set("solution", rppd::planJson(day.plan, day.instance)).set("frame", day.frame);
  payload.set("order_facts", day.orders).set("left_out", day.left_out);
}

Json ordersJson(const DayProblem& problem) {
  Json out = Json::array();
  for (const auto& o : problem.orders)
    out.push(Json::object({{"order", o.order.str()},
                           {"patient", o.patient.str()},
                           {"product", o.product.str()},
                           {"hospital", o.site.str()},
                           {"maker_site", o.maker_site.str()},
                           {"activity_bq", o.activity.value},
                           {"inject_at", o.inject_at.iso()}}));
  return out;
}

Json leftOutJson(const DayProblem& problem) {
  Json out = Json::array();
  for (const auto& l : problem.left_out)
    out.push(Json::object({{"order", l.order.order.str()},
                           {"patient", l.order.patient.str()},
                           {"product", l.order.product.str()},
                           {"hospital", l.order.site.str()},
                           {"maker_site", l.order.maker_site.str()},
                           {"activity_bq", l.order.activity.value},
                           {"inject_at", l.order.inject_at.iso()},
                           {"served", false},
                           {"code", l.code},
                           {"params", l.params}}));
  return out;
}

namespace {

/// Lines of a site that take turns on one cyclotron.
bool sharesCyclotron(const rppd::Instance& in, const Json& frame) {
  for (const auto& site : in.sites) {
    std::set<std::string> seen;
    for (const auto& line : site.lines)
      if (const std::string& equipment = frame["lines"][line.id.text()]["equipment"].text(); !equipment.empty() && !seen.insert(equipment).second)
        return true;
  }
  return false;
}

/// Of two runs of a cyclotron that meet, the later one finds it taken by the first.
void takeTurns(rppd::Instance& in, const rppd::Plan& plan, std::pair<std::size_t, std::size_t> meet) {
  const bool in_order = plan.runs[meet.first].start <= plan.runs[meet.second].start;
  const rppd::Run &first = plan.runs[in_order ? meet.first : meet.second], &second = plan.runs[in_order ? meet.second : meet.first];
  auto& down = in.sites[static_cast<std::size_t>(second.site)].lines[static_cast<std::size_t>(second.line)].down;
  down.push_back({first.start, endOf(in, first) + lineOf(in, first).turnaround});
  down = joined(std::move(down));
}

/// Two products of one cyclotron are two lines to the search; where their runs meet it searches again, shorter each time.
solver::search::Solution searchDay(rppd::Instance& instance, const Json& frame, const Search& search, const rppd::Plan* start) {
  const auto from = std::chrono::steady_clock::now();
  const auto left = [&] { return search.seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count(); };
  solver::search::Effort effort;
  effort.seconds = sharesCyclotron(instance, frame) ? kFirstSearch * search.seconds : search.seconds;
  effort.moves = search.moves;
  effort.seed = search.seed;
  effort.threads = search.threads;
  effort.start = start;
  effort.stop = search.stop;
  effort.progress = search.progress;
  auto solution = solver::region::solveInParts(instance, effort);
  for (int round = 0; round < kMostRounds; ++round) {
    const auto meet = sharedOverlaps(instance, solution.plan, frame);
    if (meet.empty()) break;
    for (const auto& pair : meet) takeTurns(instance, solution.plan, pair);
    effort.start = nullptr;
    effort.seconds = std::max(kLeastSeconds, left() / 2.0);
    if (search.moves > 0) effort.moves = std::max<std::int64_t>(1, search.moves / kMostRounds);
    solution = solver::region::solveInParts(instance, effort);
  }
  return solution;
}

/// The day with every border shutting `margin` minutes earlier.
rppd::Instance shutEarlier(rppd::Instance instance, int margin) {
  for (auto& row : instance.legs)
    for (auto& leg : row)
      for (auto& stage : leg.stages)
        for (auto& span : stage.open) span.to = std::max(span.from, span.to - margin);
  return instance;
}

}  // namespace

solver::search::Solution solveDay(rppd::Instance& instance, const Json& frame, const Search& search, const rppd::Plan* start) {
  const int margin = static_cast<int>(frame["border_margin"].integer());
  if (margin <= 0 || start) return searchDay(instance, frame, search, start);
  rppd::Instance careful = shutEarlier(instance, margin);
  Search half = search;
  half.seconds = search.seconds / 2.0;
  auto with = searchDay(careful, frame, half, nullptr);
  const auto judged = rppd::checkPlan(instance, with.plan);
  // What keeps the margin has no bound of its own: the day's own bound is the lower one and is found below with next to no search.
  if (judged.feasible() && judged.unserved == 0) half.moves = 1;
  auto without = searchDay(instance, frame, half, nullptr);
  if (!judged.feasible() || rppd::checkPlan(instance, without.plan).unserved < judged.unserved) return without;
  with.end.bound = without.end.bound;
  for (std::size_t s = 0; s < instance.sites.size(); ++s)
    for (std::size_t l = 0; l < instance.sites[s].lines.size(); ++l) instance.sites[s].lines[l].down = careful.sites[s].lines[l].down;
  return with;
}

std::vector<rppd::Violation> breaksOf(const PlannedDay& day, const rppd::Checked& checked) {
  auto out = checked.violations;
  for (const auto& [a, b] : sharedOverlaps(day.instance, day.plan, day.frame))
    out.push_back({"runs[" + std::to_string(b) + "]", "DAY_CYCLOTRON_TWICE",
                   Json::object({{"run", "R" + std::to_string(b + 1)},
                                 {"other", "R" + std::to_string(a + 1)},
                                 {"cyclotron", day.frame["lines"][lineOf(day.instance, day.plan.runs[b]).id.text()]["equipment"]}})});
  for (const auto& r : day.plan.runs) {
    const rppd::Product& p = productOf(day.instance, lineOf(day.instance, r));
    const double life = day.frame["products"][p.id.text()]["shelf_life"].number();
    for (const int o : r.orders)
      if (life > 0.0 && orderAt(day.instance, o).calibration - endOf(day.instance, r) > life)
        out.push_back({"runs", "DAY_SHELF_LIFE", Json::object({{"order", orderAt(day.instance, o).id}, {"product", p.id}, {"hours", life / 60.0}})});
  }
  return out;
}

Activities activitiesOf(const PlannedDay& day, const rppd::Run& r, const rppd::Checked& checked) {
  const rppd::Line& l = lineOf(day.instance, r);
  const rppd::Product& p = productOf(day.instance, l);
  const double reserve = day.frame["reserve"].number();
  Activities a;
  a.most = r.made.value_or(l.saturation * saturationShare(Seconds(p.half_life), Seconds(r.beam)) * p.yield *
                           remainingShare(Seconds(p.half_life), Seconds(p.synthesis)));
  for (const int o : r.orders) a.used += checked.deliveries[static_cast<std::size_t>(o)].drawn;
  a.makes = a.most;
  const Json& frame = day.frame["lines"][l.id.text()];
  // A bulk that is still to be ordered is ordered for what is drawn.
  if (!r.made && frame["to_order"].boolean()) a.makes = std::min(a.most, a.used * (1.0 + reserve));
  if (r.made || frame["kind"].text() != "cyclotron") return a;
  const double full = frame["current_a"].number();
  const double share = std::clamp(a.used * (1.0 + reserve) / a.most, frame["current_least_a"].number() / full, 1.0);
  a.current = full * share;
  a.makes = a.most * share;
  return a;
}

Json costJson(const rppd::Cost& c) {
  return Json::object({{"total", c.total()},
                       {"runs", c.runs},
                       {"beam", c.beam},
                       {"vehicles", c.vehicles},
                       {"road", c.kilometres + c.time},
                       {"lateness", c.lateness},
                       {"unserved", c.unserved},
                       {"risk", c.risk},
                       {"change", c.change}});
}

void putAnswer(Json& payload, const PlannedDay& day, const rppd::Checked& checked) {
  Json runs = Json::array(), trips = Json::array(), orders = Json::array();
  double makes = 0.0, used = 0.0;
  for (std::size_t i = 0; i < day.plan.runs.size(); ++i) {
    runs.push(runJson(day, i, checked));
    makes += runs.items().back()["makes_bq"].number();
    used += runs.items().back()["used_bq"].number();
  }
  for (std::size_t i = 0; i < day.plan.trips.size(); ++i) trips.push(tripJson(day, i, checked));
  std::int64_t served = 0;
  double injected = 0.0;
  for (std::size_t i = 0; i < day.orders.size(); ++i) {
    orders.push(orderJson(day, i, checked));
    if (!orders.items().back()["served"].boolean()) continue;
    ++served;
    injected += orders.items().back()["activity_bq"].number();
  }
  putReasons(orders, day, checked);
  for (const auto& left : day.left_out.items()) orders.push(left);
  payload.set("runs", runs).set("trips", trips).set("orders", orders).set("cost", costJson(checked.cost));
  payload.set("made_bq", makes).set("used_bq", used).set("injected_bq", injected).set("lost_bq", makes - injected);
  payload.set("served_count", served).set("unserved_count", static_cast<std::int64_t>(orders.size()) - served);
}

}  // namespace isotrail::planning
