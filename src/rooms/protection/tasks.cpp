// Doses planned for a task, and what was received in it: a task that will end above its plan is named before it does.
#include <algorithm>
#include <map>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/protection/commands.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {
namespace {

constexpr const char* kClause = "GSR Part 3 para. 3.77 (optimisation); house rule";

struct Standing {
  double received = 0;  // Sv, all people
  std::int64_t done = 0;
  std::map<std::string, double> people;
  /// What it will have come to when it was done as often as planned; as received while nothing counts as done.
  double expected(const PlanTask& plan) const {
    if (done <= 0 || done >= plan.times) return received;
    return received / static_cast<double>(done) * static_cast<double>(plan.times);
  }
  const char* level(const PlanTask& plan) const {
    if (received > plan.planned.value * (1 + 1e-9)) return "above";
    return expected(plan) > plan.planned.value * (1 + 1e-9) ? "heading_above" : "within";
  }
};
Standing standingOf(Db& db, const std::string& task) {
  Standing s;
  for (const auto& card : kReceipts.under(db, task)) {
    const double dose = card.doc["dose_sv"].number();
    s.received += dose;
    s.done += card.doc["times"].integer();
    s.people[card.doc["person"].text()] += dose;
  }
  return s;
}

/// The days of a task or a receipt, in the place's zone.
Result<Instant> dayIn(const char* field, const std::string& day, const identity::SiteFacts& site) { return startOfDay(field, day, site.zone); }

Refusal badValue(const char* field, const std::string& value, const std::string& accepted) {
  return Refusal::field({field, "BAD_VALUE", value, accepted, 0, 0});
}

}  // namespace

Verdict planTask(Act& act, const PlanTask& c) {
  if (kTasks.find(act.db(), c.task.str())) return alreadyExists("task", c.task.str());
  const auto site = ownSite(act, c.site);
  if (!site) return site.refusal();
  if (auto said = readWords("title", c.title); !said) return said;
  if (c.times < 1 || c.times > 100000) return badValue("times", std::to_string(c.times), "1 to 100000");
  if (!(c.planned.value > 0 && c.planned.value <= 10)) return badValue("planned", "", "more than 0 and at most 10 Sv");
  if (c.most && !(c.most->value > 0 && *c.most <= c.planned)) return badValue("most", "", "more than 0 and at most the planned dose of all");
  const auto from = dayIn("from", c.from, *site), until = dayIn("until", c.until, *site);
  if (!from) return from.refusal();
  if (!until) return until.refusal();
  if (*until < *from) return badValue("until", c.until, "a day not before the first");
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "protection/" + c.task.str(), "protection.TaskPlanned", encodePayload(c));
  return Done{};
}

Verdict bookReceipt(Act& act, const BookReceipt& c) {
  const auto card = kTasks.find(act.db(), c.task.str());
  if (!card) return notFound("task", c.task.str());
  const auto plan = decodePayload<PlanTask>(card->doc);
  const auto site = ownSite(act, plan.site);
  if (!site) return site.refusal();
  const auto person = identity::person(act.db(), c.person);
  if (!person || person->org != site->org) return notFound("person", c.person.str());
  const auto day = dayIn("day", c.day, *site);
  if (!day) return day.refusal();
  if (c.day < plan.from || c.day > plan.until || *day > act.now())
    return badValue("day", c.day, plan.from + " to " + plan.until + ", not after today");
  if (c.dose.value > 1) return badValue("dose", "", "0 to 1 Sv");
  if (c.times < 0 || c.times > 1000) return badValue("times", std::to_string(c.times), "0 to 1000");
  const std::string id = c.task.str() + " " + c.person.str() + " " + c.day;
  if (kReceipts.find(act.db(), id)) return alreadyExists("day", c.day);
  Standing s = standingOf(act.db(), c.task.str());
  s.received += c.dose.value;
  s.done += c.times;
  const double own = s.people[c.person.str()] += c.dose.value;
  const bool explained = c.remark && c.remark->find_first_not_of(" \t\r\n") != std::string::npos;
  const bool above = std::string(s.level(plan)) == "above", one_above = plan.most && own > plan.most->value * (1 + 1e-9);
  Json params = Json::object({{"task", c.task.str()}, {"person", c.person.str()}, {"received_msv", s.received * 1e3}});
  params.set("planned_msv", plan.planned.value * 1e3).set("own_msv", own * 1e3).set("most_msv", plan.most.value_or(plan.planned).value * 1e3);
  act.gates().check(!above || explained, "TASK_DOSE_UNEXPLAINED", "PRO-06", kClause, params);
  act.gates().check(!one_above || explained, "TASK_SHARE_UNEXPLAINED", "PRO-06", kClause, params);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("received_sv", s.received).set("expected_sv", s.expected(plan)).set("level", s.level(plan));
  act.emit(plan.site, "protection/" + c.task.str(), "protection.ReceiptBooked", payload);
  Json answer = Json::object({{"received_msv", s.received * 1e3}, {"planned_msv", plan.planned.value * 1e3}});
  act.answer(answer.set("expected_msv", s.expected(plan) * 1e3).set("level", s.level(plan)));
  return Done{};
}

void applyTasks(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("protection.TaskPlanned")) kTasks.put(db, {p["task"].text(), p["site"].text(), "", p});
  if (e.is("protection.ReceiptBooked"))
    kReceipts.put(db, {p["task"].text() + " " + p["person"].text() + " " + p["day"].text(), p["task"].text(), "", p});
}

Result<Json> tasksView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kTasks.all(q.db)) {
    const auto plan = decodePayload<PlanTask>(card.doc);
    const auto site = identity::site(q.db, plan.site);
    if (!site || !seesSite(q, *site)) continue;
    const Standing s = standingOf(q.db, card.id);
    Json people = Json::array();
    // One's own receipts, and all of them for who looks after protection; an inspector sees numbers for names.
    const bool keeper = q.caller.has("rso") || q.caller.has("admin"), overseer = q.caller.has("regulator");
    for (const auto& [person, dose] : s.people)
      if (keeper || overseer || person == q.caller.person.str()) {
        const std::string name = overseer && !keeper ? person : identity::personName(q.db, PersonId(person), q.language);
        Json j = Json::object({{"person", person}, {"name", name}, {"received_msv", dose * 1e3}});
        people.push(j.set("above", plan.most && dose > plan.most->value * (1 + 1e-9)));
      }
    Json j = Json::object({{"task", card.id}, {"site", plan.site.str()}, {"title", plan.title}, {"from", plan.from}, {"until", plan.until}});
    j.set("times", plan.times).set("done", s.done).set("planned_msv", plan.planned.value * 1e3).set("received_msv", s.received * 1e3);
    j.set("expected_msv", s.expected(plan) * 1e3).set("level", s.level(plan)).set("people", people);
    list.push(j.set("most_msv", plan.most ? Json(plan.most->value * 1e3) : Json()));
  }
  return Json::object({{"tasks", list}});
}

void warnOfTasks(Db& db, std::vector<WarningFacts>& out) {
  for (const auto& card : kTasks.all(db)) {
    const auto plan = decodePayload<PlanTask>(card.doc);
    const Standing s = standingOf(db, card.id);
    if (std::string(s.level(plan)) != "within")
      out.push_back({WarningFacts::Kind::task, card.id, plan.title, plan.site, s.expected(plan) * 1e3, plan.planned.value * 1e3, std::nullopt});
  }
}

}  // namespace isotrail::protection
