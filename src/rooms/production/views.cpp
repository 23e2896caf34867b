// The batch list and the batch record as the screens show them.
#include <algorithm>
#include <cmath>

#include "desk/texts.h"
#include "desk/words.h"
#include "ledger/journal.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/planning/facts.h"
#include "rooms/production/facts.h"
#include "rooms/production/record.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::production {
namespace {

Json orNull(const std::optional<double>& v) { return v ? Json(*v) : Json(); }

/// The maker's people, those who have or had something of the batch in custody, and who oversees.
bool sees(ViewRequest& q, const BatchFacts& b) {
  if (q.caller.has("regulator") || q.caller.has("admin")) return true;
  const auto site = identity::site(q.db, b.site);
  if (site && site->org == q.caller.org) return true;
  for (const auto& item : itemsOfBatch(q.db, b.batch)) {
    const auto to = identity::site(q.db, item.to_site);
    if (item.org == q.caller.org || (to && to->org == q.caller.org)) return true;
  }
  return false;
}

std::string stateOf(const BatchFacts& b, const std::optional<quality::ReleaseFacts>& r) { return r ? r->state : b.state; }

std::string titleOf(const catalogue::Step& s, const std::string& language) {
  if (language == "zh-Hans") return s.title_zh_hans;
  if (language == "zh-Hant") return s.title_zh_hant;
  return language == "pt" ? s.title_pt : s.title;
}

bool beyond(double v, const std::optional<double>& lower, const std::optional<double>& upper) {
  return (lower && v < *lower) || (upper && v > *upper);
}

Json stepJson(ViewRequest& q, const catalogue::Step& s, const Json& entry, const std::string& due) {
  Json j = Json::object({{"no", s.step}, {"title", titleOf(s, q.language)}, {"phase", s.phase}, {"two_people", s.two_people}});
  j.set("qualification", s.qualification);
  if (!s.reading.empty()) {
    Json reading = Json::object({{"name", s.reading}, {"unit", s.unit}, {"lower", orNull(s.lower)}, {"upper", orNull(s.upper)}});
    j.set("reading", reading.set("alert_lower", orNull(s.alert_lower)).set("alert_upper", orNull(s.alert_upper)));
  }
  const bool performed = entry.has("performed");
  const bool done = performed && (!s.two_people || entry.has("checked"));
  const bool alert = performed && entry["performed"].has("reading") && beyond(entry["performed"]["reading"].number(), s.alert_lower, s.alert_upper);
  std::string state = due == "step " + std::to_string(s.step) ? "current" : "todo";
  if (performed) state = alert ? "alert" : done ? "done" : "performed";
  j.set("state", state);
  for (const char* key : {"performed", "checked"})
    if (entry.has(key)) j.set(key, entry[key]);
  return j;
}

Json inputsJson(ViewRequest& q, const Json& doc) {
  Json list = Json::array();
  const Instant started = instantIn(doc["started_at"]);
  const auto add = [&](const std::string& id) {
    auto item = findItem(q.db, ItemId(id));
    if (!item) return;
    const bool in_date = !item->expires_at || started < *item->expires_at;
    Json j = Json::object({{"item", id}, {"kind", item->kind}, {"label", item->label}});
    list.push(j.set("ok", in_date && !heldBy(q.db, item->id)).set("expires_at", isoOrNull(item->expires_at)));
  };
  add(doc["bulk"].text());
  for (const auto& lot : doc["lots"].items()) add(lot.text());
  return list;
}

std::string vialState(ViewRequest& q, const Item& vial, const std::optional<quality::ReleaseFacts>& release) {
  if (vial.stage == "in_transit") return "in_transit";
  if (vial.stage != "here") return "used";
  if (heldBy(q.db, vial.id)) return "on_hold";
  if (vial.expires_at && q.now >= *vial.expires_at) return "expired";
  return release && release->state == "released" ? "available" : "waiting_release";
}

Json vialsJson(ViewRequest& q, const BatchFacts& b, const std::string& nuclide, const std::optional<quality::ReleaseFacts>& release) {
  Json list = Json::array();
  for (const auto& vial : itemsOfBatch(q.db, b.batch)) {
    if (vial.kind != "vial") continue;
    list.push(Json::object({{"item", vial.id.str()},
                            {"volume_ml", vial.volume.value * 1e3},
                            {"activity_bq", vial.inventoryAt(q.now).activity(nuclide).value},
                            {"state", vialState(q, vial, release)},
                            {"site", vial.site.str()},
                            {"place", vial.place},
                            {"expires_at", isoOrNull(vial.expires_at)}}));
  }
  return list;
}

Json yieldJson(const std::optional<Item>& bulk, const Json& doc, const std::string& nuclide) {
  Json j = Json::object({{"eob_bq", bulk && bulk->calibration ? Json(bulk->calibration->activity.value) : Json()}});
  j.set("eos_bq", doc["activity_bq"]).set("percent_decay_corrected", doc.has("yield") ? Json(doc["yield"].number() * 100) : Json());
  const double alert = supply::lineValue(nuclide, "yield_alert"), action = supply::lineValue(nuclide, "yield_action");
  return j.set("alert_below", alert > 0 ? Json(alert * 100) : Json()).set("action_below", action > 0 ? Json(action * 100) : Json());
}

/// Whether what was or will be made covers the orders promised from this site, at the first injection.
Json enoughJson(ViewRequest& q, const BatchFacts& b, const catalogue::ProductFacts& product, const std::optional<Item>& bulk) {
  const Nuclide* nuclide = Dataset::shipped().find(product.nuclide);
  const Instant from = b.eos_at.value_or(q.now);
  std::optional<Instant> first;
  double needed = 0;
  for (const auto& o : ordering::orders(q.db, SiteId(""), from, from + product.shelf_life)) {
    if (o.product != b.product || o.maker_site != b.site || o.state == "requested" || o.state == "cancelled") continue;
    if (!first) first = o.inject_at;
    needed += decayed(*nuclide, o.activity, o.inject_at, *first).value;
  }
  if (!first) return Json();
  double forecast = 0;
  if (b.eos_at)
    forecast = decayed(*nuclide, b.eos, *b.eos_at, *first).value;
  else if (bulk)
    forecast = bulk->inventory.activityAt(product.nuclide, *first).value * expectedYield(q.db, b.product, product.nuclide);
  const double reaches = forecast * supply::lineValue("vial", "transfer_yield") * (1.0 - supply::lineValue("vial", "dead_fraction"));
  return Json::object({{"needed_bq", needed}, {"forecast_bq", reaches}, {"at", first->iso()}});
}

Json recordJson(ViewRequest& q, const Json& log) {
  Json list = Json::array();
  for (const auto& e : log.items()) {
    Json j = Json::object({{"at", e["at"]}, {"text", eventText(e["type"].text(), languageOf(q.language), e["payload"])}});
    list.push(j.set("by", e["by"]).set("seq", e["seq"]).set("hash", e["hash"]));
  }
  return list;
}

Json holdsJson(ViewRequest& q, const ItemId& batch) {
  Json list = Json::array();
  std::string reason;
  if (const auto held = heldBy(q.db, batch, &reason)) list.push(Json::object({{"item", held->str()}, {"reason", reason}}));
  return list;
}

/// Batches that the published plans of days are going to have: when their synthesis begins and ends, what they are to hold.
Json plannedJson(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& r : planning::plannedRuns(q.db, SiteId(""))) {
    const auto site = identity::site(q.db, r.site);
    if (!site || (site->org != q.caller.org && !q.caller.has("regulator") && !q.caller.has("admin"))) continue;
    const auto product = catalogue::product(q.db, r.product);
    list.push(Json::object({{"plan", r.plan.str()},
                            {"run", r.run},
                            {"product", r.product.str()},
                            {"product_name", product ? catalogue::productName(*product, q.language) : ""},
                            {"site", r.site.str()},
                            {"line", r.line},
                            {"starts", r.beam_ends.iso()},
                            {"eos_at", r.ends.iso()},
                            {"makes_bq", r.makes.value},
                            {"orders", r.orders}}));
  }
  return list;
}

}  // namespace

