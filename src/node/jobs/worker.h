#pragma once
// Who does the jobs: one at a time, its lease renewed meanwhile.
#include <functional>
#include <string>
#include <vector>

#include "node/jobs/queue.h"

namespace isotrail {

/// The work on one job, as far as the one who does it needs to know.
class Work {
 public:
  Work(JobQueue& queue, const Job& job) : queue_(queue), job_(job) {}
  const Job& job() const { return job_; }
  /// Says how far it is; false when it is to end with what it has. Throws what the database throws.
  bool report(const Json& progress) { return queue_.report(job_, progress); }

 private:
  JobQueue& queue_;
  const Job& job_;
};

/// A sort of job this program can do. `run` answers the result that is kept; what it throws makes the attempt fail. It may run
/// twice, also at the same time on two machines, when a lease was lost: what it changes must bear that.
struct JobKind {
  std::string name;
  std::function<Json(const Json& input)> run;
  std::function<Json(const Json& input, Work& work)> run_long = {};  // in its place, of work that says how far it is and can be stopped
};

/// Claims and does one job that is due, of the first kind that has one. Empty when there was none; else what became of it:
/// "done", "failed" or "lost".
std::string workOnce(JobQueue& queue, const std::vector<JobKind>& kinds, const std::string& holder, const Clock& clock);

/// "machine/pid", for people who look at the list.
std::string holderName();

}  // namespace isotrail
