// The room's projection: what the entries say of lanes, papers, packages and consignments, and the facts read from it.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "rooms/logistics/papers.h"
#include "rooms/logistics/windows.h"

namespace isotrail::logistics {
namespace {

Json& child(Json& parent, const std::string& key) {
  if (!parent.has(key)) parent.set(key, Json::object());
  return *parent.findMutable(key);
}

Json who(const Event& e) { return Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}, {"event", e.id}}); }

void applyLane(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("logistics.VehicleRegistered")) kVehicles.put(db, {p["vehicle"].text(), p["org"].text(), "", p});
  if (e.is("logistics.LaneOpened")) kLanes.put(db, {p["lane"].text(), p["from_site"].text(), "", p});
  if (e.is("logistics.PaperRuleSet"))
    kPaperRules.put(db, {p["lane"].text() + " " + p["direction"].text() + " " + p["paper"].text(), p["lane"].text(), "", p});
  if (e.is("logistics.WindowSet")) {
    const std::string id = p["lane"].text() + " " + p["leg"].text() + " " + p["post"].text() + " " + p["direction"].text();
    const auto before = kWindows.find(db, id);  // new hours do not change the order of the posts
    Json doc = p;
    kWindows.put(db, {id, p["lane"].text(), "", doc.set("seq", before ? before->doc["seq"] : Json(e.seq))});
  }
}

/// packed, or papers_complete once the papers due at hand-over are there too.
void settlePapers(Db& db, Card& card, Instant t) {
  if (card.state != "booked" && card.state != "packed" && card.state != "papers_complete") return;
  if (kPackages.under(db, card.id).empty()) return;
  const bool complete = papersComplete(db, LaneId(card.parent), card.doc["direction"].text(), card.doc["papers"], t);
  card.state = complete ? "papers_complete" : "packed";
}

void applyArrival(Card& card, const Event& e) {
  child(child(card.doc, "posts"), e.payload["post"].text()).set("arrived_at", e.occurred_at.iso());
  if (card.state == "in_transit") card.state = "at_border";  // at the second post the export stays cleared
}

void applyClearance(Card& card, const Event& e) {
  const std::string& direction = e.payload["direction"].text();
  child(child(card.doc, "posts"), e.payload["post"].text()).set(direction, who(e).set("declaration", e.payload["declaration"]));
  card.state = direction + "_cleared";
}

void applyRoad(Db& db, Card& card, const Event& e) {
  const Json& p = e.payload;
  if (e.is("logistics.Packed") || e.is("logistics.PaperFiled")) {
    if (e.is("logistics.PaperFiled")) child(card.doc, "papers").set(p["paper"].text(), p);
    settlePapers(db, card, e.occurred_at);
  }
  if (e.is("logistics.DelayReported")) card.doc.set("delay_s", card.doc["delay_s"].number() + p["minutes_s"].number());
  if (e.is("logistics.HandedOver")) {
    card.state = "handed_over";
    card.doc.set("handed_over", who(e));
  }
  if (e.is("logistics.TakenOver")) {
    card.state = "in_transit";
    card.doc.set("taken_over", who(e));
  }
  if (e.is("logistics.Arrived")) applyArrival(card, e);
  if (e.is("logistics.Cleared")) applyClearance(card, e);
  if (e.is("logistics.WindowExtended")) {
    Json& post = child(child(card.doc, "posts"), p["post"].text());
    post.set("extended_from", p["extended_from"]).set("extended_until", p["until"]).set("permit", p["permit"]);
  }
  if (e.is("logistics.Delivered")) {
    card.state = "delivered";
    card.doc.set("delivered", who(e));
  }
}

/// Received once every package was surveyed; one refused package makes the consignment a refused one.
void applyReceipt(Db& db, Card& card, const Event& e) {
  Json& decided = child(card.doc, "decided");
  decided.set(e.payload["package"].text(), e.payload["decision"]);
  card.doc.set("received", who(e));
  const auto packages = kPackages.under(db, card.id);
  const auto decision = [&](const Card& p) { return card.doc["decided"][p.doc["package"].text()].text(); };
  if (std::any_of(packages.begin(), packages.end(), [&](const Card& p) { return decision(p) == "refuse"; }))
    card.state = "refused";
  else if (std::none_of(packages.begin(), packages.end(), [&](const Card& p) { return decision(p).empty(); }))
    card.state = "received";
}

