// Projection of day plans, and what other rooms read of the published ones.
#include "rooms/planning/day_records.h"

#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/planning/facts.h"

namespace isotrail::planning {
namespace {

/// When each paper of the lane must be asked for at the latest, from the trip's stages.
Json papersOf(const PlannedDay& day, const Json& trip, int depart) {
  Json out = Json::array();
  const Json& lane = day.frame["lanes"][trip["lane"].text()];
  if (lane.isNull() || trip["stops"].size() == 0) return out;
  std::size_t from = 0, to = 0;
  for (std::size_t s = 0; s < day.instance.sites.size(); ++s)
    if (day.instance.sites[s].id == lane["from"]) from = s;
  for (std::size_t h = 0; h < day.instance.hospitals.size(); ++h)
    if (day.instance.hospitals[h].id == lane["to"]) to = day.instance.sites.size() + h;
  for (const auto& paper : lane["papers"].items()) {
    int at = depart;
    if (paper["at"].text() != "hand_over")
      for (const auto& stage : day.instance.legs[from][to].stages) {
        for (const auto& span : stage.open)
          if (std::max(at, span.from) + stage.minutes <= span.to) {
            at = std::max(at, span.from);
            break;
          }
        if (stage.code == paper["at"].text()) break;
        at += stage.minutes;
      }
    Json row = paper;
    out.push(row.set("latest_at", (day.clock().at(at) - minutes(paper["lead_minutes"].number())).iso()));
  }
  return out;
}

constexpr int kShownDays = 7;  // a schedule is shown so long after its day

void setState(Db& db, const std::string& plan, const char* state) {
  for (const Shelf* shelf : {&kDays, &kHeads})
    if (auto card = shelf->find(db, plan)) {
      card->state = state;
      shelf->put(db, *card);
    }
}

void supersede(Db& db, const std::string& plan) {
  setState(db, plan, "superseded");
  for (auto promise : kPlanned.under(db, plan)) {
    promise.state = "superseded";
    kPlanned.put(db, promise);
  }
  for (auto row : kSchedule.under(db, "now"))
    if (row.state == plan) {
      row.parent = "superseded";
      kSchedule.put(db, row);
    }
}

/// Rows of days long past leave the schedule when a new one comes.
void retire(Db& db, Instant now) {
  for (auto row : kSchedule.under(db, "now"))
    if (instantIn(row.doc[row.doc.has("run") ? "ends" : "departs"]) + days(kShownDays) < now) {
      row.parent = "past";
      kSchedule.put(db, row);
    }
}

void publish(Db& db, Card card, const Event& e) {
  if (const auto before = publishedDay(db, card.parent, card.doc["day"].text())) supersede(db, before->id);
  retire(db, e.occurred_at);
  card.state = "published";
  card.doc.set("published", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}, {"hash", e.hash}}));
  kDays.put(db, card);
  setState(db, card.id, "published");
  for (const auto& o : card.doc["orders"].items()) kPlanned.put(db, {o["order"].text(), card.id, "published", o});
  const PlannedDay day = dayOf(card.doc);
  for (const auto& r : card.doc["runs"].items()) kSchedule.put(db, {card.id + " " + r["run"].text(), "now", card.id, r});
  for (std::size_t i = 0; i < day.plan.trips.size(); ++i) {
    Json trip = card.doc["trips"].items()[i];
    trip.set("papers", papersOf(day, trip, day.plan.trips[i].depart));
    if (!trip["lane"].text().empty()) kSchedule.put(db, {card.id + " " + trip["trip"].text(), "now", card.id, trip});
  }
}

/// The row of a plan in lists, and the organisations that have a part in it.
Card headOf(const Json& p, const Event& e) {
  Json orgs = Json::array();
  for (const char* part : {"sites", "hospitals", "vehicles"})
    for (const auto& [id, frame] : p["frame"][part].members())
      if (std::find(orgs.items().begin(), orgs.items().end(), frame["org"]) == orgs.items().end()) orgs.push(frame["org"]);
  Json doc = Json::object({{"day", p["day"]}, {"zone", p["zone"]}, {"name", p["name"]}, {"made_at", e.occurred_at.iso()}});
  doc.set("patients", p["orders"].size()).set("served", p["served_count"]).set("cost_eur", p["cost"]["total"]).set("gap", p["gap"]);
  return {p["plan"].text(), p["org"].text(), "draft", doc.set("orgs", orgs)};
}

}  // namespace

