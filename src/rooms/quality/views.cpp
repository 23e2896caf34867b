// Projection, facts and the release queue.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/quality/records.h"

namespace isotrail::quality {
namespace {

Card cardOf(Db& db, const Event& e) {
  auto card = kBatches.find(db, e.payload["batch"].text());
  return card ? std::move(*card) : Card{e.payload["batch"].text(), e.site.str(), "in_test", Json::object()};
}

std::vector<std::string> textsIn(const Json& list) {
  std::vector<std::string> out;
  for (const auto& item : list.items()) out.push_back(item.text());
  return out;
}

Json orNull(const std::optional<double>& v) { return v ? Json(*v) : Json(); }

}  // namespace

void applyQuality(Db& db, const Event& e) {
  if (!e.type.starts_with("quality.")) return;
  Card card = cardOf(db, e);
  if (e.is("quality.SampleTaken")) {
    Json samples = card.doc["samples"].isNull() ? Json::array() : card.doc["samples"];
    card.doc.set("samples", samples.push(e.payload["sample"]));
  }
  if (e.is("quality.ResultRecorded")) {
    Json all = card.doc["results"].isNull() ? Json::object() : card.doc["results"];
    Json result = e.payload;
    card.doc.set("results", all.set(e.payload["test"].text(), result.set("by", e.actor.str()).set("at", e.occurred_at.iso())));
  }
  if (e.is("quality.BatchReleased") || e.is("quality.BatchRejected")) {
    const bool first = card.state == "in_test";
    card.state = e.is("quality.BatchReleased") ? "released" : "rejected";
    if (first) card.doc.set("at", e.occurred_at.iso()).set("by", e.actor.str()).set("hash", e.hash);
    card.doc.set("markets", e.payload["all_markets"]);
  }
  kBatches.put(db, card);
}

std::optional<ReleaseFacts> release(Db& db, const ItemId& batch) {
  auto card = kBatches.find(db, batch.str());
  if (!card || card->state == "in_test") return std::nullopt;
  return ReleaseFacts{card->state, textsIn(card->doc["markets"]), instantIn(card->doc["at"]), PersonId(card->doc["by"].text()),
                      card->doc["hash"].text()};
}

std::vector<ResultFacts> results(Db& db, const ItemId& batch) {
  std::vector<ResultFacts> out;
  auto card = kBatches.find(db, batch.str());
  if (!card) return out;
  for (const auto& [test, r] : card->doc["results"].members()) {
    const Json& v = r["result"];
    const std::string value = v.isString() ? v.text() : v.dump();
    out.push_back({test, r["unit"].text(), value, textsIn(r["passes"]), textsIn(r["fails"]), instantIn(r["at"]), PersonId(r["by"].text())});
  }
  return out;
}

Json testsJson(Db& db, const ItemId& batch, const ProductId& product) {
  auto card = kBatches.find(db, batch.str());
  const Json recorded = card ? card->doc["results"] : Json();
  Json list = Json::array();
  for (const auto& limit : catalogue::limits(db, product)) {
    const Json& r = recorded[limit.test];
    Json j = Json::object({{"test", limit.test}, {"unit", limit.unit}, {"lower", orNull(limit.lower)}, {"upper", orNull(limit.upper)}});
    j.set("expected_text", limit.expected_text).set("timing", limit.timing).set("value", r["result"]).set("verdict", verdictOf(recorded, limit));
    list.push(j.set("by", r["by"]).set("at", r["at"]).set("clause", limit.clause).set("market", limit.market));
  }
  return list;
}

namespace {

/// What still keeps the batch from release in one market, in the words of the gates.
Json blockersOf(Db& db, const production::BatchFacts& b, const Json& tests) {
  Json list = Json::array();
  if (!b.steps_done) list.push(Json::object({{"code", "STEPS_OPEN"}}));
  if (const auto held = heldBy(db, b.batch)) list.push(Json::object({{"code", "ITEM_ON_HOLD"}, {"item", held->str()}}));
  for (const auto& t : tests.items()) {
    if (t["timing"].text() != "pre_release" || t["verdict"].text() == "pass") continue;
    const char* code = t["verdict"].text() == "fail" ? "RESULT_FAILED" : "RESULT_MISSING";
    list.push(Json::object({{"code", code}, {"test", t["test"]}, {"market", t["market"]}}));
  }
  return list;
}

Json countsOf(const Json& tests) {
  std::int64_t pass = 0, fail = 0, pending = 0;
  for (const auto& t : tests.items()) (t["verdict"].text() == "pass" ? pass : t["verdict"].text() == "fail" ? fail : pending) += 1;
  return Json::object({{"pass", pass}, {"fail", fail}, {"pending", pending}});
}

}  // namespace

Result<Json> queueView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& b : production::batches(q.db)) {
    const auto site = identity::site(q.db, b.site);
    const bool mine = site && site->org == q.caller.org;
    if (!mine && !q.caller.has("regulator") && !q.caller.has("admin")) continue;
    const auto decided = release(q.db, b.batch);
    const auto product = catalogue::product(q.db, b.product);
    const Json tests = testsJson(q.db, b.batch, b.product);
    Json j = Json::object({{"batch", b.batch.str()}, {"product", b.product.str()}});
    j.set("product_name", product ? catalogue::productName(*product, q.language) : "");
    j.set("site", b.site.str()).set("state", decided ? decided->state : b.state).set("eos_at", isoOrNull(b.eos_at));
    j.set("expires_at", b.eos_at && product ? Json((*b.eos_at + product->shelf_life).iso()) : Json());
    j.set("tests", tests).set("counts", countsOf(tests)).set("blockers", decided ? Json::array() : blockersOf(q.db, b, tests));
    list.push(j.set("released_at", decided && decided->state == "released" ? Json(decided->at.iso()) : Json()));
  }
  return Json::object({{"queue", list}});
}

}  // namespace isotrail::quality
