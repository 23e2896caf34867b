// The questions of a prescription: body, dosage card and reference level, pregnancy and breast-feeding, repetition,
// contraindications, and the place in a course. A physician sets some objections aside by name and with a reason; what protects
// an unborn or a fed child from a therapy, and a missing weight, nobody sets aside.
#include <algorithm>
#include <cmath>

#include "desk/vault.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/commands.h"
#include "rooms/clinic/facts.h"
#include "rooms/clinic/records.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/protocols/facts.h"

namespace isotrail::clinic {
namespace {

constexpr int kAdult = 18, kAskedFrom = 12, kAskedUntil = 55;  // years
constexpr double kPound = 2.20462;                             // lb of a kilogram
/// A tenth beyond the usual range is a wrong unit before it is a rare child. A light child in pounds still looks like a heavy one
/// in kilograms: then the ordered activity is off the card.
constexpr double kWeightSpread = 1.1;
constexpr double kCardSpread = 0.2;       // either side of the card's activity
constexpr double kReferenceSpread = 1.1;  // of a reference level
constexpr const char* kSetAside[] = {"WEIGHT_IMPLAUSIBLE", "ACTIVITY_OFF_CARD",    "REFERENCE_LEVEL_EXCEEDED",
                                     "PREGNANT",           "EXAMINATION_REPEATED", "CONTRAINDICATED"};

struct Asked {
  Act& act;
  const Prescribe& c;
  const ordering::OrderFacts& o;
  std::optional<protocols::ProtocolFacts> protocol;
  std::optional<BodyFacts> body;
  bool therapy = false;
  Json set_aside = Json::array();