Result<Json> batchList(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& b : batches(q.db)) {
    if (!sees(q, b)) continue;
    const auto product = catalogue::product(q.db, b.product);
    const auto release = quality::release(q.db, b.batch);
    const bool released = release && release->state == "released";
    list.push(Json::object({{"batch", b.batch.str()},
                            {"product", b.product.str()},
                            {"product_name", product ? catalogue::productName(*product, q.language) : ""},
                            {"site", b.site.str()},
                            {"state", stateOf(b, release)},
                            {"started_at", recordOf(q.db, b.batch)->doc["started_at"]},
                            {"eos_at", isoOrNull(b.eos_at)},
                            {"released_at", released ? Json(release->at.iso()) : Json()}}));
  }
  return Json::object({{"batches", list}, {"planned", plannedJson(q)}});
}

Result<Json> batchRecord(ViewRequest& q) {
  const ItemId id(q.id);
  const auto b = batch(q.db, id);
  if (!b || !sees(q, *b)) return notFound("batch", q.id);
  const Json doc = recordOf(q.db, id)->doc;
  const auto product = catalogue::product(q.db, b->product);
  const auto site = identity::site(q.db, b->site);
  const auto release = quality::release(q.db, id);
  const auto bulk = findItem(q.db, b->bulk);
  const auto steps = catalogue::steps(q.db, b->product);
  const std::string due = nextDue(steps, doc);
  Json step_list = Json::array();
  for (const auto& s : steps) step_list.push(stepJson(q, s, doc["steps"][std::to_string(s.step)], due));
  Json j = Json::object({{"batch", q.id}, {"product", b->product.str()}, {"nuclide", product->nuclide}});
  j.set("product_name", catalogue::productName(*product, q.language));
  j.set("site", b->site.str()).set("zone", site ? site->zone : "").set("state", stateOf(*b, release));
  j.set("started_at", doc["started_at"]).set("eos_at", isoOrNull(b->eos_at));
  j.set("master", Json::object({{"version", Journal(q.db).streamVersion("catalogue/" + b->product.str())}}));
  j.set("inputs", inputsJson(q, doc)).set("steps", step_list).set("due", due).set("tests", quality::testsJson(q.db, id, b->product));
  j.set("vials", vialsJson(q, *b, product->nuclide, release)).set("yield", yieldJson(bulk, doc, product->nuclide));
  j.set("enough", enoughJson(q, *b, *product, bulk));
  j.set("since_eob_s", bulk && bulk->calibration ? Json((q.now - bulk->calibration->at).value) : Json());
  j.set("holds", holdsJson(q, id));
  if (release && release->state == "released") {
    Json markets = Json::array();
    for (const auto& m : release->markets) markets.push(m);
    Json certified = Json::object({{"by", release->by.str()}, {"at", release->at.iso()}, {"markets", markets}});
    j.set("release", certified.set("hash", release->hash).set("meaning", "certified"));
  }
  return j.set("record", recordJson(q, doc["log"]));
}

}  // namespace isotrail::production
