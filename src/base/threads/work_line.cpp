#include "base/threads/work_line.h"

#include <algorithm>

namespace isotrail {

WorkLine::~WorkLine() {
  {
    const std::lock_guard lock(lock_);
    stop_ = true;
  }
  changed_.notify_all();
  for (auto& helper : helpers_) helper.join();
}

void WorkLine::put(Work work) {
  const std::lock_guard lock(lock_);
  line_.push_back({std::move(work)});
  if (line_.size() > 1)
    while (helpers_.size() < helpers()) helpers_.emplace_back([this] { help(); });
  if (!helpers_.empty()) changed_.notify_one();
}

void WorkLine::finishFirst() {
  std::unique_lock lock(lock_);
  while (!line_.front().done)
    if (!workOnOne(lock)) changed_.wait(lock);
  const std::exception_ptr failure = std::move(line_.front().failure);
  line_.pop_front();
  lock.unlock();
  if (failure) std::rethrow_exception(failure);
}

/// The first piece that nobody began; false when there is none.
bool WorkLine::workOnOne(std::unique_lock<std::mutex>& lock) {
  const auto found = std::find_if(line_.begin(), line_.end(), [](const Piece& p) { return !p.begun; });
  if (found == line_.end()) return false;
  Piece& piece = *found;
  piece.begun = true;
  lock.unlock();
  try {
    piece.work();
  } catch (...) {
    piece.failure = std::current_exception();
  }
  lock.lock();
  piece.done = true;
  changed_.notify_all();
  return true;
}

void WorkLine::help() {
  std::unique_lock lock(lock_);
  while (!stop_)
    if (!workOnOne(lock)) changed_.wait(lock);
}

}  // namespace isotrail
