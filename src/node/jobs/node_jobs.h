#pragma once
// The jobs of a node, and the thread of a server that does them.
#include <functional>
#include <memory>

#include "node/jobs/worker.h"
#include "node/node.h"

namespace isotrail {

/// record.check: the whole record verified, as `isotrail ledger verify` does; what is found wrong stops writing here.
/// projections.check: every projection compared with one rebuilt. projections.rebuild: and put in its place.
/// planning.solve-day: searches for a day's plan as long as its input {person, make_day} says, tells how far it is, and makes what it
/// found the plan, as the person who asked; what is refused then is in the result.
std::vector<JobKind> nodeJobKinds(Node& node);

/// Asks for the day's record.check, once a day whoever asks: due at 18:00 UTC, when the sites of the showcase's shores sleep.
void askDailyCheck(JobQueue& queue, Instant now);

/// Does the node's jobs, one after another, and asks for the daily check, as long as it lives; a job under way ends first. A
/// record.check that found the record broken, on whichever server, stops writing here too. `report`: one line per failure.
class JobThread {
 public:
  JobThread(Node& node, std::function<void(const std::string&)> report);
  ~JobThread();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace isotrail
