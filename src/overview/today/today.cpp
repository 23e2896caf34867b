// Today: what waits for this person by time left, what might go wrong, and what the record says since yesterday.
#include <algorithm>

#include "desk/texts.h"
#include "desk/words.h"
#include "ledger/journal.h"
#include "overview/today/tasks.h"
#include "overview/views.h"
#include "rooms/oversight/facts.h"

namespace isotrail::overview {
namespace {

constexpr std::size_t kChanges = 20;

const char* urgencyOf(const std::optional<Instant>& due, Instant now) {
  if (!due) return "none";
  if (*due < now) return "overdue";
  if (*due - now <= minutes(15)) return "now";
  return *due - now <= hours(2) ? "soon" : "later";
}

Json taskJson(const Task& t, Language language, Instant now) {
  Json j = Json::object({{"id", t.kind + ":" + t.about}, {"kind", t.kind}, {"text", codeText(t.code, language, t.params).text}});
  j.set("due_at", isoOrNull(t.due)).set("link", t.link).set("role", t.role).set("urgency", urgencyOf(t.due, now));
  return j.set("zone", t.zone).set("about", t.about).set("params", t.params);
}

Json changes(ViewRequest& q, const Sight& sight) {
  Json list = Json::array();
  Journal(q.db).readBack({}, [&](const Event& e) {
    if (list.size() == kChanges || q.now - e.occurred_at > hours(24)) return false;
    if (e.is("ledger.Signed") || !seesEntry(q, sight, e)) return true;
    Json j = Json::object({{"seq", e.seq}, {"at", e.occurred_at.iso()}, {"text", sight.text(e)}, {"zone", sight.zoneOf(e.site)}});
    list.push(j.set("type", e.type).set("actor", e.actor.str()).set("event", e.id));
    return true;
  });
  return list;
}

}  // namespace

Result<Json> todayView(ViewRequest& q) {
  const Sight sight(q);
  const auto sources = sourcesNow(q.db, q.now);
  const SignalFacts facts = oversight::gatherSignalFacts(q);
  Waiting w{q, sight, sources, facts, {}};
  if (!sight.agency()) {
    addMakerTasks(w);
    addRoadTasks(w);
    addHospitalTasks(w);
    addWatchTasks(w);
  }
  const Instant never = q.now + days(3650);
  std::stable_sort(w.tasks.begin(), w.tasks.end(), [&](const Task& a, const Task& b) { return a.due.value_or(never) < b.due.value_or(never); });
  Json tasks = Json::array();
  for (const auto& t : w.tasks) tasks.push(taskJson(t, languageOf(q.language), q.now));
  auto signals = oversight::signalsView(q);
  if (!signals) return signals.refusal();
  return Json::object({{"now", q.now.iso()}, {"tasks", tasks}, {"signals", (*signals)["signals"]}, {"changed", changes(q, sight)}});
}

}  // namespace isotrail::overview
