#include "rooms/oversight/matrix.h"

#include <algorithm>
#include <array>
#include <set>

#include "desk/texts.h"
#include "desk/words.h"
#include "ledger/journal.h"
#include "rooms/oversight/lines.h"
#include "rooms/oversight/packs.h"

namespace isotrail::oversight {
namespace {

constexpr std::array<const char*, 7> kStages = {"licence", "production", "transport", "border", "receipt", "waste", "vigilance"};
// The worst first: what a cell shows when its lines differ.
constexpr std::array<const char*, 5> kStates = {"overdue", "unproven", "due", "running", "met"};

Json stagesJson(Language language) {
  Json out = Json::array();
  for (const char* stage : kStages)
    out.push(Json::object({{"id", stage}, {"title", codeText(std::string("STAGE_") + stage, language, Json::object()).text}}));
  return out;
}

std::int64_t count(const std::vector<const DutyLine*>& lines, std::string_view state) {
  return std::count_if(lines.begin(), lines.end(), [&](const DutyLine* l) { return l->state == state; });
}

Json cellJson(const std::vector<const DutyLine*>& lines, Language language) {
  std::string state = "none";
  for (auto s = kStates.rbegin(); s != kStates.rend(); ++s)
    if (count(lines, *s) > 0) state = *s;
  std::optional<Instant> next;
  for (const auto* l : lines)
    if ((l->state == "running" || l->state == "due") && l->due_at && (!next || *l->due_at < *next)) next = l->due_at;
  const std::int64_t n = state == "none" ? 0 : count(lines, state);
  Json cell = Json::object({{"state", state}, {"count", lines.size()}, {"in_state", n}});
  if (next) cell.set("next_due", next->iso());
  cell.set("text", codeText("CELL_" + state, language, Json::object({{"count", n}, {"all", lines.size()}})).text);
  return cell;
}

Json rowJson(const Agency& agency, const std::vector<DutyLine>& lines, const std::string& tag) {
  Json cells = Json::object();
  for (const char* stage : kStages) {
    std::vector<const DutyLine*> in_cell;
    for (const auto& l : lines)
      if (l.row->agency == agency.agency && l.row->stage == stage) in_cell.push_back(&l);
    cells.set(stage, cellJson(in_cell, languageOf(tag)));
  }
  return Json::object({{"jurisdiction", agency.jurisdiction},
                       {"agency", agency.agency},
                       {"agency_name", agency.name(tag)},
                       {"agency_name_local", agency.nameLocal()},
                       {"cells", cells}});
}

Json totalsJson(const std::vector<DutyLine>& lines, Instant at) {
  std::vector<const DutyLine*> all;
  std::int64_t due_7d = 0;
  for (const auto& l : lines) {
    all.push_back(&l);
    const bool open = l.state == "running" || l.state == "due";
    if (open && l.due_at && *l.due_at - at <= days(7)) ++due_7d;
  }
  return Json::object({{"obligations", lines.size()},
                       {"met", count(all, "met")},
                       {"running", count(all, "running") + count(all, "due")},
                       {"due_7d", due_7d},
                       {"overdue", count(all, "overdue")},
                       {"unproven", count(all, "unproven")}});
}

/// Most pressing first: by state, then by what is due next.
void sortByUrgency(std::vector<DutyLine>& lines) {
  const auto rank = [](const DutyLine& l) { return std::find(kStates.begin(), kStates.end(), l.state) - kStates.begin(); };
  std::stable_sort(lines.begin(), lines.end(), [&](const DutyLine& a, const DutyLine& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return a.due_at.value_or(Instant()) < b.due_at.value_or(Instant());
  });
}

Json evidenceJson(const Event& e, Language language) {
  Json signatures = Json::array();
  for (const auto& id : e.signatures) signatures.push(id);
  return Json::object({{"event", e.id},
                       {"seq", e.seq},
                       {"type", e.type},
                       {"at", e.occurred_at.iso()},
                       {"site", e.site.str()},
                       {"hash", e.hash},
                       {"signatures", signatures},
                       {"text", eventText(e.type, language, e.payload)}});
}

/// The entries a line rests on: what started it, what proved it, or where its paper was put on file.
std::set<std::int64_t> entriesOf(Db& db, const DutyLine& line) {
  std::set<std::int64_t> out;
  if (line.started_seq > 0) out.insert(line.started_seq);
  if (line.met_seq > 0) out.insert(line.met_seq);
  if (!line.proof_stream.empty())
    for (const auto& r : db.query("SELECT seq FROM event WHERE stream=$1 AND version=1", {line.proof_stream})) out.insert(r.integer(0));
  return out;
}

}  // namespace

Result<Json> matrixView(ViewRequest& q) {
  auto day = dayView(q);
  if (!day) return day.refusal();
  auto lines = dutyLines(q, *day);
  sortByUrgency(lines);
  Json rows = Json::array(), clocks = Json::array(), packs = Json::array();
  for (const auto& agency : agencies()) rows.push(rowJson(agency, lines, q.language));
  for (const auto& l : lines)
    if (l.row->kind == "clock" && mayOpen(q.caller, l)) clocks.push(lineJson(q.db, l, q.language));
  for (const auto* pack : adoptedPacks(q.db)) packs.push(Json::object({{"pack", pack->pack}, {"version", pack->version}}));
  return Json::object({{"day", day->day},
                       {"at", day->at.iso()},
                       {"totals", totalsJson(lines, day->at)},
                       {"stages", stagesJson(languageOf(q.language))},
                       {"packs", packs},
                       {"rows", rows},
                       {"clocks", clocks}});
}

Result<Json> cellView(ViewRequest& q) {
  auto day = dayView(q);
  if (!day) return day.refusal();
  if (!findAgency(q.param("agency"))) return notFound("agency", q.param("agency"));
  if (std::find(kStages.begin(), kStages.end(), q.param("stage")) == kStages.end()) return notFound("stage", q.param("stage"));
  auto lines = dutyLines(q, *day);
  sortByUrgency(lines);
  Json duties = Json::array(), evidence = Json::array();
  std::set<std::int64_t> entries;
  std::int64_t withheld = 0;
  for (const auto& l : lines) {
    if (l.row->agency != q.param("agency") || l.row->stage != q.param("stage")) continue;
    if (!mayOpen(q.caller, l)) {
      ++withheld;
      continue;
    }
    duties.push(lineJson(q.db, l, q.language));
    entries.merge(entriesOf(q.db, l));
  }
  for (const auto seq : entries)
    Journal(q.db).read(seq - 1, 1, [&](const Event& e) {
      evidence.push(evidenceJson(e, languageOf(q.language)));
      return true;
    });
  return Json::object({{"agency", q.param("agency")},
                       {"stage", q.param("stage")},
                       {"day", day->day},
                       {"duties", duties},
                       {"evidence", evidence},
                       {"withheld", withheld}});
}

}  // namespace isotrail::oversight
