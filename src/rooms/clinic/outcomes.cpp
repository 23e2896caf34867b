// What happened after the draw that was not planned: a dose not given, and what became of one that was. Net activity and
// effective dose follow; what is recovered goes back on the account as the bag it lies in.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "nuclide/radiation/dose.h"
#include "nuclide/radiation/table.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/commands.h"
#include "rooms/clinic/facts.h"
#include "rooms/clinic/records.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"

namespace isotrail::clinic {
namespace {

/// The clause that asks for a report of a deviation, "" where none does: of the place, else the house's.
std::string reportable(const std::string& jurisdiction, const std::string& use, double off_percent) {
  static const DataTable table("data/deviation_criteria.csv");
  for (const std::string& place : {jurisdiction, std::string("*")})
    for (std::size_t i = 0; i < table.size(); ++i)
      if (table.text(i, "jurisdiction") == place && table.text(i, "use") == use)
        return std::abs(off_percent) > table.number(i, "deviation_percent") ? table.text(i, "clause") : "";
  return "";
}

Refusal missing(const char* field, const char* accepted) { return Refusal::field({field, "MISSING_FIELD", "", accepted, 0, 0}); }

/// What each outcome needs to be of use, and nothing that says another thing.
Verdict complete(const ReportOutcome& c) {
  if (c.share && !(c.share->value > 0 && c.share->value <= 1))
    return Refusal::field({"share", "BAD_VALUE", "", "more than 0 and at most 100 %", 0, 0});
  if (c.outcome == "extravasated" && !c.share) return missing("share", "the estimated share");
  if (c.outcome == "vomited" && !c.share && !c.recovered) return missing("recovered", "what was recovered, or the estimated share");
  if (c.recovered && (c.outcome != "vomited" || c.share))
    return Refusal::field({"recovered", "BAD_VALUE", "", "only of what was vomited, instead of a share", 0, 0});
  if (c.recovered && !c.bag) return missing("bag", "number of the bag it is in");
  if (c.recovered && !c.calibrator) return missing("calibrator", "what measured it");
  return Done{};
}

/// What was vomited leaves the account "given" again, as of the instant of giving, into the bag.
Movement bagged(const GivenFacts& g, const Inventory& whole, double share, const ReportOutcome& c, const std::string& label) {
  Movement m = comesBack(g, whole, share, *c.calibrator);
  m.puts.at(0).item = *c.bag;
  m.puts.at(0).created = NewItem{"sample", label, {}, {}, std::nullopt, {}};
  return m;
}

bool reported(const Json& given, const std::string& outcome) {
  for (const auto& o : given["outcomes"].items())
    if (o["outcome"].text() == outcome) return true;
  return false;
}

}  // namespace

Activity recoveredOf(const Json& given) {
  double sum = 0;
  if (given["outcomes"].isArray())
    for (const auto& o : given["outcomes"].items()) sum += o["recovered_then_bq"].number();
  return Activity(sum);
}

Activity netOf(const Json& given) {
  const double left = given["residual_bq"].isNumber() ? given["residual_bq"].number() : 0.0;
  double net = given["activity_bq"].number() - left;
  double reached = 1.0;
  if (given["outcomes"].isArray())
    for (const auto& o : given["outcomes"].items()) reached *= 1.0 - o["lost_share"].number();
  return Activity(std::max(0.0, net * reached - recoveredOf(given).value));
}

std::optional<double> effectiveMsv(Db& db, const hotlab::DoseFacts& dose, Activity net) {
  const auto p = prescription(db, dose.order);
  if (p && !p->dose_row.empty() && !p->age_band.empty()) {
    const auto row = effectiveDoseRow("dose", p->dose_row);
    constexpr const char* bands[] = {"adult", "age15", "age10", "age5", "age1"};
    const auto band = std::find(std::begin(bands), std::end(bands), p->age_band) - std::begin(bands);
    if (row && band < 5)
      if (const auto& e = (*row)->of(static_cast<ReferenceAge>(band))) return net.value * e->value * 1e3;
    return std::nullopt;
  }
  // An adult's coefficient would say too little of a child.
  if (p && !p->age_band.empty() && p->age_band != "adult") return std::nullopt;
  const auto product = catalogue::product(db, dose.product);
  if (!product || product->dose_coefficient_msv_per_mbq <= 0) return std::nullopt;
  return net.value * 1e-6 * product->dose_coefficient_msv_per_mbq;
}

Verdict notGiven(Act& act, const NotGiven& c) {
  const auto d = hotlab::dose(act.db(), c.dose);
  if (!d) return notFound("dose", c.dose.str());
  if (!d->part_of.empty())
    return Refusal::field({"dose", "BAD_VALUE", c.dose.str(), d->part_of.str() + ", of which this is a further syringe", 0, 0});
  if (d->state != "drawn" && d->state != "labelled") return outOfOrder("drawn, labelled", d->state);
  auto item = itemOf(act.db(), "dose", c.dose);
  if (!item) return item.refusal();
  requireOwn(act, item->org, c.dose.str().c_str());
  if (c.remark) requireNoName(act, d->patient, "remark", *c.remark);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("order", d->order.str()).set("patient", d->patient.str()).set("product", d->product.str()).set("site", item->site.str());
  act.emit(item->site, stream(c.dose.str()), "clinic.DoseNotGiven", payload);
  return Done{};
}

Verdict reportOutcome(Act& act, const ReportOutcome& c) {
  const auto d = hotlab::dose(act.db(), c.dose);
  if (!d) return notFound("dose", c.dose.str());
  const auto g = given(act.db(), c.dose);
  if (!g) return outOfOrder("given", d->state);
  if (auto whole = complete(c); !whole) return whole;
  auto card = kGiven.find(act.db(), c.dose.str());
  if (reported(card->doc, c.outcome)) return alreadyExists("outcome", c.outcome);
  if (c.bag && findItem(act.db(), *c.bag)) return alreadyExists("bag", c.bag->str());
  const auto site = identity::site(act.db(), g->site);
  const auto order = ordering::order(act.db(), d->order);
  const auto product = catalogue::product(act.db(), d->product);
  const Nuclide* nuclide = Dataset::shipped().find(d->nuclide);
  requireOwn(act, site->org, c.dose.str().c_str());
  if (c.remark) requireNoName(act, d->patient, "remark", *c.remark);
  if (c.calibrator) hotlab::requireCalibrator(act, *c.calibrator);
  const Activity then = c.recovered ? decayed(*nuclide, *c.recovered, act.now(), g->at) : Activity();
  const Activity before = netOf(card->doc);
  Json params = Json::object(
      {{"dose", c.dose.str()}, {"measured_bq", c.recovered.value_or(Activity()).value}, {"then_bq", then.value}, {"given_bq", before.value}});
  act.gates().check(then.value <= before.value * (1 + 1e-9), "RESIDUAL_LARGER_THAN_DOSE", "CLI-11", "house rule", params);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  if (c.recovered) payload.set("recovered_then_bq", then.value);
  if (c.share) payload.set("lost_share", c.share->value);
  Json outcomes = card->doc["outcomes"].isArray() ? card->doc["outcomes"] : Json::array();
  const Activity net = netOf(card->doc.set("outcomes", outcomes.push(payload)));
  const double off = (net / order->activity - 1) * 100;
  payload.set("order", d->order.str()).set("patient", d->patient.str()).set("net_bq", net.value).set("off_percent", off).set("site", g->site.str());
  if (const auto msv = effectiveMsv(act.db(), *d, net)) payload.set("effective_dose_msv", *msv);
  payload.set("reportable", reportable(site->jurisdiction, product ? product->use : "", off));
  std::optional<Movement> back;
  if (then.value > 0) back = bagged(*g, inventoryGiven(act.db(), c.dose), then / g->activity, c, "vomit after " + c.dose.str());
  act.emit(g->site, stream(c.dose.str()), "clinic.OutcomeReported", payload, back);
  act.answer(Json::object(
      {{"net_bq", net.value}, {"off_percent", off}, {"effective_dose_msv", payload["effective_dose_msv"]}, {"reportable", payload["reportable"]}}));
  return Done{};
}

}  // namespace isotrail::clinic
