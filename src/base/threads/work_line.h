#pragma once
// Pieces of work that are put in one after another, done by as many threads as there are cores, and waited for in their order.
// Whoever waits works too.
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace isotrail {

class WorkLine {
 public:
  using Work = std::function<void()>;
  WorkLine() = default;
  WorkLine(const WorkLine&) = delete;
  WorkLine& operator=(const WorkLine&) = delete;
  /// What nobody began is not done any more.
  ~WorkLine();

  void put(Work work);
  /// Returns when the first piece is done and takes it out; throws what it threw. One is in the line.
  void finishFirst();
  std::size_t size() const { return line_.size(); }
  /// Threads that work beside the one that waits.
  static std::size_t helpers() { return std::max(1u, std::thread::hardware_concurrency()) - 1; }

 private:
  struct Piece {
    Work work;
    bool begun = false, done = false;
    std::exception_ptr failure = {};
  };
  bool workOnOne(std::unique_lock<std::mutex>& lock);
  void help();

  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<Piece> line_;  // changed by the owner's thread alone
  bool stop_ = false;
  std::vector<std::thread> helpers_;  // none before there is work for two
};

}  // namespace isotrail