  /// A gate that the physician may set aside by its code; what was set aside stands in the entry.
  void objection(bool fine, const char* code, const char* rule, const std::string& clause, const Json& params) {
    const bool named = c.set_aside && std::find(c.set_aside->begin(), c.set_aside->end(), code) != c.set_aside->end();
    if (!fine && named) set_aside.push(code);
    act.gates().check(fine || named, code, rule, clause, params);
  }
  Json params() const { return Json::object({{"order", o.order.str()}, {"patient", o.patient.str()}, {"product", o.product.str()}}); }
};

void askWeight(Asked& a) {
  if (!a.body || !a.body->child) return;
  Json params = a.params();
  params.set("age_years", std::floor(a.body->age_years));
  const char* clause = "2013/59/Euratom Art. 61 (exposure of children); house rule";
  a.act.gates().check(a.protocol.has_value(), "PROTOCOL_MISSING", "CLI-13", clause, params);
  if (!a.act.gates().check(a.c.weight.has_value(), "WEIGHT_MISSING", "CLI-13", clause, params)) return;
  const auto usual = protocols::usualWeight(a.body->age_years);
  const double kg = a.c.weight->value;
  params.set("weight_kg", kg).set("low_kg", usual.low.value).set("high_kg", usual.high.value).set("as_pounds_kg", std::round(kg / kPound * 10) / 10);
  const bool usual_weight = kg >= usual.low.value / kWeightSpread && kg <= usual.high.value * kWeightSpread;
  a.objection(usual_weight, "WEIGHT_IMPLAUSIBLE", "CLI-14", "house rule; " + usual.source, params);
}

void askActivity(Asked& a, Json& payload, Json& answer) {
  if (!a.protocol || a.therapy) return;
  const bool child = a.body && a.body->child;
  const auto proposed = protocols::proposalFor(*a.protocol, a.c.weight, child);
  if (!proposed) return;
  payload.set("proposed_bq", proposed->activity.value);
  answer.set("proposed_bq", proposed->activity.value).set("proposed_by", proposed->clause);
  Json params = a.params();
  const double ratio = a.o.activity / proposed->activity;
  params.set("ordered", showActivity(a.o.activity))
      .set("proposed", showActivity(proposed->activity))
      .set("off_percent", std::round((ratio - 1) * 1000) / 10);
  if (proposed->by_card)
    a.objection(std::abs(ratio - 1) <= kCardSpread + 1e-12, "ACTIVITY_OFF_CARD", "CLI-15", "2013/59/Euratom Art. 61; " + proposed->clause, params);
  else
    a.objection(ratio <= kReferenceSpread + 1e-12, "REFERENCE_LEVEL_EXCEEDED", "CLI-16", "2013/59/Euratom Art. 56; " + proposed->clause, params);
}

void askWoman(Asked& a, Json& answer) {
  if (!a.body || !a.body->asked) return;
  const Json params = a.params();
  const char* clause = "2013/59/Euratom Art. 62 (pregnancy and breast-feeding); GSR Part 3 para. 3.175";
  auto& gates = a.act.gates();
  if (gates.check(a.c.pregnancy.has_value(), "PREGNANCY_UNASKED", "CLI-17", clause, params) && *a.c.pregnancy != "no") {
    if (a.therapy)
      gates.check(false, "PREGNANT_THERAPY", "CLI-17", clause, params);
    else
      a.objection(false, "PREGNANT", "CLI-17", clause, params);
  }
  if (!gates.check(a.c.breastfeeding.has_value(), "BREASTFEEDING_UNASKED", "CLI-18", clause, params) || *a.c.breastfeeding == "no") return;
  gates.check(!a.therapy || *a.c.breastfeeding == "stopped", "BREASTFEEDING_NOT_STOPPED", "CLI-18", clause, params);
  const auto* row = a.protocol ? protocols::interruption(a.protocol->interruption) : nullptr;
  if (!row) return;
  Json advised = Json::object();
  for (const auto& [source, time] : row->advised) advised.set(source, time);
  answer.set("breastfeeding", Json::object({{"longest", row->longest}, {"advised", advised}, {"source", row->source}}));
}

/// The same protocol for the same patient within its least time, ordered and not cancelled, before or after.
void askRepeated(Asked& a) {
  if (!a.protocol || !a.protocol->repeat_after) return;
  for (const auto& card : kPrescriptions.under(a.act.db(), a.o.patient.str())) {
    if (card.doc["protocol"].text() != a.protocol->protocol.str() || card.id == a.o.order.str()) continue;
    const auto other = ordering::order(a.act.db(), OrderId(card.id));
    if (!other || other->state == "cancelled") continue;
    const double apart = std::abs((other->inject_at - a.o.inject_at).value);
    Json params = a.params();
    params.set("other", card.id).set("apart_days", apart / 86400).set("least_days", a.protocol->repeat_after->value / 86400);
    a.objection(apart >= a.protocol->repeat_after->value, "EXAMINATION_REPEATED", "CLI-19",
                "2013/59/Euratom Art. 55(2)(d) (previous diagnostic information)", params);
  }
}

/// A therapy that is paired with a scan is prescribed on what that scan showed of this patient.
void askScan(Asked& a) {
  if (!a.protocol || a.protocol->paired_scan.empty()) return;
  const Instant earliest = a.o.inject_at - a.protocol->paired_within;
  bool scanned = false;
  for (const auto& card : kPrescriptions.under(a.act.db(), a.o.patient.str())) {
    if (card.doc["protocol"].text() != a.protocol->paired_scan.str()) continue;
    for (const auto& given : kGiven.under(a.act.db(), card.id)) scanned = scanned || instantIn(given.doc["at"]) >= earliest;
  }
  Json params = a.params();
  params.set("scan", a.protocol->paired_scan.str()).set("within_days", a.protocol->paired_within.value / 86400);
  a.act.gates().check(scanned, "PAIR_SCAN_MISSING", "CLI-31", "IAEA, EANM and SNMMI practical guidance on PRRNT (2013); house rule", params);
}

Verdict askContraindications(Asked& a) {
  if (!a.protocol || a.protocol->contraindications.empty()) return Done{};
  const auto& known = a.protocol->contraindications;
  std::string list;
  for (const auto& k : known) list += (list.empty() ? "" : "; ") + k;
  Json params = a.params();
  params.set("list", list);
  if (!a.act.gates().check(a.c.contraindications.has_value(), "CONTRAINDICATIONS_UNASKED", "CLI-20", "house rule; the product's leaflet", params))
    return Done{};
  std::string found;
  for (const auto& said : *a.c.contraindications) {
    if (std::find(known.begin(), known.end(), said) == known.end()) return Refusal::field({"contraindications", "BAD_VALUE", said, list, 0, 0});
    found += (found.empty() ? "" : "; ") + said;
  }
  a.objection(found.empty(), "CONTRAINDICATED", "CLI-20", "house rule; the product's leaflet", params.set("found", found));
  return Done{};
}

Verdict askCourse(Asked& a, Json& payload) {
  if (!a.c.course) return Done{};
  const auto course = protocols::course(a.act.db(), *a.c.course);
  if (!course) return notFound("course", a.c.course->str());
  if (!a.c.cycle) return Refusal::field({"cycle", "MISSING_FIELD", "", "which cycle of the course", 0, 0});
  protocols::requireCycle(a.act, *course, a.o.patient, a.o.product, *a.c.cycle, a.o.activity, a.o.inject_at);
  payload.set("course", a.c.course->str()).set("cycle", *a.c.cycle);
  return Done{};
}

/// The one that was named, else the course's.
Verdict askProtocol(Asked& a) {
  const auto course = a.c.course && !a.c.protocol ? protocols::course(a.act.db(), *a.c.course) : std::nullopt;
  const auto named = a.c.protocol ? a.c.protocol : course ? std::optional(course->protocol) : std::nullopt;
  if (!named) return Done{};
  a.protocol = protocols::protocol(a.act.db(), *named);
  if (!a.protocol) return notFound("protocol", named->str());
  a.act.gates().check(a.protocol->product == a.o.product && a.protocol->org == a.o.org, "PROTOCOL_OF_ANOTHER", "CLI-13", "house rule",
                      a.params().set("protocol", named->str()).set("makes", a.protocol->product.str()));
  return Done{};
}

/// Only what can be set aside is; and never without saying why.
Verdict readSetAside(const Prescribe& c) {
  if (c.weight && !(c.weight->value >= 0.3 && c.weight->value <= 400))
    return Refusal::field({"weight", "BAD_VALUE", std::to_string(c.weight->value) + " kg", "0.3 to 400 kg", 0, 0});
  if (c.count && (*c.count < 1 || *c.count > 20)) return Refusal::field({"count", "BAD_VALUE", std::to_string(*c.count), "1 to 20", 0, 0});
  if (c.syringes && (*c.syringes < 1 || *c.syringes > 4))
    return Refusal::field({"syringes", "BAD_VALUE", std::to_string(*c.syringes), "1 to 4", 0, 0});
  if (!c.set_aside || c.set_aside->empty()) return Done{};
  for (const auto& code : *c.set_aside)
    if (std::find(std::begin(kSetAside), std::end(kSetAside), code) == std::end(kSetAside))
      return Refusal::field({"set_aside", "BAD_VALUE", code,
                             "WEIGHT_IMPLAUSIBLE, ACTIVITY_OFF_CARD, REFERENCE_LEVEL_EXCEEDED, PREGNANT, EXAMINATION_REPEATED, CONTRAINDICATED", 0,
                             0});
  if (!c.reason || c.reason->find_first_not_of(" \t\r\n") == std::string::npos || c.reason->size() > 2000)
    return Refusal::field({"reason", "MISSING_FIELD", "", "why the objections were set aside", 0, 0});
  return Done{};
}

}  // namespace

std::optional<BodyFacts> bodyOf(Db& db, const PatientId& patient, Instant at, const std::string& zone) {
  const auto kept = fromVault(db, VaultOf::patient, patient.str());
  if (!kept) return std::nullopt;
  const auto born = startOfDay("birth_date", (*kept)["birth_date"].text(), zone);
  if (!born) return std::nullopt;
  const std::string day = localDay(at, zone), birth = (*kept)["birth_date"].text();
  BodyFacts b;
  // Whole years by the calendar, the part of a year by its length: a birthday at midnight makes a child of 17 an adult.
  const int years = std::stoi(day.substr(0, 4)) - std::stoi(birth.substr(0, 4)) - (day.substr(5) < birth.substr(5) ? 1 : 0);
  b.age_years = std::clamp((at - *born).value / (365.2425 * 86400), static_cast<double>(years), years + 0.999);
  b.child = years < kAdult;
  b.asked = (*kept)["sex"].text() == "female" && years >= kAskedFrom && years <= kAskedUntil;
  // ICRP's reference ages stand for: 1 for up to 2 years, 5 for more than 2 to 7, 10 for more than 7 to 12, 15 for up to 17.
  b.age_band = years >= kAdult ? "adult" : years > 12 ? "age15" : years > 7 ? "age10" : years > 2 ? "age5" : "age1";
  return b;
}

Verdict requireQuestions(Act& act, const Prescribe& c, const ordering::OrderFacts& o, Json& payload, Json& answer) {
  if (auto read = readSetAside(c); !read) return read;
  const auto site = identity::site(act.db(), o.site);
  const auto product = catalogue::product(act.db(), o.product);
  Asked a{act, c, o, {}, bodyOf(act.db(), o.patient, o.inject_at, site ? site->zone : "UTC"), product && product->use == "therapeutic"};
  if (auto known = askProtocol(a); !known) return known;
  askWeight(a);
  askActivity(a, payload, answer);
  askWoman(a, answer);
  askRepeated(a);
  askScan(a);
  if (auto asked = askContraindications(a); !asked) return asked;
  if (auto asked = askCourse(a, payload); !asked) return asked;
  if (c.reason) requireNoName(act, o.patient, "reason", *c.reason);
  if (a.protocol) payload.set("protocol", a.protocol->protocol.str()).set("dose_row", a.protocol->dose);
  if (a.body) payload.set("age_band", a.body->age_band);
  if (c.weight) payload.set("weight_kg", c.weight->value);
  if (c.pregnancy) payload.set("pregnancy", *c.pregnancy);
  if (c.breastfeeding) payload.set("breastfeeding", *c.breastfeeding);
  if (c.count) payload.set("count", *c.count);
  if (c.syringes) payload.set("syringes", *c.syringes);
  if (a.set_aside.size() > 0) payload.set("set_aside", a.set_aside).set("reason", *c.reason);
  return Done{};
}

}  // namespace isotrail::clinic
