// What people see of consignments: the journey with its lateness, papers with the last minute to ask, windows with slack.
#include <algorithm>
#include <cmath>
#include <set>

#include "desk/texts.h"
#include "desk/words.h"
#include "ledger/journal.h"
#include "rooms/catalogue/facts.h"
#include "rooms/logistics/packages.h"
#include "rooms/logistics/papers.h"
#include "rooms/logistics/windows.h"
#include "rooms/ordering/facts.h"
#include "rooms/planning/facts.h"

namespace isotrail::logistics {
namespace {

Json siteJson(ViewRequest& q, const identity::SiteFacts& site) {
  return Json::object({{"site", site.site.str()}, {"name", site.nameIn(q.language)}, {"zone", site.zone}});
}

/// The parties; brokers, who act for any of them; agencies of the places it goes through.
bool sees(ViewRequest& q, const Consignment& c) {
  const Caller& who = q.caller;
  if (who.has("admin")) return true;
  if (who.has("regulator")) return who.jurisdiction.empty() || who.jurisdiction == c.from.jurisdiction || who.jurisdiction == c.to.jurisdiction;
  return who.org == c.from.org || who.org == c.to.org || who.org == c.facts.carrier || who.org_kind == "broker";
}

Json headJson(ViewRequest& q, const Consignment& c) {
  const auto& f = c.facts;
  Json j = Json::object({{"consignment", f.consignment.str()}, {"lane", f.lane.str()}, {"direction", f.direction}});
  j.set("from", siteJson(q, c.from)).set("to", siteJson(q, c.to)).set("carrier", identity::orgName(q.db, f.carrier, q.language));
  j.set("vehicle", f.vehicle).set("driver", f.driver.str()).set("state", f.state).set("ti_total", transportIndexOf(q.db, f.consignment));
  return j.set("eta", f.eta.iso()).set("delay_minutes", f.delay_minutes);
}

Json packagesJson(ViewRequest& q, const Consignment& c) {
  Json list = Json::array();
  for (const auto& card : kPackages.under(q.db, c.facts.consignment.str())) {
    const Json& d = card.doc;
    Json contents = Json::array();
    for (const auto& packed : d["contents"].items()) {
      const auto item = findItem(q.db, ItemId(packed["item"].text()));
      const bool holds = item && !item->inventory.empty();
      const auto product = item ? catalogue::product(q.db, item->product) : std::nullopt;
      contents.push(Json::object({{"item", packed["item"]},
                                  {"label", product ? Json(catalogue::productName(*product, q.language)) : packed["label"]},
                                  {"nuclide", packed["nuclide"]},
                                  {"activity_bq", holds ? item->inventory.activityAt(packed["nuclide"].text(), q.now).value : 0.0}}));
    }
    Json p = Json::object({{"item", d["package"]}, {"un_number", d["un_number"]}, {"proper_shipping_name", d["proper_shipping_name"]}});
    if (!d["category"].text().empty()) p.set("category", d["category"]);
    list.push(p.set("ti", d["ti"]).set("surface_usv_h", d["surface_sv_h"].number() * 1e6).set("contents", contents));
  }
  return list;
}

/// When the post shuts for this consignment on the day it is there.
struct Shutting {
  Opening opening;
  std::optional<Instant> extended;
  Instant at;  // when the consignment is there
  Instant closes() const { return extended ? *extended : opening.closes; }
};
Shutting shuttingOf(const Consignment& c, const Window& w, Instant now) {
  const Instant there = expectedAt(c, w, now);
  const auto opening = openingAt(w.times, there);
  Shutting s{opening ? *opening : Opening{there, there}, std::nullopt, there};
  const Json& post = postDoc(c, w.times.post);
  if (post.has("extended_until") && instantIn(post["extended_from"]) == s.opening.closes) s.extended = instantIn(post["extended_until"]);
  return s;
}

/// The instant by which a paper must be there: the departure, or the closing of the post where it is shown.
std::optional<Instant> neededAt(const Consignment& c, const std::vector<Window>& windows, const std::string& at, Instant now) {
  if (at == "hand_over") return c.facts.depart_at;
  for (const auto& w : windows)
    if (w.times.direction == at) return shuttingOf(c, w, now).closes();
  return std::nullopt;
}

Json papersJson(ViewRequest& q, const Consignment& c, const std::vector<Window>& windows) {
  Json list = Json::array();
  for (const auto& rule : paperRules(q.db, c.facts.lane, c.facts.direction)) {
    const Json& filed = c.doc["papers"][rule.paper.str()];
    const auto needed = neededAt(c, windows, rule.at, q.now);
    Json j = Json::object(
        {{"paper", rule.paper.str()}, {"title", paperTitle(rule, q.language)}, {"issuer", identity::issuerName(q.db, rule.issuer, q.language)}});
    j.set("number", filed["number"]).set("issued_at", filed["issued_at"]).set("valid_until", filed["valid_until"]);
    // The last minute to ask: the issuer needs his lead time before the paper is shown.
    j.set("latest_at", needed ? Json((*needed - rule.lead_time).iso()) : Json()).set("lead_time_minutes", rule.lead_time.value / 60.0);
    list.push(j.set("state", paperState(filed, q.now)));
  }
  return list;
}

Json leg(const std::string& place, const Json& name, Instant planned, Instant expected, const Json& actual, const char* kind,
         const std::string& zone) {
  Json j = Json::object({{"place", place}, {"name", name}, {"planned_at", planned.iso()}, {"eta", actual.isNull() ? Json(expected.iso()) : actual}});
  return j.set("actual_at", actual).set("kind", kind).set("zone", zone);
}

Json legsJson(ViewRequest& q, const Consignment& c, const std::vector<Window>& windows) {
  const Seconds delay = c.delay();
  Json list = Json::array();
  const Json from = siteJson(q, c.from), to = siteJson(q, c.to);
  list.push(leg(c.from.site.str(), from["name"], c.facts.depart_at, c.facts.depart_at + delay, c.doc["handed_over"]["at"], "departure", c.from.zone));
  for (const auto& w : windows) {
    const Json& post = postDoc(c, w.times.post);
    const Json& arrived = post["arrived_at"];
    const Json& actual = arrived.isNull() ? post[w.times.direction]["at"] : arrived;
    const Instant planned = plannedAt(c, w);
    list.push(leg(w.times.post, w.times.post, planned, planned + delay, actual, w.times.direction.c_str(), w.times.zone));
  }
  list.push(leg(c.to.site.str(), to["name"], c.facts.eta - delay, c.facts.eta, c.doc["delivered"]["at"], "delivery", c.to.zone));
  return list;
}

Json windowsJson(ViewRequest& q, const Consignment& c, const std::vector<Window>& windows) {
  Json list = Json::array();
  for (const auto& w : windows) {
    const Shutting s = shuttingOf(c, w, q.now);
    const char* state = cleared(c, w) ? "cleared" : q.now < s.opening.opens ? "ahead" : q.now <= s.closes() ? "open" : "closed";
    Json j = Json::object(
        {{"post", w.times.post}, {"direction", w.times.direction}, {"opens_at", s.opening.opens.iso()}, {"closes_at", s.opening.closes.iso()}});
    j.set("extended_until", isoOrNull(s.extended)).set("slack_minutes", (s.closes() - s.at).value / 60.0);
    list.push(j.set("state", state).set("zone", w.times.zone));
  }
  return list;
}

/// One line a transfer: its halves joined; while only one exists the taker's name is missing.
Json custodyJson(ViewRequest& q, const Consignment& c) {
  Json list = Json::array();
  const auto line = [&](const OrgId& from, const OrgId& to, const Json& gave, const Json& took) {
    const Json& last = took.isNull() ? gave : took;
    const bool two = !took.isNull() && took["by"].text() != gave["by"].text();
    const std::string by = gave["by"].text() + (two ? ", " + took["by"].text() : "");
    list.push(Json::object({{"from", identity::orgName(q.db, from, q.language)},
                            {"to", identity::orgName(q.db, to, q.language)},
                            {"at", last["at"]},
                            {"by", by},
                            {"event", last["event"]}}));
  };
  const Json& d = c.doc;
  if (d.has("handed_over")) line(c.from.org, c.facts.carrier, d["handed_over"], d["taken_over"]);
  if (d.has("delivered")) line(c.facts.carrier, c.to.org, d["delivered"], c.outbound() ? d["received"] : d["delivered"]);
  return list;
}

/// What a minute costs: for every dose promised out of these contents and still to be injected, the share of it that decays in
/// a minute, ln 2 / T. Summed it is doses lost per minute. Null once it is delivered, for returns, and while nothing is packed.
Json dosesLostPerMinute(ViewRequest& q, const Consignment& c, const Json& packages) {
  static const std::set<std::string> over = {"delivered", "received", "refused"};
  if (!c.outbound() || packages.size() == 0 || over.contains(c.facts.state)) return {};
  std::map<ProductId, std::string> nuclides;  // of the products on board
  for (const auto& p : packages.items())
    for (const auto& content : p["contents"].items()) {
      const auto item = findItem(q.db, ItemId(content["item"].text()));
      if (item && !item->product.empty()) nuclides[item->product] = content["nuclide"].text();
    }
  double lost = 0;
  for (const auto& o : ordering::orders(q.db, c.to.site, q.now, std::max(q.now, c.facts.eta) + hours(24))) {
    const auto on_board = nuclides.find(o.product);
    const Nuclide* n = on_board == nuclides.end() ? nullptr : Dataset::shipped().find(on_board->second);
    if (n && o.state == "promised") lost += n->lambda() * 60.0;
  }
  return lost;
}

Json recordJson(ViewRequest& q, const Consignment& c) {
  Json list = Json::array();
  Journal journal(q.db);
  for (const auto& seq : c.doc["entries"].items())
    journal.read(seq.integer() - 1, 1, [&](const Event& e) {
      const std::string text = eventText(e.type, languageOf(q.language), e.payload);
      list.push(Json::object({{"at", e.occurred_at.iso()}, {"text", text}, {"by", e.actor.str()}, {"seq", e.seq}}));
      return true;
    });
  return list;
}

/// A trip that a published plan of a day is going to send, with the last minute at which each paper can be asked for.
Json plannedTripJson(ViewRequest& q, const planning::PlannedTrip& t) {
  Json papers = Json::array();
  for (const auto& p : t.papers.items()) {
    const std::string tag = languageTag(languageOf(q.language));
    const char* title = tag == "zh-Hans" ? "title_zh_hans" : tag == "zh-Hant" ? "title_zh_hant" : tag == "pt" ? "title_pt" : "title";
    const Instant latest = instantIn(p["latest_at"]);
    papers.push(Json::object({{"paper", p["paper"]},
                              {"title", p["titles"][title]},
                              {"issuer", identity::issuerName(q.db, p["issuer"].text(), q.language)},
                              {"at", p["at"]},
                              {"latest_at", latest.iso()},
                              {"late", q.now > latest}}));
  }
  return Json::object({{"plan", t.plan.str()},
                       {"trip", t.trip},
                       {"lane", t.lane.str()},
                       {"from_site", t.from_site.str()},
                       {"to_site", t.to_site.str()},
                       {"vehicle", t.vehicle},
                       {"departs", t.departs.iso()},
                       {"arrives", t.arrives.iso()},
                       {"orders", t.orders},
                       {"papers", papers}});
}

Json plannedTripsJson(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& t : planning::plannedTrips(q.db, SiteId(""))) {
    const auto from = identity::site(q.db, t.from_site), to = identity::site(q.db, t.to_site);
    const auto vehicle = kVehicles.find(q.db, t.vehicle);
    const bool party = (from && from->org == q.caller.org) || (to && to->org == q.caller.org) || (vehicle && vehicle->parent == q.caller.org.str());
    if (party || q.caller.has("regulator") || q.caller.has("admin") || q.caller.org_kind == "broker") list.push(plannedTripJson(q, t));
  }
  return list;
}

}  // namespace

Result<Json> consignmentList(ViewRequest& q) {
  auto all = consignments(q.db);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.depart_at > b.depart_at; });
  Json list = Json::array();
  for (const auto& facts : all) {
    const auto c = consignmentOf(q.db, facts.consignment);
    if (c && sees(q, *c)) list.push(headJson(q, *c));
  }
  return Json::object({{"consignments", list}, {"planned", plannedTripsJson(q)}});
}

Result<Json> consignmentView(ViewRequest& q) {
  const auto c = consignmentOf(q.db, ConsignmentId(q.id));
  if (!c) return c.refusal();
  if (!sees(q, *c)) return notFound("consignment", q.id);
  const auto windows = windowsOf(q.db, c->facts.lane, c->facts.direction);
  const Json packages = packagesJson(q, *c);
  Json j = headJson(q, *c);
  j.set("packages", packages).set("papers", papersJson(q, *c, windows)).set("legs", legsJson(q, *c, windows));
  j.set("windows", windowsJson(q, *c, windows)).set("custody", custodyJson(q, *c));
  return j.set("doses_lost_per_minute", dosesLostPerMinute(q, *c, packages)).set("record", recordJson(q, *c));
}

}  // namespace isotrail::logistics
