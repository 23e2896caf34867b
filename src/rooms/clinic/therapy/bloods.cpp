// Bloods before a therapy: the newest test that is young enough decides, from the directive on until the dose is given.
#include "desk/words.h"
#include "rooms/clinic/commands.h"
#include "rooms/clinic/records.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/protocols/facts.h"

namespace isotrail::clinic {
namespace {

/// The newest test taken since `earliest`.
std::optional<Card> newest(Db& db, const PatientId& patient, const std::string& test, Instant earliest) {
  std::optional<Card> best;
  for (const auto& card : kBloods.under(db, patient.str())) {
    if (card.doc["test"].text() != test || instantIn(card.doc["taken_at"]) < earliest) continue;
    if (!best || instantIn(best->doc["taken_at"]) <= instantIn(card.doc["taken_at"])) best = card;
  }
  return best;
}

}  // namespace

Verdict recordBlood(Act& act, const RecordBlood& c) {
  const auto card = kPatients.find(act.db(), c.patient.str());
  const auto site = card ? identity::site(act.db(), SiteId(card->parent)) : std::nullopt;
  if (!site) return notFound("patient", c.patient.str());
  const auto test = protocols::BloodTest::of(c.test);
  if (c.unit != test.unit) return Refusal::field({"unit", "BAD_UNIT", c.unit, test.unit, 0, 0});
  if (!(c.value >= test.least && c.value <= test.most))
    return Refusal::field({"value", "BAD_VALUE", Json(c.value).dump() + " " + c.unit,
                           Json(test.least).dump() + " to " + Json(test.most).dump() + " " + test.unit, 0, 0});
  if (c.taken_at > act.now()) return Refusal::field({"taken_at", "BAD_VALUE", c.taken_at.iso(), "not after now", 0, 0});
  requireOwn(act, site->org, c.patient.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(site->site, stream(c.patient.str()), "clinic.BloodRecorded", encodePayload(c));
  return Done{};
}

std::vector<BloodState> bloodsOf(Db& db, const OrderId& order, Instant now) {
  std::vector<BloodState> out;
  const auto o = ordering::order(db, order);
  const auto card = kPrescriptions.find(db, order.str());
  if (!o || !card || !card->doc.has("protocol")) return out;
  for (const auto& limit : protocols::bloodLimits(db, protocols::ProtocolId(card->doc["protocol"].text()))) {
    const auto found = newest(db, o->patient, limit.test, std::max(now, o->inject_at) - limit.within);
    BloodState s{found.has_value(), false, {}};
    s.params = Json::object({{"order", order.str()}, {"patient", o->patient.str()}, {"test", limit.test}, {"unit", limit.unit}});
    s.params.set("within_days", limit.within.value / 86400);
    s.params.set("least", limit.least ? Json(*limit.least) : Json("-")).set("most", limit.most ? Json(*limit.most) : Json("-"));
    if (found) {
      const double value = found->doc["value"].number();
      s.params.set("value", value);
      s.inside = (!limit.least || value >= *limit.least) && (!limit.most || value <= *limit.most);
    }
    out.push_back(std::move(s));
  }
  return out;
}

void requireBloods(Act& act, const OrderId& order) {
  const char* clause = "house rule; the product's leaflet (blood counts before each administration)";
  for (const auto& b : bloodsOf(act.db(), order, act.now()))
    if (act.gates().check(b.found, "BLOOD_MISSING", "CLI-29", clause, b.params))
      act.gates().check(b.inside, "BLOOD_OUTSIDE", "CLI-29", clause, b.params);
}

void applyBloods(Db& db, const Event& e) {
  if (!e.is("clinic.BloodRecorded")) return;
  const Json& p = e.payload;
  kBloods.put(db, {p["patient"].text() + " " + p["test"].text() + " " + p["taken_at"].text(), p["patient"].text(), "", p});
}

}  // namespace isotrail::clinic
