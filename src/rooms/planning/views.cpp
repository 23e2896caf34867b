// Projection, facts and views of plans.
#include "rooms/planning/records.h"

#include <algorithm>

#include "desk/shelf.h"
#include "desk/texts.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/planning/facts.h"

namespace isotrail::planning {
namespace {

constexpr Shelf kPlans("planning_plan");

PlanFacts factsOf(const Card& card) {
  const Json& d = card.doc;
  return {PlanId(card.id), ProductId(d["product"].text()),       SiteId(card.parent), d["consignment"].text(), card.state,
          d["stages"],     Activity(d["needed_eos_bq"].number())};
}

/// The maker's people, the hospitals whose orders are in it, and who oversees.
bool sees(ViewRequest& q, const Card& card) {
  if (q.caller.has("regulator") || q.caller.has("admin")) return true;
  const auto site = identity::site(q.db, SiteId(card.parent));
  if (site && site->org == q.caller.org) return true;
  for (const auto& served : card.doc["served"].items()) {
    const auto o = ordering::order(q.db, OrderId(served["order"].text()));
    if (o && o->org == q.caller.org) return true;
  }
  return false;
}

/// Slack against the clock now: a stage whose latest end has passed has lost it.
Json stageJson(const Json& stage, Instant now) {
  Json j = stage;
  const Instant starts = instantIn(stage["starts"]), ends = instantIn(stage["ends"]);
  const std::string state = now >= ends ? "past" : now >= starts ? "now" : "ahead";
  return j.set("slack_minutes", stage["slack_s"].number() / 60.0).set("until_end_minutes", (ends - now).value / 60.0).set("state", state);
}

/// How much later the first stage may begin; null once it is due or when nothing can be served.
Json beginSlack(const Json& stages, Instant now) {
  if (stages.size() == 0) return {};
  const double m = (instantIn(stages.items().front()["starts"]) - now).value / 60.0;
  return m >= 0 ? Json(m) : Json();
}

/// The slot in the hospital's own time.
std::string localInjection(Db& db, const Json& row) {
  const auto o = ordering::order(db, OrderId(row["order"].text()));
  const auto site = o ? identity::site(db, o->site) : std::nullopt;
  return showInstant(instantIn(row["inject_at"]), site ? site->zone : "UTC");
}

Json headJson(ViewRequest& q, const Card& card) {
  const auto product = catalogue::product(q.db, ProductId(card.doc["product"].text()));
  Json j = Json::object(
      {{"plan", card.id}, {"product", card.doc["product"]}, {"product_name", product ? catalogue::productName(*product, q.language) : ""}});
  const auto site = identity::site(q.db, SiteId(card.parent));
  j.set("maker_site", card.parent).set("zone", site ? site->zone : "").set("day", card.doc["day"]).set("lane", card.doc["lane"]);
  j.set("consignment", card.doc["consignment"]).set("state", card.state).set("served_count", card.doc["served_count"]);
  return j.set("unserved_count", card.doc["unserved_count"]).set("slack_minutes", beginSlack(card.doc["stages"], q.now));
}

}  // namespace

void applyPlanning(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("planning.PlanMade")) {
    Json doc = p;
    kPlans.put(
        db, {p["plan"].text(), p["maker_site"].text(), "draft", doc.set("made", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}}))});
  }
  if (e.is("planning.PlanPublished"))
    if (auto card = kPlans.find(db, p["plan"].text())) {
      card->state = "published";
      card->doc.set("published", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}, {"hash", e.hash}}));
      kPlans.put(db, *card);
    }
}

std::optional<PlanFacts> plan(Db& db, const PlanId& id) {
  auto card = kPlans.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}
std::vector<PlanFacts> plans(Db& db) {
  std::vector<PlanFacts> out;
  for (const auto& card : kPlans.all(db)) out.push_back(factsOf(card));
  return out;
}

Result<Json> planList(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kPlans.all(q.db))
    if (sees(q, card)) list.push(headJson(q, card));
  return Json::object({{"plans", list}});
}

Result<Json> planView(ViewRequest& q) {
  auto card = kPlans.find(q.db, q.id);
  if (!card || !sees(q, *card)) return notFound("plan", q.id);
  Json stages = Json::array();
  for (const auto& s : card->doc["stages"].items()) stages.push(stageJson(s, q.now));
  Json j = headJson(q, *card);
  j.set("stages", stages);
  for (const char* key : {"needed_at_first_injection_bq", "needed_eos_bq", "needed_eob_bq", "served", "line", "made", "published"})
    j.set(key, card->doc[key]);
  Json unserved = Json::array();
  for (const auto& u : card->doc["unserved"].items()) {
    Json row = u;
    row.set("inject_at_local", localInjection(q.db, u));
    const CodeText why = codeText(u["code"].text(), languageOf(q.language), row);
    unserved.push(row.set("text", why.text).set("remedy", why.remedy));
  }
  j.set("unserved", unserved);
  return j.set("beam_minutes", card->doc["beam_s"].number() / 60.0);
}

}  // namespace isotrail::planning
