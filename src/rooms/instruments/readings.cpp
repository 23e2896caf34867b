// Readings that came from the instrument itself, and typed ones that somebody else saw too.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "desk/words.h"
#include "nuclide/dataset.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/commands.h"
#include "rooms/instruments/records.h"
#include "rooms/production/facts.h"

namespace isotrail::instruments {
namespace {

constexpr double kStable = 0.01;  // highest less lowest, of the mean: a chamber that has settled
constexpr double kSame = 0.005;   // a reading rounded on a screen is still the same reading
const Seconds kFresh{300};        // older ones may be of another vial
constexpr std::size_t kFewest = 3;

template <class Change>
void edit(Db& db, const Shelf& shelf, const std::string& id, Change change) {
  auto card = shelf.find(db, id);
  if (!card) return;
  change(*card);
  shelf.put(db, *card);
}

}  // namespace

Verdict connectInstrument(Act& act, const ConnectInstrument& c) {
  const auto known = production::equipment(act.db(), c.instrument);
  if (!known) return notFound("instrument", c.instrument.str());
  const auto site = identity::site(act.db(), known->site);
  if (c.address != "-" && c.address.rfind("tcp://", 0) != 0)
    return Refusal::field({"address", "BAD_VALUE", c.address, "tcp://host:port, or -", 0, 0});
  requireOwn(act, site->org, c.instrument.str().c_str());
  production::requireEquipment(act, c.instrument, "calibrator", known->site);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(known->site, "instruments/" + c.instrument.str(), "instruments.Connected", encodePayload(c));
  return Done{};
}

Verdict takeReading(Act& act, const TakeReading& c) {
  if (kReadings.find(act.db(), c.reading.str())) return alreadyExists("reading", c.reading.str());
  const auto known = production::equipment(act.db(), c.instrument);
  if (!known) return notFound("instrument", c.instrument.str());
  auto nuclide = Dataset::shipped().get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  std::vector<double> values;
  for (const auto& text : c.values) {
    auto value = parseQuantity<Activity>("values", text);
    if (!value) return value.refusal();
    values.push_back(value->value);
  }
  if (values.size() < kFewest) return Refusal::field({"values", "BAD_VALUE", std::to_string(values.size()), "at least 3 values", 0, 0});
  const auto site = identity::site(act.db(), known->site);
  requireOwn(act, site->org, c.instrument.str().c_str());
  production::requireEquipment(act, c.instrument, "calibrator", known->site);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  Json params = Json::object({{"instrument", c.instrument.str()}, {"low", showActivity(Activity(*low))}, {"high", showActivity(Activity(*high))}});
  act.gates().check(mean > 0 && (*high - *low) / mean <= kStable, "READING_UNSTABLE", "INS-03", "house rule; IAEA TRS 454", params);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("nuclide", (*nuclide)->name).set("activity_bq", mean).set("site", known->site.str());
  act.emit(known->site, "instruments/" + c.reading.str(), "instruments.ReadingTaken", payload);
  act.answer(Json::object({{"reading", c.reading.str()}, {"activity_bq", mean}}));
  return Done{};
}

std::optional<ReadingFacts> reading(Db& db, const ReadingId& id) {
  const auto card = kReadings.find(db, id.str());
  if (!card) return std::nullopt;
  return ReadingFacts{id,
                      EquipmentId(card->parent),
                      card->doc["nuclide"].text(),
                      Activity(card->doc["activity_bq"].number()),
                      instantIn(card->doc["at"]),
                      card->state == "used"};
}

void requireReading(Act& act, const Said& said) {
  Json params = Json::object({{"instrument", said.instrument.str()}, {"reading", said.reading ? said.reading->str() : "-"}});
  const char* clause = "house rule; EANM guidance on radiopharmacy practice";
  if (said.reading) {
    const auto r = reading(act.db(), *said.reading);
    params.set("said", showActivity(said.activity)).set("shown", r ? showActivity(r->activity) : "-").set("nuclide", r ? r->nuclide : "-");
    const bool same = r && r->instrument == said.instrument && r->nuclide == said.nuclide && std::abs(said.activity / r->activity - 1) <= kSame;
    if (!act.gates().check(same, "READING_OF_ANOTHER", "INS-03", clause, params)) return;
    act.gates().check(act.now() - r->at <= kFresh, "READING_STALE", "INS-03", clause, params);
    act.gates().check(!r->used, "READING_USED", "INS-03", clause, params);
    return;
  }
  const auto card = kInstruments.find(act.db(), said.instrument.str());
  const bool connected = card && card->doc["address"].isString();
  if (!act.gates().check(!connected || said.witness, "READING_UNWITNESSED", "INS-04", clause, params)) return;
  if (!said.witness) return;
  const auto person = identity::person(act.db(), *said.witness);
  params.set("witness", said.witness->str());
  act.gates().check(person && person->org == act.caller().org && *said.witness != act.caller().person, "WITNESS_UNFIT", "INS-04", clause, params);
}

void applyInstruments(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("production.EquipmentRegistered"))
    kInstruments.put(db, {p["equipment"].text(), p["site"].text(), "",
                          Json::object({{"kind", p["kind"]}, {"name", p["name"]}, {"since", e.occurred_at.iso()}, {"checks", Json::object()}})});
  if (e.is("instruments.Checked"))
    edit(db, kInstruments, p["instrument"].text(), [&](Card& c) {
      Json checks = c.doc["checks"];
      Json done = Json::object({{"at", e.occurred_at.iso()}, {"by", e.actor.str()}, {"verdict", p["verdict"]}});
      checks.set(p["check"].text(), done.set("deviation_percent", p["deviation_percent"]));
      c.doc.set("checks", checks);
    });
  if (e.is("instruments.Connected"))
    edit(db, kInstruments, p["instrument"].text(), [&](Card& c) { c.doc.set("address", p["address"].text() == "-" ? Json() : p["address"]); });
  if (e.is("instruments.ReadingTaken")) {
    Json doc = p;
    kReadings.put(db, {p["reading"].text(), p["instrument"].text(), "fresh", doc.set("at", e.occurred_at.iso()).set("by", e.actor.str())});
  }
  if (p.has("reading") && (e.is("hotlab.DoseDrawn") || e.is("hotlab.PartDrawn") || e.is("hotlab.DoseToppedUp")))
    edit(db, kReadings, p["reading"].text(), [](Card& c) { c.state = "used"; });
}

