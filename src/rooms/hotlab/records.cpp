#include "rooms/hotlab/records.h"

#include "desk/words.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "units/time.h"

namespace isotrail::hotlab {
namespace {

std::string checkId(const EquipmentId& id, const std::string& day) { return id.str() + " " + day; }

template <class Change>
void edit(Db& db, const Shelf& shelf, const std::string& id, Change change) {
  auto card = shelf.find(db, id);
  if (!card) return;
  change(*card);
  shelf.put(db, *card);
}

Json with(Json doc, const Event& e) { return doc.set("at", e.occurred_at.iso()).set("by", e.actor.str()); }

DoseFacts factsOf(const Card& card) {
  const Json& d = card.doc;
  DoseFacts out;
  out.dose = ItemId(card.id);
  out.vial = ItemId(d["vial"].text());
  out.order = OrderId(d["order"].text());
  out.patient = PatientId(d["patient"].text());
  out.product = ProductId(d["product"].text());
  out.nuclide = d["nuclide"].text();
  out.activity = Activity(d["activity_bq"].number());
  out.u = Activity(d["u_bq"].number());
  out.at = instantIn(d["at"]);
  out.volume = Volume(d["volume_l"].number());
  out.count = d.has("count") ? d["count"].integer() : 1;
  out.by = PersonId(d["by"].text());
  out.state = card.state;
  out.labelled = d.has("label");
  out.parts = d.has("parts") ? d["parts"].integer() : 1;
  out.part_of = ItemId(d["part_of"].text());
  return out;
}

void applyDose(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("hotlab.DoseDrawn")) kDoses.put(db, {p["dose"].text(), e.site.str(), "drawn", with(p, e)});
  if (e.is("hotlab.DoseLabelled"))
    edit(db, kDoses, p["dose"].text(), [&](Card& c) {
      c.state = "labelled";
      c.doc.set("label", with(p, e));
    });
  if (e.is("hotlab.DoseToppedUp"))
    edit(db, kDoses, p["dose"].text(), [&](Card& c) {
      Json doc = Json::object();
      for (const auto& [key, value] : c.doc.members())
        if (key != "label") doc.set(key, value);
      c.state = "drawn";
      c.doc = doc.set("activity_bq", p["activity_bq"]).set("u_bq", p["u_bq"]).set("volume_l", p["volume_l"]).set("at", e.occurred_at.iso());
    });
  if (e.is("hotlab.PartDrawn")) {
    Json doc = with(p, e);
    kDoses.put(db, {p["part"].text(), e.site.str(), "drawn", doc.set("part_of", p["dose"])});
  }
  const bool given = e.is("clinic.DoseGiven");
  if (!given && !e.is("clinic.DoseNotGiven")) return;
  const auto ends = [&](Card& c) { c.state = given ? "given" : "not_given"; };
  const ItemId dose(p["dose"].text());
  for (const auto& part : partsOf(db, dose)) edit(db, kDoses, part.dose.str(), ends);
  edit(db, kDoses, dose.str(), ends);
}

void applyKit(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("production.LotReceived") && p["kind"].text() == "kit")
    kKits.put(db, {p["lot"].text(), p["site"].text(), "", Json::object({{"left", p["units"]}})});
  if (e.is("hotlab.KitPrepared")) {
    kPreparations.put(db, {p["preparation"].text(), e.site.str(), "untested", with(p, e)});
    edit(db, kKits, p["kit_lot"].text(), [](Card& c) { c.doc.set("left", c.doc["left"].integer() - 1); });
  }
  if (e.is("hotlab.PreparationTested"))
    edit(db, kPreparations, p["preparation"].text(), [&](Card& c) {
      c.state = p["verdict"].text() == "pass" ? "passed" : "failed";
      c.doc.set("test", with(p, e));
    });
}

void applyPackage(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("logistics.Packed")) kPackages.put(db, {p["package"].text(), p["consignment"].text(), "packed", with(p, e)});
  if (e.is("logistics.Delivered"))
    for (const auto& id : p["packages"].items()) edit(db, kPackages, id.text(), [&](Card& c) { c.doc.set("transfer", p["transfer"]); });
  if (e.is("hotlab.PackageReceived"))
    edit(db, kPackages, p["package"].text(), [&](Card& c) {
      c.state = p["decision"].text() == "refuse" ? "refused" : "received";
      c.doc.set("receipt", with(p, e));
    });
}

}  // namespace

