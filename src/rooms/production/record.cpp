#include "rooms/production/record.h"

#include <algorithm>
#include <functional>

#include "desk/words.h"
#include "ledger/amendment.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::production {
namespace {

constexpr Shelf kEquipment("production_equipment"), kBatches("production_batch");

void editRecord(Db& db, const std::string& batch, const std::function<void(Card&)>& edit) {
  auto card = kBatches.find(db, batch);
  if (!card) return;
  edit(*card);
  kBatches.put(db, *card);
}

Json& child(Json& parent, const std::string& key) {
  if (!parent.has(key)) parent.set(key, Json::object());
  return *parent.findMutable(key);
}

void performed(Card& card, const Event& e) {
  Json entry = Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}, {"event", e.id}, {"hash", e.hash}});
  for (const char* key : {"reading", "comment", "equipment"})
    if (e.payload.has(key)) entry.set(key, e.payload[key]);
  child(child(card.doc, "steps"), std::to_string(e.payload["step"].integer())).set("performed", entry);
}
void checked(Card& card, const Event& e) {
  child(child(card.doc, "steps"), std::to_string(e.payload["step"].integer()))
      .set("checked", Json::object({{"by", e.actor.str()}, {"at", e.occurred_at.iso()}}));
}
void completed(Card& card, const Event& e) {
  card.state = "made";
  for (const char* key : {"eos_at", "activity_bq", "volume_l", "yield", "bulk_bq"}) card.doc.set(key, e.payload[key]);
}

/// What the record of the batch says, line by line; quality's entries about it and holds on it are lines too.
void log(Card& card, const Event& e) {
  Json lines = card.doc["log"].isNull() ? Json::array() : card.doc["log"];
  lines.push(
      Json::object({{"seq", e.seq}, {"at", e.occurred_at.iso()}, {"by", e.actor.str()}, {"type", e.type}, {"hash", e.hash}, {"payload", e.payload}}));
  card.doc.set("log", lines);
}

/// The line of the entry amended says what is right; that it was amended is a line of its own.
void amendLine(Card& card, const Event& amendment) {
  Json* lines = card.doc.findMutable("log");
  if (!lines) return;
  for (auto& line : lines->itemsMutable()) {
    if (line["seq"] != amendment.payload["root_number"]) continue;
    Json payload = line["payload"];
    for (const auto& change : amendment.payload["changes"].items()) payload.set(change["field"].text(), change["new"]);
    line.set("payload", payload).set("amended", true);
  }
  log(card, amendment);
}

/// "production/B-1": what an amendment is about stands in its stream, which is the amended entry's.
std::string subjectOf(const Event& e) { return e.stream.substr(e.stream.find('/') + 1); }

}  // namespace

void refoldStep(Db& db, const Event&, const Event& corrected) {
  editRecord(db, corrected.payload["batch"].text(), [&](Card& c) { performed(c, corrected); });
}
bool stepWasChecked(Db& db, const Event& step) {
  const auto card = recordOf(db, ItemId(step.payload["batch"].text()));
  return card && card->doc["steps"][std::to_string(step.payload["step"].integer())].has("checked");
}

void applyProduction(Db& db, const Event& e) {
  const Json& p = e.payload;
  const std::string& batch = p["batch"].text();
  if (e.is("production.EquipmentRegistered")) kEquipment.put(db, {p["equipment"].text(), p["site"].text(), "", p});
  if (e.is("production.BatchStarted")) {
    Json doc = p;
    doc.set("started_at", e.occurred_at.iso()).set("started_by", e.actor.str());
    kBatches.put(db, {batch, p["site"].text(), "in_process", doc});
  }
  if (e.is("production.StepPerformed")) editRecord(db, batch, [&](Card& c) { performed(c, e); });
  if (e.is("production.StepChecked")) editRecord(db, batch, [&](Card& c) { checked(c, e); });
  if (e.is("production.SynthesisCompleted")) editRecord(db, batch, [&](Card& c) { completed(c, e); });
  if (e.is(kAmended)) editRecord(db, subjectOf(e), [&](Card& c) { amendLine(c, e); });
  const bool about_hold = e.is("trace.Held") || e.is("trace.HoldLifted");
  if (e.type.starts_with("production.") || e.type.starts_with("quality.") || about_hold)
    editRecord(db, about_hold ? p["item"].text() : batch, [&](Card& c) { log(c, e); });
}

std::optional<Card> recordOf(Db& db, const ItemId& batch) { return kBatches.find(db, batch.str()); }

