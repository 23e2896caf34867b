#pragma once
// Work done beside the requests: a table that any number of servers and programs on one database share. A job is claimed with a
// lease; whoever stops renewing it loses the job to the next. Each claim numbers the lease anew, and only its number ends the job:
// clocks that differ between machines may cost work done twice, never a job that ends twice.
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "base/result.h"

namespace isotrail {

struct Job {
  std::string id, kind;
  Json input;
  std::string state;  // waiting, running, done, dead
  Instant asked_at;
  Instant due_at;             // not before
  std::int64_t attempts = 0;  // claims since it was asked for, or asked for again
  std::int64_t lease = 0;     // number of the last claim
  Instant lease_until;        // of one that is running
  std::string holder;         // who has it, or had it last
  Json result;                // of one that is done
  std::string problem;        // why the last attempt failed
  Json progress;              // how far the holder says it is
  bool stop = false;          // somebody asked for it to end with what it has
  std::optional<Instant> ended_at;
  Json shown() const;
};

class JobQueue {
 public:
  static constexpr Seconds kLease{30.0};        // a holder renews it every third of that
  static constexpr std::int64_t kAttempts = 5;  // then the job is dead until somebody asks for it again

  /// Keeps a connection of its own, opened when it is first needed. Any thread. Every function throws Fault when the database cannot
  /// serve (DB_LOST after three tries), DbConflict when it stays locked.
  explicit JobQueue(DbSource& source, Seconds lease = kLease) : source_(source), lease_(lease) {}
  Seconds lease() const { return lease_; }

  /// Puts a job in, to begin at `due` at the earliest; false when one of this id is there, whatever became of it.
  bool ask(const std::string& id, const std::string& kind, const Json& input, Instant now, Instant due);
  /// The job of this kind that is due longest, of those that wait or whose lease ran out. Jobs whose last attempt ran out are dead.
  std::optional<Job> claim(const std::string& kind, const std::string& holder, Instant now);
  /// False when the lease was lost: the work is somebody else's now.
  bool renew(const Job& held, Instant now);
  /// Keeps how far the work is. False when it is to end: the lease was lost, or somebody asked for it.
  bool report(const Job& held, const Json& progress);
  /// Asks a job that has not ended to end with what it has. NOT_FOUND, or JOB_ENDED.
  Verdict stop(const std::string& id);
  /// Ends the job with its result. True once and for the same lease again; false when the lease was lost, and nothing changes.
  bool complete(const Job& held, const Json& result, Instant now);
  /// Gives the job back to begin again after a pause of 2, 4, 8 ... seconds, or ends it as dead after the last attempt. False when the
  /// lease was lost.
  bool fail(const Job& held, const std::string& problem, Instant now);
  /// Lets a dead job begin anew. NOT_FOUND, or JOB_NOT_DEAD.
  Verdict again(const std::string& id, Instant now);

  /// Newest first; of every state when `state` is empty.
  std::vector<Job> list(const std::string& state, std::int64_t limit);
  std::optional<Job> find(const std::string& id);
  /// The last one of a kind that is done.
  std::optional<Job> lastDone(const std::string& kind);

 private:
  template <class Use>
  auto with(Use use) -> decltype(use(std::declval<Db&>()));

  DbSource& source_;
  const Seconds lease_;
  std::unique_ptr<Db> db_;
  std::mutex lock_;
};

}  // namespace isotrail
