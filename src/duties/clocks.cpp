#include "duties/clocks.h"

#include "units/time.h"

namespace isotrail {
namespace {

/// "@year": one clock a holder and year. Such a duty is a filing outside the record, so it has no proof entry.
std::string yearSubject(const RulePack& pack, Instant t, const std::string& holder) { return localDay(t, pack.zone).substr(0, 4) + " " + holder; }

bool inForce(const DutyRow& row, const std::string& day) {
  return (row.effective_from.empty() || day >= row.effective_from) && (row.effective_to.empty() || day < row.effective_to);
}

struct Proof {
  std::int64_t seq = 0;
  Instant at;
};
std::optional<Proof> earlierProof(Db& db, const DutyRow& row, const std::string& subject) {
  auto rows = db.query("SELECT seq,at FROM duty_proof WHERE duty=$1 AND subject=$2", {row.id, subject});
  if (rows.empty()) return std::nullopt;
  return Proof{rows[0].integer(0), rows[0].instant(1)};
}

void start(Db& db, const Event& e, const RulePack& pack, const DutyRow& row, DutyFacts& facts) {
  const auto place = facts.place(e, row.place, row.holder_role);
  if (!place || place->jurisdiction != row.jurisdiction || place->holder_kind != row.holder_role) return;
  if (!inForce(row, localDay(e.occurred_at, pack.zone))) return;
  Instant from = e.occurred_at;
  if (!row.starts_at.empty())
    if (auto stated = parseInstant(row.starts_at, e.payload[row.starts_at].text())) from = *stated;
  const Instant due = dueAt(row, from, Calendar::shipped(pack.calendar), pack.zone);
  const auto subjects = row.subject == "@year" ? std::vector<std::string>{yearSubject(pack, from, place->holder)} : facts.subjects(e, row.subject);
  for (const auto& subject : subjects) {
    const auto proof = row.unit == "before" ? earlierProof(db, row, subject) : std::nullopt;
    db.exec(
        "INSERT INTO duty_clock(duty,subject,holder,started_seq,started_at,due_at,met_seq,met_at,version) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9) "
        "ON CONFLICT(duty,subject) DO NOTHING",
        {row.id, subject, place->holder, e.seq, dbInstant(from), dbInstant(due), proof ? DbValue(proof->seq) : DbValue(),
         proof ? dbInstant(proof->at) : DbValue(), row.version});
  }
}

void prove(Db& db, const Event& e, const DutyRow& row, DutyFacts& facts) {
  for (const auto& subject : facts.subjects(e, row.subject)) {
    if (row.unit == "before") {
      db.exec("INSERT INTO duty_proof(duty,subject,seq,at) VALUES($1,$2,$3,$4) ON CONFLICT(duty,subject) DO NOTHING",
              {row.id, subject, e.seq, dbInstant(e.occurred_at)});
      continue;
    }
    db.exec("UPDATE duty_clock SET met_seq=$1,met_at=$2 WHERE duty=$3 AND subject=$4 AND met_seq IS NULL",
            {e.seq, dbInstant(e.occurred_at), row.id, subject});
  }
}

}  // namespace

void applyDuties(Db& db, const Event& event, const std::vector<const RulePack*>& packs, DutyFacts& facts) {
  for (const auto* pack : packs)
    for (const auto& row : pack->rows) {
      if (row.kind != "clock") continue;
      if (namesEntry(row.trigger, event.type) && conditionHolds(row.condition, event.payload)) start(db, event, *pack, row, facts);
      if (namesEntry(row.proof, event.type) && conditionHolds(row.proof_condition, event.payload)) prove(db, event, row, facts);
    }
}

std::vector<DutyClock> dutyClocks(Db& db, Instant t) {
  std::vector<DutyClock> out;
  for (const auto& r :
       db.query("SELECT duty,subject,holder,version,started_seq,started_at,due_at,met_seq,met_at FROM duty_clock WHERE started_at<=$1 "
                "ORDER BY started_seq,duty,subject",
                {dbInstant(t)})) {
    DutyClock c{r.text(0), r.text(1), r.text(2), r.text(3), r.integer(4), r.instant(5), r.instant(6), {}, {}};
    if (!r.isNull(7)) {
      c.met_seq = r.integer(7);
      c.met_at = r.instant(8);
    }
    out.push_back(std::move(c));
  }
  return out;
}

const std::vector<std::string>& dutyTables() {
  static const std::vector<std::string> tables = {"duty_clock", "duty_proof"};
  return tables;
}

}  // namespace isotrail
