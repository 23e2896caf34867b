#include "rooms/oversight/packs.h"

#include "desk/shelf.h"
#include "desk/words.h"
#include "duties/clock.h"
#include "rooms/oversight/facts.h"

namespace isotrail::oversight {
namespace {
constexpr Shelf kPacks("oversight_pack");
}

Verdict adoptPack(Act& act, const AdoptPack& c) {
  const RulePack* pack = findPack(c.pack, c.version);
  if (!pack) return notFound("pack", c.pack + " " + c.version);
  if (auto adopted = kPacks.find(act.db(), c.pack); adopted && adopted->state == c.version) return alreadyExists("pack", c.pack + " " + c.version);
  // The digest fixes the text that was adopted: a pack edited later under the same version no longer matches it.
  act.emit(SiteId("registry"), "oversight/pack." + c.pack, "oversight.PackAdopted",
           Json::object({{"pack", pack->pack},
                         {"version", pack->version},
                         {"jurisdiction", pack->jurisdiction},
                         {"duties", pack->rows.size()},
                         {"sha256", pack->sha256},
                         {"calendar_until", Calendar::shipped(pack->calendar).knownUntil()}}));
  return Done{};
}

void applyPackAdopted(Db& db, const Event& e) {
  if (!e.is("oversight.PackAdopted")) return;
  Json doc = e.payload;
  doc.set("adopted_at", e.occurred_at.iso());
  kPacks.put(db, {doc["pack"].text(), doc["jurisdiction"].text(), doc["version"].text(), doc});
}

std::vector<const RulePack*> adoptedPacks(Db& db) {
  std::vector<const RulePack*> out;
  for (const auto& card : kPacks.all(db))
    if (const RulePack* pack = findPack(card.id, card.state)) out.push_back(pack);
  return out;
}

Result<Json> packsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& pack : shippedPacks()) {
    auto card = kPacks.find(q.db, pack.pack);
    const bool adopted = card && card->state == pack.version;
    list.push(Json::object({{"pack", pack.pack},
                            {"version", pack.version},
                            {"jurisdiction", pack.jurisdiction},
                            {"duties", pack.rows.size()},
                            {"sha256", pack.sha256},
                            {"adopted_at", adopted ? card->doc["adopted_at"] : Json()},
                            {"text_unchanged", !adopted || card->doc["sha256"].text() == pack.sha256}}));
  }
  return Json::object({{"packs", list}});
}

std::vector<Notice> noticesOf(ViewRequest& q, std::string_view entry, const Json& payload, const std::string& jurisdiction) {
  std::vector<Notice> out;
  for (const auto* pack : adoptedPacks(q.db)) {
    if (pack->jurisdiction != jurisdiction) continue;
    for (const auto& row : pack->rows) {
      if (row.kind != "clock" || !namesEntry(row.trigger, entry) || !conditionHolds(row.condition, payload)) continue;
      out.push_back({row.id, row.title(q.language), row.agency, agencyName(row.agency, q.language), jurisdiction, row.citation, pack->zone,
                     dueAt(row, q.now, Calendar::shipped(pack->calendar), pack->zone)});
    }
  }
  return out;
}

}  // namespace isotrail::oversight
