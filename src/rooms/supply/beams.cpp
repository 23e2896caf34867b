// Beams and bulk bought in.
#include "desk/words.h"
#include "nuclide/production/cyclotron.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/production/facts.h"
#include "rooms/supply/commands.h"
#include "rooms/supply/facts.h"
#include "rooms/supply/records.h"

namespace isotrail::supply {
namespace {

std::string stream(const ItemId& item) { return "supply/" + item.str(); }
}  // namespace

Verdict startBeam(Act& act, const StartBeam& c) {
  if (run(act.db(), c.run)) return alreadyExists("run", c.run.str());
  if (findItem(act.db(), c.run)) return alreadyExists("run", c.run.str());
  auto cyclotron = production::equipment(act.db(), c.cyclotron);
  if (!cyclotron) return notFound("cyclotron", c.cyclotron.str());
  auto site = identity::site(act.db(), cyclotron->site);
  if (!site) return notFound("site", cyclotron->site.str());
  auto lot = itemOf(act.db(), "target_lot", c.target_lot);
  if (!lot) return lot.refusal();
  auto nuclide = catalogue::dataset(act.db()).get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  if (c.current.value <= 0) return Refusal::field({"current", "BAD_VALUE", "0", "more than 0 A", 0, 0});
  requireOwn(act, site->org, site->site.str().c_str());
  production::requireEquipment(act, c.cyclotron, "cyclotron", site->site);
  requireUsable(act, *lot);
  Json kinds = Json::object({{"lot", c.target_lot.str()}});
  production::setKind(production::setKind(kinds, "kind", lot->kind), "wanted", "target_water");
  act.gates().check(lot->kind == "target_water", "LOT_WRONG_KIND", "SUP-01", "house rule", kinds);
  act.gates().check(lot->site == site->site, "LOT_ELSEWHERE", "SUP-01", "house rule",
                    Json::object({{"lot", c.target_lot.str()}, {"site", lot->site.str()}, {"wanted", site->site.str()}}));
  std::string busy;
  for (const auto& other : runs(act.db(), site->site))
    if (other.cyclotron == c.cyclotron && other.state == "on") busy = other.run.str();
  act.gates().check(busy.empty(), "CYCLOTRON_BUSY", "SUP-02", "house rule", Json::object({{"cyclotron", c.cyclotron.str()}, {"run", busy}}));
  licensing::requireLicence(act, site->site, "make", (*nuclide)->name, Activity(), act.now());
  identity::requireQualified(act, "cyclotron-operator");
  if (auto v = act.gates().verdict(); !v) return v;
  StartBeam recorded = c;
  recorded.nuclide = (*nuclide)->name;
  act.emit(site->site, stream(c.run), "supply.BeamStarted", encodePayload(recorded).set("site", site->site.str()));
  return Done{};
}

Verdict endBeam(Act& act, const EndBeam& c) {
  auto beam = run(act.db(), c.run);
  if (!beam) return notFound("run", c.run.str());
  if (beam->state != "on") return outOfOrder("a beam that is on", "a beam that has ended");
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  const Seconds lasted = act.now() - beam->beam_on;
  if (lasted.value <= 0) return outOfOrder("an instant after the beam began", act.now().iso());
  auto site = identity::site(act.db(), beam->site);
  requireOwn(act, site->org, site->site.str().c_str());
  production::requireEquipment(act, c.calibrator, "calibrator", beam->site);
  identity::requireQualified(act, "cyclotron-operator");
  if (auto v = act.gates().verdict(); !v) return v;
  const auto made = catalogue::dataset(act.db()).get("nuclide", beam->nuclide);  // another dataset may have been adopted since it began
  if (!made) return made.refusal();
  const Nuclide& nuclide = **made;
  Movement m;
  m.kind = MovementKind::make;
  m.at = act.now();
  m.uncertainty_rel = kCalibratorUncertainty;
  m.takes.push_back({beam->target_lot, {}, {}, false});
  m.puts.push_back(
      {c.run, Inventory::of(nuclide, c.activity, act.now()), {}, NewItem{"bulk", beam->nuclide + " " + c.run.str(), {}, {}, std::nullopt, {}}});
  m.with = {{"equipment", beam->cyclotron.str()}, {"equipment", c.calibrator.str()}};
  const double reached = making::evenBeamYield(nuclide.half_life, c.activity, beam->current, lasted).value;  // Bq/A
  const double thick = lineValue(beam->nuclide, "saturation") * 1e15;                                        // GBq/uA to Bq/A
  Json payload = encodePayload(c);
  payload.set("nuclide", beam->nuclide).set("beam_s", lasted.value).set("saturation_bq_per_a", reached);
  payload.set("saturation_share", thick > 0 ? Json(reached / thick) : Json()).set("plausible", thick <= 0 || reached <= thick);
  act.emit(beam->site, stream(c.run), "supply.BeamEnded", payload, m);
  return Done{};
}

Verdict receiveBulk(Act& act, const ReceiveBulk& c) {
  if (findItem(act.db(), c.item)) return alreadyExists("item", c.item.str());
  auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (!identity::org(act.db(), c.supplier)) return notFound("supplier", c.supplier.str());
  auto nuclide = catalogue::dataset(act.db()).get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  if ((*nuclide)->stable) return Refusal::field({"nuclide", "BAD_VALUE", c.nuclide, "a radioactive nuclide", 0, 0});
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  const Inventory held = Inventory::of(**nuclide, c.activity, c.reference_at).at(act.now());
  requireOwn(act, site->org, c.site.str().c_str());
  licensing::requireLicence(act, c.site, "hold", (*nuclide)->name, held.activity((*nuclide)->name), act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::bring_in;
  m.to_org = site->org;
  m.at = act.now();
  m.puts.push_back({c.item, held, {}, NewItem{"bulk", (*nuclide)->name + " " + c.item.str(), {}, {}, std::nullopt, c.supplier}});
  act.emit(c.site, stream(c.item), "supply.BulkReceived", encodePayload(c), m);
  return Done{};
}

}  // namespace isotrail::supply
