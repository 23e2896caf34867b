// Release, rejection, holds.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/commands.h"
#include "rooms/quality/facts.h"
#include "rooms/quality/records.h"
#include "rooms/registration/facts.h"

namespace isotrail::quality {
namespace {

std::string stream(const ItemId& item) { return "quality/" + item.str(); }

void requireQp(Act& act) {
  act.gates().check(act.caller().has("qp"), "NOT_A_QP", "QUA-01", "China GMP 2010 Art. 25 (quality authorised person)",
                    Json::object({{"person", act.caller().person.str()}}));
  identity::requireQualified(act, "qp");
}

/// The releaser has neither performed nor checked a step nor tested: nobody certifies their own work.
void requireOtherHands(Act& act, const production::BatchFacts& b) {
  const PersonId& who = act.caller().person;
  Json did = Json::array();
  if (std::find(b.who_signed.begin(), b.who_signed.end(), who) != b.who_signed.end()) did.push("production");
  for (const auto& r : results(act.db(), b.batch))
    if (r.by == who) did.push(r.test);
  act.gates().check(did.size() == 0, "RELEASES_OWN_WORK", "QUA-02", "house rule; China GMP 2010 Art. 25",
                    Json::object({{"person", who.str()}, {"batch", b.batch.str()}, {"did", did}}));
}

/// Every pre-release row of the market's filed limits has a result, and it passes there.
void requireResults(Act& act, const production::BatchFacts& b, const std::string& market) {
  const auto card = kBatches.find(act.db(), b.batch.str());
  const Json recorded = card ? card->doc["results"] : Json();
  const auto limits = catalogue::limits(act.db(), b.product, market);
  act.gates().check(!limits.empty(), "LIMITS_NOT_FILED", "QUA-03", "house rule", Json::object({{"product", b.product.str()}, {"market", market}}));
  for (const auto& limit : limits) {
    if (limit.timing != "pre_release") continue;
    const std::string verdict = verdictOf(recorded, limit);
    Json params = Json::object({{"batch", b.batch.str()}, {"test", limit.test}, {"market", market}, {"clause", limit.clause}});
    params.set("value", recorded[limit.test]["result_text"]);
    if (!act.gates().check(verdict != "pending", "RESULT_MISSING", "QUA-03", "China GMP 2010 Art. 230", params)) continue;
    act.gates().check(verdict == "pass", "RESULT_FAILED", "QUA-04", limit.clause, params);
  }
}

std::optional<FieldError> badMarkets(const std::vector<std::string>& markets) {
  const bool known = std::all_of(markets.begin(), markets.end(), [](const std::string& m) { return m == "CN" || m == "MO"; });
  if (!markets.empty() && known) return std::nullopt;
  return FieldError{"markets", "BAD_VALUE", markets.empty() ? "" : markets.front(), "a list of CN, MO", 0, 0};
}

}  // namespace

Verdict releaseBatch(Act& act, const ReleaseBatch& c) {
  if (auto bad = badMarkets(c.markets)) return Refusal::field(*bad);
  const auto b = production::batch(act.db(), c.batch);
  if (!b) return notFound("batch", c.batch.str());
  if (b->state != "made") return outOfOrder("complete-synthesis", "release-batch");
  const auto before = release(act.db(), c.batch);
  if (before && before->state == "rejected") return outOfOrder("in test", "rejected");
  std::vector<std::string> markets = before ? before->markets : std::vector<std::string>();
  const std::size_t known = markets.size();
  for (const auto& m : c.markets)
    if (std::find(markets.begin(), markets.end(), m) == markets.end()) markets.push_back(m);
  if (markets.size() == known) return outOfOrder("in test", "released");
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  requireUsable(act, *item);
  requireQp(act);
  requireOtherHands(act, *b);
  const auto product = catalogue::product(act.db(), b->product);
  const Instant expires = *b->eos_at + product->shelf_life;
  act.gates().check(act.now() < expires, "ITEM_EXPIRED", "TR-03", "house rule",
                    Json::object({{"item", c.batch.str()}, {"expires_at", expires.iso()}}));
  act.gates().check(b->steps_done, "STEPS_OPEN", "QUA-05", "China GMP 2010 Art. 230", Json::object({{"batch", c.batch.str()}}));
  for (const auto& market : c.markets) {
    requireResults(act, *b, market);
    registration::requireApproval(act, b->product, market);
  }
  if (auto v = act.gates().verdict(); !v) return v;
  Json all = Json::array();
  for (const auto& m : markets) all.push(m);
  act.emit(b->site, stream(c.batch), "quality.BatchReleased", encodePayload(c).set("all_markets", all).set("product", b->product.str()));
  return Done{};
}

Verdict rejectBatch(Act& act, const RejectBatch& c) {
  const auto b = production::batch(act.db(), c.batch);
  if (!b) return notFound("batch", c.batch.str());
  if (const auto before = release(act.db(), c.batch)) return outOfOrder("in test", before->state);
  auto item = itemOf(act.db(), "batch", c.batch);
  if (!item) return item.refusal();
  requireOwn(act, item->org, c.batch.str().c_str());
  requireQp(act);
  if (auto v = act.gates().verdict(); !v) return v;
  act.reason(c.reason);
  act.emit(b->site, stream(c.batch), "quality.BatchRejected", encodePayload(c));
  act.emit(b->site, stream(c.batch), "trace.Held", Json::object({{"item", c.batch.str()}, {"reason", "rejected: " + c.reason}}));
  return Done{};
}

Verdict holdItem(Act& act, const HoldItem& c) {
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  if (const auto held = heldBy(act.db(), c.item); held && *held == c.item) return alreadyExists("hold", c.item.str());
  // Who has it and who made it may both stop it.
  if (item->maker != act.caller().org) requireOwn(act, item->org, c.item.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.reason(c.reason);
  act.emit(item->site, stream(c.item), "trace.Held", encodePayload(c));
  return Done{};
}

Verdict liftHold(Act& act, const LiftHold& c) {
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  const auto held = heldBy(act.db(), c.item);
  if (!held) return notFound("hold", c.item.str());
  if (*held != c.item) return outOfOrder("the hold on " + held->str(), "no hold of its own on " + c.item.str());
  if (!heldHere(act.db(), c.item)) return Refusal::of("HOLD_FROM_ELSEWHERE", Json::object({{"item", c.item.str()}}));
  if (const auto r = release(act.db(), c.item); r && r->state == "rejected") return outOfOrder("in test", "rejected");
  if (item->maker != act.caller().org) requireOwn(act, item->org, c.item.str().c_str());
  requireQp(act);
  if (auto v = act.gates().verdict(); !v) return v;
  act.reason(c.reason);
  act.emit(item->site, stream(c.item), "trace.HoldLifted", encodePayload(c));
  return Done{};
}

void requireReleased(Act& act, const ItemId& batch, const std::string& market) {
  const auto r = release(act.db(), batch);
  Json params = Json::object({{"batch", batch.str()}, {"market", market}});
  const bool released = r && r->state == "released";
  if (!act.gates().check(released, "NOT_RELEASED", "QUA-06", "Drug Administration Law Art. 47", params)) return;
  const bool there = std::find(r->markets.begin(), r->markets.end(), market) != r->markets.end();
  act.gates().check(there, "NOT_RELEASED_FOR_MARKET", "QUA-06", "house rule", params);
}

}  // namespace isotrail::quality
