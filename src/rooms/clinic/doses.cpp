// Administration, and the residual that decides what was really given.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "nuclide/dataset.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/commands.h"
#include "rooms/clinic/facts.h"
#include "rooms/clinic/records.h"
#include "rooms/clinic/release/release.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/protection/facts.h"

namespace isotrail::clinic {
namespace {

/// The scanned wristband and the route against what was ordered and prescribed.
void requireRightPatient(Act& act, const Administer& c, const hotlab::DoseFacts& d) {
  Json params = Json::object({{"dose", c.dose.str()}, {"expected", d.patient.str()}, {"found", c.patient.str()}});
  act.gates().check(c.patient == d.patient, "WRONG_PATIENT", "CLI-07", "GSR Part 3 para. 3.168 (identification of the patient); house rule", params);
  const auto card = kPrescriptions.find(act.db(), d.order.str());
  if (!card) return;  // PRESCRIPTION_MISSING says so
  params = Json::object({{"dose", c.dose.str()}, {"expected", card->doc["route"].text()}, {"found", c.route}});
  act.gates().check(c.count.value_or(1) == d.count, "ITEM_COUNT_DIFFERS", "CLI-23", "house rule; GSR Part 3 para. 3.168",
                    Json::object({{"dose", c.dose.str()}, {"count", c.count.value_or(1)}, {"prescribed", d.count}}));
  act.gates().check(card->doc["route"].text() == c.route, "WRONG_ROUTE", "CLI-08", "house rule; the prescription", params);
}

/// Every syringe of the dose with what it holds now.
Result<std::vector<Item>> syringesOf(Act& act, const Administer& c, const hotlab::DoseFacts& d) {
  if (!d.part_of.empty()) return Refusal::field({"dose", "BAD_VALUE", c.dose.str(), d.part_of.str() + ", of which this is a further syringe", 0, 0});
  std::vector<Item> out;
  auto first = itemOf(act.db(), "dose", c.dose);
  if (!first) return first.refusal();
  out.push_back(*first);
  const auto parts = hotlab::partsOf(act.db(), c.dose);
  std::vector<std::string> scanned = c.syringes.value_or(std::vector<std::string>()), drawn;
  bool labelled = d.labelled;
  for (const auto& p : parts) {
    drawn.push_back(p.dose.str());
    labelled = labelled && p.labelled;
    out.push_back(*findItem(act.db(), p.dose));
  }
  std::sort(scanned.begin(), scanned.end());
  Json params = Json::object({{"dose", c.dose.str()}, {"drawn", parts.size() + 1}, {"parts", d.parts}, {"scanned", scanned.size() + 1}});
  act.gates().check(static_cast<std::int64_t>(parts.size()) + 1 == d.parts && scanned == drawn, "SYRINGE_MISSING", "CLI-28",
                    "house rule; the prescription", params);
  act.gates().check(labelled, "DOSE_NOT_LABELLED", "CLI-09", "house rule; GSR Part 3 para. 3.168", Json::object({{"dose", c.dose.str()}}));
  return out;
}
Activity heldBy(const std::vector<Item>& syringes, const std::string& nuclide, Instant at) {
  Activity sum;
  for (const auto& s : syringes) sum = sum + s.inventoryAt(at).activity(nuclide);
  return sum;
}

/// What is in the syringe now lies inside the order's range; "now" is the injection.
void requireToleranceNow(Act& act, Activity there, const hotlab::DoseFacts& d, const ordering::OrderFacts& o) {
  const double off = there / o.activity - 1.0;
  Json params = Json::object({{"dose", d.dose.str()}, {"there_bq", there.value}, {"ordered_bq", o.activity.value}});
  params.set("off_percent", std::round(off * 1000) / 10).set("tolerance_percent", o.tolerance.value * 100);
  act.gates().check(std::abs(off) <= o.tolerance.value + 1e-12, "DOSE_OUT_OF_TOLERANCE", "CLI-10", "house rule; the order's range", params);
}

Movement gives(const Act& act, const std::vector<Item>& syringes, const hotlab::DoseFacts& d) {
  Movement m;
  m.kind = MovementKind::give;
  m.at = act.now();
  m.with = {{"patient", d.patient.str()}, {"order", d.order.str()}};
  for (const auto& s : syringes) m.takes.push_back({s.id, s.inventoryAt(act.now()), s.volume, true});
  return m;
}

}  // namespace

/// The residual's atoms come back from the account "given" into the syringe, booked at the instant of injection: so the
/// account shows as given what the patient got, and the residual's own decay as decay.
Movement comesBack(const GivenFacts& g, const Inventory& whole, double share, const EquipmentId& calibrator) {
  Movement m;
  m.kind = MovementKind::give;
  m.at = g.at;
  m.uncertainty_rel = hotlab::kCalibratorUncertainty;
  m.with = {{"equipment", calibrator.str()}, {"patient", g.patient.str()}};
  m.puts.push_back({g.dose, whole.times(share), Volume(), std::nullopt});
  return m;
}

/// Every isotope that was in the syringe when it was emptied.
Inventory inventoryGiven(Db& db, const ItemId& dose) {
  const auto card = kGiven.find(db, dose.str());
  return Inventory::fromJson(card->doc["inventory"]);
}

Verdict administer(Act& act, const Administer& c) {
  const auto d = hotlab::dose(act.db(), c.dose);
  if (!d) return Refusal::of("DOSE_NOT_DRAWN", Json::object({{"dose", c.dose.str()}}));
  if (const auto g = given(act.db(), c.dose))
    return Refusal::of("DOSE_GIVEN_ALREADY", Json::object({{"dose", c.dose.str()}, {"given_at", g->at.iso()}}));
  if (d->state == "not_given") return outOfOrder("drawn, labelled", d->state);
  const auto o = ordering::order(act.db(), d->order);
  const auto product = catalogue::product(act.db(), d->product);
  requireRightPatient(act, c, *d);
  const auto syringes = syringesOf(act, c, *d);
  if (!syringes) return syringes.refusal();
  for (const auto& s : *syringes) requireUsable(act, s);
  const Activity there = heldBy(*syringes, d->nuclide, act.now());
  requireToleranceNow(act, there, *d, *o);
  requirePrescribed(act, d->order, product && product->use == "therapeutic");
  identity::requireQualified(act, "administration");
  protection::requireBelowLimits(act);
  if (auto v = act.gates().verdict(); !v) return v;
  const SiteId& site = syringes->front().site;
  Json payload = Json::object({{"dose", c.dose.str()}, {"order", d->order.str()}, {"patient", d->patient.str()}, {"product", d->product.str()}});
  if (c.count) payload.set("count", *c.count);
  if (syringes->size() > 1) {
    Json further = Json::array();
    for (std::size_t i = 1; i < syringes->size(); ++i) further.push((*syringes)[i].id.str());
    payload.set("syringes", further);
  }
  payload.set("vial", d->vial.str()).set("nuclide", d->nuclide).set("activity_bq", there.value).set("route", c.route).set("site", site.str());
  act.emit(site, stream(c.dose.str()), "clinic.DoseGiven", payload, gives(act, *syringes, *d));
  act.answer(Json::object({{"dose", c.dose.str()}, {"activity_bq", there.value}}));
  return Done{};
}

Verdict measureResidual(Act& act, const MeasureResidual& c) {
  const auto d = hotlab::dose(act.db(), c.dose);
  if (!d) return notFound("dose", c.dose.str());
  const auto g = given(act.db(), c.dose);
  if (!g) return outOfOrder("given", d->state);
  if (g->residual) return alreadyExists("residual", c.dose.str());
  auto item = itemOf(act.db(), "dose", c.dose);
  if (!item) return item.refusal();
  // Once the syringe is in a waste container its reading would be the container's.
  if (item->stage != "given" || !item->container.empty()) return outOfOrder("given", item->container.empty() ? item->stage : "discarded");
  const Nuclide* nuclide = Dataset::shipped().find(d->nuclide);
  const Activity then = decayed(*nuclide, c.activity, act.now(), g->at);
  requireOwn(act, item->org, c.dose.str().c_str());
  hotlab::requireCalibrator(act, c.calibrator);
  Json params = Json::object({{"dose", c.dose.str()}, {"measured_bq", c.activity.value}, {"then_bq", then.value}, {"given_bq", g->activity.value}});
  const Activity back = recoveredOf(kGiven.find(act.db(), c.dose.str())->doc);
  act.gates().check((then + back).value <= g->activity.value * (1 + 1e-9), "RESIDUAL_LARGER_THAN_DOSE", "CLI-11", "house rule", params);
  if (auto v = act.gates().verdict(); !v) return v;
  Json after = kGiven.find(act.db(), c.dose.str())->doc;
  const Activity net = netOf(after.set("residual_bq", then.value));
  Json payload = encodePayload(c);
  payload.set("order", d->order.str()).set("patient", d->patient.str()).set("given_at", g->at.iso()).set("given_bq", g->activity.value);
  payload.set("residual_bq", then.value).set("net_bq", net.value);
  if (const auto msv = effectiveMsv(act.db(), *d, net)) payload.set("effective_dose_msv", *msv);
  std::optional<Movement> comes;
  if (then.value > 0) comes = comesBack(*g, inventoryGiven(act.db(), c.dose), then / g->activity, c.calibrator);
  act.emit(item->site, stream(c.dose.str()), "clinic.ResidualMeasured", payload, comes);
  act.answer(Json::object({{"dose", c.dose.str()}, {"net_bq", net.value}, {"effective_dose_msv", payload["effective_dose_msv"]}}));
  return Done{};
}

void applyGiven(Db& db, const Event& e) {
  const Json& p = e.payload;
  applyRelease(db, e);
  if (e.is("clinic.DoseGiven")) {
    Json doc = p;
    const Movement m = Movement::fromJson(e.movement);
    Inventory all = m.takes.at(0).amount;
    for (std::size_t i = 1; i < m.takes.size(); ++i) all = all.plus(m.takes[i].amount);
    doc.set("at", e.occurred_at.iso()).set("by", e.actor.str()).set("inventory", all.toJson());
    kGiven.put(db, {p["dose"].text(), p["order"].text(), "given", doc});
  }
  if (e.is("clinic.ResidualMeasured"))
    if (auto card = kGiven.find(db, p["dose"].text())) {
      card->state = "closed";
      card->doc.set("residual_bq", p["residual_bq"]).set("residual_measured_bq", p["activity_bq"]).set("residual_at", e.occurred_at.iso());
      card->doc.set("net_bq", p["net_bq"]).set("effective_dose_msv", p["effective_dose_msv"]);
      kGiven.put(db, *card);
    }
  if (e.is("clinic.OutcomeReported"))
    if (auto card = kGiven.find(db, p["dose"].text())) {
      Json outcomes = card->doc["outcomes"].isArray() ? card->doc["outcomes"] : Json::array();
      Json said = p;
      outcomes.push(said.set("at", e.occurred_at.iso()).set("by", e.actor.str()));
      card->doc.set("outcomes", outcomes).set("net_bq", p["net_bq"]).set("effective_dose_msv", p["effective_dose_msv"]);
      kGiven.put(db, *card);
    }
}

std::optional<GivenFacts> given(Db& db, const ItemId& dose) {
  const auto card = kGiven.find(db, dose.str());
  if (!card) return std::nullopt;
  const Json& d = card->doc;
  GivenFacts g;
  g.dose = dose;
  g.order = OrderId(card->parent);
  g.patient = PatientId(d["patient"].text());
  g.at = instantIn(d["at"]);
  g.activity = Activity(d["activity_bq"].number());
  if (d["residual_bq"].isNumber()) g.residual = Activity(d["residual_bq"].number());
  g.by = PersonId(d["by"].text());
  g.site = SiteId(d["site"].text());
  return g;
}

}  // namespace isotrail::clinic
