// The class of a workplace: what is handled in a day, weighted by how toxic it is and divided by how safely it is handled.
#include <algorithm>
#include <map>

#include "desk/words.h"
#include "nuclide/dataset.h"
#include "nuclide/radiation/table.h"
#include "rooms/protection/places.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {
namespace {

constexpr int kDaysBack = 30;

struct WorkplaceClass {
  std::string name, clause;
  double above_bq = 0, up_to_bq = 0;  // up_to 0: without end
};
/// The class an equivalent activity asks for.
const WorkplaceClass& classFor(double equivalent_bq) {
  static const std::vector<WorkplaceClass> classes = [] {
    const DataTable table("data/workplace_classes.csv");
    std::vector<WorkplaceClass> out;
    for (std::size_t i = 0; i < table.size(); ++i)
      out.push_back({table.text(i, "class"), table.text(i, "clause"), table.number(i, "above_bq"),
                     table.text(i, "up_to_bq").empty() ? 0 : table.number(i, "up_to_bq")});
    return out;
  }();
  for (const auto& c : classes)
    if (equivalent_bq > c.above_bq) return c;
  return classes.back();
}
double limitOf(const std::string& name) {
  static const DataTable table("data/workplace_classes.csv");
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "class") == name) return table.text(i, "up_to_bq").empty() ? 0 : table.number(i, "up_to_bq");
  return 0;
}

struct Toxicity {
  std::string group;
  double factor = 0;
};
std::optional<Toxicity> toxicityOf(const std::string& nuclide) {
  static const DataTable table("data/toxicity_groups.csv");
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "nuclide") == nuclide) return Toxicity{table.text(i, "group"), table.number(i, "factor")};
  return std::nullopt;
}
double operationFactor(const std::string& operation, const std::string& form) {
  static const DataTable table("data/operation_factors.csv");
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "operation") == operation && table.text(i, "form") == form) return table.number(i, "factor");
  ISOTRAIL_CHECK(false);
}

/// Daily equivalent operation activity: activity x toxicity factor / operation factor (GB 18871-2002 C1).
double equivalentOf(const Json& use, double bq) {
  return bq * toxicityOf(use["nuclide"].text())->factor / operationFactor(use["operation"].text(), use["form"].text());
}

std::string idOf(const PlanUse& c) { return c.room.str() + " " + c.nuclide + " " + c.operation + " " + c.form; }

std::vector<Card> usesOf(Db& db, const std::string& room) {
  auto uses = kUses.under(db, room);
  std::erase_if(uses, [](const Card& use) { return use.doc["daily_bq"].number() <= 0; });  // ended
  return uses;
}

double sumOf(Db& db, const RoomId& room, const std::string& replaced, double more) {
  double sum = more;
  for (const auto& use : usesOf(db, room.str()))
    if (use.id != replaced) sum += equivalentOf(use.doc, use.doc["daily_bq"].number());
  return sum;
}

/// What the record says was handled in a day with what stands in the room, by nuclide; with `room` null what stands in none.
std::map<std::string, double> handledOn(Db& db, const SiteId& site, const std::string& day, const Json* room) {
  std::map<std::string, double> out;
  const auto stands = [](const Json& doc, const std::string& instrument) {
    const auto& list = doc["equipment"].items();
    return std::any_of(list.begin(), list.end(), [&](const Json& e) { return e.text() == instrument; });
  };
  const auto rooms = kRooms.under(db, site.str());
  for (const auto& card : kHandled.under(db, site.str() + " " + day)) {
    const std::string& instrument = card.doc["instrument"].text();
    const bool here =
        room ? stands(*room, instrument) : std::none_of(rooms.begin(), rooms.end(), [&](const Card& r) { return stands(r.doc, instrument); });
    if (here) out[card.doc["nuclide"].text()] += card.doc["activity_bq"].number();
  }
  return out;
}

/// Weighted by the use that is declared for the nuclide; of several the one that weighs most.
Json handledJson(const std::map<std::string, double>& handled, const std::vector<Card>& uses) {
  Json list = Json::array();
  for (const auto& [nuclide, bq] : handled) {
    double equivalent = 0, declared = 0;
    for (const auto& use : uses)
      if (use.doc["nuclide"].text() == nuclide && use.doc["operation"].text() != "storage") {
        equivalent = std::max(equivalent, equivalentOf(use.doc, bq));
        declared += use.doc["daily_bq"].number();
      }
    Json j = Json::object({{"nuclide", nuclide}, {"activity_bq", bq}, {"declared_bq", declared}, {"above", bq > declared * (1 + 1e-9)}});
    list.push(j.set("equivalent_bq", equivalent > 0 ? Json(equivalent) : Json()));
  }
  return list;
}

