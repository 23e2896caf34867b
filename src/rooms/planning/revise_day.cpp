// A plan of a day changed: by hand, with what follows from it, or planned anew.
#include <algorithm>

#include "base/hash.h"
#include "desk/words.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/found_day.h"
#include "rooms/planning/what_if/anew.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

std::string factsOf(const Card& card, const ReviseDay& c) {
  return sha256Hex(card.doc.dump() + card.state + c.changes.dump() + c.solve.value_or(""));
}

/// The plan as it is kept, and what of it has begun where the rest is to follow.
PlannedDay dayToRevise(const Card& card, const ReviseDay& c, Instant now) {
  PlannedDay day = dayOf(card.doc);
  day.instance.name = c.plan.str();
  if (card.state == "published") day.instance.promised = day.plan;
  if (c.solve || c.follow.value_or(false)) freezeBegun(day, now);
  return day;
}

Result<FoundDay> findRevised(const Card& card, const ReviseDay& c, Instant now) {
  FoundDay out;
  PlannedDay& day = out.day = dayToRevise(card, c, now);
  if (c.solve) {
    PlannedDay found = day;
    if (auto anew = planAnew(found, c.changes, card.doc, now, *c.solve); !anew) return anew.refusal();
    if (auto v = applyChanges(day, c.changes); !v) return v.refusal();
    day.plan = std::move(found.plan);
  } else {
    if (auto v = applyChanges(day, c.changes); !v) return v.refusal();
    if (c.follow.value_or(false)) (void)carryOn(day);
  }
  out.checked = rppd::checkPlan(day.instance, day.plan);
  putDay(out.answer, day);
  putAnswer(out.answer, day, out.checked);
  return out;
}

/// Whether a plan that was found earlier leaves what has begun by now, and begins nothing before now.
bool holdsAt(const Card& card, const ReviseDay& c, Instant now, const FoundDay& found) {
  PlannedDay day = dayToRevise(card, c, now);
  if (!applyChanges(day, c.changes)) return false;
  closePast(day.instance, day.clock().minute(now));
  day.plan = found.day.plan;
  return breaksOf(day, rppd::checkPlan(day.instance, day.plan)).empty();
}

}  // namespace

std::any searchRevisedBefore(Db& db, const Caller& caller, Instant now, const ReviseDay& c) {
  if (!c.solve || kDays.find(db, c.plan.str())) return {};  // made before, or sent again
  const auto card = kDays.find(db, c.of.str());
  if (!card || (caller.org != OrgId(card->parent) && !caller.has("admin"))) return {};  // the act says so
  return beforehandOf({factsOf(*card, c), dayOf(card->doc).clock().minute(now), findOf(findRevised(*card, c, now))});
}

Verdict reviseDay(Act& act, const ReviseDay& c) {
  if (kDays.find(act.db(), c.plan.str())) return alreadyExists("plan", c.plan.str());
  const auto card = kDays.find(act.db(), c.of.str());
  if (!card) return notFound("of", c.of.str());
  requireOwn(act, OrgId(card->parent), c.of.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  const auto found = findFor(
      act, c.plan, factsOf(*card, c), dayOf(card->doc).clock().minute(act.now()), [&](const FoundDay& f) { return holdsAt(*card, c, act.now(), f); },
      [&] { return findRevised(*card, c, act.now()); });
  if (!found) return found.refusal();
  const FoundDay& f = **found;
  requireFeasible(act, f);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = dayPayload(c.plan, c.name, card->parent, f);
  payload.set("of", c.of.str()).set("changes", c.changes).set("weights", card->doc["weights"]).set("inputs", card->doc["inputs"]);
  payload.set("effort", Json::object({{"seconds", 0}, {"moves", 0}, {"bound", card->doc["bound"]}, {"seed", card->doc["effort"]["seed"]}}));
  for (const auto& [key, value] : f.answer.members()) payload.set(key, value);
  // The bound is of the day as it was; with other orders it says nothing any more.
  const bool same = f.day.orders == card->doc["order_facts"];
  putBound(payload, f.checked.cost.total(), same ? std::min(card->doc["bound"].number(), f.checked.cost.total()) : 0.0);
  act.emit(SiteId(f.day.instance.sites.front().id.text()), dayStream(c.plan), "planning.DayPlanRevised", payload);
  act.answer(Json::object(
      {{"plan", c.plan.str()}, {"cost", payload["cost"]}, {"cost_change_eur", f.checked.cost.total() - card->doc["cost"]["total"].number()}}));
  return Done{};
}

}  // namespace isotrail::planning
