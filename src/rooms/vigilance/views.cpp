// Projection and views of cases and recalls.
#include <algorithm>

#include "desk/words.h"
#include "duties/clocks.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/vigilance/records.h"

namespace isotrail::vigilance {
namespace {

Json did(const Event& e) { return Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}}); }

void start(Db& db, const Event& e) {
  const Json& p = e.payload;
  Json doc = Json::object(
      {{"item", p["item"]}, {"reason", p["reason"]}, {"drill", p["drill"]}, {"site", p["site"]}, {"org", e.org.str()}, {"proposed", did(e)}});
  doc.set("acknowledgements", Json::array()).set("holders", Json::array()).set("minutes_to_stop", Json());
  kRecalls.put(db, {p["recall"].text(), p["item"].text(), "proposed", doc});
}

void acknowledge(const Event& e, Card& card) {
  Json all = card.doc["acknowledgements"];
  Json one = did(e);
  card.doc.set("acknowledgements", all.push(one.set("site", e.payload["site"]).set("minutes", e.payload["minutes"])));
  // Stopped everywhere when the last has answered: the slowest site decides.
  const std::int64_t before = card.doc["minutes_to_stop"].integer(0), now = e.payload["minutes"].integer();
  card.doc.set("minutes_to_stop", std::max(before, now));
}

}  // namespace

void applyVigilance(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("vigilance.ReactionReported")) {
    Json doc = p;
    kCases.put(db,
               {p["case"].text(), p["dose"].text(), "open", doc.set("by", e.actor.str()).set("at", e.occurred_at.iso()).set("site", e.site.str())});
  }
  if (e.is("vigilance.RecallStarted")) return start(db, e);
  if (!e.type.starts_with("vigilance.Recall")) return;
  auto card = kRecalls.find(db, p["recall"].text());
  if (!card) return;
  if (e.is("vigilance.RecallConfirmed")) {
    card->state = "confirmed";
    card->doc.set("confirmed", did(e)).set("holders", p["holders"]);
  }
  if (e.is("vigilance.RecallAcknowledged")) acknowledge(e, *card);
  if (e.is("vigilance.RecallClosed")) {
    card->state = "closed";
    card->doc.set("closed", did(e)).set("effectiveness", p);
  }
  kRecalls.put(db, *card);
}

