// The plans of days as people see them: lanes, bars with their slack and what really happened, runs, trips, orders with reasons.
#include <algorithm>
#include <map>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/planning/day/actuals.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/day/reasons.h"
#include "solver/rppd/diff.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

Json textsJson(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const auto& t : texts) out.push(t);
  return out;
}

/// A site by its name in the reader's writing, a cell by its product, everything else as it is called.
std::string laneLabel(ViewRequest& q, const std::string& label) {
  std::string id = label;
  for (const std::string prefix : {"inside.", "cell."})
    if (id.starts_with(prefix)) id.erase(0, prefix.size());
  return identity::siteName(q.db, SiteId(id), q.language);
}

Json laneJson(ViewRequest& q, const Lane& l, const DayClock& clock) {
  Json open = Json::array();
  for (const auto& s : l.open) open.push(Json::object({{"from", clock.at(s.from).iso()}, {"to", clock.at(s.to).iso()}}));
  return Json::object({{"id", l.id}, {"group", l.group}, {"zone", l.zone}, {"kind", l.kind}, {"label", laneLabel(q, l.label)}, {"open", open}});
}

/// done once it ended, now once it began, late when it should have and the plan no longer bears it.
std::string stateOf(const Bar& bar, const Happened* actual, bool followed, Instant now, const DayClock& clock) {
  if (followed || (actual && actual->ends && *actual->ends <= now)) return "done";
  if (actual && actual->starts && *actual->starts <= now) return "now";
  return now > clock.at(std::max(bar.ends, bar.latest)) ? "late" : "planned";
}

Json barsJson(Db& db, const PlannedDay& day, const Chart& chart, Instant now) {
  const auto actuals = seenOf(db, day, chart).bars;
  const DayClock clock = day.clock();
  std::map<std::string, bool> followed;  // something that needs it has happened
  for (const auto& b : chart.bars)
    if (actuals.contains(b.id))
      for (const auto& n : b.needs) followed[n] = true;
  for (auto b = chart.bars.rbegin(); b != chart.bars.rend(); ++b)
    if (followed[b->id])
      for (const auto& n : b->needs) followed[n] = true;
  Json out = Json::array();
  for (const auto& b : chart.bars) {
    const auto found = actuals.find(b.id);
    const Happened* actual = found == actuals.end() ? nullptr : &found->second;
    Json j = Json::object({{"id", b.id},
                           {"lane", b.lane},
                           {"kind", b.kind},
                           {"label", b.label},
                           {"starts", clock.at(b.starts).iso()},
                           {"ends", clock.at(b.ends).iso()}});
    // Nobody records a scan: it goes by the clock, once its patient is injected.
    const bool by_clock = b.kind == "scan" && actuals.contains(b.needs.front());
    const std::string state = by_clock ? now >= clock.at(b.ends)     ? "done"
                                         : now >= clock.at(b.starts) ? "now"
                                                                     : "planned"
                                       : stateOf(b, actual, followed[b.id], now, clock);
    j.set("slack_minutes", b.latest - b.ends).set("binds", b.binds).set("state", state);
    j.set("actual", actual ? Json::object({{"starts", isoOrNull(actual->starts)}, {"ends", isoOrNull(actual->ends)}}) : Json());
    j.set("needs", textsJson(b.needs)).set("run", b.run.empty() ? Json() : Json(b.run)).set("trip", b.trip.empty() ? Json() : Json(b.trip));
    out.push(j.set("orders", textsJson(b.orders)).set("movable", b.movable && (!actual || !actual->starts)));
  }
  return out;
}

Json orderJson(ViewRequest& q, const Card& card, const Json& o, const Json& frame) {
  const bool own = seesPatient(q, card, o["hospital"].text());
  const auto product = catalogue::product(q.db, ProductId(o["product"].text()));
  const std::string& zone = frame["hospitals"][o["hospital"].text()]["zone"].text();
  const bool served = o["served"].boolean();
  Json j = Json::object({{"order", o["order"]}, {"patient", own ? o["patient"] : Json("")}, {"product", o["product"]}});
  j.set("product_name", product ? catalogue::productName(*product, q.language) : "").set("hospital", o["hospital"]).set("inject_at", o["inject_at"]);
  j.set("inject_at_local", showInstant(instantIn(o["inject_at"]), zone.empty() ? frame["zone"].text() : zone)).set("activity_bq", o["activity_bq"]);
  const auto now = ordering::order(q.db, OrderId(o["order"].text()));
  j.set("state", now ? now->state : "").set("served", served).set("run", served ? o["run"] : Json()).set("trip", served ? o["trip"] : Json());
  j.set("arrives", served ? o["arrives"] : Json()).set("slack_minutes", served ? o["slack_minutes"] : Json());
  return j.set("late_minutes", served ? o["late_minutes"] : Json()).set("why", whyJson(o, q.language));
}