Result<Json> instrumentsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kInstruments.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    const bool sees = site && (site->org == q.caller.org || q.caller.has("admin") || q.caller.has("regulator"));
    if (!sees || checksOf(card.doc["kind"].text()).empty()) continue;
    Json checks = Json::array();
    std::string state = "ok";
    for (const auto& s : stateOf(card)) {
      const bool overdue = s.due && q.now >= *s.due;
      if (s.verdict == "fail") state = "failed";
      if (overdue && state == "ok") state = "overdue";
      Json j =
          Json::object({{"check", s.check.check}, {"verdict", s.verdict}, {"at", isoOrNull(s.at)}, {"due", isoOrNull(s.due)}, {"overdue", overdue}});
      checks.push(j.set("limit_percent", s.check.limit * 100).set("clause", s.check.clause));
    }
    Json j = Json::object({{"instrument", card.id}, {"kind", card.doc["kind"]}, {"name", card.doc["name"]}, {"site", card.parent}});
    list.push(j.set("zone", site->zone).set("state", state).set("address", card.doc["address"]).set("checks", checks));
  }
  return Json::object({{"instruments", list}});
}

/// What a dose may still be drawn on: settled, fresh and not used, the newest first.
Result<Json> readingsView(ViewRequest& q) {
  std::vector<std::pair<Instant, Json>> fresh;
  for (const auto& card : kReadings.all(q.db)) {
    const Instant at = instantIn(card.doc["at"]);
    const auto site = identity::site(q.db, SiteId(card.doc["site"].text()));
    if (card.state == "used" || q.now - at > kFresh || !site || (site->org != q.caller.org && !q.caller.has("admin"))) continue;
    Json j = Json::object({{"reading", card.id}, {"instrument", card.parent}, {"nuclide", card.doc["nuclide"]}});
    j.set("activity_bq", card.doc["activity_bq"]).set("at", at.iso()).set("until", (at + kFresh).iso());
    fresh.emplace_back(at, std::move(j));
  }
  std::stable_sort(fresh.begin(), fresh.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  Json list = Json::array();
  for (auto& [at, j] : fresh) list.push(std::move(j));
  return Json::object({{"readings", list}});
}

}  // namespace isotrail::instruments
