// Projections, facts and views of the supply room.
#include <algorithm>
#include <charconv>

#include "base/csv.h"
#include "base/embedded.h"
#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/planning/facts.h"
#include "rooms/supply/facts.h"
#include "rooms/supply/records.h"

namespace isotrail::supply {
namespace {

double numberIn(const std::string& text) {
  double v = 0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

void beamEnded(Db& db, const Event& e) {
  auto card = kRuns.find(db, e.payload["run"].text());
  if (!card) return;
  card->state = "off";
  for (const char* key : {"activity_bq", "beam_s", "saturation_bq_per_a", "saturation_share", "plausible"}) card->doc.set(key, e.payload[key]);
  card->doc.set("beam_off", e.occurred_at.iso());
  kRuns.put(db, *card);
}

void tested(Db& db, const Event& e) {
  auto card = kEluates.find(db, e.payload["eluate"].text());
  if (!card) return;
  if (card->state != "failed") card->state = e.payload["verdict"].text() == "pass" ? "passed" : "failed";
  card->doc.set("breakthrough", e.payload);
  kEluates.put(db, *card);
}

bool sees(ViewRequest& q, const SiteId& site, const ItemId& item) {
  if (q.caller.has("regulator") || q.caller.has("admin") || q.caller.site == site) return true;
  auto found = findItem(q.db, item);
  return found && found->org == q.caller.org;
}

Json eluateJson(ViewRequest& q, const Card& card) {
  const auto item = findItem(q.db, ItemId(card.id));
  const std::string& nuclide = card.doc["nuclide"].text();
  Json j = Json::object({{"eluate", card.id}, {"state", card.state}, {"eluted_at", card.doc["eluted_at"]}, {"measured_bq", card.doc["activity_bq"]}});
  j.set("efficiency_percent", card.doc["efficiency_fraction"].number() * 100).set("nuclide", nuclide);
  j.set("activity_bq", item ? item->inventoryAt(q.now).activity(nuclide).value : 0.0).set("volume_ml", item ? item->volume.value * 1e3 : 0.0);
  return j.set("breakthrough", card.doc["breakthrough"]);
}

}  // namespace

void applySupply(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("supply.BeamStarted")) {
    Json doc = p;
    kRuns.put(db, {p["run"].text(), p["site"].text(), "on", doc.set("beam_on", e.occurred_at.iso())});
  }
  if (e.is("supply.BeamEnded")) beamEnded(db, e);
  if (e.is("supply.GeneratorReceived")) kGenerators.put(db, {p["generator"].text(), p["site"].text(), "", p});
  if (e.is("supply.Eluted")) {
    Json doc = p;
    kEluates.put(db, {p["eluate"].text(), p["generator"].text(), "untested", doc.set("eluted_at", e.occurred_at.iso())});
  }
  if (e.is("supply.BreakthroughTested")) tested(db, e);
}

namespace {
RunFacts factsOf(const Card& card) {
  const Json& d = card.doc;
  RunFacts r;
  r.run = ItemId(card.id);
  r.site = SiteId(card.parent);
  r.cyclotron = EquipmentId(d["cyclotron"].text());
  r.target_lot = ItemId(d["target_lot"].text());
  r.nuclide = d["nuclide"].text();
  r.current = Current(d["current_a"].number());
  r.state = card.state;
  r.beam_on = instantIn(d["beam_on"]);
  if (d.has("beam_off")) r.beam_off = instantIn(d["beam_off"]);
  r.eob = Activity(d["activity_bq"].number());
  return r;
}
}  // namespace

std::optional<RunFacts> run(Db& db, const ItemId& id) {
  auto card = kRuns.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}
std::vector<RunFacts> runs(Db& db, const SiteId& site) {
  std::vector<RunFacts> out;
  for (const auto& card : kRuns.under(db, site.str())) out.push_back(factsOf(card));
  return out;
}
std::optional<GeneratorFacts> generator(Db& db, const ItemId& id) {
  auto card = kGenerators.find(db, id.str());
  if (!card) return std::nullopt;
  GeneratorFacts g{id, card->doc["parent"].text(), card->doc["daughter"].text(), Fraction(card->doc["efficiency_fraction"].number()), {}};
  for (const auto& e : kEluates.under(db, id.str()))
    g.elutions.push_back({ItemId(e.id), e.state, instantIn(e.doc["eluted_at"]), Activity(e.doc["activity_bq"].number())});
  std::stable_sort(g.elutions.begin(), g.elutions.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return g;
}
std::string eluateState(Db& db, const ItemId& id) {
  auto card = kEluates.find(db, id.str());
  return card ? card->state : "";
}
bool breakthroughPassed(Db& db, const ItemId& eluate) {
  auto card = kEluates.find(db, eluate.str());
  return card && card->state == "passed";
}
std::optional<Instant> breakthroughUntil(Db& db, const ItemId& eluate) {
  auto card = kEluates.find(db, eluate.str());
  if (!card || card->state != "passed") return std::nullopt;
  return instantIn(card->doc["breakthrough"]["usable_until"]);
}

double lineValue(const std::string& subject, const std::string& quantity) {
  static const auto table = parseCsv(embeddedText("data/line_values.csv"));
  for (const auto& row : table->rows)
    if (row.cells[0].text == subject && row.cells[1].text == quantity) return numberIn(row.cells[2].text);
  return 0.0;
}
std::optional<BreakthroughLimit> breakthroughLimit(const std::string& parent) {
  static const auto table = parseCsv(embeddedText("data/breakthrough_limits.csv"));
  for (const auto& row : table->rows)
    if (row.cells[0].text == parent) return BreakthroughLimit{parent, row.cells[1].text, numberIn(row.cells[2].text) * 1e-3, row.cells[4].text};
  return std::nullopt;
}

/// The schedule of lines as the published plans of days have it, for the maker's people and who oversees.
Json plannedJson(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& r : planning::plannedRuns(q.db, SiteId(""))) {
    const auto site = identity::site(q.db, r.site);
    if (!site || (site->org != q.caller.org && !q.caller.has("regulator") && !q.caller.has("admin"))) continue;
    list.push(Json::object({{"plan", r.plan.str()},
                            {"run", r.run},
                            {"site", r.site.str()},
                            {"line", r.line},
                            {"product", r.product.str()},
                            {"starts", r.starts.iso()},
                            {"beam_ends", r.beam_ends.iso()},
                            {"ends", r.ends.iso()},
                            {"makes_bq", r.makes.value},
                            {"used_bq", r.used.value},
                            {"orders", r.orders}}));
  }
  return list;
}

Result<Json> runsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kRuns.all(q.db)) {
    if (!sees(q, SiteId(card.parent), ItemId(card.id))) continue;
    Json j = card.doc;
    list.push(j.set("state", card.state));
  }
  return Json::object({{"runs", list}, {"planned", plannedJson(q)}});
}

Result<Json> generatorsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kGenerators.all(q.db)) {
    const ItemId id(card.id);
    if (!sees(q, SiteId(card.parent), id)) continue;
    const auto item = findItem(q.db, id);
    Json inventory = Json::array(), eluates = Json::array();
    if (item) {
      const Inventory now = item->inventoryAt(q.now);
      for (const auto& [name, atoms] : now.atoms())
        if (const double a = now.activity(name).value; a > 0) inventory.push(Json::object({{"nuclide", name}, {"activity_bq", a}}));
    }
    for (const auto& e : kEluates.under(q.db, card.id)) eluates.push(eluateJson(q, e));
    Json j = Json::object({{"generator", card.id}, {"site", card.parent}, {"parent", card.doc["parent"]}, {"daughter", card.doc["daughter"]}});
    j.set("efficiency_percent", card.doc["efficiency_fraction"].number() * 100).set("expires_at", card.doc["expires_at"]);
    list.push(j.set("inventory", inventory).set("eluates", eluates));
  }
  return Json::object({{"generators", list}});
}

}  // namespace isotrail::supply
