// What the leaflet of a kit and the air of the room ask for: how fresh the eluate, and how long what was made of it is used.
#include <algorithm>

#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/facts.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::hotlab {
namespace {

std::string ruleId(const SiteId& site, const ProductId& product) { return site.str() + " " + product.str(); }
constexpr const char* kRoomClause = "USP <825>, times beyond which a preparation is not used; house rule outside its reach";

std::string hoursText(Seconds s) {
  return std::to_string(static_cast<int>(s.value / 3600)) + " h " + std::to_string(static_cast<int>(s.value / 60) % 60) + " min";
}

bool sees(const ViewRequest& q, const std::string& site) {
  const auto known = identity::site(q.db, SiteId(site));
  return known && (known->org == q.caller.org || q.caller.has("admin") || q.caller.has("regulator"));
}

}  // namespace

std::optional<SetKitRule> kitRule(Db& db, const SiteId& site, const ProductId& product) {
  const auto card = kKitRules.find(db, ruleId(site, product));
  if (!card) return std::nullopt;
  return decodePayload<SetKitRule>(card->doc);
}

std::optional<Seconds> roomLimit(Db& db, const SiteId& site) {
  static const DataTable table("data/beyond_use.csv");
  const auto card = kKitRules.find(db, site.str());
  if (!card) return std::nullopt;
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "room") == card->state) return hours(table.number(i, "hours"));
  return std::nullopt;
}

void requireEluateAge(Act& act, const Item& eluate, const SetKitRule& rule) {
  std::optional<Instant> eluted, before;
  for (const auto& id : ancestors(act.db(), eluate.id))
    if (const auto g = supply::generator(act.db(), id))
      for (const auto& e : g->elutions) {
        if (e.eluate == eluate.id) eluted = e.at;
        if (!eluted) before = e.at;  // the last one before it
      }
  if (!eluted) return;  // ELUATE_WRONG says so
  const std::string clause = "house rule; " + rule.source;
  Json params = Json::object({{"eluate", eluate.id.str()}, {"product", rule.product.str()}});
  if (rule.eluate_age) {
    params.set("age", hoursText(act.now() - *eluted)).set("most", hoursText(*rule.eluate_age));
    act.gates().check(act.now() - *eluted <= *rule.eluate_age, "ELUATE_TOO_OLD", "HOT-19", clause, params);
  }
  if (!rule.since_elution) return;
  params.set("gap", before ? hoursText(*eluted - *before) : "-").set("most", hoursText(*rule.since_elution));
  act.gates().check(before && *eluted - *before <= *rule.since_elution, "ELUTION_GAP_TOO_LONG", "HOT-19", clause, params);
}

void requireWithinUse(Act& act, const Item& vial) {
  const auto limit = vial.kind == "vial" ? roomLimit(act.db(), vial.site) : std::nullopt;
  if (!limit) return;  // a preparation has its own end of use
  std::optional<Instant> opened;
  for (const auto& d : doses(act.db(), vial.site))
    if (d.vial == vial.id && (!opened || d.at < *opened)) opened = d.at;
  const auto site = identity::site(act.db(), vial.site);
  Json params = Json::object({{"vial", vial.id.str()}, {"hours", limit->value / 3600}});
  params.set("opened", opened ? showInstant(*opened, site ? site->zone : "UTC") : "-");
  act.gates().check(!opened || act.now() - *opened <= *limit, "VIAL_BEYOND_USE", "HOT-20", kRoomClause, params);
}

Verdict setKitRule(Act& act, const SetKitRule& c) {
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (!catalogue::product(act.db(), c.product)) return notFound("product", c.product.str());
  if (c.low.value <= 0 || c.high < c.low)
    return Refusal::field({"high", "BAD_VALUE", "", "at least the least volume, and that more than 0 mL", 0, 0});
  if (c.most.value <= 0) return Refusal::field({"most", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  for (const auto& [name, time] : {std::pair{"eluate_age", c.eluate_age}, {"since_elution", c.since_elution}, {"beyond_use", c.beyond_use}})
    if (time && time->value <= 0) return Refusal::field({name, "BAD_VALUE", "0", "more than 0 s", 0, 0});
  if (c.source.empty()) return Refusal::field({"source", "BAD_VALUE", "", "where the rule is written", 0, 0});
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "hotlab/" + c.product.str(), "hotlab.KitRuleSet", encodePayload(c));
  return Done{};
}

Verdict declareRoom(Act& act, const DeclareRoom& c) {
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "hotlab/" + c.site.str(), "hotlab.RoomDeclared", encodePayload(c));
  return Done{};
}

void applyKitRules(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("hotlab.KitRuleSet")) kKitRules.put(db, {p["site"].text() + " " + p["product"].text(), p["site"].text(), "", p});
  if (e.is("hotlab.RoomDeclared")) kKitRules.put(db, {p["site"].text(), p["site"].text(), p["room"].text(), p});
  if (e.is("hotlab.StockCounted")) {
    Json doc = p;
    kCounts.put(db, {p["site"].text() + " " + p["day"].text(), p["site"].text(), p["verdict"].text(),
                     doc.set("at", e.occurred_at.iso()).set("by", e.actor.str())});
  }
}

Result<Json> kitRulesView(ViewRequest& q) {
  Json rules = Json::array(), rooms = Json::array();
  for (const auto& card : kKitRules.all(q.db)) {
    if (!sees(q, card.parent)) continue;
    if (card.state.empty())
      rules.push(card.doc);
    else
      rooms.push(Json::object({{"site", card.parent}, {"room", card.state}, {"limit_s", roomLimit(q.db, SiteId(card.parent))->value}}));
  }
  return Json::object({{"rules", rules}, {"rooms", rooms}});
}

Result<Json> countsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kCounts.all(q.db))
    if (sees(q, card.parent)) list.push(card.doc);
  return Json::object({{"counts", list}});
}

}  // namespace isotrail::hotlab