Json weightsJson(const Json& weights) {
  Json out = Json::object();
  for (const auto& [name, w] : weights.members()) out.set(name, w["value"]);
  return out;
}

Json headJson(const Card& card) {
  const Json& d = card.doc;
  return Json::object({{"plan", card.id}, {"day", d["day"]}, {"zone", d["zone"]}, {"name", d["name"]}, {"state", card.state}});
}

/// What another plan of the day does otherwise, from it to this one.
Result<Json> againstJson(ViewRequest& q, const Card& card, const std::string& other_id) {
  const auto other = dayFor(q, other_id);
  if (!other) return notFound("against", other_id);
  if (other->doc["day"] != card.doc["day"]) return Refusal::field({"against", "BAD_VALUE", other_id, "a plan of the same day", 0, 0});
  std::map<std::string, const Json*> before;
  for (const auto& o : other->doc["orders"].items()) before[o["order"].text()] = &o;
  Json orders = Json::array();
  std::int64_t patients = 0, minutes = 0;
  for (const auto& o : card.doc["orders"].items()) {
    const auto found = before.find(o["order"].text());
    const bool was = found != before.end() && (*found->second)["served"].boolean(), is = o["served"].boolean();
    patients += (is ? 1 : 0) - (was ? 1 : 0);
    const std::int64_t later =
        was && is ? static_cast<std::int64_t>((instantIn(o["arrives"]) - instantIn((*found->second)["arrives"])).value / 60.0) : 0;
    minutes += later;
    if (was != is || later != 0)
      orders.push(Json::object({{"order", o["order"]}, {"was_served", was}, {"is_served", is}, {"minutes", later}, {"why", whyJson(o, q.language)}}));
  }
  Json cost = Json::object();
  for (const auto& [part, value] : card.doc["cost"].members()) cost.set(part, value.number() - other->doc["cost"][part].number());
  return Json::object({{"plan", other_id},
                       {"patients", patients},
                       {"minutes", minutes},
                       {"made_bq", card.doc["made_bq"].number() - other->doc["made_bq"].number()},
                       {"lost_bq", card.doc["lost_bq"].number() - other->doc["lost_bq"].number()},
                       {"cost", cost},
                       {"orders", orders}});
}

}  // namespace

Json dayJson(ViewRequest& q, const Card& card, const PlannedDay& day, const Json& answer) {
  const auto checked = rppd::checkPlan(day.instance, day.plan);
  const Chart chart = chartOf(day, checked);
  const DayClock clock = day.clock();
  Json lanes = Json::array(), orders = Json::array();
  for (const auto& l : chart.lanes) lanes.push(laneJson(q, l, clock));
  for (const auto& o : answer["orders"].items()) orders.push(orderJson(q, card, o, day.frame));
  Json j = headJson(card);
  j.set("now", q.now.iso()).set("grid_minutes", day.instance.grid).set("seed", card.doc["effort"]["seed"]).set("moves", card.doc["effort"]["moves"]);
  j.set("cost", answer["cost"]).set("bound", answer["bound"]).set("gap", answer["gap"]).set("weights", weightsJson(card.doc["weights"]));
  j.set("lanes", lanes).set("bars", barsJson(q.db, day, chart, q.now)).set("orders", orders);
  j.set("runs", answer["runs"]).set("trips", answer["trips"]);
  for (const char* key : {"made_bq", "used_bq", "injected_bq", "lost_bq"}) j.set(key, answer[key]);
  return j;
}

Result<Json> dayList(ViewRequest& q) {
  Json rows = Json::array();
  auto all = kHeads.all(q.db);
  std::stable_sort(all.begin(), all.end(), [](const Card& a, const Card& b) { return a.doc["day"].text() > b.doc["day"].text(); });
  for (const auto& head : all) {
    if (!seesDay(q, head)) continue;
    Json row = headJson(head);
    for (const char* key : {"made_at", "patients", "served", "cost_eur", "gap"}) row.set(key, head.doc[key]);
    rows.push(row);
  }
  return Json::object({{"rows", rows}});
}

Result<Json> dayView(ViewRequest& q) {
  const auto card = dayFor(q, q.id);
  if (!card) return notFound("plan", q.id);
  const PlannedDay day = dayOf(card->doc);
  Json j = dayJson(q, *card, day, card->doc);
  for (const char* key : {"made", "published", "inputs", "of", "changes"}) j.set(key, card->doc[key]);
  j.set("weights_said", card->doc["weights"]);
  if (!q.param("against").empty()) {
    auto against = againstJson(q, *card, q.param("against"));
    if (!against) return against.refusal();
    j.set("against", std::move(*against));
  }
  return j;
}

}  // namespace isotrail::planning
