// Doses of the people who work here: against the year's limit, the constraint, and the level from which one asks why.
#include <algorithm>
#include <map>

#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/identity/facts.h"
#include "rooms/protection/commands.h"
#include "rooms/protection/facts.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {
namespace {

struct Limits {
  Dose limit, investigation;
  std::optional<Dose> constraint;
  std::string clause;
};
/// Of the place, else what holds everywhere.
Limits limitsOf(const std::string& jurisdiction, const std::string& quantity) {
  static const DataTable table("data/worker_limits.csv");
  for (const std::string& place : {jurisdiction, std::string("*")})
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "jurisdiction") != place || table.text(i, "quantity") != quantity) continue;
      Limits l{Dose(table.number(i, "limit_msv") * 1e-3), Dose(table.number(i, "investigation_msv") * 1e-3), std::nullopt, table.text(i, "clause")};
      if (!table.text(i, "constraint_msv").empty()) l.constraint = Dose(table.number(i, "constraint_msv") * 1e-3);
      return l;
    }
  ISOTRAIL_CHECK(false);
}

std::optional<identity::SiteFacts> siteOf(Db& db, const PersonId& person) {
  const auto p = identity::person(db, person);
  if (!p) return std::nullopt;
  if (!p->site.empty()) return identity::site(db, p->site);
  for (auto& s : identity::sites(db))
    if (s.org == p->org) return s;
  return std::nullopt;
}

/// A dose counts for the year in which its period ended: when the service read it.
Dose sumOf(Db& db, const PersonId& person, const std::string& quantity, const std::string& year) {
  Dose sum;
  for (const auto& card : kDoses.under(db, person.str()))
    if (card.doc["quantity"].text() == quantity && card.doc["until"].text().substr(0, 4) == year) sum = sum + Dose(card.doc["dose_sv"].number());
  return sum;
}

const char* levelOf(const Limits& l, Dose year) {
  if (year >= l.limit) return "limit";
  return l.constraint && year >= *l.constraint ? "constraint" : "below";
}

constexpr const char* kQuantities[] = {"effective", "lens", "extremities"};

}  // namespace

Dose receivedIn(Db& db, const PersonId& person, const std::string& quantity, Instant at) {
  const auto site = siteOf(db, person);
  return sumOf(db, person, quantity, localDay(at, site ? site->zone : "UTC").substr(0, 4));
}

void requireBelowLimits(Act& act) {
  const PersonId& who = act.caller().person;
  const auto site = siteOf(act.db(), who);
  if (!site) return;
  for (const char* quantity : kQuantities) {
    const Limits l = limitsOf(site->jurisdiction, quantity);
    const Dose year = receivedIn(act.db(), who, quantity, act.now());
    act.gates().check(
        year < l.limit, "DOSE_LIMIT_REACHED", "PRO-02", l.clause,
        Json::object({{"person", who.str()}, {"quantity", quantity}, {"year_msv", year.value * 1e3}, {"limit_msv", l.limit.value * 1e3}}));
  }
}

Verdict recordDose(Act& act, const RecordDose& c) {
  const auto site = siteOf(act.db(), c.person);
  if (!site) return notFound("person", c.person.str());
  const auto from = startOfDay("from", c.from, site->zone), until = startOfDay("until", c.until, site->zone);
  if (!from) return from.refusal();
  if (!until) return until.refusal();
  if (*until < *from || *until > act.now() || *until - *from > days(100))
    return Refusal::field({"until", "BAD_VALUE", c.until, "a day after the first and not after today, at most 100 days later", 0, 0});
  if (c.dose.value < 0 || c.dose.value > 10) return Refusal::field({"dose", "BAD_VALUE", "", "0 to 10 Sv", 0, 0});
  const Limits l = limitsOf(site->jurisdiction, c.quantity);
  requireOwn(act, site->org, c.person.str().c_str());
  Json params = Json::object({{"person", c.person.str()}, {"dosimeter", c.dosimeter}, {"from", c.from}, {"quantity", c.quantity}});
  bool twice = false;
  for (const auto& card : kDoses.under(act.db(), c.person.str()))
    twice = twice || (card.doc["dosimeter"].text() == c.dosimeter && card.doc["quantity"].text() == c.quantity &&
                      card.doc["from"].text() <= c.until && card.doc["until"].text() >= c.from);
  act.gates().check(!twice, "DOSE_RECORDED_TWICE", "PRO-01", "house rule", params);
  params.set("dose_msv", c.dose.value * 1e3).set("level_msv", l.investigation.value * 1e3);
  const bool explained = c.remark && c.remark->find_first_not_of(" \t\r\n") != std::string::npos;
  act.gates().check(c.dose <= l.investigation || explained, "DOSE_UNEXPLAINED", "PRO-03", "house rule (investigation level); GSR Part 3 para. 3.95",
                    params);
  if (auto v = act.gates().verdict(); !v) return v;
  const Dose year = sumOf(act.db(), c.person, c.quantity, c.until.substr(0, 4)) + c.dose;
  Json payload = encodePayload(c);
  payload.set("year_sv", year.value).set("level", levelOf(l, year)).set("clause", l.clause).set("site", site->site.str());
  act.emit(site->site, "protection/" + c.person.str(), "protection.DoseRecorded", payload);
  act.answer(Json::object({{"year_msv", year.value * 1e3}, {"limit_msv", l.limit.value * 1e3}, {"level", levelOf(l, year)}}));
  return Done{};
}

void applyDoses(Db& db, const Event& e) {
  if (!e.is("protection.DoseRecorded")) return;
  const Json& p = e.payload;
  const std::string id = p["dosimeter"].text() + " " + p["quantity"].text() + " " + p["from"].text() + " " + p["person"].text();
  Json doc = p;
  kDoses.put(db, {id, p["person"].text(), "", doc.set("at", e.occurred_at.iso()).set("by", e.actor.str())});
}

Result<Json> workersView(ViewRequest& q) {
  std::map<std::string, int> people;
  for (const auto& card : kDoses.all(q.db)) people[card.parent] = 1;
  Json list = Json::array();
  for (const auto& [id, one] : people) {
    const PersonId person(id);
    const auto site = siteOf(q.db, person);
    // One's own doses, and those of the house for who looks after protection there.
    const bool keeper = site && site->org == q.caller.org && (q.caller.has("rso") || q.caller.has("admin"));
    const bool overseer = site && q.caller.has("regulator") && q.caller.jurisdiction == site->jurisdiction;
    if (!keeper && !overseer && person != q.caller.person) continue;
    Json quantities = Json::array();
    for (const char* quantity : kQuantities) {
      const Limits l = limitsOf(site ? site->jurisdiction : "", quantity);
      const Dose year = receivedIn(q.db, person, quantity, q.now);
      Json j =
          Json::object({{"quantity", quantity}, {"year_msv", year.value * 1e3}, {"limit_msv", l.limit.value * 1e3}, {"level", levelOf(l, year)}});
      quantities.push(j.set("constraint_msv", l.constraint ? Json(l.constraint->value * 1e3) : Json()).set("clause", l.clause));
    }
    list.push(Json::object({{"person", id}, {"name", overseer ? id : identity::personName(q.db, person, q.language)}, {"quantities", quantities}}));
  }
  return Json::object({{"workers", list}});
}

}  // namespace isotrail::protection
