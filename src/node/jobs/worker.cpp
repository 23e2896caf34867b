#include "node/jobs/worker.h"

#include <unistd.h>

#include <array>
#include <condition_variable>
#include <thread>

#include "base/check.h"

namespace isotrail {
namespace {

/// Renews a lease from a thread of its own until it goes.
class Heartbeat {
 public:
  Heartbeat(JobQueue& queue, const Job& job, const Clock& clock) : queue_(queue), job_(job), clock_(clock), thread_([this] { beat(); }) {}
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat() {
    {
      const std::lock_guard held(lock_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  void beat() {
    const auto pause = std::chrono::duration<double>(queue_.lease().value / 3.0);
    std::unique_lock held(lock_);
    while (!wake_.wait_for(held, pause, [this] { return ended_; })) {
      held.unlock();
      try {
        if (!queue_.renew(job_, clock_.now())) return;  // lost; who ends the job finds out
      } catch (const std::exception&) {                 // the database is away: the next beat tries again
      }
      held.lock();
    }
  }

  JobQueue& queue_;
  const Job& job_;
  const Clock& clock_;
  std::mutex lock_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

std::string doIt(JobQueue& queue, const JobKind& kind, const Job& job, const Clock& clock) {
  Json result;
  std::string problem;
  try {
    const Heartbeat heart(queue, job, clock);
    Work work(queue, job);
    result = kind.run_long ? kind.run_long(job.input, work) : kind.run(job.input);
  } catch (const Fault& fault) {
    problem = fault.code + ": " + fault.what();
  } catch (const std::exception& failure) {
    problem = std::string("failed: ") + failure.what();
  }
  if (problem.empty()) return queue.complete(job, result, clock.now()) ? "done" : "lost";
  return queue.fail(job, problem, clock.now()) ? "failed" : "lost";
}

}  // namespace

std::string workOnce(JobQueue& queue, const std::vector<JobKind>& kinds, const std::string& holder, const Clock& clock) {
  for (const auto& kind : kinds)
    if (const auto job = queue.claim(kind.name, holder, clock.now())) return doIt(queue, kind, *job, clock);
  return {};
}

std::string holderName() {
  std::array<char, 256> machine{};
  if (::gethostname(machine.data(), machine.size() - 1) != 0) machine[0] = '?';
  return std::string(machine.data()) + "/" + std::to_string(::getpid());
}

}  // namespace isotrail