void applyHotlab(Db& db, const Event& e) {
  applyPackage(db, e);
  applyKit(db, e);
  applyDose(db, e);
  applyKitRules(db, e);
  if (!e.is("hotlab.CalibratorChecked")) return;
  // The last check of the day counts, so that one that failed cannot hide behind an earlier one.
  const std::string id = checkId(EquipmentId(e.payload["calibrator"].text()), e.payload["day"].text());
  auto card = kChecks.find(db, id);
  Json list = card ? card->doc : Json::array();
  list.push(with(e.payload, e));
  kChecks.put(db, {id, e.site.str(), e.payload["verdict"].text(), list});
}

std::optional<DoseFacts> dose(Db& db, const ItemId& id) {
  auto card = kDoses.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}
std::optional<DoseFacts> doseOfOrder(Db& db, const OrderId& order) {
  // A dose that was not given leaves the order to the next one.
  for (const auto& card : kDoses.all(db))
    if (card.doc["order"].text() == order.str() && card.state != "not_given" && !card.doc.has("part_of")) return factsOf(card);
  return std::nullopt;
}
std::vector<DoseFacts> partsOf(Db& db, const ItemId& dose) {
  std::vector<DoseFacts> out;
  const auto first = kDoses.find(db, dose.str());
  if (!first || !first->doc.has("parts")) return out;
  for (const auto& card : kDoses.under(db, first->parent))
    if (card.doc["part_of"].text() == dose.str()) out.push_back(factsOf(card));
  return out;
}
std::vector<DoseFacts> doses(Db& db, const SiteId& site) {
  std::vector<DoseFacts> out;
  for (const auto& card : kDoses.under(db, site.str())) out.push_back(factsOf(card));
  return out;
}

bool calibratorChecked(Db& db, const EquipmentId& id, Instant at, const std::string& zone) {
  const auto card = kChecks.find(db, checkId(id, localDay(at, zone)));
  if (!card) return false;
  std::string last;
  for (const auto& check : card->doc.items())
    if (instantIn(check["at"]) <= at) last = check["verdict"].text();
  return last == "pass";
}

void requireCalibrator(Act& act, const EquipmentId& id) {
  const auto known = production::equipment(act.db(), id);
  const SiteId where = act.caller().site.empty() && known ? known->site : act.caller().site;
  production::requireEquipment(act, id, "calibrator", where);
  if (!known) return;
  if (known->kind == "calibrator") instruments::requireChecked(act, id);
  const auto site = identity::site(act.db(), known->site);
  const std::string zone = site ? site->zone : "UTC";
  act.gates().check(calibratorChecked(act.db(), id, act.now(), zone), "CALIBRATOR_UNCHECKED", "HOT-06", "house rule; IAEA TRS 454 (daily constancy)",
                    Json::object({{"calibrator", id.str()}, {"day", localDay(act.now(), zone)}}));
}

std::optional<std::int64_t> kitsLeft(Db& db, const ItemId& lot) {
  auto card = kKits.find(db, lot.str());
  if (!card) return std::nullopt;
  return card->doc["left"].integer();
}
std::string preparationState(Db& db, const ItemId& preparation) {
  auto card = kPreparations.find(db, preparation.str());
  return card ? card->state : "";
}

void requireReleasedOrTested(Act& act, const Item& source, const std::string& market) {
  if (source.kind == "vial") return quality::requireReleased(act, source.batch, market);
  if (source.kind != "preparation") return;
  const std::string state = preparationState(act.db(), source.id);
  const Json params = Json::object({{"preparation", source.id.str()}, {"product", source.product.str()}});
  if (!act.gates().check(state != "untested", "PREPARATION_UNTESTED", "HOT-11", "house rule; EANM guidance on radiopharmacy practice", params))
    return;
  act.gates().check(state == "passed", "PREPARATION_FAILED", "HOT-11", "house rule", params);
}

}  // namespace isotrail::hotlab
