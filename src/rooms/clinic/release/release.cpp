// The act of letting a therapy patient go: every gate is asked, and what was calculated stays on the record.
#include <algorithm>
#include <cmath>

#include "desk/vault.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/records.h"
#include "rooms/clinic/release/release.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/production/facts.h"
#include "rooms/protocols/facts.h"

namespace isotrail::clinic {
namespace {

constexpr std::size_t kMaxWords = 2000;

double rounded(double value) { return std::round(value * 1000) / 1000; }

std::string sexOf(Db& db, const PatientId& patient) {
  const auto kept = fromVault(db, VaultOf::patient, patient.str());
  return kept ? (*kept)["sex"].text() : "";
}

/// The patient's earlier therapies, and what of the course is still to come.
void addCycles(Db& db, Leaving& l) {
  const auto mine = kPrescriptions.find(db, l.given.order.str());
  const std::string course = mine ? mine->doc["course"].text() : "";
  for (const auto& rx : kPrescriptions.under(db, l.given.patient.str()))
    for (const auto& card : kGiven.under(db, rx.id)) {
      const auto dose = hotlab::dose(db, ItemId(card.id));
      const auto product = dose ? catalogue::product(db, dose->product) : std::nullopt;
      const Instant at = instantIn(card.doc["at"]);
      if (!product || product->use != "therapeutic" || at >= l.given.at) continue;
      EarlierCycle e{ItemId(card.id), at, netOf(card.doc), Dataset::shipped().find(dose->nuclide), {}, {}};
      e.same_course = !course.empty() && rx.doc["course"].text() == course;
      if (card.doc.has("release")) e.adult = Dose(card.doc["release"]["dose_adult_sv"].number());
      l.earlier.push_back(e);
    }
  std::sort(l.earlier.begin(), l.earlier.end(), [](const auto& a, const auto& b) { return a.given_at < b.given_at; });
  const auto plan = course.empty() ? std::nullopt : protocols::course(db, protocols::CourseId(course));
  if (!plan) return;
  l.ahead = static_cast<int>(std::max<std::int64_t>(0, plan->cycles - mine->doc["cycle"].integer()));
  l.gap = plan->least_gap;
}

/// The dose that was given and where its patient is; NOT_FOUND, OUT_OF_ORDER before it was given.
Result<Leaving> leavingOf(Db& db, const ItemId& dose, Instant now) {
  const auto d = hotlab::dose(db, dose);
  if (!d) return notFound("dose", dose.str());
  const auto g = given(db, dose);
  if (!g) return outOfOrder("given", d->state);
  const auto card = kGiven.find(db, dose.str());
  const auto site = identity::site(db, g->site);
  Leaving l{*g, netOf(card->doc), Dataset::shipped().find(d->nuclide), {}, {}, sexOf(db, d->patient), now, {}, 0, {}};
  l.jurisdiction = site->jurisdiction;
  l.zone = site->zone;
  addCycles(db, l);
  return l;
}

const Judged* judged(const Assessed& a, std::string_view quantity) {
  const auto found = std::find_if(a.limits.begin(), a.limits.end(), [&](const Judged& j) { return j.limit.quantity == quantity; });
  return found == a.limits.end() ? nullptr : &*found;
}

/// A value of a table that a calculation may replace is no bar once the calculated dose is within its limit.
void requireLimit(Act& act, const Assessed& a, const char* quantity, const char* code, Json params) {
  const Judged* j = judged(a, quantity);
  if (!j) return;
  const Judged* dose = judged(a, "dose_adult");
  const bool replaced = j->limit.by_default && dose && dose->met;
  params.set("from", j->from ? j->from->iso() : "").set("limit_bq", j->limit.value).set("found_bq", j->found);
  params.set("limit_usv_h", rounded(j->limit.value * 1e6)).set("found_usv_h", rounded(j->found * 1e6));
  params.set("limit_msv", rounded(j->limit.value * 1e3)).set("found_msv", rounded(j->found * 1e3));
  params.set("limit_h", rounded(j->limit.value / 3600)).set("found_h", rounded(j->found / 3600));
  act.gates().check(j->met || replaced, code, "CLI-24", j->limit.clause, params);
}

void requireHome(Act& act, const ReleasePatient& c, const Assessed& a, const Json& params) {
  for (const char* contact : {"bed_adult", "bed_pregnant"})
    if (const auto* p = a.of(contact); p && p->lasts.value > 0)
      act.gates().check(c.separate_bed, "RELEASE_BED_SHARED", "CLI-26", p->clause, Json(params).set("until", p->until));
  const auto *near = a.of("near_child"), *held = a.of("held_child");
  if (near && held && std::max(near->lasts, held->lasts).value > 0)
    act.gates().check(c.other_carer, "RELEASE_CHILD_UNCARED", "CLI-26", near->clause, Json(params).set("until", std::max(near->until, held->until)));
  const auto* travel = a.of("travel");
  if (travel && c.way_home == "public_transport")
    act.gates().check(travel->lasts.value <= 0, "RELEASE_WAY_HOME", "CLI-26", travel->clause, Json(params).set("until", travel->until));
}

/// A child that was breast-fed is weaned for good: what the prescription wrote is still so, or was never asked of her.
void requireWeaned(Act& act, const OrderId& order, const Json& params) {
  const auto card = kPrescriptions.find(act.db(), order.str());
  act.gates().check(!card || card->doc["breastfeeding"].text() != "yes", "RELEASE_BREASTFEEDING", "CLI-26",
                    "2013/59/Euratom Art. 62 (pregnancy and breast-feeding); GSR Part 3 para. 3.175", params);
}

void requireMeter(Act& act, const ReleasePatient& c, const SiteId& site) {
  if (!c.meter) return;
  production::requireEquipment(act, *c.meter, "survey_meter", site);
  instruments::requireChecked(act, *c.meter);
}

void requireSigner(Act& act, const Json& params) {
  const bool fit = act.caller().has("physician") || act.caller().has("rso");
  act.gates().check(fit, "RELEASE_SIGNER", "CLI-25", "GSR Part 3 para. 3.178 (release by the practitioner or the radiation protection officer)",
                    Json(params).set("person", act.caller().person.str()));
}

void requireGates(Act& act, const ReleasePatient& c, const Leaving& l, const Assessed& a) {
  const auto product = catalogue::product(act.db(), hotlab::dose(act.db(), c.dose)->product);
  const Json params = Json::object({{"dose", c.dose.str()}, {"patient", l.given.patient.str()}, {"nuclide", l.nuclide->name}});
  requireSigner(act, params);
  act.gates().check(product && product->use == "therapeutic", "RELEASE_ONLY_AFTER_THERAPY", "CLI-24", "house rule", params);
  act.gates().check(a.covered, "RELEASE_NUCLIDE_UNCOVERED", "CLI-24", "house rule", params);
  requireLimit(act, a, "retained", "RELEASE_ACTIVITY_ABOVE_LIMIT", params);
  requireLimit(act, a, "rate_1m", "RELEASE_RATE_ABOVE_LIMIT", params);
  requireLimit(act, a, "dose_adult", "RELEASE_DOSE_ABOVE_LIMIT", params);
  requireLimit(act, a, "stay", "RELEASE_TOO_EARLY", params);
  requireHome(act, c, a, params);
  requireWeaned(act, l.given.order, params);
  requireMeter(act, c, l.given.site);
}

}  // namespace

Verdict releasePatient(Act& act, const ReleasePatient& c) {
  const auto l = leavingOf(act.db(), c.dose, act.now());
  if (!l) return l.refusal();
  if (c.rate && !c.meter) return Refusal::field({"meter", "MISSING_FIELD", "", "what measured it", 0, 0});
  if (c.remark && c.remark->size() > kMaxWords) return Refusal::field({"remark", "BAD_VALUE", "", "up to 2000 characters", 0, 0});
  if (kGiven.find(act.db(), c.dose.str())->doc.has("release")) return alreadyExists("release", c.dose.str());
  const auto assessed = assess(c, *l);
  if (!assessed) return assessed.refusal();
  const auto site = identity::site(act.db(), l->given.site);
  requireOwn(act, site->org, c.dose.str().c_str());
  if (c.remark) requireNoName(act, l->given.patient, "remark", *c.remark);
  requireGates(act, c, *l, *assessed);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  const Json found = assessed->json(l->zone);
  for (const auto& [key, value] : found.members()) payload.set(key, value);
  payload.set("patient", l->given.patient.str()).set("order", l->given.order.str()).set("nuclide", l->nuclide->name).set("site", site->site.str());
  act.emit(site->site, stream(c.dose.str()), "clinic.PatientReleased", payload);
  act.answer(found);
  return Done{};
}

Result<Json> releaseForecast(ViewRequest& q, const ReleasePatient& c) {
  const auto l = leavingOf(q.db, c.dose, q.now);
  if (!l) return l.refusal();
  const auto site = identity::site(q.db, l->given.site);
  if (site->org != q.caller.org && !q.caller.has("admin")) return notFound("dose", c.dose.str());
  const auto assessed = assess(c, *l);
  if (!assessed) return assessed.refusal();
  Json models = Json::array();
  for (const auto& name : retentionModels(l->nuclide->name)) models.push(name);
  return assessed->json(l->zone).set("net_bq", l->net.value).set("models", models).set("zone", l->zone).set("nuclide", l->nuclide->name);
}

void applyRelease(Db& db, const Event& e) {
  if (!e.is("clinic.PatientReleased")) return;
  auto card = kGiven.find(db, e.payload["dose"].text());
  if (!card) return;
  Json doc = e.payload;
  card->doc.set("release", doc.set("at", e.occurred_at.iso()).set("by", e.actor.str()));
  kGiven.put(db, *card);
}

}  // namespace isotrail::clinic
