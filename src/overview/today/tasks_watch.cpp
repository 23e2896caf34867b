// Tasks of duties whose clock runs, and of recalls between proposal and close.
#include <algorithm>
#include <map>

#include "duties/pack.h"
#include "ledger/journal.h"
#include "overview/today/tasks.h"
#include "rooms/identity/facts.h"

namespace isotrail::overview {
namespace {

/// Who in an organisation answers for a stage's duties: a permission that only they hold.
const char* needOf(const std::string& stage) {
  static const std::map<std::string, const char*> needs = {{"vigilance", "vigilance.report-reaction"},
                                                           {"transport", "logistics.file-paper"},
                                                           {"border", "logistics.file-paper"},
                                                           {"receipt", "hotlab.receive-package"},
                                                           {"waste", "waste.clear"},
                                                           {"production", "quality.release-batch"}};
  auto found = needs.find(stage);
  return found == needs.end() ? "quality.release-batch" : found->second;
}
std::string stageOf(const std::string& duty) {
  for (const auto& pack : shippedPacks())
    for (const auto& row : pack.rows)
      if (row.id == duty) return row.stage;
  return "";
}

void addDuties(Waiting& w) {
  for (const auto& d : w.facts.duties) {
    if (d.holder != w.q.caller.org.str() && !w.sight.everything()) continue;
    const std::string stage = stageOf(d.duty);
    Task t{needOf(stage),
           d.duty + "." + d.subject,
           "TASK_DUTY",
           Json::object({{"title", d.title}, {"subject", d.subject}, {"agency", d.agency}}),
           d.due_at,
           stage == "vigilance" ? "/vigilance" : "/oversight",
           "",
           {}};
    t.role = stage == "vigilance" ? "vigilance_officer" : "rso";
    t.zone = w.sight.zoneOf(w.q.caller.site);
    w.add(std::move(t));
  }
}

Task recallTask(const Waiting& w, const Event& started, const char* kind, const char* code, const std::string& about) {
  const Json& p = started.payload;
  Task t{kind,
         about,
         code,
         Json::object({{"recall", p["recall"]}, {"item", p["item"]}, {"reason", p["reason"]}}),
         {},
         "/vigilance",
         "vigilance_officer",
         w.sight.zoneOf(started.site)};
  return t;
}

/// Sites of the caller's organisation that have not answered a recall in force.
void addAcknowledgements(Waiting& w) {
  for (const auto& r : w.facts.recalls)
    for (const auto& site : r.missing) {
      if (!w.own(SiteId(site))) continue;
      Task t{"vigilance.acknowledge-recall",
             r.recall + "." + site,
             "TASK_ACKNOWLEDGE",
             Json::object({{"recall", r.recall}, {"item", r.item}, {"site", w.sight.nameOfSite(SiteId(site))}}),
             r.since,
             "/vigilance",
             "technologist",
             {}};
      t.zone = w.sight.zoneOf(SiteId(site));
      w.add(std::move(t));
    }
}

/// The opener neither confirms nor closes his own recall.
void addRecalls(Waiting& w) {
  Journal journal(w.q.db);
  std::vector<Event> started;
  journal.readBack({0, 0, "", "vigilance.RecallStarted", ""}, [&](const Event& e) {
    if ((e.org == w.q.caller.org || w.sight.everything()) && e.actor != w.q.caller.person) started.push_back(e);
    return true;
  });
  for (const auto& e : started) {
    const std::string& recall = e.payload["recall"].text();
    bool confirmed = false, closed = false;
    for (auto seq : entriesAbout(w.q.db, recall)) {
      const auto next = journal.bySeq(seq);
      confirmed = confirmed || next->is("vigilance.RecallConfirmed");
      closed = closed || next->is("vigilance.RecallClosed");
    }
    if (!confirmed && !closed) w.add(recallTask(w, e, "vigilance.confirm-recall", "TASK_CONFIRM_RECALL", recall));
    const auto open = std::find_if(w.facts.recalls.begin(), w.facts.recalls.end(), [&](const RecallFact& r) { return r.recall == recall; });
    const bool answered = open == w.facts.recalls.end() || open->missing.empty();
    if (confirmed && !closed && answered) w.add(recallTask(w, e, "vigilance.close-recall", "TASK_CLOSE_RECALL", recall));
  }
}

}  // namespace

void addWatchTasks(Waiting& w) {
  addDuties(w);
  addAcknowledgements(w);
  addRecalls(w);
}

}  // namespace isotrail::overview
