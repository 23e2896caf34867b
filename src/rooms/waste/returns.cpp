// Spent generators and sources go back: until when the law says, and to whom they went.
#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/waste/commands.h"
#include "rooms/waste/records.h"

namespace isotrail::waste {
namespace {

const Seconds kReturnWithin = days(90);  // three months
constexpr const char* kReturnClause = "MEP Order 18 (2011) Art. 28 (disused sources, three months); house rule elsewhere";

Movement sent(const Act& act, const Item& item, const identity::SiteFacts& to) {
  Movement m;
  m.kind = MovementKind::hand_over;
  m.at = act.now();
  m.items = {item.id};
  m.from = item.site;
  m.to = to.site;
  return m;
}

}  // namespace

Verdict returnSource(Act& act, const ReturnSource& c) {
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  const auto to = identity::site(act.db(), c.to);
  if (!to) return notFound("to", c.to.str());
  if (c.paper.find_first_not_of(' ') == std::string::npos)
    return Refusal::field({"paper", "BAD_VALUE", "", "the number of the transfer paper", 0, 0});
  Json params = Json::object({{"item", c.item.str()}, {"kind", item->kind}, {"stage", item->stage}, {"to", c.to.str()}});
  act.gates().check(item->kind == "generator", "RETURN_NOT_A_SOURCE", "WAS-09", kReturnClause, params);
  act.gates().check(item->stage == "here", "ITEM_NOT_HERE", "TR-01", "house rule", params);
  act.gates().check(to->org != item->org, "RETURN_TO_ONESELF", "WAS-09", kReturnClause, params);
  requireOwn(act, item->org, c.item.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  const Inventory there = item->inventoryAt(act.now());
  Json payload = encodePayload(c);
  payload.set("site", item->site.str()).set("activity_bq", there.total().value).set("expired_at", isoOrNull(item->expires_at));
  if (item->expires_at) payload.set("due", (*item->expires_at + kReturnWithin).iso()).set("in_time", act.now() <= *item->expires_at + kReturnWithin);
  act.emit(item->site, "waste/" + c.item.str(), "waste.SourceReturned", payload, sent(act, *item, *to));
  return Done{};
}

void applyReturns(Db& db, const Event& e) {
  if (!e.is("waste.SourceReturned")) return;
  Json doc = e.payload;
  kReturns.put(db, {e.payload["item"].text(), e.site.str(), "returned", doc.set("at", e.occurred_at.iso()).set("by", e.actor.str())});
}

Result<Json> returnsView(ViewRequest& q) {
  Json due = Json::array(), done = Json::array();
  for (const auto& site : identity::sites(q.db)) {
    if (!(site.org == q.caller.org || q.caller.has("admin") || q.caller.has("regulator"))) continue;
    for (const auto& item : itemsAt(q.db, site.site)) {
      if (item.kind != "generator" || item.stage != "here" || item.org != site.org || !item.expires_at || q.now < *item.expires_at) continue;
      const Instant until = *item.expires_at + kReturnWithin;
      Json j = Json::object(
          {{"item", item.id.str()}, {"site", site.site.str()}, {"zone", site.zone}, {"expired_at", item.expires_at->iso()}, {"due", until.iso()}});
      due.push(j.set("state", q.now > until ? "overdue" : "due").set("clause", kReturnClause));
    }
    for (const auto& card : kReturns.under(q.db, site.site.str())) done.push(card.doc);
  }
  return Json::object({{"due", due}, {"returned", done}});
}

}  // namespace isotrail::waste
