#include "node/jobs/queue.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/db_lost.h"
#include "ledger/tables.h"

namespace isotrail {
namespace {

constexpr int kTries = 3;
constexpr auto kPause = std::chrono::milliseconds(50);
constexpr double kLongestPause_s = 600.0;
constexpr std::size_t kLongestProblem = 500;  // bytes kept
constexpr std::string_view kColumns = "id,kind,input,state,asked_at,due_at,attempts,lease,lease_until,holder,result,problem,ended_at,progress,stop";

Job fromRow(const Row& row) {
  Job job;
  job.id = row.text(0);
  job.kind = row.text(1);
  job.input = row.json(2);
  job.state = row.text(3);
  job.asked_at = row.instant(4);
  job.due_at = row.instant(5);
  job.attempts = row.integer(6);
  job.lease = row.integer(7);
  job.lease_until = row.instant(8);
  job.holder = row.text(9);
  job.result = row.json(10);
  job.problem = row.text(11);
  if (!row.isNull(12)) job.ended_at = row.instant(12);
  job.progress = row.json(13);
  job.stop = row.integer(14) != 0;
  return job;
}

std::vector<Job> fromRows(const Rows& rows) {
  std::vector<Job> jobs;
  for (const auto& row : rows) jobs.push_back(fromRow(row));
  return jobs;
}

Seconds pauseAfter(std::int64_t attempts) {
  double pause_s = 1.0;
  for (std::int64_t i = 0; i < attempts && pause_s < kLongestPause_s; ++i) pause_s *= 2.0;
  return Seconds(std::min(pause_s, kLongestPause_s));
}

std::string select(const std::string& rest) { return "SELECT " + std::string(kColumns) + " FROM job " + rest; }

}  // namespace

Json Job::shown() const {
  Json j = Json::object({{"id", id},
                         {"kind", kind},
                         {"state", state},
                         {"input", input},
                         {"asked_at", asked_at.iso()},
                         {"due_at", due_at.iso()},
                         {"attempts", attempts},
                         {"holder", holder},
                         {"problem", problem},
                         {"result", result}});
  if (state == "running") j.set("lease_until", lease_until.iso());
  if (ended_at) j.set("ended_at", ended_at->iso());
  if (!progress.isNull()) j.set("progress", progress);
  if (stop) j.set("stop", true);
  return j;
}

/// Each use is one or a few statements that each stand alone, so that all of it may be done again when the connection goes or
/// another writer of a file is in the way.
template <class Use>
auto JobQueue::with(Use use) -> decltype(use(std::declval<Db&>())) {
  const std::lock_guard held(lock_);
  for (int attempt = 1;; ++attempt) {
    try {
      if (!db_) db_ = source_.connect();
      return use(*db_);
    } catch (const DbAway&) {
      throw;  // known to be away: nothing is won by asking again
    } catch (const DbLost&) {
      if (attempt == kTries) throw;
    } catch (const DbConflict&) {
      if (attempt == kTries) throw;
    }
    std::this_thread::sleep_for(kPause * attempt);
  }
}

bool JobQueue::ask(const std::string& id, const std::string& kind, const Json& input, Instant now, Instant due) {
  return with([&](Db& db) {
    return db.exec(
               "INSERT INTO job(id,kind,input,state,asked_at,due_at,attempts,lease,lease_until,holder,result,problem,progress,stop) "
               "VALUES($1,$2,$3,'waiting',$4,$5,0,0,0,'','','','',0) ON CONFLICT(id) DO NOTHING",
               {id, kind, dbJson(input), dbInstant(now), dbInstant(due)}) == 1;
  });
}

std::optional<Job> JobQueue::claim(const std::string& kind, const std::string& holder, Instant now) {
  return with([&](Db& db) -> std::optional<Job> {
    // Most looks find nothing: they take no lock.
    const auto due =
        db.query("SELECT 1 FROM job WHERE kind=$2 AND ((state='waiting' AND due_at<=$1) OR (state='running' AND lease_until<=$1)) LIMIT 1",
                 {dbInstant(now), kind});
    if (due.empty()) return std::nullopt;
    db.exec(
        "UPDATE job SET state='dead',ended_at=$1,problem='its holder ' || holder || ' did not come back' WHERE state='running' AND "
        "lease_until<=$1 AND attempts>=$2",
        {dbInstant(now), kAttempts});
    // A connection that goes just after the claim leaves a lease that nobody renews: it runs out.
    const auto rows = db.query(engineText(db, "claim_job"), {holder, dbInstant(now), dbInstant(now + lease_), kind});
    if (rows.empty()) return std::nullopt;
    return fromRow(rows[0]);
  });
}

bool JobQueue::renew(const Job& held, Instant now) {
  return with([&](Db& db) {
    return db.exec("UPDATE job SET lease_until=$3 WHERE id=$1 AND lease=$2 AND state='running'", {held.id, held.lease, dbInstant(now + lease_)}) == 1;
  });
}

bool JobQueue::report(const Job& held, const Json& progress) {
  return with([&](Db& db) {
    db.exec("UPDATE job SET progress=$3 WHERE id=$1 AND lease=$2 AND state='running'", {held.id, held.lease, dbJson(progress)});
    return !db.query("SELECT 1 FROM job WHERE id=$1 AND lease=$2 AND state='running' AND stop=0", {held.id, held.lease}).empty();
  });
}

Verdict JobQueue::stop(const std::string& id) {
  return with([&](Db& db) -> Verdict {
    if (db.exec("UPDATE job SET stop=1 WHERE id=$1 AND state IN ('waiting','running')", {id}) == 1) return Done{};
    const auto rows = db.query("SELECT state FROM job WHERE id=$1", {id});
    if (rows.empty()) return Refusal::of("NOT_FOUND", Json::object({{"field", "job"}, {"value", id}}));
    return Refusal::of("JOB_ENDED", Json::object({{"job", id}, {"state", rows[0].text(0)}}));
  });
}

bool JobQueue::complete(const Job& held, const Json& result, Instant now) {
  return with([&](Db& db) {
    const auto ended = db.exec("UPDATE job SET state='done',result=$3,problem='',ended_at=$4 WHERE id=$1 AND lease=$2 AND state='running'",
                               {held.id, held.lease, dbJson(result), dbInstant(now)});
    return ended == 1 || !db.query("SELECT 1 FROM job WHERE id=$1 AND lease=$2 AND state='done'", {held.id, held.lease}).empty();
  });
}

bool JobQueue::fail(const Job& held, const std::string& problem, Instant now) {
  const std::string kept = problem.substr(0, kLongestProblem);
  return with([&](Db& db) {
    if (held.attempts >= kAttempts)
      return db.exec("UPDATE job SET state='dead',problem=$3,ended_at=$4 WHERE id=$1 AND lease=$2 AND state='running'",
                     {held.id, held.lease, kept, dbInstant(now)}) == 1;
    return db.exec("UPDATE job SET state='waiting',problem=$3,due_at=$4 WHERE id=$1 AND lease=$2 AND state='running'",
                   {held.id, held.lease, kept, dbInstant(now + pauseAfter(held.attempts))}) == 1;
  });
}

Verdict JobQueue::again(const std::string& id, Instant now) {
  return with([&](Db& db) -> Verdict {
    if (db.exec("UPDATE job SET state='waiting',attempts=0,due_at=$2,ended_at=NULL,stop=0 WHERE id=$1 AND state='dead'", {id, dbInstant(now)}) == 1)
      return Done{};
    const auto rows = db.query("SELECT state FROM job WHERE id=$1", {id});
    if (rows.empty()) return Refusal::of("NOT_FOUND", Json::object({{"field", "job"}, {"value", id}}));
    return Refusal::of("JOB_NOT_DEAD", Json::object({{"job", id}, {"state", rows[0].text(0)}}));
  });
}

std::vector<Job> JobQueue::list(const std::string& state, std::int64_t limit) {
  return with([&](Db& db) {
    return fromRows(db.query(select("WHERE ($1='' OR state=$1) ORDER BY asked_at DESC,id DESC LIMIT $2"), {state, limit}));
  });
}

std::optional<Job> JobQueue::find(const std::string& id) {
  return with([&](Db& db) -> std::optional<Job> {
    const auto rows = db.query(select("WHERE id=$1"), {id});
    if (rows.empty()) return std::nullopt;
    return fromRow(rows[0]);
  });
}

std::optional<Job> JobQueue::lastDone(const std::string& kind) {
  return with([&](Db& db) -> std::optional<Job> {
    const auto rows = db.query(select("WHERE kind=$1 AND state='done' ORDER BY ended_at DESC,id LIMIT 1"), {kind});
    if (rows.empty()) return std::nullopt;
    return fromRow(rows[0]);
  });
}

}  // namespace isotrail
