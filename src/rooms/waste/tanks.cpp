// Decay tanks: what patients leave in them, how long it waits, and what goes to the sewer under which permit.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "nuclide/dataset.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/waste/clearance.h"
#include "rooms/waste/commands.h"
#include "rooms/waste/records.h"

namespace isotrail::waste {
namespace {

/// HJ 1188-2021 7.3.3.3: measured at or below it a tank need not wait any longer.
constexpr double kFree = 10.0;  // Bq/L
constexpr const char* kClause = "HJ 1188-2021 7.3.3; house rule elsewhere";

std::string stream(const ItemId& tank) { return "waste/" + tank.str(); }
std::string monthOf(Instant t, const std::string& zone) { return localDay(t, zone).substr(0, 7); }

/// Discharged under the permit in the month of `day`, Bq.
double dischargedIn(const Card& permit, const std::string& month) { return permit.doc["months"][month].number(); }

struct Opened {
  Card card;
  identity::SiteFacts site;
};
Result<Opened> tankOf(Act& act, const ItemId& tank, const char* state) {
  auto card = kTanks.find(act.db(), tank.str());
  if (!card) return notFound("tank", tank.str());
  if (card->state != state) return outOfOrder(state, card->state);
  const auto site = identity::site(act.db(), SiteId(card->parent));
  if (!site) return notFound("site", card->parent);
  requireOwn(act, site->org, tank.str().c_str());
  return Opened{*card, *site};
}

void requirePermit(Act& act, const Discharge& c, const Card& permit, const Card& tank, Activity releases, const identity::SiteFacts& site) {
  const auto p = decodePayload<RegisterPermit>(permit.doc);
  const std::string clause = p.agency + " " + p.number;
  Json params = Json::object({{"tank", c.tank.str()}, {"permit", c.permit.str()}, {"nuclide", p.nuclide}});
  const bool valid = p.site == SiteId(tank.parent) && act.now() >= p.valid_from && act.now() < p.valid_until;
  if (!act.gates().check(valid, "DISCHARGE_PERMIT_INVALID", "WAS-06", clause, params)) return;
  const double before = dischargedIn(permit, monthOf(act.now(), site.zone));
  params.set("releases", showActivity(releases)).set("month", showActivity(Activity(before + releases.value)));
  params.set("per_release", showActivity(p.per_release)).set("per_month", showActivity(p.per_month));
  act.gates().check(releases <= p.per_release && before + releases.value <= p.per_month.value, "DISCHARGE_ABOVE_PERMIT", "WAS-06", clause, params);
  params.set("measured_bq_l", c.measured.value).set("limit_bq_l", p.concentration.value);
  act.gates().check(c.measured <= p.concentration, "CONCENTRATION_ABOVE_PERMIT", "WAS-06", clause, params);
}

/// Every nuclide in the tank that still counts is the permit's.
bool covers(const Inventory& there, const std::string& nuclide) {
  for (const auto& [name, atoms] : there.atoms())
    if (const Nuclide* n = Dataset::shipped().find(name);
        n && !n->stable && name != nuclide && there.activity(name).value > 0.01 * there.total().value)
      return false;
  return true;
}

void requireWaited(Act& act, const Discharge& c, const Opened& t, const Inventory& there) {
  const Instant closed = instantIn(t.card.doc["closed_at"]);
  const ClearancePlan plan = clearancePlan(there, Mass(std::max(0.001, t.card.doc["volume_l"].number())), closed, t.site.jurisdiction);
  Json params = Json::object({{"tank", c.tank.str()}, {"nuclide", plan.nuclide}, {"measured_bq_l", c.measured.value}});
  params.set("until", plan.at ? showInstant(*plan.at, t.site.zone) : "-");
  act.gates().check((plan.at && act.now() >= *plan.at) || c.measured.value <= kFree, "TANK_TOO_EARLY", "WAS-07", kClause, params);
}

}  // namespace

Verdict registerPermit(Act& act, const RegisterPermit& c) {
  if (kPermits.find(act.db(), c.permit.str())) return alreadyExists("permit", c.permit.str());
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  auto nuclide = Dataset::shipped().get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  if (c.valid_until <= c.valid_from) return Refusal::field({"valid_until", "BAD_VALUE", c.valid_until.iso(), "an instant after valid_from", 0, 0});
  if (c.per_release.value <= 0 || c.per_month < c.per_release)
    return Refusal::field({"per_month", "BAD_VALUE", "", "at least one release, and that more than 0 Bq", 0, 0});
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  RegisterPermit recorded = c;
  recorded.nuclide = (*nuclide)->name;
  act.emit(c.site, "waste/" + c.permit.str(), "waste.PermitRegistered", encodePayload(recorded));
  return Done{};
}

Verdict registerTank(Act& act, const RegisterTank& c) {
  if (kTanks.find(act.db(), c.tank.str()) || findItem(act.db(), c.tank)) return alreadyExists("tank", c.tank.str());
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (c.capacity.value <= 0) return Refusal::field({"capacity", "BAD_VALUE", "0", "more than 0 L", 0, 0});
  requireOwn(act, site->org, c.site.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, stream(c.tank), "waste.TankRegistered", encodePayload(c));
  return Done{};
}

/// Atoms of what was given come back into the site's account: they are in the tank now, not in the patient.
Verdict fillTank(Act& act, const FillTank& c) {
  auto t = tankOf(act, c.tank, "filling");
  if (!t) return t.refusal();
  const auto g = clinic::given(act.db(), c.dose);
  const auto d = hotlab::dose(act.db(), c.dose);
  if (!g || !d) return notFound("dose", c.dose.str());
  if (!(c.share.value > 0 && c.share.value <= 1)) return Refusal::field({"share", "BAD_VALUE", "", "more than 0 and at most 100 %", 0, 0});
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 L", 0, 0});
  const double before = t->card.doc["volume_l"].number(), capacity = t->card.doc["capacity_l"].number();
  double shares = c.share.value;
  for (const auto& tank : kTanks.all(act.db())) shares += tank.doc["shares"][c.dose.str()].number();
  Json params = Json::object({{"tank", c.tank.str()}, {"dose", c.dose.str()}, {"volume_l", before + c.volume.value}, {"capacity_l", capacity}});
  params.set("share_percent", shares * 100);
  act.gates().check(before + c.volume.value <= capacity * (1 + 1e-9), "TANK_FULL", "WAS-08", "house rule", params);
  act.gates().check(shares <= 1 + 1e-9, "EXCRETED_MORE_THAN_GIVEN", "WAS-08", "house rule", params);
  act.gates().check(g->site == t->site.site, "LOT_ELSEWHERE", "WAS-01", "house rule",
                    Json::object({{"lot", c.dose.str()}, {"site", g->site.str()}, {"wanted", t->site.site.str()}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const Nuclide* nuclide = Dataset::shipped().find(d->nuclide);
  const Activity net = g->activity - g->residual.value_or(Activity());
  const Activity now = decayed(*nuclide, net * c.share.value, g->at, act.now());
  Movement m;
  m.kind = MovementKind::give;
  m.at = act.now();
  m.place = "decay tank";
  Put into{c.tank, Inventory::of(*nuclide, now, act.now()), c.volume, std::nullopt};
  if (!findItem(act.db(), c.tank)) into.created = NewItem{"waste", "decay tank " + c.tank.str(), {}, {}, std::nullopt, {}};
  m.puts.push_back(into);
  Json payload = encodePayload(c);
  act.emit(t->site.site, stream(c.tank), "waste.TankFilled",
           payload.set("activity_bq", now.value).set("nuclide", d->nuclide).set("part", c.share.value), m);
  return Done{};
}

Verdict closeTank(Act& act, const CloseTank& c) {
  auto t = tankOf(act, c.tank, "filling");
  if (!t) return t.refusal();
  if (!findItem(act.db(), c.tank)) return outOfOrder("filled", "empty");
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(t->site.site, stream(c.tank), "waste.TankClosed", encodePayload(c));
  return Done{};
}

Verdict discharge(Act& act, const Discharge& c) {
  auto t = tankOf(act, c.tank, "closed");
  if (!t) return t.refusal();
  const auto permit = kPermits.find(act.db(), c.permit.str());
  if (!permit) return notFound("permit", c.permit.str());
  auto item = itemOf(act.db(), "tank", c.tank);
  if (!item) return item.refusal();
  if (c.measured.value < 0) return Refusal::field({"measured", "BAD_VALUE", "", "0 Bq/L or more", 0, 0});
  const Inventory there = item->inventoryAt(act.now());
  const std::string nuclide = permit->doc["nuclide"].text();
  // The larger of what was measured and what the record computes counts against the permit.
  const double litres = t->card.doc["volume_l"].number();
  const Activity releases(std::max(c.measured.value * litres, there.activity(nuclide).value));
  requirePermit(act, c, *permit, t->card, releases, t->site);
  act.gates().check(covers(there, nuclide), "DISCHARGE_OTHER_NUCLIDE", "WAS-06", "the permit",
                    Json::object({{"tank", c.tank.str()}, {"nuclide", nuclide}}));
  requireWaited(act, c, *t, there);
  hotlab::requireCalibrator(act, c.calibrator);
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::discharge;
  m.at = act.now();
  m.with = {{"equipment", c.calibrator.str()}};
  m.takes.push_back({c.tank, there, item->volume, false});
  Json payload = encodePayload(c);
  payload.set("activity_bq", releases.value).set("computed_bq", there.activity(nuclide).value).set("volume_l", litres).set("nuclide", nuclide);
  act.emit(t->site.site, stream(c.tank), "waste.Discharged", payload.set("month", monthOf(act.now(), t->site.zone)), m);
  act.answer(Json::object({{"tank", c.tank.str()}, {"activity_bq", releases.value}}));
  return Done{};
}

void applyTanks(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("waste.PermitRegistered")) {
    Json doc = p;
    kPermits.put(db, {p["permit"].text(), p["site"].text(), "", doc.set("months", Json::object())});
  }
  if (e.is("waste.TankRegistered"))
    kTanks.put(db, {p["tank"].text(), p["site"].text(), "filling",
                    Json::object({{"capacity_l", p["capacity_l"]}, {"volume_l", 0.0}, {"shares", Json::object()}})});
  auto card = p.has("tank") ? kTanks.find(db, p["tank"].text()) : std::nullopt;
  if (!card) return;
  if (e.is("waste.TankFilled")) {
    Json shares = card->doc["shares"];
    const std::string& dose = p["dose"].text();
    shares.set(dose, shares[dose].number() + p["part"].number());
    card->doc.set("shares", shares).set("volume_l", card->doc["volume_l"].number() + p["volume_l"].number());
  }
  if (e.is("waste.TankClosed")) {
    card->state = "closed";
    card->doc.set("closed_at", e.occurred_at.iso());
  }
  if (e.is("waste.Discharged")) {
    card->state = "filling";
    card->doc.set("volume_l", 0.0).set("discharged_at", e.occurred_at.iso());
    if (auto permit = kPermits.find(db, p["permit"].text())) {
      Json months = permit->doc["months"];
      const std::string& month = p["month"].text();
      months.set(month, months[month].number() + p["activity_bq"].number());
      permit->doc.set("months", months);
      kPermits.put(db, *permit);
    }
  }
  kTanks.put(db, *card);
}

Result<Json> tanksView(ViewRequest& q) {
  Json tanks = Json::array(), permits = Json::array();
  const auto sees = [&](const std::string& id) -> std::optional<identity::SiteFacts> {
    auto site = identity::site(q.db, SiteId(id));
    if (!site || !(site->org == q.caller.org || q.caller.has("admin") || q.caller.has("regulator"))) return std::nullopt;
    return site;
  };
  for (const auto& card : kTanks.all(q.db)) {
    const auto site = sees(card.parent);
    if (!site) continue;
    const auto item = findItem(q.db, ItemId(card.id));
    const Inventory there = item && !item->inventory.empty() ? item->inventoryAt(q.now) : Inventory();
    Json j =
        Json::object({{"tank", card.id}, {"site", card.parent}, {"zone", site->zone}, {"state", card.state}, {"capacity_l", card.doc["capacity_l"]}});
    j.set("volume_l", card.doc["volume_l"])
        .set("activity_bq", there.empty() ? 0.0 : there.total().value)
        .set("nuclide", there.empty() ? "" : there.leading());
    tanks.push(j.set("closed_at", card.doc["closed_at"]).set("discharged_at", card.doc["discharged_at"]));
  }
  for (const auto& card : kPermits.all(q.db)) {
    const auto site = sees(card.parent);
    if (!site) continue;
    Json j = card.doc;
    permits.push(j.set("month_bq", dischargedIn(card, monthOf(q.now, site->zone))));
  }
  return Json::object({{"tanks", tanks}, {"permits", permits}});
}

}  // namespace isotrail::waste