void applyDays(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("planning.DayPlanMade") || e.is("planning.DayPlanRevised")) {
    Json doc = p;
    kDays.put(db, {p["plan"].text(), p["org"].text(), "draft", doc.set("made", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}}))});
    kHeads.put(db, headOf(p, e));
  }
  if (e.is("planning.DayPlanPublished"))
    if (auto card = kDays.find(db, p["plan"].text())) publish(db, std::move(*card), e);
}

bool seesDay(ViewRequest& q, const Card& head) {
  if (q.caller.has("regulator") || q.caller.has("admin") || head.parent == q.caller.org.str()) return true;
  const auto& orgs = head.doc["orgs"].items();
  return std::find(orgs.begin(), orgs.end(), Json(q.caller.org.str())) != orgs.end();
}

std::optional<Card> dayFor(ViewRequest& q, const std::string& plan) {
  const auto head = kHeads.find(q.db, plan);
  if (!head || !seesDay(q, *head)) return std::nullopt;
  return kDays.find(q.db, plan);
}

bool seesPatient(ViewRequest& q, const Card& card, const std::string& hospital) {
  const std::string& org = q.caller.org.str();
  if (q.caller.has("regulator")) return false;
  return q.caller.has("admin") || card.parent == org || card.doc["frame"]["hospitals"][hospital]["org"].text() == org;
}

std::optional<Card> publishedDay(Db& db, const std::string& org, const std::string& day) {
  for (const auto& head : kHeads.under(db, org))
    if (head.state == "published" && head.doc["day"].text() == day) return kDays.find(db, head.id);
  return std::nullopt;
}

std::optional<PlannedOrder> plannedOrder(Db& db, const OrderId& id) {
  const auto card = kPlanned.find(db, id.str());
  if (!card || card->state != "published") return std::nullopt;
  const Json& d = card->doc;
  PlannedOrder out{PlanId(card->parent), d["run"].text(), d["trip"].text(), {}, d["code"].text()};
  if (d["served"].boolean()) out.arrives = instantIn(d["arrives"]);
  return out;
}

std::vector<PlannedRun> plannedRuns(Db& db, const SiteId& site) {
  std::vector<PlannedRun> out;
  for (const auto& card : kSchedule.under(db, "now")) {
    const Json& r = card.doc;
    if (!r.has("run") || (!site.empty() && r["site"].text() != site.str())) continue;
    out.push_back({PlanId(card.state), r["run"].text(), SiteId(r["site"].text()), r["line"].text(), ProductId(r["product"].text()),
                   instantIn(r["starts"]), instantIn(r["beam_ends"]), instantIn(r["ends"]), Activity(r["makes_bq"].number()),
                   Activity(r["used_bq"].number()), r["orders"].size()});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.starts < b.starts; });
  return out;
}

std::vector<PlannedTrip> plannedTrips(Db& db, const SiteId& site) {
  std::vector<PlannedTrip> out;
  for (const auto& card : kSchedule.under(db, "now")) {
    const Json& t = card.doc;
    if (!t.has("trip") || t["stops"].size() == 0) continue;
    const Json& last = t["stops"].items().back();
    if (!site.empty() && t["from"].text() != site.str() && last["site"].text() != site.str()) continue;
    out.push_back({PlanId(card.state), t["trip"].text(), SiteId(t["from"].text()), SiteId(last["site"].text()), LaneId(t["lane"].text()),
                   t["vehicle"].text(), instantIn(t["departs"]), instantIn(last["arrives"]), t["orders"].size(), t["papers"]});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.departs < b.departs; });
  return out;
}

}  // namespace isotrail::planning
