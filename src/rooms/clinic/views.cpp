// Doses by order, as the hospital, its maker and an inspector may see them.
#include <algorithm>

#include "desk/texts.h"
#include "desk/words.h"
#include "ledger/journal.h"
#include "rooms/clinic/proofs.h"
#include "rooms/clinic/records.h"

namespace isotrail::clinic {
namespace {

enum class Sight { none, outside, house };

/// Patients are the hospital's own. A maker sees the doses it supplies and an inspector those of the lane under his
/// jurisdiction, both without the patient.
Sight sightOf(ViewRequest& q, const ordering::OrderFacts& o) {
  if (o.org == q.caller.org || q.caller.has("admin")) return Sight::house;
  const auto maker = identity::site(q.db, o.maker_site), hospital = identity::site(q.db, o.site);
  if (maker && maker->org == q.caller.org) return Sight::outside;
  if (!q.caller.has("regulator")) return Sight::none;
  const auto here = [&](const std::optional<identity::SiteFacts>& s) { return s && s->jurisdiction == q.caller.jurisdiction; };
  return here(hospital) || here(maker) ? Sight::outside : Sight::none;
}

bool wouldServe(const Item& item, const ordering::OrderFacts& o) {
  return item.product == o.product && (item.kind == "vial" || item.kind == "preparation") && !item.inventory.empty();
}

/// The vial an order would be drawn from: one that is here and open before one still packed, on the road or at its maker; of
/// equals the weakest that still suffices, so that an opened vial is used up first, else the strongest.
std::optional<Item> servingVial(Db& db, const ordering::OrderFacts& o, const std::string& nuclide) {
  const auto rank = [&](const Item& i) { return i.site != o.site ? 0 : i.stage != "here" ? 1 : i.container.empty() ? 3 : 2; };
  const auto strength = [&](const Item& i) { return i.inventory.activityAt(nuclide, std::max(o.inject_at, i.inventory.reference())).value; };
  const auto better = [&](const Item& a, const Item& b) {
    if (rank(a) != rank(b)) return rank(a) > rank(b);
    const bool a_suffices = strength(a) >= o.activity.value, b_suffices = strength(b) >= o.activity.value;
    if (a_suffices != b_suffices) return a_suffices;
    return a_suffices ? strength(a) < strength(b) : strength(a) > strength(b);
  };
  std::optional<Item> best;
  auto there = itemsAt(db, o.site);
  for (auto& at_maker : itemsAt(db, o.maker_site)) there.push_back(std::move(at_maker));
  for (auto& item : there) {
    if (!wouldServe(item, o) || strength(item) <= 0) continue;
    if (!best || better(item, *best)) best = std::move(item);
  }
  return best;
}

std::optional<Slot> slotOf(ViewRequest& q, const ordering::OrderFacts& o) {
  const Sight sight = sightOf(q, o);
  const auto product = catalogue::product(q.db, o.product);
  const auto site = identity::site(q.db, o.site);
  if (sight == Sight::none || !product || !site) return std::nullopt;
  Slot s{o, *product, *site, Dataset::shipped().find(product->nuclide), hotlab::doseOfOrder(q.db, o.order), {}, {}, sight == Sight::house};
  if (s.dose) s.given = given(q.db, s.dose->dose);
  // A dose that is split is what all its syringes hold together.
  if (s.dose && s.nuclide)
    for (const auto& p : hotlab::partsOf(q.db, s.dose->dose)) {
      s.dose->activity = s.dose->activity + decayed(*s.nuclide, p.activity, p.at, s.dose->at);
      s.dose->labelled = s.dose->labelled && p.labelled;
      s.dose->u = s.dose->activity * hotlab::kCalibratorUncertainty;
    }
  s.item = s.dose ? findItem(q.db, s.dose->dose) : servingVial(q.db, o, product->nuclide);
  return s;
}

/// Where the dose stands, in the words of the dose page.
std::string stateOf(Db& db, const Slot& s) {
  if (s.given) return s.given->residual ? "closed" : "given";
  if (s.order.state == "cancelled") return "cancelled";
  if (s.dose) {
    if (s.item && s.item->stage != "here") return "lost";  // thrown away before it was given
    if (heldBy(db, s.dose->dose)) return "held";
    return s.dose->labelled ? "labelled" : "drawn";
  }
  if (const auto p = prescription(db, s.order.order)) return p->directive ? "directed" : "prescribed";
  return s.order.state == "promised" ? "accepted" : s.order.state;
}

std::string nameFor(const ViewRequest& q, const Slot& s, const PersonId& who) {
  return s.house ? identity::personName(q.db, who, q.language) : who.str();
}

/// From the vault, and only where the patient is registered at the hospital that ordered.
Json patientName(ViewRequest& q, const Slot& s) {
  const auto card = kPatients.find(q.db, s.order.patient.str());
  const auto site = card ? identity::site(q.db, SiteId(card->parent)) : std::nullopt;
  if (!site || site->org != s.order.org) return Json();
  const std::string& id = s.order.patient.str();
  if (const auto kept = fromVault(q.db, VaultOf::patient, id)) return (*kept)["family_name"].text() + " " + (*kept)["given_name"].text();
  return erasedFromVault(q.db, VaultOf::patient, id) ? Json(identity::erasedName(q.language)) : Json();
}

void setSigned(const ViewRequest& q, const Slot& s, Json& out) {
  const auto card = kPrescriptions.find(q.db, s.order.order.str());
  out.set("prescription", Json()).set("directive", Json());
  if (!card) return;
  Json p = Json::object({{"by", nameFor(q, s, PersonId(card->doc["by"].text()))}, {"at", card->doc["at"]}, {"route", card->doc["route"]}});
  if (s.house)
    for (const char* key : {"justification", "protocol", "weight_kg", "pregnancy", "breastfeeding", "proposed_bq", "set_aside", "reason", "course",
                            "cycle", "count", "syringes"})
      if (card->doc.has(key)) p.set(key, card->doc[key]);
  out.set("prescription", p);
  if (card->state == "directed")
    out.set("directive", Json::object({{"by", nameFor(q, s, PersonId(card->doc["directive_by"].text()))}, {"at", card->doc["directive_at"]}}));
}

void setDose(const ViewRequest& q, const Slot& s, Json& out) {
  if (!s.dose) {
    out.set("dose", Json()).set("vial", s.item ? Json(s.item->id.str()) : Json()).set("volume_ml", Json()).set("drawn", Json()).set("label", Json());
    return;
  }
  const hotlab::DoseFacts& d = *s.dose;
  const double ml = d.volume.value * 1e3;
  out.set("dose", d.dose.str()).set("vial", d.vial.str()).set("volume_ml", ml);
  Json drawn = Json::object({{"activity_bq", d.activity.value}, {"u_bq", d.u.value > 0 ? Json(d.u.value) : Json()}, {"at", d.at.iso()}});
  out.set("drawn", drawn.set("by", nameFor(q, s, d.by)).set("dose", d.dose.str()).set("volume_ml", ml));
  out.set("label", d.labelled ? Json::object({{"dose", d.dose.str()}}) : Json());
  if (d.parts < 2) return;
  Json further = Json::array();
  for (const auto& p : hotlab::partsOf(q.db, d.dose))
    further.push(Json::object({{"dose", p.dose.str()}, {"activity_bq", p.activity.value}, {"at", p.at.iso()}, {"labelled", p.labelled}}));
  out.set("parts", d.parts).set("syringes", further);
}

void setGiven(const ViewRequest& q, const Slot& s, Json& out) {
  const auto card = s.given ? kGiven.find(q.db, s.given->dose.str()) : std::nullopt;
  const Json none = Json::object();
  const Json& d = card ? card->doc : none;
  out.set(
      "given",
      !card ? Json() : Json::object({{"at", d["at"]}, {"by", nameFor(q, s, s.given->by)}, {"route", d["route"]}, {"activity_bq", d["activity_bq"]}}));
  out.set("outcomes", d["outcomes"].isArray() ? d["outcomes"] : Json::array());
  out.set("release", s.house ? d["release"] : Json());
  for (const char* key : {"residual_bq", "residual_measured_bq", "residual_at", "net_bq", "effective_dose_msv"}) out.set(key, d[key]);
}

Json slotJson(ViewRequest& q, const Slot& s) {
  const Window w = windowOf(s);
  Json out = Json::object({{"order", s.order.order.str()}, {"patient", s.house ? s.order.patient.str() : ""}});
  if (s.house) out.set("patient_name", patientName(q, s));
  out.set("product", s.order.product.str()).set("product_name", catalogue::productName(s.product, q.language)).set("letter", s.product.letter);
  out.set("nuclide", s.product.nuclide).set("half_life_s", s.nuclide ? s.nuclide->half_life.value : 0.0).set("use", s.product.use);
  out.set("prescribed_bq", s.order.activity.value).set("tolerance_percent", s.order.tolerance.value * 100);
  out.set("reading_u_fraction", hotlab::kCalibratorUncertainty);
  out.set("inject_at", s.order.inject_at.iso()).set("zone", s.site.zone).set("site", s.order.site.str());
  out.set("window", Json::object({{"from", w.from.iso()}, {"until", w.until.iso()}})).set("state", stateOf(q.db, s));
  setDose(q, s, out);
  setGiven(q, s, out);
  setSigned(q, s, out);
  return out.set("proofs", proofsOf(q, s));
}

/// Every entry of the order and its dose, in append order.
Json recordOf(ViewRequest& q, const Slot& s) {
  std::vector<std::int64_t> entries = entriesAbout(q.db, s.order.order.str());
  if (s.dose)
    for (const auto seq : entriesAbout(q.db, s.dose->dose.str())) entries.push_back(seq);
  std::sort(entries.begin(), entries.end());
  Json list = Json::array();
  for (const auto seq : entries) {
    const auto e = Journal(q.db).bySeq(seq);
    if (!e) continue;
    Json says = e->payload;
    if (!s.house && says.has("patient")) says.set("patient", "–");  // outside the hospital a line names no patient
    list.push(Json::object(
        {{"at", e->occurred_at.iso()}, {"text", eventText(e->type, languageOf(q.language), says)}, {"by", nameFor(q, s, e->actor)}, {"seq", seq}}));
  }
  return list;
}

/// What the list shows: a local day of each hospital when asked for, else everything from two days ago on.
bool listed(const Slot& s, const std::string& day) { return day.empty() || localDay(s.order.inject_at, s.site.zone) == day; }

}  // namespace

Result<Json> dosesView(ViewRequest& q) {
  const std::string& day = q.param("day");
  Instant from = q.now - days(2), to = q.now + days(31);  // nobody orders more than 30 days ahead
  if (!day.empty()) {
    auto start = startOfDay("day", day, "UTC");
    if (!start) return start.refusal();
    from = *start - days(1);
    to = *start + days(2);
  }
  Json list = Json::array();
  for (const auto& o : ordering::orders(q.db, SiteId(), from, to))
    if (const auto s = slotOf(q, o); s && listed(*s, day)) list.push(slotJson(q, *s));
  return Json::object({{"doses", list}});
}

Result<Json> doseView(ViewRequest& q) {
  const auto o = ordering::order(q.db, OrderId(q.id));
  const auto s = o ? slotOf(q, *o) : std::nullopt;
  if (!s) return notFound("order", q.id);
  return slotJson(q, *s).set("record", recordOf(q, *s));
}

}  // namespace isotrail::clinic
