// Injection rooms and cameras, and when patients can come.
#include <algorithm>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/slots/commands.h"
#include "rooms/slots/facts.h"
#include "rooms/slots/records.h"

namespace isotrail::slots {
namespace {

constexpr std::size_t kMaxWords = 2000;  // characters of a reason in an entry

Refusal badValue(const char* field, const std::string& value, const char* accepted) {
  return Refusal::field({field, "BAD_VALUE", value, accepted, 0, 0});
}

}  // namespace

Verdict declarePlace(Act& act, const DeclarePlace& c) {
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (const auto before = kPlaces.find(act.db(), c.place.str()); before && before->parent != c.site.str())
    return alreadyExists("place", c.place.str());
  if (c.name.empty() || c.name.size() > kMaxWords) return badValue("name", "", "a name");
  const auto opens = atTimeOfDay("opens", act.now(), c.opens, site->zone);
  if (!opens) return opens.refusal();
  const auto closes = atTimeOfDay("closes", act.now(), c.closes, site->zone);
  if (!closes) return closes.refusal();
  if (c.closes <= c.opens) return badValue("closes", c.closes, "a time of day after opens");
  if (c.products && c.kind != "camera") return badValue("products", "", "only of a camera");
  for (const auto& p : c.products.value_or(std::vector<std::string>()))
    if (!catalogue::product(act.db(), ProductId(p))) return notFound("products", p);
  const auto org = identity::org(act.db(), site->org);
  act.gates().check(org && org->kind == "hospital", "NOT_A_HOSPITAL", "CLI-02", "house rule", Json::object({{"site", site->site.str()}}));
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "slots/" + c.place.str(), "slots.PlaceDeclared", encodePayload(c));
  return Done{};
}

Verdict shutPlace(Act& act, const ShutPlace& c) {
  const auto card = kPlaces.find(act.db(), c.place.str());
  const auto site = card ? identity::site(act.db(), SiteId(card->parent)) : std::nullopt;
  if (!site) return notFound("place", c.place.str());
  if (c.until <= c.from) return badValue("until", c.until.iso(), "an instant after from");
  if (c.reason.empty() || c.reason.size() > kMaxWords) return badValue("reason", "", "1 to 2000 characters");
  requireOwn(act, site->org, c.place.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.reason(c.reason);
  act.emit(site->site, "slots/" + c.place.str(), "slots.PlaceShut",
           encodePayload(c).set("from_local", showInstant(c.from, site->zone)).set("until_local", showInstant(c.until, site->zone)));
  return Done{};
}

Verdict sayAvailable(Act& act, const SayAvailable& c) {
  const auto o = ordering::order(act.db(), c.order);
  if (!o) return notFound("order", c.order.str());
  if (o->state != "requested" && o->state != "promised") return outOfOrder("requested, promised", o->state);
  if (c.until <= c.from) return badValue("until", c.until.iso(), "an instant after from");
  if (c.reason && c.reason->size() > kMaxWords) return badValue("reason", "", "at most 2000 characters");
  requireOwn(act, o->org, c.order.str().c_str());
  clinic::requireNoName(act, o->patient, "reason", c.reason.value_or(""));
  if (auto v = act.gates().verdict(); !v) return v;
  const auto site = identity::site(act.db(), o->site);
  act.emit(o->site, "slots/" + c.order.str(), "slots.PatientAvailable",
           encodePayload(c)
               .set("patient", o->patient.str())
               .set("from_local", showInstant(c.from, site->zone))
               .set("until_local", showInstant(c.until, site->zone)));
  return Done{};
}

void applySlots(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("slots.PlaceDeclared")) {
    const auto before = kPlaces.find(db, p["place"].text());
    Json doc = p;
    doc.set("shut", before ? before->doc["shut"] : Json::array());
    kPlaces.put(db, {p["place"].text(), p["site"].text(), p["kind"].text(), doc});
  }
  if (e.is("slots.PlaceShut"))
    if (auto card = kPlaces.find(db, p["place"].text())) {
      Json shut = card->doc["shut"];
      shut.push(Json::object({{"from", p["from"]}, {"until", p["until"]}, {"reason", p["reason"]}}));
      card->doc.set("shut", shut);
      kPlaces.put(db, *card);
    }
  if (e.is("slots.PatientAvailable")) kAvailable.put(db, {p["order"].text(), e.site.str(), "", p});
  if (e.is("slots.SlotSet")) {
    Json doc = p;
    if (const auto before = kSlots.find(db, p["order"].text()); !p.has("told_at")) doc.set("told_at", before ? before->doc["told_at"] : p["was"]);
    kSlots.put(db, {p["order"].text(), e.site.str(), "", doc});
  }
}

std::vector<PlaceFacts> places(Db& db, const SiteId& site) {
  std::vector<PlaceFacts> out;
  for (const auto& card : kPlaces.under(db, site.str())) {
    PlaceFacts p{card.id, card.doc["name"].text(), card.state == "camera", card.doc["opens"].text(), card.doc["closes"].text(), {}, {}};
    for (const auto& product : card.doc["products"].items()) p.products.push_back(product.text());
    for (const auto& s : card.doc["shut"].items()) p.shut.emplace_back(instantIn(s["from"]), instantIn(s["until"]));
    out.push_back(std::move(p));
  }
  return out;
}

Result<Json> placesView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kPlaces.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (!site || (site->org != q.caller.org && !q.caller.has("admin") && !q.caller.has("regulator"))) continue;
    Json row = Json::object({{"place", card.id}, {"site", card.parent}, {"kind", card.state}, {"zone", site->zone}});
    for (const char* key : {"name", "opens", "closes", "shut"}) row.set(key, card.doc[key]);
    list.push(row.set("products", card.doc["products"].isArray() ? card.doc["products"] : Json::array()));
  }
  return Json::object({{"places", list}});
}

}  // namespace isotrail::slots
