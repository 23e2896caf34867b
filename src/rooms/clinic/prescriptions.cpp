// Patients, prescriptions and written directives.
#include <cmath>

#include "desk/vault.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/commands.h"
#include "rooms/clinic/facts.h"
#include "rooms/clinic/records.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"

namespace isotrail::clinic {
namespace {

constexpr std::size_t kMaxWords = 2000;  // characters of free text in an entry

Refusal badValue(const char* field, const std::string& value, const char* accepted) {
  return Refusal::field({field, "BAD_VALUE", value, accepted, 0, 0});
}

bool wordsIn(const std::string& text) { return text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= kMaxWords; }

void requirePhysician(Act& act) {
  act.gates().check(act.caller().has("physician"), "NOT_A_PHYSICIAN", "CLI-01", "Macao health law (acts reserved to physicians); house rule",
                    Json::object({{"person", act.caller().person.str()}}));
}

/// A day of the calendar, not after today and not before 1900. The reader of instants refuses the 30th of February.
bool isBirthDate(const std::string& day, Instant now, const std::string& zone) {
  if (day.size() != 10 || day < "1900-01-01") return false;
  const auto start = startOfDay("birth_date", day, zone);
  return start && *start <= now;
}

}  // namespace

std::string stream(const std::string& id) { return "clinic/" + id; }

Verdict registerPatient(Act& act, const RegisterPatient& c) {
  const SiteId place = c.site.value_or(act.caller().site);
  const auto site = identity::site(act.db(), place);
  if (!site) return notFound("site", place.str());
  if (!wordsIn(c.family_name)) return badValue("family_name", "", "a name");
  if (!wordsIn(c.given_name)) return badValue("given_name", "", "a name");
  // The value is not repeated in the answer: answers may be logged, names of people may not.
  if (!isBirthDate(c.birth_date, act.now(), site->zone)) return badValue("birth_date", "", "a past day as YYYY-MM-DD");
  if (kPatients.find(act.db(), c.patient.str())) return alreadyExists("patient", c.patient.str());
  const auto org = identity::org(act.db(), site->org);
  act.gates().check(org && org->kind == "hospital", "NOT_A_HOSPITAL", "CLI-02", "house rule", Json::object({{"site", site->site.str()}}));
  requireOwn(act, site->org, site->site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  if (auto open = requireVault(act.db()); !open) return open;
  Json kept = Json::object({{"family_name", c.family_name}, {"given_name", c.given_name}, {"birth_date", c.birth_date}, {"sex", c.sex}});
  if (c.contact) kept.set("contact", *c.contact);
  keepInVault(act.db(), VaultOf::patient, c.patient.str(), kept);
  act.emit(site->site, stream(c.patient.str()), "clinic.PatientRegistered", Json::object({{"patient", c.patient.str()}, {"site", site->site.str()}}));
  return Done{};
}

Verdict erasePatient(Act& act, const ErasePatient& c) {
  const auto card = kPatients.find(act.db(), c.patient.str());
  const auto site = card ? identity::site(act.db(), SiteId(card->parent)) : std::nullopt;
  if (!site) return notFound("patient", c.patient.str());
  if (!wordsIn(c.reason)) return badValue("reason", "", "1 to 2000 characters");
  requireOwn(act, site->org, c.patient.str().c_str());
  requireNoName(act, c.patient, "reason", c.reason);
  identity::requireErasable(act, VaultOf::patient, c.patient.str(), site->jurisdiction, site->zone);
  if (auto v = act.gates().verdict(); !v) return v;
  eraseFromVault(act.db(), VaultOf::patient, c.patient.str(), stream(c.patient.str()));
  act.reason(c.reason);
  act.emit(site->site, stream(c.patient.str()), "clinic.PatientErased", Json::object({{"patient", c.patient.str()}, {"site", site->site.str()}}));
  return Done{};
}

Verdict prescribe(Act& act, const Prescribe& c) {
  const auto o = ordering::order(act.db(), c.order);
  if (!o) return notFound("order", c.order.str());
  if (!wordsIn(c.justification)) return badValue("justification", "", "1 to 2000 characters");
  const std::string route = c.route.value_or("intravenous");
  if (route != "intravenous" && route != "oral" && route != "inhalation") return badValue("route", route, "intravenous, oral, inhalation");
  if (prescription(act.db(), c.order)) return alreadyExists("prescription", c.order.str());
  if (o->state != "requested" && o->state != "promised") return outOfOrder("requested, promised", o->state);
  requireOwn(act, o->org, c.order.str().c_str());
  requirePhysician(act);
  requireNoName(act, o->patient, "justification", c.justification);
  Json payload = Json::object({{"order", c.order.str()},
                               {"patient", o->patient.str()},
                               {"product", o->product.str()},
                               {"activity_bq", o->activity.value},
                               {"inject_at", o->inject_at.iso()},
                               {"route", route},
                               {"justification", c.justification}});
  Json answer = Json::object({{"order", c.order.str()}});
  if (auto asked = requireQuestions(act, c, *o, payload, answer); !asked) return asked;
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(o->site, stream(c.order.str()), "clinic.Prescribed", std::move(payload));
  act.answer(std::move(answer));
  return Done{};
}

Verdict signDirective(Act& act, const SignDirective& c) {
  const auto o = ordering::order(act.db(), c.order);
  if (!o) return notFound("order", c.order.str());
  if (c.organ_limits && !wordsIn(*c.organ_limits)) return badValue("organ_limits", "", "1 to 2000 characters");
  const auto before = prescription(act.db(), c.order);
  if (!before) return outOfOrder("prescribe", "sign-directive");
  if (before->directive) return alreadyExists("directive", c.order.str());
  if (o->state != "requested" && o->state != "promised" && o->state != "drawn") return outOfOrder("requested, promised", o->state);
  const auto product = catalogue::product(act.db(), o->product);
  requireOwn(act, o->org, c.order.str().c_str());
  act.gates().check(product && product->use == "therapeutic", "DIRECTIVE_ONLY_FOR_THERAPY", "CLI-05", "house rule",
                    Json::object({{"order", c.order.str()}, {"product", o->product.str()}}));
  requirePhysician(act);
  const auto dose = hotlab::doseOfOrder(act.db(), c.order);
  act.gates().check(o->state != "drawn", "DIRECTIVE_TOO_LATE", "CLI-22", "10 CFR 35.40(a) (directive before administration); house rule",
                    Json::object({{"order", c.order.str()}, {"dose", dose ? dose->dose.str() : ""}}));
  identity::requireQualified(act, "therapy-directive");
  requireBloods(act, c.order);
  requireNoName(act, o->patient, "organ_limits", c.organ_limits.value_or(""));
  // Every later check reads the order's activity: a directive that says another one must not stand beside it.
  const Activity directed = c.activity.value_or(o->activity);
  act.gates().check(std::abs(directed / o->activity - 1.0) <= 1e-6, "DIRECTIVE_DIFFERS", "CLI-06",
                    "10 CFR 35.40 (content of a written directive); house rule",
                    Json::object({{"order", c.order.str()}, {"directive_bq", directed.value}, {"ordered_bq", o->activity.value}}));
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload =
      Json::object({{"order", c.order.str()}, {"patient", o->patient.str()}, {"product", o->product.str()}, {"activity_bq", directed.value}});
  if (c.organ_limits) payload.set("organ_limits", *c.organ_limits);
  act.emit(o->site, stream(c.order.str()), "clinic.DirectiveSigned", std::move(payload));
  return Done{};
}

namespace {
Verdict settleWords(Act& act, const Event& corrected, const char* field) {
  const std::string& words = corrected.payload[field].text();
  if (!wordsIn(words)) return badValue(field, "", "1 to 2000 characters");
  requireNoName(act, PatientId(corrected.payload["patient"].text()), field, words);
  return Done{};
}
}  // namespace

Verdict settleJustification(Act& act, Event& corrected) { return settleWords(act, corrected, "justification"); }
Verdict settleOrganLimits(Act& act, Event& corrected) { return settleWords(act, corrected, "organ_limits"); }

void rejustify(Db& db, const Event&, const Event& corrected) {
  auto card = kPrescriptions.find(db, corrected.payload["order"].text());
  if (!card) return;
  card->doc.set("justification", corrected.payload["justification"]);
  kPrescriptions.put(db, *card);
}

std::optional<PrescriptionFacts> prescription(Db& db, const OrderId& id) {
  const auto card = kPrescriptions.find(db, id.str());
  if (!card) return std::nullopt;
  const Json& d = card->doc;
  PrescriptionFacts p{id, PersonId(d["by"].text()), instantIn(d["at"]), card->state == "directed"};
  if (d.has("count")) p.count = d["count"].integer();
  if (d.has("syringes")) p.syringes = d["syringes"].integer();
  p.dose_row = d["dose_row"].text();
  p.protocol = d["protocol"].text();
  p.age_band = d["age_band"].text();
  return p;
}

void requirePrescribed(Act& act, const OrderId& order, bool therapy) {
  const auto p = prescription(act.db(), order);
  const Json params = Json::object({{"order", order.str()}});
  act.gates().check(p.has_value(), "PRESCRIPTION_MISSING", "CLI-03", "2013/59/Euratom Art. 55 (justification of each exposure); house rule", params);
  if (!therapy) return;
  act.gates().check(p && p->directive, "DIRECTIVE_MISSING", "CLI-04", "10 CFR 35.40 (written directive); house rule", params);
  requireBloods(act, order);
}

void applyClinic(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("clinic.PatientRegistered")) kPatients.put(db, {p["patient"].text(), p["site"].text(), "", Json::object({{"at", e.occurred_at.iso()}})});
  if (e.is("clinic.Prescribed")) {
    Json doc = p;
    doc.set("by", e.actor.str()).set("at", e.occurred_at.iso());
    kPrescriptions.put(db, {p["order"].text(), p["patient"].text(), "prescribed", doc});
  }
  if (e.is("clinic.DirectiveSigned"))
    if (auto card = kPrescriptions.find(db, p["order"].text())) {
      card->state = "directed";
      card->doc.set("directive_by", e.actor.str()).set("directive_at", e.occurred_at.iso());
      kPrescriptions.put(db, *card);
    }
  applyBloods(db, e);
  applyGiven(db, e);
}

}  // namespace isotrail::clinic
