// Recalls: proposed by one person, put in force by another, answered by every site, closed by somebody else than the opener.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/vigilance/commands.h"
#include "rooms/vigilance/records.h"
#include "trace/lineage_index.h"

namespace isotrail::vigilance {
namespace {

bool wordsIn(const std::string& text) { return text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= 4000; }

SiteId homeOf(const Card& recall) { return SiteId(recall.doc["site"].text()); }

/// Two people stand behind a recall: the one who proposed it can neither confirm nor close it.
void requireOther(Act& act, const Card& recall, const char* code, const char* rule, const char* clause) {
  const std::string& opener = recall.doc["proposed"]["by"].text();
  act.gates().check(opener != act.caller().person.str(), code, rule, clause,
                    Json::object({{"recall", recall.id}, {"person", act.caller().person.str()}}));
}

/// Sites of `org`, for whoever has a thing on the road.
void addSitesOf(Db& db, const OrgId& org, std::set<std::string>& out) {
  for (const auto& s : identity::sites(db))
    if (s.org == org) out.insert(s.site.str());
}

bool sameIsOpen(Db& db, const StartRecall& c) {
  const auto before = kRecalls.under(db, c.item.str());
  return std::any_of(before.begin(), before.end(), [&](const Card& r) { return r.state != "closed" && r.doc["drill"].boolean() == c.drill; });
}

Json namesOf(const std::set<std::string>& sites) {
  Json list = Json::array();
  for (const auto& s : sites) list.push(s);
  return list;
}

bool answered(const Card& recall, const std::string& site) {
  const auto& all = recall.doc["acknowledgements"].items();
  return std::any_of(all.begin(), all.end(), [&](const Json& a) { return a["site"].text() == site; });
}

std::int64_t minutesBetween(Instant from, Instant to) { return static_cast<std::int64_t>((to - from).value / 60.0 + 0.5); }

}  // namespace

Reach reachOf(Db& db, const ItemId& id, LineageIndex* lineage) {
  Reach r;
  auto affected = descendants(db, id, lineage);
  affected.push_back(id);
  std::set<std::string> drivers;
  eachPlace(db, affected, [&](const ItemPlace& item) {
    ++r.items;
    if (item.kind == "dose") ++(item.stage == "given" ? r.doses_given : r.doses_left);
    const bool on_road = item.stage == "in_transit";
    if (on_road) drivers.insert(item.org.str());
    const std::string& site = (on_road ? item.to_site : item.site).str();
    if (!site.empty()) r.sites.insert(site);
  });
  for (const auto& org : drivers) addSitesOf(db, OrgId(org), r.sites);
  return r;
}

std::vector<std::string> unanswered(const Card& recall, const Reach& reach) {
  std::set<std::string> due = reach.sites;
  for (const auto& s : recall.doc["holders"].items()) due.insert(s.text());
  std::vector<std::string> out;
  for (const auto& site : due)
    if (!answered(recall, site)) out.push_back(site);
  return out;
}

Verdict startRecall(Act& act, const StartRecall& c) {
  if (!isIdText(c.recall)) return Refusal::field({"recall", "BAD_VALUE", c.recall, "1 to 64 characters of A-Z a-z 0-9 . _ -", 0, 0});
  if (!wordsIn(c.reason)) return Refusal::field({"reason", "BAD_VALUE", "", "1 to 4000 characters", 0, 0});
  if (kRecalls.find(act.db(), c.recall)) return alreadyExists("recall", c.recall);
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  // Who made it and who has it may both call it back.
  if (item->maker != act.caller().org) requireOwn(act, item->org, c.item.str().c_str());
  act.gates().check(!sameIsOpen(act.db(), c), "RECALL_OPEN", "VIG-02", "house rule", Json::object({{"item", c.item.str()}}));
  if (auto v = act.gates().verdict(); !v) return v;
  // On the chain of the opener's own site: it is there that the duty to tell the users begins.
  const auto own = identity::site(act.db(), act.caller().site);
  const SiteId home = own && own->org == act.caller().org ? own->site : item->site;
  act.reason(c.reason);
  act.emit(home, stream(c.recall), "vigilance.RecallStarted", encodePayload(c).set("site", home.str()).set("batch", item->batch.str()));
  return Done{};
}

Verdict confirmRecall(Act& act, const ConfirmRecall& c) {
  const auto recall = kRecalls.find(act.db(), c.recall);
  if (!recall) return notFound("recall", c.recall);
  if (recall->state != "proposed") return outOfOrder("proposed", recall->state);
  auto item = itemOf(act.db(), "item", ItemId(recall->parent));
  if (!item) return item.refusal();
  requireOwn(act, OrgId(recall->doc["org"].text()), c.recall.c_str());
  requireOther(act, *recall, "CONFIRMS_OWN_RECALL", "VIG-03", "house rule (two people behind a recall)");
  if (auto v = act.gates().verdict(); !v) return v;
  const bool drill = recall->doc["drill"].boolean();
  const Reach reach = reachOf(act.db(), item->id);
  Json payload = Json::object({{"recall", c.recall}, {"item", item->id.str()}, {"drill", drill}, {"holders", namesOf(reach.sites)}});
  payload.set("items", reach.items).set("doses_given", reach.doses_given).set("doses_left", reach.doses_left);
  act.emit(homeOf(*recall), stream(c.recall), "vigilance.RecallConfirmed", payload);
  // From here nothing of it can be reserved, drawn, loaded, handed over or given. A drill leaves the work alone.
  if (const auto held = heldBy(act.db(), item->id); !drill && !(held && *held == item->id))
    act.emit(item->site, "quality/" + item->id.str(), "trace.Held",
             Json::object({{"item", item->id.str()}, {"reason", "recall " + c.recall + ": " + recall->doc["reason"].text()}, {"recall", c.recall}}));
  act.answer(payload);
  return Done{};
}

Verdict acknowledgeRecall(Act& act, const AcknowledgeRecall& c) {
  const auto recall = kRecalls.find(act.db(), c.recall);
  if (!recall) return notFound("recall", c.recall);
  if (recall->state != "confirmed") return outOfOrder("confirmed", recall->state);
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (answered(*recall, c.site.str())) return alreadyExists("acknowledgement", c.site.str());
  const auto due = unanswered(*recall, reachOf(act.db(), ItemId(recall->parent)));
  requireOwn(act, site->org, c.site.str().c_str());
  act.gates().check(std::find(due.begin(), due.end(), c.site.str()) != due.end(), "RECALL_NOT_HOLDER", "VIG-04", "house rule",
                    Json::object({{"recall", c.recall}, {"site", c.site.str()}, {"item", recall->parent}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const std::int64_t minutes = minutesBetween(instantIn(recall->doc["confirmed"]["at"]), act.now());
  act.emit(
      c.site, stream(c.recall), "vigilance.RecallAcknowledged",
      Json::object({{"recall", c.recall}, {"site", c.site.str()}, {"item", recall->parent}, {"drill", recall->doc["drill"]}, {"minutes", minutes}}));
  return Done{};
}

Verdict closeRecall(Act& act, const CloseRecall& c) {
  const auto recall = kRecalls.find(act.db(), c.recall);
  if (!recall) return notFound("recall", c.recall);
  if (recall->state != "confirmed") return outOfOrder("confirmed", recall->state);
  if (c.summary && !wordsIn(*c.summary)) return Refusal::field({"summary", "BAD_VALUE", "", "1 to 4000 characters", 0, 0});
  requireOwn(act, OrgId(recall->doc["org"].text()), c.recall.c_str());
  requireOther(act, *recall, "CLOSES_OWN_RECALL", "VIG-05", "house rule (closed by somebody other than the opener)");
  Json missing = Json::array();
  const Reach reach = reachOf(act.db(), ItemId(recall->parent));
  for (const auto& site : unanswered(*recall, reach)) missing.push(site);
  act.gates().check(missing.size() == 0, "RECALL_UNACKNOWLEDGED", "VIG-06", "NMPA Drug Recall Rules 2022; house rule",
                    Json::object({{"recall", c.recall}, {"sites", missing}}));
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = Json::object({{"recall", c.recall}, {"item", recall->parent}, {"drill", recall->doc["drill"]}});
  if (c.summary) payload.set("summary", *c.summary);
  payload.set("sites", recall->doc["acknowledgements"].size()).set("minutes_to_stop", recall->doc["minutes_to_stop"]);
  payload.set("items", reach.items).set("doses_given", reach.doses_given).set("doses_left", reach.doses_left);
  act.emit(homeOf(*recall), stream(c.recall), "vigilance.RecallClosed", payload);
  act.answer(payload);
  return Done{};
}

}  // namespace isotrail::vigilance