bool stepDone(const catalogue::Step& step, const Json& record) {
  const Json& s = record["steps"][std::to_string(step.step)];
  return s.has("performed") && (!step.two_people || s.has("checked"));
}
std::string nextDue(const std::vector<catalogue::Step>& steps, const Json& record) {
  for (const auto& step : steps) {
    if (stepDone(step, record)) continue;
    const bool performed_once = record["steps"][std::to_string(step.step)].has("performed");
    return (performed_once ? "check of step " : "step ") + std::to_string(step.step);
  }
  return "nothing";
}
bool phasesDone(const std::vector<catalogue::Step>& steps, const Json& record, std::initializer_list<const char*> phases) {
  return std::all_of(steps.begin(), steps.end(), [&](const auto& step) {
    const bool counts = std::any_of(phases.begin(), phases.end(), [&](const char* p) { return step.phase == p; });
    return !counts || stepDone(step, record);
  });
}

std::optional<EquipmentFacts> equipment(Db& db, const EquipmentId& id) {
  auto card = kEquipment.find(db, id.str());
  if (!card) return std::nullopt;
  const Json& d = card->doc;
  return EquipmentFacts{
      id, SiteId(card->parent), d["kind"].text(), d["name"].text(), instantIn(d["qualified_until"]), instantIn(d["calibrated_until"])};
}

std::vector<EquipmentFacts> equipmentAt(Db& db, const SiteId& site) {
  std::vector<EquipmentFacts> out;
  for (const auto& card : kEquipment.under(db, site.str())) out.push_back(*equipment(db, EquipmentId(card.id)));
  return out;
}

void requireEquipment(Act& act, const EquipmentId& id, const std::string& kinds, const SiteId& site) {
  auto e = equipment(act.db(), id);
  Json params = Json::object({{"equipment", id.str()}});
  setKind(params, "wanted", kinds.empty() ? "equipment" : kinds);
  const bool kind_ok = e && (kinds.empty() || ("|" + kinds + "|").find("|" + e->kind + "|") != std::string::npos);
  if (!act.gates().check(kind_ok, "EQUIPMENT_WRONG_KIND", "PRO-01", "house rule", params)) return;
  act.gates().check(e->site == site, "EQUIPMENT_ELSEWHERE", "PRO-01", "house rule", params.set("site", e->site.str()));
  const auto standing = identity::site(act.db(), e->site);
  const auto until = [&](Instant t) { params.set("until", t.iso()).set("until_local", showInstant(t, standing ? standing->zone : "UTC")); };
  until(e->qualified_until);
  act.gates().check(act.now() < e->qualified_until, "EQUIPMENT_UNQUALIFIED", "PRO-02", "China GMP 2010, chapter on qualification and validation",
                    params);
  until(e->calibrated_until);
  act.gates().check(act.now() < e->calibrated_until, "EQUIPMENT_CALIBRATION_LAPSED", "PRO-02", "China GMP 2010 Art. 90", params);
}

namespace {
void setNextStep(BatchFacts& out, const std::vector<catalogue::Step>& steps, const Json& record) {
  const auto open = std::find_if(steps.begin(), steps.end(), [&](const auto& s) { return !stepDone(s, record); });
  out.steps_done = open == steps.end();
  if (out.steps_done) return;
  const Json& performed = record["steps"][std::to_string(open->step)]["performed"];
  out.next_step = open->step;
  out.next_is_check = !performed.isNull();
  out.next_performed_by = PersonId(performed["by"].text());
}

BatchFacts factsOf(Db& db, const Card& card) {
  BatchFacts out;
  out.batch = ItemId(card.id);
  out.product = ProductId(card.doc["product"].text());
  out.site = SiteId(card.parent);
  out.state = card.state;
  out.eos = Activity(card.doc["activity_bq"].number());
  out.volume = Volume(card.doc["volume_l"].number());
  out.bulk = ItemId(card.doc["bulk"].text());
  if (card.doc.has("eos_at")) out.eos_at = instantIn(card.doc["eos_at"]);
  setNextStep(out, catalogue::steps(db, out.product), card.doc);
  for (const auto& [no, step] : card.doc["steps"].members())
    for (const auto& [role, who] : step.members()) out.who_signed.emplace_back(who["by"].text());
  return out;
}
}  // namespace

std::optional<BatchFacts> batch(Db& db, const ItemId& id) {
  auto card = recordOf(db, id);
  if (!card) return std::nullopt;
  return factsOf(db, *card);
}
std::vector<BatchFacts> batches(Db& db) {
  std::vector<BatchFacts> out;
  for (const auto& card : kBatches.all(db)) out.push_back(factsOf(db, card));
  return out;
}

double expectedYield(Db& db, const ProductId& product, const std::string& nuclide) {
  std::vector<std::pair<Instant, double>> made;
  for (const auto& card : kBatches.all(db))
    if (card.doc["product"].text() == product.str() && card.doc.has("yield"))
      made.emplace_back(instantIn(card.doc["eos_at"]), card.doc["yield"].number());
  if (made.empty()) return supply::lineValue(nuclide, "synthesis_yield");
  std::sort(made.rbegin(), made.rend());
  made.resize(std::min<std::size_t>(made.size(), 10));
  double sum = 0;
  for (const auto& [at, yield] : made) sum += yield;
  return sum / static_cast<double>(made.size());
}

}  // namespace isotrail::production