namespace {

/// Names stay inside a person's organisation.
std::string nameFor(const ViewRequest& q, const std::string& id) {
  const auto who = identity::person(q.db, PersonId(id));
  const bool own = who && (who->org == q.caller.org || q.caller.has("admin"));
  return own ? identity::personName(q.db, PersonId(id), q.language) : id;
}

std::string jurisdictionOf(Db& db, const OrgId& id) {
  const auto org = identity::org(db, id);
  return org ? org->jurisdiction : "";
}

Json clockJson(const DutyClock& c, const DutyRow& row, Instant now, const std::string& language) {
  Json out =
      Json::object({{"duty", row.id}, {"title", row.title(language)}, {"agency", agencyName(row.agency, language)}, {"citation", row.citation}});
  const Instant seen = c.met_at.value_or(now);
  const double whole = (c.due_at - c.started_at).value;
  out.set("started_at", c.started_at.iso()).set("due_at", c.due_at.iso()).set("state", dutyStateName(stateAt(row, c, now)));
  out.set("elapsed_share", whole > 0 ? (seen - c.started_at).value / whole : 1.0).set("met_at", isoOrNull(c.met_at));
  return out.set("holder", c.holder).set("jurisdiction", row.jurisdiction);
}

/// Every clock the case started that the reader may see: an agency sees those owed under its own law.
Json clocksOf(ViewRequest& q, const std::string& subject, const std::vector<DutyClock>& clocks) {
  Json list = Json::array();
  for (const auto& c : clocks) {
    const DutyRow* row = c.subject == subject ? findDuty(c.duty, c.version) : nullptr;
    if (!row || row->stage != "vigilance") continue;
    if (q.caller.has("regulator") && row->jurisdiction != q.caller.jurisdiction) continue;
    list.push(clockJson(c, *row, q.now, q.language));
  }
  return list;
}

Json recallJson(ViewRequest& q, const Card& card, const Reach& reach) {
  const Json& d = card.doc;
  const auto signed_by = [&](const Json& did_by) {
    return did_by.isNull() ? Json() : Json::object({{"by", nameFor(q, did_by["by"].text())}, {"at", did_by["at"]}});
  };
  Json out = Json::object({{"recall", card.id}, {"item", card.parent}, {"reason", d["reason"]}, {"drill", d["drill"]}, {"state", card.state}});
  out.set("proposed", signed_by(d["proposed"])).set("confirmed", signed_by(d["confirmed"])).set("closed", signed_by(d["closed"]));
  out.set("started_at", d["proposed"]["at"]);
  Json answers = Json::array();
  const auto nameOf = [&](const std::string& site) { return identity::siteName(q.db, SiteId(site), q.language); };
  for (const auto& a : d["acknowledgements"].items())
    answers.push(Json::object(
        {{"site", a["site"]}, {"name", nameOf(a["site"].text())}, {"at", a["at"]}, {"by", nameFor(q, a["by"].text())}, {"state", "acknowledged"}}));
  const auto missing = card.state == "confirmed" ? unanswered(card, reach) : std::vector<std::string>();
  for (const auto& site : missing) answers.push(Json::object({{"site", site}, {"name", nameOf(site)}, {"at", Json()}, {"state", "missing"}}));
  out.set("acknowledgements", answers).set("minutes_to_stop", missing.empty() ? d["minutes_to_stop"] : Json());
  const auto answered = static_cast<std::int64_t>(d["acknowledgements"].size());
  const double share = answers.size() == 0 ? 0.0 : static_cast<double>(answered) / static_cast<double>(answers.size());
  out.set("effectiveness", Json::object({{"sites", answers.size()},
                                         {"acknowledged", answered},
                                         {"share", share},
                                         {"items", reach.items},
                                         {"doses_given", reach.doses_given},
                                         {"doses_left", reach.doses_left}}));
  return out.set("summary", d["effectiveness"]["summary"]);
}

/// A recall concerns who opened it, every site it reaches, and the agencies of their jurisdictions.
bool concerns(ViewRequest& q, const Card& card, const Reach& reach) {
  const OrgId opener(card.doc["org"].text());
  if (opener == q.caller.org || q.caller.has("admin")) return true;
  const bool agency = q.caller.has("regulator");
  if (agency && jurisdictionOf(q.db, opener) == q.caller.jurisdiction) return true;
  if (card.state == "proposed") return false;  // not in force: nobody else is to act on it
  std::set<std::string> sites = reach.sites;
  for (const auto& s : card.doc["holders"].items()) sites.insert(s.text());
  return std::any_of(sites.begin(), sites.end(), [&](const std::string& id) {
    const auto site = identity::site(q.db, SiteId(id));
    return site && (site->org == q.caller.org || (agency && site->jurisdiction == q.caller.jurisdiction));
  });
}

}  // namespace

Result<Json> casesView(ViewRequest& q) {
  Json list = Json::array();
  const auto clocks = dutyClocks(q.db, q.now);
  const auto all = kCases.all(q.db);
  for (const auto& card : all) {
    const Json& d = card.doc;
    const auto site = identity::site(q.db, SiteId(d["site"].text()));
    const OrgId maker(d["maker"].text());
    const bool house = (site && site->org == q.caller.org) || q.caller.has("admin");
    const bool agency =
        q.caller.has("regulator") && ((site && site->jurisdiction == q.caller.jurisdiction) || jurisdictionOf(q.db, maker) == q.caller.jurisdiction);
    if (!house && !agency && maker != q.caller.org) continue;
    const auto product = catalogue::product(q.db, ProductId(d["product"].text()));
    Json c = Json::object({{"case", card.id}, {"dose", d["dose"]}, {"patient", house ? d["patient"] : Json("")}, {"product", d["product"]}});
    c.set("product_name", product ? catalogue::productName(*product, q.language) : "").set("batch", d["batch"]).set("maker", d["maker"]);
    c.set("seriousness", d["seriousness"])
        .set("text", d["text"])
        .set("known_at", d["known_at"])
        .set("state", card.state)
        .set("by", nameFor(q, d["by"].text()));
    c.set("same_batch", std::count_if(all.begin(), all.end(), [&](const Card& o) { return o.id != card.id && o.doc["batch"] == d["batch"]; }));
    list.push(c.set("clocks", clocksOf(q, card.id, clocks)));
  }
  return Json::object({{"cases", list}});
}

Result<Json> recallsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kRecalls.all(q.db)) {
    const Reach reach = reachOf(q.db, ItemId(card.parent), q.lineage);
    if (concerns(q, card, reach)) list.push(recallJson(q, card, reach));
  }
  return Json::object({{"recalls", list}});
}

}  // namespace isotrail::vigilance
