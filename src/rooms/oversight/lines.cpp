#include "rooms/oversight/lines.h"

#include <algorithm>

#include "desk/words.h"
#include "duties/clocks.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/oversight/answerable.h"
#include "rooms/oversight/packs.h"
#include "rooms/registration/facts.h"

namespace isotrail::oversight {
namespace {

constexpr double kDueShare = 0.25;  // a clock is "due" in the last quarter of its time
constexpr double kRenewDays = 30;   // a paper is "due" for renewal this long before it ends (Order 449 Art. 13)

/// A paper on file that can prove a standing duty.
struct Paper {
  OrgId org;            // empty: proves it for whoever holds the product
  std::string subject;  // product of an approval
  Instant from, until;
  std::string stream;
  Json says;  // what a proof condition is asked of
};

std::vector<Paper> papersOnFile(Db& db, const std::string& proof) {
  std::vector<Paper> out;
  if (proof == "licensing.LicenceRegistered")
    for (const auto& l : licensing::licences(db)) {
      Json operations = Json::array();
      for (const auto& o : l.operations) operations.push(o);
      out.push_back({l.org, "", l.valid_from, l.valid_until, "licensing/" + l.licence.str(),
                     Json::object({{"agency", l.agency}, {"kind", l.kind}, {"site", l.site.str()}, {"operations", operations}})});
    }
  if (proof == "registration.ApprovalRegistered")
    for (const auto& a : registration::approvals(db))
      out.push_back({OrgId(), a.product.str(), a.valid_from, a.valid_until, "registration/" + a.approval,
                     Json::object({{"agency", a.agency}, {"kind", a.kind}, {"market", a.market}})});
  return out;
}

/// The best paper decides: in force, else lapsed (overdue), else the duty is unproven.
DutyLine standingLine(const DutyRow& row, const std::string& holder, const std::string& subject, const std::vector<Paper>& papers, Instant at) {
  DutyLine line{&row, subject, holder, "unproven", {}, {}, {}, 0, 0, "", 0.0};
  for (const auto& p : papers) {
    const bool about =
        (p.org.empty() || p.org.str() == holder) && (p.subject.empty() || p.subject == subject) && conditionHolds(row.proof_condition, p.says);
    if (!about || p.from > at || (line.due_at && *line.due_at >= p.until)) continue;
    const bool soon = p.until - at < days(kRenewDays);
    line.state = p.until <= at ? "overdue" : soon ? "due" : "met";
    line.started_at = p.from;
    line.due_at = p.until;
    line.proof_stream = p.stream;
    line.elapsed_share = (at - p.from).value / (p.until - p.from).value;
  }
  return line;
}

void standingLines(Db& db, const RulePack& pack, const DayView& day, std::vector<DutyLine>& out) {
  for (const auto& row : pack.rows) {
    if (row.kind != "standing" || (!row.effective_from.empty() && day.day < row.effective_from) ||
        (!row.effective_to.empty() && day.day >= row.effective_to))
      continue;
    const auto papers = papersOnFile(db, row.proof);
    for (const auto& org : identity::orgs(db)) {
      if (org.kind != row.holder_role || org.jurisdiction != row.jurisdiction) continue;
      if (row.proof != "registration.ApprovalRegistered") {
        out.push_back(standingLine(row, org.org.str(), org.org.str(), papers, day.at));
        continue;
      }
      for (const auto& product : catalogue::products(db)) out.push_back(standingLine(row, org.org.str(), product.str(), papers, day.at));
    }
  }
}

std::optional<DutyLine> clockLine(const DutyClock& clock, const DayView& day) {
  const DutyRow* row = findDuty(clock.duty, clock.version);
  if (!row) return std::nullopt;
  const DutyState state = stateAt(*row, clock, day.at);
  if (state == DutyState::not_due || (clock.met_at && *clock.met_at < day.from)) return std::nullopt;
  DutyLine line{row, clock.subject, clock.holder, dutyStateName(state), clock.started_at, clock.due_at, {}, clock.started_seq, 0, "", 1.0};
  if (clock.met_at && *clock.met_at <= day.at) {
    line.met_at = clock.met_at;
    line.met_seq = *clock.met_seq;
  }
  const Seconds whole = clock.due_at - clock.started_at;
  if (whole.value > 0) line.elapsed_share = (line.met_at.value_or(day.at) - clock.started_at).value / whole.value;
  if (state == DutyState::running && line.elapsed_share > 1 - kDueShare) line.state = "due";
  if (state == DutyState::late) line.state = "overdue";
  return line;
}

}  // namespace

Result<DayView> dayView(ViewRequest& q) {
  auto site = identity::site(q.db, q.caller.site);
  const std::string zone = site ? site->zone : "Asia/Macau";  // an agency's own desk has no site of its own
  const std::string asked = q.param("day").empty() ? localDay(q.now, zone) : q.param("day");
  auto from = startOfDay("day", asked, zone);
  if (!from) return from.refusal();
  return DayView{asked, *from, std::min(q.now, addLocalDays(*from, 1, zone))};
}

std::vector<DutyLine> dutyLines(ViewRequest& q, const DayView& day) {
  std::vector<DutyLine> all;
  for (const auto* pack : adoptedPacks(q.db)) standingLines(q.db, *pack, day, all);
  for (const auto& clock : dutyClocks(q.db, day.at))
    if (auto line = clockLine(clock, day)) all.push_back(std::move(*line));
  if (q.caller.has("regulator") || q.caller.has("admin")) return all;
  const auto seen = partners(q.db, q.caller.org.str());
  std::erase_if(all, [&](const DutyLine& l) { return std::find(seen.begin(), seen.end(), l.holder) == seen.end(); });
  return all;
}

bool mayOpen(const Caller& caller, const DutyLine& line) {
  if (!caller.has("regulator") || caller.has("admin")) return true;
  return caller.jurisdiction.empty() || caller.jurisdiction == line.row->jurisdiction;
}

Json lineJson(Db& db, const DutyLine& line, const std::string& language) {
  const DutyRow& row = *line.row;
  Json out = Json::object({{"duty", row.id},
                           {"jurisdiction", row.jurisdiction},
                           {"agency", row.agency},
                           {"stage", row.stage},
                           {"kind", row.kind},
                           {"title", row.title(language)},
                           {"citation", row.citation},
                           {"confidence", row.confidence},
                           {"pack_version", row.version},
                           {"subject", line.subject},
                           {"holder", line.holder},
                           {"started_at", isoOrNull(line.started_at)},
                           {"due_at", isoOrNull(line.due_at)},
                           {"state", line.state},
                           {"elapsed_share", line.elapsed_share}});
  if (auto org = identity::org(db, OrgId(line.holder))) out.set("holder_name", org->name);
  if (line.met_at)
    for (const auto& r : db.query("SELECT id FROM event WHERE seq=$1", {line.met_seq}))
      out.set("proof", Json::object({{"event", r.text(0)}, {"at", line.met_at->iso()}}));
  return out;
}

}  // namespace isotrail::oversight
