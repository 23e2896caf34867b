// The question: which timetable serves the day with the least activity, what it saves against the booked one, who can best wait.
#include <algorithm>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/slots/answer.h"
#include "rooms/slots/commands.h"
#include "rooms/slots/records.h"
#include "solver/slots/waiting.h"

namespace isotrail::slots {

namespace solver = isotrail::solver::slots;

namespace {

constexpr int kWait = 30;  // minutes
constexpr std::int64_t kMoves = 2'000, kMostMoves = 20'000;
constexpr int kWaitMoves = 200;         // of the search for each patient who might wait
constexpr std::int64_t kSteps = 2'000;  // of the proof
constexpr int kTogether = 6;            // of longer lists
constexpr int kLongestWait = 480;

/// The hospital's own people, an administrator, and an inspector without patients.
Result<SlotDay> dayFor(ViewRequest& q, const std::string& day, const SiteId& site) {
  const auto facts = identity::site(q.db, site);
  const bool sees = facts && (facts->org == q.caller.org || q.caller.has("admin") || q.caller.has("regulator"));
  if (!sees) return notFound("site", site.str());
  return slotDay(q.db, site, day, q.now);
}
bool seesPatients(const ViewRequest& q) { return !q.caller.has("regulator"); }

Json waitsJson(const SlotDay& day, const solver::Timetable& t, int minutes, const solver::Effort& effort) {
  Json out = Json::array();
  for (const auto& w : solver::whoCanWait(day.list, t, minutes, effort))
    out.push(Json::object({{"order", day.orders[static_cast<std::size_t>(w.patient)].order.str()},
                           {"possible", w.possible},
                           {"could_min", w.could},
                           {"price_bq", w.possible ? Json(w.price_mbq * 1e6) : Json()}}));
  return out;
}

}  // namespace

Result<Json> dayView(ViewRequest& q) {
  const auto day = dayFor(q, q.id, q.param("site").empty() ? q.caller.site : SiteId(q.param("site")));
  if (!day) return day.refusal();
  return dayJson(q.db, *day, seesPatients(q), q.language).set("booked", timetableJson(*day, booked(*day), q.language));
}

Result<Json> timetable(ViewRequest& q, const Timetable& c) {
  if (c.moves && (*c.moves < 0 || *c.moves > kMostMoves)) return Refusal::field({"moves", "BAD_VALUE", std::to_string(*c.moves), "0 to 20000", 0, 0});
  if (c.wait && (*c.wait < 1 || *c.wait > kLongestWait)) return Refusal::field({"wait", "BAD_VALUE", std::to_string(*c.wait), "1 to 480 min", 0, 0});
  auto day = dayFor(q, c.day, c.site.value_or(q.caller.site));
  if (!day) return day.refusal();
  Json stranded = Json::array();
  const solver::Timetable before = booked(*day);
  if (c.changes) {
    const auto changes = readChanges(*day, *c.changes);
    if (!changes) return changes.refusal();
    auto then = solver::changed(day->list, *changes);
    day->list = std::move(then.list);
    for (const int i : then.stranded) stranded.push(day->orders[static_cast<std::size_t>(i)].order.str());
  }
  solver::Effort effort;
  effort.seed = static_cast<std::uint64_t>(c.seed.value_or(1));
  effort.moves = static_cast<int>(c.moves.value_or(kMoves));
  effort.exact_steps = kSteps;
  effort.together = kTogether;
  // What is booked is carried out as well as it can be after the changes; the search starts from it.
  const solver::Timetable as_booked = booked(*day);
  const auto best = solver::solve(day->list, effort, &as_booked);
  Json j = dayJson(q.db, *day, seesPatients(q), q.language);
  Json now = timetableJson(*day, as_booked, q.language), then = timetableJson(*day, best.timetable, q.language);
  const auto was = solver::check(day->list, as_booked);
  then.set("proven", best.proven);
  const bool same = was.served == best.checked.served;
  j.set("saves_bq", same ? Json((was.cost.need_mbq - best.checked.cost.need_mbq) * 1e6) : Json());
  j.set("booked", std::move(now)).set("proposed", std::move(then)).set("stranded", stranded);
  effort.moves = kWaitMoves;
  const int wait = static_cast<int>(c.wait.value_or(kWait));
  return j.set("wait_min", wait).set("waits", waitsJson(*day, best.timetable, wait, effort));
}

}  // namespace isotrail::slots