Json roomJson(ViewRequest& q, const Card& room, const identity::SiteFacts& site) {
  const auto uses = usesOf(q.db, room.id);
  Json list = Json::array();
  double sum = 0;
  for (const auto& use : uses) {
    const double equivalent = equivalentOf(use.doc, use.doc["daily_bq"].number());
    const auto toxicity = toxicityOf(use.doc["nuclide"].text());
    sum += equivalent;
    Json j = use.doc;
    j.set("group", toxicity->group).set("toxicity_factor", toxicity->factor).set("equivalent_bq", equivalent);
    list.push(j.set("operation_factor", operationFactor(use.doc["operation"].text(), use.doc["form"].text())));
  }
  const WorkplaceClass& needed = classFor(sum);
  const std::string licensed = room.doc["workplace_class"].text();
  const double limit = limitOf(licensed);
  Json j = Json::object({{"room", room.id}, {"site", room.parent}, {"name", room.doc["name"]}, {"licensed", licensed}});
  j.set("equivalent_bq", sum)
      .set("needed", sum > 0 ? needed.name : "")
      .set("clause", needed.clause)
      .set("limit_bq", limit > 0 ? Json(limit) : Json());
  // The busiest of the last days beside today: a declared daily activity is the most of any day.
  Json busiest = Json();
  double most = 0;
  for (int back = 0; back < kDaysBack; ++back) {
    const std::string day = localDay(addLocalDays(q.now, -back, site.zone), site.zone);
    const auto handled = handledOn(q.db, site.site, day, &room.doc);
    double all = 0;
    for (const auto& [nuclide, bq] : handled) all += bq;
    if (back == 0) j.set("today", handledJson(handled, uses));
    if (all <= most) continue;
    most = all;
    busiest = Json::object({{"day", day}, {"handled", handledJson(handled, uses)}});
  }
  return j.set("busiest", busiest).set("uses", list);
}

}  // namespace

void requireClass(Act& act, const RoomId& room, const std::string& licensed, const std::string& replaced, double more) {
  const double sum = sumOf(act.db(), room, replaced, more);
  if (sum <= 0) return;
  const WorkplaceClass& needed = classFor(sum);
  const double limit = limitOf(licensed);
  Json params = Json::object({{"room", room.str()}, {"licensed", licensed.empty() ? "-" : licensed}, {"needed", needed.name}});
  params.set("equivalent", showActivity(Activity(sum))).set("limit", limit > 0 ? showActivity(Activity(limit)) : "-");
  const bool fits = licensed == "A" || (limit > 0 && sum <= limit * (1 + 1e-9));
  act.gates().check(fits, "WORKPLACE_CLASS_EXCEEDED", "PRO-05", needed.clause, params);
}

Verdict planUse(Act& act, const PlanUse& c) {
  const auto room = kRooms.find(act.db(), c.room.str());
  if (!room) return notFound("room", c.room.str());
  if (auto site = ownSite(act, SiteId(room->parent)); !site) return site.refusal();
  auto nuclide = Dataset::shipped().get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  PlanUse recorded = c;
  recorded.nuclide = (*nuclide)->name;
  if (!toxicityOf(recorded.nuclide)) return Refusal::field({"nuclide", "BAD_VALUE", c.nuclide, "a nuclide of data/toxicity_groups.csv", 0, 0});
  const Json payload = encodePayload(recorded);
  const double equivalent = equivalentOf(payload, c.daily.value);
  requireClass(act, c.room, room->doc["workplace_class"].text(), idOf(recorded), equivalent);
  if (auto v = act.gates().verdict(); !v) return v;
  const double sum = sumOf(act.db(), c.room, idOf(recorded), equivalent);
  Json said = payload;
  act.emit(SiteId(room->parent), "protection/" + c.room.str(), "protection.UsePlanned", said.set("equivalent_bq", equivalent));
  act.answer(Json::object({{"equivalent_bq", sum}, {"needed", classFor(sum).name}}));
  return Done{};
}

void applyWorkplace(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("protection.UsePlanned")) {
    const auto use = decodePayload<PlanUse>(p);
    kUses.put(db, {idOf(use), use.room.str(), "", p});
  }
  const bool drawn = e.is("hotlab.DoseDrawn") || e.is("hotlab.PartDrawn"), topped = e.is("hotlab.DoseToppedUp"),
             prepared = e.is("hotlab.KitPrepared");
  if (!drawn && !topped && !prepared) return;
  const auto site = identity::site(db, e.site);
  if (!site || (!topped && !p.has("nuclide"))) return;
  const std::string nuclide = topped ? Movement::fromJson(e.movement).takes.at(0).amount.leading() : p["nuclide"].text();
  const std::string day = localDay(e.occurred_at, site->zone), instrument = p["calibrator"].text();
  const std::string id = e.site.str() + " " + day + " " + nuclide + " " + instrument;
  const auto before = kHandled.find(db, id);
  const double sum = (before ? before->doc["activity_bq"].number() : 0) + p[topped ? "added_bq" : "activity_bq"].number();
  kHandled.put(db, {id, e.site.str() + " " + day, "", Json::object({{"nuclide", nuclide}, {"instrument", instrument}, {"activity_bq", sum}})});
}

Result<Json> workplaceView(ViewRequest& q) {
  Json rooms = Json::array(), unplaced = Json::array();
  for (const auto& card : kRooms.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    if (site && seesSite(q, *site)) rooms.push(roomJson(q, card, *site));
  }
  for (const auto& site : identity::sites(q.db)) {
    if (!seesSite(q, site)) continue;
    for (const auto& [nuclide, bq] : handledOn(q.db, site.site, localDay(q.now, site.zone), nullptr))
      unplaced.push(Json::object({{"site", site.site.str()}, {"nuclide", nuclide}, {"activity_bq", bq}}));
  }
  return Json::object({{"rooms", rooms}, {"unplaced", unplaced}});
}

}  // namespace isotrail::protection
