// Samples and results.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/commands.h"
#include "rooms/quality/facts.h"
#include "rooms/quality/records.h"

namespace isotrail::quality {
namespace {
std::string stream(const ItemId& item) { return "quality/" + item.str(); }
}  // namespace

bool meets(const catalogue::Limit& limit, const std::optional<double>& value, const std::optional<std::string>& text) {
  if (!limit.expected_text.empty()) return text && *text == limit.expected_text;
  return value && (!limit.lower || *value >= *limit.lower) && (!limit.upper || *value <= *limit.upper);
}

std::string verdictOf(const Json& results, const catalogue::Limit& limit) {
  const Json& r = results[limit.test];
  if (r.isNull()) return "pending";
  const auto& passes = r["passes"].items();
  return std::any_of(passes.begin(), passes.end(), [&](const Json& m) { return m.text() == limit.market; }) ? "pass" : "fail";
}

Verdict takeSample(Act& act, const TakeSample& c) {
  const auto b = production::batch(act.db(), c.batch);
  if (!b) return notFound("batch", c.batch.str());
  if (findItem(act.db(), c.sample)) return alreadyExists("sample", c.sample.str());
  if (b->state != "made") return outOfOrder("complete-synthesis", "take-sample");
  if (c.volume.value <= 0) return Refusal::field({"volume", "BAD_VALUE", "0", "more than 0 mL", 0, 0});
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  requireUsable(act, *item);
  identity::requireQualified(act, "qc-analyst");
  act.gates().check(c.volume.value <= item->volume.value * (1 + 1e-9), "BATCH_VOLUME_EXCEEDED", "PRO-08", "house rule",
                    Json::object({{"batch", c.batch.str()}, {"asked_ml", c.volume.value * 1e3}, {"left_ml", item->volume.value * 1e3}}));
  if (auto v = act.gates().verdict(); !v) return v;
  const Inventory part = item->inventoryAt(act.now()).times(std::min(1.0, c.volume / item->volume));
  Movement m;
  m.kind = MovementKind::split;
  m.at = act.now();
  m.takes.push_back({c.batch, part, c.volume, false});
  m.puts.push_back({c.sample, part, c.volume, NewItem{"sample", "Sample of " + c.batch.str(), b->product, c.batch, std::nullopt, {}}});
  act.emit(item->site, stream(c.sample), "quality.SampleTaken", encodePayload(c), m);
  return Done{};
}

namespace {
/// The form a limit wants its result in.
std::optional<FieldError> missingValue(const RecordResult& c, const catalogue::Limit& limit) {
  if (!limit.expected_text.empty() && !c.text)
    return FieldError{"text", "MISSING_FIELD", "", "the result in words, such as: " + limit.expected_text, 0, 0};
  if (limit.expected_text.empty() && !c.value)
    return FieldError{"value", "MISSING_FIELD", "", "the result in " + (limit.unit.empty() ? "numbers" : limit.unit), 0, 0};
  return std::nullopt;
}
}  // namespace

namespace {
/// The result judged against every market's limit, as members of the payload.
Verdict judge(Act& act, const RecordResult& c, const ProductId& product, Json& payload) {
  Json passes = Json::array(), fails = Json::array();
  std::string unit;
  for (const auto& limit : catalogue::limits(act.db(), product)) {
    if (limit.test != c.test) continue;
    if (auto missing = missingValue(c, limit)) return Refusal::field(*missing);
    unit = limit.unit;
    (meets(limit, c.value, c.text) ? passes : fails).push(limit.market);
  }
  if (passes.size() + fails.size() == 0) return notFound("test", c.test);
  payload.set("unit", unit).set("result", c.value ? Json(*c.value) : Json(*c.text)).set("passes", passes).set("fails", fails);
  payload.set("verdict", fails.size() > 0 ? "fail" : "pass").set("met", passes.size()).set("judged", passes.size() + fails.size());
  payload.set("result_text", c.value ? Json(*c.value).dump() + (unit.empty() ? "" : " " + unit) : *c.text);
  return Done{};
}

// Sterility is read days after use: a failure then must reach every vial and dose at once.
void holdReleased(Act& act, const production::BatchFacts& b, const Json& payload) {
  const auto card = kBatches.find(act.db(), b.batch.str());
  if (payload["verdict"].text() == "fail" && card && card->state == "released")
    act.emit(b.site, stream(b.batch), "trace.Held",
             Json::object({{"item", b.batch.str()}, {"reason", payload["test"].text() + " failed after release"}}));
}
}  // namespace

Verdict recordResult(Act& act, const RecordResult& c) {
  const auto b = production::batch(act.db(), c.batch);
  if (!b) return notFound("batch", c.batch.str());
  if (b->state != "made") return outOfOrder("complete-synthesis", "record-result");
  const auto card = kBatches.find(act.db(), c.batch.str());
  if (card && card->doc["results"].has(c.test)) return alreadyExists("test", c.test);
  Json payload = encodePayload(c);
  if (auto judged = judge(act, c, b->product, payload); !judged) return judged;
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  requireOwn(act, item->org, c.batch.str().c_str());
  identity::requireQualified(act, "qc-analyst");
  if (c.equipment) production::requireEquipment(act, *c.equipment, "", b->site);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(b->site, stream(c.batch), "quality.ResultRecorded", payload);
  holdReleased(act, *b, payload);
  act.answer(Json::object({{"verdict", payload["verdict"]}, {"passes", payload["passes"]}, {"fails", payload["fails"]}}));
  return Done{};
}

Verdict settleResult(Act& act, Event& corrected) {
  const auto c = decodePayload<RecordResult>(corrected.payload);
  const auto b = production::batch(act.db(), c.batch);
  if (!b) return notFound("batch", c.batch.str());
  if (auto judged = judge(act, c, b->product, corrected.payload); !judged) return judged;
  identity::requireQualified(act, "qc-analyst");
  if (c.equipment) production::requireEquipment(act, *c.equipment, "", b->site);
  return Done{};
}

void holdIfFails(Act& act, const Event& before, const Event& corrected) {
  if (before.payload["verdict"] == corrected.payload["verdict"]) return;
  if (const auto b = production::batch(act.db(), ItemId(corrected.payload["batch"].text()))) holdReleased(act, *b, corrected.payload);
}

}  // namespace isotrail::quality
