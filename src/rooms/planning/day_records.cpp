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

void publish(Db& db, Card card, const Event& e) {
  for (auto& other : kDays.all(db))
    if (other.state == "published" && other.parent == card.parent && other.doc["day"] == card.doc["day"]) {
      other.state = "superseded";
      kDays.put(db, other);
      for (auto promise : kPlanned.under(db, other.id)) {
        promise.state = "superseded";
        kPlanned.put(db, promise);
      }
    }
  card.state = "published";
  card.doc.set("published", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}, {"hash", e.hash}}));
  kDays.put(db, card);
  for (const auto& o : card.doc["orders"].items()) kPlanned.put(db, {o["order"].text(), card.id, "published", o});
}

std::vector<Card> publishedDays(Db& db) {
  auto all = kDays.all(db);
  std::erase_if(all, [](const Card& c) { return c.state != "published"; });
  return all;
}

}  // namespace

void applyDays(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("planning.DayPlanMade") || e.is("planning.DayPlanRevised")) {
    Json doc = p;
    kDays.put(db, {p["plan"].text(), p["org"].text(), "draft", doc.set("made", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}}))});
  }
  if (e.is("planning.DayPlanPublished"))
    if (auto card = kDays.find(db, p["plan"].text())) publish(db, std::move(*card), e);
}

bool seesDay(ViewRequest& q, const Card& card) {
  if (q.caller.has("regulator") || q.caller.has("admin") || card.parent == q.caller.org.str()) return true;
  for (const char* part : {"sites", "hospitals", "vehicles"})
    for (const auto& [id, frame] : card.doc["frame"][part].members())
      if (frame["org"].text() == q.caller.org.str()) return true;
  return false;
}

std::optional<Card> publishedDay(Db& db, const std::string& org, const std::string& day) {
  for (auto& card : kDays.under(db, org))
    if (card.state == "published" && card.doc["day"].text() == day) return card;
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
  for (const auto& card : publishedDays(db))
    for (const auto& r : card.doc["runs"].items()) {
      if (!site.empty() && r["site"].text() != site.str()) continue;
      out.push_back({PlanId(card.id), r["run"].text(), SiteId(r["site"].text()), r["line"].text(), ProductId(r["product"].text()),
                     instantIn(r["starts"]), instantIn(r["beam_ends"]), instantIn(r["ends"]), Activity(r["makes_bq"].number()),
                     Activity(r["used_bq"].number()), r["orders"].size()});
    }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.starts < b.starts; });
  return out;
}

std::vector<PlannedTrip> plannedTrips(Db& db, const SiteId& site) {
  std::vector<PlannedTrip> out;
  for (const auto& card : publishedDays(db)) {
    const PlannedDay day = dayOf(card.doc);
    for (std::size_t i = 0; i < card.doc["trips"].size(); ++i) {
      const Json& t = card.doc["trips"].items()[i];
      const std::string& to = t["stops"].items().empty() ? t["from"].text() : t["stops"].items().back()["site"].text();
      if (t["lane"].text().empty() || (!site.empty() && t["from"].text() != site.str() && to != site.str())) continue;
      out.push_back({PlanId(card.id), t["trip"].text(), SiteId(t["from"].text()), SiteId(to), LaneId(t["lane"].text()), t["vehicle"].text(),
                     instantIn(t["departs"]), instantIn(t["stops"].items().back()["arrives"]), t["orders"].size(),
                     papersOf(day, t, day.plan.trips[i].depart)});
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.departs < b.departs; });
  return out;
}

}  // namespace isotrail::planning
