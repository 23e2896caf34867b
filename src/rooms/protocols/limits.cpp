// What a therapy's protocol limits: bloods before each cycle, and what organs receive in all cycles of a course together. No organ
// dose is computed here: coefficients differ between patients by a factor of several, so what was measured after each cycle counts.
#include <algorithm>
#include <map>

#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/clinic/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/protocols/commands.h"
#include "rooms/protocols/records.h"

namespace isotrail::protocols {
namespace {

constexpr double kSlack = 1 + 1e-9;
constexpr const char* kClause = "2013/59/Euratom Art. 56(1) (individual planning, verified doses to other organs); house rule";

Refusal badValue(const char* field, const std::string& value, const std::string& accepted) {
  return Refusal::field({field, "BAD_VALUE", value, accepted, 0, 0});
}
bool said(const std::string& text) { return text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= 500; }

/// The protocol of the caller's hospital and a site for its chain.
Result<SiteId> ownProtocol(Act& act, const ProtocolId& id) {
  const auto p = protocol(act.db(), id);
  if (!p) return notFound("protocol", id.str());
  requireOwn(act, p->org, id.str().c_str());
  for (const auto& s : identity::sites(act.db()))
    if (s.org == p->org) return s.site;
  return notFound("site", p->org.str());
}

struct OrganDose {
  double limit = 0, sum = 0, measured_bq = 0;  // Gy, and the activity of the cycles it was measured in
  std::string missing;                         // cycles that were given and not measured
  std::string source;
  double next(Activity more) const { return measured_bq > 0 ? sum / measured_bq * more.value : 0; }
};
std::map<std::string, OrganDose> organsOf(Db& db, const CourseFacts& c) {
  std::map<std::string, OrganDose> out;
  for (const auto& limit : kOrganLimits.under(db, c.protocol.str())) {
    OrganDose o;
    o.limit = limit.doc["gray"].number();
    o.source = limit.doc["source"].text();
    const std::string& organ = limit.doc["organ"].text();
    for (const auto& g : c.done) {
      if (!g.at) continue;
      const auto measured = kDosimetry.find(db, c.course.str() + " " + std::to_string(g.cycle) + " " + organ);
      if (!measured) {
        o.missing += (o.missing.empty() ? "" : ", ") + std::to_string(g.cycle);
        continue;
      }
      o.sum += measured->doc["gray"].number();
      o.measured_bq += g.activity.value;
    }
    out[organ] = o;
  }
  return out;
}

}  // namespace

const std::map<std::string, BloodTest>& bloodTests() {
  static const std::map<std::string, BloodTest> tests = [] {
    const DataTable table("data/blood_tests.csv");
    std::map<std::string, BloodTest> out;
    for (std::size_t i = 0; i < table.size(); ++i)
      out[table.text(i, "test")] = {table.text(i, "unit"), table.number(i, "least_plausible"), table.number(i, "most_plausible")};
    return out;
  }();
  return tests;
}
BloodTest BloodTest::of(const std::string& test) { return bloodTests().at(test); }

std::vector<BloodLimit> bloodLimits(Db& db, const ProtocolId& id) {
  std::vector<BloodLimit> out;
  for (const auto& card : kBloodLimits.under(db, id.str())) {
    const auto c = decodePayload<LimitBlood>(card.doc);
    out.push_back({c.test, c.unit, c.least, c.most, c.within});
  }
  return out;
}

Verdict limitBlood(Act& act, const LimitBlood& c) {
  const auto site = ownProtocol(act, c.protocol);
  if (!site) return site.refusal();
  const BloodTest test = BloodTest::of(c.test);
  if (c.unit != test.unit) return Refusal::field({"unit", "BAD_UNIT", c.unit, test.unit, 0, 0});
  if (!c.least && !c.most) return Refusal::field({"least", "MISSING_FIELD", "", "a least or a most value", 0, 0});
  if (c.least && c.most && *c.least > *c.most) return badValue("most", std::to_string(*c.most), "not below the least");
  if (!(c.within.value > 0 && c.within <= days(90))) return badValue("within", "", "more than 0 and at most 90 d");
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(*site, "protocols/" + c.protocol.str(), "protocols.BloodLimited", encodePayload(c));
  return Done{};
}

Verdict limitOrgan(Act& act, const LimitOrgan& c) {
  const auto site = ownProtocol(act, c.protocol);
  if (!site) return site.refusal();
  if (!(c.gray > 0 && c.gray <= 1000)) return badValue("gray", std::to_string(c.gray), "more than 0 and at most 1000 Gy");
  if (!said(c.source)) return badValue("source", "", "1 to 500 characters");
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(*site, "protocols/" + c.protocol.str(), "protocols.OrganLimited", encodePayload(c));
  return Done{};
}

Verdict recordDosimetry(Act& act, const RecordDosimetry& c) {
  const auto known = course(act.db(), c.course);
  if (!known) return notFound("course", c.course.str());
  const auto site = ownProtocol(act, known->protocol);
  if (!site) return site.refusal();
  const auto cycle = std::find_if(known->done.begin(), known->done.end(), [&](const GivenCycle& g) { return g.cycle == c.cycle && g.at; });
  if (cycle == known->done.end()) return badValue("cycle", std::to_string(c.cycle), "a cycle that was given");
  if (!(c.gray >= 0 && c.gray <= 200)) return badValue("gray", std::to_string(c.gray), "0 to 200 Gy");
  if (!said(c.method)) return badValue("method", "", "1 to 500 characters");
  if (kDosimetry.find(act.db(), c.course.str() + " " + std::to_string(c.cycle) + " " + c.organ)) return alreadyExists("organ", c.organ);
  clinic::requireNoName(act, known->patient, "method", c.method);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(*site, "protocols/" + c.course.str(), "protocols.DosimetryRecorded", encodePayload(c).set("patient", known->patient.str()));
  return Done{};
}

/// The next cycle is foreseen from the dose for each becquerel of the cycles before; the first is not foreseen at all.
void requireOrganDose(Act& act, const CourseFacts& c, Activity next) {
  for (const auto& [organ, o] : organsOf(act.db(), c)) {
    Json params = Json::object({{"course", c.course.str()}, {"organ", organ}, {"cycles", o.missing}, {"limit_gy", o.limit}});
    if (!act.gates().check(o.missing.empty(), "ORGAN_DOSIMETRY_MISSING", "CLI-30", kClause, params)) continue;
    const double then = o.sum + o.next(next);
    act.gates().check(then <= o.limit * kSlack, "ORGAN_DOSE_EXCEEDED", "CLI-30", o.source, params.set("sum_gy", o.sum).set("then_gy", then));
  }
}

Json organsJson(Db& db, const CourseFacts& c, Activity next) {
  Json list = Json::array();
  for (const auto& [organ, o] : organsOf(db, c)) {
    Json j = Json::object({{"organ", organ}, {"limit_gy", o.limit}, {"sum_gy", o.sum}, {"missing", o.missing}, {"source", o.source}});
    list.push(j.set("next_gy", o.measured_bq > 0 ? Json(o.next(next)) : Json()));
  }
  return list;
}

Json limitsJson(Db& db, const ProtocolId& id) {
  Json bloods = Json::array(), organs = Json::array();
  for (const auto& card : kBloodLimits.under(db, id.str())) bloods.push(card.doc);
  for (const auto& card : kOrganLimits.under(db, id.str())) organs.push(card.doc);
  return Json::object({{"bloods", bloods}, {"organs", organs}});
}

void applyLimits(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("protocols.BloodLimited")) kBloodLimits.put(db, {p["protocol"].text() + " " + p["test"].text(), p["protocol"].text(), "", p});
  if (e.is("protocols.OrganLimited")) kOrganLimits.put(db, {p["protocol"].text() + " " + p["organ"].text(), p["protocol"].text(), "", p});
  if (e.is("protocols.DosimetryRecorded"))
    kDosimetry.put(db, {p["course"].text() + " " + std::to_string(p["cycle"].integer()) + " " + p["organ"].text(), p["course"].text(), "", p});
}

}  // namespace isotrail::protocols