ConsignmentFacts factsOf(const Card& card) {
  const Json& d = card.doc;
  const double delay = d["delay_s"].number();
  ConsignmentFacts f;
  f.consignment = ConsignmentId(card.id);
  f.lane = LaneId(card.parent);
  f.direction = d["direction"].text();
  f.from_site = SiteId(d["from_site"].text());
  f.to_site = SiteId(d["to_site"].text());
  f.carrier = OrgId(d["carrier"].text());
  f.vehicle = d["vehicle"].text();
  f.driver = PersonId(d["driver"].text());
  f.state = card.state;
  f.depart_at = instantIn(d["depart_at"]);
  f.eta = instantIn(d["arrive_at"]) + Seconds(delay);
  f.delay_minutes = std::lround(delay / 60.0);
  const auto at = [](const Json& done) { return done.has("at") ? std::optional<Instant>(instantIn(done["at"])) : std::nullopt; };
  f.left_at = at(d["taken_over"]);
  f.delivered_at = at(d["delivered"]);
  f.received_at = at(d["received"]);
  for (const auto& [post, doc] : d["posts"].members()) {
    if (auto cleared = at(doc["export"])) f.export_at = cleared;
    if (auto cleared = at(doc["import"])) f.import_at = cleared;
  }
  return f;
}

}  // namespace

void applyLogistics(Db& db, const Event& e) {
  const bool receipt = e.is("hotlab.PackageReceived");
  if (!e.type.starts_with("logistics.") && !receipt) return;
  const Json& p = e.payload;
  applyLane(db, e);
  if (e.is("logistics.ConsignmentBooked")) kConsignments.put(db, {p["consignment"].text(), p["lane"].text(), "booked", p});
  if (e.is("logistics.Packed")) {
    Json doc = p;
    kPackages.put(db, {p["consignment"].text() + " " + p["package"].text(), p["consignment"].text(), "", doc.set("seq", e.seq)});
  }
  std::string id = p["consignment"].text();
  if (receipt)
    if (const auto found = consignmentOfPackage(db, ItemId(p["package"].text()))) id = found->str();
  auto card = kConsignments.find(db, id);
  if (!card) return;
  receipt ? applyReceipt(db, *card, e) : applyRoad(db, *card, e);
  Json entries = card->doc["entries"].isNull() ? Json::array() : card->doc["entries"];
  card->doc.set("entries", entries.push(e.seq));
  kConsignments.put(db, *card);
}

/// A paper filed since in its place stands.
void refilePaper(Db& db, const Event& before, const Event& corrected) {
  auto card = kConsignments.find(db, corrected.payload["consignment"].text());
  const std::string& paper = corrected.payload["paper"].text();
  if (!card || card->doc["papers"][paper] != before.payload) return;
  child(card->doc, "papers").set(paper, corrected.payload);
  kConsignments.put(db, *card);
}

Result<Consignment> consignmentOf(Db& db, const ConsignmentId& id) {
  const auto card = kConsignments.find(db, id.str());
  if (!card) return notFound("consignment", id.str());
  Consignment c{factsOf(*card), card->doc, {}, {}};
  c.from = *identity::site(db, c.facts.from_site);
  c.to = *identity::site(db, c.facts.to_site);
  return c;
}

SiteId chainOf(Act& act, const Consignment& c) { return act.caller().site.empty() ? c.facts.from_site : act.caller().site; }

void requireParty(Act& act, const Consignment& c) {
  const OrgId& org = act.caller().org;
  const bool party = org == c.from.org || org == c.to.org || org == c.facts.carrier || act.caller().org_kind == "broker" || act.caller().has("admin");
  act.gates().check(party, "NOT_A_PARTY", "LOG-01", "house rule", Json::object({{"consignment", c.facts.consignment.str()}, {"org", org.str()}}));
}

bool beforeDeparture(const std::string& state) { return state == "booked" || state == "packed" || state == "papers_complete"; }

std::optional<ConsignmentFacts> consignment(Db& db, const ConsignmentId& id) {
  const auto card = kConsignments.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}
std::vector<ConsignmentFacts> consignments(Db& db) {
  std::vector<ConsignmentFacts> out;
  for (const auto& card : kConsignments.all(db)) out.push_back(factsOf(card));
  return out;
}
std::optional<ConsignmentId> consignmentOfPackage(Db& db, const ItemId& package) {
  // A case travels many times: its latest journey counts.
  std::optional<ConsignmentId> out;
  std::int64_t latest = 0;
  for (const auto& card : kPackages.all(db)) {
    if (card.doc["package"].text() != package.str() || card.doc["seq"].integer() <= latest) continue;
    latest = card.doc["seq"].integer();
    out = ConsignmentId(card.parent);
  }
  return out;
}
std::vector<ItemId> packagesOf(Db& db, const ConsignmentId& id) {
  std::vector<ItemId> out;
  for (const auto& card : kPackages.under(db, id.str())) out.emplace_back(card.doc["package"].text());
  return out;
}

}  // namespace isotrail::logistics
