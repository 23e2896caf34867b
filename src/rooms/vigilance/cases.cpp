// Adverse reactions: from the patient's dose back to the batch and its maker, so that the clocks of both sides start.
#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/vigilance/commands.h"
#include "rooms/vigilance/records.h"

namespace isotrail::vigilance {
namespace {

constexpr std::size_t kMaxWords = 4000;  // characters

/// The hospital that gave the dose reports, or the maker of its batch who was told.
void requireParty(Act& act, const Item& dose, const OrgId& maker) {
  if (maker != act.caller().org) requireOwn(act, dose.org, dose.id.str().c_str());
}

Verdict readableText(const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= kMaxWords) return Done{};
  return Refusal::field({"text", "BAD_VALUE", "", "1 to 4000 characters", 0, 0});
}

}  // namespace

Verdict settleReaction(Act& act, Event& corrected) {
  const std::string& text = corrected.payload["text"].text();
  clinic::requireNoName(act, PatientId(corrected.payload["patient"].text()), "text", text);
  return readableText(text);
}

Verdict reportReaction(Act& act, const ReportReaction& c) {
  if (kCases.find(act.db(), c.case_id.str())) return alreadyExists("case", c.case_id.str());
  const auto d = hotlab::dose(act.db(), c.dose);
  if (!d) return notFound("dose", c.dose.str());
  const auto g = clinic::given(act.db(), c.dose);
  if (!g) return outOfOrder("given", d->state);
  if (auto v = readableText(c.text); !v) return v;
  auto item = itemOf(act.db(), "dose", c.dose);
  if (!item) return item.refusal();
  const auto batch = findItem(act.db(), item->batch);
  const OrgId maker = batch ? batch->maker : item->maker;
  requireParty(act, *item, maker);
  const auto site = identity::site(act.db(), g->site);
  const std::string zone = site ? site->zone : "UTC";
  act.gates().check(
      c.known_at >= g->at && c.known_at <= act.now(), "REACTION_TIME", "VIG-01", "house rule",
      Json::object({{"known_at", showInstant(c.known_at, zone)}, {"given_at", showInstant(g->at, zone)}, {"now", showInstant(act.now(), zone)}}));
  clinic::requireNoName(act, d->patient, "text", c.text);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("item", d->vial.str()).set("vial", d->vial.str()).set("batch", item->batch.str()).set("maker", maker.str());
  payload.set("order", d->order.str()).set("patient", d->patient.str()).set("product", d->product.str()).set("given_at", g->at.iso());
  act.emit(g->site, stream(c.case_id.str()), "vigilance.ReactionReported", std::move(payload));
  act.answer(Json::object({{"case", c.case_id.str()}, {"batch", item->batch.str()}, {"maker", maker.str()}}));
  return Done{};
}

}  // namespace isotrail::vigilance
