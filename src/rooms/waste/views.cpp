// Projection and view of the decay store.
#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/waste/clearance.h"
#include "rooms/waste/facts.h"
#include "rooms/waste/records.h"

namespace isotrail::waste {
namespace {

void stored(Db& db, const Event& e) {
  const Json& p = e.payload;
  auto card = kContainers.find(db, p["container"].text());
  Json items = card ? card->doc["items"] : Json::array();
  for (const auto& id : p["items"].items()) items.push(id);
  Json doc = p;
  doc.set("items", items)
      .set("opened_at", card ? card->doc["opened_at"] : Json(e.occurred_at.iso()))
      .set("stored_at", e.occurred_at.iso())
      .set("by", e.actor.str());
  if (!p.has("reading_sv_h") && card && card->doc.has("reading_sv_h")) doc.set("reading_sv_h", card->doc["reading_sv_h"]);
  kContainers.put(db, {p["container"].text(), e.site.str(), "stored", doc});
}

void cleared(Db& db, const Event& e) {
  auto card = kContainers.find(db, e.payload["container"].text());
  if (!card) return;
  card->state = "cleared";
  Json how = Json::object({{"at", e.occurred_at.iso()}, {"by", e.actor.str()}});
  for (const char* key : {"reading_sv_h", "background_sv_h", "meter", "activity_bq"}) how.set(key, e.payload[key]);
  card->doc.set("cleared", how);
  kContainers.put(db, *card);
}

bool sees(const ViewRequest& q, const identity::SiteFacts& site) {
  return q.caller.has("admin") || q.caller.has("regulator") || site.org == q.caller.org;
}

Json itemsJson(Db& db, const Card& card) {
  Json list = Json::array();
  for (const auto& id : card.doc["items"].items()) {
    const auto item = findItem(db, ItemId(id.text()));
    list.push(Json::object({{"item", id}, {"kind", item ? item->kind : ""}, {"label", item ? item->label : ""}}));
  }
  return list;
}

Json inventoryJson(const Inventory& now) {
  Json list = Json::array();
  for (const auto& [name, atoms] : now.atoms())
    if (const Activity a = now.activity(name); a.value >= 1.0) list.push(Json::object({{"nuclide", name}, {"activity_bq", a.value}}));
  return list;
}

Json row(ViewRequest& q, const Card& card, const identity::SiteFacts& site) {
  const auto item = findItem(q.db, ItemId(card.id));
  const Inventory now = item && !item->inventory.empty() ? item->inventoryAt(q.now) : Inventory();
  const double fraction = fractionOfLevels(now, Mass(card.doc["mass_kg"].number()));
  const bool due = card.doc["clear_at"].isString() && q.now >= instantIn(card.doc["clear_at"]) && fraction <= 1.0;
  const std::string state = card.state == "stored" && due ? "clearable" : card.state;
  Json j = Json::object({{"container", card.id}, {"site", card.parent}, {"zone", site.zone}, {"state", state}});
  j.set("items", itemsJson(q.db, card)).set("inventory", inventoryJson(now)).set("activity_bq", now.total().value);
  j.set("mass_kg", card.doc["mass_kg"]).set("mass_assumed", card.doc["mass_assumed"]).set("fraction_percent", fraction * 100);
  j.set("opened_at", card.doc["opened_at"]).set("stored_at", card.doc["stored_at"]).set("by", card.doc["by"]);
  j.set("clear_at", card.doc["clear_at"]).set("rule", card.doc["rule"]).set("clause", card.doc["clause"]).set("nuclide", card.doc["nuclide"]);
  return j.set("reading_sv_h", card.doc["reading_sv_h"]).set("cleared", card.doc["cleared"]);
}

}  // namespace

void applyWaste(Db& db, const Event& e) {
  if (e.is("waste.Stored")) stored(db, e);
  if (e.is("waste.Cleared")) cleared(db, e);
}

Result<Json> containersView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kContainers.all(q.db))
    if (const auto site = identity::site(q.db, SiteId(card.parent)); site && sees(q, *site)) list.push(row(q, card, *site));
  return Json::object({{"containers", list}});
}

namespace {
ContainerFacts factsOf(const Card& card) {
  ContainerFacts f{ItemId(card.id), SiteId(card.parent), card.state, std::nullopt};
  if (card.doc["clear_at"].isString()) f.clear_at = instantIn(card.doc["clear_at"]);
  return f;
}
}  // namespace

std::optional<ContainerFacts> container(Db& db, const ItemId& id) {
  const auto card = kContainers.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}
std::vector<ContainerFacts> inStore(Db& db, const SiteId& site) {
  std::vector<ContainerFacts> out;
  for (const auto& card : kContainers.under(db, site.str(), "stored")) out.push_back(factsOf(card));
  return out;
}

}  // namespace isotrail::waste
